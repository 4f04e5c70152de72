"""The mailbox, the clock, and looking along as somebody. None of it exists outside demo mode."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cycles.prompts.models import Prompt
from lerendwerken.demo import mailbox, walking
from lerendwerken.demo.standing import Standing, why_then
from lerendwerken.example.people import DOMAIN
from lerendwerken.lib import clock
from teams.accounts.models import User
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


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is at the next event, out of how many, and whether that is today."""

    name: str
    people: int
    is_today: bool


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
    mine = request.user.email if request.user.is_authenticated else ""
    chosen = chosen or next((m for m in mails if _address(m.to) == mine), mails[0] if mails else None)
    by_address = {person.email: person for person in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    lines = [Line(m, by_address.get(_address(m.to)), bool(chosen and m.key == chosen.key)) for m in mails]
    row = Notification.objects.filter(message_id=chosen.message_id).first() if chosen else None
    event = walking.next_event()
    return render(
        request,
        "demo/home.html",
        {
            "now": clock.now(),
            "standing": Standing(),
            "is_moved": clock.offset() != timedelta(),
            "event": event,
            "turn": _turn(event),
            "lines": lines,
            "chosen": chosen,
            "chosen_person": by_address.get(_address(chosen.to)) if chosen else None,
            "why_then": why_then(row),
            "guises": GUISES,
        },
    )


def _turn(event: datetime | None) -> Turn | None:
    """Who is asked or mailed at the next event."""
    if event is None:
        return None
    mailed = Notification.objects.pending().filter(next_attempt_at=event).values("person")
    asked = Prompt.objects.filter(state=Prompt.State.PLANNED, due_at=event).values("person")
    people = list(User.objects.filter(Q(pk__in=mailed) | Q(pk__in=asked)).order_by("pk"))
    known = [guise.email for guise in GUISES]
    # Whom one can look along with comes first.
    people.sort(key=lambda person: known.index(person.email) if person.email in known else len(known))
    is_today = event.astimezone(ZONE).date() == clock.today(ZONE)
    return Turn(people[0].given_name, len(people), is_today) if people else None


def _address(header: str) -> str:
    return header.rpartition("<")[2].rstrip(">").strip().lower()
