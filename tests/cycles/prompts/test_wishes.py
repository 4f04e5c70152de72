"""One reminder for who wants it, one mail a day for who wants that, and nothing in a pause."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail

from cycles.prompts import answering, nudging, planning
from cycles.prompts.models import Prompt
from cycles.weekly.models import WeekCycle
from teams.notifications import outbox
from teams.notifications.models import Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
Ring = Callable[[str], None]


@pytest.fixture
def ring(at: Hands) -> Ring:
    """Everything that rings each few minutes, at a time."""

    def all_of_it(when: str) -> None:
        at(when)
        planning.plan()
        planning.ask_due()
        nudging.nudge()
        outbox.send_due()

    return all_of_it


def kinds(of: Cast, who: str = "professional") -> list[str]:
    """What somebody was sent, in order."""
    sent = Notification.objects.filter(person=of.people[who], state=Notification.State.SENT)
    return list(sent.order_by("sent_at", "pk").values_list("kind", flat=True))


def nudged(cast: Cast) -> Preference:
    return Preference.objects.create(person=cast.professional, nudge=True)


# One reminder --------------------------------------------------------------------------------------


@pytest.mark.shows("house-2")
def test_one_reminder_comes_in_working_time_and_never_a_second(
    prompt: Prompt, cast: Cast, ring: Ring
) -> None:
    nudged(cast)
    ring("2026-03-30 09:15")
    ring("2026-03-30 23:00")
    ring("2026-03-31 06:30")  # twenty hours later, before work
    assert kinds(cast) == ["prompt"]
    for when in ("2026-03-31 08:31", "2026-03-31 09:00", "2026-04-01 10:00", "2026-04-03 10:00"):
        ring(when)
    reminders = Notification.objects.filter(kind="nudge")
    assert reminders.filter(source_id=prompt.pk).count() == 1
    assert {letter.person for letter in reminders} == {cast.professional}
    assert "nudge" not in kinds(cast, "colleague")
    about = [m for m in mail.outbox if "Nog tijd voor je Weekstart" in m.subject]
    assert [m.to for m in about] == [[cast.professional.email]]
    assert "Dit is de enige herinnering. Overslaan mag." in about[0].body


def test_nobody_is_reminded_who_did_not_ask_for_it(cycle: WeekCycle, cast: Cast, ring: Ring) -> None:
    for when in ("2026-03-30 09:15", "2026-03-31 09:00", "2026-04-01 10:00"):
        ring(when)
    assert not Notification.objects.filter(kind="nudge").exists()


@pytest.mark.parametrize("done", ["finish", "skip", "write", "postpone"])
def test_who_did_something_with_it_is_not_reminded(prompt: Prompt, cast: Cast, ring: Ring, done: str) -> None:
    nudged(cast)
    ring("2026-03-30 09:15")
    if done == "write":
        answering.write(prompt, answering.questions(prompt)[0], "Een half woord.")
    elif done == "postpone":
        assert answering.postpone(prompt, builders.local(prompt.moment.cycle.iso, "wo 10:00"))
    else:
        getattr(answering, done)(prompt)
    ring("2026-03-31 08:31")
    ring("2026-03-31 09:30")
    assert "nudge" not in kinds(cast)


def test_who_answers_before_the_reminder_goes_out_gets_none(
    prompt: Prompt, cast: Cast, at: Hands, ring: Ring
) -> None:
    nudged(cast)
    ring("2026-03-30 09:15")
    ring("2026-03-31 06:30")
    assert Notification.objects.filter(kind="nudge", state="pending").exists()
    answering.finish(prompt)
    ring("2026-03-31 09:00")
    assert "nudge" not in kinds(cast)


def test_a_reminder_does_not_come_after_the_week(prompt: Prompt, cast: Cast, ring: Ring) -> None:
    nudged(cast)
    ring("2026-03-30 09:15")
    ring("2026-04-06 09:00")
    assert "nudge" not in kinds(cast)


# One mail a day, or loose --------------------------------------------------------------------------


def test_together_comes_once_at_the_first_working_minute(cast: Cast, ring: Ring, at: Hands) -> None:
    at("2026-03-30 07:00")
    Preference.objects.create(person=cast.professional, digest=True)
    made = builders.week(cast.team, "2026-W14")
    builders.moment(made, "planning", "ma 09:30", who=[cast.professional, cast.colleague])
    builders.moment(made, "check_in", "ma 14:00", who=[cast.professional, cast.colleague], minutes=10)
    for when in (
        "2026-03-30 07:01",
        "2026-03-30 08:31",
        "2026-03-30 09:20",
        "2026-03-30 13:45",
        "2026-03-30 14:30",
    ):
        ring(when)
        if when.endswith("07:01"):
            assert not mail.outbox
    assert kinds(cast) == ["digest"]
    assert kinds(cast, "colleague") == ["prompt", "prompt"]
    letter = next(m for m in mail.outbox if cast.professional.email in m.to)
    assert letter.body.count("/v/") == 2
    assert {"Weekstart", "Tussenstand"} <= set(letter.body.replace(":", " ").split())


# A pause, and a switch per kind and channel --------------------------------------------------------


def test_in_a_pause_nothing_is_mailed_and_the_app_still_asks(
    cycle: WeekCycle, cast: Cast, ring: Ring
) -> None:
    Preference.objects.create(person=cast.professional, paused_until=date(2026, 3, 31), nudge=True)
    for when in ("2026-03-30 09:15", "2026-03-31 12:45", "2026-03-31 16:00"):
        ring(when)
    assert kinds(cast) == []
    assert kinds(cast, "colleague") == ["prompt", "prompt"]
    asked = Prompt.objects.filter(person=cast.professional, state=Prompt.State.ASKED)
    assert asked.count() == 2
    ring("2026-04-02 14:45")
    assert "prompt" in kinds(cast), "after the pause the next one comes"


def test_one_kind_off_in_mail_leaves_the_app_and_the_other_kinds(
    prompt: Prompt, cast: Cast, ring: Ring
) -> None:
    Preference.objects.create(person=cast.professional, off={"prompt": ["email"]}, nudge=True)
    for when in ("2026-03-30 09:15", "2026-03-31 08:31", "2026-03-31 09:00"):
        ring(when)
    assert kinds(cast) == ["nudge"]
    prompt.refresh_from_db()
    assert prompt.state == Prompt.State.ASKED
    cancelled = Notification.objects.filter(person=cast.professional, kind="prompt", state="cancelled")
    assert all(letter.reason for letter in cancelled)
