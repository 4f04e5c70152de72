"""Measuring a yield (opbrengst): a number on a day, against how it was before. Whose yield it is, and on which days
measuring is open, is said by the package above."""

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
from teams.accounts.models import User
from teams.audit import log

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
    value: Decimal,
    day: date,
    *,
    days: Days,
    by: User,
    note: str = "",
    without_ai: bool = False,
) -> Measurement:
    """Raises NotMeasured. The caller holds the row that the yield hangs under, so two presses are one measurement."""
    outcome.refresh_from_db()
    if outcome.baseline is None:
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
def remove(measurement: Measurement, *, by: User) -> bool:
    """A mistake goes; that it went stays in the log, without the number."""
    pk = measurement.pk
    gone, _rows = Measurement.objects.filter(pk=pk).delete()
    if gone:
        measurement.pk = pk  # for the log: a deleted row forgets its own
        log.record("yield_measurement_removed", by=by, obj=measurement, outcome=measurement.outcome_id)
    return bool(gone)
