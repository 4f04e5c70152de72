"""What goes out about reports: to the reader that one was shared, and to whoever promised something that its day comes
near. No word of a report is in it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.outcomes.models import Commitment, OutcomeReport
from lerendwerken.lib import clock
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.access import Viewer, visible

STANDS = timedelta(days=14)
BEFORE = timedelta(days=7)  # the first word about a promise; the second comes on its day
AFTER = timedelta(days=3)  # who does not work that day hears it on the next


def shared(report: OutcomeReport) -> None:
    """In the reader's next working minute; once for each time that it is shared."""
    assert report.reader_id
    soon = clock.now() + first_minute.TAKE_BACK
    key = f"report_shared:{report.pk}:{report.revision}"
    mail = first_minute.Mail(key, report.reader_id, report, soon + STANDS)
    first_minute.post("report_shared", [mail], after=soon)


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
    return first_minute.post(
        "commitment_due",
        (first_minute.Mail(_key(one, today), one.by_id, one, now + BEFORE) for one in found if one.by_id),
        after=now,
    )


def _key(one: Commitment, today: date) -> str:
    return f"commitment:{one.pk}:{one.due}:{'day' if one.due <= today else 'week'}"


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
