"""The browser tests see what they must see: these pages have the faults planted."""

import functools
import http.server
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.accessibility import accessible, axe, hittable, reflows
from tests.support.browser import NARROW, Complaints

GOOD = """<!doctype html><html lang="nl"><head><title>Goed</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Goed</h1><p>Een zin.</p></main></body></html>"""

PAGES = {
    "good": GOOD,
    "error": GOOD.replace("</main>", "</main><script src='error.js'></script>"),
    "inline": GOOD.replace("</main>", "</main><script>document.title = 'hij liep'</script>"),
    "missing": GOOD.replace("</main>", "<img src='none.png' alt=''></main>"),
    "elsewhere": GOOD.replace("</main>", "<img src='http://127.0.0.1:9/x.png' alt=''></main>"),
    "no-alt": GOOD.replace("</main>", "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>"),
    "wide": GOOD.replace("<p>", "<p><b>" + "breed" * 200 + "</b>"),
    "small": GOOD.replace("</main>", "<button style='width:10px;height:10px;padding:0'>x</button></main>"),
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
    assert complaints.found == []


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
