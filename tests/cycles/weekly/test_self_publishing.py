"""A week that nobody published publishes itself on Thursday at 16.00, wherever no rule is broken (S6)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cycles.framework.models import PauseWeek
from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Seat, WeekCycle, WeekTemplate
from cycles.weekly.tasks import follow_changes, publish_due
from lerendwerken import schedule
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import Absence, calendar_of
from teams.structure.models import Role
from tests import builders
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-2", "S6", "planner-4")]
EASTER, PLAIN = IsoWeek(2026, 15), IsoWeek(2026, 16)
Clients = Callable[[User | None], Client]


@pytest.fixture
def team(cast: Cast, at: Any) -> Cast:
    """With a frame from week 14 on, and the rhythm of the builders since long ago."""
    at("2026-03-30 09:00")
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    return cast


def weeks() -> list[str]:
    return [str(cycle.iso) for cycle in WeekCycle.objects.published().order_by("year", "week")]


def test_not_a_minute_before_and_once_however_often_it_rings(team: Cast, at: Any):
    at("2026-04-09 15:59")
    publish_due()
    assert str(PLAIN) not in weeks()
    at("2026-04-09 16:00")
    assert publish_due() == 1
    assert publish_due() == 0
    assert str(PLAIN) in weeks()
    entry = AuditEntry.objects.get(action="week_published_itself", detail__week=str(PLAIN))
    assert entry.actor is None


def test_in_the_zone_of_the_team(team: Cast, at: Any):
    team.team.time_zone = "America/Curacao"
    team.team.save()
    at("2026-04-09 16:00")
    publish_due()
    assert str(PLAIN) not in weeks()
    at("2026-04-09 22:00")  # 16.00 there
    publish_due()
    assert str(PLAIN) in weeks()


def test_what_a_lead_published_stays_as_it_is(team: Cast, at: Any):
    cycle = planning.draft(team.team, PLAIN)
    moment = cycle.moments.get(kind=Kind.PLANNING)
    planning.move(moment, builders.local(PLAIN, "di 09:00"), by=team.lead)
    planning.publish(cycle, by=team.lead)
    at("2026-04-09 16:01")
    publish_due()
    cycle.refresh_from_db()
    moment.refresh_from_db()
    assert cycle.published_by == team.lead
    assert moment.starts_at == builders.local(PLAIN, "di 09:00")


def test_a_draft_of_the_lead_is_what_publishes_itself(team: Cast, at: Any):
    cycle = planning.draft(team.team, PLAIN)
    moment = cycle.moments.get(kind=Kind.PLANNING)
    planning.move(moment, builders.local(PLAIN, "di 09:00"), by=team.lead)
    at("2026-04-09 16:01")
    publish_due()
    moment.refresh_from_db()
    assert moment.cycle.is_published
    assert moment.starts_at == builders.local(PLAIN, "di 09:00")


@pytest.mark.shows("W1", "W4", "S5")
def test_a_moment_without_a_place_becomes_a_prompt_alone_and_says_why(
    team: Cast, at: Any, client_for: Clients
):
    at("2026-04-02 16:00")
    publish_due()
    moment = WeekCycle.objects.of_week(EASTER).get().moments.get(kind=Kind.PLANNING)
    assert (moment.form, moment.starts_at) == (Form.ALONE, None)
    seats = list(moment.seats.select_related("person"))
    assert len(seats) == 3
    for seat in seats:
        calendar = calendar_of(seat.person, EASTER.monday, EASTER.sunday)
        assert seat.starts_at
        assert seat.ends_at
        assert calendar.covers(seat.starts_at, seat.ends_at)
        assert seat.starts_at.date() > date(2026, 4, 6)
    page = client_for(team.lead).get(reverse("cycles:team-week", args=[team.team.pk, str(EASTER)]))
    said = " ".join(page.content.decode().split())
    assert "Week 15 is gepubliceerd" in said
    assert "Niet op maandag om 9.30 uur: Maandag 6 april is Tweede paasdag." in said
    revision = WeekCycle.objects.of_week(EASTER).get().revision
    client_for(team.lead).post(
        reverse("cycles:moment-move", args=[moment.pk]),
        {"day": "2026-04-07", "time": "9.30", "revision": revision},
    )
    moment.refresh_from_db()
    assert moment.form == Form.TEAM, "the lead may still give it a place"


def test_when_everything_was_down_on_thursday_the_week_still_comes(team: Cast, at: Any):
    at("2026-04-13 07:00")
    publish_due()
    assert str(PLAIN) in weeks()


def test_a_rhythm_of_today_makes_next_week_and_not_the_one_that_is_half_over(team: Cast, at: Any):
    at("2026-04-15 11:00")
    WeekTemplate.objects.update(begun_at=clock.now())
    publish_due()
    assert weeks() == []
    at("2026-04-16 16:00")
    publish_due()
    assert weeks() == ["2026-W17"]


@pytest.mark.parametrize("why", ["pause_week", "paused", "no_members", "closed", "no_frame"])
def test_nothing_is_published_where_a_rule_is_broken(team: Cast, at: Any, why: str):
    if why == "pause_week":
        for week in (15, 16):
            PauseWeek.objects.create(year=2026, week=week, name="Kermis")
    elif why == "paused":
        WeekTemplate.objects.update(paused=True)
    elif why == "no_members":
        team.team.memberships.all().delete()
    elif why == "closed":
        team.team.closed_on = date(2026, 4, 1)
        team.team.save()
    else:
        season = team.team.unit.seasons.first() or planning.team_frame(team.team, PLAIN)
        assert season
        season.goals.clear()
    at("2026-04-09 16:00")
    assert publish_due() == 0
    assert weeks() == []


def test_after_its_last_week_the_frame_goes_on_and_the_page_says_so(team: Cast, at: Any, client_for: Clients):
    at("2026-06-18 16:00")  # before week 26, the thirteenth
    publish_due()
    cycle = WeekCycle.objects.of_week(IsoWeek(2026, 26)).get()
    assert cycle.frame_continues
    page = client_for(team.lead).get(reverse("cycles:team-week", args=[team.team.pk, "2026-W26"]))
    assert "Het seizoen is voorbij. Het kader loopt door tot er een nieuw is." in page.content.decode()


# The reminder ---------------------------------------------------------------------------------------


def reminders(person: User) -> list[str]:
    return [m.subject for m in mail.outbox if person.email in m.to and "staat nog niet" in m.subject]


@pytest.mark.shows("W6", "S7")
def test_a_lead_is_reminded_once_on_wednesday_in_working_time(team: Cast, at: Any):
    for when in ("2026-04-07 16:00", "2026-04-08 00:05", "2026-04-08 08:29"):
        at(when)
        schedule.tick()
    assert reminders(team.lead) == []
    for when in ("2026-04-08 08:31", "2026-04-08 12:00", "2026-04-09 09:00"):
        at(when)
        schedule.tick()
    assert reminders(team.lead) == ["Week 16 van Vergunningen staat nog niet"]


@pytest.mark.shows("W6", "S1")
def test_a_lead_who_is_away_is_stood_in_for(team: Cast, at: Any):
    Role.objects.filter(person=team.lead, team=team.team).update(deputy=team.colleague)
    Absence.objects.create(person=team.lead, first_day=date(2026, 4, 7), last_day=date(2026, 4, 12))
    for when in ("2026-04-08 00:05", "2026-04-08 09:00", "2026-04-09 09:00"):
        at(when)
        schedule.tick()
    assert reminders(team.lead) == []
    assert reminders(team.colleague) == ["Week 16 van Vergunningen staat nog niet"]


def test_who_published_is_not_reminded(team: Cast, at: Any):
    at("2026-04-08 00:05")
    schedule.tick()
    planning.publish(planning.draft(team.team, PLAIN), by=team.lead)
    at("2026-04-08 09:00")
    schedule.tick()
    assert reminders(team.lead) == []


# Who comes later ------------------------------------------------------------------------------------


def test_a_new_member_starts_at_the_next_moment(team: Cast, at: Any):
    at("2026-04-09 16:00")
    publish_due()
    at("2026-04-14 15:00")
    new = builders.member(team.team, since=date(2026, 4, 15))
    follow_changes()
    seats = {s.moment.kind: s for s in Seat.objects.filter(person=new).select_related("moment")}
    assert seats[Kind.PLANNING].starts_at is None
    assert seats[Kind.PLANNING].reason == Seat.Reason.NOT_YET_MEMBER
    assert seats[Kind.CHECK_IN].starts_at == builders.local(PLAIN, "wo 11:00")
    assert seats[Kind.RETROSPECTIVE].starts_at == builders.local(PLAIN, "do 15:00")
