"""Index of the addresses of `teams`."""

from django.urls import include, path

app_name = "teams"
urlpatterns = [
    path("", include("teams.intake.urls")),
    path("", include("teams.notifications.urls")),
]
