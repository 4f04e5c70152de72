"""Two windows at the same instant: one question runs, two places are taken at most, and nobody sees an error."""

from functools import partial

import pytest

from cycles.questions import lifecycle, planning, sharing
from cycles.questions.lifecycle import NotYet
from cycles.questions.models import LearningQuestion, QuestionShare, QuestionStep
from tests.conftest import Cast
from tests.cycles.questions import building
from tests.support import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.shows("questions-1")]
State = LearningQuestion.State
at_once = partial(together.at_once, refused=(NotYet, planning.Changed))


def again(made: LearningQuestion) -> LearningQuestion:
    """The same row, as another window has it."""
    return LearningQuestion.objects.get(pk=made.pk)


def test_three_drafts_that_become_active_together_leave_two_in_hand(cast: Cast) -> None:
    drafts = [building.question(cast.professional) for _each in range(3)]
    found = at_once(*(lambda one=one: lifecycle.activate(one, by=cast.professional) for one in drafts))
    assert sum(isinstance(each, lifecycle.NoPlace) for each in found) == 1
    states = sorted(LearningQuestion.objects.values_list("state", flat=True))
    assert states == [State.ACTIVE, State.DRAFT, State.PAUSED]


def test_one_button_pressed_twice_at_once_is_one_step(cast: Cast) -> None:
    made = building.question(cast.professional)
    twice = [again(made), again(made)]
    at_once(*(lambda one=one: lifecycle.activate(one, by=cast.professional) for one in twice))
    assert QuestionStep.objects.filter(question=made, state=State.ACTIVE).count() == 1


def test_dropping_and_taking_up_at_once_end_in_one_of_both(cast: Cast) -> None:
    made = building.active_question(cast.professional)
    lifecycle.pause(made, by=cast.professional)
    one, other = again(made), again(made)
    at_once(
        lambda: lifecycle.drop(one, by=cast.professional),
        lambda: lifecycle.resume(other, by=cast.professional),
    )
    assert again(made).state == State.DROPPED


def test_two_windows_that_write_at_once_lose_nothing(cast: Cast) -> None:
    made = building.question(cast.professional)
    windows = [again(made), again(made)]
    found = at_once(
        *(
            lambda one=one, words=words: planning.write(
                one, cast.professional, {"if_part": words}, revision=made.revision
            )
            for one, words in zip(windows, ("het ene", "het andere"), strict=True)
        )
    )
    assert sum(isinstance(each, planning.Changed) for each in found) == 1
    assert again(made).if_part in ("het ene", "het andere")


def test_sharing_twice_at_once_is_one_share(cast: Cast) -> None:
    made = building.active_question(cast.professional)
    at_once(*[lambda: sharing.show(made, colleague_id=cast.colleague.pk)] * 2)
    assert QuestionShare.objects.count() == 1
