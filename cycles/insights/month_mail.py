"""The mail with a digest: to everybody in the team, in their own hours, with the summary that the team published."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cycles.insights.marking import touched
from cycles.insights.models import MonthlyDigest
from cycles.insights.reading_time import reading_minutes
from lerendwerken.lib import clock
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification
from teams.structure.models import Membership, Role

STANDS = timedelta(days=14)


def post(digest: MonthlyDigest, people: Iterable[int]) -> None:
    """Once to each, also when it was taken back and goes out again."""
    had = Notification.objects.filter(kind="month", state=Notification.State.SENT).about(digest)
    wanted = set(people) - set(had.values_list("person", flat=True))
    soon = clock.now() + first_minute.TAKE_BACK
    key = f"month:{digest.pk}:{digest.revision}"
    first_minute.post(
        "month",
        (first_minute.Mail(f"{key}:{person}", person, digest, soon + STANDS) for person in wanted),
        after=soon,
    )


def withdraw(digest: MonthlyDigest) -> None:
    Notification.objects.filter(kind="month").about(digest).withdraw("month_gone")


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    digest = _digest(notification)
    if digest is None or digest.published_at is None:
        return Never("month_gone")
    today = clock.today(digest.team.time_zone)
    member = Membership.objects.on(today).filter(team=digest.team, person=notification.person_id)
    leads = Role.objects.on(today).filter(team=digest.team, person=notification.person_id)
    return None if member.exists() or leads.exists() else Never("month_elsewhere")


def _context(notification: Notification) -> dict[str, Any]:
    digest = _digest(notification)
    assert digest
    return {
        "digest": digest,
        "month": date_format(digest.month, "F"),
        "team": digest.team.name,
        "minutes": reading_minutes(digest),
        "mark": touched([mark for marks in digest.marks.values() for mark in marks]),
        "link": settings.BASE_URL + reverse("cycles:digest", args=[digest.pk]),
    }


def _digest(notification: Notification) -> MonthlyDigest | None:
    return MonthlyDigest.objects.select_related("team").filter(pk=notification.source_id).first()


declare(
    Message(
        "month",
        _("Het maandbericht van je team"),
        "cycles/insights/email/month.html",
        _check,
        _context,
    ),
    month_gone=_("het maandbericht is teruggehaald"),
    month_elsewhere=_("zit niet meer in dit team"),
)
