"""ISO weeks: the unit in which this product thinks."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import total_ordering
from typing import Self
from zoneinfo import ZoneInfo


@total_ordering
@dataclass(frozen=True, slots=True)
class IsoWeek:
    """A week by ISO 8601: it begins on Monday and belongs to the year of its Thursday."""

    year: int
    week: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.week, 1)  # raises ValueError for week 53 of a short year

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(*day.isocalendar()[:2])

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026-W14" or "2026-14"; ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-W?(\d{1,2})", text)
        if not found:
            raise ValueError(f"not an ISO week: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def sunday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 7)

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=n) for n in range(7)]

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """Monday 0.00 to the next Monday 0.00, local to the zone, aware."""
        local = ZoneInfo(zone)
        return (
            datetime.combine(self.monday, time(), local),
            datetime.combine(self.monday + timedelta(days=7), time(), local),
        )

    def __add__(self, weeks: int) -> "IsoWeek":
        return IsoWeek.of(self.monday + timedelta(weeks=weeks))

    def __sub__(self, weeks: int) -> "IsoWeek":
        return self + -weeks

    def weeks_until(self, other: "IsoWeek") -> int:
        return (other.monday - self.monday).days // 7

    def __lt__(self, other: "IsoWeek") -> bool:
        return (self.year, self.week) < (other.year, other.week)

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a year. A week is of the quarter, and the year, of its Thursday, as ISO 8601 has it for years."""

    year: int
    number: int  # 1 to 4

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"not a quarter: {self.number}")

    @classmethod
    def of(cls, week: IsoWeek) -> Self:
        thursday = week.days[3]
        return cls(thursday.year, (thursday.month + 2) // 3)

    @property
    def weeks(self) -> list[IsoWeek]:
        """Thirteen, or fourteen in the last quarter of a long year."""
        first = IsoWeek.of(date(self.year, 3 * self.number - 2, 1))
        near = (first + number for number in range(-1, 15))
        return [week for week in near if Quarter.of(week) == self]

    def __sub__(self, quarters: int) -> "Quarter":
        years, number = divmod(4 * self.year + self.number - 1 - quarters, 4)
        return Quarter(years, number + 1)

    def __lt__(self, other: "Quarter") -> bool:
        return (self.year, self.number) < (other.year, other.number)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
