"""While a recall waits, what was written is not read by accident; it stays its owner's to take along (E4, W12)."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions.evidence import recalling, transferring
from cycles.questions.models import LearningQuestion
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("E4")]
KNEW = "Eerst het besluit, dan de reden."
ELSEWHERE = "Daar begreep de aanvrager het meteen."
SHOW = "Toon wat je schreef (je haalt dit nog op uit je hoofd)"


def unfolded(page: str) -> str:
    """What is read without opening anything."""
    return re.sub(rf"<details><summary>{re.escape(SHOW)}.*?</details>", "", page, flags=re.DOTALL)


@pytest.fixture
def known(question: LearningQuestion, cast: Cast, at: Hands) -> LearningQuestion:
    """Explained, answered, done elsewhere, and recalled after a week; the recall of four weeks waits."""
    building.explanation(question)
    transferring.transfer(question, "Een brief over bomen.", ELSEWHERE, by=cast.professional)
    building.answered(question)
    at("2026-04-08 09:00")
    building.recalled(question, weeks=1, text=KNEW)
    at("2026-04-24 09:00")
    recalling.plan()
    at("2026-04-29 09:00")
    assert recalling.due(cast.professional).filter(question=question).exists()
    return question


def file(client: Client, question: LearningQuestion, kind: str = "html") -> str:
    return client.get(reverse("cycles:trace-download", args=[question.pk, kind])).content.decode()


@pytest.mark.shows("W12", "TP2")
def test_the_file_is_complete_and_folds_what_is_to_be_recalled(
    known: LearningQuestion, fatima: Client
) -> None:
    page = file(fatima, known)
    assert SHOW in page
    for words in (building.EXPLANATION, building.CHANGED, KNEW, ELSEWHERE, "Begin met het besluit."):
        assert words in page
        assert words not in unfolded(page)
    assert building.ATTEMPT in unfolded(page), "an own attempt is no answer to remember"
    assert (
        json.loads(file(fatima, known, "json"))["explanations"]["entries"][0]["Uitleg"]
        == building.EXPLANATION
    )


def test_nothing_on_the_page_of_the_question_gives_it_away(known: LearningQuestion, fatima: Client) -> None:
    page = fatima.get(reverse("cycles:question", args=[known.pk])).content.decode()
    for words in (
        building.EXPLANATION,
        building.CHANGED,
        KNEW,
        "Begin met het besluit.",
        "Twee telefoontjes",
    ):
        assert words not in page
    assert ELSEWHERE in page, "a second situation is one's own to look up"
    assert ELSEWHERE not in unfolded(page)
    assert reverse("cycles:recall", args=[known.recalls.get(after_weeks=4).pk]) in page


def test_an_earlier_recall_is_read_back_behind_a_fold(known: LearningQuestion, fatima: Client) -> None:
    url = reverse("cycles:recall", args=[known.recalls.get(after_weeks=1).pk])
    page = fatima.get(url).content.decode()
    for words in (building.EXPLANATION, KNEW):
        assert words in page
        assert words not in unfolded(page)
    building.recalled(known, weeks=4, text="Dit weet ik nog.")
    page = fatima.get(url).content.decode()
    assert building.EXPLANATION in unfolded(page)
    assert SHOW not in page
    assert SHOW not in file(fatima, known)
