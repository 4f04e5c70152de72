"""What a learning question brought, measured by its owner: from its plan on, and long after its answer, since what lasts
shows later. Nobody's name is kept with a measurement: whose question it is, is known."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cycles.questions.evidence.holding import KEPT, locked, why_not
from cycles.questions.models import LearningQuestion
from cycles.yields import measuring
from cycles.yields.measuring import Days, NotMeasured
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User

State = LearningQuestion.State
DIRECT = YieldOutcome.Kind.DIRECT
FIRST = {YieldOutcome.Kind.DIRECT: timedelta(weeks=4), YieldOutcome.Kind.SUSTAINABLE: timedelta(weeks=12)}
A_YEAR = timedelta(weeks=52)
FARTHEST = timedelta(days=3 * 366)


@transaction.atomic
def measure(
    outcome: YieldOutcome, value: Decimal | None, measured_on: date, *, by: User, **more: Any
) -> Measurement:
    """Raises NotMeasured with a sentence. What was to be measured by now gets its next day."""
    question = _held(outcome, by)
    days = _days(question)
    if measured_on < days.first:
        begins = {"day": date_format(days.first, "j F Y")}
        raise NotMeasured("measured_on", _("Kies een dag vanaf %(day)s: toen begon je leervraag.") % begins)
    made = measuring.measure(outcome, value, measured_on, days=days, by=None, **more)
    if outcome.measure_on and outcome.measure_on <= measured_on:
        _ask_on(outcome, next_day(question, outcome, measured_on))
    return made


@transaction.atomic
def remove(measurement: Measurement, *, by: User) -> dict[str, Any] | None:
    """A mistake; what it was comes back so that it can be put back. A day that it had moved is asked for again."""
    outcome = measurement.outcome
    question = _held(outcome, by)
    before = measuring.remove(measurement, by=None)
    since = Measurement.objects.filter(outcome=outcome, measured_on__gte=measurement.measured_on)
    moved_to = next_day(question, outcome, measurement.measured_on)
    if moved_to and outcome.measure_on == moved_to and not since.exists():
        _ask_on(outcome, measurement.measured_on)
    return before


@transaction.atomic
def plan(question: LearningQuestion, days: Mapping[int, date | None], *, by: User) -> None:
    """When each yield is measured again, by its id; None: not any more. Raises NotMeasured with the kind as its field."""
    if by.pk != question.owner_id:
        raise PermissionError("a yield is measured by the owner of its question")
    row = _open(locked(question))
    today = clock.today(row.owner.time_zone)
    for outcome in row.yields.filter(pk__in=days):
        day = days[outcome.pk]
        if day == outcome.measure_on:
            continue
        if day and not today <= day <= today + FARTHEST:
            raise NotMeasured(outcome.kind, _("Kies een dag vanaf vandaag, binnen drie jaar."))
        _ask_on(outcome, day)


def begin(question: LearningQuestion) -> None:
    """On the day on which a question becomes active; what its owner chose already stays (4.4)."""
    today = clock.today(question.owner.time_zone)
    for kind, after in FIRST.items():
        question.yields.filter(kind=kind, measure_on=None).update(measure_on=today + after)


def next_day(question: LearningQuestion, outcome: YieldOutcome, measured_on: date) -> date | None:
    """What lasts a year later; what comes at once as long as the question is in hand. None: it was the last time."""
    if outcome.kind != DIRECT:
        return measured_on + A_YEAR
    return measured_on + FIRST[DIRECT] if question.state in LearningQuestion.IN_HAND else None


def why_closed(question: LearningQuestion) -> str:
    """Why nothing can be measured now; "" when it can."""
    return "" if question.state in KEPT else why_not(question)


def _days(question: LearningQuestion) -> Days:
    """From the day on which it first ran."""
    ran = question.steps.filter(state=State.ACTIVE).order_by("at").values_list("at", flat=True).first()
    zone = question.owner.time_zone
    return Days(localtime(ran or question.made_at, ZoneInfo(zone)).date(), clock.today(zone))


def _ask_on(outcome: YieldOutcome, day: date | None) -> None:
    YieldOutcome.objects.filter(pk=outcome.pk).update(measure_on=day)
    outcome.measure_on = day


def _held(outcome: YieldOutcome, by: User) -> LearningQuestion:
    """The question as it is now, locked until the transaction ends, and the yield as it is."""
    assert outcome.question
    if outcome.question.owner_id != by.pk:
        raise PermissionError("a yield is measured by the owner of its question")
    row = _open(locked(outcome.question))
    outcome.refresh_from_db()
    return row


def _open(question: LearningQuestion) -> LearningQuestion:
    if closed := why_closed(question):
        raise NotMeasured("", closed)
    return question
