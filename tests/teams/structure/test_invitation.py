"""Signing in with a one-time link, and the command that prints the first."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.structure.models import Invitation, Role

pytestmark = pytest.mark.django_db


def link(person: User) -> str:
    return reverse("teams:invitation", args=[Invitation.issue(person)[1]])


@pytest.mark.shows("house-5", "TI6")
def test_looking_does_not_spend_the_link(professional: User, safe_get: Callable[..., object]) -> None:
    url, client = link(professional), Client()
    for _ in range(3):
        assert "Welkom, Fatima" in safe_get(client, url, allowed=()).content.decode()  # type: ignore[attr-defined]
    assert client.head(url).status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.shows("S14")
def test_pressing_signs_in_once(professional: User) -> None:
    url, client = link(professional), Client()
    assert client.post(url)["Location"] == reverse("cycles:my-week")
    assert client.session["_auth_user_id"] == str(professional.pk)
    second = Client()
    answer = second.post(url)
    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.content.decode()
    assert "_auth_user_id" not in second.session


def test_a_link_ends_after_two_days(professional: User) -> None:
    url = link(professional)
    with clock.as_if(clock.now() + timedelta(days=2, seconds=1)):
        assert Client().get(url).status_code == 404
        assert Client().post(url).status_code == 404


def test_a_link_of_somebody_who_left_does_not_work(professional: User) -> None:
    url = link(professional)
    User.objects.filter(pk=professional.pk).update(is_active=False)
    assert Client().post(url).status_code == 404


@pytest.mark.shows("S14")
def test_the_first_administrator_gets_a_link_that_works(db: None) -> None:
    out = StringIO()
    call_command("first_administrator", "Wim@lindewaard.example", name="Wim Scholten", stdout=out)
    client = Client()
    client.post("/" + out.getvalue().strip().split("/", 3)[3])
    assert client.get(reverse("teams:administration")).status_code == 200
    with pytest.raises(CommandError, match="already"):
        call_command("first_administrator", "ander@lindewaard.example", stdout=StringIO())
    assert User.objects.count() == 1
    call_command("first_administrator", "wim@lindewaard.example", again=True, stdout=StringIO())
    assert (User.objects.count(), Role.objects.count(), Invitation.objects.count()) == (1, 1, 2)


@pytest.mark.shows("S14")
def test_without_mail_the_server_makes_a_link_for_somebody(professional: User) -> None:
    out = StringIO()
    call_command("sign_in_link", "FATIMA@lindewaard.example", stdout=out)
    token = out.getvalue().strip().rsplit("/", 2)[-2]
    client = Client()
    client.post("/" + out.getvalue().strip().split("/", 3)[3])
    assert client.session["_auth_user_id"] == str(professional.pk)
    entry = AuditEntry.objects.get(action="invitation_made")
    assert (entry.actor, entry.detail["person"]) == (None, professional.pk)
    assert token not in str(entry.detail)
    with pytest.raises(CommandError, match="nobody"):
        call_command("sign_in_link", "niemand@lindewaard.example", stdout=StringIO())


@pytest.mark.parametrize("name", ["who-sees-what", "help", "accessibility"])
def test_public_pages_are_for_everybody(cast: object, name: str, safe_get: Callable[..., object]) -> None:
    answer = safe_get(Client(), reverse(f"teams:{name}"), allowed=())
    assert answer.status_code == 200  # type: ignore[attr-defined]
