"""Index of the addresses of `cycles`."""

from django.urls import include, path

app_name = "cycles"
urlpatterns = [
    path("kader/", include("cycles.framework.urls")),
    path("", include("cycles.prompts.urls")),
    path("", include("cycles.questions.urls")),
    path("", include("cycles.weekly.urls")),
]
