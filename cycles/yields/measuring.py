"""Measuring a yield (opbrengst): a number on a day, against how it was before, or what somebody noticed without one.
Whose yield it is, and on which days measuring is open, is said by the package above."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.yields.models import Measurement, YieldOutcome
from cycles.yields.showing import said
from lerendwerken.lib import clock
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log

KEPT = ("outcome_id", "value", "measured_on", "note", "without_ai")  # of what was removed, to put it back
SAME_PRESS = timedelta(minutes=1)  # the same number on the same day within it is a button pressed twice

log.labels(
    yield_measured=gettext_lazy("mat een opbrengst"),
    yield_measurement_removed=gettext_lazy("haalde een meting weg"),
)


@dataclass(frozen=True, slots=True)
class Days:
    """On which days measuring counts. What was counted before `first` is how it was: the baseline and nothing else."""

    first: date
    today: date


class NotMeasured(Exception):
    """What cannot be kept: the field it is about (empty: none) and a sentence for the person."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)  # the sentence stays out of logs
        self.field, self.sentence = field, sentence


@transaction.atomic
def measure(
    outcome: YieldOutcome,
    value: Decimal | None,
    day: date,
    *,
    days: Days,
    by: User | None,
    note: str = "",
    without_ai: bool = False,
) -> Measurement:
    """Raises NotMeasured. The caller holds the row that the yield hangs under, so two presses are one measurement.

    `by` is None where only one person measures: then nobody's name is kept, nor in the log.
    """
    outcome.refresh_from_db()
    if value is None and not says_something(note):
        raise NotMeasured("value", _("Vul in wat je mat, of schrijf op wat je merkt. Nul is ook een getal."))
    if value is not None and outcome.baseline is None:
        raise NotMeasured("", _("Hoe het eerst was, is niet geteld. Zonder dat getal zegt een meting niets."))
    if day > days.today:
        raise NotMeasured("measured_on", _("Deze dag moet nog komen. Kies vandaag of een dag ervoor."))
    if day < days.first and value != outcome.baseline:
        begins = {"day": date_format(days.first, "j F"), "number": said(outcome.baseline)}
        raise NotMeasured(
            "measured_on",
            _("Meten kan vanaf %(day)s. Van daarvoor telt alleen het getal van eerst: %(number)s.") % begins,
        )
    known: dict[str, Any] = {
        "outcome": outcome, "value": value, "measured_on": day, "note": note, "without_ai": without_ai
    }  # fmt: skip
    again = Measurement.objects.filter(**known, at__gt=clock.now() - SAME_PRESS).first()
    if again:
        return again
    made = Measurement.objects.create(**known, by=by)
    log.record("yield_measured", by=by, obj=made, outcome=outcome.pk, day=day.isoformat())
    return made


@transaction.atomic
def remove(measurement: Measurement, *, by: User | None) -> dict[str, Any] | None:
    """A mistake goes; that it went stays in the log, without the number. What it was, to put it back; None when it was
    gone already."""
    pk, before = measurement.pk, {name: getattr(measurement, name) for name in KEPT}
    gone, _rows = Measurement.objects.filter(pk=pk).delete()
    if gone:
        measurement.pk = pk  # for the log: a deleted row forgets its own
        log.record("yield_measurement_removed", by=by, obj=measurement, outcome=measurement.outcome_id)
    return before if gone else None


def from_session(before: Mapping[str, Any]) -> dict[str, Any]:
    """What was removed, as the session keeps it."""
    value = before["value"]
    kept = {
        "value": None if value is None else Decimal(value),
        "measured_on": date.fromisoformat(before["measured_on"]),
    }
    return {**before, **kept}
