"""Nobody is in a team, or leads it, when it is no more: wherever somebody gets one, this gives the last day (S17)."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lerendwerken.lib.refusal import Refused


def last_day(closed_on: date | None, from_date: date, until: date | None) -> date | None:
    """`until`, or the day before the team closes when that is sooner. Raises Refused when nobody can begin there then."""
    if closed_on is None:
        return until
    if from_date >= closed_on:
        raise Refused(too_late(closed_on), "from_date")
    return min(until or date.max, closed_on - timedelta(days=1))


def too_late(closed_on: date) -> str:
    """Beside a day that somebody typed: the last day is theirs to choose, so it is not changed without a word."""
    return _("Dit team is er vanaf %(day)s niet meer. Kies een dag daarvoor.") % {
        "day": date_format(closed_on, "j F Y")
    }
