"""Who of a team is there when, as the rows of its planner: working time as a strip, absence as a word (S10, W5).

Days that are over show no people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from lerendwerken.lib.drawing import Bar, strip
from teams.hours.calendar import Span, WorkingCalendar
from teams.structure.models import Membership

if TYPE_CHECKING:
    from cycles.weekly.pages.board import Day, Row

type Bars = dict[tuple[int, date], list[Bar]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's day: off | past | away | free | works."""

    state: str
    drawing: SafeString | str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    is_guest: bool
    cells: tuple[Cell, ...]


def people_of(
    memberships: Sequence[Membership],
    calendars: Mapping[int, WorkingCalendar],
    days: Sequence["Day"],
    rows: Iterable["Row"],
    zone: ZoneInfo,
) -> list[Person]:
    """memberships: of the whole week, in the order in which people are named."""
    bars = _bars(rows, zone)
    mine: dict[int, list[Membership]] = defaultdict(list)
    for membership in memberships:
        mine[membership.person_id].append(membership)
    return [
        Person(
            held[0].person.full_name,
            all(m.kind != Membership.Kind.HOME for m in held),
            tuple(_cell(held, calendars[person], day, bars[person, day.date], zone) for day in days),
        )
        for person, held in mine.items()
    ]


def _bars(rows: Iterable["Row"], zone: ZoneInfo) -> Bars:
    bars: Bars = defaultdict(list)
    for row in rows:
        if row.better:
            at = row.better.starts_at.astimezone(zone)
            for person in row.better.present:
                bars[person, at.date()].append(Bar(_hour(at), row.better.minutes, "idea"))
        if row.state != "planned":
            continue
        for seat in row.moment.seats.all():
            if seat.starts_at and not seat.alone:  # what somebody does alone is their own
                at = seat.starts_at.astimezone(zone)
                bar = Bar(_hour(at), seat.minutes, "duo" if row.moment.pair else "team")
                bars[seat.person_id, at.date()].append(bar)
    return bars


def _cell(
    held: Sequence[Membership], calendar: WorkingCalendar, day: "Day", bars: Sequence[Bar], zone: ZoneInfo
) -> Cell:
    if day.is_past:
        return Cell("past")
    if calendar.is_away_on(day.date):
        return Cell("away")
    belongs = any(m.from_date <= day.date and (m.until is None or m.until >= day.date) for m in held)
    spans = tuple(calendar.shifts_on(day.date)) if belongs else ()
    if not spans:
        return Cell("off" if day.closed else "free")
    work = [(_hour(a.astimezone(zone)), _hour(b.astimezone(zone)) or 24.0) for a, b in spans]
    return Cell("works", strip(work, bars), ((spans[0][0], spans[-1][1]),))


def _hour(local: datetime) -> float:
    return local.hour + local.minute / 60
