"""The mail server of the tests keeps what it gets to the byte, and fails as it is told."""

import smtplib

import pytest

from tests.support.smtp_sink import SmtpSink, hang, refuse, reset, slow

MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Dag\r\n\r\n.a dot first\r\n\r\nlast\r\n"


def send(sink: SmtpSink, timeout: float = 5) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=timeout) as client:
        client.sendmail("a@example.org", ["b@example.org", "c@example.org"], MAIL)


def test_a_mail_is_kept_to_the_byte(sink):
    send(sink)
    (received,) = sink.wait_for(1)
    assert received.raw == MAIL
    assert received.sender == "a@example.org"
    assert received.recipients == ("b@example.org", "c@example.org")
    assert sink.parsed()[0]["subject"] == "Dag"
    assert len(sink.to("c@example.org")) == 1
    assert sink.to("d@example.org") == []


def test_several_mails_go_over_one_connection(sink):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
        for _ in range(3):
            client.sendmail("a@example.org", ["b@example.org"], MAIL)
    assert len(sink.messages()) == 3


@pytest.mark.parametrize("code", [421, 450, 550])
def test_a_refused_mail_is_not_kept_and_the_next_one_is(sink, code):
    sink.next(refuse(code))
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(sink)
    assert refused.value.smtp_code == code
    send(sink)
    assert len(sink.messages()) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_a_reset_hides_from_the_sender_whether_the_mail_arrived(sink, kept):
    sink.next(reset(kept=kept))
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(sink)
    assert len(sink.messages()) == int(kept)


def test_a_hanging_server_makes_the_sender_give_up(sink):
    sink.next(hang())
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send(sink, timeout=0.3)
    assert sink.messages() == []


def test_a_slow_server_still_takes_the_mail(sink):
    sink.next(slow(0.1))
    send(sink)
    assert len(sink.messages()) == 1


def test_a_rule_decides_for_each_mail(sink):
    sink.always(lambda mail: refuse(550) if "c@example.org" in mail.recipients else None)
    with pytest.raises(smtplib.SMTPDataError):
        send(sink)
    sink.always(None)
    send(sink)
    assert len(sink.messages()) == 1


def test_waiting_for_a_mail_that_does_not_come_fails_in_words(sink):
    with pytest.raises(AssertionError, match="0 of 1 mails"):
        sink.wait_for(1, seconds=0.05)
