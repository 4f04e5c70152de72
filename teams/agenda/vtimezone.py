"""VTIMEZONE: what a time zone does in the years of a calendar, for programs that believe the file alone.

Written here because a list of dates, as libraries make it, is not enough: Outlook reads one yearly rule for winter
and one for summer, and nothing else. A zone whose clock keeps to no such rule gets its changes one by one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
AHEAD = 8  # years in which a rule has to hold as well, so that "the last" is not taken for "the fourth"


@dataclass(frozen=True, slots=True)
class Shift:
    """The clock is set: at this local time, as it was read before, from one distance to UTC to another."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def day(self) -> str:
        return DAYS[self.at.weekday()]

    @property
    def count(self) -> int:
        """1 for the first Sunday of its month."""
        return (self.at.day - 1) // 7 + 1

    @property
    def is_last(self) -> bool:
        return (self.at + timedelta(days=7)).month != self.at.month


@dataclass(frozen=True, slots=True)
class Rule:
    """A shift that comes back every year, on the first or the last Sunday of a month."""

    first: Shift
    byday: str  # "1SU", "-1SU"

    def in_words(self) -> dict[str, object]:
        return {"freq": "yearly", "bymonth": self.first.at.month, "byday": self.byday}


@lru_cache(maxsize=256)
def timezone_of(key: str, first: int, last: int) -> Timezone:
    """The zone with this name, right for every instant of the years first to last."""
    made = Timezone()
    made.add("tzid", key)
    zone = ZoneInfo(key)
    begin = datetime(first - 1, 1, 1, tzinfo=UTC)
    shifts = _shifts(zone, begin, last + AHEAD)
    rules = _rules(shifts, range(first - 1, last + AHEAD + 1))
    for rule in rules:
        _add(made, rule.first, rule.in_words())
    if not rules:
        offset = _offset(zone, begin)
        _add(made, Shift((begin + offset).replace(tzinfo=None), offset, offset, _name(zone, begin)))
        for shift in shifts:
            if shift.at.year <= last + 1:
                _add(made, shift)
    return made


def _add(to: Timezone, shift: Shift, rule: dict[str, object] | None = None) -> None:
    part = TimezoneDaylight() if shift.after > shift.before else TimezoneStandard()
    part.add("dtstart", shift.at)
    if rule:
        part.add("rrule", rule)
    part.add("tzoffsetfrom", shift.before)
    part.add("tzoffsetto", shift.after)
    part.add("tzname", shift.name)
    to.add_component(part)


def _shifts(zone: ZoneInfo, begin: datetime, last: int) -> list[Shift]:
    """Every change of the clock from an instant until the end of a year, found by looking day by day."""
    found = []
    day, end = begin, datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < end:
        after = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, after):
            found.append(_between(zone, day, after))
        day = after
    return found


def _between(zone: ZoneInfo, low: datetime, high: datetime) -> Shift:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    at = (high + before).replace(tzinfo=None)
    return Shift(at, before, _offset(zone, high), _name(zone, high))


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _name(zone: ZoneInfo, instant: datetime) -> str:
    return instant.astimezone(zone).tzname() or zone.key


def _rules(shifts: Sequence[Shift], years: range) -> list[Rule]:
    """One for summer and one for winter; none when the clock keeps to no such rule in all of these years."""
    kinds: dict[tuple[timedelta, timedelta], list[Shift]] = defaultdict(list)
    for shift in shifts:
        kinds[shift.before, shift.after].append(shift)
    rules = [_rule(same, years) for same in kinds.values()]
    return [rule for rule in rules if rule] if len(rules) == 2 and all(rules) else []


def _rule(same: Sequence[Shift], years: range) -> Rule | None:
    first = same[0]
    alike = {(s.at.month, s.at.time(), s.day, s.name) for s in same}
    if len(alike) > 1 or [s.at.year for s in same] != list(years):
        return None
    if all(s.is_last for s in same):
        return Rule(first, f"-1{first.day}")
    return Rule(first, f"{first.count}{first.day}") if len({s.count for s in same}) == 1 else None
