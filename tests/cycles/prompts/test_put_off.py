"""A question that its owner put off keeps coming: once, and also when its moment falls away and comes back."""

from datetime import timedelta

import pytest

from cycles.prompts import answering, planning
from cycles.prompts.models import Prompt
from cycles.weekly import planning as weeks
from cycles.weekly.models import Moment, WeekCycle
from lerendwerken.lib import clock
from teams.notifications.models import Notification
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-2")]


def waiting(prompt: Prompt) -> list[Notification]:
    return list(Notification.objects.pending().about(prompt))


def test_a_cancelled_moment_that_goes_on_after_all_asks_it_again(
    prompt: Prompt, cycle: WeekCycle, cast: Cast, at: Hands
) -> None:
    at("2026-03-30 08:00")
    later = clock.now() + timedelta(hours=6)
    assert answering.postpone(prompt, later)
    moment = Moment.objects.select_related("cycle__team").get(pk=prompt.moment_id)
    weeks.cancel(moment, "other", by=cast.lead)
    planning.plan()
    prompt.refresh_from_db()
    assert (prompt.state, prompt.reason) == (Prompt.State.SKIPPED, Prompt.Reason.CANCELLED)
    assert not waiting(prompt)
    weeks.restore(moment, by=cast.lead)
    planning.plan()
    prompt.refresh_from_db()
    assert (prompt.state, prompt.reason) == (Prompt.State.PLANNED, "")
    assert [mail.due_at for mail in waiting(prompt)] == [prompt.due_at]


def test_two_presses_at_once_leave_one_mail_on_its_way(prompt: Prompt) -> None:
    """Both read the question before either wrote."""
    later = clock.now() + timedelta(hours=3)
    second = Prompt.objects.select_related("person").get(pk=prompt.pk)
    assert answering.postpone(prompt, later)
    assert answering.postpone(second, later)
    assert len(waiting(prompt)) == 1


def test_an_old_page_does_not_ask_again_what_is_done(prompt: Prompt) -> None:
    old = Prompt.objects.select_related("person").get(pk=prompt.pk)
    answering.finish(prompt)
    assert not answering.postpone(old, clock.now() + timedelta(hours=3))
    prompt.refresh_from_db()
    assert prompt.state == Prompt.State.ANSWERED
    assert not waiting(prompt)
