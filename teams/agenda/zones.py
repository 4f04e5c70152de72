"""Which clock a local time in a calendar file is on: by its name, or as the file itself describes it.

A local time that is skipped when the clock goes forward is read with the offset from before, one that comes
twice is the first of the two (RFC 5545, 3.3.5).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from teams.agenda.decoding import Component
from teams.agenda.recurring import BadRule, Rule, Work, moment

type Clock = Callable[[datetime], datetime]
"""From a local time without a zone to the instant in UTC."""

AROUND = timedelta(days=800)  # before what is read: the clock was changed at least once in that time


def utc(local: datetime) -> datetime:
    return local.replace(tzinfo=UTC)


def clock_of(key: str) -> Clock:
    """By an IANA name that exists."""
    zone = ZoneInfo(key)
    return lambda local: local.replace(tzinfo=zone).astimezone(UTC)


class Change(NamedTuple):
    onset: datetime  # on the clock from before the change
    before: timedelta
    after: timedelta


class Zones:
    """The clocks of one file, by the names that it uses."""

    def __init__(self, described: Iterable[Component], first: datetime, last: datetime, work: Work) -> None:
        self._described = {
            _bare(one.properties["TZID"][0].value): one for one in described if one.all("TZID")
        }
        self._first, self._last, self._work = first - AROUND, last, work
        self._known: dict[str, Clock | None] = {}

    def find(self, name: str) -> Clock | None:
        """None for a name that nobody knows and the file does not describe."""
        if name not in self._known:
            self._known[name] = self._find(_bare(name))
        return self._known[name]

    def _find(self, name: str) -> Clock | None:
        if key := _key(name):
            return clock_of(key)
        described = self._described.get(name)
        changes = self._changes(described) if described else []
        if changes:
            return Described(changes)
        return clock_of(found) if (found := _by_city(name)) else None

    def _changes(self, described: Component) -> list[Change]:
        changes: list[Change] = []
        for part in described.parts:
            start, before, after = (part.one(n) for n in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
            if not (start and before and after):
                continue
            try:
                offsets = _offset(before.value), _offset(after.value)
                changes += [Change(onset, *offsets) for onset in self._onsets(part, moment(start.value))]
            except (ValueError, OverflowError, BadRule):
                continue  # another part may still tell; without any the name is unknown
        return sorted(changes)

    def _onsets(self, part: Component, start: datetime) -> set[datetime]:
        start = start.replace(tzinfo=None)
        found = {start}
        for rule in part.all("RRULE"):
            found.update(Rule.parse(rule.value).moments(start, self._first, self._last, self._work))
        for dates in part.all("RDATE"):
            values = dates.value.split(",")
            self._work.charge(len(values))
            found.update(moment(value).replace(tzinfo=None) for value in values)
        return found


@dataclass(eq=False, slots=True)
class Described:
    """A clock as a file describes it: its changes, in order."""

    changes: list[Change]

    def __call__(self, local: datetime) -> datetime:
        at = bisect_right(self.changes, local, key=lambda change: change.onset) - 1
        if at < 0:
            return utc(local - self.changes[0].before)
        change = self.changes[at]
        is_skipped = local < change.onset + (change.after - change.before)
        return utc(local - (change.before if is_skipped else change.after))


def _bare(name: str) -> str:
    return name.strip().strip('"').strip()


def _key(name: str) -> str | None:
    """The IANA name: itself, of Windows, or behind a prefix such as /mozilla.org/20050126_1/."""
    known = _names()
    folded = name.casefold()
    if folded in known:
        return known[folded]
    parts = folded.split("/")
    tails = ("/".join(parts[-length:]) for length in (3, 2, 1) if length < len(parts))
    return next((known[tail] for tail in tails if tail in known), None)


def _by_city(name: str) -> str | None:
    """What a Dutch or an English Windows shows: (UTC+01:00) Amsterdam, Berlijn, Bern, Rome."""
    cities = _cities()
    words = (word.strip() for word in re.split(r"[,/)]", name[:200].casefold()))
    return next((cities[word] for word in words if word in cities), None)


@cache
def _names() -> dict[str, str]:
    iana = available_timezones()
    windows = {name.casefold(): key for name, key in WINDOWS_TO_OLSON.items() if key in iana}
    return windows | {name.casefold(): name for name in iana} | {"z": "UTC"}


@cache
def _cities() -> dict[str, str]:
    return {
        key.rsplit("/", 1)[1].replace("_", " ").casefold(): key
        for key in sorted(_names().values())
        if "/" in key
    }


def _offset(text: str) -> timedelta:
    """+0100 or +010000."""
    found = re.fullmatch(r"([+-])(\d\d):?(\d\d):?(\d\d)?", text.strip())
    if not found:
        raise ValueError("no offset")
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if length >= timedelta(days=1):
        raise ValueError("no offset")
    return -length if found[1] == "-" else length
