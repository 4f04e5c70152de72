"""Addresses of proposals and practice cards."""

from django.urls import include, path

urlpatterns = [
    path("voorstellen/", include("cycles.proposals.writing.urls")),
    path("voorstellen/", include("cycles.proposals.trials.urls")),
    path("voorstellen/", include("cycles.proposals.pages.urls")),
    path("praktijkkaarten/", include("cycles.proposals.cards.urls")),
]
