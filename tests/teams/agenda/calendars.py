"""Makes calendar files as the programs write that people export from, with all their quirks.

Every file says things that nobody but its owner may know: SECRETS. No test may find those back anywhere.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence

SECRETS = (
    "Kanarie-onderwerp", "Kanarie-plaats", "Kanarie-verhaal", "kanarie.collega@elders.example", "Kanarie-categorie",
    "kanarie-uid", "Kanarie-agenda",
)  # fmt: skip
PRIVATE = (
    "SUMMARY:Kanarie-onderwerp",
    "LOCATION:Kanarie-plaats",
    "DESCRIPTION:Kanarie-verhaal",
    "ATTENDEE;CN=Kanarie;PARTSTAT=ACCEPTED:mailto:kanarie.collega@elders.example",
    "CATEGORIES:Kanarie-categorie",
)

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
THUNDERBIRD_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
X-TZINFO:Europe/Amsterdam[2026a]
BEGIN:STANDARD
TZOFFSETTO:+001932
TZOFFSETFROM:+001932
TZNAME:LMT
DTSTART:18350101T000000
RDATE:18350101T000000
END:STANDARD
BEGIN:DAYLIGHT
TZOFFSETTO:+0200
TZOFFSETFROM:+0100
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETTO:+0100
TZOFFSETFROM:+0200
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""


def event(*lines: str, uid: str = "", private: Sequence[str] = PRIVATE) -> str:
    """One VEVENT; every one of them is full of secrets, its UID too."""
    known = [*private, f"UID:kanarie-uid-{uid or abs(hash(lines))}"]
    return "\n".join(["BEGIN:VEVENT", *known, *lines, "END:VEVENT"])


def calendar(*parts: str, head: Sequence[str] = (), end: str = "\r\n") -> bytes:
    """A whole file in UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "X-WR-CALNAME:Kanarie-agenda",
        *head,
        *parts,
        "END:VCALENDAR",
        "",
    ]
    return "\n".join(lines).replace("\n", end).encode()


def timed(start: str, end: str, *more: str, zone: str = "Europe/Amsterdam", uid: str = "") -> str:
    """20260401T0900 to 20260401T0930, in a zone; "Z" for UTC, "" for floating."""
    said = {"Z": ("", "Z"), "": ("", "")}.get(zone, (f";TZID={zone}", ""))
    return event(f"DTSTART{said[0]}:{start}00{said[1]}", f"DTEND{said[0]}:{end}00{said[1]}", *more, uid=uid)


def outlook(*parts: str, name: str = "W. Europe Standard Time", described: bool = True) -> bytes:
    """Classic Outlook: its own zone names, METHOD, and a status of its own."""
    zone = (OUTLOOK_ZONE.format(name=name),) if described else ()
    head = [
        "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        "METHOD:PUBLISH",
        "X-MS-OLK-FORCEINSPECTOROPEN:TRUE",
    ]
    return calendar(*zone, *parts, head=head)


def google(*parts: str) -> bytes:
    head = ["PRODID:-//Google Inc//Google Calendar 70.9054//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    return calendar(*parts, head=[*head, "X-WR-TIMEZONE:Europe/Amsterdam"])


def nextcloud(*parts: str) -> bytes:
    return calendar(THUNDERBIRD_ZONE, *parts, head=["PRODID:-//IDN nextcloud.com//Calendar app 5.2//EN"])


def apple(*parts: str) -> bytes:
    head = ["METHOD:PUBLISH", "PRODID:-//Apple Inc.//macOS 15.3//EN", "X-APPLE-CALENDAR-COLOR:#FF2968"]
    return folded(calendar(*parts, head=head, end="\n"), 40)


def folded(data: bytes, width: int) -> bytes:
    """Folded at a number of bytes, also within a character, as the standard allows."""
    lines = []
    for line in data.split(b"\n"):
        pieces = [line[at : at + width] for at in range(0, len(line), width)] or [b""]
        lines.append(b"\n ".join(pieces))
    return b"\n".join(lines)


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files:
            # A date of its own would be in the bytes, and those are in the names of tests: every worker needs the same.
            archive.writestr(zipfile.ZipInfo(name, (2026, 4, 1, 9, 0, 0)), data, method)
    return stream.getvalue()
