"""The section on Mijn gegevens: one way into the calendar, and an address that is shown once."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from teams.accounts.models import User
from teams.agenda.models import AgendaChoice
from teams.agenda.tasks import sweep
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S13", "TI8")]
Clients = Callable[[User | None], Client]
ADDRESS = re.compile(r'value="(http[^"]+/agenda/[^"]+\.ics)"')


@pytest.fixture
def fatima(cast: Cast, client_for: Clients, at: Any) -> Client:
    at("2026-03-30 08:00")
    return client_for(cast.professional)


def choose(client: Client, way: str) -> Any:
    return client.post(reverse("teams:agenda-choose"), {"agenda-way": way})


def page(client: Client) -> str:
    return unescape(client.get(reverse("teams:my-data")).content.decode())


def shown(answer: Any) -> str:
    """The address that stands on a page."""
    found = ADDRESS.search(unescape(answer.content.decode()))
    assert found
    return found.group(1)


def works(address: str) -> bool:
    return Client().get("/" + address.split("/", 3)[3]).status_code == 200


def test_without_a_choice_nothing_comes_into_a_calendar(fatima: Client) -> None:
    assert "Momenten in je agenda" in page(fatima)
    assert re.search(r'value="none"[^>]*checked', page(fatima))
    assert not AgendaChoice.objects.exists()  # looking writes nothing


def test_the_whole_address_is_shown_once_and_later_only_its_end(fatima: Client) -> None:
    answer = choose(fatima, "subscription")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    address = shown(answer)
    assert works(address)
    later = page(fatima)
    assert address not in later
    assert f"/agenda/••••••••{address[-7:]}" in later
    session = fatima.session
    assert address.rsplit("/", 1)[1][:20] not in str(dict(session.items()))


def test_choosing_the_same_again_keeps_the_address(fatima: Client) -> None:
    address = shown(choose(fatima, "subscription"))
    assert choose(fatima, "subscription").status_code == 302
    assert works(address)


def test_a_new_address_stops_the_old_one(fatima: Client) -> None:
    old = shown(choose(fatima, "subscription"))
    new = shown(fatima.post(reverse("teams:agenda-renew")))
    assert (works(old), works(new)) == (False, True)


def test_it_is_one_way_at_a_time(cast: Cast, fatima: Client) -> None:
    address = shown(choose(fatima, "subscription"))
    assert choose(fatima, "invitations").status_code == 302
    row = AgendaChoice.objects.get(person=cast.professional)
    assert (row.way, row.token_hash, row.token_tail) == ("invitations", None, "")
    assert not works(address)
    answer = fatima.post(reverse("teams:agenda-renew"), follow=True)
    assert "Je bent niet geabonneerd." in unescape(answer.content.decode())


def test_stopping_can_be_taken_back_and_the_address_works_again(fatima: Client) -> None:
    address = shown(choose(fatima, "subscription"))
    choose(fatima, "none")
    assert not works(address)
    undo = reverse("teams:agenda-undo")
    assert undo in page(fatima)
    fatima.post(undo)
    assert works(address)
    assert "Er is niets meer om ongedaan te maken." in unescape(
        fatima.post(undo, follow=True).content.decode()
    )


@pytest.mark.parametrize("ends_with", ["renew", "none"])
def test_an_address_that_was_replaced_elsewhere_does_not_come_back_by_an_older_undo(
    cast: Cast, fatima: Client, client_for: Clients, at: Any, ends_with: str
) -> None:
    first = shown(choose(fatima, "subscription"))
    choose(fatima, "none")
    at.forward(minutes=1)
    phone = client_for(cast.professional)
    shown(choose(phone, "subscription"))
    at.forward(minutes=1)
    last = ""
    if ends_with == "renew":
        last = shown(phone.post(reverse("teams:agenda-renew")))
    else:
        choose(phone, "none")
    answer = fatima.post(reverse("teams:agenda-undo"), follow=True)
    assert "Er is niets meer om ongedaan te maken." in unescape(answer.content.decode())
    assert not works(first)
    assert not last or works(last)


@pytest.mark.parametrize("way", ["", "koffie"])
def test_a_way_that_is_not_there_is_refused_beside_the_field(cast: Cast, fatima: Client, way: str) -> None:
    answer = choose(fatima, way)
    assert answer.status_code == 422
    assert "Kies" in re.findall(r'class="field-error"[^>]*>(.*?)</p>', answer.content.decode(), re.S)[0]
    assert not AgendaChoice.objects.filter(person=cast.professional).exists()


def test_the_address_of_who_leaves_dies_for_good(cast: Cast, fatima: Client) -> None:
    address = shown(choose(fatima, "subscription"))
    User.objects.filter(pk=cast.professional.pk).update(is_active=False)
    assert not works(address)
    assert sweep() == 1
    User.objects.filter(pk=cast.professional.pk).update(is_active=True)
    assert not works(address)


def test_somebody_else_cannot_see_or_change_it(cast: Cast, fatima: Client, client_for: Clients) -> None:
    address = shown(choose(fatima, "subscription"))
    noor = client_for(cast.administrator)
    assert address[-14:-4] not in page(noor)
    choose(noor, "invitations")
    noor.post(reverse("teams:agenda-renew"))
    assert works(address)


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    for name in ("choose", "renew", "undo"):
        answer = Client().post(reverse(f"teams:agenda-{name}"))
        assert answer.headers["Location"].startswith(reverse("account_login"))
