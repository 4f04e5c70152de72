"""Pause weeks: weeks without a cycle for the whole organisation (S6).

A week that a team published before stays as it is: people read it and planned by it. Whoever makes the pause
week hears how many teams that are. The weeks live in a package above this one, which registers how to count.
"""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import PauseWeek
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log

log.labels(
    pause_week_added=_("maakte een pauzeweek"),
    pause_week_removed=_("haalde een pauzeweek weg"),
)

AHEAD = 60  # weeks that can be chosen: a year, and the turn of the year after it

Counts = dict[IsoWeek, int]
_counters: list[Callable[[Iterable[IsoWeek]], Counts]] = []


def counts_published(counter: Callable[[Iterable[IsoWeek]], Counts]) -> Callable[[Iterable[IsoWeek]], Counts]:
    """Registers how many teams published each of some weeks."""
    _counters.append(counter)
    return counter


def teams_that_published(weeks: Iterable[IsoWeek]) -> Counts:
    """Week -> number of teams; weeks that nobody published are not in it. No query without a week."""
    weeks = list(weeks)
    found: Counts = {}
    for counter in _counters if weeks else []:
        for week, number in counter(weeks).items():
            found[week] = found.get(week, 0) + number
    return found


def coming(this: IsoWeek) -> list[IsoWeek]:
    """The weeks that can still become a pause week: from the next one on."""
    return [this + number for number in range(1, AHEAD + 1)]


@transaction.atomic
def pause(week: IsoWeek, name: str, *, by: User) -> tuple[PauseWeek, bool]:
    """(the pause week, whether this made it). An existing one keeps its name."""
    row, made = PauseWeek.objects.get_or_create(year=week.year, week=week.week, defaults={"name": name})
    if made:
        log.record("pause_week_added", by=by, obj=row, week=str(week))
    return row, made


@transaction.atomic
def resume(row: PauseWeek, *, by: User) -> bool:
    """The week is an ordinary one again. False for a week that has begun, and when it was removed already."""
    if row.iso.monday <= clock.today(by.time_zone):
        return False
    gone, _kinds = PauseWeek.objects.filter(pk=row.pk).delete()
    if gone:
        log.record("pause_week_removed", by=by, week=str(row.iso))
    return bool(gone)
