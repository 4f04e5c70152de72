"""Explaining with the pane closed, in own words; it plans the recalls (AI8, E4)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions import lifecycle, marking
from cycles.questions.evidence import closing, explaining
from cycles.questions.evidence.models import Explanation, Recall
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.building import CHANGED, EXPLANATION
from tests.cycles.questions.evidence.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI8")]
TYPED = {"changed": CHANGED, "text": EXPLANATION, "confidence": "80"}


def explain_url(question: LearningQuestion) -> str:
    return reverse("cycles:explain", args=[question.pk])


class Pane:
    """A conversation, as sparring will have one."""

    def __init__(self) -> None:
        self.open = True
        closing.on_close(self.close)
        closing.open_when(lambda question: self.open)

    def close(self, question: LearningQuestion, by: Any) -> None:
        self.open = False


def test_without_an_attempt_it_does_not_open(question: LearningQuestion, cast: Cast, fatima: Client) -> None:
    with pytest.raises(Refused):
        explaining.explain(question, CHANGED, EXPLANATION, 80, by=cast.professional)
    answer = fatima.post(explain_url(question), TYPED)
    assert answer.status_code == 422
    assert "Gaat open als je zelf een poging hebt gedaan." in answer.content.decode()
    assert EXPLANATION in answer.content.decode(), "nothing typed is lost"
    assert not Explanation.objects.exists()


def test_kept_it_plans_three_recalls_once(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question)
    assert fatima.post(explain_url(question), TYPED).status_code == 302
    assert list(Recall.objects.values_list("after_weeks", "due_on")) == [
        (1, date(2026, 4, 8)),
        (4, date(2026, 4, 29)),
        (12, date(2026, 6, 24)),
    ]
    assert fatima.post(explain_url(question), TYPED).status_code == 302
    assert (Explanation.objects.count(), Recall.objects.count()) == (1, 3), "pressed twice"
    assert (
        fatima.post(explain_url(question), TYPED | {"text": "Anders gezegd, na een week."}).status_code == 302
    )
    assert (Explanation.objects.count(), Recall.objects.count()) == (2, 3)


@pytest.mark.shows("questions-1")
def test_the_pane_closes_first_and_a_direct_request_does_not_get_around_it(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    building.attempt(question)
    pane = Pane()
    page = fatima.get(explain_url(question)).content.decode()
    assert "Het gesprek is nog open." in page
    assert "<textarea" not in page
    assert pane.open, "looking closes nothing"
    answer = fatima.post(explain_url(question), TYPED)
    assert answer.status_code == 422
    assert EXPLANATION in answer.content.decode()
    assert not Explanation.objects.exists()
    assert fatima.post(reverse("cycles:explain-begin", args=[question.pk])).headers[
        "Location"
    ] == explain_url(question)
    assert not pane.open
    assert "<textarea" in fatima.get(explain_url(question)).content.decode()
    assert fatima.post(explain_url(question), TYPED).status_code == 302


def test_what_sparring_still_asks_comes_first(question: LearningQuestion, cast: Cast, fatima: Client) -> None:
    building.attempt(question)
    closing.before_explaining(lambda question: "Geef bij elke keuze een reden.")
    pane = Pane()
    answer = fatima.post(reverse("cycles:explain-begin", args=[question.pk]), follow=True)
    assert "Geef bij elke keuze een reden." in answer.content.decode()
    assert pane.open
    with pytest.raises(Refused):
        explaining.explain(question, CHANGED, EXPLANATION, 80, by=cast.professional)


def marked(degrees: list[str]) -> None:
    def read(text: str) -> list[dict[str, Any]]:
        return [
            {"text": part, "degree": degree, "tool": "Le Chat", "on": "2026-04-01", "purpose": "hint"}
            for part, degree in zip(text.split("\n\n"), degrees, strict=False)
        ]

    marking.marker(lambda people, stored: read)


@pytest.mark.shows("AI5", "S21", "questions-1")
@pytest.mark.parametrize("field", ["changed", "text"])
def test_a_paragraph_of_ai_is_no_explanation_and_the_text_stays(
    question: LearningQuestion, fatima: Client, field: str
) -> None:
    building.attempt(question)
    marked(["own", "taken_over"])
    typed = "Eerst mijn eigen zin.\n\nDan een zin van het gesprek."
    answer = fatima.post(explain_url(question), TYPED | {field: typed})
    assert answer.status_code == 422
    assert "Alinea 2 is van AI overgenomen." in answer.content.decode()
    assert "Dan een zin van het gesprek." in answer.content.decode()
    assert not Explanation.objects.exists()


@pytest.mark.shows("AI5", "S21")
def test_a_reworked_paragraph_shows_tool_date_purpose_and_degree(
    question: LearningQuestion, fatima: Client
) -> None:
    building.attempt(question)
    marked(["reworked"])
    assert fatima.post(explain_url(question), TYPED).status_code == 302
    assert Explanation.objects.get().marks[0]["degree"] == "reworked"
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert "<strong>Door AI bewerkt.</strong> Le Chat, 1 april 2026. Hint" in page
    for kind in ("html", "json"):
        file = fatima.get(reverse("cycles:trace-download", args=[question.pk, kind])).content.decode()
        assert "Door AI bewerkt. Le Chat, 1 april 2026. hint: " in file


@pytest.mark.shows("AI5")
def test_the_writer_cannot_send_other_marks(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question)
    marked(["reworked"])
    fatima.post(explain_url(question), TYPED | {"marks": "[]"})
    assert Explanation.objects.get().marks[0]["degree"] == "reworked"


@pytest.mark.parametrize("missing", ["changed", "text", "confidence"])
def test_what_is_missing_is_asked_for_and_the_rest_stays(
    question: LearningQuestion, fatima: Client, missing: str
) -> None:
    building.attempt(question)
    answer = fatima.post(explain_url(question), TYPED | {missing: ""})
    assert answer.status_code == 422
    assert all(
        text in answer.content.decode() for name, text in TYPED.items() if name not in (missing, "confidence")
    )


def test_the_page_holds_nothing_but_the_question(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question)
    building.checked(question, "De termijn is zes weken.")
    page = fatima.get(explain_url(question)).content.decode()
    assert question.text in page
    assert building.ATTEMPT not in page
    assert "De termijn is zes weken." not in page


def test_looking_writes_nothing(question: LearningQuestion, fatima: Client, safe_get: Any) -> None:
    building.attempt(question)
    assert safe_get(fatima, explain_url(question)).status_code == 200


def test_of_a_question_that_rests_it_is_shut(question: LearningQuestion, cast: Cast, fatima: Client) -> None:
    building.attempt(question)
    lifecycle.pause(question, by=cast.professional)
    assert fatima.post(explain_url(question), TYPED).status_code == 422
    assert "Deze vraag staat op pauze." in fatima.get(explain_url(question)).content.decode()
    fatima.post(reverse("cycles:explain-begin", args=[question.pk]))
    assert not Explanation.objects.exists()


@pytest.mark.shows("AI10")
def test_without_ai_no_page_says_a_word_of_it(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question)
    page = fatima.get(explain_url(question)).content.decode()
    assert "Leg het uit zonder hulp" in page
    assert " AI" not in page


@pytest.mark.shows("AI11")
@pytest.mark.parametrize("role", ["colleague", "lead", "manager", "administrator", "outsider"])
def test_for_everybody_else_there_is_nothing(
    question: LearningQuestion, cast: Cast, client_for: Clients, role: str
) -> None:
    building.attempt(question)
    client = client_for(cast.people[role])
    assert client.get(explain_url(question)).status_code == 404
    assert client.post(explain_url(question), TYPED).status_code == 404
    assert client.post(reverse("cycles:explain-begin", args=[question.pk])).status_code == 404
