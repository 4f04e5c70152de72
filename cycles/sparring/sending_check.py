"""What would leave for the partner, word for word, and what in it must stay (AI7, S22).

Everything is looked at each time: also the stored attempt, the question and what was said before, because all of
it goes along with every message.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.sparring.models import PartnerSettings, SparringSession
from cycles.sparring.rules import didactics, identifiers

KINDS = {
    "bsn": gettext_lazy("een burgerservicenummer"),
    "iban": gettext_lazy("een rekeningnummer"),
    "phone": gettext_lazy("een telefoonnummer"),
    "mail": gettext_lazy("een mailadres"),
    "address": gettext_lazy("een adres"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `kind` in words when it must not leave."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One text of the writer that would go along."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(piece.kind for piece in self.pieces if piece.kind))


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it leaves."""

    role: str
    text: str

    @property
    def is_ours(self) -> bool:
        return self.role in ("system", "developer")

    @property
    def is_partner(self) -> bool:
        return self.role == "assistant"


@dataclass(frozen=True, slots=True)
class Check:
    leaving: tuple[Said, ...]
    blocked: tuple[Part, ...]
    doubts: tuple[str, ...]  # words

    @property
    def sentence(self) -> str:
        if self.blocked:
            return _("Dit bericht is niet verstuurd. Er staat iets in dat niet naar AI mag.")
        return _("Dit bericht is nog niet verstuurd. Kijk eerst of deze woorden erin mogen.")


def check(session: SparringSession) -> Check:
    leaving = tuple(Said(message["role"], message["content"]) for message in didactics.messages(session))
    own = didactics.outgoing(session)
    blocked = [part for one in own if (part := _marked(str(one.label), one.text)).kinds]
    words = PartnerSettings.get().warn_words.splitlines()
    # What its writer let go once is not asked about again with every next message, unless the question changed.
    fresh = own[-1:] if session.checked_revision == session.question.revision else own
    doubts = dict.fromkeys(word for one in fresh for word in identifiers.warnings(one.text, words))
    return Check(leaving, tuple(blocked), tuple(doubts))


def _marked(label: str, text: str) -> Part:
    return Part(label, tuple(_pieces(text, identifiers.find(text))))


def _pieces(text: str, found: Iterable[identifiers.Found]) -> Iterator[Piece]:
    at = 0
    for one in sorted(found, key=lambda hit: hit.start):
        if one.start < at:
            continue
        if text[at : one.start]:
            yield Piece(text[at : one.start])
        yield Piece(text[one.start : one.end], str(KINDS.get(str(one.kind), one.kind)))
        at = one.end
    if text[at:]:
        yield Piece(text[at:])
