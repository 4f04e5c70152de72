"""Conversations for tests, made with the real verbs; the partner's words are put in by hand."""

from typing import Any

from cycles.literacy import default_norms, reading
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing, switches
from cycles.sparring.models import Mode, PartnerSettings, SparringSession, Turn
from cycles.sparring.partner import turns
from teams.accounts.models import User

NEW = [
    "Of het mag of niet. Nu begint mijn brief met een artikelnummer.",
    "De buurman belde vorige week omdat hij de reden nergens kon vinden.",
    "Misschien helpt een kopje boven iedere alinea om sneller te zoeken.",
    "Volgens mij verdwijnt dan wel het verband tussen regel en gevolg.",
]
QUESTION = {"kind": "question", "text": "Wat wil de aanvrager als eerste weten?"}
HINT = [
    {"kind": "option", "text": "Begin met wat er niet mag."},
    {"kind": "option", "text": "Bied eerst je excuses aan."},
    {"kind": "counter", "text": "Een nee vooraan kan hard aankomen."},
    {"kind": "question", "text": "Wat past bij jouw brief?"},
]


def allow(*people: User, **fields: Any) -> None:
    """The organisation turned it on; these people read the norms and what it means."""
    PartnerSettings.objects.update_or_create(pk=1, defaults={"is_on": True} | fields)
    default_norms.install()
    for person in people:
        norms = reading.current()
        assert norms
        reading.read(norms, by=person)
        switches.read_notice(person)


def begin(question: LearningQuestion, mode: str = Mode.ANALYSE, **more: Any) -> SparringSession:
    return conversing.begin(question, question.owner, mode, **more)


def answer(session: SparringSession, *blocks: dict[str, str], claims: tuple[str, ...] = ()) -> Turn:
    """What waits is answered, as if a model had said it."""
    turn = session.turns.get(state=Turn.State.WAITING)
    said = blocks or (QUESTION,)
    assert turns.end(turn.pk, turns.Outcome(Turn.State.DONE, blocks=said, claims=claims, used=10))
    turn.refresh_from_db()
    return turn


def fail(session: SparringSession, failure: str = "away") -> Turn:
    turn = session.turns.get(state=Turn.State.WAITING)
    assert turns.end(turn.pk, turns.Outcome(Turn.State.FAILED, failure))
    turn.refresh_from_db()
    return turn


def talk(session: SparringSession, *, hints: bool = True) -> Turn:
    """A first question and its answer, then a hint with two options: its turn."""
    answer(session)
    conversing.contribute(session, session.question.owner, NEW[0], climb=hints)
    return answer(session, *HINT)
