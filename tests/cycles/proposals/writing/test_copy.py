"""While it lies returned readers keep to what was submitted; what it touches does not choose who decides (S18, S24)."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.deciders import deciders
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.queue import Queue
from teams.accounts.models import User
from teams.structure.access import Viewer
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS
from tests.cycles.proposals.writing.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1")]
KEEP = reverse("cycles:proposal-autosave")
NEW = "Alleen op dinsdag, met z’n tweeën."


def url(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:{name}", args=[of.pk])


def stamp(client: Client, of: InnovationProposal) -> str:
    return str(client.get(url("proposal-write", of)).context["stamp"])


def asked(of: InnovationProposal) -> list[User]:
    of.refresh_from_db()
    return [one.person for one in deciders(of, building.today(of))]


def resubmitted(client: Client, of: InnovationProposal, *touches: str) -> None:
    sent = {"touches": list(touches), "touches_asked": "1", "send": "1", "revision": stamp(client, of)}
    assert client.post(url("proposal-write", of), TEXTS | sent).status_code == 302
    of.refresh_from_db()
    assert of.state == "submitted"


# Who reads what -----------------------------------------------------------------------------------


@pytest.mark.shows("S18")
def test_each_stop_of_the_pen_stays_with_the_authors_until_it_is_submitted(
    cast: Cast, fatima: Client, joost: Client, client_for: Clients
) -> None:
    made = building.returned(cast.professional)
    building.author(made, cast.colleague)
    answer = fatima.post(KEEP, TEXTS | {"idea": NEW, "revision": stamp(fatima, made)})
    assert answer.status_code == 200
    for person in (cast.lead, cast.manager):
        read = client_for(person).get(url("proposal", made)).content.decode()
        assert TEXTS["idea"] in read
        assert NEW not in read
    assert NEW in joost.get(url("proposal-write", made)).content.decode(), "who writes along goes on with it"
    page = fatima.get(url("proposal-write", made)).content.decode()
    assert NEW in page
    assert "Zij lezen wat je indiende." in page
    assert "lezen alleen de indieners: Fatima en Joost." in page
    again = fatima.post(KEEP, TEXTS | {"idea": f"{NEW} Meer.", "revision": answer.headers["X-Revision"]})
    assert again.status_code == 200
    moving.submit(made, by=cast.professional)
    assert made.idea == f"{NEW} Meer."
    assert made.working == {}
    assert "meer" in made.search_text


def test_two_authors_in_the_copy_lose_nothing(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.returned(cast.professional)
    building.author(made, cast.colleague)
    hers, his = stamp(fatima, made), stamp(joost, made)
    fatima.post(KEEP, TEXTS | {"idea": "Van Fatima.", "revision": hers})
    joost.post(KEEP, TEXTS | {"idea": "Van Joost.", "revision": his})
    made.refresh_from_db()
    assert made.working["idea"] == "Van Fatima.\n\nVan Joost."
    assert made.idea == TEXTS["idea"]


def test_withdrawn_its_authors_read_the_last_words_back(cast: Cast, fatima: Client) -> None:
    made = building.returned(cast.professional)
    fatima.post(KEEP, TEXTS | {"idea": NEW, "revision": stamp(fatima, made)})
    moving.withdraw(made, by=cast.professional)
    assert NEW in fatima.get(url("proposal", made)).content.decode()
    assert made.working == {}


def test_what_was_typed_is_asked_for_at_submitting_not_what_stood_there(cast: Cast, fatima: Client) -> None:
    made = building.returned(cast.professional)
    fatima.post(KEEP, TEXTS | {"hoped": "", "revision": stamp(fatima, made)})
    answer = fatima.post(url("proposal-write", made), TEXTS | {"hoped": "", "send": "1", "revision": ""})
    assert answer.status_code in (302, 422)
    made.refresh_from_db()
    assert (made.state, made.hoped) == ("returned", TEXTS["hoped"])


# Who decides --------------------------------------------------------------------------------------


@pytest.mark.shows("S24")
def test_unticking_after_a_question_leaves_the_manager_in_the_circle(
    cast: Cast, fatima: Client, client_for: Clients
) -> None:
    made = building.submitted(cast.professional, touches_data=True)
    moving.give_back(made, "Welke gegevens?", by=cast.manager)
    resubmitted(fatima, made)
    assert not made.touches_data
    assert asked(made) == [cast.manager, cast.lead]
    assert made.pk in Queue(Viewer(cast.manager)).ids
    assert client_for(cast.manager).get(url("proposal-decide", made)).status_code == 200
    step = made.steps.get(did=ProposalStep.Did.TOUCHES)
    assert (step.by, step.touched) == (cast.professional, {"more": [], "less": ["touches_data"]})
    read = client_for(cast.lead).get(url("proposal", made)).content.decode()
    assert "Raakt iets anders" in read
    assert "Eraf: persoonsgegevens." in read


@pytest.mark.shows("S24")
def test_a_lead_who_asked_has_no_more_than_the_mandate_of_the_team(cast: Cast, fatima: Client) -> None:
    made = building.returned(cast.professional, "Kost dit geld?")
    resubmitted(fatima, made, "touches_money")
    assert asked(made) == [cast.manager]
    assert made.steps.get(did=ProposalStep.Did.TOUCHES).touched == {"more": ["touches_money"], "less": []}


@pytest.mark.shows("S24")
def test_the_boxes_change_nothing_for_readers_before_it_is_submitted(cast: Cast, fatima: Client) -> None:
    made = building.submitted(cast.professional, touches_data=True)
    moving.give_back(made, "Welke gegevens?", by=cast.manager)
    fatima.post(KEEP, {"touches_asked": "1", "revision": stamp(fatima, made)})
    made.refresh_from_db()
    assert made.touches_data
    assert made.working["touches_data"] is False
    resubmitted(fatima, made, "touches_data")
    assert not made.steps.filter(did=ProposalStep.Did.TOUCHES).exists(), (
        "the same boxes as before are no step"
    )


@pytest.mark.shows("S24")
def test_of_a_manager_who_asked_the_deputy_steps_in_and_gives_way(cast: Cast, fatima: Client) -> None:
    made = building.submitted(cast.professional, touches_data=True)
    moving.give_back(made, "Welke gegevens?", by=cast.manager)
    cast.manager.roles.update(deputy=cast.colleague)
    resubmitted(fatima, made)
    assert asked(made)[0] == cast.manager
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert asked(made) == [cast.lead]
