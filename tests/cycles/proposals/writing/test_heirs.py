"""A new owner says yes first, and who was ever in decides nothing: no press of an author chooses who answers (S24)."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import handing, moving
from cycles.proposals.deciders import asked_about, deciders, wrote_among
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.moving import Forbidden
from cycles.proposals.writing import authoring
from cycles.questions.lifecycle import NotYet
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.writing.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "S24")]
Part, State = ProposalAuthor.State, InnovationProposal.State


def url(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:{name}", args=[of.pk])


def page(client: Client, of: InnovationProposal, name: str = "proposal") -> str:
    return str(client.get(url(name, of)).content.decode())


def asked(of: InnovationProposal) -> list[User]:
    return [one.person for one in deciders(of, building.today(of))]


def part(of: InnovationProposal, person: User) -> str:
    row = of.authors.filter(person=person).first()
    return row.state if row else ""


# Ever in ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["asks", "is invited", "asks and thinks better of it", "is turned down"])
def test_a_lead_who_left_and_comes_back_decides_nothing(cast: Cast, again: str) -> None:
    made = building.submitted(cast.professional)
    building.author(made, cast.lead)
    authoring.leave(made, by=cast.lead)
    if again == "is invited":
        authoring.invite(made, cast.lead, by=cast.professional)
    else:
        authoring.ask(made, by=cast.lead)
    if again == "asks and thinks better of it":
        assert authoring.refuse(made, by=cast.lead)
    if again == "is turned down":
        assert authoring.turn_down(made.authors.get(), by=cast.professional)
    assert part(made, cast.lead) == {"asks": "asked", "is invited": "invited"}.get(again, "out")
    assert cast.lead not in asked(made)
    rows = InnovationProposal.objects.select_related("team")
    today = building.today(made)
    assert cast.lead not in [one.person for one in asked_about(list(rows), today)[made.pk]]
    assert wrote_among([cast.lead.pk], [State.SUBMITTED])[made.pk] == {cast.lead.pk}
    with pytest.raises(Forbidden):
        moving.decline(made, building.REASON, building.WOULD_BE_YES, by=cast.lead)


def test_who_never_was_in_still_leaves_no_row(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    authoring.ask(made, by=cast.lead)
    assert authoring.refuse(made, by=cast.lead)
    assert not made.authors.exists()
    assert asked(made) == [cast.lead]


def test_a_manager_who_wrote_it_and_left_leaves_it_to_another_who_can_read_it(cast: Cast) -> None:
    made = building.submitted(cast.professional, touches_money=True)
    building.author(made, cast.manager)
    authoring.leave(made, by=cast.manager)
    assert asked(made) == [cast.lead_and_manager]
    assert visible(InnovationProposal, Viewer(cast.lead_and_manager)).filter(pk=made.pk).exists()


# An heir says yes ---------------------------------------------------------------------------------


@pytest.fixture
def seated_lead(cast: Cast) -> User:
    """The lead works in the team as well, so could be chosen from the list."""
    if not Membership.objects.filter(person=cast.lead, team=cast.team).exists():
        builders.member(cast.team, who=cast.lead)
    return cast.lead


@pytest.mark.parametrize("state", ["submitted", "with_result"])
def test_who_is_asked_now_is_no_heir(cast: Cast, seated_lead: User, fatima: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    assert seated_lead not in handing.heirs(made)
    answer = fatima.post(url("proposal-hand-over", made), {"who": seated_lead.pk})
    assert answer.status_code == 422
    with pytest.raises(NotYet):
        handing.ask_heir(made, seated_lead, by=cast.professional)
    assert asked(made)[0] == seated_lead


def test_asked_before_it_waited_the_yes_comes_too_late(
    cast: Cast, seated_lead: User, client_for: Clients
) -> None:
    made = building.draft(cast.professional)
    handing.ask_heir(made, seated_lead, by=cast.professional)
    moving.submit(made, by=cast.professional)
    assert asked(made) == [seated_lead], "an invitation changes nothing"
    said = client_for(seated_lead).post(url("proposal-take-over", made), follow=True).content.decode()
    assert "Wie nu over dit voorstel beslist, kan het niet overnemen." in said
    made.refresh_from_db()
    assert made.owner == cast.professional


def test_nobody_takes_over_what_nobody_asked(cast: Cast, joost: Client) -> None:
    made = building.submitted(cast.professional)
    assert joost.post(url("proposal-take-over", made)).status_code == 404
    building.author(made, cast.colleague)
    assert joost.post(url("proposal-take-over", made)).status_code == 404
    assert joost.get(url("proposal-take-over", made)).status_code == 405


def test_the_heir_reads_a_draft_says_no_and_is_gone(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.draft(cast.professional)
    fatima.post(url("proposal-hand-over", made), {"who": cast.colleague.pk})
    mine = joost.get(reverse("cycles:proposals") + "?kies=mij").content.decode()
    assert "Fatima vraagt of jij het overneemt." in mine
    assert "vraagt je om mee te schrijven" not in mine
    assert "Fatima vraagt of jij dit voorstel overneemt." in page(joost, made)
    assert (
        "Je neemt het niet over."
        in joost.post(url("proposal-heir-refuse", made), follow=True).content.decode()
    )
    assert not made.authors.exists()
    assert joost.get(url("proposal", made)).status_code == 404


def test_who_writes_along_goes_on_after_a_no(cast: Cast, joost: Client) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    handing.ask_heir(made, cast.colleague, by=cast.professional)
    joost.post(url("proposal-heir-refuse", made))
    assert part(made, cast.colleague) == Part.IN
    assert not made.authors.filter(asked_to_own_at__isnull=False).exists()


def test_the_owner_takes_it_back(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.draft(cast.professional)
    handing.ask_heir(made, cast.colleague, by=cast.professional)
    row = made.authors.get()
    back = reverse("cycles:proposal-heir-take-back", args=[row.pk])
    assert "is gevraagd" in page(fatima, made, "proposal-hand-over")
    assert joost.post(back).status_code == 404
    assert fatima.post(back).status_code == 302
    assert not made.authors.exists()


def test_of_two_who_were_asked_the_first_yes_counts(cast: Cast) -> None:
    made = building.draft(cast.professional)
    bilal = builders.member(cast.team, "Bilal")
    for person in (cast.colleague, bilal):
        handing.ask_heir(made, person, by=cast.professional)
    handing.take_over(made, by=bilal)
    assert (made.owner, part(made, cast.professional), part(made, cast.colleague)) == (bilal, Part.IN, "")
    with pytest.raises(Forbidden):
        handing.take_over(made, by=cast.colleague)


# A draft whose owner left -------------------------------------------------------------------------


@pytest.mark.shows("S17")
@pytest.mark.parametrize("how", ["inactive", "no account"])
def test_who_writes_along_takes_over_a_draft_whose_owner_left(cast: Cast, joost: Client, how: str) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    assert "Fatima dient het in." in page(joost, made, "proposal-write")
    if how == "inactive":
        User.objects.filter(pk=cast.professional.pk).update(is_active=False)
    else:
        cast.professional.delete()
    words = "Fatima werkt hier niet meer." if how == "inactive" else "Wie dit begon, werkt hier niet meer."
    for name in ("proposal", "proposal-write"):
        shown = page(joost, made, name)
        assert words in shown
        assert "Neem jij het over?" in shown
        assert "dient het in." not in shown
    joost.post(url("proposal-take-over", made))
    made.refresh_from_db()
    assert made.owner == cast.colleague
    moving.submit(made, by=cast.colleague)
    assert made.state == State.SUBMITTED


def test_who_only_reads_it_does_not(cast: Cast, joost: Client) -> None:
    made = building.draft(cast.professional)
    building.shared(made, with_=cast.colleague)
    InnovationProposal.objects.filter(pk=made.pk).update(owner=None)
    building.author(made, cast.colleague, "invited")
    assert joost.post(url("proposal-take-over", made)).status_code == 404
