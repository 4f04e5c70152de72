"""Who you are, asked again: what changes much for many is for somebody who signed in just now (TI4).

Signing in counts for five minutes. After that a change waits: the same code by mail as for signing in, and then what
was typed stands again on its own page. Nothing is carried out by itself: who confirms, still presses the button.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Self, cast, overload

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lerendwerken.lib import clock
from teams.accounts.mail_server import answers
from teams.accounts.models import User

type View = Callable[..., HttpResponse]

RECENT = timedelta(minutes=5)
PAGE = "account_confirm_again"
SINCE, WAITING, CODE = "signed_in_at", "waits_for_code", "code_again"  # in the session
SAFE = ("GET", "HEAD", "OPTIONS")


@overload
def recently_signed_in(view: View) -> View: ...
@overload
def recently_signed_in(*, back: str = "", reading: bool = False) -> Callable[[View], View]: ...
def recently_signed_in(
    view: View | None = None, *, back: str = "", reading: bool = False
) -> View | Callable[[View], View]:
    """A decorator, below the one that says who may: asks who somebody is when that was long ago.

    `back` names the page to return to when the address itself has none. `reading`: also for looking, as with a
    file of everything about somebody. A view that has a form shows what was typed again with came_back().
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_recent(request) or (request.method in SAFE and not reading):
                return view(request, *args, **kwargs)
            return _ask(request, back=reverse(back) if back else request.get_full_path())

        guarded.asks_who_again = True  # type: ignore[attr-defined]
        return guarded

    return decorate(view) if view else decorate


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, **_more: Any) -> None:
    """A signal, because every way in passes it: the code, a link for one time, and one that is still to be made."""
    request.session[SINCE] = clock.now().timestamp()


def is_recent(request: HttpRequest) -> bool:
    since = request.session.get(SINCE)
    return since is not None and clock.now().timestamp() - since <= RECENT.total_seconds()


# What waits ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody was doing: where, with which words, and the page to go back to. Paths of ours, never given."""

    path: str
    back: str
    typed: QueryDict
    is_confirmed: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        kept = request.session.get(WAITING)
        if not kept:
            return None
        typed = QueryDict(mutable=True)
        for name, values in kept["typed"].items():
            typed.setlist(name, values)
        return cls(kept["path"], kept["back"], typed, kept["is_confirmed"])


def came_back(request: HttpRequest) -> Waiting | None:
    """What was typed before the detour, once, for the page that somebody comes back to."""
    waiting = Waiting.of(request)
    if waiting is None or not waiting.is_confirmed or request.get_full_path() != waiting.back:
        return None
    del request.session[WAITING]
    return waiting if is_recent(request) else None


def _ask(request: HttpRequest, *, back: str) -> HttpResponse:
    """Keeps what was typed. Only somebody who sends something gets a mail: a link that is opened mails nobody."""
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    path = request.get_full_path()
    request.session[WAITING] = {"path": path, "back": back, "typed": typed, "is_confirmed": False}
    if request.method not in SAFE and not code_of(request):
        send_code(request)
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(PAGE)})
    return redirect(PAGE)


# The code -----------------------------------------------------------------------------------------


def send_code(request: HttpRequest) -> str:
    """As for signing in: the same mail and the same limit. A sentence when no code went out."""
    person, adapter = cast(User, request.user), get_adapter()
    if not ratelimit.consume(request, action="request_login_code", key=person.email.lower()):
        return str(adapter.error_messages["too_many_login_attempts"])
    if not answers():
        return _(
            "De mailserver antwoordt niet. Probeer het over vijf minuten opnieuw, of vraag je beheerder."
        )
    code = adapter.generate_login_code()
    at = clock.now().timestamp()
    request.session[CODE] = {"code": code, "person": person.pk, "at": at, "wrong": 0}
    adapter.send_mail("account/email/login_code", person.email, {"request": request, "code": code})
    return ""


def code_of(request: HttpRequest) -> str:
    """The code that waits to be typed; empty when there is none any more."""
    kept = request.session.get(CODE)
    if not kept or kept["person"] != request.user.pk:
        return ""
    is_old = clock.now().timestamp() - kept["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT
    return "" if is_old else str(kept["code"])


def may_try(request: HttpRequest) -> bool:
    """Counted outside the session, so that many tries at once count as many."""
    return bool(ratelimit.consume(request, action="reauthenticate"))


def was_wrong(request: HttpRequest) -> bool:
    """Counts it; whether the code still works."""
    kept = dict(request.session[CODE])
    kept["wrong"] += 1
    if kept["wrong"] >= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
        del request.session[CODE]
        return False
    request.session[CODE] = kept
    return True


def confirm(request: HttpRequest) -> None:
    """It is them. The session goes on under a new key, as after signing in."""
    request.session.pop(CODE, None)
    request.session[SINCE] = clock.now().timestamp()
    request.session[WAITING] = request.session[WAITING] | {"is_confirmed": True}
    request.session.cycle_key()
