"""Person-weeks drawn at random: a roster, leave, closed days, permissions, and a week worth looking at."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, Pattern, Shift, WorkingCalendar
from teams.hours.holidays import closed_days
from tests.teams.hours.oracle import Oracle

ZONES = ("Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")

# Weeks in which a zone changes its clock, mostly on their Sunday night.
CLOCK_CHANGES = (
    (IsoWeek.of(date(2026, 3, 29)), "Europe/Amsterdam"),
    (IsoWeek.of(date(2026, 10, 25)), "Europe/Amsterdam"),
    (IsoWeek.of(date(2026, 3, 8)), "America/New_York"),
    (IsoWeek.of(date(2026, 11, 1)), "America/New_York"),
    (IsoWeek.of(date(2026, 4, 5)), "Australia/Lord_Howe"),
    (IsoWeek.of(date(2026, 10, 4)), "Australia/Lord_Howe"),
)

# The weeks after those, week 53 and its neighbours, a leap day, and weeks with holidays.
SPECIAL_WEEKS = tuple(
    IsoWeek.of(day)
    for day in (
        *(week.sunday for week, _ in CLOCK_CHANGES),
        date(2026, 3, 30),
        date(2026, 10, 26),
        date(2026, 4, 27),
        date(2026, 5, 14),
        date(2026, 12, 25),
        date(2026, 12, 31),  # week 53
        date(2027, 1, 4),  # week 1
        date(2027, 1, 11),
        date(2028, 2, 29),
    )
)

TRAITS = (
    "the clock put forward",
    "the clock put back",
    "week 53",
    "a leap day",
    "a shift over midnight",
    "new hours in mid-week",
    "odd and even weeks",
    "weeks that alternate from an anchor",
    "fewer than 36 contract hours",
    "a closed day",
    "leave",
    "time that the person allowed",
    "somebody who begins or leaves",
)


@dataclass
class PersonWeek:
    week: IsoWeek
    patterns: list[Pattern]
    absences: list[Days] = field(default_factory=list)
    closed: set[date] = field(default_factory=set)
    exceptions: list[tuple[datetime, datetime]] = field(default_factory=list)

    @property
    def calendar(self) -> WorkingCalendar:
        return WorkingCalendar(self.patterns, self.absences, frozenset(self.closed), self.exceptions)

    @cached_property
    def oracle(self) -> Oracle:
        return Oracle(self.week, self.patterns, self.absences, self.closed, self.exceptions)

    @property
    def one_zone(self) -> bool:
        return len({pattern.zone for pattern in self.patterns}) <= 1

    @cached_property
    def traits(self) -> set[str]:
        """What makes this week worth looking at."""
        days, first = self.week.days, self.week.monday
        moved = self._offset(first + timedelta(days=7)) - self._offset(first)
        held = [p for p in self.patterns if p.valid_from <= days[-1] and (p.valid_until or first) >= first]
        away = [a for a in self.absences if a.first <= days[-1] and a.last >= first]
        found = {
            "the clock put forward": moved > timedelta(),
            "the clock put back": moved < timedelta(),
            "week 53": self.week.week == 53,
            "a leap day": any((day.month, day.day) == (2, 29) for day in days),
            "a shift over midnight": any(s.end <= s.start for p in held for s in p.shifts),
            "new hours in mid-week": any(first < p.valid_from <= days[-1] for p in held[1:]),
            "odd and even weeks": any(p.alternation is Alternation.PARITY for p in held),
            "weeks that alternate from an anchor": any(p.alternation is Alternation.ANCHOR for p in held),
            "fewer than 36 contract hours": any(p.contract_minutes < 36 * 60 for p in held),
            "a closed day": any(day in self.closed for day in days),
            "leave": bool(away),
            "time that the person allowed": bool(self.exceptions),
            "somebody who begins or leaves": bool(held)
            and not (self._holds(first) and self._holds(days[-1])),
        }
        return {trait for trait in TRAITS if found[trait]}

    def _holds(self, day: date) -> bool:
        return any(pattern.holds_on(day) for pattern in self.patterns)

    def _offset(self, day: date) -> timedelta:
        zone = self.patterns[0].zone if self.patterns else "Europe/Amsterdam"
        offset = datetime.combine(day, time(), ZoneInfo(zone)).utcoffset()
        assert offset is not None
        return offset


def draw(random: Random) -> PersonWeek:
    week, zone = _week(random)
    patterns = _patterns(random, week, zone)
    drawn = PersonWeek(week, patterns)
    if random.random() < 0.4:
        drawn.absences = [_some_days(random, week) for _ in range(random.randint(1, 2))]
    if random.random() < 0.6:
        drawn.closed = set(closed_days([week.monday.year, week.sunday.year], liberation_day="always"))
    if random.random() < 0.2:
        drawn.closed |= {week.monday + timedelta(days=random.randint(-1, 7))}
    if drawn.one_zone and random.random() < 0.25:
        drawn.exceptions = [_allowed(random, week) for _ in range(random.randint(1, 3))]
    return drawn


def _week(random: Random) -> tuple[IsoWeek, str]:
    if random.random() < 0.4:
        return random.choice(CLOCK_CHANGES)
    if random.random() < 0.6:
        return random.choice(SPECIAL_WEEKS), random.choice(ZONES)
    return IsoWeek.of(date(2024, 1, 1) + timedelta(days=random.randrange(365 * 8))), random.choice(ZONES)


def _patterns(random: Random, week: IsoWeek, zone: str) -> list[Pattern]:
    long_ago = week.monday - timedelta(days=random.randint(1, 700))
    in_week = random.choice(week.days)
    kind = random.choice(
        ("one", "one", "one", "change", "correction", "hired", "leaves", "gap", "last", "none", "moves")
    )
    if kind == "one":
        return [_pattern(random, zone, long_ago)]
    if kind == "change":
        return [_pattern(random, zone, long_ago), _pattern(random, zone, in_week)]
    if kind == "correction":  # an own correction for a while, over what the import says
        until = in_week + timedelta(days=random.randint(0, 9))
        return [_pattern(random, zone, long_ago), _pattern(random, zone, in_week, until)]
    if kind == "hired":
        return [_pattern(random, zone, in_week)]
    if kind == "leaves":
        return [_pattern(random, zone, long_ago, in_week)]
    if kind == "gap":
        back = in_week + timedelta(days=random.randint(1, 5))
        return [_pattern(random, zone, long_ago, in_week), _pattern(random, zone, back)]
    if kind == "last":  # new hours, and soon after that out of service
        until = in_week + timedelta(days=random.randint(0, 4))
        return [_pattern(random, zone, long_ago, in_week), _pattern(random, zone, in_week, until)]
    if kind == "moves":
        return [_pattern(random, zone, long_ago), _pattern(random, random.choice(ZONES), in_week)]
    return [_pattern(random, zone, week.monday + timedelta(days=7))] if random.random() < 0.5 else []


def _pattern(random: Random, zone: str, first: date, last: date | None = None) -> Pattern:
    alternation = random.choice((Alternation.WEEKLY, Alternation.WEEKLY, *Alternation))
    anchor = None
    if alternation is Alternation.ANCHOR:
        monday = first - timedelta(days=first.weekday())
        anchor = monday + timedelta(weeks=random.randint(-60, 8))
    weeks = (0,) if alternation is Alternation.WEEKLY else (0, 1)
    one_shift = random.choice((_office, _office, _night, _turns, _anything))
    shifts = []
    for which in weeks:
        for weekday in range(7):
            if random.random() < (0.7 if weekday < 5 or one_shift is not _office else 0.25):
                shifts.append(one_shift(random, weekday, which))
                if random.random() < 0.07:  # a split day, or a mistake that overlaps
                    shifts.append(_anything(random, weekday, which))
    contract = random.choice((480, 720, 900, 1080, 1200, 1440, 1485, 1710, 1920, 2160, 2400))
    return Pattern(first, contract, tuple(shifts), zone, alternation, anchor, last)


def _office(random: Random, weekday: int, which: int) -> Shift:
    start = time(random.choice((7, 8, 9)), random.choice((0, 15, 30)))
    end = time(random.choice((12, 13, 15, 17, 18)), random.choice((0, 30)))
    breaks: tuple[tuple[time, time], ...] = ()
    if end > time(14):
        breaks = random.choice(
            ((), ((time(12, 30), time(13)),), ((time(10), time(10, 15)), (time(12), time(12, 45))))
        )
    return Shift(weekday, start, end, breaks, which)


def _night(random: Random, weekday: int, which: int) -> Shift:
    start = random.choice((time(20), time(21, 30), time(22), time(23), time(23, 45)))
    end = random.choice((time(0), time(2), time(2, 30), time(3), time(6), time(7, 15)))
    breaks = random.choice(
        (
            (),
            ((time(1), time(1, 30)),),
            ((time(2), time(2, 30)),),
            ((time(2, 15), time(3, 15)),),
            ((time(23, 50), time(0, 20)), (time(2, 30), time(2, 45))),
        )
    )
    return Shift(weekday, start, end, breaks, which)


def _turns(random: Random, weekday: int, which: int) -> Shift:
    """Early, late or night, by the day; the early one begins in the hour of the clock change."""
    return random.choice(
        (
            Shift(weekday, time(2, 30), time(10, 30), ((time(5), time(5, 30)),), which),
            Shift(weekday, time(1, 45), time(9), (), which),
            Shift(weekday, time(6), time(14), ((time(10), time(10, 30)),), which),
            Shift(weekday, time(14), time(22), ((time(18), time(18, 30)),), which),
            Shift(weekday, time(22), time(6), ((time(2), time(2, 30)),), which),
            Shift(weekday, time(0), time(8), (), which),
            Shift(weekday, time(16), time(0), (), which),
        )
    )


def _anything(random: Random, weekday: int, which: int) -> Shift:
    """Also what problems() would refuse: the calendar has to read it in one way only."""
    breaks = tuple((_minute(random), _minute(random)) for _ in range(random.choice((0, 0, 1, 2))))
    return Shift(weekday, _minute(random), _minute(random), breaks, which)


def _minute(random: Random) -> time:
    if random.random() < 0.3:
        return time(random.choice((1, 2, 3)), random.choice((0, 1, 15, 29, 30, 31, 45, 59)))
    return time(random.randrange(24), random.randrange(60))


def _some_days(random: Random, week: IsoWeek) -> Days:
    first = week.monday + timedelta(days=random.randint(-6, 6))
    return Days(first, first + timedelta(days=random.choice((0, 0, 0, 1, 2, 4, 6, 13))))


def _allowed(random: Random, week: IsoWeek) -> tuple[datetime, datetime]:
    start = datetime.combine(week.monday, time(), UTC) + timedelta(minutes=random.randint(-600, 7 * 1440))
    return start, start + timedelta(minutes=random.choice((15, 30, 60, 120, 1500)))
