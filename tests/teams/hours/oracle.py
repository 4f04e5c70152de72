"""The slow, obvious calendar: it looks at the clock on the wall, minute after minute.

It shares no code with the engine, only the written-down values. Where the engine turns clock times into
instants, this one turns every instant into what the clock has shown by then, and reads the pattern as a
person would. Slow on purpose: a person-week is 13,000 looks at the clock.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, Pattern

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

type Span = tuple[datetime, datetime]
type Written = tuple[datetime, datetime, list[Span]]  # begin, end, breaks; clock times with a date


class Oracle:
    """One person, seen from a day before a week until a day after it."""

    def __init__(
        self,
        week: IsoWeek,
        patterns: list[Pattern],
        absences: list[Days],
        closed: set[date],
        exceptions: list[Span],
    ) -> None:
        self.week, self.patterns, self.absences, self.closed = week, patterns, absences, closed
        self.start = datetime.combine(week.monday, datetime.min.time(), UTC) - DAY
        self.end = self.start + 9 * DAY
        self.at_work: list[bool] = []
        self.dates: list[set[date]] = []  # the local dates on which each minute is on somebody's roster
        for minute, dates in on_roster(patterns, self.start, self.end):
            worked = any(day not in closed and not self.is_away(day) for day in dates)
            for begin, stop in exceptions:
                if begin <= minute < stop and not self.is_away(self.local_date(minute)):
                    worked = True
            self.at_work.append(worked)
            self.dates.append(dates)

    def works(self, minute: datetime) -> bool:
        return self.at_work[self._number(minute)]

    def minutes(self, start: datetime, end: datetime) -> int:
        return sum(self.at_work[self._number(start) : self._number(end)])

    def covers(self, start: datetime, end: datetime) -> bool:
        return start < end and all(self.at_work[self._number(start) : self._number(end)])

    def first_from(self, start: datetime, end: datetime) -> datetime | None:
        while start < end:
            if self.works(start):
                return start
            start += MINUTE
        return None

    def _number(self, minute: datetime) -> int:
        return (minute - self.start) // MINUTE

    def due_before(self, moment: datetime) -> datetime | None:
        return self.first_from(moment - 30 * MINUTE, moment + MINUTE)

    def intervals(self, start: datetime, end: datetime) -> list[Span]:
        return runs([minute for minute in self._worked_minutes if start <= minute < end])

    def shifts_on(self, day: date) -> list[Span]:
        """For a person in one time zone."""
        return runs([minute for minute in self._worked_minutes if self.local_date(minute) == day])

    @cached_property
    def _worked_minutes(self) -> list[datetime]:
        minutes = each_minute(self.start, self.end)
        return [minute for minute, worked in zip(minutes, self.at_work, strict=True) if worked]

    def worked_minutes(self) -> int:
        here = set(self.week.days)
        return sum(any(day in here and not self.is_away(day) for day in dates) for dates in self.dates)

    def is_absent(self) -> bool:
        here = set(self.week.days)
        return not any(
            day in here and day not in self.closed and not self.is_away(day)
            for dates in self.dates
            for day in dates
        )

    def budget(self, full: int = 120, floor: int = 45, full_time_hours: int = 36) -> int:
        if self.is_absent() or not any(in_force(self.patterns, day) for day in self.week.days):
            return 0
        with_shift = [p for day, p in self._whole_week.items() if has_shift(p, day)]
        contracts = [p.contract_minutes for p in with_shift or self._whole_week.values()]
        contract = Decimal(sum(contracts)) / len(contracts)
        share = full * contract / (full_time_hours * 60)
        whole = to_five(min(max(share, Decimal(floor)), Decimal(full)))
        worked = self.worked_minutes()
        return whole if worked == self._scheduled else to_five(Decimal(whole) * worked / self._scheduled)

    @cached_property
    def _whole_week(self) -> dict[date, Pattern]:
        """The pattern of each day; an empty day gets the one before it in the week, else the one after."""
        held = {day: found for day in self.week.days if (found := in_force(self.patterns, day))}
        filled = {}
        for day in self.week.days:
            before = [held[other] for other in held if other <= day]
            after = [held[other] for other in held if other > day]
            filled[day] = before[-1] if before else after[0]
        return filled

    @cached_property
    def _scheduled(self) -> int:
        """Minutes of the week on the roster, had every day a pattern and nobody leave."""
        if all(in_force(self.patterns, day) for day in self.week.days):
            roster = self.dates
        else:
            gaps = [day for day in self.week.days if not in_force(self.patterns, day)]
            stopgaps = [replace(self._whole_week[day], valid_from=day, valid_until=day) for day in gaps]
            roster = [dates for _, dates in on_roster([*self.patterns, *stopgaps], self.start, self.end)]
        here = set(self.week.days)
        return sum(any(day in here for day in dates) for dates in roster)

    def is_away(self, day: date) -> bool:
        return any(absence.first <= day <= absence.last for absence in self.absences)

    def local_date(self, minute: datetime) -> date:
        """For a person in one time zone."""
        zone = self.patterns[-1].zone if self.patterns else "Europe/Amsterdam"
        return shown(zone, minute).date()


def on_roster(patterns: list[Pattern], start: datetime, end: datetime) -> list[tuple[datetime, set[date]]]:
    """For each minute: on which local dates it is working time by the patterns alone, mostly none or one."""
    known: dict[tuple[int, date], list[Written]] = {}
    found = []
    for minute in each_minute(start, end):
        dates = set()
        for number, pattern in enumerate(patterns):
            clock = shown(pattern.zone, minute)
            today = clock.date()
            for begun in (today, today - DAY):
                shifts = known.get((number, begun))
                if shifts is None:
                    ours = in_force(patterns, begun) is pattern
                    shifts = known[number, begun] = written(pattern, begun) if ours else []
                for begin, stop, breaks in shifts:
                    if begin <= clock < stop and not any(away <= clock < back for away, back in breaks):
                        dates.add(today)
        found.append((minute, dates))
    return found


def in_force(patterns: list[Pattern], day: date) -> Pattern | None:
    found = None
    for pattern in patterns:
        if day >= pattern.valid_from and not (pattern.valid_until and day > pattern.valid_until):
            found = pattern
    return found


def written(pattern: Pattern, day: date) -> list[tuple[datetime, datetime, list[Span]]]:
    """The shifts that begin on a day as clock times with a date: begin, end, breaks."""
    found = []
    for shift in pattern.shifts:
        if shift.weekday != day.weekday() or shift.week != turn(pattern, day) or shift.start == shift.end:
            continue
        begin = datetime.combine(day, shift.start)
        stop = datetime.combine(day if shift.end > shift.start else day + DAY, shift.end)
        breaks = []
        for away, back in shift.breaks:
            left = datetime.combine(day if away >= shift.start else day + DAY, away)
            returned = datetime.combine(left.date() if back >= away else left.date() + DAY, back)
            breaks.append((left, returned))
        found.append((begin, stop, breaks))
    return found


def has_shift(pattern: Pattern, day: date) -> bool:
    for begin, stop, breaks in written(pattern, day):
        for minute in each_minute(begin, stop):
            if not any(away <= minute < back for away, back in breaks):
                return True
    return False


def turn(pattern: Pattern, day: date) -> int:
    """Which of two weeks, by turning over one week at a time."""
    if pattern.alternation == Alternation.WEEKLY:
        return 0
    if pattern.alternation == Alternation.PARITY:
        return {1: 0, 0: 1}[day.isocalendar().week % 2]
    assert pattern.anchor is not None
    monday, which = pattern.anchor, 0
    while monday > day:
        monday, which = monday - 7 * DAY, 1 - which
    while monday + 7 * DAY <= day:
        monday, which = monday + 7 * DAY, 1 - which
    return which


def shown(zone: str, minute: datetime) -> datetime:
    """The furthest time that the clock on the wall has shown by a minute.

    That is the time it shows, except when it was put back: then it stands still until it has caught up.
    So the first of two equal times counts, and a skipped time is passed at the moment of the skip.
    """
    return _clock(zone, minute.date())[minute.hour * 60 + minute.minute]


@lru_cache(maxsize=4096)
def _clock(zone: str, utc_day: date) -> list[datetime]:
    midnight = datetime.combine(utc_day, datetime.min.time(), UTC)
    furthest = datetime.min
    found = []
    for minute in each_minute(midnight - timedelta(hours=4), midnight + DAY):
        furthest = max(furthest, minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
        if minute >= midnight:
            found.append(furthest)
    return found


def runs(minutes: list[datetime]) -> list[Span]:
    found: list[Span] = []
    for minute in minutes:
        if found and found[-1][1] == minute:
            found[-1] = (found[-1][0], minute + MINUTE)
        else:
            found.append((minute, minute + MINUTE))
    return found


@lru_cache(maxsize=256)
def each_minute(start: datetime, end: datetime) -> list[datetime]:
    minutes = []
    while start < end:
        minutes.append(start)
        start += MINUTE
    return minutes


def to_five(minutes: Decimal) -> int:
    return int((minutes / 5).quantize(Decimal(1), ROUND_HALF_UP)) * 5
