"""The hint ladder (AI2, AI3, S20): what each rung may show, and what it takes to go up one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.sparring.models import Rung, Turn
from cycles.sparring.rules.blocks import Kind, words
from cycles.sparring.rules.makersmark import folded, folded_words

MINIMUM = 20  # letters and digits of one's own, new, before the next rung


@dataclass(frozen=True, slots=True)
class Rule:
    """How many blocks of each kind, how many words in each, and how many in all."""

    most: Mapping[Kind, int]
    words: Mapping[Kind, int]
    total: int
    needs: Kind  # without it there is no answer of this rung


LENGTHS = {Kind.QUESTION: 60, Kind.OPTION: 45, Kind.COUNTER: 45, Kind.CLAIM: 40, Kind.EXAMPLE: 110}

RULES: dict[int, Rule] = {
    Rung.QUESTION: Rule({Kind.QUESTION: 1}, LENGTHS, 60, Kind.QUESTION),
    Rung.HINT: Rule(
        {Kind.QUESTION: 1, Kind.OPTION: 2, Kind.COUNTER: 1, Kind.CLAIM: 3}, LENGTHS, 180, Kind.QUESTION
    ),
    Rung.PARTIAL: Rule(
        {Kind.QUESTION: 1, Kind.OPTION: 2, Kind.COUNTER: 1, Kind.CLAIM: 3, Kind.EXAMPLE: 1},
        LENGTHS,
        290,
        Kind.EXAMPLE,
    ),
    Rung.WORKED: Rule(
        {Kind.QUESTION: 1, Kind.OPTION: 3, Kind.COUNTER: 2, Kind.CLAIM: 4, Kind.EXAMPLE: 1},
        LENGTHS | {Kind.EXAMPLE: 320},
        520,
        Kind.EXAMPLE,
    ),
}
PAIR = 2  # options: one alone is never shown (AI3)


# Going up -----------------------------------------------------------------------------------------


def current(turns: Iterable[Turn]) -> int:
    """The highest rung that was really answered; the first when none was."""
    return max((turn.rung for turn in turns if _is_answer(turn)), default=int(Rung.QUESTION))


def may_climb(turns: Sequence[Turn], text: str, *attempts: str, elsewhere: Sequence[Turn] = ()) -> str | None:
    """Why the next rung stays shut for somebody who asks for it with this text; None when it opens.

    `turns` are those of the session so far, without this text. Only one rung at a time ever opens:
    the one after current(). `attempts` and what was said `elsewhere`, in other conversations about the same
    question, are no news either.
    """
    if any(turn.state in Turn.UNFINISHED for turn in turns):
        return _("Wacht tot de sparringpartner klaar is. Dan kun je verder.")
    if not any(_is_answer(turn) for turn in turns):
        return _("De eerste vraag is er nog niet. Daarna kun je om een hint vragen.")
    if current(turns) >= Rung.WORKED:
        return _("Verder dan een heel voorbeeld gaat het niet. Leg het nu in je eigen woorden uit.")
    if _is_too_little(text):
        return _("Schrijf eerst zelf een nieuwe zin, van minstens %(count)d letters.") % {"count": MINIMUM}
    said = (*elsewhere, *turns)
    own = [*attempts, *(turn.text for turn in said if turn.speaker == Turn.Speaker.PERSON)]
    theirs = [block["text"] for turn in said for block in turn.blocks]
    if not is_new(text, own):
        return _("Dit schreef je al. Zet er eerst iets nieuws bij.")
    if not is_new(text, own + theirs):
        return _("Dit zijn woorden van de sparringpartner. Schrijf eerst wat jij ervan vindt.")
    return None


def _is_answer(turn: Turn) -> bool:
    return (
        turn.speaker == Turn.Speaker.PARTNER
        and turn.state in (Turn.State.DONE, Turn.State.STOPPED)
        and bool(turn.blocks)
    )


def _is_too_little(text: str) -> bool:
    """Twenty letters, in at least three different words: a row of dots or of one letter is no contribution."""
    return len(folded(text)) < MINIMUM or len(set(folded_words(text))) < 3


def is_new(text: str, earlier: Sequence[str]) -> bool:
    """Whether enough stays over when what was said before, in runs of three words, is taken out, and whether
    at least two words were not used in any one of them: the same words in another order are a repeat."""
    mine = folded_words(text)
    runs = {
        tuple(known[n : n + 3])
        for said in earlier
        for known in [folded_words(said)]
        for n in range(len(known))
    }
    fresh = [True] * len(mine)
    for n in range(len(mine) - 2):
        if tuple(mine[n : n + 3]) in runs:
            fresh[n : n + 3] = [False] * 3
    left = "".join(word for word, is_fresh in zip(mine, fresh, strict=True) if is_fresh)
    # Written without its spaces, a repeat has other words and the same letters.
    letters = folded(text)
    if len(left) < MINIMUM or any(letters in folded(said) for said in earlier):
        return False
    return all(len(set(mine) - set(folded_words(said))) >= 2 for said in earlier)


# One question -------------------------------------------------------------------------------------

MARK = re.compile(r"[?？؟⁇⁈⁉]+[!?？]*")
LIST = re.compile(
    r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)]|[a-z][.)]|stap \d|step \d)\s*\S", re.IGNORECASE | re.MULTILINE
)
QUOTED = re.compile(r"[\"“”„«‘'‹](?P<said>[^\"“”„«»’'‹›]{1,2000})[\"“”»’'›]")
ASKING = re.compile(
    r"\b(?:wat|wie|wiens|welke?|hoe|hoeveel|hoelang|waar\w*|wanneer|of|waarom|what|who|whose|whom|which|how|where"
    r"|when|why|whether)\b",
    re.IGNORECASE,
)
VERB_FIRST = re.compile(
    r"^\W*\w+\W+(?:je|jij|u|jullie|we|wij|ze|zij|hij|er|het|dit|dat|die|deze|de|een|iemand|iets|jouw|uw|you|they"
    r"|we|he|she|it|there|this|that|these|those|the|a|an|anyone|someone|anything|something|your)\b",
    re.IGNORECASE,
)
GIVEN_AWAY = re.compile(
    r"^\W*(?:(?:het|jouw|je|mijn|the|your|my) (?:juiste |goede |beste |right |best |correct )?"
    r"(?:antwoord|oplossing|answer|solution)\b|de (?:juiste |goede |beste )?oplossing\b"
    r"|antwoord\b|oplossing\b|answer\b|solution\b|je (?:moet|kunt het beste|kan het beste)\b|you (?:should|must)\b"
    r"|mijn (?:advies|voorstel)\b|my (?:advice|suggestion)\b|ik (?:adviseer|raad|stel voor|zou)\b"
    r"|i (?:suggest|recommend|would|advise)\b|hier (?:is|zijn|heb je|komt)\b|here(?:'s| is| are)\b"
    r"|(?:wist|weet) (?:je|u) dat (?:het|de) (?:antwoord|oplossing)\b|schrijf het zo\b|write it like\b)",
    re.IGNORECASE,
)
LEAD = 20  # words before the sentence that asks
QUOTE = 12  # words; more is a text to copy
TAG_ON = 3  # words after the last comma: "..., snap je?" turns a solution into no question


def is_one_question(text: str) -> bool:
    """Whether this asks one thing and gives nothing away: what the first rung may show (S20)."""
    asked = list(MARK.finditer(text))
    if len(asked) != 1 or len(words(text)) > LENGTHS[Kind.QUESTION]:
        return False
    if words(text[asked[0].end() :]):
        return False
    if any(len(words(quote["said"])) > QUOTE for quote in QUOTED.finditer(text)):
        return False
    before = text[: asked[0].start()]
    ends = [n + 1 for n, sign in enumerate(before) if sign in ".!…\n"]
    lead, question = (before[: ends[-1]], before[ends[-1] :]) if ends else ("", before)
    if len(words(lead)) > LEAD:
        return False
    return not gives_away(before) and _asks(question)


def gives_away(text: str) -> bool:
    """Whether a part of it says what to do: a list, or a clause that begins as an answer or an advice does."""
    return bool(LIST.search(text)) or any(
        GIVEN_AWAY.search(clause) for clause in re.split(r"[.,;:!?…\n–—]", text)
    )


def _asks(sentence: str) -> bool:
    clauses = [clause for clause in re.split(r"[,;:–—]", sentence) if words(clause)]
    if not clauses:
        return False
    if len(clauses) > 1 and len(words(clauses[-1])) <= TAG_ON and not ASKING.search(clauses[-1]):
        return False
    return any(ASKING.search(clause) or VERB_FIRST.search(clause) for clause in clauses)
