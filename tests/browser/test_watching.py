"""The browser tests see what they must see: these pages have the faults planted."""

import functools
import http.server
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.accessibility import accessible, axe, framed, hittable, printable, reflows, walkable
from tests.support.browser import NARROW, Complaints
from tests.support.dutch import dutch
from tests.support.submitting import sends

pytestmark = pytest.mark.full  # they watch over the tools of tests, which seldom change

GOOD = """<!doctype html><html lang="nl"><head><title>Goed · Lerendwerken</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:focus-visible { outline: 3px solid #2b3fa3 }
@media print { .skip-link, button { display: none } }</style></head>
<body><a class="skip-link" href="#inhoud">Naar de inhoud</a>
<main id="inhoud" tabindex="-1"><h1>Goed</h1><p>Een zin. <a href="/good">Meer</a></p></main></body></html>"""
FORM = GOOD.replace(
    "</main>", "<form method='post' action='/leermomenten/'><button>Bewaar</button></form></main>"
)

PAGES = {
    "good": GOOD,
    "error": GOOD.replace("</main>", "</main><script src='error.js'></script>"),
    "inline": GOOD.replace("</main>", "</main><script>document.title = 'hij liep'</script>"),
    "missing": GOOD.replace("</main>", "<img src='none.png' alt=''></main>"),
    "elsewhere": GOOD.replace("</main>", "<img src='http://127.0.0.1:9/x.png' alt=''></main>"),
    "no-alt": GOOD.replace("</main>", "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>"),
    "wide": GOOD.replace("<p>", "<p><b>" + "breed" * 200 + "</b>"),
    "small": GOOD.replace("</main>", "<button style='width:10px;height:10px;padding:0'>x</button></main>"),
    "pale": GOOD.replace("<p>", "<p style='color:#bbb'>"),
    "dark-pale": GOOD.replace(
        "</style>",
        "@media (prefers-color-scheme: dark) { p { color: #333 } body { background: #222 } }</style>",
    ),
    "other-language": GOOD.replace('lang="nl"', 'lang="de"'),
    "no-title": GOOD.replace("Goed · Lerendwerken", "Lerendwerken"),
    "no-heading": GOOD.replace("h1", "h2"),
    "empty-heading": GOOD.replace("<h1>Goed", "<h1>"),
    "no-main": GOOD.replace("main", "div"),
    "no-skip-link": GOOD.replace('class="skip-link"', ""),
    "no-ring": GOOD.replace("3px solid", "0px solid"),
    "passed-over": GOOD.replace('href="/good"', 'href="/good" tabindex="-1"'),
    "out-of-sight": GOOD.replace('href="/good"', 'href="/good" style="position:fixed;top:-9rem"'),
    "prints-buttons": FORM.replace("button {", "i {"),
    "prints-too-wide": GOOD.replace("@media print {", "@media print { p { width: 60rem }"),
    "goes-nowhere": FORM.replace("/leermomenten/", "/bestaat-niet/"),
    "goes-wrong": FORM.replace("'post'", "'get'").replace("/leermomenten/", "/leermoment/"),
    "no-token": FORM.replace("/leermomenten/", "/aanmelden/"),
    "needs-a-script": FORM.replace("<form", "<form onsubmit='return false'"),
}


class Planted(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.strip("/")
        script = name == "error.js"
        body = b"throw new Error('kapot')" if script else PAGES.get(name, "").encode()
        known = bool(body) or name == "favicon.ico"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if name == "inline":
            self.send_header("Content-Security-Policy", "script-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def origin() -> Generator[str]:
    """Instead of the app: a server with planted pages."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Planted) as server:
        thread = threading.Thread(
            target=functools.partial(server.serve_forever, poll_interval=0.02), daemon=True
        )
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("error", "script: .*kapot"),
        ("inline", "console: .*Content Security Policy"),
        ("missing", "answer: 404 .*none.png"),
        ("elsewhere", "elsewhere: http://127.0.0.1:9"),
    ],
)
def test_what_the_browser_complains_about_fails_the_test(page, complaints: Complaints, name: str, said: str):
    page.goto(f"/{name}", wait_until="networkidle")
    heard = complaints.unexpected()
    assert heard
    complaints.allow(said)
    assert len(complaints.unexpected()) < len(heard)
    complaints.allow(".")  # these faults are planted


def test_a_good_page_gives_no_complaint_and_is_accessible_at_every_width(page, phone, open_page, complaints):
    for one in (page, phone, open_page(viewport=NARROW, theme="dark")):
        one.goto("/good")
        accessible(one)
        framed(one, "nl")
        walkable(one)
        printable(one)
    assert complaints.found == []


@pytest.mark.parametrize(
    ("name", "check", "said"),
    [
        ("pale", axe, "color-contrast"),
        ("no-main", axe, "landmark-one-main"),
        ("other-language", lambda page: framed(page, "nl"), "'de', not 'nl'"),
        ("no-title", lambda page: framed(page, "nl"), "has the title"),
        ("no-heading", lambda page: framed(page, "nl"), "has 0 h1"),
        ("empty-heading", lambda page: framed(page, "nl"), "is empty"),
        ("no-main", lambda page: framed(page, "nl"), "has 0 main"),
        ("no-skip-link", walkable, "begins at ''"),
        ("no-ring", walkable, "unseen by Tab"),
        ("passed-over", walkable, "missed by Tab"),
        ("out-of-sight", walkable, "away by Tab"),
        ("prints-buttons", printable, "prints 1 menus or buttons"),
        ("prints-too-wide", printable, "scrolls sideways"),
    ],
)
def test_each_check_of_a_page_sees_its_fault(page, name: str, check, said: str):
    page.goto(f"/{name}")
    with pytest.raises(AssertionError, match=said):
        check(page)


def test_axe_looks_in_the_dark_too(open_page):
    light, dark = open_page(), open_page(theme="dark")
    for page in (light, dark):
        page.goto("/dark-pale")
    axe(light)
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(dark)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("goes-nowhere", "says 404"),
        ("goes-wrong", "says 405"),
        ("no-token", "says 403"),
    ],
)
def test_a_form_that_our_views_do_not_understand_is_seen(db, no_js, name: str, said: str):
    no_js.goto(f"/{name}")
    with pytest.raises(AssertionError, match=said):
        sends(no_js)


def test_a_form_that_needs_a_script_is_seen(db, page):
    page.goto("/needs-a-script")
    with pytest.raises(AssertionError, match="sends nothing"):
        sends(page)


def test_dutch_on_an_english_page_is_seen_and_words_of_people_are_not(page):
    page.goto("/good")
    page.evaluate("document.documentElement.lang = 'en'")
    page.evaluate("document.querySelector('h1').textContent = 'Aanvragen van inwoners'")
    assert dutch(page, {"Aanvragen van inwoners"}) == ["Naar de inhoud", "Een zin.", "Meer"]
    assert "Aanvragen van inwoners" in dutch(page, set())
    assert "Naar de inhoud" in dutch(page, {"Naar", "de", "Een zin."})  # short values hide nothing
    page.evaluate("document.querySelector('a').lang = 'nl'")
    page.evaluate("document.querySelector('p').textContent = 'We learn in working time, week in, week out.'")
    assert dutch(page, {"Aanvragen van inwoners"}) == []


def test_axe_sees_a_picture_without_a_text(page):
    page.goto("/no-alt")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_that_scrolls_sideways_is_seen(open_page):
    narrow = open_page(viewport=NARROW)
    narrow.goto("/wide")
    with pytest.raises(AssertionError, match="scrolls sideways"):
        reflows(narrow)


def test_a_target_that_is_too_small_is_seen(page):
    page.goto("/small")
    with pytest.raises(AssertionError, match="smaller than 24"):
        hittable(page)


def test_without_javascript_no_script_runs(no_js, complaints):
    no_js.goto("/error")
    reflows(no_js)
    hittable(no_js)
    assert complaints.found == []


def test_a_picture_is_thrown_away_unless_pictures_are_asked_for(page, screenshot, tmp_path, monkeypatch):
    page.goto("/good")
    made: Path = screenshot(page, "good")
    assert made.parent == tmp_path
    assert made.read_bytes().startswith(b"\x89PNG")
