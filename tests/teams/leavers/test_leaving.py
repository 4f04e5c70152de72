"""Seven days before the end somebody who leaves is offered what is theirs, on Mijn week and by mail (S17)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.leavers import leaving
from teams.notifications import outbox
from teams.notifications.channels.email import build
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Notification
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S17")]
Clients = Callable[[User | None], Client]
LAST = date(2026, 4, 10)  # a Friday
WORDS = "Neem mee wat van jou is"


@pytest.fixture(autouse=True)
def _here(at: Hands) -> None:
    at("2026-04-03 10:00")  # a week before


def ends(person: User, day: date | None = LAST) -> None:
    Membership.objects.filter(person=person).update(until=day)


def test_the_week_before_the_last_day_says_so_on_mijn_week_and_by_mail(
    cast: Cast, client_for: Clients, at: Hands
) -> None:
    ends(cast.professional)
    assert leaving.plan() == 1
    assert leaving.plan() == 0
    row = Notification.objects.get(kind=leaving.KIND)
    assert row.person == cast.professional
    assert WORDS in client_for(cast.professional).get("/").content.decode()
    mail = build(row, MESSAGES[leaving.KIND])
    assert mail.subject == "Je laatste dag is 10 april"
    assert "/mijn-gegevens/" in str(mail.body)
    assert outbox.send_due().sent == 1
    assert WORDS not in client_for(cast.colleague).get("/").content.decode()


def test_nobody_hears_it_earlier_nor_when_they_go_on_elsewhere(
    cast: Cast, client_for: Clients, at: Hands
) -> None:
    ends(cast.professional, LAST + timedelta(days=1))
    ends(cast.colleague)
    builders.member(cast.other_team, who=cast.colleague, since=LAST + timedelta(days=3))
    assert leaving.plan() == 0
    for person in (cast.professional, cast.colleague):
        assert WORDS not in client_for(person).get("/").content.decode()
    at.forward(days=1)
    assert leaving.plan() == 1
    assert Notification.objects.get(kind=leaving.KIND).person == cast.professional


def test_who_stays_after_all_gets_no_mail(cast: Cast) -> None:
    ends(cast.professional)
    leaving.plan()
    ends(cast.professional, None)
    Notification.objects.filter(kind=leaving.KIND).update(next_attempt_at=clock.now())
    assert outbox.send_due().sent == 0
    assert Notification.objects.get(kind=leaving.KIND).reason == "leaving_stays"


def test_it_is_in_working_time_and_before_the_end(cast: Cast, at: Hands) -> None:
    at("2026-04-04 12:00")  # Saturday
    ends(cast.professional)
    leaving.plan()
    row = Notification.objects.get(kind=leaving.KIND)
    assert row.due_at.astimezone(clock.now().tzinfo).date() >= date(2026, 4, 6)
    assert row.due_at < row.expires_at
    assert row.expires_at.date() <= LAST + timedelta(days=1)
