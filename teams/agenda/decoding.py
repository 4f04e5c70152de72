"""A calendar file as components with the few properties that say when somebody is busy.

Everything else in the file (titles, places, people, texts) is passed over here and goes no further. What decides
is ASCII in every encoding, so the bytes are read as they are: a file in an odd encoding cannot fail.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024
MAX_COMPONENTS = 15_000  # seven years of a full calendar
MAX_LINES = 250_000  # 5 MB of lines of twenty characters
MAX_DEPTH = 10  # a calendar file has three levels
MAX_CALENDARS = 20  # in one zip

_WANTED = frozenset(
    b"BEGIN END DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID UID SEQUENCE STATUS TRANSP FREEBUSY METHOD"
    b" ATTENDEE TZID TZOFFSETFROM TZOFFSETTO X-WR-TIMEZONE X-MICROSOFT-CDO-BUSYSTATUS X-MICROSOFT-CDO-ALLDAYEVENT"
    b" X-APPLE-TRAVEL-DURATION".split()
)
_NAME = re.compile(rb"[A-Za-z0-9-]+\Z")
_UNNESTED = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
_UNPACKED_BIT_BY_BIT = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
)  # the others come a whole chunk at once
_KEPT = frozenset({"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"})


class Unreadable(Exception):
    """The whole file is refused: a sentence for its owner that says what to do."""

    def __init__(self, sentence: str | Promise, **values: object) -> None:
        super().__init__()  # nothing of the file comes along into a log
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return str(self.sentence) % self.values


class Property(NamedTuple):
    name: str
    parameters: dict[str, str]  # upper-case names, values without their quotes
    value: str
    line: int  # in the file, from 1


@dataclass(slots=True)
class Component:
    """VEVENT and its like, with what is in it."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)
    is_cut_off: bool = False  # the file ends before this does

    def one(self, name: str) -> Property | None:
        """The first of that name; a second one is not allowed where we ask this."""
        found = self.properties.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])

    def text(self, name: str) -> str:
        found = self.one(name)
        return found.value.strip().upper() if found else ""


@dataclass(slots=True)
class Calendar:
    """One file: the components that matter, in order, and the numbers of the lines that are no lines of a calendar."""

    components: list[Component]
    broken: list[int]


def calendars(data: bytes, own: Collection[str] = ()) -> list[Calendar]:
    """The calendars in a file; a zip, as Google gives it, may hold several. Raises Unreadable.

    own: the owner's addresses in lower case, to know an invitation that the owner declined.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_LARGE, limit=MAX_BYTES // 1024 // 1024)
    read = []
    count = 0
    for plain in _unzipped(data) if data.startswith(b"PK") else [data]:
        found = _Reader(own, MAX_COMPONENTS - count).read(_as_bytes(plain))
        count += len(found.components)
        read.append(found)
    return read


TOO_LARGE = _(
    "Dit bestand is groter dan %(limit)s MB. Exporteer alleen het komende jaar en kies dat bestand."
)
_TOO_MANY = _(
    "In dit bestand staan meer dan %(limit)s afspraken. Exporteer alleen het komende jaar en kies dat bestand."
)
_TOO_LONG = _(
    "Dit bestand heeft meer dan %(limit)s regels. Exporteer alleen het komende jaar en kies dat bestand."
)
_EMPTY = _("Dit bestand is leeg. Exporteer je agenda opnieuw en kies dat bestand.")
_NESTED = _("Dit bestand is geen gewone agenda. Exporteer je agenda opnieuw en kies dat bestand.")
_NO_CALENDAR = _(
    "Dit bestand is geen agenda. Exporteer je agenda als iCalendar (een bestand dat eindigt op .ics) en kies dat."
)
_WEB_PAGE = _(
    "Dit is een webpagina en geen agenda. Waarschijnlijk was je niet aangemeld bij je agenda. "
    "Meld je daar aan, download het .ics-bestand opnieuw en kies dat."
)
_CONTACTS = _(
    "Dit zijn contactpersonen (vCard) en geen agenda. Exporteer je agenda als .ics en kies dat bestand."
)
_TABLE = _("Dit is een tabel (csv) en geen agenda. Kies bij het exporteren voor iCalendar (.ics).")
_ADDRESS = _("In dit bestand staat alleen een adres. Open dat adres, bewaar het .ics-bestand en kies dat.")
_OFFICE = _("Dit is een bestand van Outlook of Office en geen agenda. Bewaar je agenda als iCalendar (.ics).")
_PDF = _("Dit is een pdf en geen agenda. Exporteer je agenda als iCalendar (.ics) en kies dat bestand.")
_ZIP_BROKEN = _("Dit zip-bestand is beschadigd. Pak het zelf uit en kies het .ics-bestand dat erin zit.")
_ZIP_LOCKED = _(
    "Dit zip-bestand heeft een wachtwoord. Pak het zelf uit en kies het .ics-bestand dat erin zit."
)
_ZIP_OTHER = _("In dit zip-bestand zit geen agenda. Kies een bestand dat eindigt op .ics.")
_ZIP_LARGE = _(
    "Dit zip-bestand is uitgepakt groter dan %(limit)s MB. Pak het uit en kies alleen het .ics-bestand van je werk."
)
_ZIP_MANY = _(
    "In dit zip-bestand zitten meer dan %(limit)s agenda’s. Pak het uit en kies het .ics-bestand van je werk."
)


def _unzipped(data: bytes) -> Iterator[bytes]:
    """Each .ics of a zip. No more is unpacked than is allowed, whatever the zip says about its sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if part.filename.lower().endswith((".ics", ".ical"))]
            if not parts:
                names = {part.filename for part in archive.infolist()}
                raise Unreadable(_OFFICE if "[Content_Types].xml" in names else _ZIP_OTHER)
            if len(parts) > MAX_CALENDARS:
                raise Unreadable(_ZIP_MANY, limit=MAX_CALENDARS)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable(_ZIP_LOCKED)
            if any(part.compress_type not in _UNPACKED_BIT_BY_BIT for part in parts):
                raise Unreadable(_ZIP_BROKEN)
            left = MAX_BYTES
            for part in parts:
                with archive.open(part) as stream:
                    plain = stream.read(left + 1)
                left -= len(plain)
                if left < 0:
                    raise Unreadable(_ZIP_LARGE, limit=MAX_BYTES // 1024 // 1024)
                if plain.strip():
                    yield plain
    except Unreadable:
        raise
    except Exception:
        # A damaged zip fails in the library in many ways, none of them ours to list.
        raise Unreadable(_ZIP_BROKEN) from None


def _as_bytes(data: bytes) -> bytes:
    """One byte a character for what is ASCII, without a mark at the beginning."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode()
    elif data[1:2] == b"\0" or data[:1] == b"\0":
        data = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


class _Reader:
    """Reads line by line what components there are; what is never closed ends where the next begins."""

    def __init__(self, own: Collection[str], most: int) -> None:
        self._own = [address.lower().encode() for address in own]
        self._most = most
        self._open: list[Component] = []
        self._found: list[Component] = []
        self._broken: list[int] = []
        self._is_calendar = False

    def read(self, data: bytes) -> Calendar:
        for number, line in _unfolded(data):
            head = line.partition(b":")[0]
            name = head.partition(b";")[0].strip().upper()
            if name in _WANTED:
                self._take(name, line, number)
            elif self._is_calendar and line.strip() and (len(head) == len(line) or not _NAME.match(name)):
                self._broken.append(number)
        for left in self._open:
            left.is_cut_off = left.name in _UNNESTED
        if not self._is_calendar:
            raise Unreadable(_what_else(data))
        return Calendar(self._found, self._broken)

    def _take(self, name: bytes, line: bytes, number: int) -> None:
        parsed = _parsed(name, line, number)
        if parsed is None:
            self._broken.append(number)
        elif name == b"BEGIN":
            self._begin(parsed.value.strip().upper(), number)
        elif name == b"END":
            self._end(parsed.value.strip().upper())
        elif self._open and self._open[-1].name in _KEPT:
            if name == b"ATTENDEE":
                if not self._is_declined_by_owner(line):
                    return
                parsed = Property("DECLINED", {}, "", number)  # who else was asked goes no further
            self._open[-1].properties.setdefault(parsed.name, []).append(parsed)

    def _begin(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            self._open = []
        elif name in _UNNESTED:
            self._end_all(_UNNESTED)
        self._is_calendar = self._is_calendar or name in _KEPT
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable(_NESTED)
        made = Component(name, number)
        if name in ("STANDARD", "DAYLIGHT") and self._open:
            self._open[-1].parts.append(made)
        elif name in _KEPT:
            self._found.append(made)
            if len(self._found) > self._most:
                raise Unreadable(_TOO_MANY, limit=_thousands(MAX_COMPONENTS))
        self._open.append(made)

    def _end(self, name: str) -> None:
        self._end_all({name})

    def _end_all(self, names: Collection[str]) -> None:
        """Closes the outermost open component with one of these names, and what is in it."""
        for depth, component in enumerate(self._open):
            if component.name in names:
                del self._open[depth:]
                return

    def _is_declined_by_owner(self, line: bytes) -> bool:
        lower = line.lower()
        return b"partstat=declined" in lower and any(
            lower.rstrip().endswith(b":" + address) for address in self._own
        )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole lines with the number of the line on which they begin; the ends may be CR, LF or both.

    Raises Unreadable for more lines than a calendar has, folded or not.
    """
    begun, parts = 1, [b""]
    for number, line in enumerate(data.splitlines(), start=1):
        if number > MAX_LINES:
            raise Unreadable(_TOO_LONG, limit=_thousands(MAX_LINES))
        if line.startswith((b" ", b"\t")):
            parts.append(line[1:])
        else:
            yield begun, b"".join(parts)
            begun, parts = number, [line]
    yield begun, b"".join(parts)


def _parsed(name: bytes, line: bytes, number: int) -> Property | None:
    """None for a line without a value. A colon or semicolon between quotes is part of what it is in."""
    text = line.decode("latin-1")
    if '"' not in text:
        head, colon, value = text.partition(":")
        parameters = head.split(";")[1:]
    else:
        pieces = _OUTSIDE.match(text)
        if pieces is None:
            return None
        head, colon, value = pieces[1], ":", pieces[2]
        parameters = _PARAMETER.findall(head)[1:]
    if not colon:
        return None
    pairs = (parameter.partition("=") for parameter in parameters)
    return Property(
        name.decode(),
        {key.strip().upper(): said.strip().strip('"') for key, _is, said in pairs},
        value,
        number,
    )


_OUTSIDE = re.compile(r'((?:[^":]+|"[^"]*")*+):(.*)\Z', re.DOTALL)
_PARAMETER = re.compile(r'(?:[^";]+|"[^"]*")++')


def _what_else(data: bytes) -> Promise:
    """What a file is that is no calendar, as far as its first bytes tell."""
    start = data[:2000].lstrip().lower()
    if not start:
        return _EMPTY
    for beginning, sentence in _OTHERS:
        if start.startswith(beginning):
            return sentence
    first = start.splitlines()[0]
    if first.count(b",") > 1 or first.count(b";") > 1 or first.count(b"\t") > 1:
        return _TABLE
    return _NO_CALENDAR


_OTHERS: tuple[tuple[bytes, Promise], ...] = (
    (b"<", _WEB_PAGE),
    (b"begin:vcard", _CONTACTS),
    (b"http", _ADDRESS),
    (b"webcal", _ADDRESS),
    (b"\xd0\xcf\x11\xe0", _OFFICE),
    (b"%pdf", _PDF),
)
