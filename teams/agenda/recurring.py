"""Recurrence rules (RFC 5545, 3.3.10) within a window, on the clock on the wall.

A file from outside decides what is computed here, so nothing is computed that was not counted first. A rule is
brought near the window without walking there, looks at no more days than the window and its own past hold, and
pays for them from the work that one file may cost.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Self

from django.utils.translation import gettext_lazy as _

from teams.agenda.decoding import Unreadable

MOST_WORK = 100_000  # dates read, days looked at and occurrences made, of one file
MOST_DAYS = 40_000  # that one rule looks at: a century of days
MOST_A_DAY = 48
LONGEST = 1_000  # characters of a rule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BadRule(ValueError):
    """A rule that is not understood."""


class TooOften(BadRule):
    """A rule with more in it than a calendar of a person holds."""


class Work:
    """What reading one file may cost. Raises Unreadable when that is used up."""

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most

    def charge(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise Unreadable(_TOO_MUCH)


_TOO_MUCH = _(
    "In dit bestand staan te veel afspraken of herhalingen om te lezen. "
    "Exporteer alleen je eigen agenda, en alleen het komende jaar."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an RRULE says; None where it says nothing."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    wkst: int = 0
    by_month: frozenset[int] | None = None
    by_week: frozenset[int] | None = None
    by_year_day: frozenset[int] | None = None
    by_month_day: frozenset[int] | None = None
    by_day: frozenset[tuple[int, int]] | None = None  # (which one or 0 for each, weekday)
    times: tuple[tuple[int, ...] | None, ...] = (None, None, None)  # hours, minutes, seconds
    by_place: frozenset[int] | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadRule, or TooOften for what comes back within a day."""
        if len(text) > LONGEST:
            raise TooOften
        said = {}
        for part in filter(None, text.strip().upper().split(";")):
            name, _is, value = part.partition("=")
            said[name.strip()] = value.strip()
        if said.get("FREQ") in ("SECONDLY", "MINUTELY", "HOURLY"):
            raise TooOften
        if (
            said.get("FREQ") not in _UNITS
            or said.get("RSCALE", "GREGORIAN") != "GREGORIAN"
            or said.keys() & _UNKNOWN
        ):
            raise BadRule
        try:
            made = cls(
                freq=said["FREQ"],
                interval=_number(said.get("INTERVAL", "1"), 1),
                count=_number(said["COUNT"], 1) if "COUNT" in said else None,
                until=said.get("UNTIL", ""),
                wkst=WEEKDAYS.index(said.get("WKST", "MO")),
                by_month=_numbers(said, "BYMONTH", 1, 12),
                by_week=_numbers(said, "BYWEEKNO", -53, 53),
                by_year_day=_numbers(said, "BYYEARDAY", -366, 366),
                by_month_day=_numbers(said, "BYMONTHDAY", -31, 31),
                by_day=_weekdays(said.get("BYDAY"), numbered=said["FREQ"] in ("MONTHLY", "YEARLY")),
                times=tuple(
                    tuple(sorted(found)) if (found := _numbers(said, f"BY{unit}", 0, most)) else None
                    for unit, most in (("HOUR", 23), ("MINUTE", 59), ("SECOND", 59))
                ),
                by_place=_numbers(said, "BYSETPOS", -366, 366),
            )
        except (ValueError, OverflowError):
            raise BadRule from None
        return made

    def moments(
        self,
        start: datetime,
        first: datetime,
        last: datetime,
        work: Work,
        is_over: Callable[[datetime], bool] | None = None,
    ) -> Iterator[datetime]:
        """When it happens between two local times, in order. The start itself always counts as the first time.

        is_over: whether a time lies after UNTIL, for who knows the clock; else UNTIL is read on this one.
        Raises TooOften before anything is computed.
        """
        is_over = is_over or self._is_over
        times, months = self._times(start), self._months(start.date())
        unit, count = _UNITS[self.freq], self.count
        if count is not None and count > max(0, (last - start).days + 2) * len(times):
            count = None  # the window ends before this many can have been
        begun = unit.number(start.date(), self.wkst)
        end = (unit.number(last.date(), self.wkst) - begun) // self.interval
        near = 0
        if count is None:
            near = max(0, (unit.number(first.date(), self.wkst) - begun) // self.interval)
        most_days = 31 * len(months) if months and self.freq == "YEARLY" else unit.most_days
        if max(0, end - near + 1) * most_days > MOST_DAYS:
            raise TooOften
        if first <= start < last:
            yield start
        done = 1
        fits = self._filter(start.date())
        for period in range(near, end + 1):
            days = unit.days(begun + period * self.interval, self.wkst, months)
            work.charge(len(days) + 1)
            slots = [datetime.combine(day, at) for day in days if fits(day) for at in times]
            for slot in self._placed(slots):
                if slot <= start:
                    continue
                done += 1
                if slot >= last or is_over(slot) or (count is not None and done > count):
                    return
                if slot >= first:
                    work.charge(1)
                    yield slot

    def until_day(self) -> date | None:
        """The day of UNTIL, give or take one for the clock. ValueError when it is none."""
        return moment(self.until).date() if self.until else None

    def _is_over(self, slot: datetime) -> bool:
        if not self.until:
            return False
        until = moment(self.until).replace(tzinfo=None)
        return slot.date() > until.date() if is_day(self.until) else slot > until

    def _times(self, start: datetime) -> list[time]:
        own = (start.hour, start.minute, start.second)
        said = [values or (mine,) for values, mine in zip(self.times, own, strict=True)]
        if len(said[0]) * len(said[1]) * len(said[2]) > MOST_A_DAY:
            raise TooOften
        return [time(hour, minute, second) for hour, minute, second in product(*said)]

    def _months(self, start: date) -> frozenset[int] | None:
        """The months that the rule leaves; a bare "every year" is in the month of its start."""
        if self.freq == "YEARLY" and not (
            self.by_month or self.by_week or self.by_year_day or self.by_month_day or self.by_day
        ):
            return frozenset({start.month})
        return self.by_month

    def _placed(self, slots: list[datetime]) -> list[datetime]:
        if self.by_place is None:
            return slots
        places = sorted({place - 1 if place > 0 else len(slots) + place for place in self.by_place})
        return [slots[place] for place in places if 0 <= place < len(slots)]

    def _filter(self, start: date) -> Callable[[date], bool]:
        """Whether a day of a period is one of the rule. What the rule leaves open, its start decides."""
        month, week, year_day = self._months(start), self.by_week, self.by_year_day
        month_day, weekday = self.by_month_day, self.by_day
        if not (year_day or month_day or weekday):
            if self.freq == "WEEKLY" or week:
                weekday = frozenset({(0, start.weekday())})
            elif self.freq in ("MONTHLY", "YEARLY"):
                month_day = frozenset({start.day})
        in_year = self.freq == "YEARLY" and not month

        def fits(day: date) -> bool:
            return (
                (not month or day.month in month)
                and (not month_day or _counts(day.day, monthrange(day.year, day.month)[1], month_day))
                and (not year_day or _counts(_year_day(day), _year_length(day.year), year_day))
                and (not week or _counts(*_week(day, self.wkst), week))
                and (not weekday or _is_one_of(day, weekday, in_year=in_year))
            )

        return fits


# Dates ------------------------------------------------------------------------------------------------


def moment(text: str) -> datetime:
    """20260401 and 20260401T090000 and 20260401T070000Z: without a zone, or in UTC. ValueError for anything else."""
    text = text.strip().upper()
    if not _MOMENT.match(text):
        raise ValueError("no date")
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found


def is_day(text: str) -> bool:
    return "T" not in text.upper()


_MOMENT = re.compile(r"\d{8}(T\d{6}Z?)?\Z|\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ?)?\Z", re.ASCII)


# Periods ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """A kind of period: its number on a line without end, and the days of one of them."""

    number: Callable[[date, int], int]
    days: Callable[[int, int, frozenset[int] | None], list[date]]
    most_days: int


def _of_day(number: int, wkst: int, months: frozenset[int] | None) -> list[date]:
    return [date.fromordinal(number)]


def _of_week(number: int, wkst: int, months: frozenset[int] | None) -> list[date]:
    monday = number * 7 + 1 + wkst
    return [date.fromordinal(day) for day in range(max(1, monday), min(monday + 7, date.max.toordinal() + 1))]


def _of_month(number: int, wkst: int, months: frozenset[int] | None) -> list[date]:
    year, month = divmod(number, 12)
    if months and month + 1 not in months:
        return []
    return [date(year, month + 1, day) for day in range(1, monthrange(year, month + 1)[1] + 1)]


def _of_year(number: int, wkst: int, months: frozenset[int] | None) -> list[date]:
    return [
        day
        for month in sorted(months or range(1, 13))
        for day in _of_month(number * 12 + month - 1, wkst, None)
    ]


_UNITS = {
    "DAILY": _Unit(lambda day, wkst: day.toordinal(), _of_day, 1),
    "WEEKLY": _Unit(lambda day, wkst: (day.toordinal() - 1 - wkst) // 7, _of_week, 7),
    "MONTHLY": _Unit(lambda day, wkst: day.year * 12 + day.month - 1, _of_month, 31),
    "YEARLY": _Unit(lambda day, wkst: day.year, _of_year, 366),
}
_UNKNOWN = {"BYEASTER"}


# Numbers ----------------------------------------------------------------------------------------------


def _number(text: str, least: int) -> int:
    number = int(text)
    if number < least:
        raise BadRule
    return number


def _numbers(said: dict[str, str], name: str, least: int, most: int) -> frozenset[int] | None:
    if name not in said:
        return None
    found = frozenset(int(number) for number in said[name].split(","))
    if not all(least <= number <= most for number in found) or (least < 0 and 0 in found):
        raise BadRule
    return found


def _weekdays(text: str | None, *, numbered: bool) -> frozenset[tuple[int, int]] | None:
    """Each with its number of the month or year; in a day or a week a number means nothing."""
    if text is None:
        return None
    found = [re.fullmatch(r"([+-]?\d{1,2})?([A-Z]{2})", day.strip()) for day in text.split(",")]
    if not all(found):
        raise BadRule
    return frozenset((int(day[1] or 0) if numbered else 0, WEEKDAYS.index(day[2])) for day in found if day)


def _counts(number: int, of: int, wanted: frozenset[int]) -> bool:
    """Whether this one is wanted, counted from the front or from the back."""
    return number in wanted or number - of - 1 in wanted


def _is_one_of(day: date, wanted: frozenset[tuple[int, int]], *, in_year: bool) -> bool:
    weekday = day.weekday()
    if (0, weekday) in wanted:
        return True
    number, of = (
        (_year_day(day), _year_length(day.year)) if in_year else (day.day, monthrange(day.year, day.month)[1])
    )
    return ((number - 1) // 7 + 1, weekday) in wanted or (-((of - number) // 7 + 1), weekday) in wanted


def _year_day(day: date) -> int:
    return day.timetuple().tm_yday


def _year_length(year: int) -> int:
    return 366 if monthrange(year, 2)[1] == 29 else 365


def _week(day: date, wkst: int) -> tuple[int, int]:
    """Its week of the year and how many that year has; a week belongs to the year with most of its days."""
    middle = date.fromordinal(
        min(max(1, day.toordinal() - (day.weekday() - wkst) % 7 + 3), date.max.toordinal())
    )
    last = date(middle.year, 12, 28)
    last_middle = last.toordinal() - (last.weekday() - wkst) % 7 + 3
    return (_year_day(middle) - 1) // 7 + 1, (_year_day(date.fromordinal(last_middle)) - 1) // 7 + 1
