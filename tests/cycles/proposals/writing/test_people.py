"""Writing together: invited or asked, in once the other side said yes; shown to somebody; handed to somebody."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import handing, moving
from cycles.proposals.deciders import deciders
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalShare
from cycles.proposals.writing import authoring
from cycles.questions.lifecycle import NotYet
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from teams.structure.models import Membership, Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.writing.conftest import Clients

pytestmark = pytest.mark.django_db
Part = ProposalAuthor.State
State = InnovationProposal.State


def url(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:proposal-{name}".rstrip("-"), args=[of.pk])


def part(of: InnovationProposal, person: User) -> str:
    row = of.authors.filter(person=person).first()
    return row.state if row else ""


def sees(person: User, of: InnovationProposal) -> bool:
    return visible(InnovationProposal, Viewer(person)).filter(pk=of.pk).exists()


def said(client: Client, path: str, **fields: object) -> str:
    return str(client.post(path, fields, follow=True).content.decode())


# Invited ------------------------------------------------------------------------------------------


def test_an_invited_colleague_reads_it_says_yes_and_writes(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.draft(cast.professional)
    page = said(fatima, url("coauthor-invite", made), who=cast.colleague.pk)
    assert "Gevraagd. Joost ziet het bij Voorstellen." in page
    assert sees(cast.colleague, made)
    assert joost.post(url("write", made), building.TEXTS | {"idea": "Van Joost."}).status_code == 302
    made.refresh_from_db()
    assert made.idea == building.TEXTS["idea"], "not before the yes"
    said(joost, url("coauthor-accept", made))
    assert part(made, cast.colleague) == Part.IN
    stamp = joost.get(url("write", made)).context["stamp"]
    joost.post(url("write", made), building.TEXTS | {"idea": "Van ons samen.", "revision": stamp})
    made.refresh_from_db()
    assert made.idea == "Van ons samen."


def test_the_one_who_writes_along_does_not_submit_or_withdraw(cast: Cast, joost: Client) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    page = joost.get(url("write", made)).content.decode()
    assert "Dien in bij" not in page
    assert "Fatima dient het in." in page
    page = said(joost, url("write", made), **building.TEXTS, send="1")
    assert "Alleen wie het voorstel begon, dient het in." in page
    for name in ("submit", "withdraw", "hand-over", "coauthor-invite", "share"):
        assert joost.post(url(name, made), {"who": cast.lead.pk}).status_code == 404, name
    made.refresh_from_db()
    assert made.state == State.DRAFT


def test_who_says_no_is_gone_and_may_be_asked_again(cast: Cast, joost: Client) -> None:
    made = building.draft(cast.professional)
    authoring.invite(made, cast.colleague, by=cast.professional)
    assert "Een reden hoeft niet." in said(joost, url("coauthor-refuse", made))
    assert not sees(cast.colleague, made)
    assert joost.post(url("coauthor-accept", made)).status_code == 404
    assert authoring.invite(made, cast.colleague, by=cast.professional) == Part.INVITED


def test_an_invitation_is_taken_back_by_its_owner_only(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.draft(cast.professional)
    authoring.invite(made, cast.colleague, by=cast.professional)
    row = made.authors.get()
    back = reverse("cycles:proposal-coauthor-turn-down", args=[row.pk])
    assert joost.post(back).status_code == 404
    said(fatima, back)
    assert not made.authors.exists()
    assert fatima.post(back).status_code == 404


def test_only_colleagues_are_invited(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    for person in (cast.outsider, cast.professional):
        answer = fatima.post(url("coauthor-invite", made), {"who": person.pk})
        assert answer.status_code == 422
        assert "Kies iemand uit de lijst." in answer.content.decode()
    assert "Kies een collega." in fatima.post(url("coauthor-invite", made), {}).content.decode()
    assert not made.authors.exists()


def test_who_is_in_leaves_and_what_was_written_stays(cast: Cast, joost: Client) -> None:
    made = building.draft(cast.professional, idea="Van ons samen.")
    building.author(made, cast.colleague)
    assert "Wat je schreef, blijft staan." in said(joost, url("coauthor-leave", made))
    assert part(made, cast.colleague) == Part.OUT
    assert not sees(cast.colleague, made)
    made.refresh_from_db()
    assert made.idea == "Van ons samen."


@pytest.mark.shows("S24")
def test_nobody_steps_back_to_decide(cast: Cast) -> None:
    """A lead who wrote along and left, or handed it over, is not asked."""
    made = building.draft(cast.professional)
    building.author(made, cast.lead)
    authoring.leave(made, by=cast.lead)
    moving.submit(made, by=cast.professional)
    assert next(one.person for one in deciders(made, building.today(made))) == cast.manager
    assert cast.lead not in [one.person for one in deciders(made, building.today(made))]
    own = building.draft(cast.lead, team=cast.team)
    handing.ask_heir(own, cast.professional, by=cast.lead)
    handing.take_over(own, by=cast.professional)
    assert cast.lead not in [one.person for one in deciders(own, building.today(own))]


# Asked --------------------------------------------------------------------------------------------


def test_who_wants_to_join_waits_for_the_owner(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.submitted(cast.professional)
    assert "Gevraagd. Fatima ziet dat je mee wilt doen" in said(joost, url("join", made))
    said(joost, url("join", made))
    row = made.authors.get()
    assert row.state == Part.ASKED
    page = fatima.get(url("coauthor-invite", made)).content.decode()
    assert "Laat Joost meedoen" in page
    admit = reverse("cycles:proposal-coauthor-admit", args=[row.pk])
    assert joost.post(admit).status_code == 404
    said(fatima, admit)
    assert part(made, cast.colleague) == Part.IN


def test_the_owner_may_say_no(cast: Cast, fatima: Client) -> None:
    made = building.submitted(cast.professional)
    authoring.ask(made, by=cast.colleague)
    said(fatima, reverse("cycles:proposal-coauthor-turn-down", args=[made.authors.get().pk]))
    assert not made.authors.exists()


def test_asking_what_one_was_invited_for_is_a_yes_and_inviting_who_asked_too(cast: Cast) -> None:
    made = building.draft(cast.professional)
    authoring.invite(made, cast.colleague, by=cast.professional)
    assert authoring.ask(made, by=cast.colleague) == Part.IN
    other = building.submitted(cast.professional)
    authoring.ask(other, by=cast.colleague)
    assert authoring.invite(other, cast.colleague, by=cast.professional) == Part.IN
    assert authoring.ask(other, by=cast.professional) == Part.IN
    assert not other.authors.filter(person=cast.professional).exists()


@pytest.mark.parametrize("state", ["declined", "stopped", "withdrawn", "adopted"])
def test_nobody_joins_what_is_over(cast: Cast, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    for join in (
        lambda: authoring.ask(made, by=cast.colleague),
        lambda: authoring.invite(made, cast.colleague, by=cast.professional),
    ):
        with pytest.raises(NotYet):
            join()
    assert not made.authors.exists()


def test_both_sides_find_it_on_the_tab_of_their_own(cast: Cast, fatima: Client, joost: Client) -> None:
    mine = reverse("cycles:proposals") + "?kies=mij"
    invited = building.submitted(cast.professional, title="Samen de eerste brief")
    authoring.invite(invited, cast.colleague, by=cast.professional)
    asked = building.submitted(cast.professional, title="Weigering hardop voorlezen")
    authoring.ask(asked, by=cast.colleague)
    his, hers = joost.get(mine).content.decode(), fatima.get(mine).content.decode()
    assert "Fatima vraagt je om mee te schrijven." in his
    assert "wil meedoen" not in his
    assert "Joost wil meedoen." in hers
    assert "vraagt je om mee te schrijven" not in hers
    assert "Ik doe mee" in joost.get(reverse("cycles:proposal", args=[invited.pk])).content.decode()
    assert "Laat Joost meedoen" in fatima.get(reverse("cycles:proposal", args=[asked.pk])).content.decode()
    moving.withdraw(invited, by=cast.professional)
    assert "vraagt je om mee te schrijven" not in joost.get(mine).content.decode()


# Shown --------------------------------------------------------------------------------------------


@pytest.mark.shows("S18")
def test_a_draft_is_shown_to_one_colleague_and_taken_back(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.draft(cast.professional)
    for _press in range(2):
        said(fatima, url("share", made), who=f"p{cast.colleague.pk}")
    share = ProposalShare.objects.get()
    assert sees(cast.colleague, made)
    assert joost.post(url("write", made), building.TEXTS | {"idea": "Van Joost."}).status_code == 302
    made.refresh_from_db()
    assert made.idea == building.TEXTS["idea"], "who reads along does not write along"
    back = reverse("cycles:proposal-share-take-back", args=[share.pk])
    assert joost.post(back).status_code == 404
    said(fatima, back)
    assert not sees(cast.colleague, made)


@pytest.mark.shows("S18")
def test_with_the_team_the_lead_does_not_read_along(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    said(fatima, url("share", made), who=f"t{cast.team.pk}")
    assert sees(cast.colleague, made)
    assert not sees(cast.lead, made)
    assert not sees(cast.manager, made)


def test_submitting_ends_the_shares(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    building.shared(made, with_=cast.outsider)
    moving.submit(made, by=cast.professional)
    assert not sees(cast.outsider, made)
    page = said(fatima, url("share", made), who=f"p{cast.colleague.pk}")
    assert "Alleen een concept deel je zo." in page
    assert not ProposalShare.objects.filter(taken_back_at=None).exists()


@pytest.mark.parametrize("who", ["", "p0", "t999999", "zeehond"])
def test_sharing_with_nobody_is_a_sentence(cast: Cast, fatima: Client, who: str) -> None:
    made = building.draft(cast.professional)
    answer = fatima.post(url("share", made), {"who": who})
    assert answer.status_code == 422
    assert "Kies" in answer.content.decode()
    assert not ProposalShare.objects.exists()


# Handed over --------------------------------------------------------------------------------------


@pytest.mark.shows("S17")
def test_the_owner_hands_it_over_and_stays_an_author(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.submitted(cast.professional)
    page = said(fatima, url("hand-over", made), who=cast.colleague.pk)
    assert "Zegt Joost van der Meer ja, dan is het voorstel van Joost van der Meer." in page
    made.refresh_from_db()
    assert made.owner == cast.professional, "not before the yes"
    assert "Fatima vraagt of jij dit voorstel overneemt." in joost.get(url("", made)).content.decode()
    said(joost, url("take-over", made))
    made.refresh_from_db()
    assert made.owner == cast.colleague
    assert part(made, cast.professional) == Part.IN
    assert made.steps.filter(did="handed_over").count() == 1
    assert fatima.get(url("hand-over", made)).status_code == 404


@pytest.mark.shows("S17")
@pytest.mark.parametrize("role", ["colleague", "lead", "manager", "outsider"])
def test_nobody_else_does_while_the_owner_is_there(cast: Cast, client_for: Clients, role: str) -> None:
    made = building.submitted(cast.professional)
    client = client_for(cast.people[role])
    assert client.get(url("hand-over", made)).status_code == 404
    assert client.post(url("hand-over", made), {"who": cast.colleague.pk}).status_code == 404
    made.refresh_from_db()
    assert made.owner == cast.professional


@pytest.mark.shows("S17")
@pytest.mark.parametrize("how", ["left the team", "has no account"])
def test_when_the_owner_left_the_lead_names_a_new_one(cast: Cast, client_for: Clients, how: str) -> None:
    made = building.submitted(cast.professional)
    if how == "left the team":
        Membership.objects.filter(person=cast.professional).update(
            until=building.today(made).replace(day=1, month=3)
        )
    else:
        cast.professional.delete()
    lead = client_for(cast.lead)
    page = lead.get(url("hand-over", made)).content.decode()
    assert "Wie dit begon, is weg." in page
    assert client_for(cast.colleague).get(url("hand-over", made)).status_code == 404
    assert lead.post(url("hand-over", made), {"who": cast.outsider.pk}).status_code == 422
    said(lead, url("hand-over", made), who=cast.colleague.pk)
    made.refresh_from_db()
    assert made.owner == cast.colleague
    moving.withdraw(made, by=cast.colleague)


@pytest.mark.parametrize("state", ["declined", "stopped", "withdrawn"])
def test_what_is_over_stays_whose_it_was(cast: Cast, fatima: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    assert fatima.get(url("hand-over", made)).status_code == 404


def test_a_new_lead_of_the_same_name_does_not_matter(cast: Cast) -> None:
    """The lead that left is not asked; the one that came is."""
    made = building.submitted(cast.professional)
    Role.objects.filter(person=cast.lead).delete()
    new = builders.lead(cast.team)
    assert [one.person for one in deciders(made, building.today(made))][:1] == [new]
