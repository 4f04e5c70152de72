"""Pages for what went wrong. They need no database and name nothing private."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what does not exist and for what this viewer may not see."""
    return HttpResponse(render_to_string("404.html", _frame(request)), status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read at all, such as a form beyond every limit: going back finds the text again."""
    return HttpResponse(render_to_string("500.html", _frame(request)), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("404.html", _frame(request)), status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long, or cookies that are off. The browser keeps the text: back returns to it."""
    return HttpResponse(render_to_string("403.html", _frame(request)), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html", _frame(request)), status=500)


def _frame(request: HttpRequest) -> dict[str, object]:
    return {"language": get_language() or "nl", "home_url": "/"}
