"""The stop link of a mail: it works without signing in, and looking at it changes nothing (RFC 8058, TI6, TI7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lerendwerken.lib import tokens
from teams.accounts.models import User
from teams.notifications.forms import EMAIL, stop
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Preference
from teams.structure.access import anyone


@csrf_exempt  # a mail program posts here by itself, without a cookie or a form of ours
@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    person, kind = _meant(token)
    if person is None:
        return _answer(request, "teams/notifications/unsubscribe.html", {"state": "unknown"}, status=404)
    with translation.override(person.language):
        if request.method == "POST":
            stop(person, kind)
            state = "stopped"
        else:
            state = "asks" if Preference.of(person).wants(kind, EMAIL) else "stopped"
        context: dict[str, object] = {
            "state": state,
            "label": MESSAGES[kind].label,
            "token": token,
            "language": person.language,
            "theme": "",
        }
        return _answer(request, "teams/notifications/unsubscribe.html", context)


def _meant(token: str) -> tuple[User | None, str]:
    try:
        number, _dash, kind = tokens.unsign("stop", token).partition("-")
    except tokens.BadLink:
        return None, ""
    if kind not in MESSAGES or not MESSAGES[kind].optional or not number.isdecimal():
        return None, ""
    return User.objects.filter(pk=int(number), is_active=True).first(), kind


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
