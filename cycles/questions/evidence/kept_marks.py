"""The marks that texts of learning questions keep: they know AI's words also when the talk is gone (S21)."""

from collections.abc import Collection, Iterable

from django.db.models import JSONField, QuerySet, Value

from cycles.questions.evidence.models import Attempt, Explanation, Transfer
from cycles.questions.marking import Mark, keeper
from cycles.questions.models import LearningQuestion

WIDTH = 3  # of a row: as many columns of marks as the widest of these tables has


@keeper
def of_questions(people: Collection[int]) -> Iterable[Mark]:
    """In one query."""
    rows = [
        _columns(
            LearningQuestion.objects.filter(owner__in=people),
            "answer_marks", "applied_marks", "changed_marks",
        ),
        _columns(Attempt.objects.filter(question__owner__in=people), "marks"),
        _columns(Explanation.objects.filter(question__owner__in=people), "changed_marks", "marks"),
        _columns(Transfer.objects.filter(question__owner__in=people), "situation_marks", "went_marks"),
    ]  # fmt: skip
    for row in rows[0].union(*rows[1:], all=True).order_by():
        for marks in row:
            yield from marks


def _columns(rows: QuerySet, *names: str) -> QuerySet:  # type: ignore[type-arg]
    blank = [f"none_{number}" for number in range(WIDTH - len(names))]
    rows = rows.annotate(**{name: Value([], JSONField()) for name in blank})
    marked = rows.exclude(**{name: [] for name in names})
    return marked.order_by().values_list(*names, *blank)
