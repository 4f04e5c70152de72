"""Where sparring is turned on and off, who may, and that nobody else finds the way."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions.models import LearningQuestion
from cycles.sparring import switches
from cycles.sparring.models import PartnerSettings, PersonSwitch, TeamSwitch
from lerendwerken.lib.outbound import Endpoint
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.structure.models import Team
from tests.conftest import Cast
from tests.cycles.sparring.pages.building import allow, answer, begin
from tests.cycles.sparring.pages.conftest import Clients

pytestmark = pytest.mark.shows("questions-1", "AI10")
SETTINGS = {
    "is_on": "on",
    "model": "",
    "allowed_data": "Alleen algemene vragen.",
    "warn_words": "project Zonsopgang",
    "answer_tokens": "700",
    "person_tokens": "60000",
    "team_tokens": "500000",
    "organisation_tokens": "5000000",
}


@pytest.fixture
def desk(administrator: User, client_for: Clients) -> Client:
    return client_for(administrator)


def test_an_administrator_turns_it_on_and_the_log_holds_no_words(desk: Client, ai: Endpoint) -> None:
    PartnerSettings.objects.all().delete()
    assert desk.get(reverse("cycles:spar-settings")).status_code == 200
    assert not PartnerSettings.objects.exists()  # looking writes nothing
    assert desk.post(reverse("cycles:spar-settings"), SETTINGS).status_code == 302
    row = PartnerSettings.get()
    assert (row.is_on, row.warn_words) == (True, "project Zonsopgang")
    entry = AuditEntry.objects.get(action="sparring_settings")
    assert "Zonsopgang" not in str(entry.detail)
    desk.post(reverse("cycles:spar-settings"), SETTINGS)
    assert AuditEntry.objects.filter(action="sparring_settings").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person_tokens", "veel"),
        ("person_tokens", "10"),
        ("answer_tokens", "99999"),
        ("model", "Ander model"),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(
    desk: Client, ai: Endpoint, field: str, value: str
) -> None:
    response = desk.post(
        reverse("cycles:spar-settings"), SETTINGS | {field: value, "warn_words": "blijft staan"}
    )
    assert response.status_code == 422
    shown = response.content.decode()
    assert "blijft staan" in shown
    assert "Fout:" in shown
    assert "Ensure" not in shown


def test_without_a_model_there_is_nothing_to_set(desk: Client, cast: Cast) -> None:
    shown = desk.get(reverse("cycles:spar-settings")).content.decode()
    assert "Op deze server is geen model toegelaten." in shown
    assert "Bewaar instellingen" not in shown


def test_an_administrator_switches_a_team(desk: Client, ai: Endpoint, team: Team, owner: User) -> None:
    url = reverse("cycles:spar-team", args=[team.pk])
    desk.post(url, {"off": "1"})
    desk.post(url, {"off": "1"})
    assert not switches.is_available(owner)
    assert AuditEntry.objects.filter(action="sparring_team_off").count() == 1
    desk.post(url, {"off": "0"})
    assert switches.is_available(owner)


def test_a_lead_switches_the_own_team_off_and_takes_it_back(
    ai: Endpoint, lead: User, team: Team, owner: User, client_for: Clients
) -> None:
    client = client_for(lead)
    client.post(reverse("cycles:spar-team-off", args=[team.pk]))
    assert not switches.is_available(owner)
    assert "Weer aanzetten doet een beheerder." in client.get(reverse("teams:my-data")).content.decode()
    undo = reverse("cycles:spar-team-off-undo", args=[team.pk])
    client.post(undo)
    assert switches.is_available(owner)
    TeamSwitch.objects.update(is_off=True)
    client.post(undo)  # once, and not for what an administrator did
    assert not switches.is_available(owner)


def test_somebody_chooses_for_themselves_and_nobody_hears(
    ai: Endpoint, owner: User, client_for: Clients
) -> None:
    client = client_for(owner)
    logged = AuditEntry.objects.count()
    url = reverse("cycles:spar-own-choice")
    client.post(url, {"off": "1"})
    assert not switches.is_available(owner)
    assert "Ik wil kunnen sparren met AI" in client.get(reverse("teams:my-data")).content.decode()
    client.post(url, {"off": "0"})
    assert switches.is_available(owner)
    assert AuditEntry.objects.count() == logged


def test_where_nobody_can_spar_there_is_no_choice_to_make(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.lead)
    assert 'id="sparren"' not in client.get(reverse("teams:my-data")).content.decode()
    assert client.post(reverse("cycles:spar-own-choice"), {"off": "1"}).status_code == 404
    assert not PersonSwitch.objects.exists()


def test_a_team_that_is_off_says_nothing_to_its_members(
    ai: Endpoint, owner: User, team: Team, administrator: User, client_for: Clients
) -> None:
    switches.switch_team(team, off=True, by=administrator)
    assert 'id="sparren"' not in client_for(owner).get(reverse("teams:my-data")).content.decode()


def test_nobody_else_turns_anything(cast: Cast, ai: Endpoint, client_for: Clients) -> None:
    for person in cast.people.values():
        client = client_for(person)
        if person != cast.administrator:
            assert client.post(reverse("cycles:spar-settings"), SETTINGS).status_code == 404
            assert client.get(reverse("cycles:spar-settings")).status_code == 404
            assert (
                client.post(reverse("cycles:spar-team", args=[cast.team.pk]), {"off": "1"}).status_code == 404
            )
        if person != cast.lead:
            for name in ("team-off", "team-off-undo"):
                url = reverse(f"cycles:spar-{name}", args=[cast.team.pk])
                assert client.post(url).status_code == 404
    assert not TeamSwitch.objects.filter(is_off=True).exists()
    assert PartnerSettings.get().warn_words == ""


def test_the_page_of_teams_asks_as_often_for_many(desk: Client, ai: Endpoint) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests import builders

    allow()
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("cycles:spar-settings"))
    for _number in range(4):
        builders.team()
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("cycles:spar-settings"))
    assert len(many) == len(few)


@pytest.mark.shows("TL3")
def test_what_is_left_is_for_its_owner_only(
    ai: Endpoint, tried: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    allow(person_tokens=20_000)
    session = begin(tried)
    answer(session)
    url = reverse("teams:my-data")
    shown = client_for(tried.owner).get(url).content.decode()
    assert "nog ongeveer 19990 van de 20000 tokens over" in shown.replace(".", "").replace("\xa0", "")
    for person in (cast.lead, cast.manager, cast.administrator):
        pages = [url, reverse("cycles:spar-settings"), reverse("teams:administration")]
        for page in pages:
            said = client_for(person).get(page).content.decode()
            assert "19990" not in said.replace(".", "")
