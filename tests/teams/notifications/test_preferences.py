"""Wishes: what comes by mail, the pause, and how the product looks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications.models import Preference

pytestmark = pytest.mark.django_db

WISHES = {
    "kind-prompt": "",
    "digest": "1",
    "nudge": "1",
    "experience": "starting",
    "work": "lead",
    "theme": "donker",
    "language": "en",
    "time_zone": "America/Paramaribo",
}


@pytest.fixture
def fatima(professional: User, client_for: Callable[[User | None], Client]) -> Client:
    return client_for(professional)


def test_wishes_are_kept(fatima: Client, professional: User) -> None:
    for _ in range(2):
        assert fatima.post(reverse("teams:preferences"), WISHES).status_code == 302
    row = Preference.objects.get(person=professional)
    assert "email" in row.off["prompt"]
    assert (row.digest, row.nudge) == (True, True)
    professional.refresh_from_db()
    assert (professional.theme, professional.language) == ("donker", "en")
    assert (professional.time_zone, professional.experience) == ("America/Paramaribo", "starting")
    assert professional.work == "lead"


def test_what_only_a_lead_gets_only_a_lead_can_switch_off(
    fatima: Client, lead: User, client_for: Callable[[User | None], Client]
) -> None:
    assert "kind-lead_reminder" not in fatima.get("/mijn-gegevens/").context["preferences_form"].fields
    assert "kind-lead_reminder" in client_for(lead).get("/mijn-gegevens/").context["preferences_form"].fields


def test_a_reminder_that_was_stopped_by_mail_can_be_asked_for_again(
    fatima: Client, professional: User
) -> None:
    Preference.objects.create(person=professional, nudge=True, off={"nudge": ["email"]})
    assert fatima.get("/mijn-gegevens/").context["preferences_form"]["nudge"].value() == ""
    fatima.post(reverse("teams:preferences"), WISHES)
    assert Preference.objects.get(person=professional).wants("nudge", "email")


@pytest.mark.parametrize(
    ("name", "wrong"), [("time_zone", "Mars/Kuiper"), ("language", "xx"), ("theme", "roze")]
)
def test_an_unknown_choice_is_refused(fatima: Client, professional: User, name: str, wrong: str) -> None:
    assert fatima.post(reverse("teams:preferences"), WISHES | {name: wrong}).status_code == 422
    assert not Preference.objects.exists()


def test_a_pause_lasts_until_a_day_and_can_be_ended(fatima: Client, professional: User) -> None:
    day = clock.today("Europe/Amsterdam") + timedelta(days=9)
    fatima.post(reverse("teams:pause"), {"until": day.isoformat()})
    assert Preference.objects.get(person=professional).paused_until == day
    assert "op pauze tot en met" in fatima.get("/mijn-gegevens/").content.decode()
    fatima.post(reverse("teams:resume"))
    assert Preference.objects.get(person=professional).paused_until is None


@pytest.mark.parametrize("text", ["gisteren", "1-1-2020", ""])
def test_a_pause_needs_a_day_that_is_still_to_come(fatima: Client, text: str) -> None:
    answer = fatima.post(reverse("teams:pause"), {"until": text})
    assert answer.status_code == 422
    assert not text or f'value="{text}"' in answer.content.decode()
    assert not Preference.objects.exists()
