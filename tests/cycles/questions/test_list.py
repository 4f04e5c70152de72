"""Leervragen: what runs, what was, finding it back in own words, and what colleagues show."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building

pytestmark = pytest.mark.django_db
State = LearningQuestion.State
URL = "/leervragen/"


def shown(client: Client, **query: str) -> str:
    page = client.get(URL, query)
    assert page.status_code == 200
    return page.content.decode()


def here(page: str) -> str:
    found = re.search(r'<li aria-current="step">(.*?)</li>', page)
    assert found
    return found[1]


def test_without_a_question_it_says_how_one_begins(fatima: Client) -> None:
    page = shown(fatima)
    assert "Je hebt nog geen leervraag" in page
    assert reverse("cycles:question-new") in page


@pytest.mark.parametrize(
    ("states", "heading"),
    [
        ([State.ACTIVE, State.PAUSED], "Eén vraag loopt, één rust"),
        ([State.ACTIVE], "Eén vraag loopt"),
        ([State.PAUSED], "Je vraag rust"),
        ([State.ANSWERED], "Er loopt nu geen vraag"),
    ],
)
def test_the_heading_says_what_is_true_now(
    fatima: Client, professional: User, states: list[str], heading: str
) -> None:
    for each in states:
        building.set_in(each, professional)
    assert f"<h1>{heading}</h1>" in shown(fatima)


def test_the_line_says_how_far_the_running_question_is(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    assert (here(shown(fatima)), "Begin met je poging" in shown(fatima)) == ("Eigen poging", True)
    Attempt.objects.create(question=made, text="Ik zou beginnen met wat er niet mag.", confidence=60)
    assert here(shown(fatima)) == "Sparren"
    Explanation.objects.create(question=made, changed="x", text="y", confidence=70)
    assert here(shown(fatima)) == "Na 4 weken"
    Recall.objects.create(
        question=made, after_weeks=4, due_on=clock.now(), state="done", text="z", done_at=clock.now()
    )
    assert here(shown(fatima)) == "Na 12 weken"


@pytest.mark.shows("questions-1")
def test_filters_show_one_state_and_search_finds_own_words(fatima: Client, professional: User) -> None:
    texts = {State.PAUSED: "De kern?", State.ANSWERED: "De dakkapel?", State.DROPPED: "Het zaaksysteem?"}
    for state, text in texts.items():
        building.set_in(state, professional, text=text, situation="Werk.")
    running = building.active_question(professional, text="De weigering?", if_part="als de zeehond belt")
    Attempt.objects.create(question=running, text="Ik zou een OTTER nemen.", confidence=60)
    for slug, text in (
        ("op-pauze", "De kern?"),
        ("beantwoord", "De dakkapel?"),
        ("losgelaten", "Het zaaksysteem?"),
    ):
        page = shown(fatima, staat=slug)
        listed = page[page.index('id="alle"') :]
        assert [t for t in texts.values() if t in listed] == [text]
    for words, text in (
        ("dakkapel", "De dakkapel?"),
        ("zeehond belt", "De weigering?"),
        ("otter", "De weigering?"),
    ):
        listed = shown(fatima, zoek=words)
        listed = listed[listed.index('id="alle"') :]
        assert text in listed
        assert "Het zaaksysteem?" not in listed
    assert "Niets gevonden" in shown(fatima, zoek="zeehond otter zaaksysteem")


@pytest.mark.parametrize(
    "query", [{"staat": "koning"}, {"pagina": "x"}, {"zoek": "\0"}, {"zoek": "%_'\"" * 90}]
)
def test_a_broken_query_is_no_error(fatima: Client, professional: User, query: dict[str, str]) -> None:
    building.active_question(professional)
    shown(fatima, **query)


def test_a_recall_that_waits_has_its_button(fatima: Client, professional: User) -> None:
    made = building.set_in(State.ANSWERED, professional)
    due = Recall.objects.create(
        question=made, after_weeks=4, due_on=clock.now(), due_at=clock.now() + timedelta(days=1)
    )
    url = reverse("cycles:recall", args=[due.pk])
    assert url not in shown(fatima)
    Recall.objects.update(due_at=clock.now())
    assert url in shown(fatima)
    assert "4 weken geleden" in shown(fatima)


def test_what_colleagues_show_and_ask_stands_below(fatima: Client, cast: Cast) -> None:
    theirs = building.active_question(cast.colleague, text="De hoorzitting?")
    asked = PeerAttestation.objects.create(question=theirs, peer=cast.professional)
    share = building.shared(theirs, with_=cast.professional)
    page = shown(fatima)
    assert "Joost vraagt of jij wilt tekenen" in page
    assert reverse("cycles:attestation", args=[asked.pk]) in page
    assert page.count("De hoorzitting?</a>") == 1, "what is asked stands there once"
    PeerAttestation.objects.all().delete()
    assert reverse("cycles:question-shared", args=[share.pk]) in shown(fatima)


@pytest.mark.shows("questions-5")
def test_nobody_sees_anybody_elses_list(cast: Cast, client_for: Any) -> None:
    building.active_question(cast.professional, text="zeehond-in-de-mist")
    for role, person in cast.people.items():
        if person != cast.professional:
            for query in ({}, {"zoek": "zeehond"}):
                assert "zeehond-in" not in shown(client_for(person), **query), role


def test_the_number_of_queries_does_not_grow_with_the_rows(fatima: Client, cast: Cast) -> None:
    def grow(number: int) -> None:
        for _each in range(number):
            made = building.set_in(State.ANSWERED, cast.professional)
            Recall.objects.create(question=made, after_weeks=4, due_on=clock.now(), due_at=clock.now())
            PeerAttestation.objects.create(
                question=made, peer=cast.colleague, state="signed", decided_at=clock.now()
            )
            person = builders.member(cast.team)
            theirs = building.active_question(person)
            building.shared(theirs, with_=cast.professional)
            PeerAttestation.objects.create(question=theirs, peer=cast.professional)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(fatima)
        return len(queries)

    building.active_question(cast.professional)
    grow(1)
    first = count()
    grow(3)
    assert count() == first


def test_many_questions_come_in_pages(fatima: Client, professional: User) -> None:
    for number in range(27):
        building.set_in(State.ANSWERED, professional, text=f"Vraag {number}?")
    assert "Oudere vragen" in shown(fatima)
    assert "Nieuwere vragen" in shown(fatima, pagina="2")
