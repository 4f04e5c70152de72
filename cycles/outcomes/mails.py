"""What goes out about reports: to the reader that one was shared, and to whoever promised something that its day comes
near. No word of a report is in it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.outcomes.models import Commitment, OutcomeReport
from lerendwerken.lib import clock
from teams.hours.models import calendars
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.access import Viewer, visible

DAY = timedelta(days=1)
TAKE_BACK = timedelta(minutes=2)  # as long as this, taking it back makes the mail needless
STANDS = timedelta(days=14)
BEFORE = timedelta(days=7)  # the first word about a promise; the second comes on its day
AFTER = timedelta(days=3)  # who does not work that day hears it on the next


def shared(report: OutcomeReport) -> None:
    """In the reader's next working minute; once for each time that it is shared."""
    assert report.reader_id
    soon = clock.now() + TAKE_BACK
    book = calendars([report.reader_id], (soon - DAY).date(), (soon + STANDS + DAY).date())
    if due := book[report.reader_id].next_working_minute(soon, before=soon + STANDS):
        Notification.objects.post(
            [
                Notification.build(
                    person=report.reader_id,
                    kind="report_shared",
                    source=report,
                    dedupe_key=f"report_shared:{report.pk}:{report.revision}",
                    due_at=due,
                    expires_at=soon + STANDS,
                )
            ]
        )


def withdraw(report: OutcomeReport) -> None:
    Notification.objects.filter(kind="report_shared").about(report).withdraw("report_gone")


def plan() -> int:
    """Reminders of promises for today. Safe to run at any time, and twice."""
    now = clock.now()
    today = clock.today(settings.TIME_ZONE)
    found = Commitment.objects.filter(
        kept_at=None, by__is_active=True, due__gte=today - AFTER, due__lte=today + BEFORE,
        report__state__in=OutcomeReport.SEEN, by=F("report__reader"),
    )  # fmt: skip
    wanted = {_key(one, today): one for one in found.select_related("by")}
    there = set(Notification.objects.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True))
    fresh = {key: one for key, one in wanted.items() if key not in there}
    return Notification.objects.post(_rows(fresh, now)) if fresh else 0


def _key(one: Commitment, today: date) -> str:
    return f"commitment:{one.pk}:{one.due}:{'day' if one.due <= today else 'week'}"


def _rows(wanted: dict[str, Commitment], now: datetime) -> Iterable[Notification]:
    people = sorted({one.by_id for one in wanted.values() if one.by_id})
    last = now + BEFORE
    books = calendars(people, (now - DAY).date(), (last + DAY).date())
    for key, one in wanted.items():
        assert one.by
        if due := books[one.by.pk].next_working_minute(now, before=last):
            yield Notification.build(
                person=one.by, kind="commitment_due", source=one, dedupe_key=key, due_at=due, expires_at=last
            )


# At the last moment -------------------------------------------------------------------------------


def _report(notification: Notification) -> OutcomeReport | None:
    rows = visible(OutcomeReport, Viewer(notification.person)).exclude(owner=notification.person)
    return rows.filter(pk=notification.source_id).select_related("owner").first()


def _check_shared(notification: Notification, now: datetime) -> Later | Never | None:
    return None if _report(notification) else Never("report_gone")


def _shared_context(notification: Notification) -> dict[str, Any]:
    report = _report(notification)
    assert report
    return {
        "who": report.owner.full_name,
        "link": settings.BASE_URL + reverse("cycles:report", args=[report.pk]),
    }


def _commitment(notification: Notification) -> Commitment | None:
    rows = visible(Commitment, Viewer(notification.person)).filter(kept_at=None)
    return rows.filter(pk=notification.source_id).first()


def _check_commitment(notification: Notification, now: datetime) -> Later | Never | None:
    return None if _commitment(notification) else Never("commitment_done")


def _commitment_context(notification: Notification) -> dict[str, Any]:
    one = _commitment(notification)
    assert one
    return {
        "due": one.due,
        "link": f"{settings.BASE_URL}{reverse('cycles:report', args=[one.report_id])}#toezeggingen",
    }


declare(
    Message(
        "report_shared",
        _("Iemand deelt een opbrengstverslag met jou"),
        "cycles/outcomes/email/shared.html",
        _check_shared,
        _shared_context,
        for_whom=lambda person: Viewer(person).is_manager,
        shown_as="prompt",  # a manager of few people who gets one would tell whose it is
    ),
    report_gone=_("het verslag is teruggenomen"),
)
declare(
    Message(
        "commitment_due",
        _("Wat je toezegde bij een opbrengstverslag"),
        "cycles/outcomes/email/commitment.html",
        _check_commitment,
        _commitment_context,
        for_whom=lambda person: Viewer(person).is_manager,
        shown_as="prompt",
    ),
    commitment_done=_("de toezegging is gedaan of weg"),
)
keep_private("report_gone", "commitment_done")
