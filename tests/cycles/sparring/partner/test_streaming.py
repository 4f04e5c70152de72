"""An answer that comes word by word: one call, whoever reads along, however often."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.sparring.models import Spending, Turn
from cycles.sparring.partner import asking, provider, streams
from teams.accounts.models import User
from tests.cycles.sparring import building
from tests.cycles.sparring.partner.reading import Stream, texts
from tests.support.partner import ANSWER, HINT, QUESTION, SOLUTION, Partner
from tests.support.server import Live

pytestmark = [pytest.mark.embedded]


SO_FAR = "Uw aanvraag keuren we"
SHOWN = {0: "Uw aanvraag keuren we af, want uw huis is beschermd.", 1: "Wat wil de lezer daarna weten?"}


def ended(turn: Turn) -> Turn:
    turn.refresh_from_db()
    assert turn.state not in Turn.UNFINISHED
    return turn


@pytest.mark.parametrize("api", ["chat", "responses"])
def test_the_words_come_over_and_stay(
    live: Live, partner: Partner, professional: User, settings: object, api: str
) -> None:
    settings.AI_ENDPOINTS = (partner.endpoint(api=api),)  # type: ignore[attr-defined]
    turn = building.asked(professional)

    events = Stream(live, professional, turn).rest()

    assert texts(events) == {0: QUESTION}
    assert events[-1] == ("end", {"state": "done"})
    assert [one.path for one in partner.asked] == [
        "/v1/chat/completions" if api == "chat" else "/v1/responses"
    ]
    turn = ended(turn)
    assert turn.blocks == [{"kind": "question", "text": QUESTION}]
    assert turn.request is None
    assert turn.used
    assert turn.used > len(ANSWER) // 4


def test_words_come_while_the_model_still_writes(live: Live, partner: Partner, professional: User) -> None:
    partner.next(partner.held())
    stream = Stream(live, professional, building.asked(professional, rung=3))

    first = stream.next()
    assert first
    assert first[0] == "block"
    assert first[1]["text"].startswith(SO_FAR)

    partner.gate.set()
    assert texts(stream.rest()) == SHOWN


def test_a_reload_joins_the_same_answer_without_a_second_call(
    live: Live, partner: Partner, professional: User
) -> None:
    partner.next(partner.held())
    turn = building.asked(professional, rung=3)
    first = Stream(live, professional, turn)
    assert first.next()
    first.close()

    again = Stream(live, professional, turn)
    event = again.next()
    assert event
    assert event[1]["text"].startswith(SO_FAR)
    partner.gate.set()

    assert again.rest()[-1] == ("end", {"state": "done"})
    assert len(partner.asked) == 1
    assert not partner.left


def test_two_windows_read_one_answer(live: Live, partner: Partner, professional: User) -> None:
    partner.next(partner.held())
    turn = building.asked(professional, rung=3)
    windows = [Stream(live, professional, turn) for _ in range(2)]
    for window in windows:
        assert window.next()
    partner.gate.set()

    assert [texts(window.rest()) for window in windows] == [SHOWN] * 2
    assert len(partner.asked) == 1


def test_what_ended_is_told_again_without_a_call(live: Live, partner: Partner, professional: User) -> None:
    turn = building.asked(professional)
    first = Stream(live, professional, turn).rest()

    assert Stream(live, professional, turn).rest() == first[-2:]
    assert Stream(live, professional, turn, **{"Last-Event-ID": "end"}).answer.status == 204
    assert len(partner.asked) == 1


def test_an_answer_written_by_another_process_is_followed(
    live: Live, partner: Partner, professional: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "POLL", 0.05)
    monkeypatch.setattr(streams, "LOOK", 0.05)
    partner.next(partner.held())
    turn = building.asked(professional, rung=3)
    first = Stream(live, professional, turn)
    assert first.next()
    # To this line it looks as if the answer is written elsewhere; only the row connects the two.
    monkeypatch.setattr(streams, "here", lambda pk: None)
    other = Stream(live, professional, turn)
    first.close()

    event = other.next()
    assert event
    assert event[1]["text"].startswith(SO_FAR)
    partner.gate.set()

    assert other.rest()[-1] == ("end", {"state": "done"})
    assert len(partner.asked) == 1
    assert [block["text"] for block in ended(turn).blocks] == list(SHOWN.values())


@pytest.mark.shows("AI4")
def test_claims_of_an_answer_become_claims_of_the_question(
    live: Live, partner: Partner, professional: User
) -> None:
    partner.answer = HINT
    turn = building.asked(professional, rung=2)
    Stream(live, professional, turn).rest()

    claim = Claim.objects.get(question=turn.session.question)
    assert (claim.text, claim.state, claim.origin) == (
        "De termijn voor bezwaar is zes weken.",
        Claim.State.UNCHECKED,
        Claim.Origin.AI,
    )
    assert [block["kind"] for block in ended(turn).blocks] == [
        "question",
        "option",
        "option",
        "counter",
        "claim",
    ]


@pytest.mark.shows("S20", "AI2")
def test_a_model_that_gives_the_answer_at_once_is_asked_once_more(
    live: Live, partner: Partner, professional: User
) -> None:
    partner.next(SOLUTION, ANSWER)
    turn = building.asked(professional)
    events = Stream(live, professional, turn).rest()

    assert ("again", {}) in events
    assert texts(events) == {0: QUESTION}
    assert SOLUTION not in str(events)
    assert len(partner.asked) == 2
    assert partner.asked[1].messages != partner.asked[0].messages
    assert ended(turn).state == Turn.State.DONE
    spent = Spending.objects.get(person=professional)
    assert (spent.used, spent.reserved) == (turn.used, 0)


@pytest.mark.shows("S20", "AI2", "questions-1")
def test_a_model_that_keeps_breaking_the_rules_is_held_back(
    live: Live, partner: Partner, professional: User
) -> None:
    partner.answer = SOLUTION
    turn = building.asked(professional)
    events = Stream(live, professional, turn).rest()

    assert events[-1] == ("end", {"state": "held"})
    assert "besluit" not in str(events)
    assert len(partner.asked) == 2
    assert ended(turn).blocks == []
    assert turn.failure == "rules"


def test_no_room_for_asking_once_more_says_so(live: Live, partner: Partner, professional: User) -> None:
    partner.next(partner.held("Het antwoord is: ", "begin."))
    turn = building.asked(professional)
    stream = Stream(live, professional, turn)
    partner.wait_for(lambda: partner.asked)
    Spending.objects.filter(person=professional).update(used=60_000 - turn.reserved)
    partner.gate.set()

    assert stream.rest()[-1] == ("end", {"state": "held"})
    assert ended(turn).failure == "budget"
    assert len(partner.asked) == 1


@pytest.mark.shows("TW2")
def test_hostile_text_stays_data(live: Live, partner: Partner, professional: User) -> None:
    hostile = 'Wat <script>alert(1)</script><img src=x onerror=alert(1)> </p>&amp; "wil" de lezer weten?'
    partner.answer = f"<question>{hostile}</question>"
    turn = building.asked(professional, rung=2)
    stream = Stream(live, professional, turn)
    raw = stream.answer.read().decode()

    assert not {"<", ">", "&"} & set(raw)
    assert stream.answer.getheader("Content-Type") == "text/event-stream"
    assert stream.answer.getheader("Cache-Control") == "no-store"


def test_without_javascript_the_answer_is_made_while_one_waits(
    at_once: None, partner: Partner, professional: User
) -> None:
    turn = building.asked(professional)

    asking.generate_now(turn)
    assert turn.state == Turn.State.DONE
    asking.generate_now(turn)

    assert turn.blocks == [{"kind": "question", "text": QUESTION}]
    assert len(partner.asked) == 1


@pytest.mark.shows("AI11", "TA2")
def test_nobody_else_reads_or_stops_an_answer(
    live: Live, partner: Partner, professional: User, cast: object
) -> None:
    turn = building.asked(professional)
    for name in ("colleague", "lead", "manager", "administrator", "outsider"):
        person = getattr(cast, name)
        assert Stream(live, person, turn).answer.status == 404
        client = Client()
        client.force_login(person)
        assert client.post(reverse("cycles:spar-stop", args=[turn.pk])).status_code == 404
    assert Stream(live, None, turn).answer.status == 302

    turn.refresh_from_db()
    assert turn.state == Turn.State.WAITING
    assert not partner.asked


def test_only_the_owner_asks_and_stops(partner: Partner, professional: User, colleague: User) -> None:
    building.turned_on()
    session = building.session(professional)
    with pytest.raises(PermissionError):
        asking.ask(session, by=colleague)
    turn = asking.ask(session, by=professional)
    with pytest.raises(PermissionError):
        asking.stop(turn, by=colleague)


def test_another_model_than_the_label_says_gets_nothing(
    partner: Partner, professional: User, settings: object
) -> None:
    building.turned_on()
    session = building.session(professional)
    settings.AI_ENDPOINTS = (partner.endpoint(name="een ander"),)  # type: ignore[attr-defined]

    turn = asking.ask(session, by=professional)

    assert (turn.state, turn.failure) == (Turn.State.FAILED, "changed")
    assert not partner.asked


def test_too_many_at_once_is_a_sentence(
    at_once: None, partner: Partner, professional: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_AT_ONCE", 0)
    turn = building.asked(professional)
    asking.generate_now(turn)
    assert (turn.state, turn.failure, turn.used) == (Turn.State.FAILED, "full", 0)
    assert not partner.asked


def test_usage_that_cannot_be_is_not_believed() -> None:
    class Usage:
        prompt_tokens = 10**15
        completion_tokens = 5

    spent = provider.Spent([{"role": "user", "content": "x" * 100}])
    spent.name(Usage(), "prompt_tokens", "completion_tokens")
    assert spent.tokens == provider.MOST_TOKENS
