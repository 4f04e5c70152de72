"""A proposal may say which development question it belongs to: from there a goal leads to what it brought."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.framework import making
from cycles.framework.models import DevelopmentQuestion, Season
from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal
from cycles.proposals.trials.reading import as_read
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS
from tests.cycles.questions import building as questions

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A3")]
NEW = reverse("cycles:proposal-new")
KEEP = reverse("cycles:proposal-autosave")


@pytest.fixture
def season(cast: Cast) -> Season:
    return builders.frame()


@pytest.fixture
def asked(season: Season) -> DevelopmentQuestion:
    return DevelopmentQuestion.objects.get(goal__in=season.goals.all())


@pytest.fixture
def other(asked: DevelopmentQuestion) -> DevelopmentQuestion:
    return DevelopmentQuestion.objects.create(goal=asked.goal, text="Wie lezen we te laat?")


def page(of: InnovationProposal) -> str:
    return reverse("cycles:proposal-write", args=[of.pk])


def stamp(client: Client, of: InnovationProposal) -> str:
    return str(client.get(page(of)).context["stamp"])


def now(of: InnovationProposal) -> InnovationProposal:
    return InnovationProposal.objects.get(pk=of.pk)


def test_it_is_chosen_on_the_page_and_may_be_left_out(
    asked: DevelopmentQuestion, other: DevelopmentQuestion, fatima: Client
) -> None:
    shown = fatima.get(NEW).content.decode()
    assert "Bij welke ontwikkelvraag hoort dit?" in shown
    assert asked.text in shown
    assert other.text in shown
    fatima.post(NEW, TEXTS | {"development_question": asked.pk})
    made = InnovationProposal.objects.get()
    assert made.development_question == asked
    fatima.post(page(made), TEXTS | {"development_question": "", "revision": stamp(fatima, made)})
    assert now(made).development_question is None


def test_without_a_frame_nobody_is_asked(cast: Cast, fatima: Client) -> None:
    assert "ontwikkelvraag" not in fatima.get(NEW).content.decode()


def test_a_choice_that_is_not_offered_is_refused(
    cast: Cast, season: Season, asked: DevelopmentQuestion, fatima: Client
) -> None:
    elsewhere = builders.frame(of=cast.other_unit).goals.get().questions.get()
    DevelopmentQuestion.objects.create(goal=asked.goal, text="Nog een vraag?")
    making.end_question(asked, by=cast.manager)
    for pk in (elsewhere.pk, asked.pk, 10**12, "x", "\0"):
        answer = fatima.post(NEW, TEXTS | {"development_question": pk})
        assert answer.status_code == 422
        assert "Kies uit de lijst." in answer.content.decode()
    assert not InnovationProposal.objects.exclude(development_question=None).exists()


def test_a_choice_stays_when_the_question_is_over(
    cast: Cast, asked: DevelopmentQuestion, other: DevelopmentQuestion, fatima: Client
) -> None:
    made = building.draft(cast.professional, development_question=asked)
    making.end_question(asked, by=cast.manager)
    fatima.post(page(made), TEXTS | {"development_question": asked.pk, "revision": stamp(fatima, made)})
    assert now(made).development_question == asked


def test_a_page_that_does_not_ask_leaves_it_alone(
    cast: Cast, asked: DevelopmentQuestion, fatima: Client
) -> None:
    made = building.draft(cast.professional, development_question=asked)
    fatima.post(KEEP, TEXTS | {"revision": stamp(fatima, made)})
    assert now(made).development_question == asked


def test_a_choice_of_the_other_writer_stays_unless_one_chose_too(
    cast: Cast, asked: DevelopmentQuestion, other: DevelopmentQuestion, fatima: Client, joost: Client
) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    hers, his, later = stamp(fatima, made), stamp(joost, made), stamp(joost, made)
    fatima.post(KEEP, TEXTS | {"development_question": asked.pk, "revision": hers})
    joost.post(KEEP, TEXTS | {"idea": "Van Joost.", "development_question": "", "revision": his})
    assert (now(made).development_question, now(made).idea) == (asked, "Van Joost.")
    joost.post(KEEP, {"development_question": other.pk, "revision": later})
    assert now(made).development_question == other


def test_it_comes_along_from_the_learning_question_and_can_be_changed_first(
    cast: Cast, asked: DevelopmentQuestion, other: DevelopmentQuestion, fatima: Client
) -> None:
    learnt = questions.set_in("answered", cast.professional, is_own=False, development_question=asked)
    shown = fatima.get(f"{NEW}?leervraag={learnt.pk}")
    assert f'<option value="{asked.pk}" selected>' in shown.content.decode()
    fatima.post(NEW, TEXTS | {"leervraag": learnt.pk, "development_question": other.pk})
    assert InnovationProposal.objects.get().development_question == other


@pytest.mark.shows("S18")
def test_while_it_lies_returned_readers_keep_to_what_was_submitted(
    cast: Cast, asked: DevelopmentQuestion, other: DevelopmentQuestion, fatima: Client, joost: Client
) -> None:
    made = building.returned(cast.professional, development_question=asked)
    fatima.post(KEEP, TEXTS | {"development_question": other.pk, "revision": stamp(fatima, made)})
    there = reverse("cycles:proposal", args=[made.pk])
    assert asked.text in joost.get(there).content.decode()
    assert other.text not in joost.get(there).content.decode()
    moving.submit(made, by=cast.professional)
    assert now(made).development_question == other
    assert other.text in joost.get(there).content.decode()


def test_whoever_reads_it_reads_the_goal_and_a_decision_rests_on_it(
    cast: Cast, asked: DevelopmentQuestion, joost: Client
) -> None:
    made = building.submitted(cast.professional)
    before = as_read(now(made))
    InnovationProposal.objects.filter(pk=made.pk).update(development_question=asked)
    assert as_read(now(made)) != before
    for name in ("proposal", "proposal-print"):
        shown = joost.get(reverse(f"cycles:{name}", args=[made.pk])).content.decode()
        assert f"Ontwikkelvraag: {asked.text} Doel: {asked.goal.title}." in shown
