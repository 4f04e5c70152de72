"""A question is its owner's; a share shows it and its yields, never how it was learnt (S18)."""

from django.db.models import Q, QuerySet

from cycles.questions.models import LearningQuestion, LogEntry, QuestionShare
from cycles.yields.models import YieldOutcome
from teams.structure.access import Viewer, sees, shared_with


@sees(LogEntry)
def _log_entries(viewer: Viewer) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(person=viewer.person)


@sees(LearningQuestion)
def _questions(viewer: Viewer) -> QuerySet[LearningQuestion]:
    """Own questions only; what a colleague shared comes through its share."""
    return LearningQuestion.objects.filter(owner=viewer.person)


@sees(YieldOutcome)
def _yields(viewer: Viewer) -> QuerySet[YieldOutcome]:
    return YieldOutcome.objects.filter(question__owner=viewer.person)


@sees(QuestionShare)
def _shares(viewer: Viewer) -> QuerySet[QuestionShare]:
    open_shares = QuestionShare.objects.filter(taken_back_at=None).exclude(question__state="draft")
    return open_shares.filter(Q(question__owner=viewer.person) | shared_with(viewer, "question__owner"))
