"""The page of the frame: what holds now, what comes and what ended, for everybody in the unit."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import (
    DevelopmentQuestion,
    OrganisationGoal,
    PauseWeek,
    Season,
    framing,
    team_frame,
)
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.models import Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.framework.walk import page_of, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]  # Wednesday of week 14

ClientFor = Callable[[User | None], Client]
MONDAY = date(2026, 3, 30)


def goal(cast: Cast, title: str, *questions: str, season: Season, **fields: Any) -> OrganisationGoal:
    made = OrganisationGoal.objects.create(unit=cast.unit, title=title, **fields)
    DevelopmentQuestion.objects.bulk_create(DevelopmentQuestion(goal=made, text=text) for text in questions)
    season.goals.add(made)
    return made


@pytest.mark.shows("house-2", "S6")
def test_everybody_reads_the_week_of_the_season_and_what_it_is_for(cast: Cast, client_for: ClientFor) -> None:
    builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    for who in ("professional", "colleague", "lead", "manager", "administrator"):
        words = said(client_for(cast.people[who]), page_of(cast.unit))
        assert "Lente, week 5 van 12" in words
        assert "2 maart tot en met 24 mei 2026" in words
        assert "Maandoogst is er in week 4, 8 en 12 van het seizoen." in words
        assert "Inwoners krijgen binnen vijf dagen antwoord" in words
        assert "Nu duurt het twaalf dagen." in words
        assert "Hoe lezen we een aanvraag in één keer goed?" in words
        assert "Iedereen in Ruimte leest dit kader." in words


@pytest.mark.shows("house-2", "A84")
def test_without_a_frame_it_names_who_can_make_one(cast: Cast, client_for: ClientFor) -> None:
    words = said(client_for(cast.professional), reverse("cycles:frame"))
    assert "Er is nog geen kader" in words
    assert "Zonder kader is er geen weekcyclus." in words
    assert "Dirk Bos kan het kader maken." in words
    assert "Maak een kader" not in words
    builders.manager(cast.unit, given_name="Aisha", family_name="Bakr")
    assert "Dirk Bos en Aisha Bakr kunnen het kader maken." in said(
        client_for(cast.lead), reverse("cycles:frame")
    )


def test_a_unit_without_a_manager_asks_an_administrator(cast: Cast, client_for: ClientFor) -> None:
    Role.objects.filter(unit=cast.unit).delete()
    assert "Noor Visser kan het kader maken." in said(client_for(cast.lead), reverse("cycles:frame"))


@pytest.mark.shows("A84")
def test_a_lead_without_a_frame_hears_who_makes_it_and_a_manager_gets_the_way(
    cast: Cast, client_for: ClientFor
) -> None:
    builders.template(cast.team)
    week = reverse("cycles:team-week", args=[cast.team.pk, "2026-W15"])
    words = said(client_for(cast.lead), week)
    assert "Er is nog geen kader." in words
    assert "Dirk Bos kan het kader maken." in words
    builders.lead(cast.team, cast.manager)
    page = client_for(cast.manager).get(week).content.decode()
    assert reverse("cycles:frame-make", args=[cast.unit.pk, 1]) in page
    made = client_for(cast.lead).post(reverse("cycles:team-week-make", args=[cast.team.pk, "2026-W15"]))
    assert made.status_code == 422
    assert not cast.team.cycles.exists()


def test_the_frame_is_named_with_a_link_where_one_works(cast: Cast, client_for: ClientFor) -> None:
    assert "Er is nog geen kader" in said(client_for(cast.professional), reverse("cycles:my-week"))
    builders.frame(starts_on=date(2026, 3, 2))
    link = f'href="{page_of(cast.unit)}"'
    week = client_for(cast.professional).get(reverse("cycles:my-week")).content.decode()
    assert link in week
    assert "Lente, week 5 van 12" in week
    board = reverse("cycles:team-week", args=[cast.team.pk, "2026-W14"])
    assert link in client_for(cast.lead).get(board).content.decode()
    beheer = client_for(cast.administrator).get(reverse("teams:administration")).content.decode()
    assert f'href="{reverse("cycles:frame")}"' in beheer


@pytest.mark.shows("S6")
def test_after_the_last_week_the_frame_goes_on_and_says_so(cast: Cast, client_for: ClientFor) -> None:
    builders.frame(starts_on=date(2025, 12, 1))
    words = said(client_for(cast.professional), reverse("cycles:frame"))
    assert "Lente is voorbij, het kader loopt door" in words
    assert "Deze doelen gelden tot er een nieuw seizoen is." in words
    assert "Kader van Lente, loopt door" in said(client_for(cast.professional), reverse("cycles:my-week"))
    assert "Maak het volgende kader" in said(client_for(cast.manager), reverse("cycles:frame"))
    builders.frame(of=cast.unit, starts_on=date(2026, 4, 6))
    words = said(client_for(cast.professional), reverse("cycles:frame"))
    assert "tot het nieuwe seizoen begint, op maandag 6 april." in words


def test_before_the_first_season_it_says_when_it_begins(cast: Cast, client_for: ClientFor) -> None:
    builders.frame(of=cast.unit, starts_on=date(2026, 4, 6))
    words = said(client_for(cast.professional), reverse("cycles:frame"))
    assert "Het kader begint op maandag 6 april" in words
    assert "Tot die dag is er nog geen weekcyclus." in words


def test_what_comes_what_pauses_and_what_ended_can_all_be_read(cast: Cast, client_for: ClientFor) -> None:
    now = builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    goal(cast, "Een doel dat klaar is", "Wat was de vraag?", season=now, ended_on=date(2026, 3, 20))
    old = Season.objects.create(unit=cast.unit, name="Winter 2025", starts_on=date(2025, 12, 1))
    goal(cast, "Een doel van de winter", "Een vraag van de winter?", season=old)
    coming = Season.objects.create(unit=cast.unit, name="Zomer 2026", starts_on=date(2026, 6, 1), weeks=8)
    goal(cast, "Een doel voor straks", season=coming)
    PauseWeek.objects.create(year=2026, week=18, name="Meivakantie")
    words = said(client_for(cast.professional), reverse("cycles:frame"))
    assert "Zomer 2026 1 juni tot en met 26 juli 2026 Een doel voor straks" in words
    assert "Pauze in week 18 (Meivakantie)." in words
    assert "Week 18: 27 april tot en met 3 mei 2026, Meivakantie" in words
    assert "Een doel dat klaar is doel, tot 20-3-2026" in words
    assert "Winter 2025, 1 december 2025 tot en met 22 februari 2026" in words
    assert "Een doel van de winter Een vraag van de winter?" in words
    for button in ("Zet terug", "Pas aan", "Haal weg", "Voeg"):
        assert button not in words


def test_a_pause_week_says_so_above_the_frame(cast: Cast, client_for: ClientFor) -> None:
    builders.frame(starts_on=date(2026, 3, 2))
    PauseWeek.objects.create(year=2026, week=14, name="Bouwvak")
    assert "Deze week is een pauzeweek: Bouwvak." in said(
        client_for(cast.professional), reverse("cycles:frame")
    )


@pytest.mark.shows("TA1", "TA2")
def test_the_frame_of_another_unit_does_not_exist(cast: Cast, client_for: ClientFor) -> None:
    builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    for who in ("outsider", "lead_and_manager"):
        foreign = client_for(cast.people[who]).get(page_of(cast.unit))
        absent = client_for(cast.people[who]).get(reverse("cycles:frame-of", args=["999999"]))
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert foreign.content == absent.content
    assert client_for(None).get(page_of(cast.unit)).status_code == 302
    assert client_for(cast.administrator).get(page_of(cast.unit)).status_code == 200


def test_goals_of_another_unit_stay_out_of_a_shared_season(cast: Cast, client_for: ClientFor) -> None:
    season = builders.frame(starts_on=date(2026, 3, 2))
    goal(cast, "Alleen voor Ruimte", "Een vraag van Ruimte?", season=season)
    inside = said(client_for(cast.professional), reverse("cycles:frame"))
    assert "Alleen voor Ruimte" in inside
    assert "Doel van de hele organisatie" in inside
    for path in (reverse("cycles:frame"), page_of(None)):
        outside = said(client_for(cast.outsider), path)
        assert "Inwoners krijgen binnen vijf dagen antwoord" in outside
        assert "Ruimte" not in outside
    assert "Doel van Ruimte" in said(client_for(cast.administrator), page_of(None))


def test_a_manager_begins_at_what_is_managed_and_others_at_where_they_learn(
    cast: Cast, client_for: ClientFor
) -> None:
    both = builders.manager(cast.other_unit, cast.professional)
    assert "Kader, Samenleving" in said(client_for(both), reverse("cycles:frame"))
    assert "Kader, Ruimte" in said(client_for(cast.colleague), reverse("cycles:frame"))
    loose = builders.person()
    assert "Kader, Hele organisatie" in said(client_for(loose), reverse("cycles:frame"))
    assert client_for(cast.lead).get(reverse("cycles:frame")).status_code == 200


def test_looking_changes_nothing(cast: Cast, client_for: ClientFor, safe_get: Callable[..., Any]) -> None:
    builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    for person in (cast.professional, cast.manager):
        assert safe_get(client_for(person), reverse("cycles:frame")).status_code == 200


def test_it_asks_the_database_no_more_for_many_goals_than_for_one(cast: Cast, client_for: ClientFor) -> None:
    season = builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    client = client_for(cast.administrator)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page_of(cast.unit)).status_code == 200
        return len(queries)

    PauseWeek.objects.create(year=2026, week=20, name="Hemelvaart")
    client.get(page_of(cast.unit))
    one = asked()
    for number in range(6):
        goal(cast, f"Doel {number}", "Vraag een?", "Vraag twee?", season=season)
        later = (
            Season.objects.create(
                unit=cast.unit, name=f"Later {number}", starts_on=date(2026, 8, 31), weeks=4
            )
            if number == 0
            else season
        )
        goal(cast, f"Voor later {number}", season=later)
        PauseWeek.objects.create(year=2026, week=30 + number, name="Zomer")
    assert asked() == one


@pytest.mark.shows("house-6")
def test_in_english_the_page_is_there_too(cast: Cast, client_for: ClientFor) -> None:
    builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    User.objects.filter(pk=cast.manager.pk).update(language="en")
    client = client_for(cast.manager)
    for path in (page_of(cast.unit), reverse("cycles:frame-make", args=[cast.unit.pk, 1])):
        page = client.get(path)
        assert page.status_code == 200
        assert '<html lang="en"' in page.content.decode()


# Which season frames a week ------------------------------------------------------------------------


@pytest.mark.shows("S6")
def test_a_running_season_of_the_unit_is_not_pushed_aside_by_a_newer_one_of_everybody(cast: Cast) -> None:
    own = builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    everybody = builders.frame(starts_on=date(2026, 3, 16))
    assert team_frame(cast.team, IsoWeek(2026, 14)) == own
    assert team_frame(cast.other_team, IsoWeek(2026, 14)) == everybody
    assert (
        team_frame(cast.team, IsoWeek(2026, 23)) == everybody
    )  # their own ended on 24 May, this one on 7 June
    assert team_frame(cast.team, IsoWeek(2026, 30)) == everybody  # both over: the newest goes on


def test_no_season_frames_a_week_before_it_begins(cast: Cast) -> None:
    season = builders.frame(of=cast.unit, starts_on=date(2026, 4, 6))
    assert framing([season], IsoWeek(2026, 14)) is None
    assert framing([season], IsoWeek(2026, 15)) == season
    assert framing([], IsoWeek(2026, 15)) is None


@pytest.mark.shows("A84")
def test_a_season_without_a_goal_for_this_unit_is_no_frame(cast: Cast) -> None:
    season = Season.objects.create(name="Lente", starts_on=MONDAY)
    goal(cast, "Alleen voor Ruimte", season=season)
    assert team_frame(cast.team, IsoWeek(2026, 14)) == season
    assert team_frame(cast.other_team, IsoWeek(2026, 14)) is None
    OrganisationGoal.objects.update(ended_on=MONDAY)
    assert team_frame(cast.team, IsoWeek(2026, 14)) is None


def test_the_clock_of_a_reader_decides_which_week_it_is(
    cast: Cast, client_for: ClientFor, at: Callable[[str], datetime]
) -> None:
    builders.frame(starts_on=date(2026, 3, 2))
    at("2026-04-05 23:30")
    assert "week 5 van 12" in said(client_for(cast.professional), reverse("cycles:frame"))
    User.objects.filter(pk=cast.professional.pk).update(time_zone="Asia/Tokyo")
    assert "week 6 van 12" in said(client_for(cast.professional), reverse("cycles:frame"))
