"""Three programs that read a calendar, each with code of its own, and nothing but the file to go by."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events
import vobject

from tests.support.browser import ARGUMENTS, CHROMIUM

Starts = dict[str, tuple[datetime, datetime]]  # UID -> from and to, in UTC
ICAL_JS = Path(__file__).parents[2] / "support" / "ical.min.js"
NUMBERS = count(1)
READ = """([source, text]) => {
  const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
  return import(url).then(({default: ICAL}) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    return calendar.getAllSubcomponents('vevent').map(part => {
      const event = new ICAL.Event(part);
      return [event.uid, event.startDate.toUnixTime(), event.endDate.toUnixTime()];
    });
  });
}"""


def nameless(ics: bytes) -> bytes:
    """With a name for its time zone that nobody knows: who reads this has to believe its VTIMEZONE."""
    zones = set(re.findall(rb"^TZID:(\S+)", ics, re.MULTILINE))
    for zone in zones:
        ics = ics.replace(zone, f"Zone-{next(NUMBERS)}".encode())
    assert zones
    return ics


def by_icalendar(ics: bytes) -> Starts:
    calendar = icalendar.Calendar.from_ical(ics)
    found = recurring_ical_events.of(calendar).between(datetime(2025, 1, 1), datetime(2029, 1, 1))
    return {str(e["UID"]): (_utc(e["DTSTART"].dt), _utc(e["DTEND"].dt)) for e in found}


def by_vobject(ics: bytes) -> Starts:
    """It knows a zone by dateutil's own reading of the VTIMEZONE."""
    calendar = vobject.readOne(io.StringIO(ics.decode()))
    events = getattr(calendar, "vevent_list", [])
    return {e.uid.value: (_utc(e.dtstart.value), _utc(e.dtend.value)) for e in events}


class IcalJs:
    """The library of Thunderbird, in Chromium. It has a thread of its own: under Playwright's event loop the thread
    of the test would have another connection with the database, which nobody closes."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "ical-js")
        self._playwright, self._page = self._thread.submit(self._open).result()

    def __call__(self, ics: bytes) -> Starts:
        given = [ICAL_JS.read_text(), ics.decode()]
        found: list[Any] = self._thread.submit(self._page.evaluate, READ, given).result()
        return {uid: (datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC)) for uid, a, b in found}

    def close(self) -> None:
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()

    @staticmethod
    def _open() -> tuple[Any, Any]:
        from playwright.sync_api import sync_playwright

        playwright = sync_playwright().start()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        return playwright, chromium.new_page()


def _utc(value: datetime) -> datetime:
    assert value.tzinfo is not None
    return value.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One property of an unfolded calendar."""

    name: str
    value: str


def unfolded(ics: bytes) -> list[Line]:
    """By hand: what stands in the bytes, without any library."""
    text = ics.decode().replace("\r\n ", "")
    return [Line(*line.split(":", 1)) for line in text.split("\r\n") if line]


def events(ics: bytes) -> dict[str, dict[str, str]]:
    """UID -> its properties, without their parameters."""
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for line in unfolded(ics):
        if line == Line("BEGIN", "VEVENT"):
            current = {}
        elif line == Line("END", "VEVENT") and current is not None:
            found[current["UID"]] = current
            current = None
        elif current is not None:
            current[line.name.split(";")[0]] = line.value
    return found
