"""What leaves for a provider is the asker's own, and nothing of it stands in a log (TL6, TL8)."""

import json
import logging
from typing import Any

import pytest

from cycles.questions.evidence.models import Attempt, Explanation
from cycles.questions.models import LearningQuestion, LogEntry
from cycles.sparring.models import SparringSession, Turn
from cycles.sparring.partner import asking, provider
from lerendwerken.logs import LineFormatter
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.sparring import building
from tests.support import partner as wrong
from tests.support.partner import Partner

pytestmark = [pytest.mark.embedded, pytest.mark.usefixtures("at_once")]

CANARY = "kanarie-{}-7Q4X"


def written_by(person: User, mark: str) -> SparringSession:
    """A canary in everything that somebody writes while learning; gives back a conversation with a canary too."""
    text = CANARY.format(mark)
    other = LearningQuestion.objects.create(owner=person, text=text, situation=text, is_own=True)
    attempt = Attempt.objects.create(question=other, text=text, confidence=50)
    Explanation.objects.create(question=other, changed=text, text=text, confidence=50)
    LogEntry.objects.create(person=person, text=text)
    session = SparringSession.objects.create(
        question=other, attempt=attempt, partner="ai", language="nl", model="", closed_at=other.made_at
    )
    Turn.objects.create(session=session, number=1, speaker="person", rung=1, text=text)
    Turn.objects.create(
        session=session, number=2, speaker="partner", rung=1, blocks=[{"kind": "question", "text": text}]
    )
    return session


@pytest.mark.shows("TL6", "AI11", "questions-5")
def test_a_request_holds_nothing_of_another_question_or_of_anybody_else(partner: Partner, cast: Cast) -> None:
    building.turned_on()
    for name, person in cast.people.items():
        written_by(person, name)
    own = "eigen woorden over de dakkapel"
    for person in (cast.professional, cast.colleague, cast.outsider):
        turn = asking.ask(building.session(person, attempt=own), by=person)
        asking.generate_now(turn)

    sent = [json.dumps([asked.path, asked.headers, asked.body]) for asked in partner.asked]
    assert len(sent) == 3
    for one in sent:
        assert "kanarie" not in one
        assert own in one
        for person in cast.people.values():
            assert person.email not in one
            assert person.family_name not in one


@pytest.mark.shows("TL6", "AI6")
@pytest.mark.parametrize("api", ["chat", "responses"])
def test_a_request_has_no_tools_and_is_not_kept(
    partner: Partner, professional: User, settings: Any, api: str
) -> None:
    settings.AI_ENDPOINTS = (partner.endpoint(api=api, key="sleutel"),)
    asking.generate_now(building.asked(professional))

    (asked,) = partner.asked
    most = {"chat": "max_tokens", "responses": "max_output_tokens"}[api]
    assert asked.body[most] == 700
    assert asked.body["stream"] is True
    assert set(asked.body) == {"model", "stream", most} | (
        {"messages", "stream_options"} if api == "chat" else {"input", "store"}
    )
    assert asked.body.get("store", False) is False
    assert asked.headers["authorization"] == "Bearer sleutel"
    assert "cookie" not in asked.headers


def test_what_was_sent_is_forgotten_at_the_end(partner: Partner, professional: User) -> None:
    turn = building.asked(professional)
    assert turn.request
    asking.generate_now(turn)
    turn.refresh_from_db()
    assert turn.request is None


@pytest.mark.shows("TL8", "questions-5")
@pytest.mark.parametrize(
    "fault",
    [
        None,
        wrong.status(400, b'{"error": {"message": "kanarie-terug-7Q4X"}}'),
        wrong.says(wrong.event({"error": {"message": "kanarie-terug-7Q4X"}})),
        wrong.says(b"data: kanarie-terug-7Q4X\n\n"),
        wrong.cut,
    ],
)
def test_no_line_of_any_log_holds_a_word(
    partner: Partner,
    professional: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    fault: wrong.Fault | None,
) -> None:
    """Also while debugging, when whoever runs the app wants to know everything."""
    monkeypatch.setenv("OPENAI_LOG", "debug")
    monkeypatch.setattr(provider, "LIMITS", provider.Limits(before_retry=0.0))
    partner.answer = f"<question>Wat betekent {CANARY.format('antwoord')} hier?</question>"
    partner.always(fault)
    provider.warm()
    caplog.set_level(logging.DEBUG)

    turn = building.asked(professional, attempt=CANARY.format("poging"))
    asking.generate_now(turn)

    said = "\n".join(LineFormatter("%(message)s").format(record) for record in caplog.records)
    out, err = capfd.readouterr()
    assert f"answer {turn.pk} of" in said
    assert "kanarie" not in said + caplog.text + out + err
    assert turn.failure or turn.blocks


@pytest.mark.shows("TL8")
def test_a_failure_of_our_own_logs_its_kind_only(
    partner: Partner, professional: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("kanarie-7Q4X")

    monkeypatch.setattr("cycles.sparring.partner.streams.Reader.feed", broken)
    asking.generate_now(building.asked(professional))
    assert "ValueError" in caplog.text
    assert "kanarie" not in caplog.text


@pytest.mark.shows("TL8")
def test_a_task_carries_no_words() -> None:
    """The doorbell rings without a message: there is nothing in Redis to read."""
    from cycles.sparring import tasks

    assert tasks.sweep.run.__code__.co_argcount == 0
