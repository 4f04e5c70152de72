"""Van een ander team: at most one card a month that fits the work of a team; never a feed."""

from datetime import date
from typing import Any

import pytest

from cycles.proposals.cards import adopting
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.cards.suggesting import for_team
from cycles.questions.models import Skill, TaskGroup
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.questions.building import active_question
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A79")]
APRIL, MAY, JUNE = date(2026, 4, 20), date(2026, 5, 18), date(2026, 6, 15)


def card(cast: Cast, task_group: str = "", skill: str = "", **fields: Any) -> PracticeCard:
    return building.adopted(cast.professional, task_group=task_group, skill=skill, **fields).card


def test_without_cards_of_others_there_is_none(cast: Cast) -> None:
    card(cast)
    assert for_team(cast.team, APRIL) is None, "its own is no news"
    assert for_team(builders.team(), date(2026, 3, 31)) is None


def test_what_fits_the_work_comes_first_and_then_the_newest(cast: Cast, at: Hands) -> None:
    building.submitted(cast.outsider, task_group=TaskGroup.ADVICE, skill=Skill.SOCIAL)
    skill = card(cast, TaskGroup.DATA, Skill.SOCIAL)
    both = card(cast, TaskGroup.ADVICE, Skill.SOCIAL)
    task = card(cast, TaskGroup.ADVICE, Skill.ANALYSIS)
    neither = [card(cast, TaskGroup.DATA, Skill.ANALYSIS)]
    at.forward(hours=1)
    neither.insert(0, card(cast))
    order = []
    for month in range(5, 10):
        found = for_team(cast.other_team, date(2026, month, 15))
        assert found
        order.append(found)
        at(f"2026-{month:02}-15 10:00")
        adopting.adopt(found, cast.other_team, "not_suitable", "Past niet.", by=cast.outsider)
    assert order == [both, task, skill, *neither]
    assert for_team(cast.other_team, date(2026, 10, 15)) is None


def test_one_a_month_and_the_same_one_all_month(cast: Cast, at: Hands) -> None:
    first = card(cast)
    at("2026-05-04 10:00")
    later = card(cast)
    assert for_team(cast.other_team, MAY) == first, "what comes in the month is for the next one"
    at("2026-05-18 15:00")
    adopting.adopt(first, cast.other_team, "adopted", "Goed idee.", by=cast.outsider)
    assert for_team(cast.other_team, MAY) is None
    assert for_team(cast.other_team, JUNE) == later


def test_what_was_answered_once_does_not_come_back(cast: Cast, at: Hands) -> None:
    one = card(cast)
    for verdict in ("not_suitable", "adapted"):
        adopting.adopt(one, cast.other_team, verdict, "Zo.", by=cast.outsider)
    assert for_team(cast.other_team, MAY) is None
    assert for_team(builders.team(), MAY) == one


def test_a_card_that_was_taken_back_is_not_put_forward(cast: Cast) -> None:
    one = card(cast)
    PracticeCard.objects.filter(pk=one.pk).update(retired_at=one.made_at)
    assert for_team(cast.other_team, MAY) is None


@pytest.mark.shows("S18")
def test_what_people_learn_says_nothing_about_their_team(cast: Cast, at: Hands) -> None:
    """Neither a question nor a draft of theirs moves a card forward."""
    active_question(cast.outsider, task_group=TaskGroup.ADVICE, skill=Skill.SOCIAL)
    building.draft(cast.outsider, task_group=TaskGroup.ADVICE, skill=Skill.SOCIAL)
    card(cast, TaskGroup.ADVICE, Skill.SOCIAL)
    at.forward(hours=1)
    newest = card(cast, TaskGroup.DATA, Skill.ANALYSIS)
    assert for_team(cast.other_team, MAY) == newest


def test_it_takes_four_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    card(cast)
    with django_assert_num_queries(4):
        found = for_team(cast.other_team, MAY)
        assert found
        assert found.proposal.team == cast.team
