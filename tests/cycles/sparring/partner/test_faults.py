"""A provider that does everything wrong: a clear end in time, the person's text kept, nothing stuck (TL1)."""

import time
from dataclasses import replace

import pytest

from cycles.sparring.models import EndpointHealth, Spending, Turn
from cycles.sparring.partner import asking, breaker, failures, provider, turns
from cycles.sparring.partner.provider import Limits
from teams.accounts.models import User
from tests.cycles.sparring import building
from tests.support import partner as wrong
from tests.support.hands import Hands
from tests.support.partner import ANSWER, Fault, Partner

pytestmark = [pytest.mark.embedded, pytest.mark.shows("TL1", "questions-2")]

SHORT = Limits(first=0.5, first_local=0.5, gap=0.5, total=2.5, before_retry=0.01, after_end=0.3)
IN_TIME = replace(Limits(), before_retry=0.01, after_end=0.3)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch, at_once: None) -> None:
    """Short waits between tries; what the real times are is a test of its own."""
    monkeypatch.setattr(provider, "LIMITS", IN_TIME)


def answered(person: User, **fields: object) -> Turn:
    turn = building.asked(person, **fields)
    start = time.monotonic()
    asking.generate_now(turn)
    assert time.monotonic() - start < 10
    return turn


FAULTS: dict[str, tuple[Fault, str]] = {
    "hangs": (wrong.hang, "silent"),
    "hangs after its head": (wrong.hang_after_head, "silent"),
    "says only that it lives": (wrong.only_comments, "silent"),
    "stalls": (wrong.stall, "stalled"),
    "trickles": (wrong.trickle, "too_long"),
    "sends 10 MB": (wrong.flood, "too_much"),
    "sends 10 MB without an end": (wrong.one_long_line, "too_much"),
    "sends a packed 50 MB": (wrong.packed, "type"),
    "is cut": (wrong.cut, "cut"),
    "ends early": (wrong.ends_early, "cut"),
    "fails inside the answer": (wrong.error_inside, "broken"),
    "is busy": (wrong.status(429, more="Retry-After: 3600\r\n"), "busy"),
    "is broken": (wrong.status(500), "broken"),
    "is broken at length": (wrong.status(503, b"x" * 10 * 1024 * 1024), "too_much"),
    "refuses": (wrong.status(401), "refused"),
    "knows no such model": (wrong.status(404), "refused"),
    "is a page": (wrong.says(b"<html>hallo</html>", kind="text/html"), "type"),
    "is no stream": (wrong.says(b"{}", kind="application/json"), "type"),
    "sends one elsewhere": (wrong.status(307, more="Location: http://127.0.0.1:9/\r\n"), "redirect"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_ends_with_a_sentence(
    partner: Partner, professional: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, code = FAULTS[name]
    if code in ("silent", "stalled", "too_long"):
        monkeypatch.setattr(provider, "LIMITS", SHORT)
    partner.always(fault)

    turn = answered(professional)

    assert (turn.state, turn.failure) == (Turn.State.FAILED, code)
    assert str(failures.sentence(turn)).endswith(".")
    assert turn.session.attempt.text == building.ATTEMPT
    assert turn.request is None
    spent = Spending.objects.get(person=professional)
    assert spent.reserved == 0
    assert spent.used == turn.used


@pytest.mark.parametrize("name", wrong.GARBAGE)
def test_bytes_that_are_no_answer_end_with_a_sentence(
    partner: Partner, professional: User, name: str
) -> None:
    partner.always(wrong.GARBAGE[name])
    turn = answered(professional)
    assert turn.state == Turn.State.FAILED
    assert turn.failure in ("garbled", "cut")


def test_nobody_there_ends_with_a_sentence(partner: Partner, professional: User) -> None:
    turn = building.asked(professional)
    partner.stop()
    asking.generate_now(turn)
    assert (turn.state, turn.failure, turn.used) == (Turn.State.FAILED, "away", 0)


def test_half_an_answer_stays(partner: Partner, professional: User) -> None:
    beginning = wrong.says(wrong.delta(wrong.Asked("/v1/chat/completions", {}), wrong.BEGINNING + "want "))
    partner.always(beginning)
    turn = answered(professional, rung=3)
    assert (turn.state, turn.failure) == (Turn.State.FAILED, "cut")
    assert turn.blocks[0]["text"].startswith("Uw aanvraag keuren we")


@pytest.mark.parametrize("fault", [wrong.drops, wrong.status(500), wrong.status(429)])
def test_one_more_try_before_the_first_byte(partner: Partner, professional: User, fault: Fault) -> None:
    partner.next(fault)
    assert answered(professional).state == Turn.State.DONE
    assert len(partner.asked) == 2


def test_no_third_try(partner: Partner, professional: User) -> None:
    partner.next(wrong.drops, wrong.drops, ANSWER)
    assert answered(professional).failure in ("away", "cut")
    assert len(partner.asked) == 2


@pytest.mark.parametrize("fault", [wrong.cut, wrong.error_inside, wrong.status(401)])
def test_no_second_try_after_the_first_byte_or_for_a_clear_no(
    partner: Partner, professional: User, fault: Fault
) -> None:
    partner.next(fault)
    assert answered(professional).state == Turn.State.FAILED
    assert len(partner.asked) == 1


def test_an_end_that_never_comes_after_the_last_word_is_an_end(partner: Partner, professional: User) -> None:
    async def goes_on(asked: wrong.Asked, writer: object) -> bool:
        await wrong.head(writer)  # type: ignore[arg-type]
        await wrong.chunk(writer, wrong.delta(asked, ANSWER))  # type: ignore[arg-type]
        await wrong.chunk(writer, wrong.last(asked, 10, 5)[0])  # type: ignore[arg-type]
        return await wrong.hang(asked, writer)  # type: ignore[arg-type]

    partner.always(goes_on)
    turn = answered(professional)
    assert turn.state == Turn.State.DONE
    assert turn.used


def test_a_failure_of_our_own_is_an_end_too(
    partner: Partner, professional: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("wat iemand schreef")

    monkeypatch.setattr("cycles.sparring.partner.streams.Reader.feed", broken)
    turn = answered(professional)
    assert (turn.state, turn.failure) == (Turn.State.FAILED, "bug")
    assert not EndpointHealth.objects.exists()


def test_the_real_times() -> None:
    limits = Limits()
    assert (limits.first, limits.first_local, limits.gap, limits.total) == (20, 60, 15, 120)
    assert replace(limits, total=1).total == 1


def test_what_a_crash_left_is_ended_by_the_sweeper(partner: Partner, professional: User, at: Hands) -> None:
    at("2026-04-01 10:00")
    waiting = building.asked(professional)
    lost = building.asked(professional, question=None)
    assert turns.claim(lost)
    at.forward(minutes=2)
    assert turns.sweep() == 0
    at.forward(minutes=2)

    assert turns.sweep() == 2
    assert turns.sweep() == 0

    for turn, used in ((waiting, 0), (lost, lost.reserved)):
        turn.refresh_from_db()
        assert (turn.state, turn.failure, turn.used) == (Turn.State.FAILED, "lost", used)
        assert turn.request is None
    spent = Spending.objects.get(person=professional)
    assert (spent.reserved, spent.used) == (0, lost.reserved)


def test_an_answer_that_the_sweeper_ended_is_not_ended_twice(
    partner: Partner, professional: User, at: Hands
) -> None:
    at("2026-04-01 10:00")
    turn = building.asked(professional)
    job = turns.claim(turn)
    assert job
    at.forward(minutes=4)
    turns.sweep()
    assert not turns.end_call(job, turns.Outcome(turns.State.DONE, used=50))
    assert Spending.objects.get(person=professional).used == turn.reserved


def test_a_breaker_that_rests_is_a_sentence(partner: Partner, professional: User) -> None:
    for _ in range(breaker.FAILURES):
        breaker.failed(partner.endpoint().name)
    turn = answered(professional)
    assert (turn.state, turn.failure, turn.used) == (Turn.State.FAILED, "resting", 0)
    assert not partner.asked
