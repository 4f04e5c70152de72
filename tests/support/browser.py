"""Chromium for the tests. Whatever the browser complains about fails the test that made it."""

import os
import re
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.support.server import Live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

    from teams.accounts.models import User

CHROMIUM = next(
    filter(
        None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))
    ),
    "",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP = {"width": 1280, "height": 820}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 800}

OpenPage = Callable[..., "Page"]


class Complaints:
    """What the browser said on the pages of one test: console errors (CSP reports are among them), errors of
    scripts, requests that failed, answers of 400 and above, and requests to any other machine."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.found: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, *patterns: str) -> None:
        """Complaints that this test provokes: `complaints.allow(r"404")`."""
        self._allowed += [re.compile(pattern) for pattern in patterns]

    def unexpected(self) -> list[str]:
        return [said for said in self.found if not any(pattern.search(said) for pattern in self._allowed)]

    def watch(self, context: "BrowserContext") -> None:
        context.on("console", lambda message: message.type == "error" and self._note("console", message.text))
        context.on("weberror", lambda error: self._note("script", str(error.error)))
        context.on("request", self._at_home)
        context.on("requestfailed", self._failed)
        context.on("response", lambda r: r.status >= 400 and self._note("answer", f"{r.status} {r.url}"))

    def _failed(self, request: "Request") -> None:
        # A request that is still on its way when the page is left says ERR_ABORTED; nothing is wrong then.
        if request.failure != "net::ERR_ABORTED":
            self._note("failed", f"{request.failure} {request.url}")

    def _at_home(self, request: "Request") -> None:
        parts = urlsplit(request.url)
        over_network = parts.scheme in ("http", "https", "ws", "wss")
        if over_network and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self._note("elsewhere", request.url)

    def _note(self, kind: str, text: str) -> None:
        self.found.append(f"{kind}: {text}")


COMPLAINTS = pytest.StashKey[list[Complaints]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for Chromium carries the mark, before -m leaves tests out. A file of them stays on one worker:
    there Chromium starts once."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group(item.path.as_posix()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    yield
    unexpected = [said for watched in item.stash.get(COMPLAINTS, []) for said in watched.unexpected()]
    if unexpected:
        pytest.fail("the browser complained:\n  " + "\n  ".join(unexpected), pytrace=False)


@pytest.fixture(scope="module")
def browser() -> "Generator[Browser]":
    """One Chromium a module: while it runs this thread has an event loop, which others should not meet."""
    from playwright.sync_api import expect, sync_playwright

    if not CHROMIUM:
        pytest.fail("Chromium is not installed. Install it: apt-get install -y chromium", pytrace=False)
    expect.set_options(timeout=10_000)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright's synchronous interface runs a loop in this thread, and Django refuses queries under one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def origin(live: Live) -> str:
    """Where pages come from. A test on separate processes overrides it with theirs."""
    return live.url


@pytest.fixture
def complaints(request: pytest.FixtureRequest, origin: str) -> Complaints:
    watched = Complaints(origin)
    request.node.stash.setdefault(COMPLAINTS, []).append(watched)
    return watched


@pytest.fixture
def open_page(browser: "Browser", origin: str, complaints: Complaints) -> Generator[OpenPage]:
    """Opens a page in a browser of its own, without cookies:
    `open_page(viewport=NARROW, theme="dark", js=False, language="en-GB", as_=person)`."""
    contexts: list[BrowserContext] = []

    def open_one(
        *,
        viewport: dict[str, int] = DESKTOP,
        theme: str = "light",
        js: bool = True,
        language: str = "nl-NL",
        as_: "User | None" = None,
        **more: Any,
    ) -> "Page":
        context = browser.new_context(
            base_url=origin,
            viewport=viewport,  # type: ignore[arg-type]
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=js,
            locale=language,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(10_000)
        complaints.watch(context)
        contexts.append(context)
        if as_ is not None:
            sign_in(context, as_, origin)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> "Page":
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> "Page":
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def no_js(open_page: OpenPage) -> "Page":
    return open_page(js=False)


def sign_in(where: "BrowserContext | Page", person: "User", url: str) -> None:
    """Gives a browser the session of a person, without going through the sign-in pages."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    context = getattr(where, "context", where)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


@pytest.fixture
def screenshot(tmp_path: Path) -> "Callable[[Page, str], Path]":
    """Makes docs/pictures/NAME.png when LERENDWERKEN_SCREENSHOTS=1, else a picture that is thrown away."""
    folder = tmp_path
    if os.environ.get("LERENDWERKEN_SCREENSHOTS") == "1":
        folder = Path(__file__).resolve().parents[2] / "docs" / "pictures"

    def make(page: "Page", name: str, *, whole: bool = False) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=whole, caret="hide", animations="disabled")
        return path

    return make
