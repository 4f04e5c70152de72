"""The rules of sparring as code: what a model is told, and what of its answer is let through (AI2-AI4, AI12, S20).

Told is one thing, enforced another: a model may ignore every instruction, and then nothing of it is shown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cycles.sparring.models import SparringSession, Turn
from cycles.sparring.rules.blocks import Block, Kind, Open, Parser, cleaned, words
from cycles.sparring.rules.factual import facts
from cycles.sparring.rules.instructions import labels, parts
from cycles.sparring.rules.makersmark import folded, folded_words
from cycles.sparring.rules.rungs import LIST, MARK, PAIR, RULES, gives_away, is_one_question

Message = dict[str, str]
News = tuple[int, str, str]  # place among what is shown, kind, text so far
Verdict = Literal["fine", "again", "held"]

HELD = _(
    "De sparringpartner hield zich niet aan de regels. Daarom zie je het antwoord niet. "
    "Je tekst is bewaard. Probeer het nog eens, of ga zonder hulp verder."
)
MOST_SENT = 24_000  # characters of a person's and the partner's words in one request
CLAIM_LENGTH = 500  # as a Claim holds


# What is sent -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """Something that the person wrote and that leaves with the next request."""

    key: str
    label: str | Promise
    text: str


LABELS = {
    "question": _("Je leervraag"),
    "situation": _("Je werksituatie"),
    "stays_human": _("Wat mensenwerk blijft"),
    "attempt": _("Je eigen poging"),
    "contribution": _("Wat je in dit gesprek schreef"),
}


def outgoing(session: SparringSession, text: str = "") -> list[Part]:
    """Exactly the person's words that messages() sends; `text` is what they are about to add."""
    turns = _kept(_turns(session), spare=len(text))
    said = [turn.text for turn in turns if turn.speaker == Turn.Speaker.PERSON]
    return _about(session) + [_part("contribution", one) for one in [*said, text] if one.strip()]


def messages(session: SparringSession) -> list[Message]:
    """The request for the next turn of the partner, on the session's rung.

    It holds this session, its attempt and its question, and nothing else: no name, no other question, nothing of
    anybody else.
    """
    told = parts(session.language)
    context = _context(session)
    fenced = [_fenced(session, part) for part in _about(session)]
    made = [{"role": "system", "content": _told(session)}]
    _add(made, "user", "\n\n".join([context, *fenced] if context else fenced))
    for turn in _kept(_turns(session)):
        if turn.speaker == Turn.Speaker.PERSON:
            _add(made, "user", _fenced(session, _part("contribution", turn.text)))
        else:
            _add(made, "assistant", "\n".join(Block.of(stored).tagged() for stored in turn.blocks))
    _add(made, "user", f"{told['reminder']}\n{told[f'rung {session.rung}']}")
    return made


def claims_in(blocks: Iterable[Block]) -> list[str]:
    """What the model claimed, and the facts that it left in its other blocks (AI4)."""
    found: dict[str, str] = {}
    for block in blocks:
        for text in [block.text] if block.kind == Kind.CLAIM else facts(block.text):
            found.setdefault(folded(text), text[:CLAIM_LENGTH])
    return list(found.values())


def corrected(request: list[Message], reader: "Reader") -> list[Message]:
    """The same request once more, with what was wrong."""
    *earlier, last = request
    return [*earlier, {**last, "content": f"{last['content']}\n\n{reader.correction()}"}]


def _told(session: SparringSession) -> str:
    told, question, owner = parts(session.language), session.question, session.question.owner
    names = [
        "base",
        f"mode {session.mode}",
        f"fit {question.task_fit}",
        f"experience {owner.experience}",
        f"work {owner.work}",
        f"routine {question.routine}",
    ]
    return "\n\n".join([told[name] for name in names if name in told] + [told[f"rung {session.rung}"]])


def _context(session: SparringSession) -> str:
    """What was chosen from a list; the words of the lists are ours."""
    question, names = session.question, labels(session.language)
    with translation.override(session.language):
        chosen = {"group": question.get_task_group_display(), "skill": question.get_skill_display()}
    return "\n".join(f"{names[key]}: {value}" for key, value in chosen.items() if value)


def _about(session: SparringSession) -> list[Part]:
    question = session.question
    found = {
        "question": question.text,
        "situation": question.situation,
        "stays_human": question.stays_human,
        "attempt": session.attempt.text,
    }
    return [_part(key, text) for key, text in found.items() if text.strip()]


def _turns(session: SparringSession) -> list[Turn]:
    return [turn for turn in session.turns.all() if turn.text.strip() or turn.blocks]


def _kept(turns: list[Turn], spare: int = 0) -> list[Turn]:
    """The latest that fit in one request. The last one always goes along."""
    room = MOST_SENT - spare
    for n, turn in enumerate(reversed(turns)):
        room -= len(turn.text) + sum(len(stored["text"]) for stored in turn.blocks)
        if room < 0:
            return turns[len(turns) - max(n, 1) :]
    return turns


def _part(key: str, text: str) -> Part:
    return Part(key, LABELS[key], _defused(text))


def _fenced(session: SparringSession, part: Part) -> str:
    """Somebody's text between marks that it cannot hold itself: whatever it says, it says as data (AI12)."""
    names = labels(session.language)
    code = salted_hmac(
        "cycles.sparring.fence", f"{session.pk} {part.key} {part.text}", algorithm="sha256"
    ).hexdigest()[:10]
    return f"{names[part.key]}:\n[[{names['open']} {code}]]\n{part.text}\n[[{names['close']} {code}]]"


# Marks with which some models tell apart who speaks; inside a text they would be read as such.
ROLE_MARKS = re.compile(
    r"<(?=[|｜])|(?<=[|｜])>|<(?=/?s>|/?(?:start|end)_of_turn|<\s*/?\s*SYS|/?(?:system|user|assistant|bos|eos)>)|\[(?=/?INST\])|\[(?=\[)",
    re.IGNORECASE,
)


def _defused(text: str) -> str:
    return ROLE_MARKS.sub(lambda mark: f"{mark[0]} " if mark[0] != ">" else " >", text)


def _add(made: list[Message], role: str, content: str) -> None:
    """Many models want the roles to take turns."""
    if made[-1]["role"] == role:
        made[-1]["content"] += f"\n\n{content}"
    else:
        made.append({"role": role, "content": content})


# What is let through ------------------------------------------------------------------------------


class Reader:
    """Reads one answer as it comes in and lets through only what its rung allows.

    On the first rung a question is shown when it has proved to be one; before that there is only the news that one
    is being written, with an empty text. From the second on a question comes sentence by sentence and an example
    word by word. Options wait until there are two that differ and something against them (AI3).
    """

    def __init__(self, rung: int, language: str = "nl", *, second: bool = False) -> None:
        self.rung = int(rung)
        self.language = language
        self.shown: list[Block] = []
        self._rule = RULES[self.rung]
        self._second = second
        self._parser = Parser()
        self._places: dict[int, int] = {}  # a block that comes word by word -> its place among what is shown
        self._lengths: dict[int, int] = {}  # how much of it was looked at
        self._settled: set[int] = set()
        self._waiting: list[Block] = []  # options and what speaks against them, until both sides are there
        self._announced = False
        self._has_asked = False
        self._ended = False

    def feed(self, delta: str) -> list[News]:
        self._parser.feed(delta)
        return self._look()

    def end(self) -> list[News]:
        """The stream is over; the last that may be shown."""
        if self._ended:
            return []
        self._ended = True
        self._parser.end()
        return self._look()

    def verdict(self) -> Verdict:
        self.end()
        kinds = {block.kind for block in self.shown}
        if self._rule.needs in kinds and (self._has_asked or self._rule.needs != Kind.QUESTION):
            return "fine"
        if not self._second:
            return "again"
        # After the first rung something that may be shown is better than nothing.
        return "fine" if self.shown and self.rung > 1 else "held"

    def correction(self) -> str:
        told = parts(self.language)
        return f"{told['correction']} {told[f'rung {self.rung}']}"

    def claims(self) -> list[str]:
        """The claims of this answer."""
        return claims_in(self.shown)

    def _look(self) -> list[News]:
        news: list[News] = []
        for n, block in enumerate(self._parser.blocks):
            if n not in self._settled:
                if block.is_whole:
                    self._settled.add(n)
                news += self._take(n, block)
        return news

    def _take(self, n: int, block: Open) -> list[News]:
        if n not in self._places and self._is_full(block.kind):
            return []
        if block.kind == Kind.EXAMPLE or (block.kind == Kind.QUESTION and self.rung > 1):
            return self._stream(n, block)
        if block.is_whole:
            return self._whole(Block(block.kind, block.text))
        if block.kind == Kind.QUESTION and not self._announced:
            self._announced = True
            return [(len(self.shown), str(block.kind), "")]
        return []

    def _stream(self, n: int, block: Open) -> list[News]:
        """An example word by word, a question sentence by sentence, up to what the rung allows."""
        fresh, self._lengths[n] = block.raw[self._lengths.get(n, 0) :], len(block.raw)
        if block.is_whole:
            raw = block.raw
        elif block.kind == Kind.QUESTION:
            raw = _sure_sentences(block.raw) if fresh else ""
        else:
            raw = _sure_words(block.raw) if any(map(str.isspace, fresh)) else ""
        if not raw:
            return []
        place = self._places.get(n, len(self.shown))
        before = self.shown[place].text if n in self._places else ""
        room = min(self._rule.words[block.kind], self._rule.total - self._used() + len(words(before)))
        text, is_cut = _cut(cleaned(raw), room)
        if is_cut:
            self._settled.add(n)
        if block.kind == Kind.QUESTION and gives_away(text):  # a suggestion has another side (AI3)
            self._settled.add(n)
            return []
        if text == before or not words(text):
            return []
        if n in self._places:
            self.shown[place] = Block(block.kind, text)
        else:
            self._places[n] = place
            self.shown.append(Block(block.kind, text))
        if block.kind == Kind.QUESTION and MARK.search(text):
            self._has_asked = True
        return [(place, str(block.kind), text)]

    def _whole(self, block: Block) -> list[News]:
        size = len(words(block.text))
        if size > min(self._rule.words[block.kind], self._rule.total - self._used()):
            return []
        if block.kind == Kind.QUESTION:
            self._has_asked = is_one_question(block.text)
            return self._show([block]) if self._has_asked else []
        if block.kind == Kind.CLAIM:
            return self._show([block]) if size >= 2 and len(block.text) <= CLAIM_LENGTH else []
        if size < 2 or LIST.search(block.text) or not self._differs(block):
            return []
        self._waiting.append(block)
        return self._both_sides()

    def _both_sides(self) -> list[News]:
        options = [block for block in self._waiting if block.kind == Kind.OPTION]
        counters = [block for block in self._waiting if block.kind == Kind.COUNTER]
        are_shown = any(block.kind == Kind.COUNTER for block in self.shown)
        if not are_shown and (len(options) < PAIR or not counters):
            return []
        together = options + counters
        if sum(len(words(block.text)) for block in together) > self._rule.total - self._used():
            return []
        self._waiting = []
        return self._show(together)

    def _show(self, blocks: list[Block]) -> list[News]:
        first = len(self.shown)
        self.shown += blocks
        return [(first + n, str(block.kind), block.text) for n, block in enumerate(blocks)]

    def _differs(self, block: Block) -> bool:
        """Whether this is really another side: two words or more that the others do not have."""
        mine = set(folded_words(block.text))
        others = [one for one in self.shown + self._waiting if one.kind in (Kind.OPTION, Kind.COUNTER)]
        return all(len(mine ^ set(folded_words(one.text))) >= PAIR for one in others)

    def _is_full(self, kind: Kind) -> bool:
        there = sum(block.kind == kind for block in self.shown + self._waiting)
        return there >= self._rule.most.get(kind, 0)

    def _used(self) -> int:
        return sum(len(words(block.text)) for block in self.shown)


def _sure_words(raw: str) -> str:
    """Without the last word, which may go on."""
    return raw if raw[-1].isspace() else raw[: len(raw) - len(raw.rsplit(maxsplit=1)[-1])]


def _sure_sentences(raw: str) -> str:
    """Up to a sign that ends a sentence and after which something else came: 3.45 is none."""
    body = raw.rstrip(".!?…")
    return raw[: max(body.rfind(sign) for sign in ".!?…\n") + 1]


def _cut(text: str, room: int) -> tuple[str, bool]:
    """The first words, as many as there is room for, and whether that left something out."""
    count = 0
    for word in re.finditer(r"\S+", text):
        count += any(letter.isalnum() for letter in word[0])
        if count > room:
            kept = text[: word.start()].rstrip()
            return (f"{kept} …" if kept else ""), True
    return text, False
