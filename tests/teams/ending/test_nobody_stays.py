"""After a team has stopped nobody is in it or leads it, by whichever way they came in (S17)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cycles.proposals.deciders import deciders
from teams.accounts.models import User
from teams.ending import ending
from teams.ending.models import TeamEnding
from teams.intake.models import Intake
from teams.structure.models import Membership, Role, Team
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.teams.ending.test_ending import homes, state
from tests.teams.intake import files, house

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S17")]
LAST, ON, LATER = date(2026, 4, 12), date(2026, 4, 13), date(2026, 5, 13)
GONE = "Dit team is er vanaf 13 april 2026 niet meer. Kies een dag daarvoor."


@pytest.fixture
def noor(cast: Cast, client_for: Callable[[User | None], Client]) -> Client:
    return client_for(cast.administrator)


@pytest.fixture
def kept(cast: Cast) -> TeamEnding:
    return ending.stop(cast.team, ON, {}, by=cast.administrator)


def add(client: Client, what: str, **fields: Any) -> HttpResponse:
    given = {"membership": {"kind": "guest", "contract": "employee"}, "role": {"kind": "team_lead"}}
    return client.post(  # type: ignore[return-value]
        reverse("teams:teams-and-roles"),
        {"what": what, "from_date": "2-4-2026"} | given.get(what, {}) | fields,
    )


def test_who_goes_to_a_team_that_stops_later_is_there_until_then(cast: Cast, noor: Client) -> None:
    next_door = builders.team("Toezicht", of=cast.unit)
    last = date(2026, 5, 3)
    second = ending.stop(next_door, date(2026, 5, 4), {}, by=cast.administrator)
    before = state()
    page = reverse("teams:team-end", args=[cast.team.pk])
    form = {"on": "13-4-2026", f"to_{cast.professional.pk}": next_door.pk}
    assert "naar Toezicht, en dat stopt op 4 mei 2026" in noor.post(page, form).content.decode()
    first = ending.stop(cast.team, ON, {cast.professional.pk: next_door}, by=cast.administrator)
    assert homes(cast.professional, last) == ["Toezicht"]
    assert homes(cast.professional, date(2026, 5, 4)) == []
    assert ending.go_on(first, by=cast.administrator)
    assert state() == before
    again = ending.stop(cast.team, ON, {cast.professional.pk: next_door}, by=cast.administrator)
    assert ending.go_on(second, by=cast.administrator)
    assert homes(cast.professional, LATER) == ["Toezicht"]
    assert ending.go_on(again, by=cast.administrator)
    assert homes(cast.professional, LATER) == ["Vergunningen"]


def test_who_comes_in_without_a_last_day_gets_that_of_the_team(
    cast: Cast, noor: Client, kept: TeamEnding
) -> None:
    proposal, team = building.submitted(cast.professional), cast.team.pk
    assert add(noor, "role", person=cast.outsider.pk, team=team).status_code == 302
    assert add(noor, "membership", person=cast.outsider.pk, team=team).status_code == 302
    new = {"given_name": "Bo", "family_name": "Smit", "email": "bo@lindewaard.example", "team": team}
    assert add(noor, "person", **new).status_code == 302
    came = User.objects.get(given_name="Bo")
    assert Role.objects.get(person=cast.outsider).until == LAST
    assert set(Membership.objects.filter(team=cast.team).values_list("until", flat=True)) == {LAST}
    assert [one.person for one in deciders(proposal, LATER)] == [cast.manager]
    # And what ended with the team goes on with it.
    assert ending.go_on(TeamEnding.objects.get(), by=cast.administrator)
    assert Role.objects.get(person=cast.outsider).until is None
    assert homes(came, LATER) == ["Vergunningen"]


@pytest.mark.parametrize("what", ["role", "membership"])
@pytest.mark.parametrize("typed", [{"until": "1-9-2026"}, {"from_date": "13-4-2026"}])
def test_a_day_that_was_typed_is_refused_beside_its_field(
    cast: Cast, noor: Client, kept: TeamEnding, what: str, typed: dict[str, str]
) -> None:
    before = state()
    answer = add(noor, what, person=cast.outsider.pk, team=cast.team.pk, **typed)
    assert answer.status_code == 422
    ((field, value),) = typed.items()
    page = answer.content.decode()
    assert f'id="id_{what}_{field}-fout"' in page
    assert GONE in page
    assert f'value="{value}"' in page
    assert state() == before


def test_a_new_person_cannot_begin_in_a_team_that_has_stopped_by_then(
    cast: Cast, noor: Client, kept: TeamEnding
) -> None:
    new = {"given_name": "Bo", "family_name": "Smit", "email": "bo@lindewaard.example", "team": cast.team.pk}
    answer = add(noor, "person", from_date="1-5-2026", **new)
    assert answer.status_code == 422
    assert GONE in answer.content.decode()
    assert not User.objects.filter(given_name="Bo").exists()


def test_another_last_day_is_one_before_the_team_stops(cast: Cast, noor: Client, kept: TeamEnding) -> None:
    before = state()
    for name, row in (
        ("membership", Membership.objects.get(person=cast.professional)),
        ("role", Role.objects.get(person=cast.lead)),
    ):
        answer = noor.post(reverse(f"teams:{name}-end", args=[row.pk]), {"until": "1-9-2026"})
        assert answer.status_code == 422
        assert GONE in answer.content.decode()
    assert state() == before


@pytest.mark.parametrize("days", ["", "2026-09-01"])
def test_taking_back_a_last_day_leaves_that_of_the_team(
    cast: Cast, noor: Client, kept: TeamEnding, days: str
) -> None:
    for name, row in (
        ("membership", Membership.objects.get(person=cast.professional)),
        ("role", Role.objects.get(person=cast.lead)),
    ):
        assert noor.post(f"{reverse(f'teams:{name}-reopen', args=[row.pk])}?tot={days}").status_code == 302
        row.refresh_from_db()
        assert row.until == LAST


def test_a_team_that_is_made_to_stop_while_a_form_is_open_ends_what_the_form_adds(cast: Cast) -> None:
    row = Membership(person=cast.administrator, team=Team.objects.get(pk=cast.team.pk), from_date=LAST)
    ending.stop(cast.team, ON, {}, by=cast.administrator)
    ending.keep(row)
    row.refresh_from_db()
    assert row.until == LAST


# From a file ------------------------------------------------------------------------------------------


def a_team_that_stops() -> tuple[Team, Team, TeamEnding]:
    """Joost is in Vergunningen, which goes to Toezicht on 13 April."""
    house.organisation()
    joost = house.person()
    here, there = house.team(), house.team("Toezicht")
    return here, there, ending.stop(here, ON, {joost.pk: there}, by=house.administrator())


def rows_of(person: User) -> list[tuple[Any, ...]]:
    return list(person.memberships.values_list("team__name", "from_date", "until"))


def test_a_file_brings_people_and_leads_in_until_the_team_stops() -> None:
    here, _there, kept = a_team_that_stops()
    house.person("Fatima Ouali", number="004218", email=files.FATIMA[4], team_name="Toezicht")
    moved = [*files.FATIMA[:5], "Vergunningen", *files.FATIMA[6:], "Teamleider"]
    new = [*files.LUKASZ[:5], "Vergunningen", *files.LUKASZ[6:], ""]
    intake = house.imported(files.text([moved, new], [*files.HEADERS, "ROL"]))
    assert intake.state == Intake.State.DONE
    assert set(here.memberships.values_list("person__given_name", "until")) == {
        ("Joost", LAST),
        ("Fatima", LAST),
        ("Łukasz", LAST),
    }
    assert Role.objects.get(team=here).until == LAST
    assert ending.go_on(kept, by=house.administrator_once())
    assert set(here.memberships.values_list("until", flat=True)) == {None}
    assert Role.objects.get(team=here).until is None


def test_a_file_that_does_not_know_of_it_leaves_where_people_go() -> None:
    _here, _there, _kept = a_team_that_stops()
    joost = User.objects.get(given_name="Joost")
    before = rows_of(joost)
    house.imported(files.text([files.JOOST]))
    assert (
        rows_of(joost)
        == before
        == [
            ("Vergunningen", date(2026, 1, 1), LAST),
            ("Toezicht", ON, None),
        ]
    )
    with_end = [*files.JOOST, "30-6-2026"]
    house.imported(files.text([with_end], [*files.HEADERS, "UIT DIENST"]))
    assert rows_of(joost) == [
        ("Vergunningen", date(2026, 1, 1), LAST),
        ("Toezicht", ON, date(2026, 6, 30)),
    ]


def test_a_file_in_which_somebody_begins_after_it_asks_for_another_team() -> None:
    a_team_that_stops()
    intake = house.checked(files.text([[*files.LUKASZ[:5], "Vergunningen", *files.LUKASZ[6:8], "1-5-2026"]]))
    (row,) = intake.rows.all()
    (problem,) = row.in_the_way
    assert str(problem.heading) == "Het team ‘Vergunningen’ stopt op 13 april"
    assert str(problem.sentence) == "Łukasz Nowak begint daar op 1 mei. Schrijf hier een ander team."
