"""Mijn gegevens: hours come back after a change of mind, and who holds a role names who stands in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.structure.access import Viewer
from teams.structure.models import Role
from tests import builders
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
URL = "/mijn-gegevens/"
For = Callable[[User | None], Client]


def hours(start: str, days_ahead: int = 0) -> dict[str, str]:
    day = clock.today("Europe/Amsterdam") + timedelta(days=days_ahead)
    typed = {
        "rhythm": "weekly",
        "contract_hours": "24",
        "anchor": "",
        "valid_from": f"{day.day}-{day.month}-{day.year}",
    }
    return typed | {f"w1d{n}_start": start for n in (1, 2, 3)} | {f"w1d{n}_end": "17.00" for n in (1, 2, 3)}


def own(person: User) -> list[tuple[object, str]]:
    return [(p.valid_from, p.shifts[0]["start"]) for p in person.patterns.filter(source="own")]


def test_own_hours_that_gave_way_come_back(professional: User, client_for: For):
    fatima = client_for(professional)
    fatima.post(reverse("teams:hours"), hours("9.00"))
    fatima.post(reverse("teams:hours"), hours("10.00", days_ahead=14))
    before = own(professional)
    assert len(before) == 2
    page = fatima.post(reverse("teams:hours"), hours("7.00"), follow=True).content.decode()
    assert [start for _, start in own(professional)] == ["07:00"]
    assert reverse("teams:hours-undo") in page
    fatima.post(reverse("teams:hours-undo"))
    assert own(professional) == before
    again = fatima.post(reverse("teams:hours-undo"), follow=True).content.decode()
    assert "niets meer om ongedaan te maken" in again
    assert own(professional) == before


def test_the_first_own_hours_are_undone_to_none(professional: User, client_for: For):
    fatima = client_for(professional)
    fatima.post(reverse("teams:hours"), hours("7.00"))
    fatima.post(reverse("teams:hours-undo"))
    assert own(professional) == []


def test_going_back_to_the_file_can_be_undone(professional: User, client_for: For):
    fatima = client_for(professional)
    fatima.post(reverse("teams:hours"), hours("9.00"))
    before = own(professional)
    fatima.post(reverse("teams:hours-from-file"))
    assert own(professional) == []
    fatima.post(reverse("teams:hours-undo"))
    assert own(professional) == before


def test_undo_of_one_never_reaches_the_hours_of_another(cast: Cast, client_for: For):
    client_for(cast.professional).post(reverse("teams:hours"), hours("9.00"))
    client_for(cast.colleague).post(reverse("teams:hours-undo"))
    assert len(own(cast.professional)) == 1


@pytest.mark.shows("S1")
def test_a_lead_names_a_deputy_who_then_leads(cast: Cast, client_for: For):
    role = Role.objects.get(person=cast.lead)
    lead = client_for(cast.lead)
    assert "Vervanger" in lead.get(URL).content.decode()
    lead.post(reverse("teams:deputy", args=[role.pk]), {"deputy": cast.colleague.pk})
    lead.post(reverse("teams:deputy", args=[role.pk]), {"deputy": cast.colleague.pk})
    assert cast.team.pk in Viewer(cast.colleague).led_team_ids
    assert AuditEntry.objects.filter(action="deputy_named").count() == 1
    lead.post(reverse("teams:deputy", args=[role.pk]), {"deputy": ""})
    assert cast.team.pk not in Viewer(cast.colleague).led_team_ids


@pytest.mark.shows("S1")
def test_somebody_from_elsewhere_or_oneself_cannot_stand_in(cast: Cast, client_for: For):
    role = Role.objects.get(person=cast.lead)
    for other in (cast.outsider, cast.lead):
        answer = client_for(cast.lead).post(reverse("teams:deputy", args=[role.pk]), {"deputy": other.pk})
        assert answer.status_code == 422
        assert "Kies iemand uit de lijst." in answer.content.decode()
    role.refresh_from_db()
    assert role.deputy_id is None


@pytest.mark.shows("TA2")
@pytest.mark.parametrize("who", ["professional", "manager", "administrator"])
def test_the_deputy_of_another_is_not_ones_own_to_name(cast: Cast, client_for: For, who: str):
    role = Role.objects.get(person=cast.lead)
    client = client_for(cast.people[who])
    assert (
        client.post(reverse("teams:deputy", args=[role.pk]), {"deputy": cast.colleague.pk}).status_code == 404
    )


def test_who_holds_no_role_sees_nothing_about_deputies(professional: User, client_for: For):
    page = client_for(professional).get(URL).content.decode()
    assert not re.search(r'id="vervanger"', page)


def test_a_manager_chooses_from_who_holds_a_role(cast: Cast, client_for: For):
    role = Role.objects.get(person=cast.manager)
    client = client_for(cast.manager)
    assert (
        client.post(reverse("teams:deputy", args=[role.pk]), {"deputy": cast.professional.pk}).status_code
        == 422
    )
    assert client.post(reverse("teams:deputy", args=[role.pk]), {"deputy": cast.lead.pk}).status_code == 302
    stranger = builders.person("Ex")
    assert client.post(reverse("teams:deputy", args=[role.pk]), {"deputy": stranger.pk}).status_code == 422


def test_a_day_with_more_than_fits_the_form_stays_whole_until_it_is_changed(
    professional: User, client_for: For
):
    broken = [
        {"weekday": 0, "start": "08:00", "end": "12:00", "breaks": [["09:00", "09:15"], ["10:30", "10:45"]]},
        {"weekday": 0, "start": "16:00", "end": "20:00", "breaks": []},
        {"weekday": 1, "start": "09:00", "end": "17:00", "breaks": []},
    ]
    professional.patterns.update(shifts=broken)
    fatima = client_for(professional)
    page = fatima.get(URL)
    assert "meer tijden of pauzes op maandag" in page.content.decode()
    shown = page.context["hours_form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    fatima.post(reverse("teams:hours"), typed | {"w1d2_end": "16.00"})
    kept = professional.patterns.get(source="own").as_pattern().shifts
    assert [(s.weekday, s.start.hour, s.end.hour, len(s.breaks)) for s in kept] == [
        (0, 8, 12, 2),
        (0, 16, 20, 0),
        (1, 9, 16, 0),
    ]
    fatima.post(reverse("teams:hours"), typed | {"w1d1_end": "13.00"})
    changed = professional.patterns.get(source="own").as_pattern().shifts
    assert [(s.weekday, s.end.hour) for s in changed] == [(0, 13), (1, 17)]
