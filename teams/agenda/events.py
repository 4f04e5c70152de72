"""What one appointment in a calendar file means: from when to when, how often, and whether it makes somebody busy.

- Busy is what is not cancelled, not declined by the owner and not shown as free; "perhaps" counts, "working
  elsewhere" does not. What Outlook says itself outranks TRANSP, which it fills in for others.
- A series keeps its length on the clock on the wall, as every calendar shows it, except where begin and end are
  on different clocks or the length is told in hours.
- An appointment of whole local days is all-day, however it was written down.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from teams.agenda.decoding import Component, Property
from teams.agenda.recurring import BadRule, Rule, TooOften, Work, is_day, moment
from teams.agenda.zones import Clock, Zones, utc

DAY = timedelta(days=1)
MARGIN = 2 * DAY  # what a local time can differ from that of another zone, and some
LONGEST = timedelta(days=36_500)
NONE = timedelta()


@dataclass(slots=True)
class Notes:
    """Why something was left out, how often, and on which lines; never what it was."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, why: str, line: int) -> None:
        self.counts[why] += 1
        self.lines[why].append(line)


class Stamp(NamedTuple):
    """A time as it is written: on a clock, on no clock (floating), or a day."""

    local: datetime
    clock: Clock | None
    is_day: bool


class Length(NamedTuple):
    """How long something takes: on the clock on the wall, and then in real time."""

    wall: timedelta
    exact: timedelta = NONE

    @property
    def whole(self) -> timedelta:
        return self.wall + self.exact


class Occurrence(NamedTuple):
    """A time, aware or floating; or whole days, as their midnights."""

    start: datetime
    end: datetime
    is_days: bool
    is_away: bool


@dataclass(slots=True)
class Event:
    component: Component
    uid: str
    sequence: int
    start: Stamp
    length: Length
    is_days: bool
    is_away: bool
    travel: timedelta
    why_free: str  # "" when busy
    replaces: Stamp | None  # the time of a series that this one takes the place of


class Reader:
    """Makes events and their occurrences, on the clocks of one file."""

    def __init__(
        self,
        zones: Zones,
        usual: Clock | None,
        home: ZoneInfo,
        first: datetime,
        last: datetime,
        work: Work,
        notes: Notes,
    ) -> None:
        """usual: the clock of times without a zone, when the file names one. home: where the owner lives.

        first, last: the window, as local times.
        """
        self._zones, self._usual, self._home = zones, usual, home
        self._first, self._last = first, last
        self._work, self._notes = work, notes

    # One event ----------------------------------------------------------------------------------------

    def event(self, component: Component, *, is_cancelled: bool) -> Event | None:
        """None, with a note, for what has no time that can be read."""
        begin = component.one("DTSTART")
        if component.is_cut_off and not (component.all("DTEND") or component.all("DURATION")):
            self._notes.add("cut_off", component.line)
            return None
        if begin is None:
            self._notes.add("no_start", component.line)
            return None
        at = begin
        try:
            start = self._stamp(begin)
            if (name := begin.parameters.get("TZID")) and not (start.is_day or self._zones.find(name)):
                self._notes.add("unknown_zone", begin.line)
            at = last = component.one("DTEND") or component.one("DURATION") or begin
            length, is_date = self._length(component, start)
            at = component.one("RECURRENCE-ID") or begin
            replaces = self._stamp(at) if at is not begin else None
            if replaces and replaces.clock:
                replaces.clock(replaces.local)  # a time outside every calendar fails here
        except (ValueError, OverflowError):
            self._notes.add("bad_date", at.line)
            return None
        if length.whole < NONE:
            self._notes.add("bad_end", last.line)
            return None
        uid = component.one("UID")
        status = component.text("X-MICROSOFT-CDO-BUSYSTATUS")
        made = Event(
            component=component,
            uid=uid.value.strip() if uid else "",
            sequence=_whole(component.text("SEQUENCE")),
            start=start,
            length=length,
            is_days=is_date,
            is_away=status == "OOF",
            travel=_travel(component),
            why_free=_why_free(component, status, is_cancelled=is_cancelled),
            replaces=replaces,
        )
        if replaces and at.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
            self._notes.add("from_here_on", at.line)
        self._as_days(made)
        return made

    def _stamp(self, said: Property, value: str | None = None) -> Stamp:
        """Raises ValueError for what is no time."""
        text = said.value if value is None else value
        found = moment(text)
        if is_day(text) or said.parameters.get("VALUE", "").upper() == "DATE":
            return Stamp(datetime.combine(found, time()), None, True)
        if found.tzinfo:
            return Stamp(found.replace(tzinfo=None), utc, False)
        name = said.parameters.get("TZID")
        return Stamp(found, (self._zones.find(name) if name else None) or self._usual, False)

    def _length(self, component: Component, start: Stamp) -> tuple[Length, bool]:
        """With whether the event is written as dates. Negative when it ends before it begins."""
        if said := component.one("DTEND"):
            end = self._stamp(said)
            if start.is_day and end.is_day:
                return Length(end.local - start.local or DAY), True
            return _between(start, end), False
        if said := component.one("DURATION"):
            return duration(said.value), start.is_day
        return Length(DAY if start.is_day else NONE), start.is_day

    def _as_days(self, event: Event) -> None:
        """Times that are whole local days in all but name become days."""
        start, length = event.start, event.length.whole
        is_told = event.component.text("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE"
        if event.is_days or not length or not (is_told or _is_whole_days(start, length)):
            return
        local = start.local
        if start.clock is utc:
            local = local.replace(tzinfo=UTC).astimezone(self._home).replace(tzinfo=None)
        midnight = datetime.combine(local, time())
        event.start, event.is_days = Stamp(midnight, None, True), True
        event.length = Length(max(1, -(-length // DAY)) * DAY)

    # Its occurrences ----------------------------------------------------------------------------------

    def occurrences(self, event: Event, others: Iterable[Event] = ()) -> Iterator[Occurrence]:
        """Those that may touch the window; others: what takes the place of single times of this series."""
        others = list(others)
        self._work.charge(len(others))
        gone = {self._key(other.replaces, event) for other in others if other.replaces}
        gone |= {self._key(stamp, event) for stamp, _length in self._listed(event, "EXDATE")}
        for stamp, length in self._times(event):
            local = stamp.local
            if local >= self._last + MARGIN or local + length.whole <= self._first - MARGIN:
                continue
            key = self._key(stamp, event)
            if key not in gone and local.date() not in gone:
                gone.add(key)  # once, though a list and a rule both name it
                self._work.charge(1)
                yield self._occurrence(event, stamp, length)

    def periods(self, said: Property) -> Iterator[Occurrence]:
        """The busy ones of a FREEBUSY line."""
        kind = said.parameters.get("FBTYPE", "BUSY").upper()
        values = said.value.split(",")
        self._work.charge(len(values))
        for value in values if kind != "FREE" else ():
            try:
                stamp, length = self._period(said, value)
                if length is None or length.whole <= NONE:
                    raise ValueError("no length")
                start, end = _span(stamp.clock, stamp.local, length)
            except (ValueError, OverflowError):
                self._notes.add("bad_date", said.line)
                continue
            yield Occurrence(start, end, False, kind == "BUSY-UNAVAILABLE")

    def _times(self, event: Event) -> Iterator[tuple[Stamp, Length]]:
        start = event.start
        yield start, event.length
        if event.replaces is not None:
            return
        back = event.length.whole + event.travel + MARGIN
        for said in event.component.all("RRULE"):
            for local in self._by_rule(said, event, self._first - back):
                yield start._replace(local=local), event.length
        for stamp, length in self._listed(event, "RDATE"):
            yield stamp._replace(clock=stamp.clock or start.clock), length or event.length

    def _by_rule(self, said: Property, event: Event, first: datetime) -> Iterator[datetime]:
        try:
            rule = Rule.parse(said.value)
            is_over = self._end_of(rule, event)
            yield from rule.moments(event.start.local, first, self._last + MARGIN, self._work, is_over)
        except TooOften:
            self._notes.add("too_often", said.line)
        except (BadRule, ValueError, OverflowError):
            self._notes.add("bad_rule", said.line)

    def _end_of(self, rule: Rule, event: Event) -> Callable[[datetime], bool]:
        """Whether a local time lies after UNTIL, which may be a day, an instant or a local time."""
        if not rule.until:
            return lambda slot: False
        until, clock = moment(rule.until), event.start.clock
        if until.tzinfo and clock:
            return lambda slot: clock(slot) > until
        if until.tzinfo:
            until = until.astimezone(self._home).replace(tzinfo=None)
        if is_day(rule.until) or event.is_days:
            return lambda slot: slot.date() > until.date()
        return lambda slot: slot > until

    def _occurrence(self, event: Event, stamp: Stamp, length: Length) -> Occurrence:
        if event.is_days:
            midnight = stamp.local.replace(hour=0, minute=0, second=0)
            return Occurrence(midnight, midnight + length.whole, True, event.is_away)
        start, end = _span(stamp.clock, stamp.local, length)
        return Occurrence(start - event.travel, end, False, event.is_away)

    def _listed(self, event: Event, name: str) -> Iterator[tuple[Stamp, Length | None]]:
        """Each time of a list; one that cannot be read is noted, and the others hold."""
        for said in event.component.all(name):
            values = said.value.split(",")
            self._work.charge(len(values))
            for value in values:
                try:
                    stamp, length = self._period(said, value)
                    self._key(stamp, event)
                except (ValueError, OverflowError):
                    self._notes.add("bad_date", said.line)
                    continue
                yield stamp, length

    def _period(self, said: Property, value: str) -> tuple[Stamp, Length | None]:
        """A time, or a time and how long; ValueError for what is neither."""
        begin, _slash, until = value.strip().upper().partition("/")
        start = self._stamp(said, begin)
        if not until:
            return start, None
        return start, duration(until) if "P" in until else _between(start, self._stamp(said, until))

    def _key(self, stamp: Stamp, event: Event) -> date | datetime:
        """By what two times of one series are the same: the day, the instant, or the floating time."""
        own, local = event.start.clock, stamp.local
        if stamp.is_day:
            return local.date()
        if stamp.clock and own is None and (stamp.clock is utc or not event.is_days):
            local = stamp.clock(local).astimezone(self._home).replace(tzinfo=None)
        if event.is_days:
            return local.date()
        return local if own is None else (stamp.clock or own)(local)


def duration(text: str) -> Length:
    """P1DT2H: days on the wall, hours in real time. ValueError for anything else."""
    found = _DURATION.fullmatch(text.strip().upper())
    if not found or not any(found.groups()[1:]):
        raise ValueError("no duration")
    sign, *numbers = found.groups()
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    wall = timedelta(weeks=weeks, days=days)
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (
        Length(-min(wall, LONGEST), -exact)
        if sign == "-"
        else Length(min(wall, LONGEST), min(exact, LONGEST))
    )


_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.ASCII
)


def _between(start: Stamp, end: Stamp) -> Length:
    """On the wall when both are on one clock; in real time when somebody flies from one to the other."""
    if start.clock is end.clock or start.clock is None or end.clock is None:
        return Length(min(end.local - start.local, LONGEST))
    return Length(NONE, min(end.clock(end.local) - start.clock(start.local), LONGEST))


def _span(clock: Clock | None, local: datetime, length: Length) -> tuple[datetime, datetime]:
    if clock is None:
        return local, local + length.whole
    start, end = clock(local), clock(local + length.wall) + length.exact
    # Within an hour that is skipped the end may come out before the start.
    return start, end if end > start else start + length.whole


def _is_whole_days(start: Stamp, length: timedelta) -> bool:
    is_midnight = not (start.local.hour or start.local.minute or start.local.second)
    return is_midnight and start.clock is not utc and not length % DAY


def _travel(component: Component) -> timedelta:
    """Apple's time to get there, which is as busy as the appointment itself."""
    said = component.one("X-APPLE-TRAVEL-DURATION")
    try:
        return min(max(NONE, duration(said.value).whole), DAY) if said else NONE
    except ValueError:
        return NONE


def _why_free(component: Component, status: str, *, is_cancelled: bool) -> str:
    if is_cancelled or component.text("STATUS") == "CANCELLED":
        return "cancelled"
    if component.all("DECLINED"):
        return "declined"
    if status in ("FREE", "WORKINGELSEWHERE"):
        return "free"
    is_told = status in ("BUSY", "TENTATIVE", "OOF")
    return "free" if not is_told and component.text("TRANSP") == "TRANSPARENT" else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
