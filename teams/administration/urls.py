from django.urls import path

from teams.administration import retention_page, views

urlpatterns = [
    path("beheer/", views.sending, name="administration"),
    path("beheer/berichten/<int:pk>/opnieuw/", views.retry, name="message-retry"),
    path("beheer/berichten/<int:pk>/weg/", views.put_away, name="message-put-away"),
    path("beheer/verzenden/vrij/", views.release, name="channel-release"),
    path("beheer/instellingen/", views.settings, name="settings"),
    path("beheer/instellingen/terug/", views.settings_undo, name="settings-undo"),
    path("beheer/instellingen/vrij/", views.closed_day_add, name="closed-day-add"),
    path("beheer/instellingen/vrij/<int:pk>/weg/", views.closed_day_remove, name="closed-day-remove"),
    path("beheer/teams/", views.teams_and_roles, name="teams-and-roles"),
    path("beheer/teams/<int:pk>/", views.team, name="administration-team"),
    path("beheer/teams/lid/<int:pk>/eind/", views.end_membership, name="membership-end"),
    path("beheer/teams/lid/<int:pk>/terug/", views.reopen_membership, name="membership-reopen"),
    path("beheer/teams/rol/<int:pk>/terug/", views.reopen_role, name="role-reopen"),
    path("beheer/teams/rol/<int:pk>/eind/", views.end_role, name="role-end"),
    path("beheer/bewaren/", retention_page.retention, name="retention"),
    path("beheer/logboek/", views.log, name="audit-log"),
]
