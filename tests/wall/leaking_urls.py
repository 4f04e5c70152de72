"""The addresses of the app, and one that somebody forgot to guard."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cycles.questions.evidence.models import Attempt
from lerendwerken.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def leak(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("".join(Attempt.objects.filter(pk=pk).values_list("text", flat=True)))


urlpatterns = [*urlpatterns, path("lek/<int:pk>/", leak, name="leak")]
