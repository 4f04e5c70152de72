"""A calendar file comes in as times, whichever program wrote it; each expected time was worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from teams.agenda.decoding import MAX_BYTES, Unreadable
from teams.agenda.reading import Meaning, Reading, decide, read
from tests.teams.agenda import calendars
from tests.teams.agenda.calendars import calendar, event, timed

pytestmark = pytest.mark.shows("planner-3", "W5")

MONDAY = date(2026, 3, 30)  # Easter Monday is a week later; the clock went forward the day before
ZONE = "Europe/Amsterdam"
OWN = {"samira@lindewaard.example"}


def reading(data: bytes, monday: date = MONDAY, zone: str = ZONE) -> Reading:
    return read(data, monday, zone, own=OWN)


def spans(found: Reading) -> list[str]:
    """`04-01 07:00/07:30` in UTC; a floating time with a ~ before it, a time shown as away with a ! behind it."""
    words = []
    for start, end, away in found.busy:
        last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
        words.append(f"{'' if start.tzinfo else '~'}{start:%m-%d %H:%M}/{last}{'!' if away else ''}")
    return words


def days(found: Reading) -> list[str]:
    return [f"{first:%m-%d}/{last:%m-%d}{'!' if away else ''}" for first, last, away in found.days]


def skipped(found: Reading) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {why: (one.count, one.lines) for why, one in found.skipped.items()}


def counts(found: Reading) -> dict[str, int]:
    return {why: one.count for why, one in found.skipped.items()}


# The producers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("described", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_outlook_with_its_own_zone_name_in_every_encoding(described: bool, encoding: str) -> None:
    west = "W. Europe Standard Time"
    text = calendars.outlook(
        timed("20260401T0900", "20260401T0930", "SUMMARY:Coördinatie", zone=f'"{west}"'),
        timed("20261026T0900", "20261026T1000", zone=west),
        described=described,
    ).decode()
    assert spans(reading(text.encode(encoding))) == ["04-01 07:00/07:30", "10-26 08:00/09:00"]


def test_outlook_says_itself_what_is_busy() -> None:
    def shown(hour: int, status: str, transparent: str = "OPAQUE") -> str:
        extra = (f"X-MICROSOFT-CDO-BUSYSTATUS:{status}", f"TRANSP:{transparent}")
        return timed(f"20260401T{hour:02}00", f"20260401T{hour:02}30", *extra, zone="W. Europe Standard Time")

    found = reading(
        calendars.outlook(
            shown(8, "BUSY"), shown(9, "TENTATIVE"), shown(10, "FREE"), shown(11, "WORKINGELSEWHERE"),
            shown(12, "OOF"), shown(13, "BUSY", "TRANSPARENT"), shown(14, "FREE", "OPAQUE"),
        )
    )  # fmt: skip
    assert spans(found) == [
        "04-01 06:00/06:30", "04-01 07:00/07:30", "04-01 10:00/10:30!", "04-01 11:00/11:30"
    ]  # fmt: skip
    assert counts(found) == {"free": 3}


def test_outlook_writes_whole_days_as_midnights() -> None:
    whole = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    found = reading(
        calendars.outlook(
            timed(
                "20260407T0000",
                "20260411T0000",
                whole,
                "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
                zone="W. Europe Standard Time",
            ),
            timed("20260504T2200", "20260505T2200", whole, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", zone="Z"),
            event(
                "DTSTART;VALUE=DATE:20260601",
                "DTEND;VALUE=DATE:20260602",
                whole,
                "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
            ),
        )
    )
    assert spans(found) == []
    assert days(found) == ["04-07/04-10!", "05-05/05-05", "06-01/06-01!"]


def test_google_writes_utc_and_keeps_free_things_apart() -> None:
    no = "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=DECLINED"
    found = reading(
        calendars.google(
            timed("20260401T0700", "20260401T0800", "TRANSP:OPAQUE", zone="Z"),
            timed("20260401T1000", "20260401T1100", "TRANSP:TRANSPARENT", zone="Z"),
            timed("20260402T0700", "20260402T0800", "STATUS:CANCELLED", zone="Z"),
            timed("20260403T0700", "20260403T0800", "STATUS:TENTATIVE", zone="Z"),
            timed("20260403T1200", "20260403T1300", f"{no};X-NUM-GUESTS=0:mailto:Samira@lindewaard.example", zone="Z"),
            timed("20260403T1400", "20260403T1500", f"{no}:mailto:iemand@lindewaard.example", zone="Z"),
            event("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260504", "TRANSP:OPAQUE"),
            event("DTSTART;VALUE=DATE:20260505", "DTEND;VALUE=DATE:20260506", "TRANSP:TRANSPARENT"),
            timed("20260408T0900", "20260408T1000", zone=""),  # floating: X-WR-TIMEZONE tells
        )
    )  # fmt: skip
    assert spans(found) == [
        "04-01 07:00/08:00", "04-03 07:00/08:00", "04-03 14:00/15:00", "04-08 07:00/08:00"
    ]  # fmt: skip
    assert days(found) == ["05-01/05-03"]
    assert counts(found) == {"free": 2, "cancelled": 1, "declined": 1}


def test_a_zip_of_google_holds_several_calendars() -> None:
    one = calendars.google(timed("20260401T0700", "20260401T0800", zone="Z"))
    two = calendars.google(timed("20260402T0700", "20260402T0800", zone="Z"), event("DTSTART:onzin"))
    found = reading(calendars.zipped([("samira@x.ics", one), ("Werk.ics", two), ("leeg.ics", b"")]))
    assert spans(found) == ["04-01 07:00/08:00", "04-02 07:00/08:00"]
    assert skipped(found)["bad_date"] == (1, ("2:25",))


def test_nextcloud_moves_cancels_and_leaves_out_single_times() -> None:
    """Mondays at 9: the second is left out, the third moved to Tuesday 14.00, the fourth cancelled, the fifth free."""
    moved = "RECURRENCE-ID;TZID=Europe/Amsterdam:20260413T090000"
    gone = "EXDATE;TZID=Europe/Amsterdam:20260406T090000,20250101T090000"
    found = reading(
        calendars.nextcloud(
            timed("20260330T0900", "20260330T0945", "RRULE:FREQ=WEEKLY;COUNT=7", gone, uid="a"),
            timed("20260414T1400", "20260414T1500", moved, "RRULE:FREQ=DAILY", uid="a"),
            timed("20260420T0900", "20260420T0945", "RECURRENCE-ID:20260420T070000Z", "STATUS:CANCELLED", uid="a"),
            timed("20260427T0900", "20260427T0945", "RECURRENCE-ID;VALUE=DATE:20260427", "TRANSP:TRANSPARENT", uid="a"),
            timed("20220101T0900", "20220101T0945", "RECURRENCE-ID;TZID=Europe/Amsterdam:20260511T090000", uid="a"),
        )
    )  # fmt: skip
    assert spans(found) == ["03-30 07:00/07:45", "04-14 12:00/13:00", "05-04 07:00/07:45"]
    assert counts(found) == {"cancelled": 1, "free": 1, "outside": 1}


def test_apple_has_floating_times_alarms_travel_and_odd_folding() -> None:
    found = reading(
        calendars.apple(
            event("DTSTART:20260401T090000", "DURATION:PT45M", "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT9H", "END:VALARM"),
            timed("20260402T1000", "20260402T1100", "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M", "SUMMARY:Één naïef café…"),
            event("DTSTART;VALUE=DATE:16040413", "DTEND;VALUE=DATE:16040414", "RRULE:FREQ=YEARLY", "TRANSP:OPAQUE"),
        )
    )  # fmt: skip
    assert spans(found) == ["04-02 07:30/09:00", "~04-01 09:00/09:45"]
    assert days(found) == ["04-13/04-13", "04-13/04-13"]  # of two years
    decided = decide(found, MONDAY, "Europe/London", away=Meaning.AWAY, other=Meaning.NOTHING)
    assert decided.busy[0] == (datetime(2026, 4, 1, 8, tzinfo=UTC), datetime(2026, 4, 1, 8, 45, tzinfo=UTC))


def test_exchange_publishes_only_when_somebody_is_free() -> None:
    periods = "\n".join(
        [
            "BEGIN:VFREEBUSY", "DTSTART:20260330T000000Z", "DTEND:20260501T000000Z", "COMMENT:Kanarie-verhaal",
            "FREEBUSY:20260401T070000Z/20260401T080000Z,20260401T090000Z/PT30M",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260402T070000Z/PT1H",
            "FREEBUSY;FBTYPE=FREE:20260403T070000Z/PT8H",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260406T220000Z/20260408T220000Z",
            "FREEBUSY:onzin,20260409T070000Z/20260409T060000Z,20260409T070000Z/PT1H", "END:VFREEBUSY",
        ]
    )  # fmt: skip
    found = reading(calendar(periods))
    assert spans(found) == [
        "04-01 07:00/08:00", "04-01 09:00/09:30", "04-02 07:00/08:00", "04-06 22:00/04-08 22:00!", "04-09 07:00/08:00"
    ]  # fmt: skip
    assert counts(found) == {"bad_date": 2}
    decided = decide(found, MONDAY, ZONE, away=Meaning.AWAY, other=Meaning.NOTHING)
    assert [(d.first, d.last) for d in decided.away] == [(date(2026, 4, 7), date(2026, 4, 8))]
    assert len(decided.busy) == 4


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Amsterdam", "europe/amsterdam", "/freeassociation.sourceforge.net/Europe/Amsterdam",
        "/mozilla.org/20050126_1/Europe/Amsterdam", "W. Europe Standard Time", "Romance Standard Time",
        '"(UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen"', "(GMT+01.00) Amsterdam / Berlin / Bern",
    ],
)  # fmt: skip
def test_a_zone_goes_by_many_names(name: str) -> None:
    assert spans(reading(calendar(timed("20260401T0900", "20260401T0930", zone=name)))) == [
        "04-01 07:00/07:30"
    ]


def test_a_zone_that_only_the_file_knows_is_as_the_file_describes_it() -> None:
    described = calendars.OUTLOOK_ZONE.format(name="Customized Time Zone").replace("+0200", "+0530")
    zone = "Customized Time Zone"
    found = reading(
        calendar(
            described,
            timed("20260401T0900", "20260401T0930", zone=zone),
            timed("20261201T0900", "20261201T0930", zone=zone),
            timed("20270328T0100", "20270328T0700", zone=zone),  # its own clock skips 2.00 to 6.30 then
            timed("20270328T0300", "20270328T0800", zone=zone),
        )
    )
    assert spans(found) == [
        "04-01 03:30/04:00",
        "12-01 08:00/08:30",
        "03-28 00:00/01:30",
        "03-28 02:00/02:30",
    ]


def test_a_zone_that_nobody_knows_waits_for_the_owner() -> None:
    found = reading(calendar(timed("20260401T0900", "20260401T0930", zone="Middle Earth")))
    assert spans(found) == ["~04-01 09:00/09:30"]
    assert counts(found) == {"unknown_zone": 1}


# Series -----------------------------------------------------------------------------------------------


def series(rule: str, *more: str, start: str = "20260401T0900", end: str = "20260401T0930") -> list[str]:
    found = reading(calendar(timed(start, end, f"RRULE:{rule}", *more)))
    assert not counts(found), found.skipped
    return [span.partition("/")[0] for span in spans(found)]


def test_a_series_keeps_its_time_on_the_wall_over_both_clock_changes() -> None:
    found = series("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=13")
    assert found == [
        "04-01 07:00", "05-01 07:00", "06-01 07:00", "07-01 07:00", "08-01 07:00", "09-01 07:00", "10-01 07:00",
        "11-01 08:00", "12-01 08:00", "01-01 08:00", "02-01 08:00", "03-01 08:00", "04-01 07:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "days_of_april"),
    [
        ("FREQ=DAILY;COUNT=4", [1, 2, 3, 4]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260421", [1, 11, 21]),
        ("FREQ=DAILY;UNTIL=20260403T070000Z", [1, 2, 3]),
        ("FREQ=DAILY;UNTIL=20260403T065959Z", [1, 2]),
        ("FREQ=DAILY;UNTIL=20260403T090000", [1, 2, 3]),
        ("FREQ=DAILY;UNTIL=20260403T085959", [1, 2]),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20260413", [1, 3, 6, 8, 10, 13]),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,WE;COUNT=4", [1, 12, 15, 26]),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU,WE;COUNT=4", [1, 5, 15, 19]),
        ("FREQ=MONTHLY;BYDAY=1WE,-1TH;UNTIL=20260430", [1, 30]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20260430", [1, 30]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260430T220000Z", [1, 30]),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1,2;COUNT=2", [1, 2]),
        ("FREQ=YEARLY;BYYEARDAY=92;COUNT=2", [1, 2]),
        ("FREQ=YEARLY;BYWEEKNO=15;UNTIL=20260501", [1, 8]),
        ("freq=weekly;count=2;", [1, 8]),
    ],
)  # fmt: skip
def test_a_rule_gives_the_days_that_it_says(rule: str, days_of_april: list[int]) -> None:
    """1 April 2026 is a Wednesday; the first time of a series always counts."""
    assert series(rule) == [f"04-{day:02} 07:00" for day in days_of_april]


def test_a_rule_may_come_twice_a_day() -> None:
    assert series("FREQ=DAILY;BYHOUR=9,15;COUNT=3") == ["04-01 07:00", "04-01 13:00", "04-02 07:00"]


def test_extra_and_left_out_times() -> None:
    more = (
        "RDATE;TZID=Europe/Amsterdam:20260410T140000,20260402T090000",
        "RDATE;VALUE=PERIOD:20260411T070000Z/PT2H,20260412T070000Z/20260412T073000Z",
        "EXDATE;VALUE=DATE:20260401",
        "EXDATE:20260403T070000Z",
    )
    assert series("FREQ=DAILY;COUNT=4", *more) == [
        "04-02 07:00", "04-04 07:00", "04-10 12:00", "04-11 07:00", "04-12 07:00"
    ]  # fmt: skip


def test_a_series_that_began_long_ago_is_there_now() -> None:
    weekly = timed("20040901T0900", "20040901T0930", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE")
    found = reading(calendar(weekly))
    fortnights = (date(2026, 4, 1) - date(2004, 9, 1)).days // 7 % 2
    assert spans(found)[0] == ("04-01 07:00/07:30" if fortnights == 0 else "04-08 07:00/07:30")
    assert len(found.busy) == 30


def test_a_counted_series_that_began_long_ago_ends_when_it_says() -> None:
    """Every weekday since Monday 5 January 2026: the seventieth is 10 April."""
    since = timed("20260105T0900", "20260105T0930", "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=70")
    found = reading(calendar(since))
    assert [spans(found)[0], spans(found)[-1]] == ["03-30 07:00/07:30", "04-10 07:00/07:30"]
    assert len(found.busy) == 10


def test_whole_days_repeat_until_a_day_or_an_instant() -> None:
    for until in ("20260421", "20260420T220000Z", "20260421T215959Z"):
        found = reading(calendar(event("DTSTART;VALUE=DATE:20260407", f"RRULE:FREQ=WEEKLY;UNTIL={until}")))
        assert days(found) == ["04-07/04-07", "04-14/04-14", "04-21/04-21"]


# Times ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20260401T2300", "20260402T0100", "04-01 21:00/23:00"),
        ("20260401T2330", "20260402T0230", "04-01 21:30/04-02 00:30"),
        ("20261024T2200", "20261025T0600", "10-24 20:00/10-25 05:00"),  # nine hours: the clock goes back
        ("20261025T0230", "20261025T0330", "10-25 00:30/02:30"),  # 2.30 comes twice: the first
        (
            "20270328T0230",
            "20270328T0330",
            "03-28 01:30/02:30",
        ),  # 2.30 is skipped: 3.30, and as long as it was
        ("20270328T0100", "20270328T0400", "03-28 00:00/02:00"),
    ],
)
def test_a_time_across_midnight_or_a_clock_change(start: str, end: str, expected: str) -> None:
    assert spans(reading(calendar(timed(start, end)))) == [expected]


def test_a_flight_takes_the_time_in_the_air() -> None:
    flight = event(
        "DTSTART;TZID=Europe/Amsterdam:20260401T100000", "DTEND;TZID=America/New_York:20260401T120000"
    )
    assert spans(reading(calendar(flight))) == ["04-01 08:00/16:00"]


def test_a_length_in_place_of_an_end() -> None:
    lengths = ("PT1H30M", "P1DT1H", "P1W", "PT0S")
    found = reading(
        calendar(*(event(f"DTSTART:202604{n:02}T070000Z", f"DURATION:{p}") for n, p in enumerate(lengths, 1)))
    )
    assert spans(found) == ["04-01 07:00/08:30", "04-02 07:00/04-10 07:00"]
    assert counts(found) == {"no_length": 1}


def test_what_has_no_end_is_a_point_or_one_day() -> None:
    found = reading(calendar(event("DTSTART:20260401T070000Z"), event("DTSTART;VALUE=DATE:20260402")))
    assert (spans(found), days(found), counts(found)) == ([], ["04-02/04-02"], {"no_length": 1})


def test_only_what_touches_the_window_counts() -> None:
    found = reading(
        calendar(
            timed("20260329T2000", "20260330T0100"),
            timed("20250101T0900", "20250101T1000"),
            timed("20270523T2300", "20270524T0900"),
            timed("20270524T0000", "20270524T0900", uid="later"),
            event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20280101"),
        )
    )
    assert spans(found) == ["03-29 22:00/23:00", "05-23 21:00/22:00"]
    assert days(found) == ["03-30/05-23"]
    assert counts(found) == {"outside": 2}


def test_spans_that_touch_become_one() -> None:
    found = reading(
        calendar(*(timed(f"20260401T{h:02}00", f"20260401T{h + 1:02}30", uid=str(h)) for h in (9, 10, 12)))
    )
    assert spans(found) == ["04-01 07:00/09:30", "04-01 10:00/11:30"]


# Files that are not quite right -----------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\n\r\n"])
def test_any_line_end_will_do(end: str) -> None:
    assert spans(reading(calendar(timed("20260401T0900", "20260401T0930"), end=end))) == ["04-01 07:00/07:30"]


@pytest.mark.parametrize("width", [1, 2, 7, 75])
def test_any_folding_will_do(width: int) -> None:
    data = calendars.folded(calendar(timed("20260401T0900", "20260401T0930", "SUMMARY:Één"), end="\n"), width)
    assert spans(reading(data)) == ["04-01 07:00/07:30"]


def test_what_cannot_be_read_is_told_by_its_line_and_the_rest_is_used() -> None:
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT", "DTSTART:20261301T090000Z", "DTEND:20260401T090000Z", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART:20260401T090000Z", "DTEND:20260401T080000Z", "END:VEVENT",
        "BEGIN:VEVENT", "SUMMARY:Kanarie-onderwerp", "hier ging iets mis", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART:20260402T090000Z", "DTEND:20260402T100000Z", "RRULE:FREQ=SOMS", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART:20260403T090000Z", "DTEND:20260403T100000Z",
        "BEGIN:VEVENT", "DTSTART:20260407T090000Z", "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260408T090000Z,onzin", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART:20260409T090000Z",
    ]  # fmt: skip
    found = reading("\n".join(lines).encode())
    assert spans(found) == ["04-02 09:00/10:00", "04-03 09:00/10:00", "04-07 09:00/10:00"]
    assert skipped(found) == {
        "bad_date": (2, ("3", "26")),
        "bad_end": (1, ("8",)),
        "broken_line": (1, ("12",)),
        "no_start": (1, ("10",)),
        "bad_rule": (1, ("17",)),
        "cut_off": (1, ("28",)),
    }


def test_the_last_edition_of_one_appointment_counts() -> None:
    found = reading(
        calendar(
            timed("20260401T0900", "20260401T0930", "SEQUENCE:2", uid="a"),
            timed("20260401T1100", "20260401T1130", "SEQUENCE:1", uid="a"),
            timed("20260402T0900", "20260402T0930", uid="same"),
            timed("20260403T0900", "20260403T0930", uid="same"),
            timed("20260404T0900", "20260404T0930", "SEQUENCE:0", uid="b"),
            timed("20260404T0900", "20260404T0930", "SEQUENCE:1", "STATUS:CANCELLED", uid="b"),
        )
    )
    assert spans(found) == ["04-01 07:00/07:30", "04-02 07:00/07:30", "04-03 07:00/07:30"]


def test_a_change_for_all_times_to_come_is_counted_once_and_told() -> None:
    change = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20260402T090000"
    found = reading(
        calendar(
            timed("20260401T0900", "20260401T0930", "RRULE:FREQ=DAILY;COUNT=3", uid="a"),
            timed("20260402T1000", "20260402T1030", change, uid="a"),
        )
    )
    assert spans(found) == ["04-01 07:00/07:30", "04-02 08:00/08:30", "04-03 07:00/07:30"]
    assert counts(found) == {"from_here_on": 1}


def test_a_cancelled_invitation_is_not_busy() -> None:
    assert spans(reading(calendar(timed("20260401T0900", "20260401T0930"), head=["METHOD:CANCEL"]))) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf \r\n", "leeg"),
        (b"\n <!DOCTYPE html><title>Kanarie-onderwerp</title>", "webpagina"),
        (b"BEGIN:VCARD\r\nFN:Kanarie\r\nEND:VCARD\r\n", "contactpersonen"),
        (b"Onderwerp;Begin;Einde\r\nKanarie-onderwerp;1;2\r\n", "tabel"),
        (b"webcal://agenda.example/kanarie.ics", "alleen een adres"),
        (b"%PDF-1.7 Kanarie", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Outlook of Office"),
        (b"Kanarie-verhaal over iets anders", "geen agenda"),
        (b"PK\x03\x04 niet heel", "beschadigd"),
        (calendars.zipped([("Kanarie.txt", b"x")]), "geen agenda"),
        (calendars.zipped([("[Content_Types].xml", b"x")]), "Office"),
        (calendars.zipped([(f"{n}.ics", calendar()) for n in range(21)]), "meer dan 20"),
        (calendars.zipped([("Kanarie.ics", b"\n" * (MAX_BYTES + 1))]), "groter dan 5 MB"),
        (b"BEGIN:VCALENDAR\r\n" + b" " * MAX_BYTES, "groter dan 5 MB"),
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reading(data)
    sentence = str(refused.value)
    assert words in sentence
    assert "anarie" not in sentence
    assert sentence.count(".") >= 2, "it says what is wrong, and what to do"


def test_a_calendar_without_appointments_says_nothing() -> None:
    assert reading(calendar()) == Reading()


# What the owner says about it -------------------------------------------------------------------------


def decided(found: Reading, **choices: Meaning) -> tuple[list[str], list[tuple[date, date]]]:
    made = decide(found, MONDAY, ZONE, **({"away": Meaning.AWAY, "other": Meaning.NOTHING} | choices))
    return (
        [f"{start:%m-%d %H:%M}/{end:%m-%d %H:%M}" for start, end in made.busy],
        [(d.first, d.last) for d in made.away],
    )


def test_whole_days_mean_what_their_owner_says() -> None:
    found = reading(
        calendar(
            event("DTSTART;VALUE=DATE:20260407", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
            event("DTSTART;VALUE=DATE:20260408"),
        )
    )
    seventh, eighth = date(2026, 4, 7), date(2026, 4, 8)
    assert decided(found) == ([], [(seventh, seventh)])
    assert decided(found, other=Meaning.AWAY) == ([], [(seventh, eighth)])
    assert decided(found, away=Meaning.NOTHING) == ([], [])
    assert decided(found, away=Meaning.BUSY, other=Meaning.BUSY) == (["04-06 22:00/04-08 22:00"], [])


def test_away_from_one_afternoon_to_another_morning_is_absence_in_between() -> None:
    trip = timed("20260407T1300", "20260410T1000", "X-MICROSOFT-CDO-BUSYSTATUS:OOF")
    found = reading(calendar(trip))
    edges = ["04-07 11:00/04-07 22:00", "04-09 22:00/04-10 08:00"]
    assert decided(found) == (edges, [(date(2026, 4, 8), date(2026, 4, 9))])
    assert decided(found, away=Meaning.NOTHING) == (edges, [])
    assert decided(found, away=Meaning.BUSY) == (["04-07 11:00/04-10 08:00"], [])


def test_what_is_kept_between_reading_and_saving_is_the_same_afterwards() -> None:
    found = reading(
        calendars.apple(
            timed("20260401T0900", "20260401T0930", zone=""),
            timed("20260402T0900", "20260402T0930"),
            event("DTSTART;VALUE=DATE:20260407"),
            event("DTSTART:onzin"),
        )
    )
    kept = found.to_json()
    assert Reading.from_json(kept["busy"], kept["away"], kept["skipped"]) == found
    assert not [secret for secret in calendars.SECRETS if secret in repr(kept)]


def test_the_window_is_sixty_weeks() -> None:
    daily = reading(calendar(event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=DAILY")))
    assert daily.days == [(MONDAY, MONDAY + timedelta(weeks=60, days=-1), False)]
