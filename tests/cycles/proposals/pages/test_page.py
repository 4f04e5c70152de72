"""The page of a proposal: who reads it, what it says in each state, and how it went."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.proposals import handing, moving
from cycles.proposals.models import InnovationProposal, ProposalFollow
from teams.accounts.models import User
from teams.structure.models import Membership, Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
State = InnovationProposal.State
Clients = Callable[[User | None], Client]
MAKERS: dict[str, Callable[..., InnovationProposal]] = {
    State.DRAFT: building.draft,
    State.SUBMITTED: building.submitted,
    State.RETURNED: building.returned,
    State.TRIAL: building.in_trial,
    State.DECLINED: building.declined,
    State.ADOPTED: building.adopted,
    State.STOPPED: building.stopped,
    State.EMBEDDED: building.embedded,
    State.WITHDRAWN: building.withdrawn,
}


def url(of: InnovationProposal, name: str = "proposal") -> str:
    return reverse(f"cycles:{name}", args=[of.pk])


def read(client: Client, of: InnovationProposal, name: str = "proposal") -> str:
    page = client.get(url(of, name))
    assert page.status_code == 200
    return page.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.shows("S18")
@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", ["proposal", "proposal-print"])
def test_who_may_not_see_it_meets_the_page_of_what_is_not_there(
    cast: Cast, client_for: Clients, state: str, name: str
) -> None:
    made = MAKERS[state](cast.professional)
    assert made.state == state
    unit_reads = state in InnovationProposal.OPEN
    for person, expected in (
        (cast.professional, True),
        (cast.colleague, unit_reads),
        (cast.lead, unit_reads),
        (cast.manager, unit_reads),
        (cast.outsider, False),
        (cast.lead_and_manager, False),
        (cast.administrator, False),
    ):
        found = client_for(person).get(url(made, name))
        assert found.status_code == (200 if expected else 404), person.given_name
        assert (building.TEXTS["idea"] in found.content.decode()) == expected


@pytest.mark.shows("S18")
def test_yields_are_read_from_the_trial_on_and_before_it_by_its_authors(
    cast: Cast, fatima: Client, joost: Client
) -> None:
    made = building.submitted(cast.professional)
    assert "Brieven die terugkomen" in read(fatima, made)
    assert "Brieven die terugkomen" not in read(joost, made)
    today = building.today(made)
    moving.start_trial(made, building.REASON, today, today, by=cast.lead)
    assert "Brieven die terugkomen" in read(joost, made)


def test_it_says_what_was_decided_by_whom_and_why(cast: Cast, joost: Client, at: Hands) -> None:
    made = building.submitted(cast.professional)
    building.author(made, builders.member(cast.team, "Annelies"))
    at("2026-04-02 11:00")
    moving.decline(made, "Dit kost te veel tijd.", "Als het in een half uur kan.", by=cast.lead)
    page = words(read(joost, made))
    assert "Besluit Afwijzen ‘Dit kost te veel tijd.’ Wordt een ja: Als het in een half uur kan." in page
    assert "Marieke Jansen, teamleider. Op 2 april, 3 werkdagen na het indienen." in page


def test_a_decision_on_a_trial_is_taken_with_who_made_it(cast: Cast, joost: Client) -> None:
    made = building.with_result(cast.professional)
    building.author(made, cast.colleague)
    moving.adopt(made, "Bijna de helft minder.", by=cast.lead)
    page = words(read(joost, made))
    assert "Besluit Invoeren" in page
    assert "teamleider, samen met Fatima en Joost. Op 30 maart, de dag van de uitkomst." in page


def test_a_deputy_is_named_with_whom_it_was_in_place_of(cast: Cast, joost: Client, at: Hands) -> None:
    deputy = builders.member(cast.team, "Sven", family_name="Bakker")
    cast.lead.roles.update(deputy=deputy)
    made = building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 3, 30), date(2026, 4, 17))
    at("2026-04-02 11:00")
    assert "Gevraagd aan Sven Bakker, namens Marieke" in words(read(joost, made))
    moving.give_back(made, "Hoe vaak?", by=deputy)
    cast.lead.roles.update(deputy=None)
    assert "Sven Bakker, namens Marieke, teamleider" in words(read(joost, made))


@pytest.mark.parametrize(
    ("state", "past", "coming"),
    [
        (State.SUBMITTED, ["Begonnen", "Ingediend"], ["14 april Antwoord, uiterlijk op deze dag"]),
        (State.RETURNED, ["Teruggelegd met een vraag"], ["De indieners geven antwoord op de vraag"]),
        (
            State.TRIAL,
            ["Ja tegen de proef", "Proef van 4 weken"],
            ["26 april Einde van de proef, dan de uitkomst", "11 mei Besluit, uiterlijk op deze dag"],
        ),
        (State.ADOPTED, ["Uitkomst ingeleverd", "Ingevoerd"], ["Kiezen wie het bijhoudt, dan borgen"]),
        (State.EMBEDDED, ["Klaar om te borgen", "Geborgd"], ["16 oktober Opnieuw meten"]),
        (State.STOPPED, ["Ingevoerd", "Gestopt"][1:], []),
    ],
)
def test_the_way_names_what_was_and_what_is_to_come(
    cast: Cast, fatima: Client, state: str, past: list[str], coming: list[str]
) -> None:
    made = MAKERS[state](cast.professional)
    page = read(fatima, made)
    trace = re.search(r'<ol role="list" class="trace">(.*?)</ol>', page, re.DOTALL)
    assert trace
    lines = re.findall(r"<li( data-state=\"(\w+)\")?>(.*?)</li>", trace[1], re.DOTALL)
    done = [words(text) for _all, how, text in lines if how == "done" or "Proef van" in text]
    ahead = [
        words(text).replace(" ( komt nog )", "").replace(" (komt nog)", "")
        for _all, how, text in lines
        if how != "done"
    ]
    for each in past:
        assert any(each in line for line in done), (each, done)
    assert [line for line in ahead if "Proef van" not in line] == coming


def test_a_question_that_was_answered_is_no_decision_any_more(cast: Cast, fatima: Client) -> None:
    made = building.returned(cast.professional, "Hoeveel brieven?")
    assert "Een vraag terug" in read(fatima, made)
    moving.submit(made, by=cast.professional)
    page = read(fatima, made)
    assert "Een vraag terug" not in page
    assert "Hoeveel brieven?" in page  # in the history it stays


@pytest.mark.shows("S24")
def test_late_is_said_to_who_decides_manages_wrote_or_follows_it_only(
    cast: Cast, client_for: Clients, at: Hands
) -> None:
    made = building.submitted(cast.professional)
    author, follower = (builders.member(cast.team, name) for name in ("Annelies", "Bilal"))
    building.author(made, author)
    ProposalFollow.objects.create(proposal=made, person=follower)
    at("2026-04-16 09:00")
    for person, hears in (
        (cast.professional, True),
        (author, True),
        (follower, True),
        (cast.lead, True),
        (cast.manager, True),
        (cast.colleague, False),
    ):
        page = words(read(client_for(person), made))
        assert ("Antwoord is 2 werkdagen te laat" in page) == hears, person.given_name
        assert "Uiterlijk 14 april" not in page


def test_following_and_not_any_more(cast: Cast, joost: Client, fatima: Client, client_for: Clients) -> None:
    made = building.submitted(cast.professional)
    for _twice in range(2):
        assert joost.post(url(made, "proposal-follow")).status_code == 302
    assert ProposalFollow.objects.filter(proposal=made, person=cast.colleague).count() == 1
    assert "Je volgt dit voorstel." in words(read(joost, made))
    for _twice in range(2):
        assert joost.post(url(made, "proposal-unfollow")).status_code == 302
    assert not made.follows.exists()
    # Who wrote it hears everything already; who may not read it follows nothing; a look is no press.
    assert fatima.post(url(made, "proposal-follow")).status_code == 404
    assert client_for(cast.outsider).post(url(made, "proposal-follow")).status_code == 404
    assert joost.get(url(made, "proposal-follow")).status_code == 405
    assert not made.follows.exists()


@pytest.mark.shows("S17")
def test_a_proposal_whose_author_left_asks_the_lead_for_a_new_owner(
    cast: Cast, marieke: Client, joost: Client
) -> None:
    made = building.in_trial(cast.professional)
    assert "Kies een nieuwe eigenaar" not in read(marieke, made)
    Membership.objects.filter(person=cast.professional).update(until=date(2026, 3, 29))
    assert url(made, "proposal-hand-over") in read(marieke, made)
    assert url(made, "proposal-hand-over") not in read(joost, made)
    assert "Er wordt een nieuwe eigenaar gevraagd" in read(joost, made)
    handing.appoint(made, cast.colleague, by=cast.lead)
    assert made.owner == cast.colleague
    assert "Kies een nieuwe eigenaar" not in read(marieke, made)


@pytest.mark.shows("S17")
def test_an_account_that_is_gone_leaves_a_proposal_that_can_be_read(cast: Cast, marieke: Client) -> None:
    made = building.submitted(cast.professional)
    made.authors.all().delete()
    InnovationProposal.objects.filter(pk=made.pk).update(owner=None)
    made.steps.update(by=None)
    page = words(read(marieke, made))
    assert "iemand die hier niet meer werkt" in page
    assert "Kies een nieuwe eigenaar" in page


def test_without_anybody_to_ask_it_says_so(cast: Cast, fatima: Client) -> None:
    made = building.submitted(cast.professional)
    Role.objects.all().delete()
    assert "Niemand mag hierover besluiten" in words(read(fatima, made))


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (State.DRAFT, ["proposal-write", "proposal-prepare"]),
        (State.RETURNED, ["proposal-write", "proposal-prepare"]),
        (State.SUBMITTED, ["proposal-prepare"]),
        (State.TRIAL, ["proposal-result", "proposal-measure"]),
        (State.ADOPTED, ["proposal-measure", "proposal-embed-ask"]),
        (State.EMBEDDED, ["proposal-measure"]),
        (State.STOPPED, []),
        (State.DECLINED, []),
        (State.WITHDRAWN, []),
    ],
)
def test_its_owner_finds_the_next_step_and_nobody_else_does(
    cast: Cast, fatima: Client, joost: Client, state: str, names: list[str]
) -> None:
    made = MAKERS[state](cast.professional)
    every = (
        "proposal-write",
        "proposal-prepare",
        "proposal-result",
        "proposal-measure",
        "proposal-embed-ask",
    )
    page = read(fatima, made)
    assert [name for name in every if f'href="{url(made, name)}"' in page] == [
        name for name in every if name in names
    ]
    if state in InnovationProposal.OPEN:
        other = read(joost, made)
        assert not [name for name in every if f'href="{url(made, name)}"' in other]


def test_the_lead_confirms_what_the_owner_asked_to_embed(cast: Cast, marieke: Client, joost: Client) -> None:
    made = building.adopted(cast.professional)
    assert url(made, "proposal-embed") not in read(marieke, made)
    moving.ask_to_embed(made, cast.colleague, date(2026, 10, 15), by=cast.professional)
    assert url(made, "proposal-embed") in read(marieke, made)
    assert url(made, "proposal-embed") not in read(joost, made)
    assert "Joost van der Meer houdt het bij, en op 15 oktober 2026 wordt opnieuw gemeten" in words(
        read(marieke, made)
    )


@pytest.mark.parametrize("name", ["proposal", "proposal-print"])
def test_looking_writes_nothing_and_costs_the_same_however_much_there_is(
    cast: Cast, client_for: Clients, safe_get: Any, name: str
) -> None:
    made, more = building.adopted(cast.professional), building.adopted(cast.professional)
    for number in range(6):
        building.author(more, builders.member(cast.team, f"Schrijver {number}"))
        building.sides(more)
        building.outcome(more)
    client = client_for(cast.colleague)
    counts = []
    for each in (made, made, more):
        with CaptureQueriesContext(connection) as queries:
            assert safe_get(client, url(each, name)).status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]
    assert counts[2] <= 24


def test_pages_do_not_need_a_name_or_words(cast: Cast, fatima: Client) -> None:
    made = moving.begin(cast.professional, cast.team)
    assert "Voorstel zonder naam" in read(fatima, made)
    assert "Voorstel zonder naam" in read(fatima, made, "proposal-print")
