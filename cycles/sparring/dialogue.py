"""A conversation as it stands on the page: whose words, how they came, and what can still be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.questions.evidence import recalling
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing
from cycles.sparring.models import Rung, SparringSession, SuggestionChoice, Turn
from cycles.sparring.partner.failures import sentence

Partner = SparringSession.Partner
KINDS = {
    "question": gettext_lazy("Vraag"),
    "option": gettext_lazy("Mogelijkheid"),
    "counter": gettext_lazy("Let op"),
    "claim": gettext_lazy("Bewering om te controleren"),
    "example": gettext_lazy("Voorbeeld"),
}
ASKS = {
    Rung.HINT: gettext_lazy("Vraag een hint"),
    Rung.PARTIAL: gettext_lazy("Vraag een deel van een voorbeeld"),
    Rung.WORKED: gettext_lazy("Vraag een heel voorbeeld"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One turn. `says` explains an ending that is no answer."""

    turn: Turn
    is_own: bool
    label: str
    blocks: tuple[tuple[str, str, str], ...]  # kind, its name, words
    is_writing: bool
    says: str


@dataclass(frozen=True, slots=True)
class Step:
    rung: Rung
    label: str
    state: str  # done, now, or nothing


class Dialogue:
    """One session with its turns, in one look."""

    def __init__(self, session: SparringSession, turns: Sequence[Turn]) -> None:
        self.session = session
        self.turns = turns

    @property
    def is_ai(self) -> bool:
        return self.session.partner == Partner.AI

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(turn) for turn in self.turns]

    @property
    def ladder(self) -> list[Step]:
        now = self.session.rung
        return [
            Step(rung, str(rung.label), "done" if rung < now else "now" if rung == now else "")
            for rung in Rung
        ]

    @property
    def last(self) -> Turn | None:
        return self.turns[-1] if self.turns else None

    @property
    def after(self) -> int:
        return self.last.number if self.last else 0

    @property
    def is_writing(self) -> bool:
        return self.last is not None and self.last.state in Turn.UNFINISHED

    @property
    def can_ask_again(self) -> bool:
        return self.last is not None and self.last.state in conversing.AGAIN

    @property
    def asks(self) -> str:
        """What the button of the next rung says; nothing on the highest."""
        above = self.session.rung + 1
        return str(ASKS[Rung(above)]) if above <= Rung.WORKED else ""

    @property
    def kind_names(self) -> list[tuple[str, str]]:
        return [(kind, str(name)) for kind, name in KINDS.items()]

    def _line(self, turn: Turn) -> Line:
        is_own = turn.speaker == Turn.Speaker.PERSON
        return Line(
            turn=turn,
            is_own=is_own,
            label=_("Jij") if is_own else self._label(turn),
            blocks=tuple((b["kind"], str(KINDS.get(b["kind"], "")), b["text"]) for b in turn.blocks),
            is_writing=turn.state in Turn.UNFINISHED,
            says=str(sentence(turn)),
        )

    def _label(self, turn: Turn) -> str:
        who = _("AI") if self.is_ai else _("Vaste vragen")
        if turn.rung == Rung.QUESTION:
            return who
        return f"{who}, {Rung(turn.rung).label.lower()}"


@dataclass(frozen=True, slots=True)
class Veil:
    """What of a conversation that was shut stays out of sight: until it was explained without it (AI8), and again
    while a recall from memory waits (E4)."""

    explained_at: datetime | None
    recall_waits: bool

    @classmethod
    def of(cls, question: LearningQuestion) -> Self:
        explained = question.explanations.order_by("-written_at").first()
        waits = recalling.due(question.owner).filter(question=question).exists()
        return cls(explained.written_at if explained else None, waits)

    def covers(self, session: SparringSession) -> bool:
        closed = session.closed_at
        return closed is not None and (
            self.recall_waits or self.explained_at is None or self.explained_at < closed
        )


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion of the partner, and what its reader does with it."""

    turn: Turn
    block: int
    text: str
    choice: SuggestionChoice | None

    @property
    def name(self) -> str:
        return f"{self.turn.pk}-{self.block}"


def options(turns: Sequence[Turn], choices: Sequence[SuggestionChoice]) -> list[Option]:
    made = {(choice.turn_id, choice.block): choice for choice in choices}
    return [
        Option(turn, block, text, made.get((turn.pk, block)))
        for turn in turns
        for block, text in conversing.options_of(turn)
    ]
