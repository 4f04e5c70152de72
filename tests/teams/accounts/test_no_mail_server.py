"""A mail server that is away: the page says so, alike for everybody, and keeps the address."""

from typing import Any

import pytest
from django.test import Client

from teams.accounts.models import User
from tests.support.own_servers import free_port
from tests.support.smtp_sink import SmtpSink, refuse

pytestmark = pytest.mark.django_db


def mail_by(port: int) -> dict[str, Any]:
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 2},
        }
    }


@pytest.mark.shows("TI1", "TO4")
def test_known_or_not_hears_that_the_mail_server_is_away(professional: User, settings: Any) -> None:
    settings.MAILERS = mail_by(free_port())
    for address in (professional.email, "niemand@lindewaard.example"):
        page = Client().post("/aanmelden/", {"email": address})
        assert page.status_code == 200
        assert "De mailserver antwoordt niet." in page.content.decode()
        assert f'value="{address}"' in page.content.decode()


@pytest.mark.shows("TI1")
def test_a_code_that_is_refused_tells_nothing_and_can_be_asked_again(
    professional: User, settings: Any, sink: SmtpSink
) -> None:
    settings.MAILERS = mail_by(sink.port)
    sink.next(refuse(450))
    client = Client()
    for _ in range(2):
        answer = client.post("/aanmelden/", {"email": professional.email})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/aanmelden/code/")
    assert len(sink.messages()) == 1
