"""The fixed Socratic questions: the partner of whoever learns without AI (AI10). Nothing here names it."""

from collections.abc import Sequence

from cycles.sparring.models import Rung, SparringSession, Turn
from cycles.sparring.rules.blocks import Block, Kind
from cycles.sparring.rules.instructions import parts


def next_question(session: SparringSession) -> Block:
    """What the fixed partner says next: of the session's mode and rung, and not asked before if there is one."""
    turns = session.turns.all()
    asked = [
        stored["text"] for turn in turns if turn.speaker == Turn.Speaker.PARTNER for stored in turn.blocks
    ]
    return pick(session.mode, session.rung, asked, session.language)


def answer(session: SparringSession) -> list[dict[str, str]]:
    """The same, as a turn keeps it."""
    return [next_question(session).as_json()]


def pick(mode: str, rung: int, asked: Sequence[str], language: str) -> Block:
    """When all were asked, the one that was asked longest ago."""
    known = questions(mode, rung, language)
    last_asked = {text: n for n, text in enumerate(asked)}
    text = min(known, key=lambda one: last_asked.get(one, -1))
    return Block(Kind.EXAMPLE if rung >= Rung.PARTIAL else Kind.QUESTION, text)


def questions(mode: str, rung: int, language: str) -> list[str]:
    return parts(f"fixed_{language}")[f"{mode} {rung}"].splitlines()
