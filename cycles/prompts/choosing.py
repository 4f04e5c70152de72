"""Which questions a prompt asks (S12). Pure choice over rows; the result is fixed when the prompt is planned."""

from collections.abc import Collection, Sequence

from cycles.prompts.models import Question


def choose(
    questions: Sequence[Question],
    minutes: int,
    *,
    turn: int,
    before: Collection[str],
    experience: str,
    work: str,
) -> list[Question]:
    """Pinned ones first, then rotating ones in turn, as many as fit the minutes; at least one.

    before: codes asked last week; a rotating question never comes two weeks running. turn: a number that grows
    by one a week, so that the rotation moves on. At most half of the rotating ones come at once, so that the
    other half is left for the next week. The answer keeps the order of the set.
    """
    fitting = [q for q in questions if q.is_for(experience, work)]
    chosen: list[Question] = []
    left = minutes
    for question in (q for q in fitting if q.pinned):
        if question.minutes <= left or not chosen:
            chosen.append(question)
            left -= question.minutes
    rotating = [q for q in fitting if not q.pinned]
    start = turn % len(rotating) if rotating else 0
    fresh = [q for q in [*rotating[start:], *rotating[:start]] if q.code not in before]
    places = len(rotating) - len(rotating) // 2
    for question in fresh:
        if places and (question.minutes <= left or not chosen):
            chosen.append(question)
            left -= question.minutes
            places -= 1
    if not chosen and rotating:
        # One rotating question and nothing else: asking it again beats a prompt without a question.
        chosen.append(rotating[start])
    return sorted(chosen, key=lambda q: (q.position, q.pk or 0))
