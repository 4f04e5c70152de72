"""The settings of sparring are for an administrator who is there now, and each change can be taken back (TI4)."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cycles.questions.models import LearningQuestion
from cycles.sparring import switches
from cycles.sparring.models import PartnerSettings, TeamSwitch, Turn
from lerendwerken.lib.outbound import Endpoint
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.structure.models import Team
from tests.cycles.sparring.pages.building import allow, begin
from tests.cycles.sparring.pages.conftest import Clients
from tests.cycles.sparring.pages.test_switches import SETTINGS
from tests.support.hands import Hands
from tests.test_house import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
AGAIN = "/aanmelden/bevestig/"
PAGE = "/beheer/sparren/"
NAMES = ("spar-settings", "spar-settings-undo", "spar-team")


@pytest.fixture
def desk(administrator: User, ai: Endpoint, client_for: Clients) -> Client:
    return client_for(administrator)


def address(name: str, team: Team) -> str:
    return reverse(f"cycles:{name}", args=[team.pk] if name == "spar-team" else [])


def typed(name: str) -> dict[str, str]:
    return {"spar-settings": SETTINGS, "spar-team": {"off": "1"}}.get(name, {})


def all_of_it() -> tuple[Any, ...]:
    return list(PartnerSettings.objects.values()), list(TeamSwitch.objects.values("team", "is_off"))


def confirm(client: Client) -> Any:
    code = re.search(r"code is: (\S+)", str(mail.outbox[-1].body))[1]  # type: ignore[index]
    return client.post(AGAIN, {"code": code}, follow=True)


def undo_of(page: str) -> str:
    found = re.search(r'<form class="undo between" method="post" action="([^"]+)"', page)
    assert found, "no undo is offered"
    return found[1].replace("&amp;", "&")


@pytest.mark.shows("TI4")
def test_these_addresses_ask_and_each_is_tried_here() -> None:
    found = {p.name for _route, p in addresses() if getattr(p.callback, "asks_who_again", False)}
    assert set(NAMES) <= found
    beheer = {p.name for route, p in addresses() if route.startswith("/beheer/sparren/")}
    assert beheer == set(NAMES)


@pytest.mark.shows("TI4")
@pytest.mark.parametrize("name", NAMES)
def test_after_five_minutes_it_asks_and_changes_nothing(
    desk: Client, at: Hands, team: Team, name: str
) -> None:
    desk.post(PAGE, SETTINGS | {"warn_words": "eerder"})
    before = all_of_it()
    at.forward(minutes=5, seconds=1)
    assert desk.post(address(name, team), typed(name)).headers["Location"] == AGAIN
    assert all_of_it() == before
    page = desk.get(AGAIN).content.decode()
    assert "Je meldde je langer dan vijf minuten geleden aan." in page
    assert "Zonsopgang" not in page
    assert confirm(desk).request["PATH_INFO"] == PAGE
    assert all_of_it() == before, "who confirms, still presses the button"
    assert desk.post(address(name, team), typed(name)).headers["Location"].startswith(PAGE)
    assert all_of_it() != before


@pytest.mark.shows("TI4")
@pytest.mark.parametrize("name", NAMES)
def test_within_five_minutes_it_does_not(desk: Client, at: Hands, team: Team, name: str) -> None:
    desk.post(PAGE, SETTINGS | {"warn_words": "eerder"})
    before = all_of_it()
    at.forward(minutes=5)
    assert desk.post(address(name, team), typed(name)).headers["Location"].startswith(PAGE)
    assert all_of_it() != before
    assert not mail.outbox


@pytest.mark.shows("TI4")
def test_what_was_typed_stands_there_again_right_or_wrong(desk: Client, at: Hands) -> None:
    at.forward(minutes=6)
    desk.post(PAGE, SETTINGS | {"warn_words": "mijn <woord>", "person_tokens": "veel"})
    page = confirm(desk).content.decode()
    assert "Wat je typte, staat er nog. Bewaar het nu." in page
    assert "mijn &lt;woord&gt;</textarea>" in page
    assert 'value="veel"' in page
    assert "Vul een getal in." in page
    assert "mijn &lt;woord&gt;" not in desk.get(PAGE).content.decode(), "it was not kept for ever"


@pytest.mark.shows("TI4")
def test_what_is_on_now_is_told_whatever_was_typed(desk: Client, at: Hands) -> None:
    allow()
    at.forward(minutes=6)
    desk.post(PAGE, {name: value for name, value in SETTINGS.items() if name != "is_on"})
    assert "<h1>Sparren met AI staat aan</h1>" in confirm(desk).content.decode()


@pytest.mark.shows("TI4")
def test_a_team_button_is_named_once_more_and_an_undo_is_offered_again(
    desk: Client, at: Hands, team: Team
) -> None:
    at.forward(minutes=6)
    desk.post(address("spar-team", team), {"off": "1"})
    assert "Druk nog een keer op de knop." in confirm(desk).content.decode()
    page = desk.post(address("spar-team", team), {"off": "1"}, follow=True).content.decode()
    undo = undo_of(page)
    at.forward(minutes=6)
    desk.post(undo)
    assert undo_of(confirm(desk).content.decode()) == undo
    desk.post(undo)
    assert not switches.is_team_off(team)


@pytest.mark.shows("TI4")
def test_who_may_not_is_told_nothing_either(
    ai: Endpoint, lead: User, team: Team, client_for: Clients, at: Hands
) -> None:
    client = client_for(lead)
    at.forward(minutes=6)
    for name in NAMES:
        assert client.post(address(name, team), typed(name)).status_code == 404
    assert not mail.outbox


# Taking back --------------------------------------------------------------------------------------


@pytest.mark.shows("questions-1")
def test_a_save_is_taken_back_and_twice_is_once(desk: Client) -> None:
    desk.post(PAGE, SETTINGS | {"warn_words": "eerder"})
    page = desk.post(
        PAGE, SETTINGS | {"warn_words": "later", "answer_tokens": "500"}, follow=True
    ).content.decode()
    undo = undo_of(page)
    PartnerSettings.objects.update(team_tokens=7000)
    desk.post(undo)
    row = PartnerSettings.get()
    assert (row.warn_words, row.answer_tokens) == ("eerder", 700)
    assert row.team_tokens == 7000, "what somebody else changed stays"
    desk.post(PAGE, SETTINGS | {"warn_words": "later"})
    PartnerSettings.objects.update(warn_words="van een ander")
    desk.post(undo)
    desk.post(undo)
    entries = AuditEntry.objects.filter(action="sparring_settings_back")
    assert entries.count() == 2
    assert "eerder" not in str(entries[0].detail)


def test_the_first_save_of_all_is_taken_back_to_off(desk: Client, owner: User) -> None:
    PartnerSettings.objects.all().delete()
    page = desk.post(PAGE, SETTINGS, follow=True).content.decode()
    assert switches.is_available(owner)
    desk.post(undo_of(page))
    assert not PartnerSettings.get().is_on


def test_turned_off_again_what_waits_does_not_leave(
    desk: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    PartnerSettings.objects.update(is_on=False)
    page = desk.post(PAGE, SETTINGS, follow=True).content.decode()
    session = begin(tried)
    desk.post(undo_of(page))
    assert session.turns.get().state == Turn.State.STOPPED


def test_nothing_changed_offers_nothing(desk: Client) -> None:
    desk.post(PAGE, SETTINGS)
    desk.get(PAGE)
    assert 'class="undo between"' not in desk.post(PAGE, SETTINGS, follow=True).content.decode()


def test_another_session_takes_nothing_back(desk: Client, client_for: Clients, administrator: User) -> None:
    desk.post(PAGE, SETTINGS | {"warn_words": "nu"})
    client_for(administrator).post(PAGE + "terug/")
    assert PartnerSettings.get().warn_words == "nu"


def test_the_page_leads_to_the_basic_norms(desk: Client) -> None:
    assert f'href="{reverse("cycles:norms")}"' in desk.get(PAGE).content.decode()
