"""On the day that was chosen a learning question's owner is asked to measure again: on Mijn week as long as it is not
done, and once by mail, in their first working minute. The mail holds no word that somebody wrote.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.prompts.overview import Also, also
from cycles.questions.evidence.holding import KEPT
from cycles.questions.models import LearningQuestion
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib import clock
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.access import Viewer

STANDS = timedelta(days=28)  # so long its mail may still go out; the line on Mijn week stays
MINUTES = 2


def to_measure(today: date) -> QuerySet[YieldOutcome]:
    """Their day has come, and nothing was written down since. A question that was let go asks nothing."""
    since = Measurement.objects.filter(outcome=OuterRef("pk"), measured_on__gte=OuterRef("measure_on"))
    waits = YieldOutcome.objects.filter(question__state__in=KEPT, measure_on__lte=today)
    return waits.exclude(Exists(since)).select_related("question__owner").order_by("measure_on", "pk")


@also
def measure_again(viewer: Viewer) -> list[Also]:
    """One line a question, in its owner's own words, on the owner's own page."""
    first: dict[LearningQuestion, date] = {}
    for one in to_measure(viewer.day).filter(question__owner=viewer.person):
        assert one.question
        assert one.measure_on
        first.setdefault(one.question, one.measure_on)
    return [
        Also(
            title=_("Meet wat dit oplevert: %(question)s") % {"question": question.text},
            detail=_("Dat zou op %(day)s.") % {"day": date_format(day, "j F")},
            url=_url(question),
            minutes=MINUTES,
            icon="trending-up",
        )
        for question, day in first.items()
    ]


def plan() -> int:
    """Rows for the outbox: of a question one for its newest day. Safe to run at any time, and twice; who is away hears
    of it when they are back."""
    now, today = clock.now(), clock.today(settings.TIME_ZONE)
    newest = {one.question: one.measure_on for one in to_measure(today) if one.question}
    return first_minute.post(
        "measure_again",
        (
            first_minute.Mail(f"measure:{question.pk}:{day}", question.owner_id, question, now + STANDS)
            for question, day in newest.items()
            if question.owner.is_active
        ),
        after=now,
    )


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    today = clock.today(settings.TIME_ZONE)
    waits = to_measure(today).filter(question=notification.source_id)
    return None if waits.exists() else Never("measured")


def _context(notification: Notification) -> dict[str, Any]:
    question = LearningQuestion.objects.get(pk=notification.source_id)
    return {"minutes": MINUTES, "link": settings.BASE_URL + _url(question)}


def _url(question: LearningQuestion) -> str:
    return reverse("cycles:question-measure", args=[question.pk])


declare(
    Message(
        "measure_again",
        gettext_lazy("Meten wat je leervraag oplevert"),
        "cycles/questions/email/measure.html",
        _check,
        _context,
        shown_as="prompt",  # who gets one has a learning question; that is theirs alone
    ),
    measured=gettext_lazy("hoeft niet meer"),
)
keep_private("measured")
