"""A whole season ahead: where everything stands or would stand, who would miss it, and the rotation that helps."""

from datetime import date, time
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.framework.models import PauseWeek, Season
from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Moment
from cycles.weekly.places.rotating import Rotation, Turn, rotation
from cycles.weekly.season import KindAhead, MomentAhead, SeasonOutlook, WeekState, season_outlook
from cycles.weekly.sentences import misses_in_words, rotation_in_words
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly import bruteforce

# Rotations ----------------------------------------------------------------------------------------


def named(bits: int) -> set[int]:
    return {person for person in range(8) if bits >> person & 1}


@pytest.mark.shows("planner-1", "W3")
def test_the_rotation_is_as_good_as_trying_every_order() -> None:
    helped = 0
    for seed in range(300):
        random = Random(seed)
        weeks, people = random.randint(3, 7), random.randint(2, 7)
        works = [random.getrandbits(people) | random.getrandbits(people) for _ in range(weeks)]
        steady = [random.getrandbits(people) for _ in range(random.randint(1, 5))]
        places: dict[Turn, list[int | None]] = {}
        for number, usual in enumerate(steady):
            holiday = random.randrange(weeks) if random.random() < 0.3 else None
            noise = [random.getrandbits(people) & random.getrandbits(people) for _ in range(weeks)]
            places[Turn(number, time(9))] = [
                None if week == holiday else (usual ^ noise[week]) & here for week, here in enumerate(works)
            ]
        turns, misses, left = rotation(places, works)
        sets = {
            str(turn): [None if one is None else named(one) for one in presence]
            for turn, presence in places.items()
        }
        assert (left.bit_count(), misses) == bruteforce.rotation(sets, [named(one) for one in works]), seed
        alone = {str(n): sets[str(turn)] for n, turn in enumerate(turns)} if len(turns) == 1 else {}
        helped += not left and not alone
    assert helped > 30, "a single place would not do"


def test_three_groups_that_never_meet_take_turns() -> None:
    monday, tuesday, friday = Turn(0, time(9)), Turn(1, time(9)), Turn(4, time(9))
    places = {monday: [0b001] * 9, tuesday: [0b010] * 9, friday: [0b100] * 9}
    turns, misses, left = rotation(places, [0b111] * 9)
    assert (set(turns), misses, left) == ({monday, tuesday, friday}, 18, 0)
    assert rotation_in_words(Rotation(turns, misses), {}) == (
        "Om de beurt op maandag om 9.00 uur, dinsdag om 9.00 uur en vrijdag om 9.00 uur:"
        " dan is iedereen er minstens eens in de drie weken bij."
    )


def test_a_fourth_group_is_left_out_and_named() -> None:
    places: dict[Turn, list[int | None]] = {Turn(day, time(9)): [1 << day] * 9 for day in range(4)}
    turns, _misses, left = rotation(places, [0b1111] * 9)
    assert (len(turns), left.bit_count()) == (3, 1)
    assert rotation_in_words(Rotation((), 27, (4,)), {4: "Samira"}) == (
        "Geen wisselende plek helpt: Samira mist het dan nog meer dan twee weken op rij."
    )


def test_a_holiday_makes_nobody_miss_it_longer_and_is_not_looked_for() -> None:
    monday, tuesday = Turn(0, time(9)), Turn(1, time(9))
    assert rotation({monday: [0, 0, None, 0], tuesday: [0, 0, 1, 0]}, [1] * 4) == ((tuesday,), 3, 0)
    assert rotation({monday: [1, None, 1], tuesday: [1, 1, 1]}, [1] * 3) == ((tuesday,), 0, 0)
    assert rotation({monday: [0, 0, None]}, [1] * 3) == ((monday,), 3, 0)


def test_a_large_team_is_searched_within_bounds() -> None:
    random = Random(3)
    works = [(1 << 200) - 1] * 12
    places: dict[Turn, list[int | None]] = {
        Turn(n % 5, time(8 + n // 20, n // 5 % 4 * 15)): [random.getrandbits(200)] * 12 for n in range(100)
    }
    turns, _misses, left = rotation(places, works)
    reached = 0
    for turn in turns:
        reached |= places[turn][0] or 0
    assert left == works[0] & ~reached
    assert left.bit_count() < 30


# Seasons ------------------------------------------------------------------------------------------

FOURTEEN = IsoWeek(2026, 14)  # today is its Wednesday


@pytest.fixture
def spring(cast: Cast, frozen: None) -> Season:
    builders.template(cast.team)
    return builders.frame(starts_on=date(2026, 3, 23))  # a week ago


def part_timer(cast: Cast, name: str, days: list[int]) -> User:
    made = builders.person(name, hours=None)
    builders.pattern(made, builders.shifts(days), hours=36)
    return builders.member(cast.team, who=made)


def moment(outlook: SeasonOutlook, week: IsoWeek, kind: Kind) -> MomentAhead:
    (found,) = [one for w in outlook.weeks if w.week == week for one in w.moments if one.kind == kind]
    return found


def kind_of(outlook: SeasonOutlook, kind: Kind) -> KindAhead:
    (found,) = [one for one in outlook.kinds if one.kind == kind]
    return found


@pytest.mark.shows("planner-1")
def test_each_week_says_how_far_it_is(cast: Cast, spring: Season) -> None:
    PauseWeek.objects.create(year=2026, week=18, name="Meivakantie")
    planning.publish(planning.draft(cast.team, FOURTEEN), by=None)
    planning.draft(cast.team, FOURTEEN + 2)
    outlook = season_outlook(cast.team, spring)
    assert [week.number for week in outlook.weeks] == list(range(1, 13))
    states = [week.state for week in outlook.weeks]
    assert states[:6] == ["over", "published", "to_come", "made", "to_come", "pause"]
    assert set(states[6:]) == {WeekState.TO_COME}
    assert (outlook.weeks[5].pause_name, outlook.weeks[5].moments) == ("Meivakantie", ())
    assert [week.number for week in outlook.weeks if week.is_harvest] == [4, 8, 12]


@pytest.mark.shows("planner-1", "W4")
def test_a_week_to_come_has_its_moments_where_the_draft_puts_them(cast: Cast, spring: Season) -> None:
    part_timer(cast, "Samira", [1, 2, 3, 4])
    part_timer(cast, "Bilal", [0, 2, 3])
    before = season_outlook(cast.team, spring)
    assert not Moment.objects.exists(), "looking makes nothing"
    for number in range(1, 11):
        week = FOURTEEN + number
        cycle = planning.draft(cast.team, week)
        planning.publish(cycle, by=None)
        real = {m.kind: m for m in cycle.moments.filter(pair=0)}
        for ahead in next(w for w in before.weeks if w.week == week).moments:
            if ahead.form is Form.DUO:
                continue
            made = real[ahead.kind]
            assert (ahead.starts_at, ahead.minutes) == (made.starts_at, made.minutes), (week, ahead.kind)
            if made.starts_at:
                assert ahead.present == made.seats.filter(alone=False).count(), (week, ahead.kind)
    after = season_outlook(cast.team, spring)
    assert moment(after, FOURTEEN + 3, Kind.PLANNING).is_real
    assert not moment(before, FOURTEEN + 3, Kind.PLANNING).is_real
    easter = moment(before, FOURTEEN + 1, Kind.PLANNING)
    assert (easter.starts_at, [r["code"] for r in easter.refusals]) == (None, ["holiday"])


@pytest.mark.shows("planner-1", "W3")
def test_who_would_miss_it_is_counted_and_a_rotation_is_offered(cast: Cast, spring: Season) -> None:
    samira = part_timer(cast, "Samira", [1, 2, 3, 4])
    (one,) = (found := kind_of(season_outlook(cast.team, spring), Kind.PLANNING)).people
    assert (one.person_id, one.name, one.longest) == (samira.pk, "Samira", 2)
    assert 0 < one.misses < one.weeks
    assert found.rotation
    assert found.rotation.turns, "there is one that has her in time"
    assert found.rotation.left_out == ()
    assert misses_in_words("Samira", Kind.PLANNING, one.misses, one.weeks, one.longest) == (
        f"Samira mist de Weekstart {one.misses} van de {one.weeks} weken, hoogstens 2 keer op rij."
    )
    assert kind_of(season_outlook(cast.team, spring), Kind.RETROSPECTIVE) == KindAhead(
        Kind.RETROSPECTIVE, (), None
    )


@pytest.mark.shows("planner-1", "W3")
def test_who_can_never_be_there_is_left_out_and_named(cast: Cast, spring: Season) -> None:
    night = builders.person("Sven", hours=None)
    builders.pattern(night, builders.shifts([5], "20:00", "23:00", ()), hours=36)
    builders.member(cast.team, who=night)
    found = kind_of(season_outlook(cast.team, spring), Kind.PLANNING)
    assert [(one.person_id, one.misses == one.weeks == one.longest) for one in found.people] == [
        (night.pk, True)
    ]
    assert found.rotation
    assert (found.rotation.turns, found.rotation.left_out) == ((), (night.pk,))


@pytest.mark.shows("S10", "S11")
def test_of_what_is_over_or_has_begun_no_person_and_no_number_is_told(cast: Cast, spring: Season) -> None:
    part_timer(cast, "Samira", [1, 2, 3, 4])
    last = builders.week(cast.team, FOURTEEN - 1, season=spring)
    builders.moment(last, who=[cast.professional], minutes=20)
    planning.publish(planning.draft(cast.team, FOURTEEN), by=None)
    Moment.objects.filter(cycle__week=14, kind=Kind.PLANNING).update(
        form=Form.TEAM, starts_at=builders.local(FOURTEEN, "ma 09:30")
    )
    outlook = season_outlook(cast.team, spring)
    for week in (FOURTEEN - 1, FOURTEEN):
        past = moment(outlook, week, Kind.PLANNING)
        assert past.starts_at == builders.local(week, "ma 09:30")
        assert (past.present, past.of, past.is_real) == (None, None, True)
    told = kind_of(outlook, Kind.PLANNING).people
    assert all(one.weeks <= len(outlook.weeks) - 2 for one in told)
    over = season_outlook(cast.team, spring, [FOURTEEN - 1])
    assert over.kinds == ()


def test_what_the_team_let_fall_is_there_with_its_cause_and_nobody_misses_it(
    cast: Cast, spring: Season
) -> None:
    part_timer(cast, "Samira", [1, 2, 3, 4])
    cycle = planning.draft(cast.team, FOURTEEN + 2)
    planning.cancel(cycle.moments.get(kind=Kind.PLANNING), Moment.Cause.HOLIDAY, by=cast.lead)
    outlook = season_outlook(cast.team, spring, [FOURTEEN + 2])
    fallen = moment(outlook, FOURTEEN + 2, Kind.PLANNING)
    assert (fallen.cause, fallen.present) == ("holiday", None)
    assert Kind.PLANNING not in {one.kind for one in outlook.kinds}


def test_the_queries_do_not_grow_with_people_or_weeks(cast: Cast, spring: Season) -> None:
    def asked(weeks: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            season_outlook(cast.team, spring, [FOURTEEN + number for number in range(weeks)])
        return len(queries)

    planning.draft(cast.team, FOURTEEN + 1)
    few = asked(3)
    for number in range(12):
        part_timer(cast, f"Collega {number}", [0, 1, 2, 3])
    for number in range(2, 6):
        planning.publish(planning.draft(cast.team, FOURTEEN + number), by=None)
    assert asked(12) == few
