"""The mailbox, the clock, and looking along as somebody. None of it exists outside demo mode."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.demo import mailbox, walking
from lerendwerken.example.people import DOMAIN
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications.messages import REASONS
from teams.notifications.models import Notification
from teams.structure.access import anyone

ZONE = ZoneInfo("Europe/Amsterdam")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Guise:
    """Somebody to look along with."""

    key: str
    name: str
    what: object
    email: str


GUISES = [
    Guise("samira", "Samira Haddou", _("medewerker, Vergunningen"), f"s.haddou@{DOMAIN}"),
    Guise("femke", "Femke Postma", _("teamleider, Vergunningen"), f"f.postma@{DOMAIN}"),
    Guise("ruth", "Ruth Adriaanse", _("manager, Leefomgeving"), f"r.adriaanse@{DOMAIN}"),
    Guise("wim", "Wim Scholten", _("beheerder"), f"w.scholten@{DOMAIN}"),
]


@dataclass(frozen=True, slots=True)
class Line:
    """One mail in the list: who it was for, by name, and whether it is the open one."""

    mail: mailbox.Mail
    person: User | None
    is_open: bool


@anyone
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@anyone
@require_GET
def mail(request: HttpRequest, key: str) -> HttpResponse:
    found = mailbox.find(key)
    if found is None:
        raise Http404
    return _page(request, found)


@anyone
@xframe_options_sameorigin
@csp_override(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": [
            "allow-popups",
            "allow-popups-to-escape-sandbox",
            "allow-top-navigation-by-user-activation",
        ],
    }
)
@require_GET
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The mail as its reader sees it, shut in: no scripts, nothing from elsewhere."""
    found = mailbox.find(key)
    if found is None or not found.html:
        raise Http404
    # Links open in the whole window, not within the frame.
    return HttpResponse(found.html.replace("<head>", '<head><base target="_top">', 1))


@anyone
@require_http_methods(["GET", "POST"])
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Signs in with one click. A GET does it too: the link in the terminal is meant for that."""
    guise = next((g for g in GUISES if g.key == key), None)
    person = User.objects.filter(email=guise.email, is_active=True).first() if guise else None
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("cycles:my-week")


@anyone
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "")
    if step == "back":
        clock.move(None)
    else:
        target = _target(step)
        if target is None:
            raise Http404
        walking.walk(target)
    return redirect("demo:home")


def _target(step: str) -> datetime | None:
    now = clock.now()
    if step == "next":
        return walking.next_event() or now
    if step == "hour":
        return now + timedelta(hours=1)
    if step == "week":
        return now + timedelta(weeks=1)
    if step == "tomorrow":
        day = now.astimezone(ZONE).date() + timedelta(days=1)
        return datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)
    return None


def _page(request: HttpRequest, chosen: mailbox.Mail | None) -> HttpResponse:
    mails = mailbox.latest()
    chosen = chosen or (mails[0] if mails else None)
    by_address = {person.email: person for person in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    lines = [Line(m, by_address.get(_address(m.to)), bool(chosen and m.key == chosen.key)) for m in mails]
    row = Notification.objects.filter(message_id=chosen.message_id).first() if chosen else None
    unsent = Notification.objects.filter(state=Notification.State.CANCELLED).select_related("person")
    event = walking.next_event()
    return render(
        request,
        "demo/home.html",
        {
            "now": clock.now(),
            "is_moved": clock.offset() != timedelta(),
            "event": event,
            "next_people": _next_people(event),
            "lines": lines,
            "chosen": chosen,
            "chosen_person": by_address.get(_address(chosen.to)) if chosen else None,
            "chosen_row": row,
            "unsent": [(n, REASONS.get(n.reason, n.reason)) for n in unsent.order_by("-due_at")[:30]],
            "guises": GUISES,
        },
    )


def _next_people(event: datetime | None) -> list[User]:
    if event is None:
        return []
    coming = Notification.objects.pending().filter(next_attempt_at=event).select_related("person")
    return [n.person for n in coming[:3]]


def _address(header: str) -> str:
    return header.rpartition("<")[2].rstrip(">").strip().lower()
