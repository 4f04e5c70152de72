"""The learning trace: everything that somebody did with a question, in order; the owner's alone, and theirs to take along."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.claims import checking
from cycles.questions import lifecycle, partner
from cycles.questions.evidence import attesting, recalling, transferring
from cycles.questions.evidence import trace as traces
from cycles.questions.evidence.trace import TraceItem, trace
from cycles.questions.models import LearningQuestion
from tests.conftest import Cast
from tests.cycles.questions.building import active_question
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.conftest import MARKER, Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db


def lines(question: LearningQuestion) -> list[tuple[str, str, str]]:
    return [(item.when, item.label, item.state) for item in trace(question)]


def lived(question: LearningQuestion, cast: Cast, at: Hands) -> None:
    """From attempt to geborgd, with everything that leaves a line."""
    at("2026-04-01 13:03")
    building.attempt(question, f"Ik denk dat {MARKER} eerst komt en dan de rest.")
    at("2026-04-01 13:16")
    made = building.claim(question, f"Een {MARKER} duurt zes weken.")
    checking.check(
        made,
        "refuted",
        source=f"Boek over {MARKER}",
        correction=f"{MARKER} duurt acht weken",
        by=cast.professional,
    )
    at("2026-04-01 14:00")
    building.explanation(question, f"De {MARKER} komt eerst, dan de reden.")
    at("2026-04-01 14:10")
    transferring.transfer(
        question, f"Bij een andere {MARKER}.", f"Daar ging {MARKER} goed.", by=cast.professional
    )
    at("2026-04-01 14:20")
    lifecycle.answer(
        question, cast.professional, f"Begin met {MARKER}.", f"In de {MARKER}.", f"Meer {MARKER}."
    )
    at("2026-04-01 14:30")
    attesting.sign(building.attestation(question, cast.colleague), by=cast.colleague)
    at("2026-04-29 09:00")
    recalling.recall(question.recalls.get(after_weeks=4), f"Nog steeds {MARKER}.", by=cast.professional)
    recalling.judge(question.recalls.get(after_weeks=4), "still", by=cast.professional)
    at("2026-04-29 09:10")
    lifecycle.consolidate(question, by=cast.professional)


@pytest.mark.shows("questions-1")
def test_at_the_start_it_says_what_is_now_and_what_would_come(question: LearningQuestion) -> None:
    assert lines(question) == [
        ("vandaag 10.00", "Plan gemaakt, met één opbrengst voor nu en één voor later", "done"),
        ("nu", "Eigen poging", "now"),
        ("straks", "Uitleggen zonder hulp", ""),
        ("8 april", "Uit je hoofd, na 1 week", ""),
        ("29 april", "Uit je hoofd, na 4 weken", ""),
        ("24 juni", "Uit je hoofd, na 12 weken", ""),
    ]


def test_it_reads_as_drawn_with_what_sparring_adds(
    question: LearningQuestion, cast: Cast, at: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partner, "ASKED", [lambda person: True])
    at("2026-04-07 13:03")
    building.attempt(question)
    at("2026-04-07 13:16")
    building.checked(question)
    building.claim(question, "Mensen onthouden de eerste zin.")
    traces.traced(
        lambda question: [
            TraceItem(at("2026-04-07 13:11"), "Eén hint gevraagd", "done"),
            TraceItem(None, "Sparren", "now"),
        ]
    )
    found = lines(question)
    assert found[:8] == [
        ("1 april", "Plan gemaakt, met één opbrengst voor nu en één voor later", "done"),
        ("vandaag 13.03", "Eigen poging, 60% zeker", "done"),
        ("13.11", "Eén hint gevraagd", "done"),
        ("13.16", "Eén van twee beweringen gecontroleerd", "done"),
        ("nu", "Sparren", "now"),
        ("straks", "Uitleggen zonder AI", ""),
        ("14 april", "Uit je hoofd, na 1 week", ""),
        ("5 mei", "Uit je hoofd, na 4 weken", ""),
    ]


def test_a_whole_life_in_order(question: LearningQuestion, cast: Cast, at: Hands) -> None:
    lived(question, cast, at)
    assert [label for _when, label, state in lines(question) if state == "done"] == [
        "Plan gemaakt, met één opbrengst voor nu en één voor later",
        "Eigen poging, 60% zeker",
        "Eén van één bewering gecontroleerd",
        "Uitgelegd zonder hulp, 80% zeker",
        "Ook toegepast in een andere situatie",
        "Beantwoord in je eigen woorden",
        "Joost tekende dat je het zonder hulp kon",
        "Uit je hoofd, na 4 weken: Ik wist het nog",
        "Geborgd",
    ]
    assert MARKER not in str(lines(question)), "what was done, never what was written"


def test_paused_taken_up_and_let_go(question: LearningQuestion, cast: Cast) -> None:
    lifecycle.pause(question, by=cast.professional)
    lifecycle.resume(question, by=cast.professional)
    lifecycle.drop(question, by=cast.professional)
    assert [label for _when, label, _state in lines(question)] == [
        "Plan gemaakt, met één opbrengst voor nu en één voor later",
        "Op pauze",
        "Weer opgepakt",
        "Losgelaten",
    ]


def test_it_costs_one_query_a_table(question: LearningQuestion, cast: Cast, at: Hands) -> None:
    lived(question, cast, at)
    fresh = LearningQuestion.objects.select_related("owner").get(pk=question.pk)
    with CaptureQueriesContext(connection) as queries:
        trace(fresh)
    assert len(queries) == 8, (
        "steps, attempts, claims, explanations, recalls, transfers, attestations, measurements"
    )


def test_the_page_costs_the_same_for_little_and_for_much(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    building.explanation(question)
    building.checked(question)
    building.attestation(question, cast.colleague)
    transferring.transfer(question, "Een andere brief.", "Goed.", by=cast.professional)
    url = reverse("cycles:question", args=[question.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            fatima.get(url)
        return len(queries)

    cost()
    one = cost()
    for number in range(3):
        building.attempt(question, f"Een heel andere poging, nummer {number}.")
        building.checked(question, f"Bewering nummer {number}.")
        building.explanation(question, f"Een andere uitleg, nummer {number}.")
        transferring.transfer(question, f"Nog een andere brief, {number}.", "Goed.", by=cast.professional)
    building.attestation(question, cast.lead)
    assert cost() == one


@pytest.mark.shows("W12", "TP2")
@pytest.mark.parametrize("kind", ["html", "json"])
def test_the_owner_takes_everything_along(
    question: LearningQuestion, cast: Cast, at: Hands, fatima: Client, safe_get: Any, kind: str
) -> None:
    lived(question, cast, at)
    answer = safe_get(fatima, reverse("cycles:trace-download", args=[question.pk, kind]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="leerspoor-{question.pk}.{kind}"'
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.content.decode()
    for words in (
        f"Ik denk dat {MARKER} eerst komt en dan de rest.",
        f"Een {MARKER} duurt zes weken.",
        f"Boek over {MARKER}",
        f"{MARKER} duurt acht weken",
        f"De {MARKER} komt eerst, dan de reden.",
        building.CHANGED,
        f"Daar ging {MARKER} goed.",
        f"Begin met {MARKER}.",
        f"Nog steeds {MARKER}.",
        cast.colleague.full_name,
        question.situation,
    ):
        assert words in said, words
    if kind == "json":
        assert json.loads(said)["attempts"]["entries"][0]["Hoe zeker"] == "60%"


def test_what_was_typed_is_text_in_the_file(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question, "Ik denk <script>alert(1)</script> dat dit gewoon tekst is.")
    said = fatima.get(reverse("cycles:trace-download", args=[question.pk, "html"])).content.decode()
    assert "<script>" not in said
    assert fatima.get(reverse("cycles:trace-download", args=[question.pk, "exe"])).status_code == 404


@pytest.mark.shows("AI11", "questions-5", "TA3")
@pytest.mark.parametrize(
    "role", ["colleague", "lead", "manager", "administrator", "outsider", "lead_and_manager"]
)
def test_not_a_word_of_it_reaches_anybody_else(
    cast: Cast, client_for: Clients, at: Hands, role: str, caplog: pytest.LogCaptureFixture
) -> None:
    at("2026-04-01 10:00")
    question = active_question(cast.professional)
    lived(question, cast, at)
    client = client_for(cast.people[role])
    addresses = [
        reverse("cycles:question", args=[question.pk]),
        reverse("cycles:explain", args=[question.pk]),
        *(reverse("cycles:trace-download", args=[question.pk, kind]) for kind in ("html", "json")),
        *(reverse("cycles:recall", args=[row.pk]) for row in question.recalls.all()),
        *(reverse("cycles:claim-check", args=[row.pk]) for row in question.claims.all()),
    ]
    for url in addresses:
        assert client.get(url).status_code == 404, url
    for url in (reverse("cycles:my-week"), reverse("cycles:questions"), reverse("cycles:shared")):
        assert MARKER not in client.get(url).content.decode(), url
    if role == "administrator":
        for name in ("teams:administration", "teams:audit-log"):
            assert MARKER not in client.get(reverse(name)).content.decode()
    assert MARKER not in caplog.text
