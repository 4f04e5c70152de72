"""The whole season of a team, for its lead: what stands where, who would miss what by their hours, and what helps."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import PauseWeek
from cycles.weekly import planning
from cycles.weekly.members import duo
from cycles.weekly.models import Form, Kind, TemplateMoment
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import Clients
from tests.cycles.weekly.typed import undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PLAIN = IsoWeek(2026, 16)


@pytest.fixture
def season(cast: Cast) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)


def url(cast: Cast, week: IsoWeek = PLAIN, name: str = "team-season") -> str:
    return reverse(f"cycles:{name}", args=[cast.team.pk, str(week)])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def row(page: str, week: int) -> str:
    begin = page.index(f">Week {week}<")
    return page[begin : page.index("</tr>", begin)]


@pytest.mark.shows("planner-4", "planner-5")
def test_every_week_of_the_season_says_what_stands_where_and_how_it_is_with_it(
    cast: Cast, season: None, lead: Client, safe_get: Callable[..., Any]
):
    PauseWeek.objects.create(year=2026, week=18, name="Meivakantie")
    cycle = planning.draft(cast.team, PLAIN)
    planning.cancel(cycle.moments.get(kind=Kind.CHECK_IN), "work_pressure", by=cast.lead)
    planning.publish(cycle, by=cast.lead)
    planning.draft(cast.team, IsoWeek(2026, 15))
    page = text(safe_get(lead, url(cast)))
    plain = row(page, 16)
    assert "13 april, gepubliceerd" in plain
    assert "ma 13, 9.30" in plain
    assert "3 van 3" in plain
    assert "in duo’s" in plain
    assert "vervallen, werkdruk" in plain
    assert "Maandag 6 april is Tweede paasdag." in row(page, 15)
    assert "Meivakantie" in page[page.index("Week 18") :][:200]
    assert "nog niet gemaakt" in row(page, 19)
    assert "Maandoogst" in row(page, 25), "week 12 of the season"
    assert "Iedereen kan bij elk moment" in page


@pytest.mark.shows("W7", "S11")
def test_the_page_holds_the_books_of_the_published_weeks(
    cast: Cast, season: None, lead: Client, at: Callable[[str], object]
):
    cycle = planning.draft(cast.team, PLAIN)
    planning.publish(cycle, by=cast.lead)
    planning.cancel(cycle.moments.get(kind=Kind.CHECK_IN), "work_pressure", by=cast.lead)
    at("2026-04-20 09:00")
    page = text(lead.get(url(cast)))
    books = page[page.index('id="doorgegaan"') :]
    row_of = books[books.index("Week 16") : books.index("</tr>", books.index("Week 16"))]
    said = " ".join(re.sub("<[^>]+>", " ", row_of).split())
    assert said == "Week 16 4 (120 min) 3 (110 min) 0 1 (10 min) werkdruk"


@pytest.mark.shows("W3")
def test_who_would_miss_a_moment_is_counted_by_hours_and_one_press_sets_the_second_place_that_helps(
    cast: Cast, season: None, lead: Client
):
    part = builders.member(cast.team, "Aisha", hours=None)
    builders.pattern(part, builders.shifts([1, 2]), hours=14)
    kind = TemplateMoment.objects.filter(template__team=cast.team, kind=Kind.PLANNING)
    others = [cast.lead, cast.professional, cast.colleague]
    for person in others[1:]:
        builders.pattern(person, builders.shifts([0, 3, 4]), hours=21, since=date(2026, 3, 30))
    page = text(lead.get(url(cast)))
    assert "Aisha:" in page
    assert "tweede plek</button>" in page
    sent = {"kind": "planning", "weekday": "1", "starts": "10:00"}
    page = text(lead.post(url(cast, name="team-second-place"), sent, follow=True))
    assert "Dinsdag om 10.00 uur is nu de tweede plek van de Weekstart." in page
    assert (kind.get().second_weekday, kind.get().second_starts) == (1, time(10))
    lead.post(undo_of(page))
    assert kind.get().second_weekday is None


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "planning", "weekday": "9", "starts": "10:00"},
        {"kind": "x", "weekday": "1"},
        {"kind": "planning", "weekday": "1", "starts": "10:00+01:00"},
        {"kind": "planning", "weekday": "1", "starts": "10:07:33.5"},
    ],
)
def test_a_place_that_the_page_does_not_offer_is_not_there(
    cast: Cast, season: None, lead: Client, sent: dict[str, str]
):
    assert lead.post(url(cast, name="team-second-place"), sent).status_code == 404
    assert not TemplateMoment.objects.exclude(second_weekday=None).exists()


@pytest.mark.shows("S10", "S11", "W7")
def test_nothing_about_a_week_that_is_over_names_anybody_and_a_duos_own_doing_is_nowhere(
    cast: Cast, season: None, lead: Client, at: Any
):
    at("2026-03-29 12:00")
    cycle = planning.draft(cast.team, IsoWeek(2026, 14))
    planning.publish(cycle, by=cast.lead)
    builders.absence(cast.professional, date(2026, 3, 30), date(2026, 3, 30))
    at("2026-03-30 08:00")
    before = text(lead.get(url(cast))).split("<main")[1]
    moment = cycle.moments.get(kind=Kind.LEARNING_HOUR, form=Form.DUO)
    duo.cancel(moment, by=User.objects.get(pk=moment.members[0]))
    assert text(lead.get(url(cast))).split("<main")[1] == before
    at("2026-04-20 10:00")
    page = row(text(lead.get(url(cast))), 14)
    assert "voorbij" in page
    assert " van 3" not in page
    assert "Fatima" not in page


@pytest.mark.shows("TA1", "S18")
@pytest.mark.parametrize("who", ["professional", "manager", "administrator", "outsider", "lead_and_manager"])
def test_only_the_lead_of_the_team_sees_its_season(cast: Cast, season: None, client_for: Clients, who: str):
    client = client_for(cast.people[who])
    assert client.get(url(cast)).status_code == 404
    assert client.post(url(cast, name="team-second-place")).status_code == 404


def test_without_a_frame_and_after_a_season_the_page_says_what_there_is(cast: Cast, lead: Client):
    builders.template(cast.team)
    assert "Er is nog geen kader." in text(lead.get(url(cast)))
    builders.frame(starts_on=date(2025, 12, 1))
    page = text(lead.get(url(cast)))
    assert ">Week 16<" in page
    assert ">Week 27<" in page, "the frame goes on: twelve weeks from here"


@pytest.mark.shows("planner-5")
def test_the_season_costs_as_many_queries_for_a_large_team(cast: Cast, season: None, lead: Client):
    def count() -> int:
        lead.get(url(cast))
        with CaptureQueriesContext(connection) as queries:
            lead.get(url(cast))
        return len(queries)

    planning.draft(cast.team, PLAIN)
    few = count()
    for _ in range(12):
        builders.member(cast.team)
    planning.draft(cast.team, PLAIN + 1)
    assert count() == few
