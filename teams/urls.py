"""Index of the addresses of `teams`."""

from django.urls import include, path

app_name = "teams"
urlpatterns = [
    path("", include("teams.addresses.urls")),
    path("", include("teams.agenda.urls")),
    path("", include("teams.council.urls")),
    path("", include("teams.ending.urls")),
    path("", include("teams.intake.urls")),
    path("", include("teams.notifications.urls")),
    path("", include("teams.own.urls")),
    path("", include("teams.structure.urls")),
    path("", include("teams.administration.urls")),
]
