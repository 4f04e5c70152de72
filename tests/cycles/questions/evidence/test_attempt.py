"""The own attempt comes first, is somebody's own words, and says how sure they are (AI1)."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions import lifecycle
from cycles.questions.evidence import attempting
from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.building import ATTEMPT
from tests.cycles.questions.evidence.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI1")]


def post(client: Client, question: LearningQuestion, **fields: str) -> int:
    return client.post(reverse("cycles:attempt", args=[question.pk]), fields).status_code


def test_it_is_kept_with_its_time_and_how_sure_one_is(question: LearningQuestion, cast: Cast) -> None:
    made = building.attempt(question)
    assert (made.text, made.confidence) == (ATTEMPT, 60)
    assert made.written_at == question.attempts.get().written_at


@pytest.mark.parametrize(
    "text",
    ["", "x", " " * 40, "a" * 40, "nee nee nee nee nee nee", "\u200b" * 40 + "een ja", "Ik weet niet"],
)
def test_what_is_no_attempt_is_refused(question: LearningQuestion, cast: Cast, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        attempting.attempt(question, text, 50, by=cast.professional)
    assert refusal.value.field == "text"
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("percent", [-1, 101, 60_000])
def test_a_confidence_that_cannot_be_is_refused(question: LearningQuestion, cast: Cast, percent: int) -> None:
    with pytest.raises(Refused):
        attempting.attempt(question, ATTEMPT, percent, by=cast.professional)


def test_pressing_twice_keeps_one_and_trying_again_keeps_both(question: LearningQuestion) -> None:
    building.attempt(question)
    building.attempt(question)
    assert question.attempts.count() == 1
    building.attempt(question, "Ik zou beginnen met de reden, en dan het besluit.")
    assert question.attempts.count() == 2


def test_nobody_else_tries_for_the_owner(question: LearningQuestion, cast: Cast) -> None:
    with pytest.raises(PermissionError):
        attempting.attempt(question, ATTEMPT, 50, by=cast.colleague)


def test_a_question_that_rests_takes_no_attempt(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    lifecycle.pause(question, by=cast.professional)
    with pytest.raises(Refused) as refusal:
        attempting.attempt(question, ATTEMPT, 50, by=cast.professional)
    assert "op pauze" in refusal.value.sentence
    assert post(fatima, question, text=ATTEMPT, confidence="50") == 422
    assert not Attempt.objects.exists()


@pytest.mark.shows("questions-1")
def test_on_the_page_it_is_the_first_step_and_says_how_to_begin(
    question: LearningQuestion, fatima: Client
) -> None:
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert "Probeer het eerst zelf" in page
    assert "‘Ik zou beginnen met…’" in page
    assert post(fatima, question, text=ATTEMPT, confidence="60") == 302
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert "Je eigen poging" in page
    assert ATTEMPT in page
    assert "Bewaard om 10.00 uur. Je was voor 60% zeker." in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "x", "confidence": "60"}, "Schrijf iets meer"),
        ({"text": ATTEMPT}, "Kies een getal van 0 tot en met 100."),
        ({"text": ATTEMPT, "confidence": "zeker"}, "Kies een getal van 0 tot en met 100."),
        ({"text": "woord " * 4000, "confidence": "60"}, "en er passen er 10000 in"),
        ({"text": "nul\x00teken in een poging", "confidence": "60"}, "Fout:"),
        ({}, "Schrijf eerst wat jij zou doen of zeggen."),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(
    question: LearningQuestion, fatima: Client, fields: dict[str, str], said: str
) -> None:
    answer = fatima.post(reverse("cycles:attempt", args=[question.pk]), fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert fields.get("text", "")[:40].replace("\x00", "") in page.replace("\x00", "")
    assert not Attempt.objects.exists()


@pytest.mark.shows("AI11")
@pytest.mark.parametrize(
    "role", ["colleague", "lead", "manager", "administrator", "outsider", "lead_and_manager"]
)
def test_for_everybody_else_there_is_nothing(
    question: LearningQuestion, cast: Cast, client_for: Clients, role: str
) -> None:
    client = client_for(cast.people[role])
    assert post(client, question, text=ATTEMPT, confidence="60") == 404
    assert not Attempt.objects.exists()


def test_a_refused_page_can_ask_whether_its_writer_is_still_signed_in(
    question: LearningQuestion, fatima: Client, client_for: Clients
) -> None:
    """The page stands at the address it was posted to, and asks there before it sends its text again."""
    for name in ("cycles:attempt", "cycles:claim-add", "cycles:own-answer", "cycles:transfer"):
        url = reverse(name, args=[question.pk])
        assert fatima.head(url).status_code == 200
        assert fatima.get(url).status_code == 405
        assert client_for(None).head(url).status_code == 302
