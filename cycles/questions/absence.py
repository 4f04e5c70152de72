"""An absent week pauses the question that runs, and the next worked week starts it again. Nobody is told (W5, W6)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from cycles.questions import lifecycle
from cycles.questions.models import LearningQuestion, QuestionStep
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import WorkingPattern, calendars

State = LearningQuestion.State


def follow() -> None:
    """One round for everybody whose question runs, or rests because of an absent week."""
    rows = (
        LearningQuestion.objects.filter(Q(state=State.ACTIVE) | Q(state=State.PAUSED, paused_by_absence=True))
        .filter(Exists(WorkingPattern.objects.filter(person=OuterRef("owner"))))
        .select_related("owner")
        .order_by("owner")
    )
    per_week: dict[IsoWeek, list[LearningQuestion]] = defaultdict(list)
    for question in rows:
        per_week[IsoWeek.of(clock.today(question.owner.time_zone))].append(question)
    for week, questions in per_week.items():
        _follow(week, questions)


def _follow(week: IsoWeek, questions: Iterable[LearningQuestion]) -> None:
    questions = list(questions)
    owners = sorted({question.owner_id for question in questions})
    known = calendars(owners, week.monday, week.sunday)
    running = {q.owner_id for q in questions if q.state == State.ACTIVE}
    for question in questions:
        is_away = known[question.owner_id].is_absent(week)
        if question.state == State.ACTIVE and is_away:
            if not _started_again(question, week):
                lifecycle.pause(question, by=None, by_absence=True)
        elif question.state == State.PAUSED and not is_away:
            if question.owner_id in running:  # its owner took up another one meanwhile
                LearningQuestion.objects.filter(pk=question.pk).update(paused_by_absence=False)
            else:
                lifecycle.come_back(question)


def _started_again(question: LearningQuestion, week: IsoWeek) -> bool:
    """Whether its owner took it up after it was paused by itself this week: the owner's own act stands."""
    start, end = week.span(question.owner.time_zone)
    since = QuestionStep.objects.filter(question=question, at__gte=start, at__lt=end)
    return since.filter(state=State.PAUSED, by_absence=True).exists()
