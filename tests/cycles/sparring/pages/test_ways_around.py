"""Ways around the rules that a direct request, a second tab or the order of the steps would give."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions import lifecycle
from cycles.questions.evidence import explaining
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing, switches
from cycles.sparring.models import PartnerSettings, Spending, Turn
from lerendwerken.lib.outbound import Endpoint
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.structure.models import Team
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages.building import NEW, answer, begin, talk
from tests.cycles.sparring.pages.conftest import Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.shows("questions-1")
SECOND = "Nu begin ik met de reden en noem ik daarna pas het besluit."
WORDS = {"applied": "In de brief.", "changed": "Minder telefoon."}


@pytest.mark.shows("AI8")
def test_who_explained_first_and_sparred_after_it_explains_again(
    tried: LearningQuestion, ai: Endpoint, at: Hands
) -> None:
    evidence.explanation(tried)
    assert not lifecycle.to_answer(tried)
    at.forward(minutes=5)
    session = begin(tried)
    assert lifecycle.to_answer(tried), "an answer is being written"
    talked = talk(session)
    with pytest.raises(lifecycle.NotYet):
        evidence.answered(tried)
    for block in (0, 1):
        conversing.choose(talked, block, tried.owner, "reject", "Dat past niet bij deze brief.")
    assert lifecycle.to_answer(tried), "choosing alone is no explanation"
    conversing.close(session, tried.owner)
    at.forward(minutes=5)
    evidence.explanation(tried, "Eerst wat er niet mag, dan waarom, en dan wat iemand nog kan doen.")
    evidence.answered(tried)
    assert tried.state == LearningQuestion.State.ANSWERED


@pytest.mark.shows("AI10")
def test_the_fixed_questions_ask_for_no_second_explanation(tried: LearningQuestion, at: Hands) -> None:
    evidence.explanation(tried)
    at.forward(minutes=5)
    begin(tried)
    assert not lifecycle.to_answer(tried)


@pytest.mark.shows("AI8", "AI4")
def test_nobody_starts_to_explain_while_claims_may_still_come(tried: LearningQuestion, ai: Endpoint) -> None:
    session = begin(tried)
    with pytest.raises(Refused):
        explaining.begin(tried, by=tried.owner)
    session.refresh_from_db()
    assert session.closed_at is None
    answer(session)
    explaining.begin(tried, by=tried.owner)


@pytest.mark.shows("AI1", "S21")
def test_words_of_the_partner_are_no_own_attempt(tried: LearningQuestion, ai: Endpoint, at: Hands) -> None:
    session = begin(tried)
    said = "Begin de brief met het besluit en leg daarna pas uit waarom het niet mag."
    answer(session, {"kind": "question", "text": said})
    conversing.close(session, tried.owner)
    at.forward(minutes=5)
    with pytest.raises(Refused):
        evidence.attempt(tried, said)
    assert tried.attempts.count() == 1
    assert evidence.attempt(tried, SECOND)


@pytest.mark.shows("AI5")
@pytest.mark.parametrize("field", ["applied", "changed"])
def test_words_of_the_partner_are_no_part_of_an_answer(
    tried: LearningQuestion, ai: Endpoint, client_for: Clients, field: str, at: Hands
) -> None:
    session = begin(tried)
    said = "Begin de brief met het besluit en leg daarna pas uit waarom het niet mag."
    answer(session, {"kind": "question", "text": said})
    conversing.close(session, tried.owner)
    at.forward(minutes=5)
    evidence.explanation(tried)
    given = {"answer": "Begin bij het besluit."} | WORDS
    page = client_for(tried.owner).post(
        reverse("cycles:own-answer", args=[tried.pk]), given | {field: f" {said.upper()}"}
    )
    assert page.status_code == 422
    assert said.upper() in page.content.decode(), "the text stays"
    tried.refresh_from_db()
    assert tried.state == LearningQuestion.State.ACTIVE


@pytest.mark.shows("AI8")
def test_what_was_chosen_stands_once_the_question_is_let_go(tried: LearningQuestion, ai: Endpoint) -> None:
    turn = talk(begin(tried))
    conversing.choose(turn, 0, tried.owner, "reject", "Dat past niet bij deze brief.")
    lifecycle.drop(tried, by=tried.owner)
    with pytest.raises(Refused):
        conversing.choose(turn, 0, tried.owner, "take_over", "Toch wel.")
    assert turn.choices.get().verdict == "reject"


@pytest.mark.shows("AI10", "TL3")
@pytest.mark.parametrize("who", ["person", "team", "organisation", "model"])
def test_switched_off_what_still_waits_does_not_leave(
    tried: LearningQuestion,
    owner: User,
    ai: Endpoint,
    team: Team,
    administrator: User,
    desk: Client,
    who: str,
) -> None:
    session = begin(tried)
    assert session.turns.get().state == Turn.State.WAITING
    match who:
        case "person":
            switches.choose(owner, off=True)
        case "team":
            switches.switch_team(team, off=True, by=administrator)
        case other:
            row = PartnerSettings.get()
            given = {"answer_tokens": 700, "person_tokens": 60_000, "team_tokens": 500_000}
            given |= {"organisation_tokens": 5_000_000}
            given |= {"is_on": "on", "model": "Ander"} if other == "model" else {"model": row.model}
            assert desk.post(reverse("cycles:spar-settings"), given).status_code == 302
    turn = session.turns.get()
    assert (turn.state, turn.request) == (Turn.State.STOPPED, None)
    assert set(Spending.objects.values_list("reserved", flat=True)) == {0}


def test_switching_off_leaves_the_answers_of_others(
    tried: LearningQuestion, ai: Endpoint, colleague: User
) -> None:
    session = begin(tried)
    switches.choose(colleague, off=True)
    assert session.turns.get().state == Turn.State.WAITING


@pytest.fixture
def desk(administrator: User, client_for: Clients, settings: object) -> Client:
    from tests.cycles.sparring.pages.conftest import NOWHERE

    other = Endpoint(name="Ander", url="http://127.0.0.1:9/v1", model="n", local=True)
    settings.AI_ENDPOINTS = (NOWHERE, other)  # type: ignore[attr-defined]
    return client_for(administrator)


@pytest.mark.shows("TP1", "AI2")
def test_looking_first_shows_what_the_next_rung_sends(
    tried: LearningQuestion, ai: Endpoint, owner: User
) -> None:
    session = begin(tried)
    answer(session)
    with pytest.raises(conversing.OnlyLooking) as looked:
        conversing.contribute(session, owner, NEW[0], climb=True, look=True)
    shown = [{"role": said.role, "content": said.text} for said in looked.value.check.leaving]
    session.refresh_from_db()
    assert (session.rung, session.turns.count()) == (1, 1)
    turn = conversing.contribute(session, owner, NEW[0], climb=True)
    assert turn.request
    assert turn.request["messages"] == shown


@pytest.mark.shows("TP1", "AI2")
def test_the_page_that_shows_it_asks_for_the_same_rung(
    tried: LearningQuestion, ai: Endpoint, owner: User, client_for: Clients
) -> None:
    session = begin(tried)
    answer(session)
    url = reverse("cycles:spar-say", args=[session.pk])
    client = client_for(owner)
    plain = client.post(url, {"text": NEW[0], "look": "1"}).context["check"].leaving
    climbing = client.post(url, {"text": NEW[0], "look": "1", "climb": "1"}).context["check"].leaving
    assert plain != climbing
    refused = client.post(url, {"text": "Ja hoor.", "look": "1", "climb": "1"})
    assert refused.status_code == 422
