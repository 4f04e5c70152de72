"""Every link that goes out, opened by people, previews and scanners: looking changes nothing, pressing does (TI6)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from playwright.sync_api import expect

from cycles.models import Prompt, Reflection
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Preference
from tests.conftest import Cast
from tests.journeys.mailed import Mailed, ask, header_lines, invitation
from tests.journeys.walking import answer_link, links, local, text_of
from tests.support.browser import PHONE, Complaints, OpenPage
from tests.support.database import changes, dump
from tests.support.server import Live
from tests.support.smtp_sink import SmtpSink
from tests.support.turns import full

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]

ONE_CLICK = "List-Unsubscribe=One-Click"
FORMS = {
    "application/x-www-form-urlencoded": ONE_CLICK.encode(),
    'multipart/form-data; boundary="grens"': (
        b'--grens\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--grens--\r\n'
    ),
}

# Who opens a report that was shared leaves a line for its owner (S18): the one thing that looking does, signed in.
TOLD = ["teams_auditentry: 1 rows came, 0 went"]


@pytest.fixture
def origin(live: Live) -> str:
    """The server in this process: nothing goes round by itself, so whatever is written was written by looking."""
    return live.url


@pytest.fixture
def mailed(
    live: Live, cast: Cast, sink: SmtpSink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Mailed:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 5},
        }
    }
    monkeypatch.setenv("LERENDWERKEN_CLOCK_FILE", str(tmp_path / "clock"))
    clock.move(local("2026-03-29 20:00") - clock.now())
    made = Mailed(sink, cast)
    made.walk()
    return made


@pytest.fixture
def everything(mailed: Mailed, live: Live) -> dict[str, list[str]]:
    """Every address that was mailed or handed over, by kind; a kind of message without a mail fails here."""
    assert set(mailed.mails) == set(MESSAGES), "each kind in the registry must go out in Mailed.walk()"
    asking = Client()
    asking.post("/aanmelden/", {"email": mailed.cast.outsider.email})
    found = {kind: mailed.links(kind) for kind in mailed.mails}
    found["sign-in code"] = links(mailed.sink.to(mailed.cast.outsider.email)[-1])
    found["invitation"] = [invitation()]
    for kind, addresses in found.items():
        assert addresses, f"{kind} holds no link"
        assert all(link.startswith(live.url) for link in addresses), (kind, addresses)
    return found


@pytest.mark.parametrize("by_readers", [False, full(True)], ids=["a scanner", "and who got it"])
@pytest.mark.shows("house-2", "house-5", "TI6", "TW4")
def test_looking_at_any_mailed_link_changes_nothing(
    everything: dict[str, list[str]],
    mailed: Mailed,
    open_page: OpenPage,
    complaints: Complaints,
    by_readers: bool,
) -> None:
    complaints.allow(r"favicon")
    scanner = open_page()
    readers = {person.pk: person for person in mailed.readers.values()}
    browsers = {pk: open_page(as_=person) for pk, person in readers.items() if by_readers}
    before = dump()
    assert len(before) > 30
    asked, seen = set(), set()
    for kind, addresses in everything.items():
        looking = [
            scanner,
            *([browsers[mailed.readers[kind].pk]] if by_readers and kind in mailed.readers else []),
        ]
        for link in addresses:
            if link in asked:
                continue
            asked.add(link)
            assert ask(link, "HEAD")[0] == 200, (kind, link)
            for _ in range(3):
                assert ask(link)[0] == 200, (kind, link)
            # With a script too: each day one of each kind of page, in the full run every one.
            page_of = link if by_readers else resolve(urlsplit(link).path or "/").view_name
            for page in (page for page in looking if (page, page_of) not in seen):
                seen.add((page, page_of))
                opened = page.goto(link, wait_until="networkidle")
                assert opened
                assert opened.status == 200, (kind, link)
        left = TOLD if by_readers and kind == "report_shared" else []
        now = dump()
        assert changes(before, now) == left, kind
        before = now
    assert {cookie["name"] for cookie in scanner.context.cookies()} <= {"csrftoken"}


@pytest.mark.shows("house-2", "house-5", "TI6")
def test_after_all_that_looking_every_link_still_does_its_work(
    everything: dict[str, list[str]], mailed: Mailed, open_page: OpenPage
) -> None:
    for addresses in everything.values():
        for link in addresses:
            for _ in range(3):
                ask(link)
    page = open_page(viewport=PHONE)
    for kind in ("prompt", "digest", "nudge"):
        page.goto(answer_link(mailed.mails[kind].parsed()))
        page.get_by_role("textbox").fill(f"Van {kind}")
        page.get_by_role("button", name=re.compile("Volgende vraag|Klaar")).click()
        page.get_by_text("vraag 2 van").first.wait_for()
        assert Reflection.objects.filter(text=f"Van {kind}").exists()

    page.goto(mailed.link("prompt", "/later/"))
    page.locator("form button").first.click()
    page.get_by_role("heading", name="We vragen het later opnieuw.").wait_for()
    asked = mailed.prompt("prompt")
    assert (asked.state, asked.postponed) == (Prompt.State.PLANNED, 1)

    page.goto(mailed.link("prompt", "/over/"))
    page.locator("form button").first.click()
    page.get_by_role("heading", name="Overgeslagen. Niemand hoort dit.").wait_for()
    assert mailed.prompt("prompt").reason == Prompt.Reason.OWN_CHOICE

    for kind in (kind for kind in MESSAGES if MESSAGES[kind].optional):
        page.goto(mailed.link(kind, "/stop/"))
        page.get_by_role("button", name="Stop deze mails").click()
        page.wait_for_load_state()
        assert not Preference.of(mailed.readers[kind]).wants(kind, "email")

    page.goto(everything["invitation"][0])
    page.get_by_role("button", name="Meld mij aan").click()
    page.wait_for_url("**/")
    assert ask(everything["invitation"][0])[0] == 404  # once


@pytest.mark.shows("house-2", "house-5", "S15")
def test_a_second_browser_sees_no_older_words(mailed: Mailed, open_page: OpenPage) -> None:
    """Whoever gets the mail forwarded meets empty fields; what each browser typed is there for that browser."""
    link, owner = answer_link(mailed.mails["prompt"].parsed()), mailed.readers["prompt"]
    first, second = open_page(), open_page(viewport=PHONE)
    write(first, link, "zeehond-in-de-mist")
    for page in pages_behind(second, link):
        assert "zeehond" not in page
    for machine in (ask(link), ask(f"{link}1/"), ask(f"{link}later/"), ask(f"{link}over/")):
        assert "zeehond" not in machine[1]
    write(second, link, "kraai-op-het-dak")
    assert not [page for page in pages_behind(first, link) if "kraai" in page]
    assert not [page for page in pages_behind(second, link) if "zeehond" in page]

    first.goto(link)
    expect(first.get_by_role("textbox")).to_have_value("zeehond-in-de-mist")
    mine = open_page(as_=owner)
    mine.goto(f"/vraag/{mailed.prompt('prompt').pk}/")
    assert {"zeehond-in-de-mist", "kraai-op-het-dak"} <= set(
        mine.get_by_role("textbox").input_value().split()
    )
    # Signed in as somebody else, the link still shows only what that browser itself wrote.
    for other in (mailed.cast.lead, mailed.cast.administrator):
        theirs = open_page(as_=other)
        assert not [page for page in pages_behind(theirs, link) if "zeehond" in page or "kraai" in page]


def write(page: "Page", link: str, words: str) -> None:
    page.goto(link)
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Volgende vraag").click()
    page.get_by_text("vraag 2 van").first.wait_for()


def pages_behind(page: "Page", link: str) -> list[str]:
    """What the browser holds of each page of a mailed question, with the values of its fields."""
    found = []
    for path in ("", "1/", "2/", "later/", "over/"):
        page.goto(link + path)
        typed = page.locator("textarea").evaluate_all("all => all.map(one => one.value)")
        kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
        found.append(page.content() + str(typed) + kept)
    return found


@pytest.mark.shows("house-2", "house-5", "TI7")
def test_one_click_stops_one_kind_from_the_raw_header_of_its_mail(mailed: Mailed) -> None:
    for kind, mail in mailed.mails.items():
        lines, posts = header_lines(mail, "List-Unsubscribe"), header_lines(mail, "List-Unsubscribe-Post")
        if not MESSAGES[kind].optional:
            assert lines == posts == []
            continue
        assert posts == [b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
        (line,) = lines
        found = re.fullmatch(rb"List-Unsubscribe: <(http[^\s<>,]+/stop/[^\s<>,]+/)>", line)
        assert found, line
        link, reader = found[1].decode("ascii"), mailed.readers[kind]
        assert link in mailed.links(kind)
        for form, body in FORMS.items():
            Preference.objects.filter(person=reader).delete()
            for _ in range(2):  # a mail program may try again
                status, page = ask(link, "POST", body, form)
                assert status == 200
                assert "Fout" not in page
            assert Preference.objects.get(person=reader).off == {kind: ["email"]}


@pytest.mark.full
@pytest.mark.shows("TI7")
def test_headers_are_never_folded_however_long_the_address(
    mailed: Mailed, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django folds at 78 characters, and packs what has no space into encoded words: mail programs give up then."""
    from teams.notifications.channels import email
    from teams.notifications.models import Notification

    settings.BASE_URL = f"https://{'.'.join(['leren-in-lindewaard'] * 12)}.example"
    for kind, message in MESSAGES.items():
        row = Notification.objects.filter(kind=kind, state="sent").first()
        assert row
        head = email.build(row, message).message().as_bytes().partition(b"\n\n")[0]
        stop = [line for line in head.split(b"\n") if line.startswith(b"List-Unsubscribe:")]
        assert len(stop) == int(message.optional)
        for line in stop:
            assert 300 < len(line) < 998
            assert line.startswith(b"List-Unsubscribe: <https://leren")
            assert line.endswith(b"/>")


@pytest.mark.shows("TI6", "TI7")
def test_what_never_was_a_link_of_ours_does_nothing(mailed: Mailed) -> None:
    before = dump()
    for kind in mailed.mails:
        for link in (link for link in mailed.links(kind) if re.search(r"/(?:v|stop)/", link)):
            wrong = re.sub(r"/(v|stop)/(\d)", r"/\1/9\2", link)
            assert wrong != link
            assert [ask(wrong)[0], ask(wrong, "HEAD")[0]] == [404, 404]
            assert ask(wrong, "POST", ONE_CLICK.encode(), next(iter(FORMS)))[0] in (403, 404)
    assert not changes(before, dump())


@pytest.mark.shows("TI6")
def test_the_comparison_would_see_what_looking_writes(
    mailed: Mailed, monkeypatch: pytest.MonkeyPatch, client_for: Callable[[User | None], Client]
) -> None:
    before = dump()
    assert changes(before, dump()) == []
    Prompt.objects.filter(pk=mailed.prompt("prompt").pk).update(postponed=7)
    assert changes(before, dump()) == ["cycles_prompt: 1 rows came, 1 went"]
    before = dump()
    client_for(mailed.cast.lead)  # a session
    assert any(line.startswith("django_session") for line in changes(before, dump()))


@pytest.mark.shows("TL8")
def test_no_mail_holds_a_word_that_somebody_wrote(mailed: Mailed, open_page: OpenPage) -> None:
    """Not its subject, not its headers, and not the reminder that follows later."""
    write(open_page(), answer_link(mailed.mails["digest"].parsed()), "otter-bij-de-sluis")
    mailed.until("2026-04-02 10:00")
    mailed.until("2026-04-02 16:30")
    assert len(mailed.sink.messages()) > len(mailed.mails)
    assert not [m for m in mailed.sink.messages() if b"otter" in m.raw or "otter" in text_of(m.parsed())]
