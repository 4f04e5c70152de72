"""Two leads at once: of a moment the last change counts, with what the other one did; of a week the newest is shown."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.weekly import planning
from cycles.weekly.members import duo
from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.typed import seen_of, undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen"), pytest.mark.shows("TA8", "planner-4")]
WEEK = IsoWeek(2026, 16)
MONDAY = builders.local(WEEK, "ma 09:30")
TUESDAY = {"day": "2026-04-14", "time": "8.45"}
FRIDAY = {"day": "2026-04-17", "time": "10.00"}


@pytest.fixture
def cycle(cast: Cast) -> WeekCycle:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    return planning.draft(cast.team, WEEK)


@pytest.fixture
def other(cast: Cast, client_for: Callable[[User | None], Client]) -> Client:
    return client_for(builders.lead(cast.team, given_name="Femke"))


def weekstart(cycle: WeekCycle) -> Moment:
    return cycle.moments.get(kind=Kind.PLANNING)


def url(cycle: WeekCycle, name: str = "team-week") -> str:
    return reverse(f"cycles:{name}", args=[cycle.team_id, str(WEEK)])


def act(client: Client, name: str, moment: Moment, **given: Any) -> str:
    """The page that follows."""
    path = reverse(f"cycles:moment-{name}", args=[moment.pk])
    return " ".join(client.post(path, given, follow=True).content.decode().split())


def test_the_last_move_counts_says_what_the_other_did_and_puts_that_back(
    cycle: WeekCycle, lead: Client, other: Client
):
    moment = weekstart(cycle)
    seen = seen_of(lead.get(url(cycle)).content.decode(), moment)
    act(other, "move", moment, **FRIDAY, seen=seen)
    page = act(lead, "move", moment, **TUESDAY, seen=seen)
    assert "De Weekstart staat nu op dinsdag 14 april om 8.45 uur." in page
    assert "Femke had de Weekstart intussen op vrijdag 17 april om 10.00 uur gezet." in page
    moment.refresh_from_db()
    assert moment.starts_at == builders.local(WEEK, "di 08:45")
    lead.post(undo_of(page))
    moment.refresh_from_db()
    assert moment.starts_at == builders.local(WEEK, "vr 10:00"), "what the other lead chose is not lost"


def test_what_nobody_else_touched_is_changed_without_a_word_about_others(
    cycle: WeekCycle, lead: Client, other: Client
):
    moment, later = weekstart(cycle), cycle.moments.get(kind=Kind.RETROSPECTIVE)
    seen = seen_of(lead.get(url(cycle)).content.decode(), moment)
    act(other, "move", later, **FRIDAY)
    page = act(lead, "move", moment, **TUESDAY, seen=seen)
    assert "staat nu op dinsdag 14 april" in page, "a change elsewhere in the week refuses nothing"
    assert "intussen" not in page


def test_a_move_over_a_cancellation_and_a_cancellation_over_a_move(
    cycle: WeekCycle, lead: Client, other: Client
):
    moment = weekstart(cycle)
    seen = seen_of(lead.get(url(cycle)).content.decode(), moment)
    act(other, "cancel", moment, cause="work_pressure", seen=seen)
    page = act(lead, "move", moment, **TUESDAY, seen=seen)
    assert "Femke had de Weekstart intussen laten vervallen: werkdruk." in page
    moment.refresh_from_db()
    assert (moment.is_cancelled, moment.starts_at) == (False, builders.local(WEEK, "di 08:45"))
    lead.post(undo_of(page))
    moment.refresh_from_db()
    assert (moment.cancelled_cause, moment.starts_at) == ("work_pressure", MONDAY)
    page = act(other, "cancel", moment, cause="holiday", seen=seen)
    assert "Marieke had de Weekstart intussen laten vervallen: werkdruk." in page
    moment.refresh_from_db()
    assert moment.cancelled_cause == "holiday"


def test_taking_back_over_a_later_change_of_the_other_says_so_and_can_be_taken_back_too(
    cycle: WeekCycle, lead: Client, other: Client
):
    moment = weekstart(cycle)
    mine = act(lead, "move", moment, **TUESDAY)
    act(other, "move", moment, **FRIDAY)
    page = lead.post(undo_of(mine), follow=True).content.decode()
    assert "Het moment staat weer zoals het stond." in page
    assert "Femke had de Weekstart intussen op vrijdag 17 april om 10.00 uur gezet." in page
    moment.refresh_from_db()
    assert moment.starts_at == MONDAY
    lead.post(undo_of(page))
    moment.refresh_from_db()
    assert moment.starts_at == builders.local(WEEK, "vr 10:00")


@pytest.mark.shows("S11")
def test_what_a_duo_did_itself_is_in_no_field_and_no_sentence_of_a_lead(
    cast: Cast, cycle: WeekCycle, lead: Client
):
    builders.member(cast.team)
    cycle.delete()
    cycle = planning.draft(cast.team, WEEK)  # two duos
    planning.publish(cycle, by=cast.lead)
    hour = cycle.moments.get(kind=Kind.LEARNING_HOUR, pair=1)
    person = User.objects.get(pk=hour.members[0])

    def shown() -> str:
        page = lead.get(url(cycle)).content.decode()
        return re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]+"', "", page)

    before = shown()
    duo.cancel(hour, by=person)
    assert shown() == before
    page = act(lead, "cancel", hour, cause="other", seen=seen_of(shown(), hour))
    assert "Het Leerwerkuur vervalt deze week." in page
    assert "intussen" not in page
    lead.post(undo_of(page))
    hour.refresh_from_db()
    assert hour.is_cancelled, "what the duo cancelled stays the duo's"
    assert not hour.cancelled_cause


def test_publishing_an_older_state_shows_what_changed_and_publishes_that_with_one_press(
    cycle: WeekCycle, lead: Client, other: Client
):
    moment = weekstart(cycle)
    page = lead.get(url(cycle)).content.decode()
    seen = [f"{m.pk}={seen_of(page, m)}" for m in cycle.moments.all()]
    act(other, "move", moment, **FRIDAY)
    answer = lead.post(url(cycle, "team-week-publish"), {"revision": cycle.revision, "seen": seen})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert not WeekCycle.objects.published().exists()
    assert "Een ander veranderde deze week intussen." in page
    assert "<li>De Weekstart staat nu op vrijdag 17 april om 10.00 uur. (Femke)</li>" in page
    assert page.count("(Femke)") == 1, "nothing else changed"
    assert "Publiceer week 16 zoals hij nu is" in page
    cycle.refresh_from_db()
    assert f'name="revision" value="{cycle.revision}"' in page
    lead.post(url(cycle, "team-week-publish"), {"revision": cycle.revision})
    assert WeekCycle.objects.published().exists()
