"""The working-time calendar: when somebody works, and how much of a week is for learning.

How it reads what is written down:
- A shift belongs to the day on which it begins: that day decides which pattern and which of two
  alternating weeks hold.
- Of the patterns that hold on a day the last in the sequence wins, and replaces the others as a whole.
- A closed or an absent day is a local date: nothing is worked from its midnight to the next, so a night
  shift is cut there. Breaks are not worked.
- Clock changes: start, end and breaks each become an instant first (see wallclock.instant), and the time
  between is real time. A night of 22.00 to 6.00 is nine hours when the clock goes back.
- What a person allowed outside these hours counts as worked, also on a closed day. Absence wins: who is
  away is not reached. Such spans count for no budget, and do not make an absent week a worked one.

Every span is half-open and every instant that goes out is in UTC.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import chain

from lerendwerken.lib.weeks import IsoWeek
from teams.hours import wallclock
from teams.hours.patterns import Alternation, Pattern, PatternProblem, Problem, Shift
from teams.hours.wallclock import DAY

__all__ = ["Alternation", "Days", "Pattern", "PatternProblem", "Problem", "Shift", "Span", "WorkingCalendar"]

type Span = tuple[datetime, datetime]
type PatternOn = Callable[[date], Pattern | None]

HORIZON = timedelta(days=60)
LEAD = timedelta(minutes=30)

_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From and to, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class WorkingCalendar:
    """One person's working time. Cheap to make; remembers the days it was asked about.

    `patterns`: the last one in force on a day wins, so imported ones by date, own corrections after them.
    `closed`: public holidays and other closed days, as local dates.
    `exceptions`: aware spans that the person allowed (W1).
    `busy`: aware spans with something else in them. They are worked, and count for the budget, but are not free.
    """

    def __init__(
        self,
        patterns: Sequence[Pattern],
        absences: Sequence[Days] = (),
        closed: Container[date] = frozenset(),
        exceptions: Sequence[Span] = (),
        busy: Sequence[Span] = (),
    ) -> None:
        self._patterns = tuple(reversed(patterns))
        self._absences = tuple(absences)
        self._closed = closed
        self._exceptions = [(_utc(start), _utc(end)) for start, end in exceptions]
        self._busy = sorted((_utc(start), _utc(end)) for start, end in busy)
        self._rosters: dict[date, list[Span]] = {}
        self._days: dict[date, list[Span]] = {}

    def with_absences(self, absences: Sequence[Days]) -> "WorkingCalendar":
        """The same hours with other absence."""
        patterns = tuple(reversed(self._patterns))
        return WorkingCalendar(patterns, absences, self._closed, self._exceptions, self._busy)

    def intervals(self, start: datetime, end: datetime) -> list[Span]:
        """The working time between two instants: in order, apart from each other, cut at both ends."""
        start, end = _utc(start), _utc(end)
        if end <= start:
            return []
        # A local date is at most one ahead of or behind the date in UTC.
        days = _days_between(start.date() - _ONE_DAY, end.date() + _ONE_DAY)
        return [
            (max(start, begin), min(end, stop))
            for begin, stop in _merged(chain.from_iterable(map(self._worked, days)))
            if begin < end and start < stop
        ]

    def is_working(self, instant: datetime) -> bool:
        return bool(self.intervals(instant, instant + timedelta.resolution))

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether a whole span is working time. An empty or a backward span is not."""
        return self.intervals(start, end) == [(_utc(start), _utc(end))]

    def free(self, start: datetime, end: datetime) -> list[Span]:
        """The working time between two instants with nothing else in it: in order, apart, cut at both ends."""
        found = []
        for begin, stop in self.intervals(start, end):
            for taken_from, taken_to in self._busy:
                if taken_from >= stop:
                    break
                if taken_to <= begin:
                    continue
                if taken_from > begin:
                    found.append((begin, taken_from))
                begin = taken_to
                if begin >= stop:
                    break
            if begin < stop:
                found.append((begin, stop))
        return found

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Whether a whole span is working time with nothing else in it."""
        start, end = _utc(start), _utc(end)
        return self.covers(start, end) and not any(begin < end and start < stop for begin, stop in self._busy)

    def also_busy(self, spans: Iterable[Span]) -> "WorkingCalendar":
        """The same working time with more in it."""
        more = copy(self)
        more._busy = sorted([*self._busy, *((_utc(start), _utc(end)) for start, end in spans)])
        return more

    def minutes(self, start: datetime, end: datetime) -> int:
        """Working minutes in a span, whole ones; 0 for a backward span."""
        return _length(self.intervals(start, end)) // _MINUTE

    def next_working_minute(self, instant: datetime, before: datetime | None = None) -> datetime | None:
        """The first working instant at or after one, and before another (60 days later when not told)."""
        at = _utc(instant)
        limit = at + HORIZON if before is None else _utc(before)
        while at < limit:
            found = self.intervals(at, min(at + _ONE_DAY, limit))
            if found:
                return found[0][0]
            at += _ONE_DAY
        return None

    def due_before(self, moment_start: datetime, lead: timedelta = LEAD) -> datetime | None:
        """When a prompt for a moment is due (S7): the first working instant of the lead, the start included.

        That is the beginning of the lead for who works then, and the first working minute for who begins,
        or comes back from a break, within it. None when no minute of the lead is worked, nor the start:
        then the moment is outside this person's hours.
        """
        return self.next_working_minute(moment_start - lead, moment_start + timedelta.resolution)

    def shifts_on(self, day: date) -> list[Span]:
        """The working time of one local day, cut at both midnights: a night shift shows on two days."""
        return _merged(self._worked(day))

    def is_away_on(self, day: date) -> bool:
        """Whether absence takes a local day on which this person would work."""
        return self._is_away(day) and day not in self._closed and bool(self._roster(day))

    def zone_on(self, day: date) -> str:
        """The zone in which a person's day is read: that of the pattern in force, else of the last one."""
        pattern = self._pattern_on(day) or next(iter(self._patterns), None)
        return pattern.zone if pattern else "Europe/Amsterdam"

    def worked_minutes(self, week: IsoWeek) -> int:
        """Scheduled minutes on the week's local days without the absent ones; holidays are not deducted."""
        return self._present(week) // _MINUTE

    def is_absent(self, week: IsoWeek) -> bool:
        """Whether absence and closed days leave no scheduled minute; then no figure counts the week (W6)."""
        return not any(
            self._roster(day) for day in week.days if day not in self._closed and not self._is_away(day)
        )

    def budget(
        self, week: IsoWeek, *, full: int = 120, floor: int = 45, full_time_hours: Fraction | float = 36
    ) -> int:
        """Minutes for learning in a week (W2, S4), in steps of 5; 0 in an absent week.

        A whole week gives `full` in proportion to the contract, between `floor` and `full`. A partial week
        gives the part of that which is worked, without the floor. Partial means: of what the patterns
        schedule in this very week something falls away, by absence or because no pattern holds on some days.
        So the short week of two alternating ones is a whole week with the contract's budget, and one day off
        weighs what it weighs in its own week.

        Days without a pattern are filled in with the one before them in the week, else with the one after.
        When the contract changes within the week, the mean over the days that have a shift counts.
        """
        if self.is_absent(week):
            return 0
        pattern_on = self._filled(week)
        contract = _mean_contract(week, pattern_on)
        if contract is None:
            return 0  # out of service: only the end of last Sunday's night shift reaches into this week
        share = full * contract / (Fraction(full_time_hours) * 60)
        whole = _to_five(min(max(share, Fraction(floor)), Fraction(full)))
        scheduled = _length(chain.from_iterable(_scheduled(day, pattern_on) for day in week.days))
        return _to_five(whole * Fraction(self._present(week) // _SECOND, scheduled // _SECOND))

    def _worked(self, day: date) -> list[Span]:
        """The working time of one local day, exceptions included; not in order, and spans may overlap."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._read(day)
        return found

    def _read(self, day: date) -> list[Span]:
        if self._is_away(day):
            return []
        found = [] if day in self._closed else list(self._roster(day))
        if self._exceptions:
            midnight, next_midnight = self._midnight(day), self._midnight(day + _ONE_DAY)
            found += [
                (max(start, midnight), min(end, next_midnight))
                for start, end in self._exceptions
                if start < next_midnight and midnight < end and start < end
            ]
        return found

    def _roster(self, day: date) -> list[Span]:
        found = self._rosters.get(day)
        if found is None:
            found = self._rosters[day] = _scheduled(day, self._pattern_on)
        return found

    def _present(self, week: IsoWeek) -> timedelta:
        return _length(chain.from_iterable(self._roster(day) for day in week.days if not self._is_away(day)))

    def _filled(self, week: IsoWeek) -> PatternOn:
        """Which pattern is in force, when no day of this week would be without."""
        own = [self._pattern_on(day) for day in week.days]
        last = next((pattern for pattern in own if pattern), None)
        filled = {}
        for day, pattern in zip(week.days, own, strict=True):
            last = pattern or last
            filled[day] = last
        return lambda day: filled[day] if day in filled else self._pattern_on(day)

    def _pattern_on(self, day: date) -> Pattern | None:
        return next((pattern for pattern in self._patterns if pattern.holds_on(day)), None)

    def _midnight(self, day: date) -> datetime:
        return wallclock.instant(self.zone_on(day), day, 0)

    def _is_away(self, day: date) -> bool:
        return any(day in days for days in self._absences)


def _scheduled(day: date, pattern_on: PatternOn) -> list[Span]:
    """What patterns schedule on one local day, whether or not it is a day off."""
    found = []
    for ago in (1, 0):
        begun = day - ago * _ONE_DAY
        pattern = pattern_on(begun)
        if pattern is None:
            continue
        for start, end in pattern.stretches(begun):
            # Cut at the midnights that enclose the day, in the zone of the shift.
            low, high = max(start, ago * DAY), min(end, (ago + 1) * DAY)
            if low < high:
                begin = wallclock.instant(pattern.zone, begun, low)
                stop = wallclock.instant(pattern.zone, begun, high)
                if begin < stop:  # nothing is left of what lies wholly in a skipped hour
                    found.append((begin, stop))
    return found


def _mean_contract(week: IsoWeek, pattern_on: PatternOn) -> Fraction | None:
    """Contract minutes, averaged over the days with a shift; None when no pattern holds in the week."""
    held = [(day, pattern) for day in week.days if (pattern := pattern_on(day))]
    counted = [pattern for day, pattern in held if pattern.stretches(day)] or [pattern for _, pattern in held]
    return Fraction(sum(pattern.contract_minutes for pattern in counted), len(counted)) if counted else None


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _length(spans: Iterable[Span]) -> timedelta:
    """The time in any of the spans."""
    return sum((end - start for start, end in _merged(spans)), timedelta())


def _to_five(minutes: Fraction) -> int:
    """Rounded to fives, a half upward."""
    return int(minutes / 5 + Fraction(1, 2)) * 5


def _days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    return instant.astimezone(UTC)
