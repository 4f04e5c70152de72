"""What became of a team's moments, week by week: planned, held, elsewhere and fallen away, in moments and minutes.

Nothing in it is about a person. A cancellation counts with its cause, against the organisation (W7). What a duo does
with its own hour is not in it: duos together are one moment of the team, which stands for the whole week and counts
as held once the week is over, whatever any of them did (S11). So no row of ledgers, however often somebody looks,
tells that a duo cancelled or moved.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from cycles.weekly.models import Form, Kind, Moment, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Team


@dataclass(frozen=True, slots=True)
class Total:
    """So many moments, and minutes together."""

    moments: int = 0
    minutes: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(self.moments + other.moments, self.minutes + other.minutes)

    def __bool__(self) -> bool:
        return self.moments > 0


NOTHING = Total()


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment of the team. cause: why it fell away (Moment.Cause), "" when it did not."""

    kind: Kind
    minutes: int
    is_held: bool
    is_moved: bool = False  # held, on another place than that of the rhythm
    cause: str = ""

    @property
    def total(self) -> Total:
        return Total(1, self.minutes)


@dataclass(frozen=True)
class LedgerWeek:
    """A published week. Of a week to come only what is planned is known."""

    week: IsoWeek
    entries: tuple[Entry, ...] = field(default=())

    @cached_property
    def planned(self) -> Total:
        return _sum(self.entries)

    @cached_property
    def held(self) -> Total:
        return _sum(e for e in self.entries if e.is_held)

    @cached_property
    def moved(self) -> Total:
        return _sum(e for e in self.entries if e.is_moved)

    @cached_property
    def displaced(self) -> Total:
        return _sum(e for e in self.entries if e.cause)

    @cached_property
    def causes(self) -> tuple[tuple[str, Total], ...]:
        """Cause in words -> what fell away by it; in the order of the causes, none that did not occur."""
        by_cause = ((cause, _sum(e for e in self.entries if e.cause == cause)) for cause in Moment.Cause)
        return tuple((str(cause.label), total) for cause, total in by_cause if total)


@dataclass(frozen=True)
class Ledger:
    weeks: tuple[LedgerWeek, ...]

    @cached_property
    def total(self) -> LedgerWeek | None:
        """All weeks as one, under the first of them; None without weeks."""
        if not self.weeks:
            return None
        return LedgerWeek(self.weeks[0].week, tuple(e for week in self.weeks for e in week.entries))


def of(team: Team, weeks: Sequence[IsoWeek]) -> Ledger:
    """The published ones of these weeks, in order of time. Two queries, however many weeks.

    For whoever may see the team's week (`week.see`); it decides nothing about who looks.
    """
    return of_teams([team], weeks)[team.pk]


def of_teams(teams: Iterable[Team], weeks: Sequence[IsoWeek]) -> dict[int, Ledger]:
    """By id of a team; two queries, however many teams."""
    found: dict[int, list[LedgerWeek]] = {team.pk: [] for team in teams}
    if weeks and found:
        wanted = reduce(or_, (Q(year=week.year, week=week.week) for week in weeks))
        cycles = WeekCycle.objects.published().filter(wanted, team__in=found)
        now = clock.now()
        for cycle in cycles.select_related("team").prefetch_related("moments").order_by("year", "week"):
            found[cycle.team_id].append(LedgerWeek(cycle.iso, tuple(_entries(cycle, now))))
    return {team: Ledger(tuple(rows)) for team, rows in found.items()}


def _entries(cycle: WeekCycle, now: datetime) -> Iterable[Entry]:
    moments = list(cycle.moments.all())
    for kind in Kind:
        same = [m for m in moments if m.kind == kind]
        if not same:
            continue
        minutes = max(m.minutes for m in same)
        if cycle.span[0] > now:
            yield Entry(kind, minutes, is_held=False)
        elif cause := next((m.cancelled_cause for m in same if m.cancelled_cause), ""):
            yield Entry(kind, minutes, is_held=False, cause=cause)
        else:
            one = same[0]
            ends_at = cycle.closes_at if one.pair else one.ends_at or cycle.closes_at
            is_held = ends_at <= now
            yield Entry(kind, minutes, is_held, is_moved=is_held and _is_elsewhere(one))


def _is_elsewhere(moment: Moment) -> bool:
    """Of the whole team, on another place than that of the rhythm; the second place of the rhythm is another too."""
    places = moment.starts_at, moment.usual_at
    return not moment.pair and moment.form == Form.TEAM and None not in places and places[0] != places[1]


def _sum(entries: Iterable[Entry]) -> Total:
    return sum((e.total for e in entries), NOTHING)
