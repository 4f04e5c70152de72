"""Two makers at the same instant: one frame stands, and the other hears why not."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from cycles.framework import making
from cycles.framework.making import Plan, PlannedGoal, Refused
from cycles.framework.models import FrameDraft, OrganisationGoal, Season
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.support import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.usefixtures("frozen"),
]
at_once = partial(together.at_once, refused=Refused)


def plan(cast: Cast, starts_on: date) -> Plan:
    goals = [PlannedGoal("Minder wachten", questions=("Hoe?",))]
    return Plan(cast.unit, "Lente", starts_on, 12, goals)


def save(cast: Cast, by: User, starts_on: date) -> Callable[[], Any]:
    FrameDraft.objects.get_or_create(person=by, unit=cast.unit)
    return lambda: making.make(plan(cast, starts_on), by=by)


@pytest.mark.shows("TA8")
def test_two_makers_of_seasons_that_overlap(cast: Cast) -> None:
    """Different Mondays, so no constraint of the database would have seen it."""
    second = builders.manager(cast.unit)
    found = at_once(save(cast, cast.manager, date(2026, 4, 6)), save(cast, second, date(2026, 4, 13)))
    refusals = [each for each in found if isinstance(each, Refused)]
    assert [refusal.code for refusal in refusals] == ["overlap"]
    assert Season.objects.count() == OrganisationGoal.objects.count() == 1
    assert FrameDraft.objects.count() == 1  # the draft of who was refused


@pytest.mark.shows("TA8")
def test_one_maker_who_presses_twice(cast: Cast) -> None:
    press = save(cast, cast.manager, date(2026, 4, 6))
    found = at_once(press, press)
    assert sorted(each is None for each in found) == [False, True]
    assert Season.objects.count() == OrganisationGoal.objects.count() == 1


@pytest.mark.shows("TA8", "A84")
def test_the_last_two_goals_do_not_end_together(cast: Cast) -> None:
    season = builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    goals = [season.goals.get(), OrganisationGoal.objects.create(unit=cast.unit, title="Minder wachten")]
    season.goals.add(goals[1])
    found = at_once(*[lambda g=goal: making.end_goal(g, by=cast.manager) for goal in goals])
    assert [each.code for each in found if isinstance(each, Refused)] == ["last_goal"]
    assert season.goals.filter(ended_on=None).count() == 1


@pytest.mark.shows("TA8")
def test_two_who_reword_one_goal(cast: Cast) -> None:
    goal = builders.frame(of=cast.unit, starts_on=date(2026, 3, 2)).goals.get()
    copies = [OrganisationGoal.objects.get(pk=goal.pk) for _ in range(2)]
    found = at_once(
        lambda: making.reword_goal(copies[0], "Van de een", "", by=cast.manager),
        lambda: making.reword_goal(copies[1], "Van de ander", "", by=cast.administrator),
    )
    assert [each.code for each in found if isinstance(each, Refused)] == ["changed_meanwhile"]
