"""Who leaves: somebody whose last membership ends. Seven days before they are offered what is theirs (S17).

An account goes on after the last day until an administrator or a file of people ends it. Whoever wants to reach it from
elsewhere by then gives a private address under Mijn gegevens, where the old one confirms it as any other (S16).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification
from teams.structure.access import Viewer
from teams.structure.models import Membership

KIND = "leaving"
BEFORE = timedelta(days=7)
DAY = timedelta(days=1)


def last_day(viewer: Viewer) -> date | None:
    """The day on which this viewer's last membership ends, in the week before it. No query for who stays."""
    if not viewer.memberships or any(one.until is None for one in viewer.memberships):
        return None
    return last_days([viewer.person.pk], viewer.day).get(viewer.person.pk)


def last_days(people: Iterable[int], today: date) -> dict[int, date]:
    """By id: who of these people leaves within seven days, and when. One query."""
    lasting = Membership.objects.filter(person__in=people).filter(Q(until=None) | Q(until__gte=today))
    stay = lasting.filter(Q(until=None) | Q(until__gt=today + BEFORE))
    leave = lasting.exclude(person__in=stay.values("person")).order_by().values("person")
    return {row["person"]: row["last"] for row in leave.annotate(last=Max("until"))}


def plan() -> int:
    """One mail to each, in working time. Safe to run at any time, and twice."""
    now = clock.now()
    today = clock.today(settings.TIME_ZONE)
    ending = Membership.objects.filter(
        until__gte=today, until__lte=today + BEFORE, person__is_active=True
    ).values_list("person", flat=True)
    found = last_days(ending, today)
    people = User.objects.in_bulk(found) if found else {}
    return first_minute.post(
        KIND,
        (
            first_minute.Mail(
                f"{KIND}:{person}:{last}", person, people[person], now + (last - now.date() + DAY)
            )
            for person, last in found.items()
        ),
        after=now,
    )


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    return None if last_day(Viewer(notification.person)) else Never("leaving_stays")


def _context(notification: Notification) -> dict[str, Any]:
    return {
        "last": last_day(Viewer(notification.person)),
        "link": settings.BASE_URL + reverse("teams:own-data"),
    }


declare(
    Message(
        KIND,
        _("Je laatste dag komt eraan"),
        "teams/leavers/email/leaving.html",
        _check,
        _context,
        optional=False,
    ),
    leaving_stays=_("gaat toch niet weg"),
)
