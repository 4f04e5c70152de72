"""The best places in a week for a team's moments, all of them together. Pure: calendars in, choices out.

Which places there are is placing.judge()'s to say: in the week, to come, no holiday, at least half of who takes part
is there for their whole own part, and nothing else of the team stands there. Of those the choice has, in this order,

1. the fewest moments without a place;
2. the fewest people who would miss a kind for the third time running, or more (W3);
3. the fewest misses in all;
4. the fewest points: wishes that are weighed, each with its reason below;
5. the shortest way from the usual places, in days and then in minutes of the day;
6. the earliest starts, in the order in which the moments were given.

The search is exact. Each moment's places are put in the order of what they cost by themselves; a branch is left as
soon as the best that may follow costs more than what was found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from cycles.weekly.models import Kind
from cycles.weekly.places import placing
from cycles.weekly.places.grid import QUARTER, Grid
from cycles.weekly.places.placing import Place
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Span, WorkingCalendar

RUNNING = 2  # so many weeks running somebody may miss a kind (W3)
NOON, ONE = time(12), time(13)

OUT_OF_ORDER = 12  # looking back before there is a plan makes both worth little
IN_LUNCH = 8  # a break together is worth more than an easy place, but less than the order of the week
IN_FOCUS = 5  # the team asked for that morning itself
AT_EDGE = 4  # a part of it for a part of who is there: arriving and handing over take those minutes
OTHER_TIME = 6  # people plan round the usual time, so another one must bring more than one small wish
SECOND_TIME = 2  # the team knows this one and chose it itself
MOVED_AGAIN = 2  # where it was last week is where people look for it

_FIELD = 20  # bits of each part of a cost: more than any team needs
_RANK = {Kind.PLANNING: 0, Kind.CHECK_IN: 1, Kind.RETROSPECTIVE: 2, Kind.MONTHLY_REVIEW: 2}


class Why(StrEnum):
    """What speaks for a place (weight 0) or against it."""

    USUAL = "usual"
    SECOND_TIME = "second_time"
    OTHER_TIME = "other_time"
    AS_LAST_WEEK = "as_last_week"
    MOVED_AGAIN = "moved_again"
    AT_EDGE = "at_edge"
    IN_LUNCH = "in_lunch"
    IN_FOCUS = "in_focus"
    OUT_OF_ORDER = "out_of_order"
    BACK_AGAIN = "back_again"
    THIRD_MISS = "third_miss"


@dataclass(frozen=True, slots=True)
class Point:
    code: Why
    weight: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A team moment that needs a place.

    minutes: the team's length. own: who takes part on a day, with their own minutes (0: not together).
    before: where it was last week, carried to this one. missed: weeks running that somebody missed it until now.
    everybody: all who take part must be there, as in a duo.
    """

    kind: Kind
    minutes: int
    own: Callable[[date], Mapping[int, int]]
    usual: datetime | None = None
    second: datetime | None = None
    before: datetime | None = None
    missed: Mapping[int, int] = field(default_factory=dict)
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What has a place already. kind: None for what has no part in the order of the week."""

    starts_at: datetime
    ends_at: datetime
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """place: None when there is none. missing: who takes part and is not there; third: who of them the third time."""

    place: Place | None
    missing: tuple[int, ...]
    third: tuple[int, ...]
    points: tuple[Point, ...] = ()

    @property
    def weight(self) -> int:
        return sum(point.weight for point in self.points)


@dataclass
class Ground:
    """One team's week as the search needs it."""

    week: IsoWeek
    zone: str
    calendars: Mapping[int, WorkingCalendar]
    closed: Mapping[date, str]
    now: datetime
    standing: Sequence[Standing] = ()
    focus_mornings: frozenset[int] = frozenset()

    @cached_property
    def spans(self) -> list[Span]:
        return [(one.starts_at, one.ends_at) for one in self.standing]

    def judge(self, wanted: Wanted, starts_at: datetime) -> Place:
        return placing.judge(
            starts_at,
            wanted.own(self.day(starts_at)),
            self.calendars,
            zone=self.zone,
            closed=self.closed,
            now=self.now,
            others=self.spans,
        )

    def day(self, moment: datetime) -> date:
        return placing.local(moment, self.zone).date()


@dataclass(frozen=True, slots=True)
class _Candidate:
    cost: int  # of this place by itself
    starts_at: datetime  # for None the end of time, so that no place comes last
    ends_at: datetime
    number: int = -1  # in the grid; -1: no place
    present: int = 0  # bits of the grid

    @property
    def has_place(self) -> bool:
        return self.number >= 0


def best(ground: Ground, wanted: Sequence[Wanted], grid: Grid | None = None) -> list[Choice]:
    """A choice for each moment, in the same order. grid: when somebody made it already, with the usual times in it."""
    grid = grid or grid_of(ground, wanted)
    lists = [sorted(_candidates(ground, grid, one), key=lambda c: (c.cost, c.starts_at)) for one in wanted]
    found = _search(wanted, lists)
    return [_choice(ground, grid, wanted, found, n) for n in range(len(wanted))]


def present_at(ground: Ground, wanted: Wanted, grid: Grid) -> dict[tuple[int, time], int]:
    """Weekday and local time of each allowed place, with who is there as bits of the grid."""
    return {
        (local.weekday(), local.time()): one.present
        for one in _candidates(ground, grid, wanted)
        if one.has_place and (local := grid.local[one.number])
    }


def grid_of(ground: Ground, wanted: Sequence[Wanted]) -> Grid:
    extra = [at for one in wanted for at in (one.usual, one.second) if at]
    return Grid(ground.week, ground.calendars, zone=ground.zone, extra=extra)


# One moment by itself -----------------------------------------------------------------------------


def _candidates(ground: Ground, grid: Grid, wanted: Wanted) -> Iterator[_Candidate]:
    odd = {at.timestamp() for at in (wanted.usual, wanted.second) if at}
    length = timedelta(minutes=wanted.minutes)
    tired = grid.bits((p for p, times in wanted.missed.items() if times >= RUNNING))
    for days, own in _by_day(ground, wanted):
        those = grid.bits(p for p, minutes in own.items() if minutes)
        needed = those.bit_count() * (2 if wanted.everybody else 1)
        edge = grid.at_edge(own)
        for number, present in enumerate(grid.free(own)):
            start, second = grid.starts[number], grid.seconds[number]
            here = present.bit_count() * 2
            if not here or here < needed or grid.local[number].date() not in days:
                continue
            if start <= ground.now or (second % QUARTER and second not in odd):
                continue
            end = start + length
            if end > grid.closes or any(a < end and start < b for a, b in ground.spans):
                continue
            points = _points(ground, grid, wanted, number, present, edge[number] & present)
            away = those & ~present
            cost = _cost(
                0,
                (away & tired).bit_count(),
                away.bit_count(),
                sum(point.weight for point in points),
                *_way(wanted, grid.local[number]),
            )
            yield _Candidate(cost, start, end, number, present)
    away = grid.bits(invited(ground, wanted))
    never = datetime.max.replace(tzinfo=UTC)
    yield _Candidate(_cost(1, (away & tired).bit_count(), away.bit_count(), 0, 0, 0), never, never)


def _by_day(ground: Ground, wanted: Wanted) -> Iterator[tuple[set[date], Mapping[int, int]]]:
    """The days that are open, together when the same people take part: mostly all of them."""
    found: dict[tuple[tuple[int, int], ...], set[date]] = {}
    for day in ground.week.days:
        if day not in ground.closed:
            found.setdefault(tuple(sorted(wanted.own(day).items())), set()).add(day)
    for own, days in found.items():
        yield days, dict(own)


def invited(ground: Ground, wanted: Wanted) -> list[int]:
    """Who misses it when it has no place: who takes part on its usual day."""
    day = ground.day(wanted.usual) if wanted.usual else ground.week.monday
    return [person for person, minutes in wanted.own(day).items() if minutes]


def _points(
    ground: Ground, grid: Grid, wanted: Wanted, number: int, present: int, at_edge: int
) -> list[Point]:
    start, local = grid.starts[number], grid.local[number]
    found = []
    if wanted.usual:
        if start == wanted.usual:
            found.append(Point(Why.USUAL, 0))
        elif start == wanted.second:
            found.append(Point(Why.SECOND_TIME, SECOND_TIME))
        else:
            found.append(Point(Why.OTHER_TIME, OTHER_TIME))
    if wanted.before:
        same = start == wanted.before
        found.append(Point(Why.AS_LAST_WEEK, 0) if same else Point(Why.MOVED_AGAIN, MOVED_AGAIN))
    if at_edge:
        people, of = at_edge.bit_count(), present.bit_count()
        found.append(Point(Why.AT_EDGE, -(-AT_EDGE * people // of), {"people": people, "of": of}))
    ends = (local + timedelta(minutes=wanted.minutes)).replace(tzinfo=None)
    noon = datetime.combine(local.date(), NOON)
    if local.time() < ONE and noon < ends:
        found.append(Point(Why.IN_LUNCH, IN_LUNCH))
    if local.weekday() in ground.focus_mornings and local.time() < NOON:
        found.append(Point(Why.IN_FOCUS, IN_FOCUS))
    for other in ground.standing:
        if other.kind and _turned(wanted.kind, start, other.kind, other.starts_at):
            found.append(Point(Why.OUT_OF_ORDER, OUT_OF_ORDER, {"kind": other.kind}))
    return found


def _way(wanted: Wanted, local: datetime) -> tuple[int, int]:
    """Days and minutes of the day from the usual place."""
    if wanted.usual is None:
        return 0, 0
    usual = wanted.usual.astimezone(local.tzinfo)
    minutes = (local.hour - usual.hour) * 60 + local.minute - usual.minute
    return abs((local.date() - usual.date()).days), abs(minutes)


def _turned(kind: Kind, start: datetime, other: Kind, other_start: datetime) -> bool:
    """Whether two kinds stand in the wrong order."""
    mine, theirs = _RANK.get(kind), _RANK.get(other)
    if mine is None or theirs is None or mine == theirs:
        return False
    return (start < other_start) != (mine < theirs)


def _cost(*parts: int) -> int:
    """One number that compares as its parts do, and adds up as they do."""
    found = 0
    for part in parts:
        found = (found << _FIELD) + part
    return found


# All together -------------------------------------------------------------------------------------


def _search(wanted: Sequence[Wanted], lists: Sequence[Sequence[_Candidate]]) -> list[_Candidate]:
    count = len(lists)
    least = [0] * (count + 1)  # what the moments from here on cost at least
    for n in reversed(range(count)):
        least[n] = least[n + 1] + lists[n][0].cost
    top: tuple[int, list[datetime]] | None = None
    found: list[_Candidate] = []
    chosen: list[_Candidate] = []

    def go(n: int, cost: int) -> None:
        nonlocal top, found
        starts = [one.starts_at for one in chosen]
        if n == count:
            if top is None or (cost, starts) < top:
                top, found = (cost, starts), list(chosen)
            return
        for candidate in lists[n]:
            low = cost + candidate.cost + least[n + 1]
            if top and low > top[0]:
                break
            if top and low == top[0] and [*starts, candidate.starts_at] > top[1][: n + 1]:
                continue
            if any(c.starts_at < candidate.ends_at and candidate.starts_at < c.ends_at for c in chosen):
                continue
            wrong = sum(
                _turned(wanted[n].kind, candidate.starts_at, wanted[m].kind, other.starts_at)
                for m, other in enumerate(chosen)
                if candidate.has_place and other.has_place
            )
            chosen.append(candidate)
            go(n + 1, cost + candidate.cost + _cost(OUT_OF_ORDER * wrong, 0, 0))
            chosen.pop()

    go(0, 0)
    return found


def _choice(
    ground: Ground, grid: Grid, wanted: Sequence[Wanted], found: Sequence[_Candidate], n: int
) -> Choice:
    one, candidate = wanted[n], found[n]
    if not candidate.has_place:
        missing = tuple(sorted(invited(ground, one)))
        return Choice(None, missing, _third(one, missing))
    place = ground.judge(one, candidate.starts_at)
    own = one.own(ground.day(candidate.starts_at))
    missing = tuple(p for p in sorted(own) if own[p] and p not in place.present)
    third = _third(one, missing)
    present = grid.bits(place.present)
    at_edge = grid.at_edge(own)[candidate.number] & present
    points = _points(ground, grid, one, candidate.number, present, at_edge)
    points += [
        Point(Why.OUT_OF_ORDER, OUT_OF_ORDER, {"kind": wanted[m].kind})
        for m in range(n)
        if found[m].has_place and _turned(one.kind, candidate.starts_at, wanted[m].kind, found[m].starts_at)
    ]
    if back := tuple(p for p in place.present if one.missed.get(p, 0) >= RUNNING):
        points.append(Point(Why.BACK_AGAIN, 0, {"persons": back}))
    if third:
        points.append(Point(Why.THIRD_MISS, 0, {"persons": third}))
    return Choice(place, missing, third, tuple(points))


def _third(wanted: Wanted, missing: Sequence[int]) -> tuple[int, ...]:
    return tuple(p for p in missing if wanted.missed.get(p, 0) >= RUNNING)
