"""Duos meet evenly, only when both are free, and three together when it is odd; who leads takes turns."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.weekly import history, planning
from cycles.weekly.models import Form, Kind, Moment, WeekCycle
from cycles.weekly.places import pairing
from cycles.weekly.places.pairing import Met
from cycles.weekly.places.turns import on_turn
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import BusyTime
from tests import builders
from tests.conftest import Cast

ALWAYS = 0b1111


def season(size: int, weeks: int = 12) -> Met:
    """A steady team of which everybody can always work with everybody."""
    met, people = Met(), list(range(1, size + 1))
    for week in range(1, weeks + 1):
        groups, alone = pairing.groups(people, dict.fromkeys(people, ALWAYS), met, week)
        assert sorted(p for group in groups for p in group) == people
        assert not alone
        assert sorted(map(len, groups))[:-1] == [2] * (size // 2 - 1), "at most one group of three"
        for group in groups:
            met.add(group, week)
    return met


def counts(met: Met, size: int) -> list[int]:
    return [len(met.weeks.get(two, [])) for two in combinations(range(1, size + 1), 2)]


@pytest.mark.shows("planner-1")
@pytest.mark.parametrize("size", [2, 4, 6, 8, 10, 12, 14, 20])
def test_in_an_even_team_every_two_meet_within_one_of_even(size: int) -> None:
    met = season(size)
    found = counts(met, size)
    assert max(found) - min(found) <= 1
    between = [b - a for weeks in met.weeks.values() for a, b in pairwise(weeks)]
    assert min(between, default=size - 1) == size - 1, "and everybody else comes first"


@pytest.mark.shows("planner-1")
@pytest.mark.parametrize("size", [3, 5, 7, 9, 11, 13, 15])
def test_in_an_odd_team_too_and_three_together_is_not_always_the_same(size: int) -> None:
    met = season(size)
    found = counts(met, size)
    even = sum(found) / len(found)
    assert max(found) <= -(-even // 1) + 1
    assert min(found) >= even // 1 - 1
    threes = [met.threes.get(person, 0) for person in range(1, size + 1)]
    assert max(threes) - min(threes) <= 3


@pytest.mark.shows("planner-1")
@pytest.mark.parametrize("seed", range(60))
def test_groups_of_a_few_people_cost_the_least_of_all_that_can_be_made(seed: int) -> None:
    random = Random(seed)
    people = list(range(1, random.randint(2, 8) + 1))
    free = {person: random.getrandbits(4) for person in people}
    met = Met()
    for week in range(1, 6):
        met.add(random.sample(people, min(len(people), random.choice((2, 2, 3)))), week)
    making = pairing._Making(people, free, met, 6, people)
    groups, alone = pairing.groups(people, free, met, 6)
    cost = making._total([*map(tuple, groups), *((person,) for person in alone)])

    @cache
    def least(left: frozenset[int]) -> int:
        if not left:
            return 0
        first, *rest = sorted(left)
        ways = [(first, *others) for size in (0, 1, 2) for others in combinations(rest, size)]
        return min(own + least(left - set(way)) for way in ways if (own := making.cost(way)) is not None)

    assert cost == least(frozenset(people))
    for group in groups:
        common = ALWAYS
        for person in group:
            common &= free[person]
        assert common, "a group has a time together"


@pytest.mark.parametrize("seed", range(20))
def test_a_large_team_has_no_two_groups_that_would_rather_exchange_somebody(seed: int) -> None:
    random = Random(seed)
    people = list(range(1, random.randint(13, 24) + 1))
    free = {person: random.getrandbits(5) | 1 << random.randrange(5) for person in people}
    met = Met()
    for week in range(1, 8):
        here = random.sample(people, len(people) - random.randrange(4))
        groups, alone = pairing.groups(here, free, met, week, people)
        assert sorted([*alone, *(p for group in groups for p in group)]) == sorted(here)
        assert (groups, alone) == pairing.groups(here[::-1], free, met, week, people), "always the same"
        making = pairing._Making(sorted(here), free, met, week, people)
        made = [*map(tuple, groups), *((person,) for person in alone)]
        assert not any(making._exchanged(one, other) for one, other in combinations(made, 2))
        for group in groups:
            met.add(group, week)


# In a team ----------------------------------------------------------------------------------------

SIXTEEN = IsoWeek(2026, 16)


@pytest.fixture
def four(cast: Cast, frozen: None) -> list[int]:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    people = [cast.lead, cast.professional, cast.colleague, builders.member(cast.team, "Aisha")]
    return sorted(person.pk for person in people)


def duos(cycle: WeekCycle) -> list[list[int]]:
    return [m.members for m in cycle.moments.filter(kind=Kind.LEARNING_HOUR, form=Form.DUO)]


def met_in(weeks: Iterable[WeekCycle]) -> set[tuple[int, ...]]:
    return {tuple(duo) for cycle in weeks for duo in duos(cycle)}


@pytest.mark.shows("planner-1")
def test_in_three_weeks_four_people_have_all_met(cast: Cast, four: list[int]) -> None:
    drafted = [planning.draft(cast.team, SIXTEEN + number) for number in range(3)]
    assert met_in(drafted) == set(combinations(four, 2))


@pytest.mark.shows("S11")
def test_a_duo_that_the_team_let_fall_did_not_meet_and_one_that_let_itself_fall_did(
    cast: Cast, four: list[int]
) -> None:
    first = planning.draft(cast.team, SIXTEEN)
    by_itself, by_team = first.moments.filter(kind=Kind.LEARNING_HOUR)
    now = datetime.fromisoformat("2026-04-10T10:00+02:00")
    Moment.objects.filter(pk=by_itself.pk).update(cancelled_at=now)
    Moment.objects.filter(pk=by_team.pk).update(cancelled_at=now, cancelled_cause=Moment.Cause.OTHER)
    met = history.met_before(planning.draft(cast.team, SIXTEEN + 1))
    assert set(met.weeks) == {tuple(by_itself.members)}


@pytest.mark.shows("W1", "W5")
def test_a_duo_meets_where_both_are_free(cast: Cast, four: list[int]) -> None:
    """Tuesday at ten is the usual time; who has something else then moves the whole duo, and only that one."""
    taken = builders.local(SIXTEEN, "di 09:00")
    BusyTime.objects.create(person_id=four[0], starts_at=taken, ends_at=taken + timedelta(hours=3))
    for moment in planning.draft(cast.team, SIXTEEN).moments.filter(kind=Kind.LEARNING_HOUR):
        usual = moment.starts_at == builders.local(SIXTEEN, "di 10:00")
        assert usual == (four[0] not in moment.members)
        assert all(not seat.alone for seat in moment.seats.all())


@pytest.mark.shows("S5")
def test_who_shares_no_hour_with_anybody_gets_it_alone_and_the_lead_reads_why(
    cast: Cast, four: list[int]
) -> None:
    night = builders.person("Sven", hours=None)
    builders.pattern(night, builders.shifts([5, 6], "20:00", "23:00", ()), hours=6)
    builders.member(cast.team, who=night)
    cycle = planning.draft(cast.team, SIXTEEN)
    alone = cycle.moments.get(kind=Kind.LEARNING_HOUR, form=Form.ALONE)
    assert (alone.members, [r["code"] for r in alone.refusal]) == ([night.pk], ["no_partner"])
    seat = alone.seats.get()
    assert (seat.alone, seat.reason) == (True, "")
    assert met_in([cycle]) < set(combinations(four, 2))


def test_making_a_week_asks_the_database_as_often_after_a_long_season(cast: Cast, four: list[int]) -> None:
    def asked(week: IsoWeek) -> int:
        with CaptureQueriesContext(connection) as queries:
            cycle = planning.draft(cast.team, week)
        planning.publish(cycle, by=None)
        return len(queries)

    early = [asked(SIXTEEN), asked(SIXTEEN + 1)][1]
    for number in range(2, 6):
        asked(SIXTEEN + number)
    for _ in range(6):
        builders.member(cast.team)
    assert asked(SIXTEEN + 6) == early


# Turns --------------------------------------------------------------------------------------------


def test_who_leads_led_this_kind_least_then_least_at_all_then_longest_ago_then_by_id() -> None:
    def at(day: int) -> datetime:
        return datetime.fromisoformat(f"2026-04-{day:02}T09:30+02:00")

    start, harvest = Kind.PLANNING, Kind.RETROSPECTIVE
    assert on_turn(start, [], {}) is None
    assert on_turn(start, [3, 2], {}) == 2
    assert on_turn(start, [2, 3], {2: [(start, at(1))]}) == 3
    assert on_turn(start, [2, 3], {2: [(harvest, at(1))], 3: [(harvest, at(1)), (harvest, at(2))]}) == 2
    assert on_turn(start, [2, 3], {2: [(start, at(1))], 3: [(harvest, at(1)), (harvest, at(2))]}) == 3
    assert on_turn(start, [2, 3], {2: [(start, at(8))], 3: [(start, at(1))]}) == 3


def test_in_a_team_somebody_else_leads_each_moment_every_week(cast: Cast, four: list[int]) -> None:
    cycles = [planning.draft(cast.team, SIXTEEN + number) for number in (3, 4, 5)]
    for kind in (Kind.PLANNING, Kind.CHECK_IN):
        assert len({cycle.moments.get(kind=kind).facilitator_id for cycle in cycles} - {None}) == 3
