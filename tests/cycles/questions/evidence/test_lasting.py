"""A second situation, the own answer, and geborgd: each asks for what has to be there first (4.1)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions import lifecycle, marking
from cycles.questions.evidence import attesting, transferring
from cycles.questions.evidence.models import Transfer
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.conftest import Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
TYPED = {
    "answer": "Begin met het besluit.",
    "applied": "In de brief over de dakkapel.",
    "changed": "Drie telefoontjes minder.",
}
ELSEWHERE = {"situation": "Een brief over bomenkap.", "went": "Ook daar begreep de aanvrager het meteen."}


def url(name: str, question: LearningQuestion) -> str:
    return reverse(name, args=[question.pk])


def page(client: Client, question: LearningQuestion) -> str:
    return " ".join(client.get(url("cycles:question", question)).content.decode().split())


@pytest.fixture
def explained(question: LearningQuestion) -> LearningQuestion:
    building.explanation(question)
    return question


@pytest.mark.shows("questions-1", "A10")
def test_an_answer_is_in_own_words_and_kept_with_where_and_what(
    explained: LearningQuestion, fatima: Client
) -> None:
    assert fatima.post(url("cycles:own-answer", explained), TYPED).status_code == 302
    explained.refresh_from_db()
    assert (explained.state, explained.answer, explained.changed) == (
        "answered",
        TYPED["answer"],
        TYPED["changed"],
    )
    assert TYPED["answer"] in page(fatima, explained)
    assert fatima.post(url("cycles:own-answer", explained), TYPED).status_code == 422, "answered once"


@pytest.mark.parametrize("missing", sorted(TYPED))
def test_an_answer_that_misses_something_keeps_the_rest(
    explained: LearningQuestion, fatima: Client, missing: str
) -> None:
    answer = fatima.post(url("cycles:own-answer", explained), TYPED | {missing: " "})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert all(text in said for name, text in TYPED.items() if name != missing)
    assert "Fout:" in said


@pytest.mark.shows("AI8")
def test_without_an_explanation_there_is_no_answer(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question)
    assert "Leg het eerst uit zonder hulp." in page(fatima, question)
    assert fatima.post(url("cycles:own-answer", question), TYPED).status_code == 422
    question.refresh_from_db()
    assert question.state == "active"


@pytest.mark.shows("AI5", "S21")
def test_an_answer_of_ai_is_refused_and_a_reworked_one_says_so(
    explained: LearningQuestion, fatima: Client
) -> None:
    degree = "taken_over"

    def read(text: str) -> list[dict[str, Any]]:
        return [{"text": text, "degree": degree, "tool": "Le Chat", "on": "2026-04-01", "purpose": "hint"}]

    marking.marker(lambda people, stored: read)
    answer = fatima.post(url("cycles:own-answer", explained), TYPED)
    assert answer.status_code == 422
    assert "Dit is van AI overgenomen." in answer.content.decode()
    assert TYPED["answer"] in answer.content.decode()
    degree = "reworked"
    assert fatima.post(url("cycles:own-answer", explained), TYPED).status_code == 302
    assert "<strong>Door AI bewerkt.</strong> Le Chat, 1 april 2026. Hint" in page(fatima, explained)


def test_a_second_situation_is_another_one_than_the_first(
    explained: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    same = ELSEWHERE | {"situation": f"  {explained.situation.upper()} "}
    answer = fatima.post(url("cycles:transfer", explained), same)
    assert answer.status_code == 422
    assert "Dit is dezelfde situatie als die van je vraag." in answer.content.decode()
    assert ELSEWHERE["went"] in answer.content.decode()
    for _time in range(2):
        assert fatima.post(url("cycles:transfer", explained), ELSEWHERE).status_code == 302
    assert Transfer.objects.count() == 1
    assert ELSEWHERE["went"] in page(fatima, explained)


def test_before_the_explanation_there_is_no_second_situation(question: LearningQuestion, cast: Cast) -> None:
    with pytest.raises(Refused):
        transferring.transfer(question, **ELSEWHERE, by=cast.professional)


@pytest.mark.shows("questions-1")
@pytest.mark.parametrize("shown_by", ["a second situation", "a colleague"])
def test_geborgd_needs_four_weeks_and_one_who_or_what_shows_it(
    explained: LearningQuestion, cast: Cast, fatima: Client, at: Hands, shown_by: str
) -> None:
    consolidate = url("cycles:consolidate", explained)
    fatima.post(consolidate)
    building.answered(explained)
    assert "Leg het eerst uit je hoofd uit, vier weken of langer na je uitleg." in page(fatima, explained)
    fatima.post(consolidate)
    at("2026-04-08 09:00")
    building.recalled(explained, 1)
    fatima.post(consolidate)
    at("2026-04-29 09:00")
    building.recalled(explained, 4)
    answer = fatima.post(consolidate, follow=True)
    assert (
        "Pas het toe in een tweede situatie, of vraag een collega om te tekenen." in answer.content.decode()
    )
    explained.refresh_from_db()
    assert explained.state == "answered", "nothing of this was enough"
    if shown_by == "a colleague":
        attesting.sign(building.attestation(explained, cast.colleague), by=cast.colleague)
    else:
        transferring.transfer(explained, **ELSEWHERE, by=cast.professional)
    assert "Borg deze vraag" in page(fatima, explained)
    assert "Deze vraag is geborgd." in fatima.post(consolidate, follow=True).content.decode()
    explained.refresh_from_db()
    assert explained.state == "consolidated"


def test_of_a_question_that_was_let_go_nothing_is_asked(
    explained: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    lifecycle.drop(explained, by=cast.professional)
    for name, typed in (("cycles:own-answer", TYPED), ("cycles:transfer", ELSEWHERE)):
        assert fatima.post(url(name, explained), typed).status_code == 422
    assert (
        fatima.post(url("cycles:attestation-ask", explained), {"peer": cast.colleague.pk}).status_code == 422
    )


@pytest.mark.shows("AI11")
@pytest.mark.parametrize("role", ["colleague", "lead", "manager", "administrator", "outsider"])
def test_for_everybody_else_there_is_nothing(
    explained: LearningQuestion, cast: Cast, client_for: Clients, role: str
) -> None:
    client = client_for(cast.people[role])
    for name, typed in (
        ("cycles:own-answer", TYPED),
        ("cycles:transfer", ELSEWHERE),
        ("cycles:consolidate", {}),
        ("cycles:attestation-ask", {"peer": str(cast.colleague.pk)}),
    ):
        assert client.post(url(name, explained), typed).status_code == 404
    with pytest.raises(PermissionError):
        transferring.transfer(explained, **ELSEWHERE, by=cast.people[role])
    explained.refresh_from_db()
    assert explained.state == "active"
