"""Which questions a prompt asks (S12). Pure choice over rows; the result is fixed when the prompt is planned."""

from collections.abc import Collection, Sequence

from cycles.prompts.models import Question


def choose(
    questions: Sequence[Question], minutes: int, *, turn: int, before: Collection[str], experience: str
) -> list[Question]:
    """Pinned ones first, then rotating ones in turn, as many as fit the minutes; at least one.

    before: codes asked last week; a rotating question never comes two weeks running. turn: a number that grows
    by one a week, so that the rotation moves on. The answer keeps the order of the set.
    """
    fitting = [q for q in questions if not q.for_experience or q.for_experience == experience]
    chosen: list[Question] = []
    left = minutes
    for question in (q for q in fitting if q.pinned):
        if question.minutes <= left or not chosen:
            chosen.append(question)
            left -= question.minutes
    rotating = [q for q in fitting if not q.pinned]
    start = turn % len(rotating) if rotating else 0
    for question in [*rotating[start:], *rotating[:start]]:
        if question.code not in before and (question.minutes <= left or not chosen):
            chosen.append(question)
            left -= question.minutes
    return sorted(chosen, key=lambda q: (q.position, q.pk))
