"""Two windows of one owner at the same instant: one effect, nothing that contradicts, and nobody who waits for ever."""

from functools import partial

import pytest

from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing
from cycles.sparring.models import Rung, SparringSession, Turn
from cycles.sparring.partner import turns
from lerendwerken.lib.outbound import Endpoint
from lerendwerken.lib.refusal import Refused
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages.building import HINT, NEW, answer, begin
from tests.support import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.shows("questions-1", "questions-2", "TA8"),
]
SAID = "De termijn voor bezwaar is zes weken."
at_once = partial(together.at_once, refused=Exception)


@pytest.mark.shows("AI2")
def test_two_windows_that_ask_at_once_go_up_one_rung(tried: LearningQuestion, ai: Endpoint) -> None:
    session = begin(tried)
    answer(session)
    told = at_once(
        *(
            lambda text=text: conversing.contribute(session, tried.owner, text, climb=True, after=1)
            for text in NEW
        )
    )
    session.refresh_from_db()
    assert session.rung == Rung.HINT
    assert session.turns.count() == 3
    assert sum(isinstance(one, Refused) for one in told) == 3


@pytest.mark.shows("AI4", "AI8")
@pytest.mark.parametrize("turn", range(3))
def test_answering_and_asking_at_once_is_one_of_the_two(
    tried: LearningQuestion, ai: Endpoint, turn: int
) -> None:
    session = begin(tried)
    answer(session)
    conversing.close(session, tried.owner)
    evidence.explanation(tried)
    Attempt.objects.create(
        question=tried, text="Nu bel ik eerst zelf en schrijf ik pas daarna.", confidence=5
    )
    at_once(lambda: begin(tried), lambda: evidence.answered(tried))
    tried.refresh_from_db()
    waits = Turn.objects.filter(state__in=Turn.UNFINISHED).exists()
    assert (tried.state == LearningQuestion.State.ANSWERED) != waits


@pytest.mark.shows("AI8", "AI10")
def test_going_on_without_ai_while_its_answer_ends_leaves_nothing_half(
    tried: LearningQuestion, ai: Endpoint
) -> None:
    session = begin(tried)
    turn = session.turns.get()
    assert turns.claim(turn)
    end = turns.Outcome(Turn.State.DONE, blocks=(HINT[3],), claims=(SAID,), used=10)
    told = at_once(
        lambda: conversing.go_on_without_ai(session, tried.owner),
        *[lambda: turns.end(turn.pk, end)] * 3,
    )
    assert not [one for one in told if isinstance(one, Exception)]
    assert list(tried.claims.values_list("text", "origin")) == [(SAID, "ai")]
    assert SparringSession.objects.get(closed_at=None).partner == "fixed"
    assert not Turn.objects.filter(state__in=Turn.UNFINISHED).exists()
