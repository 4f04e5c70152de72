"""A file made to exhaust us is refused, or costs no more than any other: within a second, whatever it holds."""

import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teams.agenda.decoding import MAX_BYTES, MAX_COMPONENTS, Unreadable
from teams.agenda.reading import Reading, read
from teams.agenda.recurring import MOST_WORK, Work
from tests.teams.agenda import calendars
from tests.teams.agenda.calendars import calendar, event, timed

pytestmark = pytest.mark.shows("planner-3")

MONDAY = date(2026, 3, 30)
ZONE = "Europe/Amsterdam"
MANY = MAX_COMPONENTS - 10

ONE = timed("20260401T0900", "20260401T0930")


def series(rule: str, start: str = "20260401T0900") -> str:
    end = start[:-4] + "1000"
    return timed(start, end, f"RRULE:{rule}", zone="", uid="x")


def every(unit: int) -> str:
    return ",".join(map(str, range(unit)))


def bare(*lines: str, times: int) -> bytes:
    """Many events without anything that is not needed."""
    return "\n".join(
        ["BEGIN:VCALENDAR", *["BEGIN:VEVENT\n" + "\n".join(lines) + "\nEND:VEVENT"] * times]
    ).encode()


# What is understood, and costs nothing -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "start", "times"),
    [
        ("FREQ=DAILY;COUNT=1000000000", "20260401T0900", 418),
        ("FREQ=DAILY;COUNT=" + "9" * 300, "20260401T0900", 418),
        ("FREQ=DAILY", "00010101T0900", 420),
        ("FREQ=DAILY;COUNT=9999999", "00010101T0900", 420),
        ("FREQ=DAILY;INTERVAL=" + "9" * 300, "20260401T0900", 1),
        ("FREQ=YEARLY", "00010401T0900", 2),
        ("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2", "20260401T0900", 1),
        ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", "20260401T0900", 1),
    ],
)
def test_a_rule_without_end_costs_what_the_window_costs(rule: str, start: str, times: int) -> None:
    work = Work()
    found = read(calendar(series(rule, start)), MONDAY, ZONE, work=work)
    assert len(found.busy) == times
    assert MOST_WORK - work.left < 2_500


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=1000000",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=HOURLY",
        f"FREQ=DAILY;BYHOUR={every(24)};BYMINUTE={every(60)};BYSECOND={every(60)}",
        f"FREQ=YEARLY;BYMONTHDAY={','.join(str(n % 31 + 1) for n in range(100_000))}",
    ],
)
def test_a_rule_that_comes_back_all_day_counts_once_and_is_told(rule: str) -> None:
    work = Work()
    found = read(calendar(series(rule)), MONDAY, ZONE, work=work)
    assert len(found.busy) == 1
    assert found.skipped["too_often"].count == 1
    assert MOST_WORK - work.left < 10


def test_a_counted_rule_of_two_thousand_years_is_told_before_anything_is_computed() -> None:
    work = Work()
    found = read(calendar(series("FREQ=DAILY;COUNT=739000", "00010101T0900")), MONDAY, ZONE, work=work)
    assert (found.busy, found.skipped["too_often"].count) == ([], 1)
    assert work.left == MOST_WORK


# What is refused ----------------------------------------------------------------------------------------

BOMBS: dict[str, Callable[[], bytes]] = {
    "a million extra times": lambda: calendar(
        event(
            "DTSTART:20260401T090000Z", "DURATION:PT1H", "RDATE:" + ",".join(["20260401T090000Z"] * 300_000)
        )
    ),
    "a million left out": lambda: calendar(
        timed(
            "20260401T0900", "20260401T0930", "RRULE:FREQ=DAILY", "EXDATE:" + ",".join(["20260401"] * 550_000)
        )
    ),
    "a hundred thousand appointments": lambda: bare("DTSTART:20260401", times=100_000),
    "many series": lambda: bare("DTSTART:20200101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY", times=MANY),
    "many series that never come": lambda: bare(
        "DTSTART:20200101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", times=MANY
    ),
    "thousands of counted centuries": lambda: bare(
        "DTSTART:19200101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=38000", times=3_000
    ),
    "exceptions to exceptions": lambda: "\n".join(
        ["BEGIN:VCALENDAR"]
        + [
            f"BEGIN:VEVENT\nUID:1\nDTSTART:20260401T0{n % 9}0000Z\nDURATION:PT1H\n"
            + (f"RECURRENCE-ID:20260401T{n // 60 % 24:02}{n % 60:02}00Z\n" if n % 2 else "")
            + "END:VEVENT"
            for n in range(MANY)
        ]
    ).encode(),
    "clocks that change every day": lambda: "\n".join(
        ["BEGIN:VCALENDAR"]
        + [
            f"BEGIN:VTIMEZONE\nTZID:z{n}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\n"
            f"TZOFFSETTO:+0200\nRRULE:FREQ=DAILY\nEND:STANDARD\nEND:VTIMEZONE\n"
            f"BEGIN:VEVENT\nDTSTART;TZID=z{n}:20260401T090000\nDURATION:PT1H\nEND:VEVENT"
            for n in range(9_000)
        ]
    ).encode(),
    "endless folding": lambda: b"BEGIN:VCALENDAR\r\nDESCRIPTION:" + b"\r\n x" * 1_250_000,
    "endless folding of times": lambda: (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nRDATE:" + b"20260401T090000Z,\n " * 270_000
    ),
    "endless nesting": lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 600_000,
    "millions of broken lines": lambda: b"BEGIN:VCALENDAR\n" + b"x\n" * 2_500_000,
    "a zip that grows": lambda: calendars.zipped([("a.ics", b"BEGIN:VCALENDAR\n" + b" " * 50_000_000)]),
}


def outcome(data: bytes) -> Reading | str:
    try:
        return read(data, MONDAY, ZONE)
    except Unreadable as refused:
        return str(refused)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_with_a_sentence(bomb: str) -> None:
    said = outcome(BOMBS[bomb]())
    assert isinstance(said, str)
    assert said.startswith(("In dit bestand staan", "Dit bestand", "Dit zip-bestand"))


def _some_time(n: int) -> str:
    hour = f"2026{4 + n % 9:02}{1 + n % 28:02}T{n % 24:02}"
    return timed(f"{hour}00", f"{hour}30", uid=str(n))


FULL: dict[str, Callable[[], bytes]] = {
    "as many appointments as are read": lambda: calendar(*map(_some_time, range(MANY))),
    "quotes without end": lambda: b'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID="' + b'a"b"' * 1_250_000,
    "one time said two hundred thousand times": lambda: bare("DTSTART:20260401T090000\n" * 190_000, times=1),
    "one long text": lambda: calendar(event("DESCRIPTION:" + "Kanarie " * 600_000)),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", FULL)
def test_as_much_as_may_be_is_read(name: str) -> None:
    """How long this and the bombs take is measured in `make bench`: a timed test fails for others' work."""
    data = FULL[name]()
    assert len(data) <= MAX_BYTES + 1_000
    assert isinstance(outcome(data), Reading)


def test_of_a_zip_no_more_is_unpacked_than_is_read() -> None:
    data = calendars.zipped([("a.ics", b"BEGIN:VCALENDAR\n" + b" " * 80_000_000)])
    tracemalloc.start()
    outcome(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * MAX_BYTES


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_unpacks_a_whole_chunk_at_once_is_refused_before_it_is_unpacked(method: int) -> None:
    data = calendars.zipped([("a.ics", b"BEGIN:VCALENDAR\n" + b" " * 80_000_000)], method)
    tracemalloc.start()
    said = outcome(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(said).startswith("Dit zip-bestand is beschadigd.")
    assert peak < MAX_BYTES


# Whatever comes -----------------------------------------------------------------------------------------

pieces = st.sampled_from(
    [
        b"BEGIN:VCALENDAR\n", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VALARM\n", b"END:VALARM\n", b"BEGIN:VTIMEZONE\n",
        b"TZID:x\n", b"BEGIN:STANDARD\n", b"TZOFFSETFROM:+2359\n", b"TZOFFSETTO:-9999\n", b"END:VTIMEZONE\n", b"UID:1\n",
        b"DTSTART:20260401T090000Z\n", b"DTSTART;TZID=x:20260401T090000\n", b"DTSTART;VALUE=DATE:99991231\n",
        b"DTSTART:00010101T000000\n", b"DTSTART;TZID=Asia/Tokyo:00010101T000000\n", b"DTSTART;TZID=US/Hawaii:99991231T235959\n",
        b"DTEND:99991231T235959Z\n", b"DTEND;VALUE=DATE:20260402\n", b"DURATION:P999999W\n", b"DURATION:-PT1H\n",
        b"RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU\n", b"RRULE:FREQ=WEEKLY;WKST=SU;COUNT=3\n", b"RRULE:;;=\n",
        b"RRULE:FREQ=MONTHLY;UNTIL=0001\n", b"RDATE:00010101T000000Z/P1D,x\n", b"EXDATE;VALUE=DATE:20260401\n",
        b"RECURRENCE-ID;TZID=Asia/Tokyo:00010101T000000\n", b"RECURRENCE-ID:20260401T090000Z\n", b"SEQUENCE:-1\n",
        b"BEGIN:VFREEBUSY\n", b"FREEBUSY:00010101T000000/P1D,20260401T000000Z/PT1H\n", b"STATUS:CANCELLED\n",
        b"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n", b"X-WR-TIMEZONE:Europe/London\n", b" gevouwen\n", b"\xff\xfe\x00:\r", b'";:"',
    ]
)  # fmt: skip


@given(st.lists(pieces | st.binary(max_size=12), max_size=40).map(b"".join))
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_no_file_fails_in_a_way_that_was_not_foreseen(data: bytes) -> None:
    said = outcome(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data)
    assert isinstance(said, Reading)
