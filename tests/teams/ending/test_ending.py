"""A team closes, merges or is split on a day: history stays, decisions move to the unit, until then it can be undone (S17)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals.deciders import deciders
from cycles.weekly.models import WeekCycle
from cycles.weekly.tasks import publish_due
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.ending import ending
from teams.ending.models import TeamEnding
from teams.structure.access import Viewer
from teams.structure.models import Membership, Role, Team
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S17")]
Clients = Callable[[User | None], Client]
ON = date(2026, 4, 13)  # a Monday


def state() -> tuple[list[object], ...]:
    """All that an ending may change."""
    return (
        list(Membership.objects.order_by("pk").values_list("person", "team", "kind", "from_date", "until")),
        list(Role.objects.order_by("pk").values_list("pk", "until")),
        list(Team.objects.order_by("pk").values_list("pk", "closed_on")),
    )


def homes(person: User, day: date = ON) -> list[str]:
    return list(Membership.objects.on(day).filter(person=person).values_list("team__name", flat=True))


def test_closing_ends_memberships_and_roles_the_day_before(cast: Cast) -> None:
    ending.stop(cast.team, ON, {}, by=cast.administrator)
    for person in (cast.lead, cast.professional, cast.colleague):
        assert homes(person, date(2026, 4, 12)) == ["Vergunningen"]
        assert homes(person) == []
    assert Viewer(cast.lead, date(2026, 4, 12)).is_team_lead
    assert not Viewer(cast.lead, ON).is_team_lead
    assert cast.team not in Team.objects.open_on(ON)


def test_a_deputy_of_a_lead_whose_team_closed_leads_nothing_either(cast: Cast) -> None:
    Role.objects.filter(person=cast.lead).update(deputy=cast.colleague)
    assert Viewer(cast.colleague, date(2026, 4, 12)).is_team_lead
    ending.stop(cast.team, ON, {}, by=cast.administrator)
    assert not Viewer(cast.colleague, ON).is_team_lead


def test_splitting_sends_each_where_they_were_told_to(cast: Cast, next_door: Team) -> None:
    where = {cast.lead.pk: next_door, cast.professional.pk: cast.other_team, cast.colleague.pk: None}
    ending.stop(cast.team, ON, where, by=cast.administrator)
    assert homes(cast.lead) == ["Toezicht"]
    assert homes(cast.professional) == ["Wmo-loket"]
    assert homes(cast.colleague) == []


def test_a_guest_goes_nowhere_and_who_has_a_next_team_keeps_to_it(cast: Cast, next_door: Team) -> None:
    builders.member(cast.team, who=cast.outsider, kind=Membership.Kind.GUEST)
    Membership.objects.filter(person=cast.professional).update(until=ON)
    builders.member(cast.other_team, who=cast.professional, since=date(2026, 4, 14))
    people = (cast.lead, cast.professional, cast.colleague, cast.outsider)
    ending.stop(cast.team, ON, {one.pk: next_door for one in people}, by=cast.administrator)
    assert homes(cast.outsider) == ["Wmo-loket"]
    assert homes(cast.professional, date(2026, 4, 14)) == ["Wmo-loket"]
    assert homes(cast.colleague) == ["Toezicht"]


def test_decisions_move_to_the_manager_of_the_unit_and_the_proposal_stays(cast: Cast, at: Hands) -> None:
    proposal = building.submitted(cast.professional)
    assert [one.person for one in deciders(proposal, ON)] == [cast.lead]
    ending.stop(cast.team, ON, {}, by=cast.administrator)
    assert [one.person for one in deciders(proposal, date(2026, 4, 12))] == [cast.lead]
    assert [one.person for one in deciders(proposal, ON)] == [cast.manager]
    proposal.refresh_from_db()
    assert proposal.team == cast.team


def test_no_week_after_it_is_made_and_the_ones_before_stay(cast: Cast, at: Hands) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    before = builders.week(cast.team, IsoWeek(2026, 13))
    ending.stop(cast.team, ON, {}, by=cast.administrator)
    at("2026-04-09 16:01")  # the Thursday before, when the next week would publish itself
    publish_due()
    weeks = {row.iso for row in WeekCycle.objects.filter(team=cast.team)}
    assert before.iso in weeks
    assert max(weeks) < IsoWeek.of(ON)


def test_until_the_day_it_can_be_taken_back_and_nothing_is_left_of_it(
    cast: Cast, next_door: Team, at: Hands
) -> None:
    Membership.objects.filter(person=cast.colleague).update(until=date(2026, 9, 1))
    before = state()
    kept = ending.stop(
        cast.team, ON, {cast.lead.pk: next_door, cast.colleague.pk: next_door}, by=cast.administrator
    )
    assert state() != before
    at("2026-04-12 23:00")
    assert ending.go_on(kept, by=cast.administrator)
    assert state() == before
    assert not ending.go_on(kept, by=cast.administrator)


def test_on_the_day_itself_it_is_too_late(cast: Cast, at: Hands) -> None:
    kept = ending.stop(cast.team, ON, {}, by=cast.administrator)
    after = state()
    at("2026-04-13 08:00")
    assert not ending.go_on(kept, by=cast.administrator)
    assert state() == after


def test_taking_back_leaves_what_somebody_changed_since(cast: Cast) -> None:
    kept = ending.stop(cast.team, ON, {}, by=cast.administrator)
    other = date(2026, 4, 5)
    Membership.objects.filter(person=cast.colleague).update(until=other)
    builders.member(cast.other_team, who=cast.professional, since=ON)
    assert ending.go_on(kept, by=cast.administrator)
    assert Membership.objects.get(person=cast.colleague).until == other
    assert homes(cast.professional) == ["Wmo-loket"]
    assert homes(cast.lead) == ["Vergunningen"]


@pytest.mark.parametrize("why", ["today", "twice", "somebody begins later", "into a team that stops"])
def test_what_cannot_be_is_refused_and_changes_nothing(cast: Cast, next_door: Team, why: str) -> None:
    on, to = ON, {cast.lead.pk: next_door}
    if why == "today":
        on = clock.today(builders.ZONE)
    elif why == "twice":
        ending.stop(cast.team, date(2026, 5, 1), {}, by=cast.administrator)
    elif why == "somebody begins later":
        builders.member(cast.team, since=date(2026, 5, 1))
    else:
        ending.stop(next_door, ON, {}, by=cast.administrator)
    before = state()
    with pytest.raises(Refused):
        ending.stop(cast.team, on, to, by=cast.administrator)
    assert state() == before


def test_an_administrator_sees_what_changes_before_it_does(
    cast: Cast, client_for: Clients, next_door: Team
) -> None:
    noor, page = client_for(cast.administrator), reverse("teams:team-end", args=[cast.team.pk])
    before = state()
    form = {"on": "13-4-2026", "to": next_door.pk, f"to_{cast.professional.pk}": cast.other_team.pk}
    shown = noor.post(page, form).content.decode()
    assert "Vergunningen stopt op 13 april 2026" in shown
    assert "Fatima Ouali, naar Wmo-loket" in shown
    assert "Joost van der Meer, naar Toezicht" in shown
    assert "Over open voorstellen beslist daarna Dirk Bos." in shown
    assert state() == before
    assert noor.post(page, form | {"sure": "1"}).status_code == 302
    assert homes(cast.professional) == ["Wmo-loket"]
    assert homes(cast.colleague) == ["Toezicht"]
    team = noor.get(reverse("teams:administration-team", args=[cast.team.pk])).content.decode()
    assert "Dit team stopt op 13 april 2026" in team
    noor.post(reverse("teams:team-go-on", args=[cast.team.pk]))
    assert state() == before
    assert not TeamEnding.objects.exists()


def test_a_wrong_day_comes_back_with_what_was_typed_and_others_find_nothing(
    cast: Cast, client_for: Clients
) -> None:
    page = reverse("teams:team-end", args=[cast.team.pk])
    answer = client_for(cast.administrator).post(page, {"on": "31-3-2026"})
    assert answer.status_code == 422
    assert 'value="31-3-2026"' in answer.content.decode()
    for role in ("lead", "manager", "professional"):
        assert client_for(cast.people[role]).post(page, {"on": "13-4-2026", "sure": "1"}).status_code == 404
    assert not TeamEnding.objects.exists()
