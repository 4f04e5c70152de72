"""What can be wrong with hours as they are written down."""

from datetime import date, time

import pytest

from teams.hours.calendar import Alternation, Pattern, Problem, Shift

NINE_TO_FIVE = Shift(0, time(9), time(17), ((time(12), time(12, 30)),))


def pattern(*shifts: Shift, **fields) -> Pattern:
    return Pattern(**{"valid_from": date(2026, 1, 1), "contract_minutes": 2160, "shifts": shifts} | fields)


def codes(pattern: Pattern) -> list[Problem]:
    return [problem.code for problem in pattern.problems()]


@pytest.mark.parametrize(
    "sound",
    [
        pattern(),
        pattern(NINE_TO_FIVE),
        pattern(Shift(0, time(22), time(6), ((time(2), time(2, 30)), (time(23, 30), time(0, 15))))),
        pattern(Shift(0, time(22), time(6)), Shift(1, time(6), time(14))),
        pattern(Shift(6, time(22), time(6)), Shift(0, time(6), time(14))),
        pattern(Shift(0, time(6), time(22))),
        pattern(
            Shift(0, time(9), time(17), ((time(9), time(10)), (time(10), time(11)), (time(16), time(17))))
        ),
        pattern(NINE_TO_FIVE, alternation=Alternation.ANCHOR, anchor=date(2026, 1, 5)),
        pattern(NINE_TO_FIVE, Shift(0, time(9), time(17), week=1), alternation=Alternation.PARITY),
        pattern(valid_until=date(2026, 1, 1)),
    ],
)
def test_sound_hours_have_no_problem(sound: Pattern) -> None:
    assert sound.problems() == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (pattern(valid_until=date(2025, 12, 31)), Problem.ENDS_BEFORE_IT_BEGINS),
        (pattern(contract_minutes=0), Problem.CONTRACT),
        (pattern(contract_minutes=-60), Problem.CONTRACT),
        (pattern(contract_minutes=7 * 24 * 60 + 1), Problem.CONTRACT),
        (pattern(zone="Europe/Amsterdan"), Problem.ZONE),
        (pattern(zone="../etc/passwd"), Problem.ZONE),
        (pattern(zone=""), Problem.ZONE),
        (pattern(zone="Europe"), Problem.ZONE),
        (pattern(alternation=Alternation.ANCHOR), Problem.ANCHOR_MISSING),
        (pattern(alternation=Alternation.ANCHOR, anchor=date(2026, 1, 6)), Problem.ANCHOR_NOT_MONDAY),
    ],
)
def test_a_problem_of_the_whole_pattern(wrong: Pattern, code: Problem) -> None:
    assert codes(wrong) == [code]


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (Shift(7, time(9), time(17)), Problem.WEEKDAY),
        (Shift(-1, time(9), time(17)), Problem.WEEKDAY),
        (Shift(0, time(9), time(17), week=1), Problem.WEEK),
        (Shift(0, time(9, 0, 30), time(17)), Problem.SECONDS),
        (Shift(0, time(9), time(17), ((time(12), time(12, 30, 1)),)), Problem.SECONDS),
        (Shift(0, time(9), time(9)), Problem.NO_LENGTH),
        (Shift(0, time(0), time(0)), Problem.NO_LENGTH),
        (Shift(0, time(6), time(22, 1)), Problem.TOO_LONG),
        (Shift(0, time(17), time(9, 30)), Problem.TOO_LONG),
    ],
)
def test_a_problem_names_its_shift(shift: Shift, code: Problem) -> None:
    [problem] = pattern(Shift(3, time(9), time(12)), shift).problems()
    assert (problem.code, problem.shifts) == (code, (shift,))


@pytest.mark.parametrize("week", [-1, 2])
def test_there_are_two_alternating_weeks_at_most(week: int) -> None:
    assert codes(pattern(Shift(0, time(9), time(17), week=week), alternation=Alternation.PARITY)) == [
        Problem.WEEK
    ]


@pytest.mark.parametrize(
    ("hours", "breaks", "code", "named"),
    [
        ((9, 17), [(12, 12)], Problem.BREAK_NO_LENGTH, 1),
        ((9, 17), [(8, 10)], Problem.BREAK_OUTSIDE, 1),
        ((9, 17), [(16, 18)], Problem.BREAK_OUTSIDE, 1),
        ((9, 17), [(18, 19)], Problem.BREAK_OUTSIDE, 1),
        ((9, 17), [(13, 12)], Problem.BREAK_OUTSIDE, 1),
        ((22, 6), [(5, 7)], Problem.BREAK_OUTSIDE, 1),
        ((22, 6), [(21, 23)], Problem.BREAK_OUTSIDE, 1),
        ((9, 17), [(12, 14), (13, 15)], Problem.BREAKS_OVERLAP, 2),
        ((22, 6), [(23, 1), (0, 2)], Problem.BREAKS_OVERLAP, 2),
    ],
)
def test_a_problem_of_a_break(hours, breaks, code: Problem, named: int) -> None:
    start, end = map(time, hours)
    shift = Shift(0, start, end, tuple((time(away), time(back)) for away, back in breaks))
    [problem] = pattern(shift).problems()
    assert problem.code == code
    assert problem.shifts == (shift,)
    assert problem.breaks == shift.breaks[:named]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Shift(0, time(9), time(12)), Shift(0, time(11), time(14))),
        (Shift(0, time(9), time(17)), Shift(0, time(10), time(11))),
        (Shift(0, time(9), time(12)), Shift(0, time(9), time(12))),
        (Shift(0, time(22), time(6)), Shift(1, time(5), time(9))),
        (Shift(6, time(22), time(6)), Shift(0, time(5), time(9))),
    ],
)
def test_two_shifts_that_share_time_are_both_named(one: Shift, other: Shift) -> None:
    [problem] = pattern(one, other).problems()
    assert problem.code == Problem.OVERLAP
    assert problem.shifts == (one, other)
    [problem] = pattern(other, one).problems()
    assert set(problem.shifts) == {one, other}


def test_alternating_weeks_overlap_on_the_night_between_them() -> None:
    sunday, monday = Shift(6, time(22), time(6), week=1), Shift(0, time(5), time(9), week=0)
    assert codes(pattern(sunday, monday, alternation=Alternation.PARITY)) == [Problem.OVERLAP]
    same_week = Shift(0, time(5), time(9), week=1)
    assert codes(pattern(sunday, same_week, alternation=Alternation.PARITY)) == []


def test_a_shift_is_stored_as_the_models_keep_it() -> None:
    stored = {"weekday": 0, "start": "08:30", "end": "17:00", "breaks": [["12:30", "13:00"]], "week": 0}
    shift = Shift(0, time(8, 30), time(17), ((time(12, 30), time(13)),))
    assert shift.to_json() == stored
    assert Shift.from_json(stored) == shift
    assert Shift.from_json({"weekday": 1, "start": "22:00", "end": "06:00"}) == Shift(1, time(22), time(6))


@pytest.mark.parametrize(
    "broken",
    [{}, {"weekday": 0, "start": "25:00", "end": "17:00"}, {"weekday": "x", "start": "9:00", "end": "17:00"}],
)
def test_something_else_is_not_read_as_a_shift(broken: dict) -> None:
    with pytest.raises((KeyError, ValueError)):
        Shift.from_json(broken)
