"""Signing in goes by a code in the mail, and by nothing else."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from teams.accounts.models import User
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, OUT = "/aanmelden/", "/aanmelden/code/", "/afmelden/"


def ask(client: Client, email: str, **more: str) -> str:
    """Asks for a code and returns the one that was mailed, or nothing."""
    mail.outbox.clear()
    answer = client.post(SIGN_IN, {"email": email} | more)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(CODE)
    return re.search(r"code is: (\S+)", mail.outbox[0].body)[1] if mail.outbox else ""  # type: ignore[index]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_from_the_mail_signs_in_and_leads_back_to_where_one_was(professional: User):
    client = Client()
    code = ask(client, professional.email.upper(), next="/met-mij-gedeeld/")
    assert mail.outbox[0].to == [professional.email]
    assert "Vul je code in" in client.get(CODE).content.decode()
    answer = client.post(CODE, {"code": code, "next": "/met-mij-gedeeld/"})
    assert answer.headers["Location"] == "/met-mij-gedeeld/"
    assert is_in(client)


def test_a_wrong_code_says_so_in_dutch_and_the_right_one_still_works(professional: User):
    client = Client()
    code = ask(client, professional.email)
    page = client.post(CODE, {"code": "FOUT-FOUT"}).content.decode()
    assert "Fout:" in page
    assert 'aria-invalid="true"' in page
    assert not is_in(client)
    client.post(CODE, {"code": code})
    assert is_in(client)


def test_five_wrong_codes_end_it(professional: User):
    client = Client()
    code = ask(client, professional.email)
    for _ in range(5):
        client.post(CODE, {"code": "FOUT-FOUT"})
    client.post(CODE, {"code": code})
    assert not is_in(client)


@pytest.mark.shows("TI1")
def test_an_unknown_address_gets_the_same_pages_and_no_mail(professional: User):
    known, unknown = Client(), Client()
    assert ask(known, professional.email)
    assert not ask(unknown, "niemand@lindewaard.example")
    pages = [
        re.sub(r'(value|nonce)="[^"]{20,}"', "", client.get(CODE).content.decode())
        for client in (known, unknown)
    ]
    assert pages[0] == pages[1]


def test_somebody_who_is_switched_off_in_between_is_told_and_not_let_in(professional: User):
    client = Client()
    code = ask(client, professional.email)
    User.objects.filter(pk=professional.pk).update(is_active=False)
    answer = client.post(CODE, {"code": code}, follow=True)
    assert answer.status_code == 200
    assert "Dit account staat uit" in answer.content.decode()
    assert not is_in(client)


def test_who_mistyped_the_address_asks_again_in_the_same_browser(professional: User, colleague: User):
    client = Client()
    ask(client, "fatima@lindewaard.exampel")
    assert 'name="email"' in client.get(SIGN_IN).content.decode()
    older = ask(client, colleague.email)
    newer = ask(client, professional.email)
    client.post(CODE, {"code": older})
    assert not is_in(client), "only the newest code counts"
    client.post(CODE, {"code": newer})
    assert client.session["_auth_user_id"] == str(professional.pk)


@pytest.mark.shows("TI2")
def test_one_address_gets_five_codes_in_ten_minutes(professional: User):
    answers = [Client().post(SIGN_IN, {"email": professional.email}) for _ in range(6)]
    assert len(mail.outbox) == 5
    assert "Wacht tien minuten" in answers[5].content.decode()
    strangers = [Client().post(SIGN_IN, {"email": "niemand@lindewaard.example"}) for _ in range(6)]
    assert strangers[5].status_code == answers[5].status_code, "the limit does not tell who is known"


@pytest.mark.shows("TI2")
def test_one_machine_asks_for_twenty_codes_a_minute(professional: User):
    answers = [Client().post(SIGN_IN, {"email": f"{n}@lindewaard.example"}) for n in range(22)]
    assert [a.status_code for a in answers[:20]] == [302] * 20
    assert "Wacht tien minuten" in answers[20].content.decode()


@pytest.mark.shows("TI5")
def test_signing_out_asks_first_and_then_ends_the_session(professional: User, client_for):
    client = client_for(professional)
    assert "Meld mij af" in client.get(OUT).content.decode()
    assert is_in(client), "looking at the page signs nobody out"
    page = client.post(OUT, follow=True)
    assert "Je bent afgemeld." in page.content.decode()
    assert not is_in(client)


def test_without_mail_the_page_tells_the_other_way_in(cast: Cast, settings):
    settings.MAIL_ON = False
    page = Client().get(SIGN_IN).content.decode()
    assert "Mail staat uit" in page
    assert re.search(r"<button[^>]* disabled", page), "a button that cannot work is not offered"
    settings.MAIL_ON = True
    assert "Mail staat uit" not in Client().get(SIGN_IN).content.decode()


def test_there_is_no_password_and_no_signing_up_anywhere(cast: Cast):
    for name in ("account_signup", "account_change_password", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/accounts/login/", "/aanmelden/nieuw/", "/accounts/password/reset/", "/accounts/signup/"):
        assert Client().get(path).status_code == 404
    assert "password" not in Client().get(SIGN_IN).content.decode()


def test_the_mail_is_in_the_language_of_its_reader(professional: User):
    User.objects.filter(pk=professional.pk).update(language="nl")
    client = Client(headers={"accept-language": "en"})
    client.post(SIGN_IN, {"email": professional.email})
    assert mail.outbox[0].subject.endswith("Je code voor Lerendwerken")
    assert "10 minuten" in mail.outbox[0].body
