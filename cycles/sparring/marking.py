"""The maker's mark of somebody's text against all that AI wrote for them (S21, AI5)."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils import timezone

from cycles.questions.marking import Mark, Reader, kept, marker
from cycles.sparring.models import Mode, SparringSession, Turn
from cycles.sparring.rules.makersmark import AiText, marks


@marker
def of_people(people: Collection[int], stored: Collection[Mark] = ()) -> Reader:
    """Reads texts: one mark for each paragraph; none when AI never wrote anything for any of these people, and nothing
    was stored of it."""
    written = [*ai_texts(people), *kept_texts(kept(people)), *kept_texts(stored)]
    return lambda text: [mark.as_json() for mark in marks(text, written)] if written else []


def kept_texts(stored: Iterable[Mark]) -> list[AiText]:
    """What marks of before still know of AI's words, whether the talk is there or not. A mark without those words
    counts with its whole paragraph."""
    return [
        AiText(words, mark.get("tool") or "AI", _day(mark.get("on", "")), mark.get("purpose", ""))
        for mark in stored
        for words in mark.get("held") or [mark["text"]]
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def ai_texts(people: Collection[int]) -> list[AiText]:
    """All that AI wrote for these people, in one query. A text from a talk about another question of theirs counts
    as well: it would be no more their own for having been carried over."""
    turns = (
        Turn.objects.filter(
            session__question__owner__in=people,
            session__partner=SparringSession.Partner.AI,
            speaker=Turn.Speaker.PARTNER,
        )
        .exclude(blocks=[])
        .order_by("-made_at", "-pk")
        .values_list("blocks", "made_at", "session__model", "session__mode")
    )
    return [
        AiText(
            text="\n".join(stored["text"] for stored in blocks),
            tool=model or "AI",
            on=timezone.localtime(made_at).date(),
            purpose=str(Mode(mode).label),
        )
        for blocks, made_at, model, mode in turns
    ]
