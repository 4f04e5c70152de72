"""The own attempt that a conversation needs (AI1): written since the last one, and with something new in it."""

from dataclasses import dataclass
from datetime import datetime

from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from cycles.sparring.models import Turn
from cycles.sparring.rules import rungs


@dataclass(frozen=True, slots=True)
class Tried:
    """The newest attempt since a conversation was last closed, and why it would not do."""

    attempt: Attempt | None = None
    is_repeat: bool = False  # the words of an earlier attempt, or of that talk
    is_copy: bool = False  # no more than the question itself

    @property
    def fresh(self) -> Attempt | None:
        return None if self.is_repeat or self.is_copy else self.attempt


def tried(question: LearningQuestion) -> Tried:
    newest = question.attempts.order_by("-written_at", "-pk").first()
    last = question.sparring_sessions.exclude(closed_at=None).order_by("-closed_at").first()
    closed = last.closed_at if last else None
    if newest is None or (closed and newest.written_at <= closed):
        return Tried()
    return Tried(newest, bool(closed and _repeats(newest, question, closed)), _copies(newest, question))


def _repeats(attempt: Attempt, question: LearningQuestion, closed: datetime) -> bool:
    earlier = question.attempts.filter(written_at__lte=closed).values_list("text", flat=True)
    said = Turn.objects.filter(session__question=question, speaker=Turn.Speaker.PERSON)
    return not rungs.is_new(attempt.text, [*earlier, *said.values_list("text", flat=True)])


def _copies(attempt: Attempt, question: LearningQuestion) -> bool:
    asked = [question.text, question.situation]
    if question.development_question:
        asked.append(question.development_question.text)
    return not rungs.is_new(attempt.text, asked)
