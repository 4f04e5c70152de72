from django.urls import path

from cycles.weekly import duo_page, rhythm_page, views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/<int:pk>/ritme/", rhythm_page.team_rhythm, name="team-rhythm"),
    path("team/<int:pk>/ritme/terug/", rhythm_page.undo, name="team-rhythm-undo"),
    path("team/<int:pk>/<str:week>/", views.team_week, name="team-week"),
    path("team/<int:pk>/<str:week>/maken/", views.make, name="team-week-make"),
    path("team/<int:pk>/<str:week>/publiceren/", views.publish, name="team-week-publish"),
    path("moment/<int:pk>/verplaatsen/", views.move, name="moment-move"),
    path("moment/<int:pk>/vervallen/", views.cancel, name="moment-cancel"),
    path("moment/<int:pk>/terug/", views.restore, name="moment-restore"),
    path("duo/<int:pk>/", duo_page.duo_page, name="duo"),
    path("duo/<int:pk>/verplaatsen/", duo_page.move, name="duo-move"),
    path("duo/<int:pk>/afzeggen/", duo_page.cancel, name="duo-cancel"),
    path("duo/<int:pk>/terug/", duo_page.restore, name="duo-restore"),
]
