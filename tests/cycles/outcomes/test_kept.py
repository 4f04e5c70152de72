"""Kept moments are told of teams of five or more, and no total gives a small team away (W7, W9)."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cycles.outcomes.aggregate import Group, K, figures
from cycles.outcomes.figures import freezing
from cycles.weekly.models import Kind, Moment
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Membership, Team
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

PAGE = "/opbrengsten/"
WEEK = IsoWeek(2026, 12)
KINDS = (Kind.PLANNING, Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE)


@pytest.mark.shows("TA7", "W9")
@pytest.mark.parametrize("seed", range(5))
def test_no_total_gives_away_a_group_of_fewer_than_five(seed: int) -> None:
    """Whoever subtracts what is shown from a total finds nothing, or something of five people or more.

    Something can be told of a group in which nobody was long enough to be counted.
    """
    random = Random(seed)
    for _ in range(500):
        sizes = [random.choice((0, 1, 2, 3, 4, 5, 6, 12)) for _ in range(random.randrange(1, 7))]
        found = figures(Group(str(number), size, 1) for number, size in enumerate(sizes))
        assert all(group.size >= K for group in found.shown)
        remainder = len(sizes) - sum(group.value for group in found.shown)
        people = sum(sizes) - sum(group.size for group in found.shown)
        if found.has_total:
            assert remainder == 0 or people >= K
        elif found.shown:
            assert remainder
            assert people < K


def held(team: Team, week: IsoWeek, *, pressed: int = 0) -> None:
    """A published week of four moments; so many fell away by work pressure."""
    cycle = builders.week(team, week)
    for number, kind in enumerate(KINDS):
        moment = builders.moment(cycle, kind)
        if number < pressed:
            Moment.objects.filter(pk=moment.pk).update(
                cancelled_at=cycle.span[0], cancelled_cause=Moment.Cause.WORK_PRESSURE
            )
    freezing.freeze_weeks()


@pytest.fixture
def grown(cast: Cast) -> Team:
    """Vergunningen with seven people in it."""
    for number in range(4):
        builders.member(cast.team, f"Erbij{number}")
    return cast.team


@pytest.mark.django_db
@pytest.mark.usefixtures("season")
class TestThePage:
    def test_a_team_of_seven_is_told_of_and_one_of_two_is_not(
        self, cast: Cast, grown: Team, dirk: Client
    ) -> None:
        small = builders.team("Bodem", of=cast.unit)
        for name in ("Een", "Twee"):
            builders.member(small, name)
        for team in (grown, small):
            held(team, WEEK)
        page = dirk.get(PAGE).content.decode()
        assert "7 collega’s" in page
        assert "Niet te zien. Bij minder dan 5 mensen" in page
        assert page.count("Samen") == 0

    def test_a_week_that_began_with_four_is_not_told_of(self, cast: Cast, grown: Team, dirk: Client) -> None:
        late = WEEK.monday + timedelta(days=1)
        newest = Membership.objects.filter(team=grown).order_by("-pk").values_list("pk", flat=True)[:3]
        Membership.objects.filter(pk__in=list(newest)).update(from_date=late)
        held(grown, WEEK)
        page = dirk.get(PAGE).content.decode()
        assert "collega’s" not in page
        assert "te weinig mensen" in page

    def test_weeks_to_come_and_of_other_units_are_not_counted(
        self, cast: Cast, grown: Team, dirk: Client, at: Hands
    ) -> None:
        held(grown, WEEK)
        held(grown, IsoWeek(2026, 14))
        for number in range(5):
            builders.member(cast.other_team, f"Elders{number}")
        held(cast.other_team, WEEK)
        page = dirk.get(PAGE).content.decode()
        assert "Wmo-loket" not in page
        assert "4 van 4" in page

    def test_a_cross_is_a_week_in_which_work_pressure_took_moments(
        self, cast: Cast, grown: Team, dirk: Client
    ) -> None:
        held(grown, WEEK - 1)
        assert 'class="cut"' not in dirk.get(PAGE).content.decode()
        held(grown, WEEK, pressed=1)
        assert 'class="cut"' in dirk.get(PAGE).content.decode()

    @pytest.mark.parametrize("many", [1, 9])
    def test_queries_are_constant(self, cast: Cast, grown: Team, dirk: Client, many: int) -> None:
        for number in range(many):
            team = builders.team(f"Team {number}", of=cast.unit)
            for one in range(5):
                builders.member(team, f"Lid{number}{one}")
            held(team, WEEK)
        dirk.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            page = dirk.get(PAGE).content.decode()
        assert page.count("5 collega’s") == many
        assert len(queries) <= 22, len(queries)


@pytest.mark.django_db
@pytest.mark.usefixtures("season")
@pytest.mark.shows("W10")
def test_figures_of_groups_stay_off_until_consent_and_dpia_are_recorded(grown: Team, dirk: Client) -> None:
    held(grown, WEEK)
    builders.organisation(no_works_council=False, consent_on=builders.LONG_AGO, dpia_on=None)
    page = dirk.get(PAGE).content.decode()
    assert "Deze cijfers staan uit." in page
    assert "4 van 4" not in page
    assert "Vergunningen" not in dirk.get(f"{PAGE}momenten.csv").content.decode()
    builders.organisation(no_works_council=False, consent_on=builders.LONG_AGO)
    page = dirk.get(PAGE).content.decode()
    assert "Deze cijfers staan uit." not in page
    assert "4 van 4" in page


@pytest.mark.django_db
@pytest.mark.shows("TA7", "W9")
def test_a_unit_is_frozen_when_the_week_is_over_in_every_zone_of_it(
    cast: Cast, grown: Team, season: object, at: Hands
) -> None:
    """A total that grew by the one team that came later would tell of it."""
    far = builders.team("Willemstad", of=cast.unit)
    Team.objects.filter(pk=far.pk).update(time_zone="America/Curacao")
    for number in range(3):
        builders.member(far, f"Ver{number}")
    for team in (grown, Team.objects.get(pk=far.pk)):
        builders.moment(builders.week(team, WEEK), Kind.PLANNING)
    at((WEEK + 1).monday.strftime("%Y-%m-%d 00:30"))
    assert freezing.freeze_weeks() == 0
    at((WEEK + 1).monday.strftime("%Y-%m-%d 09:10"))
    assert freezing.freeze_weeks() == 2
    assert freezing.freeze_weeks() == 0
