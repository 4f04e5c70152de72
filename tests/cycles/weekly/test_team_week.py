"""The page of a team's week: made, published, moved and cancelled by its lead; read by the team; nobody else's."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import PauseWeek
from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.audit.models import AuditEntry
from teams.hours.models import ClosedDay
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import PLAIN, Clients, url
from tests.cycles.weekly.typed import undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("frozen")]
THIS, EASTER = IsoWeek(2026, 14), IsoWeek(2026, 15)


def made(cast: Cast, week: IsoWeek = PLAIN, *, published: bool = False) -> WeekCycle:
    cycle = planning.draft(cast.team, week)
    if published:
        planning.publish(cycle, by=cast.lead)
    return cycle


def text(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def act(client: Client, name: str, moment: Moment, **given: Any) -> Any:
    return client.post(reverse(f"cycles:moment-{name}", args=[moment.pk]), given)


# Making and publishing ------------------------------------------------------------------------------


@pytest.mark.shows("house-2")
def test_a_lead_makes_a_week_looks_and_publishes_it(
    cast: Cast, rhythm: None, lead: Client, client_for: Clients
):
    member = client_for(cast.professional)
    assert "Week 16 is nog niet gemaakt" in text(lead, url(cast))
    lead.post(url(cast, name="team-week-make"))
    cycle = WeekCycle.objects.get()
    assert "Week 16 is klaar om te publiceren" in text(lead, url(cast))
    assert "Week 16 is nog niet gepubliceerd" in text(member, url(cast))
    assert "Weekstart 9.30" not in text(member, url(cast))
    answer = lead.post(url(cast, name="team-week-publish"), {"revision": cycle.revision}, follow=True)
    assert "Week 16 is gepubliceerd" in answer.content.decode()
    assert "Weekstart 9.30" in text(member, url(cast))
    entry = AuditEntry.objects.get(action="week_published")
    assert (entry.actor, entry.detail["week"]) == (cast.lead, "2026-W16")


def test_making_and_publishing_twice_is_once(cast: Cast, rhythm: None, lead: Client):
    for _ in range(2):
        lead.post(url(cast, name="team-week-make"))
    moments = Moment.objects.count()
    for _ in range(2):
        lead.post(url(cast, name="team-week-publish"))
    assert (WeekCycle.objects.count(), Moment.objects.count()) == (1, moments)
    assert AuditEntry.objects.filter(action="week_published").count() == 1


def test_a_team_without_a_rhythm_may_begin_with_the_usual_one(cast: Cast, lead: Client):
    builders.frame(starts_on=date(2026, 3, 30))
    assert "Je team heeft nog geen ritme." in text(lead, url(cast))
    assert lead.post(url(cast, name="team-week-make")).status_code == 422
    answer = lead.post(url(cast, name="team-week-make"), {"rhythm": "1"}, follow=True)
    assert "Week 16 is klaar om te publiceren" in answer.content.decode()
    assert AuditEntry.objects.get(action="rhythm_made").actor == cast.lead
    assert "Het ritme van je team" in text(lead, reverse("cycles:team-rhythm", args=[cast.team.pk]))


@pytest.mark.shows("S4", "S5")
def test_who_leaves_earlier_and_who_gets_it_alone_is_said_to_the_lead_only(
    cast: Cast, rhythm: None, lead: Client, client_for: Clients
):
    short = builders.member(cast.team, "Aisha", hours=None)
    builders.pattern(short, builders.shifts([0, 3], end="15:00"), hours=12)
    builders.absence(cast.colleague, PLAIN.monday)
    made(cast, published=True)
    page = text(lead, url(cast))
    assert "Aisha is om 9.40 uur klaar" in page
    assert "Alleen, in werktijd: Joost." in page
    read = text(client_for(cast.professional), url(cast))
    assert "Aisha is om" not in read
    assert "Alleen, in werktijd: Joost." not in read


@pytest.mark.shows("A84")
def test_without_a_frame_there_is_no_week_and_the_page_says_what_now(cast: Cast, lead: Client):
    builders.template(cast.team)
    assert "Er is nog geen kader." in text(lead, url(cast))
    assert lead.post(url(cast, name="team-week-make")).status_code == 422
    assert not WeekCycle.objects.exists()


@pytest.mark.shows("S6")
def test_a_pause_week_and_a_week_that_is_over_are_not_made(cast: Cast, rhythm: None, lead: Client):
    PauseWeek.objects.create(year=2026, week=16, name="Kermis")
    assert "Dit is een pauzeweek: Kermis." in text(lead, url(cast))
    assert lead.post(url(cast, name="team-week-make")).status_code == 422
    assert "Deze week is voorbij." in text(lead, url(cast, THIS - 1))
    assert lead.post(url(cast, THIS - 1, "team-week-make")).status_code == 422
    assert not WeekCycle.objects.exists()


@pytest.mark.shows("house-2", "W4")
def test_a_holiday_is_said_in_words_with_a_better_day_and_blocks_publishing(
    cast: Cast, rhythm: None, lead: Client
):
    cycle = made(cast, EASTER)
    page = text(lead, url(cast, EASTER))
    assert "Week 15 heeft nog één besluit nodig" in page
    assert "Maandag 6 april is Tweede paasdag." in page
    assert (
        "Een beter moment is <strong>dinsdag 7 april van 9.30 tot 9.50 uur</strong>. Dan werken alle 3"
        in page
    )
    assert "Eerst het besluit over de Weekstart" in page
    answer = lead.post(url(cast, EASTER, "team-week-publish"), {"revision": cycle.revision})
    assert answer.status_code == 422
    assert "Kies eerst een plek voor: Weekstart." in answer.content.decode()
    waiting = cycle.moments.get(kind=Kind.PLANNING)
    assert act(lead, "move", waiting, day="2026-04-07", time="9.30").status_code == 302
    cycle.refresh_from_db()
    assert lead.post(url(cast, EASTER, "team-week-publish"), {"revision": cycle.revision}).status_code == 302


@pytest.mark.shows("house-2", "W1", "W4")
def test_a_holiday_on_the_only_common_day_leaves_no_place_together(cast: Cast, client_for: Clients):
    builders.frame(starts_on=date(2026, 3, 30))
    part = builders.team("Bodem", of=cast.unit)
    for days in ([0, 1], [0, 2], [0, 3], [0, 4], [0]):
        builders.pattern(builders.member(part, hours=None), builders.shifts(days), hours=14)
    builders.template(part, [(Kind.PLANNING, Form.TEAM, 0, "09:30", 20)])
    boss = builders.lead(part)
    cycle = planning.draft(part, EASTER)
    client = client_for(boss)
    page = text(client, reverse("cycles:team-week", args=[part.pk, str(EASTER)]))
    assert "Maandag 6 april is Tweede paasdag." in page
    assert "Deze week is er geen beter moment." in page
    waiting = cycle.moments.get()
    refused = act(client, "move", waiting, day="2026-04-07", time="9.30")
    assert refused.status_code == 422
    assert "Dan werken maar 1 van de 4 collega’s." in refused.content.decode()
    assert act(client, "move", waiting, alone="1").status_code == 302
    planning.publish(WeekCycle.objects.get(), by=boss)
    seats = Seat.objects.filter(moment=waiting, reason="")
    assert seats.count() == 4
    for seat in seats:
        assert seat.alone
        assert seat.starts_at.date() != date(2026, 4, 6)
    assert Seat.objects.get(moment=waiting, starts_at=None).reason, (
        "who works on that Monday only has a reason"
    )


# Moving, cancelling, back ---------------------------------------------------------------------------

REFUSED = [
    ({"day": "2026-04-13", "time": "7.00"}, "Dan werkt er niemand."),
    ({"day": "2026-04-18", "time": "10.00"}, "Dan werkt er niemand."),
    ({"day": "2026-04-16", "time": "15.10"}, "Dan is er al een ander moment."),
    ({"day": "2026-04-13", "time": "half tien"}, "Dit is geen tijd. Schrijf bijvoorbeeld 8.30."),
    ({"day": "2026-04-13", "time": ""}, "Vul een tijd in, zoals 9.30."),
    ({"day": "2026-04-27", "time": "10.00"}, "Kies een dag van deze week."),
    ({"day": "ooit", "time": "10.00"}, "Kies een dag van deze week."),
]


@pytest.mark.shows("house-2", "W1", "W4")
@pytest.mark.parametrize(("typed", "words"), REFUSED, ids=[str(t) for t, _w in REFUSED])
def test_a_place_that_cannot_be_is_refused_beside_what_was_typed(
    cast: Cast, rhythm: None, lead: Client, typed: dict[str, str], words: str
):
    moment = made(cast).moments.get(kind=Kind.PLANNING)
    answer = act(lead, "move", moment, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'id="m{moment.pk}_' in page
    if typed["time"]:
        assert f'value="{typed["time"]}"' in page
    before = moment.starts_at
    moment.refresh_from_db()
    assert moment.starts_at == before
    assert not AuditEntry.objects.filter(action="moment_moved").exists()


def test_a_move_shows_everywhere_and_is_taken_back(
    cast: Cast, rhythm: None, lead: Client, client_for: Clients
):
    moment = made(cast, published=True).moments.get(kind=Kind.PLANNING)
    page = act(lead, "move", moment, day="2026-04-14", time="8.45").headers["Location"]
    page = lead.get(page).content.decode()
    assert "De Weekstart staat nu op dinsdag 14 april om 8.45 uur." in page
    assert "Weekstart 8.45" in text(client_for(cast.professional), url(cast))
    lead.post(undo_of(page))
    moment.refresh_from_db()
    assert moment.starts_at == builders.local(PLAIN, "ma 09:30")
    again = lead.post(undo_of(page), follow=True)
    assert "Er is niets meer om terug te zetten." in again.content.decode(), "a second press does nothing"
    moment.refresh_from_db()
    assert moment.starts_at == builders.local(PLAIN, "ma 09:30")


@pytest.mark.shows("W7")
def test_a_moment_falls_away_with_a_cause_of_the_team_and_comes_back(cast: Cast, rhythm: None, lead: Client):
    moment = made(cast, published=True).moments.get(kind=Kind.CHECK_IN)
    assert act(lead, "cancel", moment, cause="").status_code == 422
    assert act(lead, "cancel", moment, cause="geen zin").status_code == 422
    page = lead.get(act(lead, "cancel", moment, cause="work_pressure").headers["Location"]).content.decode()
    assert "De Tussenstand vervalt deze week." in page
    assert "vervallen, werkdruk" in " ".join(page.split())
    act(lead, "cancel", moment, cause="work_pressure")
    assert AuditEntry.objects.filter(action="moment_cancelled").count() == 1, "twice is once"
    undo = undo_of(page)
    lead.post(undo)
    moment.refresh_from_db()
    assert not moment.is_cancelled
    assert "vervallen, werkdruk" not in text(lead, url(cast))


def test_a_moment_that_has_begun_stays_where_it_is(cast: Cast, rhythm: None, lead: Client, at: Any):
    moment = made(cast, published=True).moments.get(kind=Kind.PLANNING)
    at("2026-04-13 09:35")
    answer = act(lead, "move", moment, day="2026-04-14", time="9.30")
    assert answer.status_code == 422
    assert "Dit moment is al begonnen." in answer.content.decode()
    at("2026-04-13 09:55")
    answer = act(lead, "cancel", moment, cause="other")
    assert answer.status_code == 422
    assert "Dit moment is al doorgegaan." in answer.content.decode()


def test_the_learning_hour_of_all_duos_falls_away_at_once(cast: Cast, rhythm: None, lead: Client):
    for _ in range(2):
        builders.member(cast.team)
    duos = list(made(cast, published=True).moments.filter(kind=Kind.LEARNING_HOUR))
    assert len(duos) == 2
    act(lead, "cancel", duos[0], cause="holiday")
    assert not Moment.objects.planned().filter(kind=Kind.LEARNING_HOUR).exists()


# Who ------------------------------------------------------------------------------------------------


def test_the_team_reads_its_published_week_and_finds_nothing_to_change(
    cast: Cast, rhythm: None, lead: Client, client_for: Clients
):
    cycle = made(cast, published=True)
    guest = client_for(builders.member(cast.team, kind="guest"))
    assert "/verplaatsen/" in text(lead, url(cast))
    for client in (client_for(cast.professional), guest):
        page = text(client, url(cast))
        assert "Weekstart 9.30" in page
        for path in ("/verplaatsen/", "/vervallen/", "/publiceren/", "/maken/", "/ritme/", "Verander"):
            assert path not in page
    member = client_for(cast.professional)
    before = list(Moment.objects.order_by("pk").values())
    moment = cycle.moments.get(kind=Kind.PLANNING)
    assert act(member, "move", moment, day="2026-04-14", time="8.45").status_code == 404
    assert act(member, "cancel", moment, cause="other").status_code == 404
    assert act(member, "restore", moment).status_code == 404
    for name in ("team-week-make", "team-week-publish"):
        assert member.post(url(cast, name=name)).status_code == 404
    assert list(Moment.objects.order_by("pk").values()) == before


@pytest.mark.shows("TA1", "TA2", "S18")
@pytest.mark.parametrize("who", ["manager", "administrator", "outsider", "lead_and_manager"])
def test_nobody_else_sees_who_is_there_when(cast: Cast, rhythm: None, client_for: Clients, who: str):
    moment = made(cast, published=True).moments.get(kind=Kind.PLANNING)
    client = client_for(cast.people[who])
    nowhere = client.get(reverse("cycles:team-week", args=[99999, str(PLAIN)]))
    answer = client.get(url(cast))
    assert answer.status_code == nowhere.status_code == 404
    assert client.post(url(cast, name="team-week-publish")).status_code == 404
    assert act(client, "move", moment, day="2026-04-14", time="8.45").status_code == 404
    assert act(client, "cancel", moment, cause="other").status_code == 404


def test_a_week_that_is_no_week_or_far_away_is_not_there(cast: Cast, rhythm: None, lead: Client):
    for week in ("2026-W54", "x", "2031-W01", "2019-W01"):
        assert lead.get(reverse("cycles:team-week", args=[cast.team.pk, week])).status_code == 404


# Never who did something ------------------------------------------------------------------------------


@pytest.mark.shows("S10", "S11", "W5")
def test_absence_is_a_word_in_the_planner_and_nothing_of_yesterday_has_names(
    cast: Cast, rhythm: None, lead: Client, at: Any
):
    at("2026-03-29 12:00")
    made(cast, THIS, published=True)
    builders.absence(cast.professional, date(2026, 4, 2), date(2026, 4, 2))
    at("2026-04-01 10:00")
    page = text(lead, url(cast, THIS))
    assert page.count("<span>afwezig</span>") == 1
    assert "Weekstart 9.30<br><span>doorgegaan</span>" in page
    at("2026-04-08 10:00")
    page = text(lead, url(cast, THIS))
    for name in ("Fatima", "Joost"):
        assert name not in page, "a week that is over has no names"
    assert "afwezig" not in page
    assert "Week 14 is voorbij" in page
    assert "doorgegaan" in text(lead, url(cast, EASTER)), "and the next page says how it went"


@pytest.mark.shows("W7")
@pytest.mark.parametrize(
    ("cause", "kinds", "said"),
    [
        ("other", [Kind.CHECK_IN], "In week 16 verviel Tussenstand om een andere reden."),
        (
            "work_pressure",
            [Kind.CHECK_IN, Kind.RETROSPECTIVE],
            "In week 16 vervielen Tussenstand en Weekoogst door werkdruk.",
        ),
    ],
)
def test_an_earlier_week_says_what_fell_away_and_why(
    cast: Cast, rhythm: None, lead: Client, at: Any, cause: str, kinds: list[Kind], said: str
):
    for moment in made(cast, published=True).moments.filter(kind__in=kinds):
        planning.cancel(moment, cause, by=cast.lead)
    made(cast, PLAIN + 1, published=True)
    at("2026-04-28 08:00")
    assert said in text(lead, url(cast, PLAIN + 2))


def test_looking_writes_nothing_and_costs_the_same_for_a_large_team(
    cast: Cast, rhythm: None, lead: Client, client_for: Clients, safe_get: Callable[..., Any]
):
    def counts() -> tuple[int, ...]:
        found = []
        for client, week in ((lead, EASTER), (lead, PLAIN), (client_for(cast.professional), PLAIN)):
            client.get(url(cast, week))
            with CaptureQueriesContext(connection) as queries:
                client.get(url(cast, week))
            found.append(len(queries))
        return tuple(found)

    made(cast, EASTER)
    cycle = made(cast, published=True)
    safe_get(lead, url(cast))
    few = counts()
    for _ in range(13):
        builders.member(cast.team)
    WeekCycle.objects.all().delete()
    made(cast, EASTER)
    made(cast, published=True)
    assert counts() == few
    assert cycle.pk != WeekCycle.objects.latest("pk").pk


def test_closed_days_of_the_organisation_count_as_holidays(cast: Cast, rhythm: None, lead: Client):
    ClosedDay.objects.create(day=PLAIN.monday + timedelta(days=3), name="Teamdag")
    made(cast)
    assert "Donderdag 16 april is Teamdag." in text(lead, url(cast))


# Small teams (S8) -------------------------------------------------------------------------------------


@pytest.mark.shows("S8")
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_small_team_gets_every_moment(cast: Cast, size: int):
    builders.frame(starts_on=date(2026, 3, 30))
    small = builders.team("Bodem", of=cast.unit)
    people = [builders.member(small) for _ in range(size)]
    builders.template(small)
    cycle = planning.draft(small, PLAIN)
    planning.publish(cycle, by=builders.lead(small))
    for person in people:
        seats = Seat.objects.filter(person=person, starts_at__isnull=False)
        kinds = {seat.moment.kind for seat in seats.select_related("moment")}
        assert kinds == {Kind.PLANNING, Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE}
    duos = cycle.moments.filter(kind=Kind.LEARNING_HOUR, form=Form.DUO)
    assert [len(duo.members) for duo in duos] == {1: [], 2: [2], 3: [3]}[size]
