"""What is taken back or thrown away is gone for others (W8, W12), and who stopped writing makes no copy of it."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.proposals import moving
from cycles.proposals.models import (
    InnovationProposal,
    ProposalAuthor,
    ProposalShare,
    ProposalStep,
    TwoSides,
)
from cycles.proposals.writing import authoring
from cycles.questions.lifecycle import NotYet
from cycles.yields.models import YieldOutcome
from teams.audit.models import AuditEntry
from teams.structure.access import Viewer, visible
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS
from tests.cycles.proposals.writing.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1")]
KEEP = reverse("cycles:proposal-autosave")
State = InnovationProposal.State


def url(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:{name}", args=[of.pk])


# Withdrawn ----------------------------------------------------------------------------------------


@pytest.mark.shows("W8")
def test_withdrawing_a_draft_closes_it_for_everybody_it_was_shown_to(cast: Cast) -> None:
    made = building.draft(cast.professional)
    building.shared(made, with_=cast.team)
    building.shared(made, with_=cast.outsider)
    bilal, noor = builders.member(cast.team, "Bilal"), builders.member(cast.team, "Noor")
    building.author(made, bilal, "invited")
    building.author(made, noor, "asked")
    building.author(made, cast.colleague)
    moving.withdraw(made, by=cast.professional)
    for person in (bilal, noor, cast.outsider, cast.lead):
        assert not visible(InnovationProposal, Viewer(person)).filter(pk=made.pk).exists(), person
    assert visible(InnovationProposal, Viewer(cast.colleague)).filter(pk=made.pk).exists(), "wrote it too"
    assert not ProposalShare.objects.filter(taken_back_at=None).exists()
    assert [row.person for row in made.authors.all()] == [cast.colleague]


@pytest.mark.shows("S24")
def test_who_was_in_before_an_invitation_stays_known_after_withdrawing(cast: Cast) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    authoring.leave(made, by=cast.colleague)
    authoring.invite(made, cast.colleague, by=cast.professional)
    moving.withdraw(made, by=cast.professional)
    assert made.authors.get().state == ProposalAuthor.State.OUT


# Thrown away --------------------------------------------------------------------------------------


@pytest.mark.shows("W12")
@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_its_owner_throws_it_away_with_all_that_hangs_under_it(
    cast: Cast, fatima: Client, state: str
) -> None:
    made = building.ready_to_try(cast.professional)
    Claim.objects.create(proposal=made, text="Bezwaar kan zes weken.")
    building.shared(made, with_=cast.colleague)
    if state == "withdrawn":
        moving.withdraw(made, by=cast.professional)
    where = url("proposal-delete", made)
    assert where in fatima.get(url("proposal", made)).content.decode()
    assert "Terughalen kan niet." in fatima.get(where).content.decode()
    assert InnovationProposal.objects.exists(), "it asks first"
    assert "Je voorstel is weg." in fatima.post(where, follow=True).content.decode()
    for model in (InnovationProposal, ProposalStep, ProposalShare, TwoSides, YieldOutcome, Claim):
        assert not model.objects.exists(), model
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.detail) == ("proposal_deleted", cast.professional, {})
    assert fatima.post(where).status_code == 404


@pytest.mark.shows("W12")
@pytest.mark.parametrize(
    "state", ["submitted", "returned", "declined", "in_trial", "adopted", "stopped", "embedded"]
)
def test_what_was_put_forward_is_not_thrown_away(cast: Cast, fatima: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    assert url("proposal-delete", made) not in fatima.get(url("proposal", made)).content.decode()
    assert "Weggooien kan alleen" in fatima.post(url("proposal-delete", made), follow=True).content.decode()
    with pytest.raises(NotYet):
        moving.delete(made, by=cast.professional)
    assert InnovationProposal.objects.filter(pk=made.pk).exists()


@pytest.mark.shows("W12")
def test_nobody_else_throws_it_away(cast: Cast, client_for: Clients, joost: Client) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    for client in (joost, client_for(cast.lead), client_for(cast.administrator)):
        assert client.post(url("proposal-delete", made)).status_code == 404
    with pytest.raises(moving.Forbidden):
        moving.delete(made, by=cast.colleague)
    assert InnovationProposal.objects.exists()


# A page that stayed open --------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_page_left_open_after_leaving_makes_no_own_draft(cast: Cast, joost: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    building.author(made, cast.colleague)
    typed = TEXTS | {
        "idea": "Wat ik nog typte.",
        "revision": joost.get(url("proposal-write", made)).context["stamp"],
    }
    authoring.leave(made, by=cast.colleague)
    said = joost.post(KEEP, typed)
    assert said.status_code == 409
    assert "Je schrijft niet meer aan dit voorstel. Dit is niet bewaard." in said.content.decode()
    for where in (url("proposal-write", made), reverse("cycles:proposal-new")):
        answer = joost.post(where, typed | {"send": "1"})
        assert answer.status_code == 409, where
        assert "Wat ik nog typte." in answer.content.decode(), "nothing is lost on the screen"
    assert InnovationProposal.objects.get() == made
    made.refresh_from_db()
    assert made.idea == TEXTS["idea"]
    assert Session.objects.exists()


def test_neither_does_a_page_of_a_draft_that_is_thrown_away(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    typed = TEXTS | {"revision": fatima.get(url("proposal-write", made)).context["stamp"]}
    moving.delete(made, by=cast.professional)
    assert fatima.post(KEEP, typed).status_code == 409
    assert not InnovationProposal.objects.exists()
