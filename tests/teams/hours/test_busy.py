"""What is busy is worked, counts for the budget, and is not free for a moment."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teams.hours.calendar import Alternation, Pattern, Shift, WorkingCalendar

MONDAY = datetime(2026, 3, 30, 7, tzinfo=UTC)  # 9.00 in Amsterdam
OFFICE = Pattern(
    valid_from=date(2026, 1, 1),
    valid_until=None,
    contract_minutes=36 * 60,
    shifts=tuple(Shift(day, time(9), time(17), ((time(12), time(12, 30)),)) for day in range(5)),
    zone="Europe/Amsterdam",
    alternation=Alternation("weekly"),
    anchor=None,
)


def at(minutes: int) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def calendar(*busy: tuple[int, int]) -> WorkingCalendar:
    return WorkingCalendar([OFFICE], busy=[(at(start), at(end)) for start, end in busy])


def test_a_busy_span_leaves_what_is_around_it() -> None:
    found = calendar((60, 90)).free(at(0), at(180))
    assert found == [(at(0), at(60)), (at(90), at(180))]


def test_overlapping_spans_and_spans_over_a_break_are_one_gap() -> None:
    found = calendar((60, 120), (90, 170), (100, 110), (175, 200)).free(at(0), at(300))
    assert found == [(at(0), at(60)), (at(170), at(175)), (at(210), at(300))]


def test_busy_time_is_still_working_time() -> None:
    week = at(0), at(7 * 24 * 60)
    assert calendar((0, 480)).minutes(*week) == calendar().minutes(*week)
    assert calendar((0, 480)).covers(at(0), at(20))
    assert not calendar((0, 480)).is_free(at(0), at(20))


spans = st.tuples(st.integers(-60, 600), st.integers(1, 240)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(spans, max_size=6), spans)
def test_free_is_worked_minute_by_minute_and_nothing_else(
    busy: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    one = calendar(*busy)
    minutes = [
        n for n in range(*asked) if one.is_working(at(n)) and not any(start <= n < end for start, end in busy)
    ]
    found = one.free(at(asked[0]), at(asked[1]))
    assert [n for start, end in found for n in range(_minute(start), _minute(end))] == minutes
    assert one.is_free(at(asked[0]), at(asked[1])) == (len(minutes) == asked[1] - asked[0])


def _minute(instant: datetime) -> int:
    return int((instant - MONDAY).total_seconds()) // 60
