"""The outbox against a mail server that refuses, breaks off and stays silent."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lerendwerken.lib import clock
from teams.notifications import outbox
from teams.notifications.messages import MESSAGES, Later, Message, Never
from teams.notifications.models import Channel, DeliveryAttempt, Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.support.smtp_sink import SmtpSink, refuse, reset

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # 10.00 in Amsterdam, in working hours
VERDICTS: list[Later | Never | None] = []


@pytest.fixture(autouse=True)
def at_work(settings: Any, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 2},
        }
    }
    VERDICTS.clear()
    monkeypatch.setitem(
        MESSAGES,
        "test",
        Message(
            "test",
            "Een proef",
            "cycles/weekly/email/lead.html",
            lambda n, now: VERDICTS[0] if VERDICTS else None,
            lambda n: {},
        ),
    )
    with clock.as_if(MONDAY):
        yield


def post(cast: Cast, number: int = 1, **fields: Any) -> Notification:
    made = Notification.build(
        person=fields.pop("person", cast.professional),
        kind="test",
        source=cast.team,
        dedupe_key=f"test-{number}",
        due_at=fields.pop("due_at", MONDAY),
        expires_at=fields.pop("expires_at", MONDAY + timedelta(days=3)),
    )
    Notification.objects.post([made])
    return Notification.objects.get(dedupe_key=f"test-{number}")


def ring(after: timedelta = timedelta()) -> outbox.Round:
    with clock.as_if(MONDAY + after):
        return outbox.send_due()


@pytest.mark.shows("TD2")
def test_a_due_message_is_sent_once_however_often_it_rings(cast: Cast, sink: SmtpSink) -> None:
    row = post(cast)
    assert [ring().sent, ring().sent] == [1, 0]
    assert len(sink.messages()) == 1
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.attempts) == ("sent", MONDAY, 1)


def test_what_is_posted_twice_is_one_row(cast: Cast) -> None:
    post(cast)
    post(cast)
    assert Notification.objects.count() == 1


@pytest.mark.shows("TD12")
def test_a_claimed_row_is_for_one_sender_until_its_lease_ends(cast: Cast) -> None:
    row = post(cast)
    assert outbox.claim() == [row]
    assert outbox.claim() == []
    with clock.as_if(MONDAY + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.claim() == [row]


@pytest.mark.shows("TD12")
def test_who_lost_the_lease_cannot_send_or_write_the_end(cast: Cast, sink: SmtpSink) -> None:
    post(cast)
    (stale,) = outbox.claim()
    with clock.as_if(MONDAY + outbox.LEASE + timedelta(seconds=1)):
        outbox.claim()
        with outbox.email.Connection() as mailer:
            outbox.deliver(stale, mailer, outbox.Round())
    assert sink.messages() == []
    stale.refresh_from_db()
    assert stale.state == "pending"


@pytest.mark.shows("TD9")
@pytest.mark.parametrize("code", [421, 450])
def test_a_temporary_refusal_waits_longer_each_time(cast: Cast, sink: SmtpSink, code: int) -> None:
    row = post(cast)
    sink.next(refuse(code), refuse(code))
    ring()
    row.refresh_from_db()
    first = row.next_attempt_at - MONDAY
    assert timedelta(seconds=48) <= first <= timedelta(seconds=72)
    assert (row.state, row.data_started_at) == ("pending", None)
    ring(first)
    row.refresh_from_db()
    assert timedelta(minutes=4) <= row.next_attempt_at - MONDAY - first <= timedelta(minutes=6)
    assert ring(timedelta(hours=1)).sent == 1
    row.refresh_from_db()
    assert row.uncertain_count == 0


@pytest.mark.shows("TD9")
def test_a_definite_refusal_is_a_dead_letter_that_can_be_tried_again(cast: Cast, sink: SmtpSink) -> None:
    row = post(cast)
    sink.next(refuse(550))
    assert ring().failed == 1
    row.refresh_from_db()
    assert (row.state, row.tries.get().code) == ("dead", 550)
    assert ring(timedelta(hours=1)).sent == 0
    assert outbox.retry(row, by=cast.administrator)
    assert not outbox.retry(row, by=cast.administrator)
    assert ring(timedelta(hours=1)).sent == 1


@pytest.mark.shows("TD3", "TD9")
def test_a_lost_answer_is_uncertain_and_keeps_its_message_id(cast: Cast, sink: SmtpSink) -> None:
    row = post(cast)
    sink.next(reset(kept=True))
    ring()
    assert row.tries.get().outcome == DeliveryAttempt.Outcome.UNCERTAIN
    assert ring(timedelta(minutes=5)).sent == 1
    first, second = sink.parsed()
    assert first["Message-ID"] == second["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert row.uncertain_count == 1


@pytest.mark.shows("TD9")
def test_one_row_that_cannot_be_rendered_does_not_hold_up_the_others(
    cast: Cast, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = post(cast, 1)
    post(cast, 2)
    build = outbox.email.build

    def breaks(notification: Notification, message: Message) -> Any:
        if notification.pk == poison.pk:
            raise ValueError("private words")
        return build(notification, message)

    monkeypatch.setattr(outbox.email, "build", breaks)
    done = ring()
    assert (done.sent, done.failed) == (1, 1)
    poison.refresh_from_db()
    assert poison.state == "pending"
    assert poison.tries.get().detail == "ValueError"


@pytest.mark.shows("TD11")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda p: Preference.objects.create(person=p, off={"test": ["email"]}), "unsubscribed"),
        (lambda p: Preference.objects.create(person=p, paused_until=MONDAY.date()), "paused"),
        (lambda p: type(p).objects.filter(pk=p.pk).update(is_active=False), "inactive"),
        (
            lambda p: builders.absence(p, MONDAY.date(), (MONDAY + timedelta(days=9)).date()),
            "no_working_time",
        ),
    ],
)
def test_what_changed_after_planning_is_asked_again(
    cast: Cast, sink: SmtpSink, change: Any, reason: str
) -> None:
    row = post(cast)
    change(cast.professional)
    assert ring().cancelled == 1
    row.refresh_from_db()
    assert (row.state, row.reason) == ("cancelled", reason)
    assert sink.messages() == []


@pytest.mark.shows("W6", "TD7")
def test_outside_working_hours_it_waits_for_the_next_working_minute(cast: Cast, sink: SmtpSink) -> None:
    row = post(cast)
    assert ring(timedelta(hours=10)).later == 1
    row.refresh_from_db()
    assert row.next_attempt_at == datetime(2026, 3, 31, 6, 30, tzinfo=UTC)
    assert row.attempts == 0
    assert ring(timedelta(hours=22, minutes=31)).sent == 1


@pytest.mark.shows("TD8")
def test_what_expired_is_never_sent(cast: Cast, sink: SmtpSink) -> None:
    row = post(cast, expires_at=MONDAY + timedelta(hours=1))
    ring(timedelta(hours=1))
    row.refresh_from_db()
    assert row.reason == "expired"
    assert sink.messages() == []


@pytest.mark.shows("TO1")
def test_nothing_is_sent_while_the_channel_is_on_hold(cast: Cast, sink: SmtpSink) -> None:
    post(cast)
    Channel.hold("email", outbox.RESTORED_HOLD)
    assert ring(timedelta(hours=1)).sent == 0
    Channel.release("email")
    assert ring().sent == 1


def test_a_hold_with_a_time_ends_when_a_mail_goes_well(cast: Cast, sink: SmtpSink) -> None:
    post(cast)
    Channel.hold("email", "authentication", retry_after=timedelta(minutes=5))
    assert ring(timedelta(minutes=4)).sent == 0
    assert ring(timedelta(minutes=6)).sent == 1
    assert not Channel.objects.get(name="email").on_hold


@pytest.mark.shows("TI7")
def test_the_stop_headers_stand_literally_on_one_line_each(cast: Cast, sink: SmtpSink) -> None:
    post(cast)
    ring()
    head = sink.messages()[0].raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    stop = [line for line in head if line.startswith(b"List-Unsubscribe: ")]
    assert len(stop) == 1
    assert stop[0].startswith(b"List-Unsubscribe: <http")
    assert stop[0].endswith(b"/>")
    assert b"=?" not in stop[0]
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert b"Auto-Submitted: auto-generated" in head


@pytest.mark.shows("TD9")
def test_what_was_tried_to_its_end_is_a_dead_letter_and_not_a_silent_skip(
    cast: Cast, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = post(cast, expires_at=MONDAY + timedelta(hours=2))

    def breaks(notification: Notification, message: Message) -> Any:
        raise ValueError

    monkeypatch.setattr(outbox.email, "build", breaks)
    ring()
    ring(timedelta(hours=2))
    row.refresh_from_db()
    assert (row.state, row.reason) == ("dead", "gave_up")


@pytest.mark.shows("TD9")
def test_a_mail_server_that_is_away_costs_one_row_its_try_and_the_others_nothing(
    cast: Cast, sink: SmtpSink, settings: Any
) -> None:
    for number in range(3):
        post(cast, number)
    here = sink.port
    settings.MAILERS["default"]["OPTIONS"]["port"] = 1  # nobody listens there
    assert ring().failed == 1
    rows = Notification.objects.order_by("pk").values_list("attempts", "lease_token", "uncertain_count")
    assert list(rows) == [(1, None, 0), (0, None, 0), (0, None, 0)]
    settings.MAILERS["default"]["OPTIONS"]["port"] = here
    assert ring().sent == 2
    assert ring(timedelta(minutes=2)).sent == 1
    assert len(sink.messages()) == 3


@pytest.mark.shows("TO2", "TD2")
def test_a_kind_that_this_version_does_not_know_waits_for_one_that_does(
    cast: Cast, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = post(cast)
    with monkeypatch.context() as older:
        older.delitem(MESSAGES, "test")
        assert ring().failed == 1
    row.refresh_from_db()
    assert (row.state, row.tries.get().detail) == ("pending", "LookupError")
    assert ring(timedelta(minutes=2)).sent == 1
