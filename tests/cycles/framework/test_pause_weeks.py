"""Weeks without a cycle for the whole organisation, made by administrators (S6)."""

from collections.abc import Callable
from datetime import date
from re import search
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.framework.models import PauseWeek
from cycles.weekly import planning
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.framework.walk import page_of, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]  # Wednesday of week 14

ClientFor = Callable[[User | None], Client]
ADD = "/kader/pauze/"


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    """Noor, administrator."""
    return client_for(cast.administrator)


def add(client: Client, week: str = "2026-W18", name: str = "Meivakantie", **more: str) -> Any:
    return client.post(ADD, {"week": week, "name": name} | more)


def remove(client: Client) -> Any:
    return client.post(reverse("cycles:pause-remove", args=[PauseWeek.objects.get().pk]))


@pytest.mark.shows("house-2", "S6")
def test_a_pause_week_has_no_cycle_and_everybody_reads_it(
    cast: Cast, client: Client, client_for: ClientFor
) -> None:
    builders.frame(starts_on=date(2026, 3, 2))
    builders.template(cast.team)
    assert planning.obstacle(cast.team, IsoWeek(2026, 18)) is None
    assert add(client)["Location"] == page_of(None) + "#pauze"
    refusal = planning.obstacle(cast.team, IsoWeek(2026, 18))
    assert refusal
    assert refusal.code == "pause_week"
    assert "27 april tot en met 3 mei 2026, Meivakantie" in said(
        client_for(cast.professional), reverse("cycles:frame")
    )
    assert AuditEntry.objects.get().action == "pause_week_added"


def test_a_pause_week_is_undone_and_that_too(cast: Cast, client: Client) -> None:
    add(client)
    for there in (False, True, False):
        page = client.get(page_of(None)).content.decode()
        undo = search(r'class="undo between" method="post" action="([^"]+)"', page)
        if undo:
            client.post(undo[1])
        else:
            remove(client)
        assert PauseWeek.objects.filter(week=18, name="Meivakantie").exists() == there


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"week": ""}, "Kies een week."),
        ({"week": "2026-W14"}, "Deze week kan geen pauzeweek worden."),  # it has begun
        ({"week": "2026-W99"}, "Deze week kan geen pauzeweek worden."),
        ({"week": "<b>"}, "Deze week kan geen pauzeweek worden."),
        ({"name": ""}, "Geef de pauze een naam"),
        ({"name": "x" * 81}, "er passen 80 tekens in"),
    ],
)
def test_what_cannot_be_a_pause_week_is_said_beside_the_field(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = add(client, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PauseWeek.objects.exists()


def test_the_same_week_twice_is_told_with_its_name(client: Client) -> None:
    add(client)
    answer = add(client, name="Anders")
    assert answer.status_code == 422
    assert "Deze week is al een pauzeweek: Meivakantie." in answer.content.decode()
    assert PauseWeek.objects.get().name == "Meivakantie"


def test_a_week_that_teams_published_asks_first_and_stays(cast: Cast, client: Client) -> None:
    builders.frame(starts_on=date(2026, 3, 2))
    cycle = builders.week(cast.team, "2026-W15")
    builders.week(cast.other_team, "2026-W15", published=False)
    asked = add(client, "2026-W15", "Pasen")
    assert asked.status_code == 200
    assert "1 team heeft die week al gepubliceerd" in asked.content.decode()
    assert not PauseWeek.objects.exists()
    assert add(client, "2026-W15", "Pasen", sure="1").status_code == 302
    words = said(client, page_of(None))
    assert "1 team had die week al gepubliceerd. Die week blijft staan." in words
    cycle.refresh_from_db()
    assert cycle.published_at


def test_a_week_that_has_begun_stays_a_pause_week(
    cast: Cast, client: Client, at: Callable[[str], object]
) -> None:
    add(client, "2026-W15", "Pasen")
    at("2026-04-06 09:00")
    remove(client)
    assert PauseWeek.objects.exists()
    words = said(client, page_of(None))
    assert "Deze week is al begonnen. Je kunt hem niet meer weghalen." in words
    assert "Haal weg" not in words


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["professional", "lead", "manager", "lead_and_manager", "outsider"])
def test_only_an_administrator_makes_and_removes_them(
    cast: Cast, client: Client, client_for: ClientFor, who: str
) -> None:
    add(client)
    other = client_for(cast.people[who])
    assert add(other, "2026-W20").status_code == 404
    assert remove(other).status_code == 404
    assert PauseWeek.objects.count() == 1
    words = said(other, reverse("cycles:frame"))
    assert "Meivakantie" in words
    assert "Voeg een pauzeweek toe" not in words
