"""An absent week pauses the question that runs; the next worked week starts it again; one's own act stands."""

from datetime import date

import pytest

from cycles.questions import lifecycle
from cycles.questions.models import LearningQuestion, QuestionStep
from cycles.questions.tasks import follow_absence
from lerendwerken.schedule import CLOCKS
from teams.accounts.models import User
from teams.notifications.models import Notification
from tests import builders
from tests.cycles.questions import building
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
State = LearningQuestion.State
WEEK = (date(2026, 3, 30), date(2026, 4, 5))


def state(question: LearningQuestion) -> str:
    return LearningQuestion.objects.get(pk=question.pk).state


@pytest.mark.shows("questions-1")
def test_an_absent_week_pauses_and_the_next_worked_week_starts_again(professional: User, at: Hands) -> None:
    made = building.active_question(professional)
    builders.absence(professional, *WEEK)
    follow_absence()
    assert state(made) == State.PAUSED
    follow_absence()
    assert QuestionStep.objects.filter(question=made, by_absence=True).count() == 1
    at("2026-04-06 09:00")  # Easter Monday: the week has four days of work
    follow_absence()
    follow_absence()
    assert state(made) == State.ACTIVE
    assert not LearningQuestion.objects.get(pk=made.pk).paused_by_absence
    assert not Notification.objects.exists(), "nobody is told"


def test_one_worked_day_is_enough(professional: User) -> None:
    made = building.active_question(professional)
    builders.absence(professional, date(2026, 3, 31), date(2026, 4, 5))
    follow_absence()
    assert state(made) == State.ACTIVE


def test_who_takes_it_up_anyway_keeps_it(professional: User) -> None:
    made = building.active_question(professional)
    builders.absence(professional, *WEEK)
    follow_absence()
    lifecycle.resume(made, by=professional)
    follow_absence()
    assert state(made) == State.ACTIVE


def test_what_was_paused_by_hand_stays_so(professional: User, at: Hands) -> None:
    made = building.active_question(professional)
    lifecycle.pause(made, by=professional)
    at("2026-04-07 09:00")
    follow_absence()
    assert state(made) == State.PAUSED


def test_it_does_not_push_another_question_aside(professional: User, at: Hands) -> None:
    at("2026-03-20 10:00")
    first, second = building.active_question(professional), building.active_question(professional)
    builders.absence(professional, *WEEK)
    at("2026-03-30 09:10")
    follow_absence()
    assert state(second) == State.PAUSED
    lifecycle.resume(first, by=professional)
    at("2026-04-07 09:00")
    follow_absence()
    assert (state(first), state(second)) == (State.ACTIVE, State.PAUSED)
    lifecycle.pause(first, by=professional)
    follow_absence()
    assert state(second) == State.PAUSED, "its owner chose; it does not come back by itself any more"


def test_somebody_without_known_hours_is_not_absent(db: None) -> None:
    made = building.active_question(builders.person(hours=None))
    follow_absence()
    assert state(made) == State.ACTIVE


def test_it_is_on_the_clock() -> None:
    assert (follow_absence, 60) in CLOCKS
