"""The team's ledger: what was planned, held, elsewhere and fallen away, and nothing that tells on anybody."""

import itertools
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from cycles.weekly import judging, ledger, planning
from cycles.weekly.ledger import LedgerWeek, Total
from cycles.weekly.members import duo
from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("W7", "S11")]
WEEK = IsoWeek(2026, 16)


@pytest.fixture
def cycle(cast: Cast, at: Hands) -> WeekCycle:
    """Five people: two duos of a Leerwerkuur, one of them with three."""
    at("2026-04-10 08:40")
    builders.member(cast.team)
    builders.member(cast.team)
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    return cycle


def week(cast: Cast) -> LedgerWeek:
    (found,) = ledger.of(cast.team, [WEEK]).weeks
    return found


def moment(cycle: WeekCycle, kind: str) -> Moment:
    return cycle.moments.select_related("cycle__team", "cycle__season").filter(kind=kind)[0]


def test_duos_together_are_one_moment_of_the_team(cast: Cast, cycle: WeekCycle):
    assert Moment.objects.filter(kind=Kind.LEARNING_HOUR).count() == 2
    assert week(cast).planned == Total(4, 120)


def test_a_week_to_come_is_only_planned(cast: Cast, cycle: WeekCycle):
    planning.cancel(moment(cycle, Kind.PLANNING), "other", by=cast.lead)
    found = week(cast)
    assert (found.planned, found.held, found.moved, found.displaced) == (
        Total(4, 120),
        ledger.NOTHING,
        ledger.NOTHING,
        ledger.NOTHING,
    )


def test_what_was_not_cancelled_before_its_end_is_held(cast: Cast, cycle: WeekCycle, at: Hands):
    at("2026-04-13 09:49")
    assert not week(cast).held
    at("2026-04-13 09:50")
    assert week(cast).held == Total(1, 20)
    at("2026-04-19 23:59")
    assert week(cast).held == Total(3, 60), "duos count when the week is over"
    at("2026-04-20 00:00")
    assert week(cast).held == week(cast).planned


def test_what_falls_away_counts_with_its_cause(cast: Cast, cycle: WeekCycle, at: Hands):
    at("2026-04-13 08:40")
    planning.cancel(moment(cycle, Kind.RETROSPECTIVE), "work_pressure", by=cast.lead)
    planning.cancel(moment(cycle, Kind.LEARNING_HOUR), "holiday", by=cast.lead)
    at("2026-04-20 08:40")
    found = week(cast)
    assert (found.held, found.displaced) == (Total(2, 30), Total(2, 90))
    assert found.causes == (("werkdruk", Total(1, 30)), ("vakantie of feestdag", Total(1, 60)))
    assert found.planned == found.held + found.displaced


def test_what_stands_elsewhere_than_its_rhythm_is_moved_once_it_was_held(
    cast: Cast, cycle: WeekCycle, at: Hands
):
    at("2026-04-13 08:40")
    planning.move(moment(cycle, Kind.RETROSPECTIVE), builders.local(WEEK, "wo 14:00"), by=cast.lead)
    assert not week(cast).moved
    at("2026-04-15 15:00")
    assert week(cast).moved == Total(1, 30)
    assert week(cast).moved.moments < week(cast).held.moments


def test_a_moment_that_everybody_had_alone_is_not_moved(cast: Cast, cycle: WeekCycle, at: Hands):
    at("2026-04-13 08:40")
    planning.move(moment(cycle, Kind.RETROSPECTIVE), None, by=cast.lead)
    at("2026-04-20 08:40")
    assert (week(cast).moved, week(cast).held) == (ledger.NOTHING, Total(4, 120))


def test_weeks_are_summed_and_unpublished_ones_are_not_in_it(cast: Cast, cycle: WeekCycle, at: Hands):
    planning.draft(cast.team, WEEK + 1)
    found = ledger.of(cast.team, [WEEK + 1, WEEK, WEEK + 2])
    assert [one.week for one in found.weeks] == [WEEK]
    planning.publish(WeekCycle.objects.get(week=17), by=cast.lead)
    found = ledger.of(cast.team, [WEEK, WEEK + 1])
    assert found.total
    assert found.total.planned.moments == 8
    assert ledger.of(cast.other_team, [WEEK]).weeks == ()
    assert ledger.of(cast.team, []).total is None


TIMES = [
    "2026-04-13 12:00", "2026-04-14 10:30", "2026-04-14 12:00", "2026-04-15 12:00", "2026-04-17 16:00",
    "2026-04-20 09:00",
]  # fmt: skip
DOINGS = ["cancel", "move", "cancel and restore"]


def does(what: str, one: Moment) -> None:
    """Somebody of a duo, as far as the duo can at that time."""
    by = one.seats.all()[0].person
    if not duo.may_change(one):
        return
    if what == "move":
        for place in ("vr 10:00", "vr 13:30"):
            if judging.judge(one, builders.local(WEEK, place)).is_allowed:
                duo.move(one, builders.local(WEEK, place), by=by)
                return
        return
    duo.cancel(one, by=by)
    if what == "cancel and restore":
        duo.restore(Moment.objects.select_related("cycle__team").get(pk=one.pk), by=by)


@pytest.mark.shows("planner-1")
@pytest.mark.parametrize("team_cancels", [False, True])
def test_no_row_of_ledgers_tells_what_a_duo_did(cast: Cast, cycle: WeekCycle, at: Hands, team_cancels: bool):
    """The same weeks with and without it, read at each time: every ledger is the same, to the letter."""

    def told(doings: tuple[str, ...]) -> list[Any]:
        seen = []
        with transaction.atomic():
            at("2026-04-13 08:40")
            for what, one in zip(doings, cycle.moments.filter(kind=Kind.LEARNING_HOUR), strict=False):
                does(what, Moment.objects.select_related("cycle__team").get(pk=one.pk))
            for number, when in enumerate(TIMES):
                at(when)
                if team_cancels and number == 0:
                    planning.cancel(moment(cycle, Kind.LEARNING_HOUR), "work_pressure", by=cast.lead)
                found = ledger.of(cast.team, [WEEK])
                seen.append(([asdict(one) for one in found.weeks], _drawn(found)))
            transaction.set_rollback(True)
        return seen

    nothing = told(())
    for doings in [*itertools.product(DOINGS, repeat=1), *itertools.product(DOINGS, repeat=2)]:
        assert told(doings) == nothing, doings


def _drawn(found: ledger.Ledger) -> str:
    return render_to_string("cycles/weekly/_ledger.html", {"ledger": found})


def test_it_holds_no_name_and_no_id_of_anybody(cast: Cast, cycle: WeekCycle, at: Hands):
    at("2026-04-20 08:40")
    page = _drawn(ledger.of(cast.team, [WEEK]))
    for person in cast.people.values():
        assert person.given_name not in page
    assert set(asdict(week(cast).entries[0])) == {"kind", "minutes", "is_held", "is_moved", "cause"}
    assert "4 <span" in " ".join(page.split())


def test_a_season_costs_as_much_as_a_week(cast: Cast, cycle: WeekCycle, at: Hands):
    with CaptureQueriesContext(connection) as one:
        _drawn(ledger.of(cast.team, [WEEK]))
    for number in range(1, 6):
        at(clock.now() + timedelta(days=7))
        planning.publish(planning.draft(cast.team, WEEK + number), by=None)
    with CaptureQueriesContext(connection) as many:
        _drawn(ledger.of(cast.team, [WEEK + n for n in range(12)]))
    assert len(many) == len(one) == 2
