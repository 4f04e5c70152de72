"""Another address to sign in with is confirmed from the old one, or waits seven days with a notice there (S16)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.addresses import changing, forms
from teams.addresses.models import AddressChange
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.support import together
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S16")]
Clients = Callable[[User | None], Client]
NEW = "fatima.ouali@elders.example"
PAGE, ASK = "/mijn-gegevens/", "/mijn-gegevens/adres/"


@pytest.fixture(autouse=True)
def _here(at: Hands) -> None:
    at("2026-04-04 22:00")  # a Saturday evening: the mail goes all the same


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


def link() -> str:
    (sent,) = mail.outbox
    found = re.search(r"/adres/\S+/", str(sent.body))
    assert found
    return found[0]


def address(person: User) -> str:
    return User.objects.values_list("email", flat=True).get(pk=person.pk)


def test_the_old_address_hears_of_it_at_once_and_its_yes_changes_it(cast: Cast, fatima: Client) -> None:
    old = cast.professional.email
    EmailAddress.objects.create(user=cast.professional, email=old, verified=True, primary=True)
    assert fatima.post(ASK, {"email": NEW}).status_code == 302
    assert mail.outbox[0].to == [old]
    assert address(cast.professional) == old
    stranger = Client()
    assert NEW in stranger.get(link()).content.decode()
    assert address(cast.professional) == old  # looking is not saying
    assert "Je adres is veranderd" in stranger.post(link(), {"answer": "yes"}).content.decode()
    assert address(cast.professional) == NEW
    assert not EmailAddress.objects.filter(email=old).exists()
    assert stranger.get(link()).status_code == 404
    assert not AddressChange.objects.exists()


def test_without_an_answer_it_changes_after_seven_days_and_not_before(
    cast: Cast, fatima: Client, at: Hands
) -> None:
    old = cast.professional.email
    fatima.post(ASK, {"email": NEW})
    at(clock.now() + AddressChange.WAITS - timedelta(minutes=1))
    assert changing.settle_due() == 0
    assert address(cast.professional) == old
    at.forward(minutes=1)
    assert changing.settle_due() == 1
    assert changing.settle_due() == 0
    assert address(cast.professional) == NEW


@pytest.mark.parametrize("way", ["the link", "the page"])
def test_the_owner_stops_it_from_the_old_address_or_from_mijn_gegevens(
    cast: Cast, fatima: Client, at: Hands, way: str
) -> None:
    old = cast.professional.email
    changing.ask(cast.professional, NEW, by=cast.administrator)
    shown = fatima.get(PAGE).content.decode()
    assert NEW in shown
    assert "Noor Visser vroeg dit aan." in shown
    if way == "the link":
        assert "blijft zoals het is" in Client().post(link(), {"answer": "no"}).content.decode()
    else:
        fatima.post("/mijn-gegevens/adres/stop/")
    at.forward(days=8)
    assert changing.settle_due() == 0
    assert address(cast.professional) == old


def test_an_administrator_asks_and_cannot_shorten_the_seven_days(
    cast: Cast, client_for: Clients, at: Hands
) -> None:
    noor, page = client_for(cast.administrator), reverse("teams:teams-and-roles")
    form = {"what": "address", "person": cast.professional.pk, "email": NEW}
    assert noor.post(page, form).status_code == 302
    assert mail.outbox[0].to == [cast.professional.email]
    old = cast.professional.email
    at.forward(days=6)
    assert noor.post(page, form).status_code == 302  # asking again is waiting again
    at.forward(days=2)
    assert changing.settle_due() == 0
    assert noor.post("/mijn-gegevens/adres/stop/").status_code == 302  # of their own, of which there is none
    assert address(cast.professional) == old
    assert AddressChange.objects.get().person == cast.professional
    at.forward(days=5)
    assert changing.settle_due() == 1


def test_an_address_of_somebody_else_is_refused_with_what_was_typed(cast: Cast, fatima: Client) -> None:
    for wrong in (cast.colleague.email, cast.professional.email, "geen adres", ""):
        answer = fatima.post(ASK, {"email": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode() or not wrong
    changing.ask(cast.colleague, NEW, by=cast.colleague)
    assert fatima.post(ASK, {"email": NEW.upper()}).status_code == 422
    with pytest.raises(Refused):
        changing.ask(cast.professional, NEW, by=cast.professional)
    assert len(mail.outbox) == 1


def test_an_address_that_somebody_else_asks_for_at_the_same_moment_is_refused_too(
    cast: Cast, fatima: Client, client_for: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = changing.ask(cast.professional, "eerder@elders.example", by=cast.professional)
    changing.ask(cast.colleague, NEW, by=cast.colleague)
    for module in (changing, forms):  # nobody had it yet when both looked
        monkeypatch.setattr(module, "is_taken", lambda email, *, but: False)
    answer = fatima.post(ASK, {"email": NEW})
    assert answer.status_code == 422
    assert "Dit e-mailadres is al van iemand." in answer.content.decode()
    form = {"what": "address", "person": cast.professional.pk, "email": NEW}
    answer = client_for(cast.administrator).post(reverse("teams:teams-and-roles"), form)
    assert answer.status_code == 422
    assert "Dit e-mailadres is al van iemand." in answer.content.decode()
    assert AddressChange.objects.get(person=cast.professional) == earlier


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_one_address_in_the_same_instant_one_gets_it(cast: Cast) -> None:
    told = together.at_once(
        *(lambda who=who: changing.ask(who, NEW, by=who) for who in (cast.professional, cast.colleague)),
        refused=Exception,
    )
    assert sorted(type(one).__name__ for one in told) == ["AddressChange", "Refused"]


def test_an_address_that_somebody_else_got_meanwhile_is_not_taken(cast: Cast, at: Hands) -> None:
    changing.ask(cast.professional, NEW, by=cast.professional)
    User.objects.filter(pk=cast.colleague.pk).update(email=NEW)
    at.forward(days=8)
    assert changing.settle_due() == 0
    assert address(cast.professional) != NEW
    assert not AddressChange.objects.exists()


def test_the_log_tells_who_asked_without_an_address(cast: Cast) -> None:
    changing.confirm(changing.ask(cast.professional, NEW, by=cast.administrator))
    lines = AuditEntry.objects.filter(action__startswith="address_")
    assert [line.action for line in lines.order_by("pk")] == ["address_asked", "address_changed"]
    assert not any("@" in str(line.detail) for line in lines)


@pytest.mark.shows("TI4")
def test_who_signed_in_long_ago_proves_who_they_are_first(cast: Cast, fatima: Client, at: Hands) -> None:
    at("2026-04-04 22:06")
    assert fatima.post(ASK, {"email": NEW}).url == reverse("account_confirm_again")
    assert not AddressChange.objects.exists()
