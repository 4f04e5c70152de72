"""The calendar beside the oracle, and laws that hold for every calendar."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, Pattern, Shift, WorkingCalendar
from tests.support.figures import Figure
from tests.support.turns import one_in
from tests.teams.hours.oracle import MINUTE
from tests.teams.hours.personweeks import SPECIAL_WEEKS, TRAITS, ZONES, PersonWeek, draw

PERSON_WEEKS, PARTS = 10_000, 20
PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # other work may share the machine


@pytest.mark.slow
@pytest.mark.shows("house-3", "TD7", "W1", "W2", "W4", "S4", "S9")
@pytest.mark.parametrize("part", one_in(4, range(4)))
def test_random_person_weeks_are_read_as_the_oracle_reads_them(part: int) -> None:
    assert different(range(part * 30, (part + 1) * 30)) == []


@pytest.mark.full
@pytest.mark.shows("house-3", "TD6", "TD7", "W1", "W2", "W4", "S4", "S9")
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_person_weeks_are_read_as_the_oracle_reads_them(part: int, figure: Figure) -> None:
    share = PERSON_WEEKS // PARTS
    seeds = range(10_000 + part * share, 10_000 + (part + 1) * share)
    told, seen = different(seeds), traits(seeds)
    figure("person-weeks beside the oracle", len(seeds))
    for trait in TRAITS:
        figure(f"  with {trait}", seen[trait])
    figure("  read differently", len(told))
    assert told == []


@pytest.mark.shows("house-3", "TD6", "TD7")
def test_every_kind_of_person_week_is_drawn_often() -> None:
    seen = traits(range(10_000, 11_000))
    assert {trait: seen[trait] for trait in TRAITS if seen[trait] < 20} == {}


def traits(seeds: range) -> Counter[str]:
    return Counter(trait for seed in seeds for trait in draw(Random(seed)).traits)


def different(seeds: range) -> list[str]:
    return [f"seed {seed}: {told}" for seed in seeds for told in compare(draw(Random(seed)), Random(seed))]


def compare(person: PersonWeek, random: Random) -> list[str]:
    """Every question of the calendar, asked of both; what they answer differently."""
    calendar, oracle, week = person.calendar, person.oracle, person.week
    told = []

    def same(question: str, ours: object, theirs: object) -> None:
        if ours != theirs:
            told.append(f"{question}: {ours} instead of {theirs}")

    same(
        "intervals", calendar.intervals(oracle.start, oracle.end), oracle.intervals(oracle.start, oracle.end)
    )
    same("worked", calendar.worked_minutes(week), oracle.worked_minutes())
    same("absent", calendar.is_absent(week), oracle.is_absent())
    same("budget", calendar.budget(week), oracle.budget())
    same(
        "own budget", calendar.budget(week, full=90, floor=20, full_time_hours=40), oracle.budget(90, 20, 40)
    )
    if person.one_zone:
        for day in week.days:
            same(f"shifts on {day}", calendar.shifts_on(day), oracle.shifts_on(day))

    edges = [edge for span in oracle.intervals(oracle.start, oracle.end) for edge in span]
    for _ in range(8):
        start, end = sorted(_moment(random, person, edges) for _ in range(2))
        same(f"working at {start}", calendar.is_working(start), oracle.works(start))
        same(f"minutes {start} {end}", calendar.minutes(start, end), oracle.minutes(start, end))
        same(f"next {start} {end}", calendar.next_working_minute(start, end), oracle.first_from(start, end))
        same(f"due {start}", calendar.due_before(start), oracle.due_before(start))
        short = start + random.choice((5, 15, 30, 60)) * MINUTE
        same(f"covers {start} {short}", calendar.covers(start, short), oracle.covers(start, short))
    return told


def _moment(random: Random, person: PersonWeek, edges: list[datetime]) -> datetime:
    """A minute in the middle seven days; half of the time close to where work begins or ends."""
    first, last = person.oracle.start + timedelta(days=1), person.oracle.end - timedelta(days=1)
    if edges and random.random() < 0.6:
        near = random.choice(edges) + random.choice((-30, -1, 0, 0, 1, 15, 30)) * MINUTE
        if first <= near <= last:
            return near
    return first + random.randrange(7 * 1440) * MINUTE


times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 15, 29, 30, 45, 59)))
shifts = st.builds(
    Shift,
    weekday=st.integers(0, 6),
    start=times,
    end=times,
    breaks=st.lists(st.tuples(times, times), max_size=2).map(tuple),
    week=st.integers(0, 1),
)
weeks = st.one_of(
    st.sampled_from(SPECIAL_WEEKS),
    st.dates(date(2020, 1, 1), date(2037, 12, 1)).map(IsoWeek.of),
)


@st.composite
def person_weeks(draw: st.DrawFn) -> PersonWeek:
    week = draw(weeks)
    zone = draw(st.sampled_from(ZONES))
    near = st.integers(-10, 10).map(lambda days: week.monday + timedelta(days=days))
    patterns = []
    for first in draw(st.lists(near, max_size=3)):
        until = draw(
            st.none() | st.integers(0, 10).map(lambda days, first=first: first + timedelta(days=days))
        )
        alternation = draw(st.sampled_from(Alternation))
        anchor = week.monday + timedelta(weeks=draw(st.integers(-55, 55)))
        patterns.append(
            Pattern(
                valid_from=first,
                contract_minutes=draw(st.integers(1, 2880)),
                shifts=tuple(draw(st.lists(shifts, max_size=6))),
                zone=zone,
                alternation=alternation,
                anchor=anchor if alternation is Alternation.ANCHOR else None,
                valid_until=until,
            )
        )
    absences = [
        Days(first, first + timedelta(days=draw(st.integers(0, 8))))
        for first in draw(st.lists(near, max_size=2))
    ]
    exceptions = []
    for minutes in draw(st.lists(st.integers(-600, 8 * 1440), max_size=2)):
        start = datetime.combine(week.monday, time(), UTC) + minutes * MINUTE
        exceptions.append((start, start + draw(st.integers(1, 300)) * MINUTE))
    return PersonWeek(week, patterns, absences, set(draw(st.lists(near, max_size=3))), exceptions)


@pytest.mark.slow
@pytest.mark.shows("house-3", "TD7")
@given(person_weeks(), st.randoms(use_true_random=False))
@settings(PATIENT, max_examples=60)
def test_any_calendar_is_read_as_the_oracle_reads_it(person: PersonWeek, random: Random) -> None:
    assert compare(person, random) == []


@st.composite
def calendars_and_spans(draw: st.DrawFn) -> tuple[PersonWeek, WorkingCalendar, datetime, datetime]:
    person = draw(person_weeks())
    start = datetime.combine(person.week.monday, time(), UTC) + draw(st.integers(-1500, 12_000)) * MINUTE
    return person, person.calendar, start, start + draw(st.integers(1, 3000)) * MINUTE


@given(calendars_and_spans())
@PATIENT
def test_intervals_are_in_order_apart_and_within_the_span(drawn) -> None:
    _, calendar, start, end = drawn
    spans = calendar.intervals(start, end)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end and edge.tzinfo is UTC for edge in edges)


@given(calendars_and_spans(), st.integers(0, 3000))
@PATIENT
def test_the_minutes_of_two_halves_are_those_of_the_whole(drawn, cut: int) -> None:
    _, calendar, start, end = drawn
    middle = min(start + cut * MINUTE, end)
    assert calendar.minutes(start, middle) + calendar.minutes(middle, end) == calendar.minutes(start, end)


@given(calendars_and_spans())
@PATIENT
def test_a_span_is_covered_when_each_of_its_minutes_is_worked(drawn) -> None:
    _, calendar, start, end = drawn
    assert calendar.covers(start, end) == (calendar.minutes(start, end) == (end - start) // MINUTE)
    for begin, stop in calendar.intervals(start, end):
        assert calendar.covers(begin, stop)
        assert calendar.is_working(begin)
        assert calendar.is_working(stop - MINUTE)
        assert stop == end or not calendar.is_working(stop)


@given(calendars_and_spans())
@PATIENT
def test_nothing_is_worked_before_the_next_working_minute(drawn) -> None:
    _, calendar, start, end = drawn
    found = calendar.next_working_minute(start, end)
    assert calendar.minutes(start, found or end) == 0
    assert found is None or (calendar.is_working(found) and start <= found < end)


@pytest.mark.shows("S7", "W6")
@given(calendars_and_spans())
@PATIENT
def test_a_prompt_is_due_in_working_time_and_in_the_half_hour_before(drawn) -> None:
    _, calendar, start, _ = drawn
    due = calendar.due_before(start)
    if due is None:
        assert calendar.minutes(start - 30 * MINUTE, start + MINUTE) == 0
    else:
        assert start - 30 * MINUTE <= due <= start
        assert calendar.is_working(due)


@pytest.mark.shows("S4", "W2", "W5")
@given(person_weeks(), st.integers(-2, 8), st.integers(0, 4))
@PATIENT
def test_leave_never_adds_time_or_budget(person: PersonWeek, from_day: int, days: int) -> None:
    first = person.week.monday + timedelta(days=from_day)
    leave = Days(first, first + timedelta(days=days))
    less = WorkingCalendar(person.patterns, [*person.absences, leave], person.closed, person.exceptions)
    start = datetime.combine(person.week.monday, time(), UTC)
    before, after = person.calendar, less
    assert after.minutes(start, start + timedelta(days=7)) <= before.minutes(start, start + timedelta(days=7))
    assert after.worked_minutes(person.week) <= before.worked_minutes(person.week)
    assert after.budget(person.week) <= before.budget(person.week)


@pytest.mark.shows("W2", "S4", "W4")
@given(person_weeks(), st.sets(st.integers(0, 6)))
@PATIENT
def test_a_holiday_takes_time_but_no_budget_as_long_as_a_minute_is_left(
    person: PersonWeek, off: set[int]
) -> None:
    week = person.week
    closed = person.closed | {week.monday + timedelta(days=day) for day in off}
    more = WorkingCalendar(person.patterns, person.absences, closed, person.exceptions)
    assert more.worked_minutes(week) == person.calendar.worked_minutes(week)
    assert more.budget(week) == (0 if more.is_absent(week) else person.calendar.budget(week))
    for day in off:
        assert all(
            person.calendar.covers(*span) for span in more.shifts_on(week.monday + timedelta(days=day))
        )


@pytest.mark.shows("W1")
@given(person_weeks(), st.integers(0, 10_000), st.integers(1, 200))
@PATIENT
def test_what_the_person_allowed_is_inside_and_changes_no_budget(
    person: PersonWeek, minutes: int, length: int
) -> None:
    start = datetime.combine(person.week.monday, time(), UTC) + minutes * MINUTE
    allowed = (start, start + length * MINUTE)
    more = WorkingCalendar(person.patterns, [], person.closed, [*person.exceptions, allowed])
    assert more.covers(*allowed)
    assert more.budget(person.week) == WorkingCalendar(person.patterns, [], person.closed).budget(person.week)


@pytest.mark.shows("W2", "S4")
@given(person_weeks())
@PATIENT
def test_a_budget_is_in_steps_of_five_between_nothing_and_full(person: PersonWeek) -> None:
    budget = person.calendar.budget(person.week)
    assert budget % 5 == 0
    assert 0 <= budget <= 120
    assert budget == 0 or not person.calendar.is_absent(person.week)


@given(shifts)
def test_a_shift_survives_json(shift: Shift) -> None:
    assert Shift.from_json(shift.to_json()) == shift
