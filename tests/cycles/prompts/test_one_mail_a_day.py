"""One mail a day: what is in it, and that a change of wishes or of plans neither doubles nor loses a question."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from cycles.prompts import answering
from cycles.prompts.models import Prompt
from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Moment, WeekCycle
from lerendwerken import schedule
from lerendwerken.lib import clock, tokens
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.notifications.forms import PreferencesForm
from teams.notifications.models import Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
WEEK = IsoWeek(2026, 24)
TWO_ON_TUESDAY = (
    (Kind.PLANNING, Form.TEAM, 1, "10:00", 20),
    (Kind.CHECK_IN, Form.TEAM, 1, "14:00", 10),
    (Kind.RETROSPECTIVE, Form.TEAM, 3, "15:00", 30),
)


@pytest.fixture
def week(cast: Cast, at: Hands) -> WeekCycle:
    """Published on the Friday before; two moments on Tuesday and one on Thursday."""
    at("2026-06-05 11:00")
    builders.frame(starts_on=WEEK.monday)
    builders.template(cast.team, TWO_ON_TUESDAY)
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    return cycle


def wish(person: User, *, digest: bool) -> None:
    """As the page of one's own wishes saves it."""
    form = PreferencesForm(person, Preference.of(person))
    given = form.initial | {n: f.initial for n, f in form.fields.items() if n.startswith("kind-")}
    form = PreferencesForm(person, Preference.of(person), given | {"digest": "1" if digest else ""})
    assert form.is_valid(), form.errors
    form.save()


def rounds(at: Hands, *times: str) -> None:
    for when in times:
        at(when)
        schedule.tick()


def came(person: User) -> list[list[str]]:
    """The kinds of moments in each mail that this person got, in order."""
    kinds = {p.pk: p.moment.kind for p in Prompt.objects.filter(person=person).select_related("moment")}
    found = []
    for letter in mail.outbox:
        if person.email in letter.to:
            keys = re.findall(r"/v/([^\s/]+)/(?=\s)", str(letter.body))
            found.append([kinds[int(tokens.unsign("prompt", key))] for key in dict.fromkeys(keys)])
    return found


def test_the_day_comes_in_one_mail_at_its_first_working_minute(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    rounds(
        at, "2026-06-09 08:29", "2026-06-09 08:30", "2026-06-09 09:31", "2026-06-09 13:31", "2026-06-09 16:00"
    )
    assert came(cast.professional) == [[Kind.PLANNING, Kind.CHECK_IN]]
    sent = Notification.objects.get(person=cast.professional, state="sent")
    assert sent.sent_at == at("2026-06-09 08:30")


def test_who_wants_one_mail_a_day_gets_what_was_planned_loose_in_it(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    schedule.tick()
    assert Notification.objects.filter(person=cast.professional, kind="prompt").count() == 3
    wish(cast.professional, digest=True)
    rounds(
        at, "2026-06-09 08:30", "2026-06-09 09:31", "2026-06-09 13:31", "2026-06-11 08:31", "2026-06-11 14:31"
    )
    assert came(cast.professional) == [[Kind.PLANNING, Kind.CHECK_IN], [Kind.RETROSPECTIVE]]


def test_who_wants_loose_mails_again_gets_them_loose(cast: Cast, week: WeekCycle, at: Hands) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    wish(cast.professional, digest=False)
    rounds(at, "2026-06-09 08:30", "2026-06-09 09:31", "2026-06-09 13:31")
    assert came(cast.professional) == [[Kind.PLANNING], [Kind.CHECK_IN]]


def test_a_wish_that_changes_after_the_mail_of_the_day_doubles_nothing(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    rounds(at, "2026-06-09 08:31")
    assert came(cast.professional) == [[Kind.PLANNING, Kind.CHECK_IN]]
    at("2026-06-09 08:40")
    wish(cast.professional, digest=False)
    wish(cast.professional, digest=True)
    rounds(at, "2026-06-09 09:31", "2026-06-09 13:31")
    assert came(cast.professional) == [[Kind.PLANNING, Kind.CHECK_IN]]


@pytest.mark.shows("house-3")
def test_one_that_is_answered_before_leaves_the_others_in_the_mail(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    at("2026-06-08 09:00")
    answering.finish(Prompt.objects.get(person=cast.professional, moment__kind=Kind.PLANNING))
    rounds(at, "2026-06-09 08:31")
    assert came(cast.professional) == [[Kind.CHECK_IN]]


@pytest.mark.shows("house-3")
def test_a_moment_that_moves_to_another_day_comes_with_that_day_and_no_other(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    moment = Moment.objects.select_related("cycle__team", "cycle__season").get(cycle=week, kind=Kind.PLANNING)
    planning.move(moment, builders.local(WEEK, "do 10:00"), by=cast.lead)
    rounds(at, "2026-06-05 11:05", "2026-06-09 08:31", "2026-06-09 13:31", "2026-06-11 08:31")
    assert came(cast.professional) == [[Kind.CHECK_IN], [Kind.PLANNING, Kind.RETROSPECTIVE]]


@pytest.mark.shows("house-3")
def test_what_is_planned_after_the_mail_of_the_day_comes_alone(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    rounds(at, "2026-06-09 08:31")
    moment = Moment.objects.select_related("cycle__team", "cycle__season").get(
        cycle=week, kind=Kind.RETROSPECTIVE
    )
    at("2026-06-09 08:45")
    planning.move(moment, builders.local(WEEK, "di 15:30"), by=cast.lead)
    rounds(
        at, "2026-06-09 08:46", "2026-06-09 13:31", "2026-06-09 15:01", "2026-06-11 08:31", "2026-06-11 14:31"
    )
    assert came(cast.professional) == [[Kind.PLANNING, Kind.CHECK_IN], [Kind.RETROSPECTIVE]]


def test_a_day_without_anything_left_sends_nothing_and_says_why(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    wish(cast.professional, digest=True)
    schedule.tick()
    for moment in Moment.objects.filter(cycle=week, kind__in=[Kind.PLANNING, Kind.CHECK_IN]).select_related(
        "cycle__team"
    ):
        planning.cancel(moment, Moment.Cause.OTHER, by=cast.lead)
    rounds(at, "2026-06-09 08:31")
    assert not any(came(cast.professional)), "the mail that asks for another place holds no question"
    row = Notification.objects.get(person=cast.professional, kind="digest", due_at__lt=clock.now())
    assert (row.state, row.reason) == ("cancelled", "nothing_left")


@pytest.mark.shows("W1", "W5")
def test_what_was_put_off_to_a_day_of_leave_is_asked_when_one_works_again(
    cast: Cast, week: WeekCycle, at: Hands
) -> None:
    schedule.tick()
    rounds(at, "2026-06-09 09:31")
    prompt = Prompt.objects.get(person=cast.professional, moment__kind=Kind.PLANNING)
    tomorrow = at("2026-06-10 08:30")
    at("2026-06-09 09:40")
    assert answering.postpone(prompt, tomorrow)
    builders.absence(cast.professional, WEEK.days[2])
    rounds(at, "2026-06-09 12:00", "2026-06-10 08:31", "2026-06-10 12:00")
    prompt.refresh_from_db()
    assert (prompt.state, prompt.due_at) == (Prompt.State.PLANNED, tomorrow + timedelta(days=1))
    rounds(at, "2026-06-11 08:31", "2026-06-11 10:00")
    assert came(cast.professional)[:2] == [[Kind.PLANNING], [Kind.CHECK_IN]]
    assert came(cast.professional).count([Kind.PLANNING]) == 2
