"""The planner's problems solved by trying everything, from the rules as they are written, and drawn at random.

Of the product only placing.judge() and the calendar are used, and the weights, which are choices and not outcomes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, product
from random import Random
from zoneinfo import ZoneInfo

from cycles.weekly.models import Kind
from cycles.weekly.places import placing, slots
from cycles.weekly.places.slots import Ground, Standing, Wanted
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Days, WorkingCalendar
from tests.teams.hours.paper import pattern, shift

ZONE = ZoneInfo("Europe/Amsterdam")
QUARTER = timedelta(minutes=15)
WEEK = IsoWeek(2026, 15)  # with Tweede paasdag
NOW = datetime(2026, 3, 26, 9, tzinfo=UTC)
SEQUENCE = [{Kind.PLANNING}, {Kind.CHECK_IN}, {Kind.RETROSPECTIVE, Kind.MONTHLY_REVIEW}]

type Cost = tuple[int, ...]


def at(weekday: int, hour: int, minute: int = 0, week: IsoWeek = WEEK) -> datetime:
    return datetime.combine(week.days[weekday], time(hour, minute), ZONE)


# A team at random -----------------------------------------------------------------------------------


def team(random: Random) -> tuple[Ground, list[Wanted]]:
    """Up to five people with short days, so that everything can be tried."""
    days = random.sample(range(5), random.choice((1, 2, 2, 3)))
    people = range(1, random.randint(1, 5) + 1)
    calendars = {person: _hours(random, days) for person in people}
    closed = {WEEK.monday: "Tweede paasdag"} if random.random() < 0.5 else {}
    if closed:
        calendars = {p: _hours(random, days, frozenset(closed)) for p in people}
    begins = at(random.choice(days), random.choice((9, 10, 13)), random.choice((0, 15)))
    standing = [Standing(begins, begins + QUARTER, random.choice([None, Kind.CHECK_IN]))]
    ground = Ground(
        WEEK,
        "Europe/Amsterdam",
        calendars,
        closed,
        random.choice((NOW, NOW, at(random.choice(days), 10))),
        standing if random.random() < 0.3 else [],
        frozenset(random.sample(range(5), random.choice((0, 0, 1)))),
    )
    kinds = random.sample(
        [Kind.PLANNING, Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE],
        random.choice((1, 2, 2, 3, 3, 4)),
    )
    return ground, [_wanted(random, kind, people, days) for kind in kinds]


def _hours(random: Random, days: Sequence[int], closed: frozenset[date] = frozenset()) -> WorkingCalendar:
    shifts = []
    for day in days:
        if random.random() < 0.8:
            start = random.choice((9, 9, 10, 11.5))
            stop = start + random.choice((0.5, 0.75, 1, 1.5))
            shifts.append(shift(day, f"{_clock(start)}-{_clock(stop)}"))
    absences = [Days(WEEK.days[random.choice(days)], WEEK.days[6])] if random.random() < 0.15 else []
    begins = at(random.choice(days), random.choice((9, 10)), random.choice((0, 10, 30)))
    busy = (
        [(begins, begins + timedelta(minutes=random.choice((10, 20, 45))))] if random.random() < 0.3 else []
    )
    return WorkingCalendar([pattern(*shifts)], absences, closed, busy=busy)


def _wanted(random: Random, kind: Kind, people: Iterable[int], days: Sequence[int]) -> Wanted:
    length = random.choice((10, 15, 20, 30))
    own = {p: random.choice((0, 5, length, length, length)) for p in people}
    leaves = {max(own): WEEK.days[random.choice(days)]} if random.random() < 0.2 else {}

    def on(day: date) -> dict[int, int]:
        return {p: minutes for p, minutes in own.items() if day <= leaves.get(p, day)}

    def somewhere() -> datetime | None:
        place = at(random.choice(days), random.choice((9, 10, 12)), random.choice((0, 5, 30)))
        return place if random.random() < 0.7 else None

    usual = somewhere()
    return Wanted(
        kind,
        length,
        on,
        usual,
        somewhere() if usual else None,
        somewhere(),
        {p: random.choice((0, 0, 1, 2, 3)) for p in people},
        random.random() < 0.1,
    )


def _clock(hours: float) -> str:
    return f"{int(hours)}:{int(hours % 1 * 60):02}"


# Places ---------------------------------------------------------------------------------------------


def best(ground: Ground, wanted: Sequence[Wanted]) -> tuple[Cost, list[datetime | None]]:
    """The whole objective and the starts of the best there is, by trying every combination."""
    lists = [[*_places(ground, one), None] for one in wanted]
    alone = [
        {start: _alone(ground, one, start) for start in starts}
        for one, starts in zip(wanted, lists, strict=True)
    ]
    found = None
    for starts in product(*lists):
        if _overlap(wanted, starts):
            continue
        parts = [costs[start] for costs, start in zip(alone, starts, strict=True)]
        total = [sum(column) for column in zip(*parts, strict=True)]
        total[3] += slots.OUT_OF_ORDER * _out_of_order(wanted, starts)
        key = (*total, tuple(start.timestamp() if start else float("inf") for start in starts))
        if found is None or key < found[0]:
            found = key, list(starts)
    assert found
    return found[0][:6], found[1]


def cost(ground: Ground, wanted: Sequence[Wanted], starts: Sequence[datetime | None]) -> Cost:
    """The objective of some starts, without the last tie."""
    parts = [_alone(ground, one, start) for one, start in zip(wanted, starts, strict=True)]
    total = [sum(column) for column in zip(*parts, strict=True)]
    total[3] += slots.OUT_OF_ORDER * _out_of_order(wanted, starts)
    return tuple(total)


def _places(ground: Ground, wanted: Wanted) -> list[datetime]:
    opens, closes = ground.week.span(ground.zone)
    starts = {extra.astimezone(UTC) for extra in (wanted.usual, wanted.second) if extra}
    start = opens.astimezone(UTC)
    while start < closes:
        if 8 <= start.astimezone(ZONE).hour < 14:  # nobody drawn here works at another hour
            starts.add(start)
        start += QUARTER
    return [start for start in sorted(starts) if _is_allowed(ground, wanted, start)]


def _is_allowed(ground: Ground, wanted: Wanted, start: datetime) -> bool:
    opens, closes = ground.week.span(ground.zone)
    end = start + timedelta(minutes=wanted.minutes)
    own = wanted.own(start.astimezone(ZONE).date())
    place = placing.judge(
        start, own, ground.calendars, zone=ground.zone, closed=ground.closed, now=ground.now,
        others=[(one.starts_at, one.ends_at) for one in ground.standing],
    )  # fmt: skip
    all_there = len(place.present) == sum(1 for minutes in own.values() if minutes)
    clashes = any(one.starts_at < end and start < one.ends_at for one in ground.standing)
    return (
        place.is_allowed
        and (all_there or not wanted.everybody)
        and opens <= start
        and end <= closes
        and not clashes
    )


def _alone(ground: Ground, wanted: Wanted, start: datetime | None) -> Cost:
    """Without a place, third misses, misses, points, days and minutes from the usual place."""
    reference = start or wanted.usual
    own = wanted.own(reference.astimezone(ZONE).date() if reference else ground.week.monday)
    invited = {p for p, minutes in own.items() if minutes}
    present = {p for p in invited if start and ground.calendars[p].is_free(start, start + own[p] * _MINUTE)}
    absent = invited - present
    third = sum(wanted.missed.get(p, 0) + 1 > 2 for p in absent)
    if start is None:
        return 1, third, len(absent), 0, 0, 0
    return 0, third, len(absent), _points(ground, wanted, start, own, present), *_way(wanted, start)


_MINUTE = timedelta(minutes=1)


def _points(
    ground: Ground, wanted: Wanted, start: datetime, own: Mapping[int, int], present: Iterable[int]
) -> int:
    points = 0
    if wanted.usual and start != wanted.usual:
        points += slots.SECOND_TIME if start == wanted.second else slots.OTHER_TIME
    if wanted.before and start != wanted.before:
        points += slots.MOVED_AGAIN
    hurried = [p for p in present if not _is_calm(ground.calendars[p], start, own[p])]
    points += -(-slots.AT_EDGE * len(hurried) // len(list(present)))
    local = start.astimezone(ZONE)
    noon = local.replace(hour=12, minute=0)
    if start < noon + timedelta(hours=1) and noon < start + wanted.minutes * _MINUTE:
        points += slots.IN_LUNCH
    if local.weekday() in ground.focus_mornings and local.hour < 12:
        points += slots.IN_FOCUS
    fixed = [(one.kind, one.starts_at) for one in ground.standing if one.kind]
    return points + slots.OUT_OF_ORDER * sum(_is_turned((wanted.kind, start), one) for one in fixed)


def _is_calm(calendar: WorkingCalendar, start: datetime, own: int) -> bool:
    end = start + own * _MINUTE
    return calendar.covers(start - QUARTER, start) and calendar.covers(end, end + QUARTER)


def _way(wanted: Wanted, start: datetime) -> tuple[int, int]:
    if wanted.usual is None:
        return 0, 0
    there, usual = start.astimezone(ZONE), wanted.usual.astimezone(ZONE)
    minutes = there.hour * 60 + there.minute - usual.hour * 60 - usual.minute
    return abs((there.date() - usual.date()).days), abs(minutes)


def _out_of_order(wanted: Sequence[Wanted], starts: Sequence[datetime | None]) -> int:
    placed = [(one.kind, start) for one, start in zip(wanted, starts, strict=True) if start]
    return sum(_is_turned(one, other) for one, other in combinations(placed, 2))


def _is_turned(one: tuple[Kind, datetime], other: tuple[Kind, datetime]) -> bool:
    ranks = [[n for n, kinds in enumerate(SEQUENCE) if kind in kinds] for kind, _start in (one, other)]
    if not all(ranks) or ranks[0] == ranks[1]:
        return False
    (_, first_start), (_, second_start) = sorted(zip(ranks, (one[1], other[1]), strict=True))
    return second_start <= first_start


def _overlap(wanted: Sequence[Wanted], starts: Sequence[datetime | None]) -> bool:
    spans = [(s, s + one.minutes * _MINUTE) for one, s in zip(wanted, starts, strict=True) if s]
    return any(a[0] < b[1] and b[0] < a[1] for a, b in combinations(spans, 2))


# Rotations ------------------------------------------------------------------------------------------


def rotation(
    presences: Mapping[str, Sequence[set[int] | None]], works: Sequence[set[int]]
) -> tuple[int, int]:
    """How many the best rotation leaves out, and its misses: every order of one, two and three places is tried."""
    found = []
    for size in (1, 2, 3):
        for order in product(presences.values(), repeat=size):
            weeks = [order[week % size][week] for week in range(len(works))]
            missed: dict[int, str] = {person: "" for week in works for person in week}
            misses = 0
            for here, present in zip(works, weeks, strict=True):
                misses += len(here - (present or set()))
                for person in here if present is not None else ():
                    missed[person] += "." if person in present else "x"
            left = sum("xxx" in line for line in missed.values())
            found.append((left, misses))
    return min(found)
