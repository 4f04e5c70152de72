"""What is written down about somebody's hours: shifts, the rhythm of weeks, and what can be wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Any, Self
from zoneinfo import ZoneInfo

from teams.hours.wallclock import DAY

LONGEST_SHIFT = 16 * 60  # minutes, breaks included; longer is a mistake in the source


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of work that begins on a weekday. Times are local and in whole minutes.

    An end at or before the start is on the next day. A break time before the start is on the next day too,
    so 22.00 to 6.00 may hold a break from 2.00 to 2.30. An end that equals the start is no work at all.
    """

    weekday: int  # 0 = Monday
    start: time
    end: time
    breaks: tuple[tuple[time, time], ...] = ()
    week: int = 0  # which of two alternating weeks, 0 or 1; always 0 in a weekly pattern

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """ValueError, KeyError or TypeError when this is not what to_json() made."""
        return cls(
            weekday=int(stored["weekday"]),
            start=time.fromisoformat(stored["start"]),
            end=time.fromisoformat(stored["end"]),
            breaks=tuple(
                (time.fromisoformat(away), time.fromisoformat(back))
                for away, back in stored.get("breaks", ())
            ),
            week=int(stored.get("week", 0)),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "weekday": self.weekday,
            "start": f"{self.start:%H:%M}",
            "end": f"{self.end:%H:%M}",
            "breaks": [[f"{away:%H:%M}", f"{back:%H:%M}"] for away, back in self.breaks],
            "week": self.week,
        }

    @property
    def length(self) -> int:
        """Minutes on the clock from start to end, breaks included."""
        return (_minute(self.end) - _minute(self.start)) % DAY

    @property
    def pauses(self) -> list[tuple[int, int]]:
        """Each break as two minutes past midnight of the day on which the shift begins."""
        begin = _minute(self.start)
        found = []
        for start, end in self.breaks:
            away = begin + (_minute(start) - begin) % DAY
            found.append((away, away + (_minute(end) - _minute(start)) % DAY))
        return found

    def stretches(self) -> list[tuple[int, int]]:
        """Start to end without the breaks, as minutes past midnight of the day on which the shift begins."""
        at = _minute(self.start)
        end = at + self.length
        found = []
        for away, back in sorted(self.pauses):
            if away >= end:
                break
            if at < away:
                found.append((at, away))
            at = max(at, back)
        if at < end:
            found.append((at, end))
        return found


class Alternation(StrEnum):
    """How two weeks take turns (S9)."""

    WEEKLY = "weekly"  # they do not: every week is week 0
    ANCHOR = "anchor"  # week 0 begins on the anchor Monday, and they take turns from there, also past week 53
    PARITY = "parity"  # odd ISO weeks are week 0, even ones week 1; so weeks 53 and 1 are both week 0


class Problem(StrEnum):
    """What can be wrong with a pattern; a form makes the sentence."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"  # valid_until lies before valid_from
    CONTRACT = "contract"  # no hours, or more than a week has
    ZONE = "zone"  # no such time zone
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_NOT_MONDAY = "anchor_not_monday"
    WEEKDAY = "weekday"  # not 0 to 6
    WEEK = "week"  # not 0 or 1, or a second week where weeks do not alternate
    SECONDS = "seconds"  # a time that is not a whole minute
    NO_LENGTH = "no_length"  # ends when it begins
    TOO_LONG = "too_long"  # more than 16 hours
    OVERLAP = "overlap"  # two shifts share time, also over the night from Sunday to Monday
    BREAK_NO_LENGTH = "break_no_length"
    BREAK_OUTSIDE = "break_outside"  # not wholly inside its shift
    BREAKS_OVERLAP = "breaks_overlap"


@dataclass(frozen=True, slots=True)
class PatternProblem:
    code: Problem
    shifts: tuple[Shift, ...] = ()  # the shift or the two shifts that it is about
    breaks: tuple[tuple[time, time], ...] = ()  # and within one shift the break or the two breaks


@dataclass(frozen=True, slots=True)
class Pattern:
    """The hours that hold from one date on, until another pattern or the last day."""

    valid_from: date
    contract_minutes: int  # a week; 28,5 hours = 1710
    shifts: tuple[Shift, ...]
    zone: str = "Europe/Amsterdam"
    alternation: Alternation = Alternation.WEEKLY
    anchor: date | None = None
    valid_until: date | None = None  # the last day on which it holds

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def week_of(self, day: date) -> int:
        """Which of the alternating weeks a day is in, 0 or 1.

        Total, also for a pattern with problems: an anchor counts from the Monday of its week, and a missing
        one from the week in which the pattern begins.
        """
        if self.alternation is Alternation.PARITY:
            return (day.isocalendar().week + 1) % 2
        if self.alternation is Alternation.ANCHOR:
            anchor = _monday(self.anchor or self.valid_from)
            return (day - anchor).days // 7 % 2
        return 0

    def stretches(self, day: date) -> list[tuple[int, int]]:
        """The work that begins on a day, as minutes past its midnight; past 1440 is the next day."""
        weekday, week = day.weekday(), self.week_of(day)
        return [
            stretch
            for shift in self.shifts
            if shift.weekday == weekday and shift.week == week
            for stretch in shift.stretches()
        ]

    def problems(self) -> list[PatternProblem]:
        """Empty when the pattern makes sense. The calendar can work with any pattern all the same."""
        return [*self._problems_of_frame(), *self._problems_of_shifts(), *self._overlaps()]

    def _problems_of_frame(self) -> Iterator[PatternProblem]:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            yield PatternProblem(Problem.ENDS_BEFORE_IT_BEGINS)
        if not 0 < self.contract_minutes <= 7 * DAY:
            yield PatternProblem(Problem.CONTRACT)
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            yield PatternProblem(Problem.ZONE)
        if self.alternation is Alternation.ANCHOR:
            if self.anchor is None:
                yield PatternProblem(Problem.ANCHOR_MISSING)
            elif self.anchor.weekday() != 0:
                yield PatternProblem(Problem.ANCHOR_NOT_MONDAY)

    def _problems_of_shifts(self) -> Iterator[PatternProblem]:
        for shift in self.shifts:
            if shift.weekday not in range(7):
                yield PatternProblem(Problem.WEEKDAY, (shift,))
            if shift.week not in range(self._weeks):
                yield PatternProblem(Problem.WEEK, (shift,))
            times = (shift.start, shift.end, *(moment for pause in shift.breaks for moment in pause))
            if any(moment.second or moment.microsecond for moment in times):
                yield PatternProblem(Problem.SECONDS, (shift,))
            if shift.length == 0:
                yield PatternProblem(Problem.NO_LENGTH, (shift,))
            elif shift.length > LONGEST_SHIFT:
                yield PatternProblem(Problem.TOO_LONG, (shift,))
            yield from _problems_of_breaks(shift)

    def _overlaps(self) -> Iterator[PatternProblem]:
        # On a ring of one or two weeks, so that the last night runs on into the first morning.
        ring = self._weeks * 7 * DAY
        placed = [
            (shift, (shift.week * 7 + shift.weekday) * DAY + _minute(shift.start))
            for shift in self.shifts
            if shift.weekday in range(7) and shift.week in range(self._weeks)
        ]
        for (one, at), (other, there) in combinations(placed, 2):
            if _share(at, one.length, there, other.length, ring):
                yield PatternProblem(Problem.OVERLAP, (one, other))

    @property
    def _weeks(self) -> int:
        return 1 if self.alternation is Alternation.WEEKLY else 2


def _problems_of_breaks(shift: Shift) -> Iterator[PatternProblem]:
    if shift.length == 0:
        return
    end = _minute(shift.start) + shift.length
    placed = list(zip(shift.breaks, shift.pauses, strict=True))
    for pause, (away, back) in placed:
        if away == back:
            yield PatternProblem(Problem.BREAK_NO_LENGTH, (shift,), (pause,))
        elif back > end:
            yield PatternProblem(Problem.BREAK_OUTSIDE, (shift,), (pause,))
    for (one, (away, back)), (other, (gone, returned)) in combinations(placed, 2):
        if away < returned and gone < back:
            yield PatternProblem(Problem.BREAKS_OVERLAP, (shift,), (one, other))


def _share(at: int, length: int, there: int, other_length: int, ring: int) -> bool:
    if not length or not other_length:
        return False
    return (there - at) % ring < length or (at - there) % ring < other_length


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
