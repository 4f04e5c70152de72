"""The stop link: looking changes nothing, one press stops one kind."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.lib import tokens
from teams.accounts.models import User
from teams.notifications.models import Preference

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-5", "TI6", "TI7")]


def address(person: User, kind: str = "prompt") -> str:
    return reverse("teams:unsubscribe", args=[tokens.sign("stop", f"{person.pk}-{kind}")])


def test_looking_changes_nothing(professional: User, safe_get: Callable[..., object]) -> None:
    client = Client()
    for _ in range(3):
        page = safe_get(client, address(professional), allowed=())
        assert "Stop deze mails" in page.content.decode()  # type: ignore[attr-defined]
    assert client.head(address(professional)).status_code == 200
    assert not Preference.objects.exists()


def test_one_press_without_cookie_or_token_stops_that_kind_only(professional: User) -> None:
    mail_program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = mail_program.post(address(professional), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert Preference.objects.get(person=professional).off == {"prompt": ["email"]}
    assert reverse("teams:my-data") + "#voorkeuren" in answer.content.decode()


def test_other_wishes_stay(professional: User) -> None:
    Preference.objects.create(person=professional, nudge=True, off={"digest": ["email"]})
    Client().post(address(professional))
    row = Preference.objects.get(person=professional)
    assert row.nudge
    assert row.off == {"digest": ["email"], "prompt": ["email"]}


@pytest.mark.parametrize("token", ["niets", "1-prompt.0~verzonnen"])
def test_a_foreign_link_is_told_apart(token: str, db: None) -> None:
    for answer in (Client().get(f"/stop/{token}/"), Client().post(f"/stop/{token}/")):
        assert answer.status_code == 404
        assert "Deze link werkt niet" in answer.content.decode()


def test_a_token_for_something_else_stops_nothing(professional: User) -> None:
    other = tokens.sign("answer", f"{professional.pk}-prompt")
    assert Client().post(f"/stop/{other}/").status_code == 404
    assert not Preference.objects.exists()
