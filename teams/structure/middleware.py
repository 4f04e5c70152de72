"""Puts the viewer on the request, and speaks the person's own language and time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from teams.structure.access import Viewer


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = Viewer(request.user if request.user.is_authenticated else None)
        request.viewer = viewer  # type: ignore[attr-defined]
        if not viewer.is_signed_in:
            return self.get_response(request)
        # The person's own choice outranks the browser's.
        request.LANGUAGE_CODE = viewer.person.language
        with timezone.override(viewer.person.time_zone), translation.override(viewer.person.language):
            response = self.get_response(request)
            response.headers["Content-Language"] = viewer.person.language
            return response
