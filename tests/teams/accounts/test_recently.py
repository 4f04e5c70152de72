"""Five minutes after signing in, what changes much asks once more who somebody is (TI4)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from lerendwerken.urls import urlpatterns as ours
from teams.accounts.models import User
from teams.accounts.recently import came_back, recently_signed_in
from teams.structure.access import signed_in
from tests.support.hands import Hands
from tests.support.own_servers import free_port

AGAIN, FORM, FILE, BUTTON = "/aanmelden/bevestig/", "/proef/veld/", "/proef/alles/", "/proef/weg/"
WRONG = "FOUT-FOUT"
done: list[str] = []


@signed_in
@recently_signed_in
def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        done.append(request.POST["text"])
        return HttpResponse("bewaard")
    waited = came_back(request)
    return HttpResponse(f"veld: {','.join(waited.typed.getlist('text')) if waited else ''}")


@signed_in
@require_POST
@recently_signed_in(back="cycles:log")
def button(request: HttpRequest) -> HttpResponse:
    done.append("weg")
    return HttpResponse("weg")


@signed_in
@recently_signed_in(reading=True)
def file(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alles")


urlpatterns = [*ours, path("proef/veld/", form), path("proef/weg/", button), path("proef/alles/", file)]
handler404 = "lerendwerken.errors.not_found"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.shows("TI4")]


@pytest.fixture(autouse=True)
def _nothing_done(frozen: object) -> None:
    done.clear()


@pytest.fixture
def client(professional: User, client_for: Callable[[User | None], Client]) -> Client:
    return client_for(professional)


def code() -> str:
    return str(re.search(r"code is: (\S+)", str(mail.outbox[-1].body))[1])  # type: ignore[index]


def asked(client: Client, at: Hands, url: str = FORM, text: str = "zo") -> str:
    """Sends something long after signing in; the code that came by mail."""
    at.forward(minutes=6)
    answer = client.post(url, {"text": text})
    assert (answer.status_code, answer.headers["Location"]) == (302, AGAIN)
    return code()


def test_within_five_minutes_nothing_is_asked(client: Client, at: Hands) -> None:
    at.forward(minutes=5)
    assert client.post(FORM, {"text": "zo"}).content == b"bewaard"
    assert client.post(BUTTON).content == b"weg"
    assert client.get(FILE).content == b"alles"
    assert not mail.outbox


@pytest.mark.parametrize("later", [{"minutes": 5, "seconds": 1}, {"hours": 1}, {"days": 13}])
def test_after_that_every_time(client: Client, at: Hands, later: dict[str, int]) -> None:
    at.forward(**later)
    for _time in range(10):
        for url in (FORM, BUTTON):
            assert client.post(url, {"text": "zo"}).headers["Location"] == AGAIN
        assert client.get(FILE).headers["Location"] == AGAIN
    assert not done
    assert client.get(FORM).content == b"veld: ", "to look at a form is free"
    assert len(mail.outbox) == 1, "and one code is enough"


def test_with_the_code_what_was_typed_is_there_once_and_nothing_happened_by_itself(
    client: Client, at: Hands, professional: User
) -> None:
    given = asked(client, at, text="een zin <b>& zo</b>")
    assert mail.outbox[0].to == [professional.email]
    page = client.get(AGAIN).content.decode()
    assert "Je meldde je langer dan vijf minuten geleden aan." in page
    assert "Wat je typte, staat er straks weer." in page
    assert client.get(FORM).content == b"veld: ", "not before the code"
    answer = client.post(AGAIN, {"code": given.lower()})
    assert answer.headers["Location"] == FORM
    assert client.get(FORM).content.decode() == "veld: een zin <b>& zo</b>"
    assert client.get(FORM).content == b"veld: "
    assert not done
    assert client.post(FORM, {"text": "zo"}).content == b"bewaard"


def test_a_button_leads_back_to_its_page(client: Client, at: Hands) -> None:
    given = asked(client, at, BUTTON)
    assert client.post(AGAIN, {"code": given}).headers["Location"] == "/leermomenten/"
    assert not done
    client.post(BUTTON)
    assert done == ["weg"]


def test_opening_a_link_mails_nobody_and_asking_does(client: Client, at: Hands, safe_get: Any) -> None:
    at.forward(minutes=6)
    assert safe_get(client, FILE).headers["Location"] == AGAIN
    page = safe_get(client, AGAIN).content.decode()
    assert 'name="code"' not in page
    assert not mail.outbox
    assert client.post(AGAIN, {"send": "1"}).headers["Location"] == AGAIN
    assert client.post(AGAIN, {"code": code()}).headers["Location"] == FILE
    assert client.get(FILE).content == b"alles"


def test_a_fragment_sends_the_whole_page_there(client: Client, at: Hands) -> None:
    at.forward(minutes=6)
    answer = client.post(FORM, {"text": "zo"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, AGAIN)


@pytest.mark.shows("TI2")
def test_five_wrong_codes_end_it(client: Client, at: Hands) -> None:
    given = asked(client, at)
    pages = [client.post(AGAIN, {"code": WRONG}) for _time in range(5)]
    assert [page.status_code for page in pages] == [422] * 4 + [302]
    assert "Deze code klopt niet." in pages[0].content.decode()
    assert client.post(AGAIN, {"code": given}).headers["Location"] == AGAIN
    assert client.post(FORM, {"text": "zo"}).headers["Location"] == AGAIN
    assert not done


@pytest.mark.shows("TI2")
def test_one_person_gets_five_codes_in_ten_minutes_signing_in_counted(
    client: Client, at: Hands, professional: User
) -> None:
    Client().post("/aanmelden/", {"email": professional.email})
    asked(client, at)
    answers = [client.post(AGAIN, {"send": "1"}, follow=True) for _time in range(4)]
    assert len(mail.outbox) == 5
    assert "Wacht tien minuten" in answers[3].content.decode()


@pytest.mark.shows("TI2")
def test_ten_tries_a_minute_also_with_a_new_code_each_time(client: Client, at: Hands) -> None:
    asked(client, at)
    for _code in range(3):
        for _time in range(4):
            client.post(AGAIN, {"code": WRONG})
        client.post(AGAIN, {"send": "1"})
    assert client.post(AGAIN, {"code": code()}).headers["Location"] == AGAIN, "even the right one"
    assert client.post(FORM, {"text": "zo"}).headers["Location"] == AGAIN


def test_a_code_lives_ten_minutes_and_only_the_newest_counts(client: Client, at: Hands) -> None:
    older = asked(client, at)
    client.post(AGAIN, {"send": "1"})
    assert client.post(AGAIN, {"code": older}).status_code == 422
    at.forward(minutes=10, seconds=1)
    page = client.post(AGAIN, {"code": code()}, follow=True).content.decode()
    assert "Deze code werkt niet meer." in page
    assert client.post(FORM, {"text": "zo"}).headers["Location"] == AGAIN


def test_a_code_counts_once_and_only_where_it_was_asked(
    client: Client, at: Hands, professional: User, colleague: User, client_for: Callable[..., Client]
) -> None:
    elsewhere, other = client_for(professional), client_for(colleague)
    given = asked(client, at)
    for stranger in (elsewhere, other):
        stranger.post(FORM, {"text": "zo"})
        stranger.post(AGAIN, {"code": given})
        assert stranger.post(FORM, {"text": "zo"}).headers["Location"] == AGAIN
    client.post(AGAIN, {"code": given})
    at.forward(minutes=6)
    client.post(FORM, {"text": "zo"})
    assert client.post(AGAIN, {"code": given}).status_code == 422
    assert not done


def test_a_code_to_sign_in_with_confirms_nothing(client: Client, at: Hands, professional: User) -> None:
    asked(client, at)
    Client().post("/aanmelden/", {"email": professional.email})
    assert client.post(AGAIN, {"code": code()}).status_code == 422


@pytest.mark.shows("TW6")
@pytest.mark.parametrize(
    "elsewhere", ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "javascript:alert(1)"]
)
def test_no_address_leads_anywhere_else(client: Client, at: Hands, elsewhere: str) -> None:
    at.forward(minutes=6)
    client.post(f"{FORM}?next={elsewhere}", {"text": "zo", "next": elsewhere, "back": elsewhere})
    more = {"next": elsewhere, "back": elsewhere, "path": elsewhere}
    page = client.get(f"{AGAIN}?next={elsewhere}", headers={"Referer": elsewhere}).content.decode()
    assert all(
        found.startswith(f"{FORM}?") for found in re.findall(r'(?:href|action)="([^"]*kwaad[^"]*)', page)
    )
    answer = client.post(f"{AGAIN}?next={elsewhere}", {"code": code()} | more)
    assert answer.headers["Location"].startswith(FORM)


def test_nothing_to_confirm_leads_to_mijn_week_and_a_stranger_signs_in(client: Client) -> None:
    assert client.get(AGAIN).headers["Location"] == "/"
    assert client.post(AGAIN, {"code": WRONG}).headers["Location"] == "/"
    assert client.post(AGAIN, {"send": "1"}).headers["Location"] == "/"
    assert not mail.outbox
    assert Client().get(AGAIN).headers["Location"].startswith("/aanmelden/?next=")


@pytest.mark.shows("TI5")
def test_the_session_goes_on_under_a_new_key(client: Client, at: Hands) -> None:
    given = asked(client, at)
    old = client.session.session_key
    client.post(AGAIN, {"code": given})
    assert client.session.session_key != old
    assert client.session[SESSION_KEY]
    before = Client()
    before.cookies["sessionid"] = str(old)
    assert before.post(FORM, {"text": "zo"}).headers["Location"].startswith("/aanmelden/?next=")


def test_signing_in_by_code_counts_as_recent(at: Hands, professional: User) -> None:
    client = Client()
    client.post("/aanmelden/", {"email": professional.email})
    client.post("/aanmelden/code/", {"code": code()})
    assert client.post(FORM, {"text": "zo"}).content == b"bewaard"
    at.forward(minutes=6)
    assert client.post(FORM, {"text": "zo"}).headers["Location"] == AGAIN


def test_a_session_from_before_this_was_kept_is_asked_too(client: Client) -> None:
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert client.post(FORM, {"text": "zo"}).headers["Location"] == AGAIN


@pytest.mark.shows("TO4")
def test_without_mail_or_its_server_the_page_says_so(client: Client, at: Hands, settings: Any) -> None:
    at.forward(minutes=6)
    server = {"host": "127.0.0.1", "port": free_port(), "timeout": 2}
    mailer = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server}}
    settings.MAILERS = mailer
    page = client.post(FORM, {"text": "zo"}, follow=True).content.decode()
    assert 'name="code"' not in page, "no code went out, so none is asked for"
    page = client.post(AGAIN, {"send": "1"}, follow=True).content.decode()
    assert "De mailserver antwoordt niet." in page
    settings.MAIL_ON = False
    page = client.get(AGAIN).content.decode()
    assert "Mail staat uit" in page
    assert "<button" not in page
