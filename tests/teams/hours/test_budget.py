"""The weekly budget in cases that one can check with a paper calendar (W2, S4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, WorkingCalendar
from teams.hours.holidays import closed_days
from tests.teams.hours.paper import OFFICE, ORDINARY, calendar, daily, pattern, shift

FOUR_NINES = daily("8:00-17:30", "12:30-13:00", days=range(4))  # 36 hours


class TestBudget:
    @pytest.mark.shows("W2")
    @pytest.mark.parametrize(
        ("hours", "minutes"),
        [
            (8, 45),
            (12, 45),  # 40, and then the floor
            (20, 65),  # 66,7
            (24, 80),
            (24.75, 85),  # 82,5 goes up
            (28.5, 95),
            (32, 105),  # 106,7
            (36, 120),
            (40, 120),
        ],
    )
    def test_it_follows_the_contract(self, hours: float, minutes: int) -> None:
        assert calendar(*OFFICE, hours=hours).budget(ORDINARY) == minutes

    @pytest.mark.shows("W2")
    def test_its_numbers_are_settings(self) -> None:
        person = calendar(*OFFICE, hours=20)
        assert person.budget(ORDINARY, full=90, floor=30, full_time_hours=40) == 45
        assert person.budget(ORDINARY, full=90, floor=60, full_time_hours=40) == 60
        assert person.budget(ORDINARY, full=100, floor=0, full_time_hours=37.5) == 55  # 53,3
        just_below = calendar(*OFFICE, hours=27 + 29 / 60)
        assert just_below.budget(ORDINARY, full_time_hours=40) == 80  # 82,45

    @pytest.mark.shows("S4", "W6")
    def test_a_week_away_has_none(self) -> None:
        away = calendar(*FOUR_NINES, absences=[Days(date(2026, 3, 9), date(2026, 3, 12))])
        assert away.worked_minutes(ORDINARY) == 0
        assert away.is_absent(ORDINARY)
        assert away.budget(ORDINARY) == 0

    @pytest.mark.shows("S4")
    @pytest.mark.parametrize(("days", "minutes"), [(1, 90), (2, 60), (3, 30)])
    def test_a_partial_week_gives_the_part_that_is_worked(self, days: int, minutes: int) -> None:
        leave = Days(date(2026, 3, 9), date(2026, 3, 8) + timedelta(days=days))
        person = calendar(*FOUR_NINES, absences=[leave])
        assert person.worked_minutes(ORDINARY) == (4 - days) * 9 * 60
        assert person.budget(ORDINARY) == minutes

    @pytest.mark.shows("S4")
    def test_the_floor_is_for_whole_weeks_only(self) -> None:
        two_sixes = daily("9:00-15:00", days=(0, 1))
        monday_off = [Days(date(2026, 3, 9), date(2026, 3, 9))]
        assert calendar(*two_sixes, hours=12).budget(ORDINARY) == 45
        assert calendar(*two_sixes, hours=12, absences=monday_off).budget(ORDINARY) == 25  # 22,5 goes up

    def test_leave_on_a_free_day_changes_nothing(self) -> None:
        friday = [Days(date(2026, 3, 13), date(2026, 3, 15))]
        assert calendar(*FOUR_NINES, absences=friday).budget(ORDINARY) == 120

    @pytest.mark.shows("S4", "W4")
    def test_holidays_are_not_deducted(self) -> None:
        easter = IsoWeek(2026, 15)
        person = calendar(*FOUR_NINES, closed=closed_days([2026]))
        assert person.worked_minutes(easter) == 36 * 60
        assert person.budget(easter) == 120

    @pytest.mark.shows("S4", "W4", "W6")
    def test_leave_and_holidays_together_can_make_an_absent_week(self) -> None:
        easter = IsoWeek(2026, 15)  # Monday 6 April is closed
        rest = [Days(date(2026, 4, 7), date(2026, 4, 10))]
        person = calendar(*FOUR_NINES, closed=closed_days([2026]), absences=rest)
        assert person.worked_minutes(easter) == 9 * 60
        assert person.is_absent(easter)
        assert person.budget(easter) == 0

    @pytest.mark.shows("S4", "S9")
    def test_the_short_week_of_two_is_a_whole_week(self) -> None:
        weeks = (*daily("8:00-16:00", days=range(4), week=0), *daily("8:00-16:00", days=range(2), week=1))
        person = calendar(*weeks, hours=24, alternation=Alternation.PARITY)
        assert [person.worked_minutes(ORDINARY + n) for n in (0, 1)] == [32 * 60, 16 * 60]
        assert [person.budget(ORDINARY + n) for n in (0, 1)] == [80, 80]

    @pytest.mark.shows("S4", "S9")
    def test_a_day_off_weighs_what_its_own_week_holds(self) -> None:
        weeks = (*daily("8:00-16:00", days=range(4), week=0), *daily("8:00-16:00", days=range(2), week=1))
        mondays = [Days(date(2026, 3, 9), date(2026, 3, 9)), Days(date(2026, 3, 16), date(2026, 3, 16))]
        person = calendar(*weeks, hours=24, alternation=Alternation.PARITY, absences=mondays)
        assert [person.budget(ORDINARY + n) for n in (0, 1)] == [60, 40]

    @pytest.mark.shows("S9")
    def test_a_free_week_of_two_is_an_absent_week(self) -> None:
        person = calendar(*daily("8:00-17:00"), alternation=Alternation.PARITY)
        assert [person.budget(ORDINARY + n) for n in (0, 1)] == [120, 0]

    @pytest.mark.shows("S4")
    def test_who_begins_or_leaves_on_wednesday_has_a_partial_week(self) -> None:
        begins = WorkingCalendar([pattern(*FOUR_NINES, since=date(2026, 3, 11))])
        leaves = WorkingCalendar([pattern(*FOUR_NINES, valid_until=date(2026, 3, 10))])
        assert begins.budget(ORDINARY) == 60
        assert leaves.budget(ORDINARY) == 60
        assert begins.budget(ORDINARY + 1) == 120
        assert leaves.budget(ORDINARY + 1) == 0

    def test_a_day_without_hours_is_taken_for_one_like_the_day_before(self) -> None:
        until_tuesday = pattern(*FOUR_NINES)
        on_wednesday = pattern(
            *daily("8:00-12:30", days=range(4)), since=date(2026, 3, 11), valid_until=date(2026, 3, 11)
        )
        nobody_after = WorkingCalendar([replace(until_tuesday, valid_until=date(2026, 3, 10)), on_wednesday])
        assert nobody_after.budget(ORDINARY) == 100  # 120 x 22,5 of 27 hours

    def test_a_contract_that_changes_in_the_week_counts_by_its_days_with_a_shift(self) -> None:
        more, fewer = pattern(*OFFICE, hours=36), pattern(*OFFICE, hours=18, since=date(2026, 3, 11))
        assert WorkingCalendar([more, fewer]).budget(ORDINARY) == 85  # (2 x 36 + 3 x 18) / 5 hours: 84
        from_saturday = pattern(*OFFICE, hours=18, since=date(2026, 3, 14))
        assert WorkingCalendar([more, from_saturday]).budget(ORDINARY) == 120

    def test_a_last_night_shift_that_ends_on_monday_gives_no_budget(self) -> None:
        person = WorkingCalendar([pattern(shift(6, "22:00-6:00"), valid_until=date(2026, 3, 8))])
        assert person.worked_minutes(ORDINARY) == 6 * 60
        assert person.budget(ORDINARY) == 0

    @pytest.mark.shows("TD6")
    def test_a_clock_change_makes_no_partial_week(self) -> None:
        person = calendar(*daily("22:00-6:00", days=range(7)))
        assert [person.budget(IsoWeek(2026, week)) for week in (13, 43)] == [120, 120]
