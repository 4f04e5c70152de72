"""A round of the tick costs as many queries for many teams as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.prompts.models import Prompt
from cycles.weekly import planning
from cycles.weekly.models import WeekCycle
from lerendwerken import schedule
from lerendwerken.lib.weeks import IsoWeek
from tests import builders
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
WEEK = IsoWeek(2026, 24)


def team_with_a_week(people: int) -> None:
    team = builders.team()
    for _ in range(people):
        builders.member(team)
    builders.template(team)
    planning.publish(planning.draft(team, WEEK), by=None)


def queries_of_a_round() -> int:
    schedule.tick()  # makes what is missing
    with CaptureQueriesContext(connection) as queries:
        schedule.tick()
    return len(queries)


def test_a_round_without_anything_to_do_asks_as_often_for_four_teams_as_for_one(at: Hands) -> None:
    at("2026-06-05 11:00")
    builders.organisation()
    builders.frame(starts_on=WEEK.monday)
    team_with_a_week(people=3)
    one = queries_of_a_round()
    for people in (4, 6, 2):
        team_with_a_week(people)
    assert queries_of_a_round() == one
    assert Prompt.objects.filter(moment__cycle__in=WeekCycle.objects.all()).count() == 4 * 15
