"""Working times in one cell, in seven columns, and assumed from contract hours."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.hours.patterns import Alternation
from teams.intake import daycolumns, timestext
from teams.intake.sentences import Refused
from teams.intake.worktimes import WorkTimes, assume, combine

pytestmark = pytest.mark.shows("house-4")


def said(times: WorkTimes) -> list[str]:
    """ "0 08:30-17:00 -12:30/13:00" a shift; a 1 after the day is the second week of two."""
    lines = []
    for shift in times.shifts:
        week = f"w{shift.week} " if times.alternation is not Alternation.WEEKLY else ""
        pauses = "".join(f" -{start:%H:%M}/{end:%H:%M}" for start, end in shift.breaks)
        lines.append(f"{week}{shift.weekday} {shift.start:%H:%M}-{shift.end:%H:%M}{pauses}")
    return lines


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ma-di 8:30-16:00", ["0 08:30-16:00", "1 08:30-16:00"]),
        ("ma,do 08.30-17.00 pauze 12.30-13.00", ["0 08:30-17:00 -12:30/13:00", "3 08:30-17:00 -12:30/13:00"]),
        ("ma 8:30-12:30; wo 13-17", ["0 08:30-12:30", "2 13:00-17:00"]),
        ("ma 8:30-12:30, wo 13-17", ["0 08:30-12:30", "2 13:00-17:00"]),
        ("ma-di 22:00-06:00", ["0 22:00-06:00", "1 22:00-06:00"]),
        ("Mon and Tue 9:00 to 17:30", ["0 09:00-17:30", "1 09:00-17:30"]),
        ("ma t/m wo 8.30 uur tot 17.00 uur, di vrij", ["0 08:30-17:00", "2 08:30-17:00"]),
        ("ma 8:30-12:30 13:00-17:00", ["0 08:30-17:00 -12:30/13:00"]),
        ("vr 0830-1700 (30 min pauze)", ["4 08:30-17:00 -12:30/13:00"]),
        ("vr 6-14 pauze 30 min", ["4 06:00-14:00 -12:30/13:00"]),
        ("vr 14-22 pauze 30 min", ["4 14:00-22:00 -17:45/18:15"]),
        ("ma 22:00-06:00 pauze 2:00-2:30", ["0 22:00-06:00 -02:00/02:30"]),
        ("ma 16-24", ["0 16:00-00:00"]),
        (
            "ma-di 8-17; wo 8-12; pauze 12:30-13",
            ["0 08:00-17:00 -12:30/13:00", "1 08:00-17:00 -12:30/13:00", "2 08:00-12:00"],
        ),
        ("vrijdag 8u30-12u30", ["4 08:30-12:30"]),
    ],
)
def test_times_in_one_cell(written: str, expected: list[str]) -> None:
    assert said(timestext.read(written)) == expected


def test_odd_and_even_weeks() -> None:
    times = timestext.read("oneven: ma 8:30-17:00 / even: di 8:30-17:00")
    assert times.alternation is Alternation.PARITY
    assert said(times) == [f"w{timestext.ODD} 0 08:30-17:00", f"w{timestext.EVEN} 1 08:30-17:00"] or said(
        times
    ) == [
        f"w{timestext.EVEN} 1 08:30-17:00",
        f"w{timestext.ODD} 0 08:30-17:00",
    ]
    assert times.hours == Decimal("8.5")


def test_two_weeks_from_a_monday() -> None:
    times = timestext.read("week 1 vanaf 6-4-2026: ma 9-17 / week 2: di 9-17")
    assert (times.alternation, times.anchor) == (Alternation.ANCHOR, date(2026, 4, 6))
    assert said(times) == ["w0 0 09:00-17:00", "w1 1 09:00-17:00"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("flexibel", "We begrijpen ‘flexibel’ niet. Schrijf bijvoorbeeld: ma-do 8.30-17.00."),
        ("8:30-17:00", "Zet de dagen erbij, bijvoorbeeld ma-do 8:30-17:00."),
        ("ma-vr 16:00-8:30", "Het einde 8.30 ligt voor het begin 16.00."),
        ("ma 9-9", "Bij 9-9 zijn begin en einde gelijk."),
        ("ma 9-13; ma 12-17", "Op maandag overlappen 9.00-13.00 en 12.00-17.00."),
        ("zo 22-6; ma 5-9", "Op maandag overlappen 22.00-6.00 en 5.00-9.00."),
        ("ma 8-12 pauze 12:30-13:00", "De pauze 12.30-13.00 valt niet binnen de werktijd."),
        ("ma 8-12, di", "Bij dinsdag staan geen tijden."),
        ("oneven: ma 8-12", "Schrijf de tijden van beide weken, bijvoorbeeld oneven en even."),
        (
            "week 1: ma 9-17 week 2: di 9-17",
            "Zet bij week 1 de maandag waarop die begint, bijvoorbeeld: week 1 vanaf 6-4-2026.",
        ),
        ("week 1 vanaf 7-4-2026: ma 9-17 week 2: di 9-17", "7-4-2026 is geen maandag."),
        ("ma-zo 8-20", "Dit is 84 uur per week. Meer dan 60 uur kan niet."),
        ("ma 4-20", "4-20 is langer dan 14 uur."),
        ("ma 8-12 pauze", "Schrijf bij pauze ook van wanneer tot wanneer."),
    ],
)
def test_times_that_are_refused(written: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        timestext.read(written)
    assert str(refused.value.sentence) == sentence


def test_days_without_times_share_the_contract_hours() -> None:
    times = timestext.read("ma, di en do")
    assert times.days == (0, 1, 3)
    assert said(assume(Decimal(24), times.days)) == [f"{day} 08:30-17:00 -12:30/13:00" for day in (0, 1, 3)]


@given(st.decimals("0.5", "60", places=2))
def test_the_assumed_pattern_has_exactly_the_contract_hours(hours: Decimal) -> None:
    times = assume(hours)
    assert times.assumed
    assert times.minutes == int(hours * 60)
    assert [shift.weekday for shift in times.shifts] == list(range(len(times.shifts)))
    assert len(times.shifts) == min(5, -(-int(hours * 60) // 480))
    assert all(shift.start == time(8, 30) for shift in times.shifts)


def test_two_contracts_together_and_a_clash() -> None:
    morning, afternoon = timestext.read("ma 8:30-12:30"), timestext.read("ma 13:00-17:00")
    assert said(combine(morning, afternoon)) == ["0 08:30-17:00 -12:30/13:00"]
    weekly, odd = timestext.read("ma 8-12"), timestext.read("oneven: di 8-12 / even: wo 8-12")
    assert combine(weekly, odd).hours == Decimal(8)
    with pytest.raises(Refused, match="overlappen"):
        combine(morning, timestext.read("ma-di 12:00-14:00"))


def test_seven_columns_with_hours_times_or_marks() -> None:
    assert said(daycolumns.read([8, "4,5", None, "-", "8:30-12:30", None, 0], None)) == [
        "0 08:30-17:00 -12:30/13:00",
        "1 08:30-13:00",
        "4 08:30-12:30",
    ]
    assert said(daycolumns.read(["x", "", "x", "", "", "", ""], Decimal(16))) == [
        "0 08:30-17:00 -12:30/13:00",
        "2 08:30-17:00 -12:30/13:00",
    ]
    assert said(daycolumns.read([1, 0, 0, 1, 0, 0, 0], Decimal(8))) == ["0 08:30-12:30", "3 08:30-12:30"]
    assert said(daycolumns.read([time(4, 0), None, None, None, None, None, None], None)) == ["0 08:30-12:30"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["24", "", "", "", "", "", ""], "Op maandag: 24 uur op één dag is te veel."),
        (
            ["", "veel", "", "", "", "", ""],
            "Op dinsdag: Er staat ‘veel’. Schrijf een getal, bijvoorbeeld 28,5.",
        ),
        (
            ["8", "x", "", "", "", "", ""],
            "Schrijf bij elke dag uren of bij elke dag een kruisje, niet door elkaar.",
        ),
    ],
)
def test_seven_columns_that_are_refused(cells: list[str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        daycolumns.read(cells, Decimal(36))
    assert str(refused.value.sentence) == sentence
