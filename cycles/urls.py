"""Index of the addresses of `cycles`."""

from django.urls import include, path

app_name = "cycles"
urlpatterns = [
    path("kader/", include("cycles.framework.urls")),
    path("leervragen/", include("cycles.literacy.urls")),
    path("team/", include("cycles.literacy.team_urls")),
    path("leervragen/", include("cycles.questions.evidence.urls")),
    path("", include("cycles.harvest.urls")),
    path("", include("cycles.insights.urls")),
    path("", include("cycles.outcomes.urls")),
    path("", include("cycles.prompts.urls")),
    path("", include("cycles.proposals.urls")),
    path("", include("cycles.questions.urls")),
    path("", include("cycles.sparring.urls")),
    path("", include("cycles.weekly.urls")),
]
