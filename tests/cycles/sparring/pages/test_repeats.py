"""The same words again are no new attempt and no new contribution, however long ago they were said (AI1, AI2)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cycles.framework.models import DevelopmentQuestion
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing
from cycles.sparring.conversing import Partner
from cycles.sparring.models import SparringSession
from lerendwerken.lib.outbound import Endpoint
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from tests import builders
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages.building import NEW, answer, begin
from tests.cycles.sparring.pages.conftest import Clients
from tests.support.hands import Hands

Copied = Callable[[LearningQuestion], str]
SAID = "Vertel eerst wat de aanvrager zelf kan doen en pas daarna wat er niet mag."
FRESH = "Nu zet ik bovenaan wat de buurt ervan merkt, en dan pas de regels."


@pytest.fixture
def once(tried: LearningQuestion, ai: Endpoint, at: Hands) -> LearningQuestion:
    """One conversation was had and shut: an own sentence, and one of AI."""
    session = begin(tried)
    answer(session)
    conversing.contribute(session, tried.owner, NEW[0])
    answer(session, {"kind": "question", "text": SAID})
    conversing.close(session, tried.owner)
    at.forward(hours=1)
    return tried


@pytest.fixture
def fatima(owner: User, client_for: Clients) -> Client:
    return client_for(owner)


@pytest.mark.shows("AI1")
@pytest.mark.parametrize(
    "again",
    [
        evidence.ATTEMPT,
        f"  {evidence.ATTEMPT.upper()} !!",
        evidence.ATTEMPT.replace(" ", "\u00a0\u200b "),
        evidence.ATTEMPT.replace("e", "е"),  # Cyrillic
        " ".join(evidence.ATTEMPT.split()[2:]),
        f"{evidence.ATTEMPT} Klaar.",
        NEW[0],
    ],
)
def test_an_attempt_that_repeats_opens_no_conversation_and_the_page_says_why(
    once: LearningQuestion, fatima: Client, at: Hands, again: str
) -> None:
    evidence.attempt(once, again)
    for partner in Partner:
        with pytest.raises(Refused) as refused:
            begin(once, partner=partner)
        assert "dezelfde poging als eerder" in refused.value.sentence
    page = fatima.get(reverse("cycles:question", args=[once.pk])).content.decode()
    assert "Je laatste poging is dezelfde als eerder." in page
    answered = fatima.post(reverse("cycles:spar-begin", args=[once.pk]), {"mode": "analyse"})
    assert answered.status_code == 422
    assert SparringSession.objects.count() == 1
    at.forward(minutes=5)
    evidence.attempt(once, FRESH)
    page = fatima.get(reverse("cycles:question", args=[once.pk])).content.decode()
    assert "Je laatste poging is dezelfde als eerder." not in page
    assert begin(once).attempt.text == FRESH


def of_the_frame(question: LearningQuestion) -> str:
    """The development question that it now belongs to."""
    asked = DevelopmentQuestion.objects.get(goal__in=builders.frame().goals.all())
    LearningQuestion.objects.filter(pk=question.pk).update(development_question=asked, is_own=False)
    return asked.text


@pytest.mark.shows("AI1")
@pytest.mark.parametrize(
    "copied",
    [
        lambda row: row.text,
        lambda row: row.situation,
        lambda row: f"{row.text} Klaar, begin maar.",
        lambda row: f"{of_the_frame(row)} {row.text}",
        lambda row: row.text.upper(),
        lambda row: "\u200b".join(row.text),
    ],
    ids=["question", "situation", "question and a word", "frame and question", "capitals", "invisible signs"],
)
@pytest.mark.parametrize("partner", Partner)
def test_the_question_itself_is_no_attempt(
    tried: LearningQuestion, ai: Endpoint, fatima: Client, at: Hands, copied: Copied, partner: Partner
) -> None:
    at.forward(minutes=5)
    evidence.attempt(tried, copied(tried))
    with pytest.raises(Refused) as refused:
        begin(tried, partner=partner)
    assert "zegt wat er al in je vraag staat" in refused.value.sentence
    page = fatima.get(reverse("cycles:question", args=[tried.pk])).content.decode()
    assert "Je poging zegt wat er al in je vraag staat." in page
    at.forward(minutes=5)
    evidence.attempt(tried, f"{tried.text} Ik begin met wat er wel kan, en leg dan pas de grens uit.")
    assert begin(tried, partner=partner)


@pytest.mark.shows("AI1")
def test_a_new_attempt_sent_twice_is_still_new(once: LearningQuestion, at: Hands) -> None:
    evidence.attempt(once, FRESH)
    at.forward(minutes=5)
    evidence.attempt(once, FRESH, confidence=90)
    assert once.attempts.count() == 3
    assert begin(once).attempt.confidence == 90


@pytest.mark.shows("AI2")
@pytest.mark.parametrize("partner", list(Partner))
@pytest.mark.parametrize(
    "again", [NEW[0], NEW[0].upper(), f"{NEW[0]} Ja.", evidence.ATTEMPT, SAID, f"{SAID} Dat dus."]
)
def test_what_was_said_in_an_earlier_conversation_opens_no_rung(
    once: LearningQuestion, owner: User, again: str, partner: Partner
) -> None:
    evidence.attempt(once, FRESH)
    session = begin(once, partner=partner)
    if partner == Partner.AI:
        answer(session)
    with pytest.raises(Refused):
        conversing.contribute(session, owner, again, climb=True)
    session.refresh_from_db()
    assert session.rung == 1
    conversing.contribute(session, owner, NEW[1], climb=True)
    session.refresh_from_db()
    assert session.rung == 2


@pytest.mark.shows("AI2")
def test_going_on_with_the_fixed_questions_begins_with_something_new(
    tried: LearningQuestion, ai: Endpoint, owner: User
) -> None:
    session = begin(tried)
    answer(session)
    conversing.contribute(session, owner, NEW[0], climb=True)
    answer(session)
    fixed = conversing.go_on_without_ai(session, owner)
    with pytest.raises(Refused):
        conversing.contribute(fixed, owner, NEW[0], climb=True)
    conversing.contribute(fixed, owner, NEW[1], climb=True)
    fixed.refresh_from_db()
    assert fixed.rung == 2


@pytest.mark.shows("AI2")
def test_what_was_said_about_another_question_may_be_said_here(
    once: LearningQuestion, owner: User, ai: Endpoint
) -> None:
    from tests.cycles.questions import building as questions

    other = questions.active_question(owner, text="Hoe leid ik een gesprek met een boze inwoner?")
    evidence.attempt(other)
    session = begin(other)
    answer(session)
    conversing.contribute(session, owner, NEW[0], climb=True)
    session.refresh_from_db()
    assert session.rung == 2
