"""The working-time calendar in cases that one can check with a paper calendar."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, Shift, WorkingCalendar
from teams.hours.holidays import closed_days
from teams.hours.wallclock import instant
from tests.teams.hours.paper import (
    NIGHTS,
    OFFICE,
    ORDINARY,
    at,
    calendar,
    daily,
    of_week,
    on_the_wall,
    pattern,
    shift,
)


class TestIntervals:
    def test_a_day_has_its_breaks_cut_out(self) -> None:
        assert of_week(calendar(shift(0, "8:30-17:00", "15:00-15:15", "12:30-13:00"))) == [
            "Mon 8:30 - Mon 12:30",
            "Mon 13:00 - Mon 15:00",
            "Mon 15:15 - Mon 17:00",
        ]

    def test_they_come_in_utc(self) -> None:
        [(start, end)] = calendar(shift(0, "9:00-12:00")).intervals(
            at("2026-03-09 0:00"), at("2026-03-10 0:00")
        )
        assert start == datetime(2026, 3, 9, 8, tzinfo=UTC)
        assert end == datetime(2026, 3, 9, 11, tzinfo=UTC)
        assert start.tzinfo is UTC

    def test_they_are_cut_at_both_ends_of_the_question(self) -> None:
        spans = calendar(*OFFICE).intervals(at("2026-03-09 9:15"), at("2026-03-09 12:45"))
        assert on_the_wall(spans) == ["Mon 9:15 - Mon 12:30"]

    def test_a_backward_question_has_no_answer(self) -> None:
        assert calendar(*OFFICE).intervals(at("2026-03-09 12:00"), at("2026-03-09 9:00")) == []

    def test_a_night_shift_runs_on_into_the_next_day(self) -> None:
        assert of_week(calendar(shift(2, "22:00-6:00", "2:00-2:30", "23:45-0:15"))) == [
            "Wed 22:00 - Wed 23:45",
            "Thu 0:15 - Thu 2:00",
            "Thu 2:30 - Thu 6:00",
        ]

    def test_a_shift_until_midnight_and_one_from_midnight_are_one_stretch(self) -> None:
        assert of_week(calendar(shift(0, "16:00-0:00"), shift(1, "0:00-4:00"))) == ["Mon 16:00 - Tue 4:00"]

    def test_the_night_from_sunday_to_monday_is_cut_at_the_week_only_by_the_question(self) -> None:
        assert of_week(calendar(shift(6, "22:00-6:00"))) == ["Mon 0:00 - Mon 6:00", "Sun 22:00 - Mon 0:00"]

    def test_a_shift_that_ends_when_it_begins_is_no_work(self) -> None:
        assert of_week(calendar(shift(0, "9:00-9:00"))) == []

    def test_a_break_outside_its_shift_takes_nothing(self) -> None:
        assert of_week(calendar(shift(0, "9:00-12:00", "12:30-13:00", "8:00-8:30"))) == [
            "Mon 9:00 - Mon 12:00"
        ]

    def test_somebody_without_hours_never_works(self) -> None:
        empty = WorkingCalendar([])
        assert of_week(empty) == []
        assert empty.next_working_minute(at("2026-03-09 9:00")) is None
        assert empty.budget(ORDINARY) == 0

    def test_a_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="without a time zone"):
            calendar(*OFFICE).is_working(datetime(2026, 3, 9, 9))


@pytest.mark.shows("TD6")
class TestClockChanges:
    """Amsterdam: 29 March 2026 2.00 becomes 3.00; 25 October 2026 3.00 becomes 2.00."""

    @pytest.mark.parametrize(
        ("hours", "minutes"),
        [
            ("22:00-6:00", 7 * 60),
            ("22:00-2:00", 4 * 60),
            ("22:00-2:30", 4 * 60),  # 2.30 never comes; 3.00 is the moment it would have passed
            ("22:00-3:00", 4 * 60),
            ("22:00-3:30", 4 * 60 + 30),
        ],
    )
    def test_the_night_that_loses_an_hour(self, hours: str, minutes: int) -> None:
        saturday = calendar(shift(5, hours))
        assert saturday.minutes(at("2026-03-28 12:00"), at("2026-03-29 12:00")) == minutes

    @pytest.mark.parametrize(
        ("hours", "spans"),
        [
            ("2:30-7:00", ["Sun 3:00 - Sun 7:00"]),
            ("2:00-7:00", ["Sun 3:00 - Sun 7:00"]),
            ("1:30-2:15", ["Sun 1:30 - Sun 3:00"]),
            ("2:10-2:50", []),
        ],
    )
    def test_a_skipped_time_is_the_moment_of_the_skip(self, hours: str, spans: list[str]) -> None:
        sunday = calendar(shift(6, hours))
        assert on_the_wall(sunday.intervals(at("2026-03-29 0:00"), at("2026-03-29 12:00"))) == spans

    @pytest.mark.parametrize(
        ("hours", "minutes"),
        [
            ("22:00-6:00", 9 * 60),
            ("22:00-2:00", 4 * 60),
            ("22:00-2:30", 4 * 60 + 30),  # the first 2.30
            ("22:00-3:00", 6 * 60),
        ],
    )
    def test_the_night_that_gets_an_hour(self, hours: str, minutes: int) -> None:
        saturday = calendar(shift(5, hours))
        assert saturday.minutes(at("2026-10-24 12:00"), at("2026-10-25 12:00")) == minutes

    def test_a_repeated_time_is_the_first_one(self) -> None:
        sunday = calendar(shift(6, "2:30-7:00", "5:00-5:30"))
        assert sunday.next_working_minute(at("2026-10-25 0:00")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert sunday.minutes(at("2026-10-25 0:00"), at("2026-10-25 12:00")) == 5 * 60

    def test_a_break_in_the_repeated_hour_is_taken_once(self) -> None:
        saturday = calendar(shift(5, "22:00-6:00", "2:15-2:45"))
        assert saturday.minutes(at("2026-10-24 12:00"), at("2026-10-25 12:00")) == 9 * 60 - 30

    def test_half_an_hour_on_lord_howe(self) -> None:
        zone = "Australia/Lord_Howe"
        nights = calendar(shift(5, "22:00-6:00"), zone=zone)
        forward = nights.minutes(at("2026-10-03 12:00", zone), at("2026-10-04 12:00", zone))
        back = nights.minutes(at("2026-04-04 12:00", zone), at("2026-04-05 12:00", zone))
        assert (forward, back) == (7 * 60 + 30, 8 * 60 + 30)

    def test_a_zone_that_skips_midnight_begins_its_day_at_one(self) -> None:
        # Cairo, 24 April 2026: 0.00 becomes 1.00; the day before is closed.
        cairo = calendar(shift(3, "20:00-4:00"), zone="Africa/Cairo", closed={date(2026, 4, 23)})
        spans = cairo.intervals(at("2026-04-23 12:00"), at("2026-04-24 12:00"))
        assert on_the_wall(spans, "Africa/Cairo") == ["Fri 1:00 - Fri 4:00"]

    @pytest.mark.parametrize(
        "week", [IsoWeek(2026, 13), IsoWeek(2026, 14), IsoWeek(2026, 43), IsoWeek(2026, 44)]
    )
    def test_two_hundred_people_get_each_slot_once_at_its_time_on_the_wall(self, week: IsoWeek) -> None:
        random = Random(week.week)
        zone = ZoneInfo("Europe/Amsterdam")
        for _ in range(200):
            starts = {day: random.choice((7 * 60, 8 * 60 + 30, 9 * 60 + 15)) for day in range(7)}
            person = calendar(
                *(
                    Shift(day, _clock(start), time(17), ((time(12, 30), time(13)),))
                    for day, start in starts.items()
                )
            )
            expected, pending = [], []
            for day, start in starts.items():
                slot = start + random.choice((0, 10, 30, 45, 120))
                expected.append((week.days[day], _clock(max(start, slot - 30))))
                pending.append(person.due_before(instant("Europe/Amsterdam", week.days[day], slot)))
            # The clock that a test moves: a tick each five minutes, from the week's first to its last.
            sent = []
            now, last = (edge.astimezone(UTC) for edge in week.span("Europe/Amsterdam"))
            while now < last:
                sent += [due for due in pending if due <= now]
                pending = [due for due in pending if due > now]
                now += timedelta(minutes=5)
            local = [due.astimezone(zone) for due in sent]
            assert [(moment.date(), moment.time()) for moment in local] == expected
            assert pending == []


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@pytest.mark.shows("S9")
class TestAlternatingWeeks:
    EVERY_OTHER = (shift(0, "9:00-12:00", week=0), shift(1, "9:00-12:00", week=1))

    def weekdays(self, person: WorkingCalendar, *weeks: IsoWeek) -> list[str]:
        return ["".join(dict.fromkeys(span[:3] for span in of_week(person, week))) for week in weeks]

    def test_from_an_anchor_monday_they_take_turns_on_both_sides(self) -> None:
        person = calendar(*self.EVERY_OTHER, alternation=Alternation.ANCHOR, anchor=date(2026, 3, 9))
        turns = self.weekdays(person, *(IsoWeek(2026, 11) + n for n in (-3, -2, -1, 0, 1, 2)))
        assert turns == ["Tue", "Mon", "Tue", "Mon", "Tue", "Mon"]

    def test_an_anchor_runs_on_through_week_53(self) -> None:
        person = calendar(*self.EVERY_OTHER, alternation=Alternation.ANCHOR, anchor=date(2026, 3, 9))
        turns = self.weekdays(
            person, IsoWeek(2026, 51), IsoWeek(2026, 52), IsoWeek(2026, 53), IsoWeek(2027, 1)
        )
        assert turns == ["Mon", "Tue", "Mon", "Tue"]

    def test_parity_begins_again_after_week_53(self) -> None:
        person = calendar(*self.EVERY_OTHER, alternation=Alternation.PARITY)
        turns = self.weekdays(
            person, IsoWeek(2026, 52), IsoWeek(2026, 53), IsoWeek(2027, 1), IsoWeek(2027, 2)
        )
        assert turns == ["Tue", "Mon", "Mon", "Tue"]

    def test_odd_weeks_are_the_first_and_even_ones_the_second(self) -> None:
        odd_and_even = calendar(*self.EVERY_OTHER, alternation=Alternation.PARITY)
        assert self.weekdays(odd_and_even, IsoWeek(2026, 11), IsoWeek(2026, 12)) == ["Mon", "Tue"]

    def test_a_night_shift_keeps_the_week_in_which_it_begins(self) -> None:
        person = calendar(shift(6, "22:00-6:00", week=0), alternation=Alternation.PARITY)
        assert of_week(person, IsoWeek(2026, 11)) == ["Sun 22:00 - Mon 0:00"]
        assert of_week(person, IsoWeek(2026, 12)) == ["Mon 0:00 - Mon 6:00"]

    def test_a_second_week_means_nothing_in_a_weekly_pattern(self) -> None:
        assert self.weekdays(calendar(*self.EVERY_OTHER), IsoWeek(2026, 11), IsoWeek(2026, 12)) == [
            "Mon",
            "Mon",
        ]

    def test_without_an_anchor_the_week_in_which_the_pattern_begins_is_the_first(self) -> None:
        person = calendar(*self.EVERY_OTHER, alternation=Alternation.ANCHOR, since=date(2026, 3, 5))
        assert self.weekdays(person, IsoWeek(2026, 11), IsoWeek(2026, 12)) == ["Tue", "Mon"]


class TestPatternsThatChange:
    def test_new_hours_hold_from_their_day_on_in_the_middle_of_a_week(self) -> None:
        person = WorkingCalendar(
            [pattern(*daily("9:00-12:00")), pattern(*daily("13:00-17:00"), since=date(2026, 3, 11))]
        )
        assert of_week(person) == [
            "Mon 9:00 - Mon 12:00",
            "Tue 9:00 - Tue 12:00",
            "Wed 13:00 - Wed 17:00",
            "Thu 13:00 - Thu 17:00",
            "Fri 13:00 - Fri 17:00",
        ]

    def test_a_night_shift_that_began_under_the_old_hours_is_finished(self) -> None:
        person = WorkingCalendar([pattern(*NIGHTS), pattern(since=date(2026, 3, 11))])
        assert of_week(person)[-1] == "Tue 22:00 - Wed 6:00"

    @pytest.mark.shows("S9")
    def test_the_last_pattern_wins_for_as_long_as_it_holds(self) -> None:
        imported = pattern(*daily("9:00-12:00"), since=date(2026, 3, 10))
        correction = pattern(*daily("10:00-11:00"), since=date(2026, 3, 3), valid_until=date(2026, 3, 11))
        assert of_week(WorkingCalendar([imported, correction])) == [
            "Mon 10:00 - Mon 11:00",
            "Tue 10:00 - Tue 11:00",
            "Wed 10:00 - Wed 11:00",
            "Thu 9:00 - Thu 12:00",
            "Fri 9:00 - Fri 12:00",
        ]

    def test_who_moves_to_another_zone_works_by_the_clock_there(self) -> None:
        person = WorkingCalendar(
            [
                pattern(*daily("9:00-12:00")),
                pattern(*daily("9:00-12:00"), since=date(2026, 3, 11), zone="America/New_York"),
            ]
        )
        assert of_week(person)[1:3] == ["Tue 9:00 - Tue 12:00", "Wed 14:00 - Wed 17:00"]
        assert person.zone_on(date(2026, 3, 10)) == "Europe/Amsterdam"
        assert person.zone_on(date(2026, 3, 11)) == "America/New_York"

    def test_the_zone_of_a_day_without_hours_is_that_of_the_last_pattern(self) -> None:
        kathmandu = pattern(since=date(2026, 5, 1), zone="Asia/Kathmandu")
        assert WorkingCalendar([kathmandu]).zone_on(date(2026, 3, 9)) == "Asia/Kathmandu"
        assert WorkingCalendar([]).zone_on(date(2026, 3, 9)) == "Europe/Amsterdam"


class TestDaysOff:
    @pytest.mark.shows("W4")
    def test_nobody_works_on_a_holiday(self) -> None:
        easter = IsoWeek(2026, 15)
        person = calendar(*daily("9:00-12:00"), closed=closed_days([2026]))
        assert of_week(person, easter)[0] == "Tue 9:00 - Tue 12:00"

    @pytest.mark.shows("W5")
    def test_leave_holds_from_its_first_day_to_its_last(self) -> None:
        person = calendar(*daily("9:00-12:00"), absences=[Days(date(2026, 3, 10), date(2026, 3, 12))])
        assert of_week(person) == ["Mon 9:00 - Mon 12:00", "Fri 9:00 - Fri 12:00"]

    @pytest.mark.parametrize(
        ("day", "spans"),
        [
            (10, ["Wed 0:00 - Wed 6:00"]),
            (11, ["Tue 22:00 - Wed 0:00"]),
            (12, ["Tue 22:00 - Wed 6:00"]),
        ],
    )
    def test_a_night_shift_is_cut_at_the_midnight_of_a_day_off(self, day: int, spans: list[str]) -> None:
        off = date(2026, 3, day)
        assert of_week(calendar(shift(1, "22:00-6:00"), closed={off})) == spans
        assert of_week(calendar(shift(1, "22:00-6:00"), absences=[Days(off, off)])) == spans


@pytest.mark.shows("W1")
class TestWhatThePersonAllowed:
    def test_it_is_inside_on_a_free_day_and_in_a_break(self) -> None:
        person = calendar(
            shift(0, "9:00-17:00", "12:00-13:00"),
            closed={date(2026, 3, 14)},
            exceptions=[
                (at("2026-03-09 12:15"), at("2026-03-09 12:45")),
                (at("2026-03-14 10:00"), at("2026-03-14 11:00")),
            ],
        )
        assert person.covers(at("2026-03-09 12:15"), at("2026-03-09 12:45"))
        assert not person.covers(at("2026-03-09 12:00"), at("2026-03-09 12:45"))
        assert of_week(person)[-1] == "Sat 10:00 - Sat 11:00"

    def test_it_joins_the_hours_beside_it(self) -> None:
        person = calendar(
            shift(0, "9:00-17:00"), exceptions=[(at("2026-03-09 16:30"), at("2026-03-09 18:00"))]
        )
        assert of_week(person) == ["Mon 9:00 - Mon 18:00"]

    def test_who_is_away_is_not_reached_all_the_same(self) -> None:
        night = (at("2026-03-13 23:00"), at("2026-03-14 1:00"))
        person = calendar(absences=[Days(date(2026, 3, 14), date(2026, 3, 14))], exceptions=[night])
        assert of_week(person) == ["Fri 23:00 - Sat 0:00"]

    def test_it_counts_for_no_budget(self) -> None:
        evening = (at("2026-03-09 18:00"), at("2026-03-09 22:00"))
        away = [Days(date(2026, 3, 9), date(2026, 3, 11))]
        with_it = calendar(*OFFICE, absences=away, exceptions=[evening])
        assert with_it.budget(ORDINARY) == calendar(*OFFICE, absences=away).budget(ORDINARY)
        only_it = calendar(exceptions=[evening])
        assert only_it.is_working(at("2026-03-09 19:00"))
        assert only_it.is_absent(ORDINARY)
        assert only_it.budget(ORDINARY) == 0


class TestQuestions:
    @pytest.mark.parametrize(
        ("moment", "working"),
        [
            ("8:29", False),
            ("8:30", True),
            ("12:29", True),
            ("12:30", False),
            ("13:00", True),
            ("17:00", False),
        ],
    )
    def test_a_shift_includes_its_start_and_not_its_end(self, moment: str, working: bool) -> None:
        assert calendar(*OFFICE).is_working(at(f"2026-03-09 {moment}")) is working

    @pytest.mark.shows("W1")
    @pytest.mark.parametrize(
        ("start", "end", "inside"),
        [
            ("8:30", "9:30", True),
            ("8:30", "12:30", True),
            ("13:00", "17:00", True),
            ("8:29", "9:00", False),
            ("16:30", "17:01", False),
            ("12:00", "13:30", False),  # over lunch
            ("9:00", "9:00", False),
            ("10:00", "9:00", False),
        ],
    )
    def test_a_moment_is_covered_only_as_a_whole(self, start: str, end: str, inside: bool) -> None:
        assert calendar(*OFFICE).covers(at(f"2026-03-09 {start}"), at(f"2026-03-09 {end}")) is inside

    def test_a_moment_may_cross_midnight_and_the_border_of_two_shifts(self) -> None:
        person = calendar(shift(0, "16:00-0:00"), shift(1, "0:00-8:00"))
        assert person.covers(at("2026-03-09 23:30"), at("2026-03-10 0:30"))

    def test_the_minutes_of_a_week(self) -> None:
        assert calendar(*OFFICE).minutes(*ORDINARY.span("Europe/Amsterdam")) == 5 * 8 * 60
        assert calendar(*OFFICE).minutes(at("2026-03-09 12:00"), at("2026-03-09 13:30")) == 60
        assert calendar(*OFFICE).minutes(at("2026-03-09 13:30"), at("2026-03-09 12:00")) == 0

    @pytest.mark.parametrize(
        ("moment", "found"),
        [
            ("2026-03-09 9:07", "2026-03-09 9:07"),
            ("2026-03-09 7:00", "2026-03-09 8:30"),
            ("2026-03-09 12:30", "2026-03-09 13:00"),
            ("2026-03-13 17:00", "2026-03-16 8:30"),  # Friday evening
            ("2026-04-02 17:00", "2026-04-07 8:30"),  # Thursday before Easter, Good Friday off
        ],
    )
    def test_the_next_working_minute(self, moment: str, found: str) -> None:
        person = calendar(*OFFICE, closed=closed_days([2026], good_friday=True))
        assert person.next_working_minute(at(moment)) == at(found)

    def test_the_next_working_minute_lies_before_the_limit(self) -> None:
        person = calendar(*OFFICE)
        evening, morning = at("2026-03-13 17:00"), at("2026-03-16 8:30")
        assert person.next_working_minute(evening, before=morning) is None
        assert person.next_working_minute(evening, before=morning + timedelta(minutes=1)) == morning
        assert person.next_working_minute(morning, before=morning) is None

    def test_without_a_limit_it_looks_sixty_days_ahead(self) -> None:
        start = at("2026-03-09 9:00")
        away = calendar(*OFFICE, absences=[Days(date(2026, 3, 9), date(2026, 5, 8))])
        assert away.next_working_minute(start) is None
        assert away.next_working_minute(start, start + timedelta(days=90)) == at("2026-05-11 8:30")

    @pytest.mark.shows("S7", "W6")
    @pytest.mark.parametrize(
        ("moment", "due"),
        [
            ("10:00", "9:30"),  # the lead
            ("9:00", "8:30"),
            ("8:45", "8:30"),  # the first working minute
            ("8:30", "8:30"),  # that is the moment itself
            ("13:00", "13:00"),  # the lead is the lunch break
            ("13:15", "13:00"),
            ("12:45", "12:15"),  # the moment is in the break, part of the lead is not
            ("17:15", "16:45"),
            ("8:29", None),
            ("17:30", None),
            ("20:00", None),
        ],
    )
    def test_when_a_prompt_is_due(self, moment: str, due: str | None) -> None:
        found = calendar(*OFFICE).due_before(at(f"2026-03-09 {moment}"))
        assert found == (at(f"2026-03-09 {due}") if due else None)

    def test_the_lead_can_be_longer(self) -> None:
        assert calendar(*OFFICE).due_before(at("2026-03-09 10:00"), timedelta(hours=1)) == at(
            "2026-03-09 9:00"
        )

    def test_a_day_is_drawn_between_its_midnights(self) -> None:
        person = calendar(shift(1, "22:00-6:00"), shift(2, "14:00-15:00"), closed={date(2026, 3, 12)})
        assert on_the_wall(person.shifts_on(date(2026, 3, 10))) == ["Tue 22:00 - Wed 0:00"]
        assert on_the_wall(person.shifts_on(date(2026, 3, 11))) == [
            "Wed 0:00 - Wed 6:00",
            "Wed 14:00 - Wed 15:00",
        ]
        assert person.shifts_on(date(2026, 3, 12)) == []
