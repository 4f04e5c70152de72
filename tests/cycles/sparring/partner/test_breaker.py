"""Five failures in a row: no call for a minute, then one probe (TL4)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from cycles.sparring.models import EndpointHealth, Turn
from cycles.sparring.partner import asking, breaker, failures, provider
from cycles.sparring.partner.provider import Limits
from teams.accounts.models import User
from tests.cycles.sparring import building
from tests.support import partner as wrong
from tests.support.hands import Hands
from tests.support.partner import Partner

pytestmark = [pytest.mark.embedded, pytest.mark.shows("TL4", "questions-2")]


def test_after_five_failures_nothing_is_asked_for_a_minute_and_then_once(
    at_once: None,
    partner: Partner,
    professional: User,
    at: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(provider, "LIMITS", Limits(before_retry=0.0))
    at("2026-04-01 10:00")
    partner.always(wrong.status(401))

    def answered() -> str:
        turn = building.asked(professional)
        asking.generate_now(turn)
        return turn.failure

    assert [answered() for _ in range(7)] == ["refused"] * 5 + ["resting"] * 2
    assert len(partner.asked) == 5

    at.forward(seconds=59)
    assert answered() == "resting"
    at.forward(seconds=2)
    assert answered() == "refused"  # the probe
    assert answered() == "resting"
    assert len(partner.asked) == 6

    at.forward(seconds=61)
    partner.always(None)
    assert [answered() for _ in range(3)] == [""] * 3
    assert len(partner.asked) == 9


def test_one_probe_at_a_time(transactional_db: None, at: Hands) -> None:
    at("2026-04-01 10:00")
    for _ in range(breaker.FAILURES):
        breaker.failed("a")
    at.forward(seconds=61)

    def probe(_: int) -> bool:
        try:
            return breaker.allows("a")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(probe, range(16))) == 1


def test_a_probe_that_vanished_gives_way(db: None, at: Hands) -> None:
    at("2026-04-01 10:00")
    for _ in range(breaker.FAILURES):
        breaker.failed("a")
    at.forward(seconds=61)
    assert breaker.allows("a")
    assert not breaker.allows("a")
    at.forward(seconds=131)
    assert breaker.allows("a")


def test_a_probe_that_was_stopped_lets_another_try(db: None, at: Hands) -> None:
    at("2026-04-01 10:00")
    for _ in range(breaker.FAILURES):
        breaker.failed("a")
    at.forward(seconds=61)
    assert breaker.allows("a")
    breaker.unknown("a")
    assert breaker.allows("a")


def test_an_answer_in_between_starts_the_count_again(db: None) -> None:
    for _ in range(3):
        for _ in range(breaker.FAILURES - 1):
            breaker.failed("a")
        breaker.succeeded("a")
    assert breaker.allows("a")
    assert EndpointHealth.objects.get().failures == 0


def test_one_endpoint_that_rests_leaves_another_alone(db: None) -> None:
    for _ in range(breaker.FAILURES):
        breaker.failed("a")
    assert not breaker.allows("a")
    assert breaker.allows("b")


def test_a_model_that_breaks_its_rules_is_no_broken_line(
    at_once: None, partner: Partner, professional: User
) -> None:
    partner.answer = wrong.SOLUTION
    for _ in range(breaker.FAILURES + 1):
        turn = building.asked(professional)
        asking.generate_now(turn)
        assert turn.state == Turn.State.HELD


@pytest.mark.parametrize("code", [400, 413, 422])
def test_what_is_declined_in_one_message_closes_the_way_for_nobody(
    at_once: None, partner: Partner, professional: User, code: int
) -> None:
    """Else five messages that a provider's filter does not take would end the sparring of all."""
    partner.always(wrong.status(code))
    for _ in range(breaker.FAILURES + 1):
        turn = building.asked(professional)
        asking.generate_now(turn)
        assert (turn.state, turn.failure) == (Turn.State.FAILED, "declined")
        assert "nam dit bericht niet aan" in str(failures.sentence(turn))
    partner.always(None)
    turn = building.asked(professional)
    asking.generate_now(turn)
    assert turn.state == Turn.State.DONE
