from django.urls import path

from cycles.sparring import settings_page, views
from cycles.sparring.partner import streaming_views

urlpatterns = [
    path("leervragen/<int:pk>/spar/", views.begin, name="spar-begin"),
    path("leervragen/spar/<int:pk>/zeg/", views.say, name="spar-say"),
    path("leervragen/spar/<int:pk>/opnieuw/", views.again, name="spar-again"),
    path("leervragen/spar/<int:pk>/vaste-vragen/", views.without_ai, name="spar-fixed"),
    path("leervragen/spar/<int:pk>/haal-op/", views.fetch, name="spar-fetch"),
    path("leervragen/spar/<int:turn>/stroom/", streaming_views.stream, name="spar-stream"),
    path("leervragen/spar/<int:turn>/stop/", streaming_views.stop, name="spar-stop"),
    path("leervragen/spar/<int:pk>/kies/<int:block>/", views.choose, name="spar-choose"),
    path("mijn-gegevens/sparren/", settings_page.own_choice, name="spar-own-choice"),
    path("mijn-gegevens/sparren/team/<int:pk>/", settings_page.team_off, name="spar-team-off"),
    path(
        "mijn-gegevens/sparren/team/<int:pk>/terug/", settings_page.team_off_undo, name="spar-team-off-undo"
    ),
    path("beheer/sparren/", settings_page.settings, name="spar-settings"),
    path("beheer/sparren/terug/", settings_page.settings_undo, name="spar-settings-undo"),
    path("beheer/sparren/team/<int:pk>/", settings_page.team_switch, name="spar-team"),
]
