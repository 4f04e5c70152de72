"""From a goal to what it brought: on the manager's page, and in a report that was shared (A3, A13)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season
from cycles.outcomes.managing import MOST_YIELDS, Outcomes
from cycles.questions.models import LearningQuestion
from teams.structure.access import Viewer
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.cycles.proposals import building as proposals

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A3", "A13")]
PAGE = reverse("cycles:outcomes")


@pytest.fixture
def goal(season: Season) -> OrganisationGoal:
    return season.goals.get()


@pytest.fixture
def first(goal: OrganisationGoal) -> DevelopmentQuestion:
    return goal.questions.get()


@pytest.fixture
def second(goal: OrganisationGoal) -> DevelopmentQuestion:
    return DevelopmentQuestion.objects.create(goal=goal, text="Wie lezen we te laat?")


@pytest.fixture
def farther(season: Season) -> DevelopmentQuestion:
    goal = OrganisationGoal.objects.create(title="Minder dubbel werk")
    season.goals.add(goal)
    return DevelopmentQuestion.objects.create(goal=goal, text="Wat nemen we over?")


def test_yields_stand_by_goal_and_development_question_and_the_rest_comes_last(
    cast: Cast,
    goal: OrganisationGoal,
    first: DevelopmentQuestion,
    second: DevelopmentQuestion,
    farther: DevelopmentQuestion,
    dirk: Client,
) -> None:
    for asked in (None, farther, second, first, second):
        proposals.in_trial(cast.professional, development_question=asked)
    chains = Outcomes(Viewer(cast.manager)).chains
    told = [(one.question, one.is_first, len(one.rows)) for one in chains]
    assert told == [(first, True, 1), (second, False, 2), (farther, True, 1), (None, True, 1)]
    page = dirk.get(PAGE).content.decode()
    assert page.count(f"<h3>{goal.title}</h3>") == 1
    assert page.index(first.text) < page.index(second.text) < page.index(farther.text)
    assert page.index(farther.text) < page.index("Zonder doel uit het kader")


@pytest.mark.shows("S18")
def test_a_learning_question_is_no_part_of_the_chain(
    cast: Cast, first: DevelopmentQuestion, dirk: Client
) -> None:
    made = building.question_with_yield(cast.professional, "zeehonden op de balie")
    LearningQuestion.objects.update(is_own=False, development_question=first)
    assert Outcomes(Viewer(cast.manager)).chains == []
    page = dirk.get(PAGE).content.decode()
    assert made.measure not in page
    assert first.text not in page


def test_without_any_yield_it_says_so(season: Season, dirk: Client) -> None:
    page = dirk.get(PAGE).content.decode()
    assert "Van doel naar opbrengst" in page
    assert "Zonder doel uit het kader" not in page


@pytest.mark.parametrize("many", [1, 7])
def test_queries_are_constant(cast: Cast, season: Season, dirk: Client, many: int) -> None:
    for number in range(many):
        goal = OrganisationGoal.objects.create(title=f"Doel {number}")
        asked = DevelopmentQuestion.objects.create(goal=goal, text=f"Vraag {number}?")
        made = proposals.in_trial(cast.professional, development_question=asked)
        proposals.measured(made.yields.get(), 2)
    dirk.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        page = dirk.get(PAGE).content.decode()
    assert page.count("<h3>Doel ") == many
    assert len(queries) <= 22, len(queries)


def test_more_than_fit_are_cut_with_the_way_to_the_rest(
    cast: Cast, first: DevelopmentQuestion, dirk: Client
) -> None:
    made = proposals.in_trial(cast.professional, development_question=first)
    for number in range(MOST_YIELDS):
        proposals.outcome(made, sentence=f"Opbrengst {number}.", measure="")
    shown = Outcomes(Viewer(cast.manager))
    assert sum(len(chain.rows) for chain in shown.chains) == MOST_YIELDS
    assert reverse("cycles:proposals-list") in dirk.get(PAGE).content.decode()


# In a report --------------------------------------------------------------------------------------


def test_a_report_names_the_goal_of_a_yield_and_freezes_it(
    cast: Cast, goal: OrganisationGoal, first: DevelopmentQuestion, dirk: Client
) -> None:
    mine = building.question_with_yield(cast.professional)
    LearningQuestion.objects.update(is_own=False, development_question=first)
    was = goal.title
    report = building.shared(cast.professional, cast.manager, mine)
    OrganisationGoal.objects.update(title="Iets heel anders")
    page = dirk.get(reverse("cycles:report", args=[report.pk])).content.decode()
    assert f"Doel: {was}" in page
    assert first.text not in page, "the question itself stays its owner's"
    assert "Iets heel anders" not in page


def test_its_owner_reads_beforehand_that_the_goal_goes_along(
    cast: Cast, goal: OrganisationGoal, first: DevelopmentQuestion, fatima: Client
) -> None:
    mine = building.question_with_yield(cast.professional)
    building.prepared(cast.professional, mine)
    there = reverse("cycles:my-report")
    assert "alleen de naam en de getallen gaan mee" in fatima.get(there).content.decode()
    LearningQuestion.objects.update(is_own=False, development_question=first)
    page = fatima.get(there).content.decode()
    assert "alleen de naam, de getallen en het doel gaan mee" in page
    assert f"Doel: {goal.title}" in page


def test_a_report_from_before_goals_went_along_is_read_as_it_was(
    cast: Cast, season: Season, dirk: Client
) -> None:
    report = building.shared(cast.professional, cast.manager, building.question_with_yield(cast.professional))
    for one in report.shown["yields"]:
        del one["goal"]
    report.save()
    page = dirk.get(reverse("cycles:report", args=[report.pk]))
    assert page.status_code == 200
    assert "Doel: " not in page.content.decode()
