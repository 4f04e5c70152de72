"""Every text of somebody's own carries the maker's mark of each paragraph: page, file and share (S21, AI5)."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions import lifecycle, marking, sharing
from cycles.questions.evidence import transferring
from cycles.questions.evidence.models import Attempt, Explanation, Transfer
from cycles.questions.models import LearningQuestion
from cycles.yields.models import YieldOutcome
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S21", "AI5")]
AI = "zes weken de tijd om bezwaar te maken"
OWN = "Dit zijn mijn eigen woorden hierover."
TOUCHED = f"{OWN}\n\nIemand heeft {AI}, zeg ik erbij."
LABEL = "<strong>Door AI bewerkt.</strong> Le Chat, 1 april 2026. Hint"
LINE = f"Door AI bewerkt. Le Chat, 1 april 2026. hint: Iemand heeft {AI}, zeg ik erbij."


@pytest.fixture(autouse=True)
def _ai(alone: None) -> None:
    """AI wrote one sentence."""

    def read(text: str) -> list[dict[str, Any]]:
        return [
            {
                "text": part,
                "degree": "taken_over" if part == AI else "reworked" if AI in part else "own",
                "tool": "Le Chat",
                "on": "2026-04-01",
                "purpose": "hint",
            }
            for part in text.split("\n\n")
            if part
        ]

    marking.marker(lambda people, stored: read)


def send(client: Client, name: str, question: LearningQuestion, **fields: str) -> int:
    sent: int = client.post(reverse(f"cycles:{name}", args=[question.pk]), fields).status_code
    return sent


def write(client: Client, question: LearningQuestion, field: str, text: str = TOUCHED) -> int:
    """Everything a question asks for, with this text in one field; what that field's own page answered."""
    answers = {}
    for name, fields in {
        "attempt": {"text": "Ik zou beginnen met het besluit zelf.", "confidence": "60"},
        "explain": {"changed": OWN, "text": OWN, "confidence": "80"},
        "transfer": {"situation": "Een brief over bomen.", "went": OWN},
        "own-answer": {"answer": OWN, "applied": OWN, "changed": OWN},
    }.items():
        given = {key: text if f"{name}.{key}" == field else value for key, value in fields.items()}
        answers[name] = send(client, name, question, **given)
    return answers[field.split(".")[0]]


FIELDS = {
    "attempt.text": (Attempt, "marks", "attempts"),
    "explain.changed": (Explanation, "changed_marks", "explanations"),
    "explain.text": (Explanation, "marks", "explanations"),
    "transfer.situation": (Transfer, "situation_marks", "transfers"),
    "transfer.went": (Transfer, "went_marks", "transfers"),
    "own-answer.answer": (LearningQuestion, "answer_marks", "answer"),
    "own-answer.applied": (LearningQuestion, "applied_marks", "answer"),
    "own-answer.changed": (LearningQuestion, "changed_marks", "answer"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_reworked_paragraph_says_so_on_the_page_and_in_the_file(
    question: LearningQuestion, fatima: Client, field: str
) -> None:
    model, column, section = FIELDS[field]
    assert write(fatima, question, field) == 302
    (kept,) = model.objects.values_list(column, flat=True)
    assert [mark["degree"] for mark in kept] == ["own", "reworked"]
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert page.count(LABEL) == 1, "that paragraph, and no other"
    assert page.index(AI) < page.index(LABEL)
    html, file = (
        fatima.get(reverse("cycles:trace-download", args=[question.pk, kind])).content.decode()
        for kind in ("html", "json")
    )
    assert LINE in html
    (entry,) = json.loads(file)[section]["entries"]
    assert entry["Wat van AI komt"] == LINE


@pytest.mark.parametrize("field", FIELDS)
def test_the_writer_cannot_send_other_marks(question: LearningQuestion, fatima: Client, field: str) -> None:
    model, column, _section = FIELDS[field]
    name = field.split(".")[0]
    building.attempt(question)
    sent = {key.split(".")[1]: TOUCHED for key in FIELDS if key.startswith(name)}
    more = {column: "[]", "marks": "[]", "confidence": "50"}
    if name in ("transfer", "own-answer"):
        building.explanation(question)
    assert send(fatima, name, question, **sent, **more) == 302
    kept = model.objects.order_by("pk").values_list(column, flat=True).last()
    assert [mark["degree"] for mark in kept] == ["own", "reworked"]


def test_several_texts_of_one_entry_stand_together(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    building.explanation(question)
    transferring.transfer(question, f"Bij iemand met {AI}.", f"Ook daar: {AI}.", by=cast.professional)
    file = fatima.get(reverse("cycles:trace-download", args=[question.pk, "json"])).content.decode()
    (entry,) = json.loads(file)["transfers"]["entries"]
    assert entry["Wat van AI komt"].count("Door AI bewerkt.") == 2


def test_a_second_situation_may_be_taken_over_and_says_so(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    """Only what must be said without help is refused: an attempt, an explanation, an answer."""
    building.explanation(question)
    assert send(fatima, "transfer", question, situation="Een brief over bomen.", went=AI) == 302
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert "<strong>Van AI overgenomen.</strong> Le Chat" in page


def test_without_ai_there_is_no_mark_and_the_answer_may_come_without(
    question: LearningQuestion, fatima: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MARKERS", [])
    assert write(fatima, question, "explain.changed") == 302
    assert Explanation.objects.get().changed_marks == []
    page = fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    assert "AI bewerkt" not in page
    assert TOUCHED.split("\n\n")[0] in page


def test_lifecycle_keeps_the_marks_of_each_text(question: LearningQuestion, cast: Cast) -> None:
    building.explanation(question)
    lifecycle.answer(question, cast.professional, "a", "b", "c", marks={"applied": [{"degree": "reworked"}]})
    question.refresh_from_db()
    marks = (question.answer_marks, question.applied_marks, question.changed_marks)
    assert marks == ([], [{"degree": "reworked"}], [])


# What a colleague reads ---------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["text", "situation", "sentence", "measure"])
def test_what_is_shared_carries_its_mark(
    question: LearningQuestion, cast: Cast, fatima: Client, client_for: Clients, field: str
) -> None:
    share = sharing.show(question, colleague_id=cast.colleague.pk)
    pages = (
        (fatima, reverse("cycles:question-share", args=[question.pk])),
        (client_for(cast.colleague), reverse("cycles:question-shared", args=[share.pk])),
    )
    for client, url in pages:
        assert "Door AI bewerkt" not in client.get(url).content.decode()
    words = f"Iemand heeft {AI}, zeg ik erbij."
    if field in ("text", "situation"):
        LearningQuestion.objects.filter(pk=question.pk).update(**{field: words})
    else:
        YieldOutcome.objects.filter(question=question, kind="direct").update(**{field: words})
    for client, url in pages:
        assert client.get(url).content.decode().count(LABEL) == 1, url
    file = fatima.get(reverse("cycles:trace-download", args=[question.pk, "html"])).content.decode()
    assert (LINE in file) or field == "text"
