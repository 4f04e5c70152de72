"""Hours as one writes them on a paper calendar, for the tests of the working-time calendar."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Pattern, Shift, Span, WorkingCalendar

LONG_AGO = date(2020, 1, 6)
ORDINARY = IsoWeek(2026, 11)  # 9 to 15 March 2026: no holiday, no clock change


def shift(weekday: int, hours: str, *breaks: str, week: int = 0) -> Shift:
    """shift(0, "8:30-17:00", "12:30-13:00")"""
    (start, end), *pauses = (
        [time(*map(int, part.split(":"))) for part in span.split("-")] for span in (hours, *breaks)
    )
    return Shift(weekday, start, end, tuple((away, back) for away, back in pauses), week)


def daily(hours: str, *breaks: str, days: Iterable[int] = range(5), week: int = 0) -> tuple[Shift, ...]:
    return tuple(shift(day, hours, *breaks, week=week) for day in days)


def pattern(*shifts: Shift, hours: float = 36, since: date = LONG_AGO, **fields) -> Pattern:
    return Pattern(since, int(hours * 60), shifts, **fields)


def calendar(*shifts: Shift, absences=(), closed=frozenset(), exceptions=(), **fields) -> WorkingCalendar:
    return WorkingCalendar([pattern(*shifts, **fields)], absences, closed, exceptions)


def at(text: str, zone: str = "Europe/Amsterdam") -> datetime:
    """at("2026-03-09 8:30")"""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return datetime.combine(date.fromisoformat(day), time(hour, minute), ZoneInfo(zone))


def on_the_wall(spans: list[Span], zone: str = "Europe/Amsterdam") -> list[str]:
    return [f"{_wall(start, zone)} - {_wall(end, zone)}" for start, end in spans]


def _wall(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.hour}:{local:%M}"


def of_week(calendar: WorkingCalendar, week: IsoWeek = ORDINARY) -> list[str]:
    return on_the_wall(calendar.intervals(*week.span("Europe/Amsterdam")))


OFFICE = daily("8:30-17:00", "12:30-13:00")
NIGHTS = daily("22:00-6:00")
