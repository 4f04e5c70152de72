"""Which AI texts count for the maker's mark: the owner's own, and nobody else's (S21, AI11)."""

import pytest

from cycles.questions.marking import is_taken_over, marks_of
from cycles.sparring.marking import ai_texts
from cycles.sparring.models import SparringSession, Turn
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.cycles.sparring import building
from tests.support.hands import AMSTERDAM

SAID = "Begin de brief met het besluit en leg daarna pas uit waarom het niet mag."


def answered(owner: User, text: str = SAID, **fields: object) -> SparringSession:
    session = building.session(owner, model="Voorbeeldmodel", **fields)  # type: ignore[arg-type]
    first, rest = text[:20], text[20:]
    blocks = [{"kind": "question", "text": first}, {"kind": "counter", "text": rest}]
    Turn.objects.create(session=session, number=1, speaker=Turn.Speaker.PARTNER, rung=1, blocks=blocks)
    Turn.objects.create(
        session=session, number=2, speaker=Turn.Speaker.PERSON, rung=1, text="Mijn eigen woorden."
    )
    return session


@pytest.mark.shows("S21", "AI5")
@pytest.mark.parametrize("text", [SAID, f"{SAID.upper()}\n"])
def test_a_text_of_the_partner_is_marked_in_an_answer(cast: Cast, text: str) -> None:
    session = answered(cast.professional)
    (mark,) = marks_of(session.question, text)
    assert (mark["degree"], mark["tool"], mark["purpose"]) == (
        "taken_over",
        "Voorbeeldmodel",
        "Beter begrijpen",
    )
    written = session.turns.first().made_at  # type: ignore[union-attr]
    assert mark["on"] == written.astimezone(AMSTERDAM).date().isoformat()
    assert is_taken_over([mark])


@pytest.mark.shows("S21")
def test_ones_own_words_in_the_talk_stay_own(cast: Cast) -> None:
    session = answered(cast.professional)
    (mark,) = marks_of(session.question, "Mijn eigen woorden.")
    assert mark["degree"] == "own"


@pytest.mark.shows("S21")
def test_carrying_it_to_another_question_does_not_help(cast: Cast) -> None:
    answered(cast.professional)
    other = questions.question(cast.professional, text="Een heel andere vraag?")
    assert is_taken_over(marks_of(other, SAID))


@pytest.mark.shows("AI11", "TL6")
def test_what_ai_wrote_for_somebody_else_does_not_show(cast: Cast) -> None:
    answered(cast.colleague)
    mine = questions.question(cast.professional)
    assert marks_of(mine, SAID) == []


@pytest.mark.shows("AI10")
def test_the_fixed_questions_leave_no_mark(cast: Cast) -> None:
    session = answered(cast.professional, partner=SparringSession.Partner.FIXED)
    assert marks_of(session.question, SAID) == []


def test_it_takes_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    session = answered(cast.professional)
    for number in range(3, 30):
        blocks = [{"kind": "question", "text": f"Vraag {number}?"}]
        Turn.objects.create(
            session=session, number=number, speaker=Turn.Speaker.PARTNER, rung=1, blocks=blocks
        )
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(ai_texts([cast.professional.pk])) == 28
