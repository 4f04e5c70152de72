"""Whatever a lead does or looks at, a duo that let its own hour fall looks like one that did not (S11).

Each walk is lived twice from the same week, once with a duo that cancelled; every page of the lead must be the same.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cycles.weekly import planning
from cycles.weekly.members import duo
from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken import schedule
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import BusyTime
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("planner-1", "S11", "TA1")]
WEEK = IsoWeek(2026, 16)
type Walk = Callable[[WeekCycle, Client, Hands], object]


@pytest.fixture
def cycle(cast: Cast, at: Hands) -> WeekCycle:
    """Six members in three duos, and a guest who could be asked."""
    at("2026-04-13 08:40")
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    for name in ("Aisha", "Sven", "Bram"):
        builders.member(cast.team, name)
    builders.member(cast.team, who=cast.outsider, kind=Membership.Kind.GUEST)
    made = planning.draft(cast.team, WEEK)
    planning.publish(made, by=cast.lead)
    schedule.tick()
    return made


def first(cycle: WeekCycle, pair: int = 1) -> Moment:
    return Moment.objects.select_related("cycle__team").get(cycle=cycle, kind=Kind.LEARNING_HOUR, pair=pair)


def one_of(cycle: WeekCycle) -> User:
    return User.objects.get(pk=first(cycle).members[0])


def only_looks(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    """Does nothing."""


def moves_it(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    typed = {"day": "2026-04-16", "time": "9.00"}
    lead.post(reverse("cycles:moment-move", args=[first(cycle).pk]), typed)


def one_is_away(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    builders.absence(one_of(cycle), date(2026, 4, 14))


def one_is_busy(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    start, end = builders.local(WEEK, "di 09:30"), builders.local(WEEK, "di 11:30")
    BusyTime.objects.create(person=one_of(cycle), starts_at=start, ends_at=end)


def one_leaves(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    Membership.objects.filter(person=one_of(cycle)).update(until=date(2026, 4, 13))


def cancels_for_all(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    lead.post(reverse("cycles:moment-cancel", args=[first(cycle, 2).pk]), {"cause": "work_pressure"})


def cancels_what_is_left(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    """The other duos have had their hour by then: that went on, whenever the first one let its own fall."""
    moves_it(cycle, lead, at)
    at("2026-04-14 12:30")
    lead.post(reverse("cycles:moment-cancel", args=[first(cycle).pk]), {"cause": "work_pressure"})


def cancels_and_restores(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    cancels_for_all(cycle, lead, at)
    schedule.tick()
    lead.post(reverse("cycles:moment-restore", args=[first(cycle, 2).pk]))


def swaps(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    typed = {"one": first(cycle).members[0], "other": first(cycle, 2).members[0]}
    lead.post(reverse("cycles:team-duos", args=[cycle.team_id, str(WEEK)]), typed)


def comes_back_after_the_hour(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    at("2026-04-14 12:30")


def makes_the_next_week(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    at("2026-04-16 16:30")
    planning.draft(cycle.team, WEEK + 1)


def comes_back_a_week_later(cycle: WeekCycle, lead: Client, at: Hands) -> None:
    at("2026-04-20 12:30")


def sees(cycle: WeekCycle, lead: Client) -> dict[str, str]:
    """Every page and answer that a lead can ask for about this week."""
    pages = {
        name: reverse(f"cycles:{name}", args=[cycle.team_id, str(WEEK)])
        for name in ("team-week", "team-season", "team-duos")
    }
    pages["next"] = reverse("cycles:team-week", args=[cycle.team_id, str(WEEK + 1)])
    found: dict[str, Any] = {name: lead.get(url) for name, url in pages.items()}
    for moment in cycle.moments.order_by("pk"):
        what = f"{moment.kind} {moment.pair}"
        found[f"ask {what}"] = lead.get(reverse("cycles:moment-ask", args=[moment.pk]))
        for day, time in (("14", "9.00"), ("14", "10.00"), ("15", "10.15"), ("16", "14.00")):
            found[f"would {what} on {day} at {time}"] = lead.get(
                reverse("cycles:moment-would-do", args=[moment.pk]), {"day": f"2026-04-{day}", "time": time}
            )
    return {name: plain(answer.content.decode()) for name, answer in found.items()}


def count_anew() -> None:
    """PostgreSQL takes back rows but no numbers: what a walk makes would have another one each time."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [WeekCycle, Moment]):
            cursor.execute(statement)


def plain(page: str) -> str:
    """Without what differs each time."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+|nonce="[^"]+', "", page)


FEW = [only_looks, moves_it, cancels_for_all, cancels_what_is_left]
MANY = [
    one_is_away, one_is_busy, one_leaves, cancels_and_restores, swaps, comes_back_after_the_hour,
    makes_the_next_week, comes_back_a_week_later,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "walk", [*FEW, *(pytest.param(walk, marks=pytest.mark.full) for walk in MANY)], ids=lambda w: w.__name__
)
def test_a_lead_sees_the_same_with_and_without_a_duo_that_cancelled(
    cast: Cast, cycle: WeekCycle, at: Hands, client_for: Callable[[User | None], Client], walk: Walk
) -> None:
    lead, seen = client_for(cast.lead), []
    for cancels in (False, True):
        point = transaction.savepoint_create()
        count_anew()
        at("2026-04-13 08:45")
        if cancels:
            duo.cancel(first(cycle), by=one_of(cycle))
        walk(cycle, lead, at)
        schedule.tick()
        schedule.tick()
        seen.append(sees(cycle, lead))
        transaction.savepoint_rollback(point)
    assert [name for name in seen[0] if seen[0][name] != seen[1][name]] == []


def test_the_duo_itself_sees_that_it_cancelled(
    cast: Cast, cycle: WeekCycle, client_for: Callable[[User | None], Client]
) -> None:
    """The comparison above would be worth nothing if nothing had changed."""
    moment = first(cycle)
    mine = client_for(one_of(cycle))
    before = plain(mine.get(reverse("cycles:my-week")).content.decode())
    duo.cancel(moment, by=one_of(cycle))
    after = plain(mine.get(reverse("cycles:my-week")).content.decode())
    assert "vervallen" in after
    assert "vervallen" not in before
