"""What an administrator changes can be taken back, and taking back twice is the same as once."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import ClosedDay
from teams.structure.models import Membership, Organisation, Role
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[User | None], Client]) -> Client:
    return client_for(cast.administrator)


def undo_of(page: str) -> str:
    """The address behind "Maak ongedaan" on the page after a change."""
    found = re.search(r'<form class="undo between" method="post" action="([^"]+)"', page)
    assert found, "no undo is offered"
    return found[1].replace("&amp;", "&")


def test_a_removed_closed_day_comes_back(admin: Client):
    day = ClosedDay.objects.create(day=date(2026, 12, 28), name="Kerstsluiting & rust")
    page = admin.post(reverse("teams:closed-day-remove", args=[day.pk]), follow=True).content.decode()
    assert not ClosedDay.objects.exists()
    undo = undo_of(page)
    admin.post(undo)
    assert admin.post(undo).status_code == 422, "a second press finds that the day is there"
    assert [(d.day, d.name) for d in ClosedDay.objects.all()] == [
        (date(2026, 12, 28), "Kerstsluiting & rust")
    ]


def settings_of(**changed: object) -> dict[str, object]:
    row = Organisation.get()
    given: dict[str, object] = {
        name: getattr(row, name)
        for name in (
            "name", "helpdesk", "language", "time_zone", "budget_minutes", "budget_floor", "full_time_hours",
            "holiday_country", "liberation_day", "least_people",
        )
    }  # fmt: skip
    return given | {"consent_on": "1-2-2026", "dpia_on": "1-3-2026", "good_friday_off": ""} | changed


def test_settings_go_back_to_what_they_were(admin: Client):
    admin.post(reverse("teams:settings"), settings_of())
    page = admin.post(
        reverse("teams:settings"),
        settings_of(budget_minutes=90, full_time_hours="38", consent_on="5-3-2026", good_friday_off="1"),
        follow=True,
    ).content.decode()
    row = Organisation.get()
    assert (row.budget_minutes, row.full_time_hours, row.good_friday_off) == (90, 38, True)
    undo = undo_of(page)
    admin.post(undo)
    admin.post(undo)
    row = Organisation.get()
    assert (row.budget_minutes, row.full_time_hours, row.good_friday_off) == (120, 36, False)
    assert row.consent_on == date(2026, 2, 1)
    assert AuditEntry.objects.filter(action="settings_put_back").count() == 1


def test_an_ended_membership_and_role_open_again(admin: Client, cast: Cast):
    home = Membership.objects.get(person=cast.professional)
    page = admin.post(
        reverse("teams:membership-end", args=[home.pk]), {"until": "30-3-2026"}, follow=True
    ).content.decode()
    admin.post(undo_of(page))
    home.refresh_from_db()
    assert home.until is None
    role = Role.objects.get(person=cast.lead)
    page = admin.post(
        reverse("teams:role-end", args=[role.pk]), {"until": "30-3-2026"}, follow=True
    ).content.decode()
    admin.post(undo_of(page))
    role.refresh_from_db()
    assert role.until is None


def test_a_membership_does_not_open_beside_a_newer_home_team(admin: Client, cast: Cast):
    home = Membership.objects.get(person=cast.professional)
    page = admin.post(
        reverse("teams:membership-end", args=[home.pk]), {"until": "30-3-2026"}, follow=True
    ).content.decode()
    Membership.objects.create(person=cast.professional, team=cast.other_team, from_date=date(2026, 3, 31))
    answer = admin.post(undo_of(page), follow=True).content.decode()
    assert "ander thuisteam" in answer
    home.refresh_from_db()
    assert home.until == date(2026, 3, 30)


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["professional", "lead", "manager"])
def test_nobody_else_takes_anything_back(
    cast: Cast, client_for: Callable[[User | None], Client], who: str
) -> None:
    client = client_for(cast.people[who])
    home = Membership.objects.get(person=cast.professional)
    role = Role.objects.get(person=cast.lead)
    for name, arguments in (
        ("settings-undo", []),
        ("membership-reopen", [home.pk]),
        ("role-reopen", [role.pk]),
    ):
        assert client.post(reverse(f"teams:{name}", args=arguments)).status_code == 404
