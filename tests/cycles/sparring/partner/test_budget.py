"""Tokens of a week: reserved before, settled after, never over (TL3)."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from cycles.sparring.models import PartnerSettings, Spending, Turn
from cycles.sparring.partner import asking, budget, turns
from cycles.sparring.partner.budget import Account, OutOfBudget
from teams.accounts.models import User
from teams.privacy import retention
from tests import builders
from tests.conftest import Cast
from tests.cycles.sparring import building
from tests.support.hands import Hands
from tests.support.partner import Partner

pytestmark = [pytest.mark.embedded, pytest.mark.shows("TL3", "questions-2")]

MANY = 50
CALL = 300


def rows() -> dict[str, tuple[int, int]]:
    """Scope -> (reserved, used)."""
    found = {}
    for row in Spending.objects.all():
        scope = "person" if row.person_id else "team" if row.team_id else "organisation"
        found[scope] = (row.reserved, row.used)
    return found


@pytest.mark.parametrize("scope", ["person", "team", "organisation"])
def test_fifty_at_the_limit_reserve_no_more_than_there_is(
    transactional_db: None, professional: User, scope: str
) -> None:
    room = 7
    building.turned_on(**{f"{scope}_tokens": room * CALL})
    account = Account.of(professional)
    together = threading.Barrier(10)

    def call(number: int) -> str:
        if number < 10:
            together.wait(30)
        try:
            budget.reserve(account, CALL)
        except OutOfBudget as full:
            return full.scope
        finally:
            connections.close_all()
        return "allowed"

    with ThreadPoolExecutor(10) as pool:
        told = Counter(pool.map(call, range(MANY)))

    assert told == {"allowed": room, scope: MANY - room}
    assert rows() == dict.fromkeys(("person", "team", "organisation"), (room * CALL, 0))


def test_used_and_reserved_count_together(db: None, professional: User) -> None:
    building.turned_on(person_tokens=1000)
    account = Account.of(professional)
    budget.reserve(account, 600)
    budget.settle(account, 600, 500)
    budget.reserve(account, 500)
    with pytest.raises(OutOfBudget):
        budget.reserve(account, 1)
    assert rows()["person"] == (500, 500)


def test_a_full_team_leaves_nothing_reserved_elsewhere(db: None, cast: Cast) -> None:
    building.turned_on(team_tokens=1000)
    budget.reserve(Account.of(cast.colleague), 900)
    with pytest.raises(OutOfBudget) as full:
        budget.reserve(Account.of(cast.professional), 200)
    assert full.value.scope == "team"
    assert rows()["organisation"] == (900, 0)
    budget.reserve(Account.of(cast.outsider), 200)


def test_without_a_team_a_person_has_an_own_budget(db: None, administrator: User) -> None:
    building.turned_on()
    budget.reserve(Account.of(administrator), 100)
    assert set(rows()) == {"person", "organisation"}


def test_nothing_is_asked_when_the_budget_is_full(partner: Partner, professional: User) -> None:
    building.turned_on(person_tokens=1000)
    session = building.session(professional)
    with pytest.raises(OutOfBudget):
        asking.ask(session, by=professional)
    assert not Turn.objects.exists()


def test_a_new_week_begins_empty_and_old_weeks_are_forgotten(db: None, professional: User, at: Hands) -> None:
    building.turned_on(person_tokens=1000)
    at("2026-04-03 16:00")
    budget.reserve(Account.of(professional), 1000)
    at("2026-04-06 09:00")
    budget.reserve(Account.of(professional), 1000)

    at("2026-05-08 09:00")
    swept = retention.sweep()
    assert swept
    assert swept.removed["cycles.Spending"] == 3
    assert {row.week for row in Spending.objects.all()} == {15}


def test_the_end_goes_to_the_week_and_team_that_it_was_reserved_on(
    at_once: None, partner: Partner, professional: User, at: Hands, cast: Cast
) -> None:
    at("2026-04-05 23:59")
    turn = building.asked(professional)
    at("2026-04-06 00:01")
    professional.memberships.update(team=cast.other_team)
    assert Account.of(professional).team == cast.other_team.pk

    asking.generate_now(turn)

    assert turn.used
    spent = Spending.objects.values_list("week", "team", "reserved", "used")
    assert {(week, reserved, used) for week, _team, reserved, used in spent} == {(14, 0, turn.used)}
    assert Spending.objects.get(team__isnull=False).team == cast.team


def test_an_end_is_settled_once(transactional_db: None, partner: Partner, professional: User) -> None:
    turn = building.asked(professional)
    job = turns.claim(turn)
    assert job
    outcome = turns.Outcome(turns.State.DONE, used=123)

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(lambda _: _ended(job, outcome), range(8)))

    assert sum(ended) == 1
    assert set(rows().values()) == {(0, 123)}


def _ended(job: turns.Job, outcome: turns.Outcome) -> bool:
    try:
        return turns.end_call(job, outcome)
    finally:
        connection.close()


def test_the_estimate_is_above_what_dutch_costs() -> None:
    text = (
        "De aanvraag voor de dakkapel is afgewezen omdat het huis in een beschermd dorpsgezicht staat. " * 20
    )
    assert turns.cost([{"role": "user", "content": text}], 700) > len(text) / 3 + 700


def test_defaults_are_kept_for_who_set_nothing(db: None, professional: User) -> None:
    assert PartnerSettings.get().person_tokens == 60_000
    budget.reserve(Account.of(builders.person()), 60_000)
