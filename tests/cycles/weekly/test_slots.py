"""The best places in a week: as good as trying everything, explained, and nobody misses three weeks running (W3)."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.weekly import judging, planning
from cycles.weekly.history import Past, past_of
from cycles.weekly.models import Form, Kind, Moment, Seat, TemplateMoment, WeekCycle, WeekTemplate
from cycles.weekly.places import slots
from cycles.weekly.places.slots import Ground, Wanted, Why
from cycles.weekly.sentences import choice_in_words, why_not
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly import bruteforce
from tests.cycles.weekly.bruteforce import at
from tests.teams.hours.paper import OFFICE, calendar, daily


def check(seed: int) -> int:
    """Compares one random team; how many moments found a place."""
    ground, wanted = bruteforce.team(Random(seed))
    cost, starts = bruteforce.best(ground, wanted)
    found = [choice.place.starts_at if choice.place else None for choice in slots.best(ground, wanted)]
    assert bruteforce.cost(ground, wanted, found) == cost, seed
    assert found == starts, seed
    return sum(start is not None for start in starts)


@pytest.mark.slow
@pytest.mark.shows("planner-1", "W1", "W3", "W4")
def test_two_hundred_small_teams_get_what_trying_everything_gives() -> None:
    assert sum(check(seed) for seed in range(200)) > 200


@pytest.mark.full
@pytest.mark.shows("planner-1", "W1", "W3", "W4")
def test_two_thousand_small_teams_get_what_trying_everything_gives() -> None:
    assert sum(check(seed) for seed in range(2000)) > 2000


@pytest.mark.shows("planner-1", "W1", "W3", "W4")
@pytest.mark.parametrize("seed", range(2000, 2150))
def test_no_choice_breaks_a_rule(seed: int) -> None:
    ground, wanted = bruteforce.team(Random(seed))
    opens, closes = ground.week.span(ground.zone)
    spans = [(one.starts_at, one.ends_at) for one in ground.standing]
    for one, choice in zip(wanted, slots.best(ground, wanted), strict=True):
        if choice.place is None:
            continue
        start = choice.place.starts_at
        own = one.own(start.astimezone(bruteforce.ZONE).date())
        invited = [person for person, minutes in own.items() if minutes]
        assert ground.judge(one, start) == choice.place
        assert choice.place.is_allowed
        assert sorted([*choice.place.present, *choice.missing]) == sorted(invited)
        assert len(choice.place.present) * 2 >= len(invited)
        spans.append((start, start + timedelta(minutes=one.minutes)))
        assert opens <= start
        assert spans[-1][1] <= closes
    assert not any(a[0] < b[1] and b[0] < a[1] for a, b in combinations(spans, 2))


# In the open --------------------------------------------------------------------------------------

SEVEN = {person: calendar(*OFFICE) for person in range(1, 8)}


def easter(**fields: object) -> Ground:
    closed = {at(0, 0).date(): "Tweede paasdag"}
    people = {person: calendar(*OFFICE, closed=closed) for person in SEVEN}
    return Ground(bruteforce.WEEK, "Europe/Amsterdam", people, closed, bruteforce.NOW, **fields)  # type: ignore[arg-type]


def weekstart(**fields: object) -> Wanted:
    known: dict[str, object] = {"usual": at(0, 9, 30)} | fields
    return Wanted(Kind.PLANNING, 20, lambda _day: dict.fromkeys(SEVEN, 20), **known)  # type: ignore[arg-type]


def words(choice: slots.Choice, kind: Kind = Kind.PLANNING) -> list[str]:
    return choice_in_words(choice, kind, "Europe/Amsterdam", {4: "Samira", 5: "Bilal"})


@pytest.mark.shows("planner-1", "W4")
def test_easter_monday_is_said_and_so_is_what_is_better() -> None:
    ground = easter()
    (refusal,) = ground.judge(weekstart(), at(0, 9, 30)).refusals
    assert why_not(refusal) == "Maandag 6 april is Tweede paasdag."
    (choice,) = slots.best(ground, [weekstart()])
    assert words(choice) == [
        "Dinsdag 7 april van 9.30 tot 9.50 werken alle 7 collega’s.",
        "Dit is een andere tijd dan jullie gewend zijn.",
    ]


@pytest.mark.parametrize(
    ("moment", "ground", "start", "why", "weight", "sentence"),
    [
        ({"usual": at(1, 9, 30)}, {}, at(1, 9, 30), Why.USUAL, 0, "Dit is de gewone tijd."),
        ({"second": at(2, 9, 40)}, {}, at(2, 9, 40), Why.SECOND_TIME, 2, "Dit is de tweede tijd van jullie ritme."),
        (
            {"usual": at(1, 9), "before": at(1, 9)}, {}, at(1, 9), Why.AS_LAST_WEEK, 0,
            "Vorige week was het op dezelfde tijd.",
        ),
        (
            {"usual": at(1, 9), "before": at(2, 10)}, {}, at(1, 9), Why.MOVED_AGAIN, 2,
            "Vorige week was het op een andere tijd.",
        ),
        ({"usual": at(1, 12)}, {}, at(1, 12), Why.IN_LUNCH, 8, "Het valt in de lunch."),
        (
            {"usual": at(1, 9)}, {"focus_mornings": frozenset({1, 2, 3, 4})}, at(1, 9), Why.IN_FOCUS, 5,
            "Het valt in een ochtend die jullie vrijhouden om door te werken.",
        ),
        (
            {"usual": at(1, 8, 30)}, {}, at(1, 8, 30), Why.AT_EDGE, 4,
            "Voor 7 van de 7 valt het in het eerste of laatste kwartier van hun werk.",
        ),
        (
            {"usual": at(4, 9)},
            {"standing": [slots.Standing(at(2, 9), at(2, 9, 10), Kind.CHECK_IN)]},
            at(4, 9), Why.OUT_OF_ORDER, 12, "De volgorde met de Tussenstand klopt dan niet.",
        ),
    ],
)  # fmt: skip
def test_what_is_weighed_is_said(
    moment: dict[str, object],
    ground: dict[str, object],
    start: datetime,
    why: Why,
    weight: int,
    sentence: str,
) -> None:
    place = easter(**ground)
    one = weekstart(**moment)
    only = slots.present_at(place, one, slots.grid_of(place, [one]))
    assert (start.weekday(), start.time()) in only, "it is one of the places"
    grid = slots.grid_of(place, [one])
    number = grid.starts.index(start.astimezone(UTC))
    present = only[start.weekday(), start.time()]
    edge = grid.at_edge(dict.fromkeys(SEVEN, 20))[number] & present
    (point,) = [p for p in slots._points(place, grid, one, number, present, edge) if p.code is why]
    assert point.weight == weight
    assert sentence in words(slots.Choice(place.judge(one, start), (), (), (point,)))


def test_lunch_is_from_twelve_to_one() -> None:
    ground = easter()

    def is_in_lunch(hour: int, minute: int) -> bool:
        one = weekstart(usual=at(1, hour, minute))
        grid = slots.grid_of(ground, [one])
        number = grid.starts.index(at(1, hour, minute).astimezone(UTC))
        return Why.IN_LUNCH in {point.code for point in slots._points(ground, grid, one, number, 1, 0)}

    times = [(11, 40), (11, 45), (12, 0), (12, 45), (13, 0)]
    assert [is_in_lunch(*one) for one in times] == [False, True, True, True, False]


def test_where_it_was_last_week_is_carried_to_the_next_by_the_wall_clock() -> None:
    """Over the change of the clock, and not over a week in between."""
    twelve = IsoWeek(2026, 12)
    past = Past().with_place(Kind.MONTHLY_REVIEW, at(3, 15, 0, twelve), [1, 2], [2])
    past = past.with_place(Kind.PLANNING, at(0, 9, 30, twelve), [1], [1]).carried(
        twelve + 1, "Europe/Amsterdam"
    )
    assert past.before == {
        Kind.RETROSPECTIVE: at(3, 15, 0, twelve + 1),
        Kind.PLANNING: at(0, 9, 30, twelve + 1),
    }
    assert past.missed_of(Kind.RETROSPECTIVE) == past.missed_of(Kind.MONTHLY_REVIEW) == {1: 1, 2: 0}
    assert past.carried(twelve + 2, "Europe/Amsterdam").before == {}


def test_who_missed_it_two_weeks_weighs_more_than_how_many_are_there() -> None:
    """Monday has six; only Wednesday at nine has Samira, and two others."""
    people = {
        person: calendar(*daily("9:00-17:00", days=(0, 2) if person < 3 else (0,))) for person in range(1, 7)
    }
    people[4] = calendar(*daily("9:00-17:00", days=(2,)))
    ground = Ground(IsoWeek(2026, 17), "Europe/Amsterdam", people, {}, bruteforce.NOW)

    def place_of(missed: int) -> slots.Choice:
        usual = at(0, 9, 30, IsoWeek(2026, 17))
        own = dict.fromkeys(people, 20)
        (choice,) = slots.best(
            ground, [Wanted(Kind.PLANNING, 20, lambda _day: own, usual, missed={4: missed})]
        )
        return choice

    first = place_of(1)
    assert (first.place and first.place.starts_at.weekday(), first.missing, first.third) == (0, (4,), ())
    third = place_of(2)
    assert third.place
    assert third.place.starts_at.weekday() == 2
    assert "Samira miste de Weekstart al twee weken en kan er nu bij zijn." in words(third)


def test_without_any_place_the_lead_reads_who_misses_it_again() -> None:
    people = {4: calendar(*daily("9:00-12:00", days=(0,))), 5: calendar(*daily("9:00-12:00", days=(1,)))}
    people |= {6: calendar(*daily("9:00-12:00", days=(2,)))}
    ground = Ground(IsoWeek(2026, 17), "Europe/Amsterdam", people, {}, bruteforce.NOW)
    (choice,) = slots.best(
        ground, [Wanted(Kind.PLANNING, 20, lambda _day: dict.fromkeys(people, 20), missed={4: 2, 5: 2})]
    )
    assert choice.place is None
    assert words(choice) == [
        "Deze week is er geen plek waarop minstens de helft van het team kan.",
        "Samira en Bilal kunnen er voor de derde keer op rij niet bij zijn, en geen andere plek deze week helpt.",
    ]


# In the making of a week --------------------------------------------------------------------------

SIXTEEN = IsoWeek(2026, 16)
TUESDAY_TO_FRIDAY = builders.shifts([1, 2, 3, 4])


@pytest.fixture
def samira(cast: Cast, frozen: None) -> User:
    """Never works on Monday, when the Weekstart is; two published weeks in which she had it alone.

    The week after those is not made: its Monday is Koningsdag.
    """
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    made = builders.person("Samira", hours=None)
    builders.pattern(made, TUESDAY_TO_FRIDAY, hours=36)
    builders.member(cast.team, who=made)
    for number in (0, 1):
        planning.publish(planning.draft(cast.team, SIXTEEN + number), by=None)
    return made


def weekstart_of(cast: Cast, week: IsoWeek) -> Moment:
    return planning.draft(cast.team, week).moments.get(kind=Kind.PLANNING)


@pytest.mark.shows("planner-1", "W3")
def test_a_third_miss_moves_the_weekstart_once_and_the_lead_reads_why(cast: Cast, samira: User) -> None:
    assert past_of(cast.team, SIXTEEN + 3).missed_of(Kind.PLANNING) == {samira.pk: 2}
    third = weekstart_of(cast, SIXTEEN + 3)
    assert third.starts_at == builders.local(SIXTEEN + 3, "di 09:30")
    assert [(r["code"], r["persons"]) for r in third.refusal] == [("third_miss", [samira.pk])]
    assert why_not(third.refusal[0], {samira.pk: "Samira"}) == (
        "Op de gewone plek kan Samira er voor de derde keer op rij niet bij zijn."
    )
    assert (
        why_not(third.refusal[0])
        == "Op de gewone plek kan één collega er voor de derde keer op rij niet bij zijn."
    )
    planning.publish(third.cycle, by=None)
    assert not third.seats.get(person=samira).alone
    assert weekstart_of(cast, SIXTEEN + 4).starts_at == builders.local(SIXTEEN + 4, "ma 09:30"), (
        "and back again"
    )


@pytest.mark.shows("W3")
def test_the_second_place_of_the_rhythm_comes_before_the_best_one(cast: Cast, samira: User) -> None:
    TemplateMoment.objects.filter(kind=Kind.PLANNING).update(second_weekday=4, second_starts="13:40")
    assert weekstart_of(cast, SIXTEEN + 3).starts_at == builders.local(SIXTEEN + 3, "vr 13:40")


@pytest.mark.shows("W3")
def test_the_lead_moves_it_back(cast: Cast, samira: User) -> None:
    third = weekstart_of(cast, SIXTEEN + 3)
    planning.move(third, builders.local(SIXTEEN + 3, "ma 09:30"), by=cast.lead)
    assert weekstart_of(cast, SIXTEEN + 3).starts_at == builders.local(SIXTEEN + 3, "ma 09:30")


@pytest.mark.shows("W3")
def test_when_nothing_helps_it_stays_and_the_lead_reads_that_too(cast: Cast, samira: User) -> None:
    samira.patterns.all().delete()
    builders.pattern(samira, builders.shifts([5], "20:00", "23:00", ()), hours=36)
    third = weekstart_of(cast, SIXTEEN + 3)
    assert third.starts_at == builders.local(SIXTEEN + 3, "ma 09:30")
    assert why_not(third.refusal[0], {samira.pk: "Samira"}) == (
        "Samira kan er voor de derde keer op rij niet bij zijn, en geen andere plek deze week helpt."
    )


@pytest.mark.shows("W3", "W6")
@pytest.mark.parametrize(
    ("what", "missed"),
    [
        ({}, 2),
        ({"seat": {"alone": True, "starts_at": None, "reason": Seat.Reason.ABSENT_WEEK}}, 1),
        ({"seat": {"alone": True, "starts_at": None, "reason": Seat.Reason.NO_WORKING_TIME}}, 2),
        ({"seat": {"alone": False}}, 1),
        ({"moment": {"cancelled_at": datetime(2026, 4, 1, tzinfo=UTC), "cancelled_cause": "other"}}, 1),
        ({"moment": {"form": Form.ALONE, "starts_at": None}}, 1),
        ({"cycle": {"published_at": None}}, 1),
        ({"last": {"alone": False}}, 0),
    ],
)
def test_what_counts_as_missed(
    cast: Cast, samira: User, what: dict[str, dict[str, object]], missed: int
) -> None:
    """what: changed in the first of the two weeks, or (last) in the second."""
    first = Moment.objects.get(kind=Kind.PLANNING, cycle__week=16)
    first.seats.filter(person=samira).update(**what.get("seat", {"minutes": 20}))
    Moment.objects.filter(pk=first.pk).update(**what.get("moment", {"minutes": 20}))
    WeekCycle.objects.filter(pk=first.cycle_id).update(**what.get("cycle", {"revision": 9}))
    Seat.objects.filter(moment__cycle__week=17, moment__kind=Kind.PLANNING, person=samira).update(
        **what.get("last", {"minutes": 20})
    )
    assert past_of(cast.team, SIXTEEN + 3).missed_of(Kind.PLANNING).get(samira.pk, 0) == missed


def test_where_it_was_last_week_comes_from_that_week_alone(cast: Cast, samira: User) -> None:
    assert past_of(cast.team, SIXTEEN + 2).before[Kind.PLANNING] == builders.local(SIXTEEN + 2, "ma 09:30")
    assert past_of(cast.team, SIXTEEN + 3).before == {}


def test_the_history_is_one_query_for_any_number_of_members_and_weeks(cast: Cast, samira: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        past_of(cast.team, SIXTEEN + 3)
    assert len(queries) == 1


def test_a_better_place_comes_with_its_reasons(cast: Cast, frozen: None) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    WeekTemplate.objects.update(focus_mornings=[1])
    cycle = planning.draft(cast.team, IsoWeek(2026, 15))
    waiting = cycle.moments.get(kind=Kind.PLANNING)
    (choice,) = judging.better_choices([waiting], judging.room_of(cycle)).values()
    assert choice.place
    assert judging.better([waiting], judging.room_of(cycle)) == {waiting.pk: choice.place}
    assert choice.place.starts_at.weekday() == 1
    assert choice.place.starts_at.hour >= 10, "not in the focus morning"
    assert {point.code for point in choice.points} == {Why.OTHER_TIME}


# Shortening a week (S4) ---------------------------------------------------------------------------


@pytest.mark.shows("S4")
@pytest.mark.parametrize(
    ("hours", "days", "parts"),
    [(12, (0, 2), (10, 15, 5, 15)), (20, (0, 2, 3), (15, 15, 5, 30)), (24, (0, 2, 3), (20, 20, 10, 30))],
)
def test_whose_week_is_small_has_the_tussenstand_alone(
    cast: Cast, frozen: None, hours: int, days: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    small = builders.person("Samira", hours=None)
    length = {12: "14:30", 20: "15:10", 24: "16:30"}[hours]
    builders.pattern(small, builders.shifts(days, "08:30", length, ()), hours=hours)
    builders.member(cast.team, who=small)
    cycle = planning.draft(cast.team, SIXTEEN)
    seats = {seat.moment.kind: seat for seat in Seat.objects.filter(moment__cycle=cycle, person=small)}
    kinds = (Kind.PLANNING, Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE)
    assert tuple(seats[kind].minutes for kind in kinds) == parts
    assert (seats[Kind.CHECK_IN].alone, seats[Kind.CHECK_IN].starts_at is not None) == (True, True)
    assert not seats[Kind.PLANNING].alone
    others = cycle.moments.get(kind=Kind.CHECK_IN).seats.exclude(person=small)
    assert not any(seat.alone for seat in others)


@pytest.mark.shows("S4")
def test_a_team_of_which_all_weeks_are_small_does_not_hold_it_together_at_all(
    cast: Cast, frozen: None
) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    for person in (cast.lead, cast.professional, cast.colleague):
        person.patterns.update(contract_hours=32)
    cycle = planning.draft(cast.team, SIXTEEN + 1)
    moment = cycle.moments.get(kind=Kind.CHECK_IN)
    assert (moment.form, moment.starts_at, moment.refusal) == (Form.ALONE, None, [])
    assert all(seat.alone and seat.starts_at for seat in moment.seats.all())
    planning.publish(cycle, by=cast.lead)
