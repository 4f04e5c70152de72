"""Reads an own calendar file: bytes in, times out. Nothing else of the file comes out, also not in an error.

The times are not decided on yet: whole days and times without a zone wait for what their owner says about them
(see `decide`). Everything lies within the window, and a file costs a bounded amount of work.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from teams.agenda import decoding
from teams.agenda.decoding import Calendar, Unreadable
from teams.agenda.events import DAY, Event, Notes, Occurrence, Reader
from teams.agenda.recurring import Work
from teams.agenda.zones import Zones
from teams.hours.calendar import Days, Span

logger = logging.getLogger(__name__)

WEEKS = 60
MOST_SPANS = 10_000
FEW = 5  # line numbers that a note shows

_FAILED = _("Dit bestand konden we niet lezen. Exporteer je agenda opnieuw als .ics en kies dat bestand.")
_FULL = _(
    "In dit bestand staan meer dan %(limit)s tijden. Exporteer alleen je eigen agenda en kies dat bestand."
)


class Meaning(StrEnum):
    """What a whole day in a calendar says about the day."""

    AWAY = "away"
    BUSY = "busy"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Skipped:
    count: int
    lines: tuple[str, ...]  # "12", or "2:12" in the second calendar of a zip


@dataclass(slots=True)
class Reading:
    """What a file says. Times are aware, or without a zone when the file named none."""

    busy: list[tuple[datetime, datetime, bool]] = field(default_factory=list)  # from, to, shown as away
    days: list[tuple[date, date, bool]] = field(default_factory=list)  # first, last, shown as away
    skipped: dict[str, Skipped] = field(default_factory=dict)

    @property
    def is_floating(self) -> bool:
        return any(start.tzinfo is None for start, _end, _away in self.busy)

    @property
    def has_away_days(self) -> bool:
        return any(away for _first, _last, away in (*self.days, *self.busy))

    @property
    def has_other_days(self) -> bool:
        return any(not away for _first, _last, away in self.days)

    def to_json(self) -> dict[str, Any]:
        """By the fields of ReadCalendar."""
        return {
            "busy": [[start.isoformat(), end.isoformat(), away] for start, end, away in self.busy],
            "away": [[first.isoformat(), last.isoformat(), away] for first, last, away in self.days],
            "skipped": {why: [one.count, list(one.lines)] for why, one in self.skipped.items()},
        }

    @classmethod
    def from_json(cls, busy: list[Any], away: list[Any], skipped: dict[str, Any]) -> Self:
        return cls(
            [
                (datetime.fromisoformat(start), datetime.fromisoformat(end), shown)
                for start, end, shown in busy
            ],
            [(date.fromisoformat(first), date.fromisoformat(last), shown) for first, last, shown in away],
            {why: Skipped(count, tuple(lines)) for why, (count, lines) in skipped.items()},
        )


def window(monday: date, zone: str) -> tuple[datetime, datetime]:
    """From a Monday on, aware."""
    start = datetime.combine(monday, time(), ZoneInfo(zone))
    return start, start + timedelta(weeks=WEEKS)


def read(
    data: bytes, monday: date, zone: str, own: Collection[str] = (), work: Work | None = None
) -> Reading:
    """The times in a file, from a Monday on. Raises Unreadable with a sentence for its owner.

    zone: the owner's. own: the owner's mail addresses. work: what it may cost.
    """
    try:
        return _Read(monday, zone, work or Work()).of(decoding.calendars(data, own))
    except Unreadable:
        raise
    except Exception as failed:
        # Its text may quote the file, so only its kind is told.
        logger.error("a calendar file could not be read: %s", type(failed).__name__)
        raise Unreadable(_FAILED) from None


class _Read:
    def __init__(self, monday: date, zone: str, work: Work) -> None:
        self._start, self._end = window(monday, zone)
        self._first, self._last = (edge.replace(tzinfo=None) for edge in (self._start, self._end))
        self._home = ZoneInfo(zone)
        self._work = work
        self._times: dict[tuple[bool, bool], list[Span]] = defaultdict(list)  # by (floating, away)
        self._days: list[tuple[date, date, bool]] = []

    def of(self, calendars: list[Calendar]) -> Reading:
        counts: dict[str, int] = defaultdict(int)
        lines: dict[str, list[str]] = defaultdict(list)
        for number, calendar in enumerate(calendars, start=1):
            notes = Notes()
            for line in calendar.broken:
                notes.add("broken_line", line)
            self._calendar(calendar, notes)
            for why, count in notes.counts.items():
                counts[why] += count
                where = sorted(set(notes.lines[why]))[:FEW]
                lines[why] += [f"{number}:{line}" if len(calendars) > 1 else str(line) for line in where]
        busy = [
            (start, end, away) for (_, away), spans in self._times.items() for start, end in merged(spans)
        ]
        days = [
            (first.date(), end.date() - DAY, away)
            for away in (False, True)
            for first, end in merged(
                (datetime.combine(first, time()), datetime.combine(last, time()) + DAY)
                for first, last, shown in self._days
                if shown is away
            )
        ]
        if len(busy) > MOST_SPANS:
            raise Unreadable(_FULL, limit=MOST_SPANS)
        # Times with a zone and times without one cannot be put in one order.
        busy.sort(key=lambda one: (one[0].tzinfo is None, one))
        skipped = {why: Skipped(counts[why], tuple(lines[why][:FEW])) for why in sorted(counts)}
        return Reading(busy, sorted(days), skipped)

    def _calendar(self, calendar: Calendar, notes: Notes) -> None:
        named: dict[str, list[Any]] = defaultdict(list)
        for component in calendar.components:
            named[component.name].append(component)
        zones = Zones(named["VTIMEZONE"], self._first, self._last, self._work)
        usual = next((p.value for c in named["VCALENDAR"] for p in c.all("X-WR-TIMEZONE")), None)
        is_cancelled = any(c.text("METHOD") == "CANCEL" for c in named["VCALENDAR"])
        reader = Reader(
            zones,
            zones.find(usual) if usual else None,
            self._home,
            self._first,
            self._last,
            self._work,
            notes,
        )
        made = (reader.event(component, is_cancelled=is_cancelled) for component in named["VEVENT"])
        for event, others in _series(event for event in made if event):
            self._event(event, reader.occurrences(event, others), notes)
        for component in named["VFREEBUSY"]:
            for said in component.all("FREEBUSY"):
                for found in reader.periods(said):
                    self._keep(found)

    def _event(self, event: Event, occurrences: Iterable[Occurrence], notes: Notes) -> None:
        line = event.component.line
        if event.why_free:
            notes.add(event.why_free, line)
        elif not event.length.whole and not event.travel:
            notes.add("no_length", line)
        elif not sum([self._keep(found) for found in occurrences]):
            notes.add("outside", line)

    def _keep(self, found: Occurrence) -> bool:
        """Whether any of it lies within the window; that part is kept."""
        is_floating = found.start.tzinfo is None
        first, last = (self._first, self._last) if is_floating else (self._start, self._end)
        start, end = max(found.start, first), min(found.end, last)
        if start >= end:
            return False
        if found.is_days:
            self._days.append((start.date(), end.date() - DAY, found.is_away))
        else:
            if not is_floating:
                start, end = start.astimezone(UTC), end.astimezone(UTC)
            self._times[is_floating, found.is_away].append((start, end))
        return True


def _series(events: Iterable[Event]) -> Iterable[tuple[Event, list[Event]]]:
    """Each event with what takes the place of its single times. Of two editions of one event the last one counts.

    Events that share a name for no good reason all count.
    """
    named: dict[str, list[Event]] = defaultdict(list)
    for number, event in enumerate(events):
        named[event.uid or f"\n{number}"].append(event)
    for same in named.values():
        editions: dict[object, list[Event]] = defaultdict(list)
        for event in same:
            editions[event.replaces].append(event)
        last = {replaced: _last_edition(of) for replaced, of in editions.items()}
        others = [one for replaced, of in last.items() if replaced is not None for one in of]
        for one in last.get(None, []):
            yield one, others
        for one in others:
            yield one, []


def _last_edition(events: list[Event]) -> list[Event]:
    newest = max(event.sequence for event in events)
    return [event for event in events if event.sequence == newest]


# What its owner says about it -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decided:
    """What can be saved: busy spans in UTC and absent days; each in order and apart."""

    busy: list[Span]
    away: list[Days]


def decide(reading: Reading, monday: date, zone: str, *, away: Meaning, other: Meaning) -> Decided:
    """zone: of times without one. away: what whole days shown as away mean; other: all other whole days."""
    local = ZoneInfo(zone)
    start, end = (edge.astimezone(UTC) for edge in window(monday, zone))
    busy: list[Span] = []
    days: list[Span] = []  # as floating midnights
    meant = {True: away, False: other}
    for first, last, shown in reading.days:
        whole = datetime.combine(first, time()), datetime.combine(last, time()) + DAY
        if meant[shown] is Meaning.AWAY:
            days.append(whole)
        elif meant[shown] is Meaning.BUSY:
            busy.append(_aware(whole, local))
    for begin, stop, shown in reading.busy:
        span = (begin, stop) if begin.tzinfo else _aware((begin, stop), local)
        if shown and (covered := _whole_days(span, local)) and away is not Meaning.BUSY:
            if away is Meaning.AWAY:
                days.append(covered)
            cut = _aware(covered, local)
            busy += [(span[0], cut[0]), (cut[1], span[1])]
        else:
            busy.append(span)
    clipped = ((max(a, start), min(b, end)) for a, b in busy)
    return Decided(
        merged((a, b) for a, b in clipped if a < b),
        [Days(a.date(), b.date() - DAY) for a, b in merged(days)],
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, apart from each other; all aware, or all without a zone."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _aware(span: Span, zone: ZoneInfo) -> Span:
    """A floating span on a clock, in UTC; one that lies in a skipped hour keeps its length."""
    start, end = (edge.replace(tzinfo=zone).astimezone(UTC) for edge in span)
    return start, end if end > start else start + (span[1] - span[0])


def _whole_days(span: Span, zone: ZoneInfo) -> Span | None:
    """The local days that a span covers from midnight to midnight, as floating midnights."""
    start, end = (edge.astimezone(zone).replace(tzinfo=None) for edge in span)
    first = datetime.combine(start.date(), time())
    first += DAY if first < start else timedelta()
    last = datetime.combine(end.date(), time())
    return (first, last) if first < last else None
