"""A proposal that grows from an answered learning question."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.proposals.models import InnovationProposal
from cycles.questions.evidence.models import Recall
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS
from tests.cycles.questions import building as questions

pytestmark = pytest.mark.django_db
NEW = reverse("cycles:proposal-new")
ANSWER = "Ik begin met het besluit, want daar wacht de aanvrager op."


@pytest.fixture
def question(cast: Cast, wednesday: datetime) -> LearningQuestion:
    return questions.set_in("answered", cast.professional, answer=ANSWER)


def test_the_answered_question_offers_it_and_its_words_stand_there(
    question: LearningQuestion, fatima: Client
) -> None:
    url = f"{NEW}?leervraag={question.pk}"
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert url in page
    assert "Maak er een voorstel van" in page
    page = fatima.get(url).content.decode()
    assert question.situation in page
    assert ANSWER in page
    assert "Van 6 naar 3 telefoontjes per week." in page
    fatima.post(NEW, TEXTS | {"leervraag": question.pk})
    made = InnovationProposal.objects.get()
    assert made.question == question
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert reverse("cycles:proposal-write", args=[made.pk]) in page


def test_a_question_that_still_runs_does_not_offer_it(cast: Cast, fatima: Client) -> None:
    running = questions.active_question(cast.professional)
    page = fatima.get(reverse("cycles:question", args=[running.pk])).content.decode()
    assert "Maak er een voorstel van" not in page


@pytest.mark.shows("AI4")
def test_what_was_not_checked_comes_along_with_where_it_came_from(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    for text, origin, state in (
        ("Bezwaar kan zes weken.", Claim.Origin.AI, Claim.State.UNCHECKED),
        ("De kap is zichtbaar.", Claim.Origin.OWN, Claim.State.UNCHECKED),
        ("Het staat in de wet.", Claim.Origin.OWN, Claim.State.CONFIRMED),
    ):
        done = {"source": "De wet", "checked_at": clock.now()} if state == Claim.State.CONFIRMED else {}
        Claim.objects.create(question=question, text=text, origin=origin, state=state, **done)
    for _press in range(2):
        fatima.post(NEW, TEXTS | {"leervraag": question.pk})
    made = InnovationProposal.objects.get()
    assert set(made.claims.values_list("text", "origin", "state")) == {
        ("Bezwaar kan zes weken.", "ai", "unchecked"),
        ("De kap is zichtbaar.", "own", "unchecked"),
    }
    assert question.claims.count() == 3


@pytest.mark.shows("E4")
def test_an_answer_that_is_to_be_recalled_does_not_show_here(
    question: LearningQuestion, fatima: Client
) -> None:
    Recall.objects.create(
        question=question, after_weeks=1, due_at=clock.now(), due_on=clock.today("Europe/Amsterdam")
    )
    assert ANSWER not in fatima.get(f"{NEW}?leervraag={question.pk}").content.decode()
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert "Gaat open als je hebt opgeschreven wat je nog weet." in page


def test_somebody_elses_question_is_not_there(question: LearningQuestion, joost: Client) -> None:
    assert joost.get(f"{NEW}?leervraag={question.pk}").status_code == 404
    assert joost.post(NEW, TEXTS | {"leervraag": question.pk}).status_code == 404
    assert not InnovationProposal.objects.exists()


@pytest.mark.parametrize("which", ["", "zeehond", "٣", "99999999999999", "-1"])
def test_an_address_that_is_no_number_is_the_empty_page(fatima: Client, which: str) -> None:
    assert fatima.get(NEW, {"leervraag": which}).status_code == 200


def test_who_writes_along_reads_nothing_of_the_question(
    question: LearningQuestion, cast: Cast, fatima: Client, joost: Client
) -> None:
    fatima.post(NEW, TEXTS | {"leervraag": question.pk})
    made = InnovationProposal.objects.get()
    building.author(made, cast.colleague)
    page = joost.get(reverse("cycles:proposal-write", args=[made.pk])).content.decode()
    assert "Uit een leervraag" in page
    assert question.text not in page
