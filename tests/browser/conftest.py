"""The example organisation behind the live server: loaded once for a file of tests that only look."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property
from importlib import reload
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import clear_url_caches, set_urlconf

from cycles.prompts.models import Prompt
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.notifications.channels.email import build
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Notification
from teams.structure.models import Team
from tests.support import emptying
from tests.support.browser import COMPLAINTS, DESKTOP, Complaints, sign_in
from tests.support.hands import Hands
from tests.support.server import Live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# The Tuesday of the drawings, just before the Leerwerkuur; on the Sunday before it the clock went forward.
TUESDAY = "2026-03-31 12:41"
PEOPLE = {
    "samira": "s.haddou@lindewaard.example",
    "femke": "f.postma@lindewaard.example",
    "ruth": "r.adriaanse@lindewaard.example",
    "wim": "w.scholten@lindewaard.example",
}


@dataclass
class House:
    """The example, with short ways to its rows. Whoever changes it takes the change back: `borrowed`."""

    url: str
    at: Hands
    mails: list[EmailMessage] = field(default_factory=list)

    def person(self, name: str) -> User:
        return User.objects.get(email=PEOPLE[name])

    @cached_property
    def team(self) -> Team:
        return Team.objects.get(name="Vergunningen")

    @property
    def week(self) -> IsoWeek:
        return IsoWeek(2026, 14)

    def prompt(self, kind: str, name: str = "samira", week: int = 14) -> Prompt:
        return Prompt.objects.get(person=self.person(name), moment__kind=kind, moment__cycle__week=week)

    @contextmanager
    def borrowed(self, row: Any, **fields: Any) -> Generator[None]:
        """A row with other values, and with its own again afterwards."""
        own = {name: getattr(row, name) for name in fields}
        type(row).objects.filter(pk=row.pk).update(**fields)
        try:
            yield
        finally:
            type(row).objects.filter(pk=row.pk).update(**own)


@pytest.fixture(scope="module")
def house(django_db_blocker: Any, _uvicorn: Live) -> Generator[House]:
    """Loaded and committed, with the clock stopped on the Tuesday of the drawings; emptied afterwards."""
    from django.core import mail

    from lerendwerken.example import load
    from teams.notifications import outbox

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        at = Hands(patch)
        at(TUESDAY)
        mail.outbox = []
        load.load(deliver=outbox.send_due)
        yield House(_uvicorn.url, at, list(mail.outbox))
        emptying.empty()


@pytest.fixture(scope="module")
def demo(house: House, tmp_path_factory: pytest.TempPathFactory) -> Generator[House]:
    """The same house as `make demo` serves it: with its pages, its mailbox, and the mails of this week in it."""
    from lerendwerken import urls
    from lerendwerken.demo.mailbox import EmailBackend

    def reread_addresses() -> None:
        reload(urls)
        clear_url_caches()
        set_urlconf(None)

    folder = str(tmp_path_factory.mktemp("mail"))
    box = {"BACKEND": "lerendwerken.demo.mailbox.EmailBackend", "OPTIONS": {"folder": folder}}
    policy = settings.SECURE_CSP | {"frame-src": ["'self'"]}
    with override_settings(DEMO=True, MAILERS={"default": box}, SECURE_CSP=policy):
        reread_addresses()
        for row in Notification.objects.filter(state=Notification.State.SENT).order_by("sent_at", "pk"):
            assert row.sent_at
            with clock.as_if(row.sent_at):
                EmailBackend(folder).send_messages([build(row, MESSAGES[row.kind])])
        yield house
    reread_addresses()


@dataclass
class Windows:
    """One window of Chromium per person and way of looking, kept open for the whole file."""

    browser: "Browser"
    house: House
    complaints: Complaints
    opened: dict[tuple[str, bool, str], "Page"] = field(default_factory=dict)

    def of(self, who: str, *, js: bool = True, language: str = "nl") -> "Page":
        """The window of somebody by name; "" is a stranger."""
        key = (who, js, "" if who else language)
        if key not in self.opened:
            context = self._context(js=js, locale={"nl": "nl-NL", "en": "en-GB"}[language])
            if who:
                sign_in(context, self.house.person(who), self.house.url)
            self.opened[key] = context.new_page()
        return self.opened[key]

    def _context(self, *, js: bool, locale: str) -> "BrowserContext":
        context = self.browser.new_context(
            base_url=self.house.url,
            viewport=DESKTOP,  # type: ignore[arg-type]
            java_script_enabled=js,
            locale=locale,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        self.complaints.watch(context)
        return context


@pytest.fixture(scope="module")
def all_windows(browser: "Browser", house: House) -> Generator[Windows]:
    windows = Windows(browser, house, Complaints(house.url))
    yield windows
    for page in windows.opened.values():
        page.context.close()


@pytest.fixture
def windows(all_windows: Windows, request: pytest.FixtureRequest) -> Windows:
    """The windows of this file; what the browser complains about fails the test that makes it complain."""
    all_windows.complaints.found.clear()
    all_windows.complaints._allowed.clear()
    request.node.stash.setdefault(COMPLAINTS, []).append(all_windows.complaints)
    return all_windows


@pytest.fixture
def transactional_db(house: House) -> None:
    """Under this name for pytest-django, which makes the database and runs these after what rolls back. It is
    not emptied after each test here: `house` does that once."""
