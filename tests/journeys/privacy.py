"""Looks for planted words wherever somebody else could come: every page, every address, mails, logs and rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from html import unescape
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from cycles.models import LogEntry, Moment, Prompt, Reflection
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.notifications.models import DeliveryAttempt, Notification
from tests.support.processes import Processes

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext, APIResponse, Page

LINK = re.compile(r"""\b(?:href|src|hx-get|action|data-autosave)=["']([^"']+)["']""")
WEEKS = [IsoWeek(2026, n) for n in range(12, 17)]
NOWHERE = 999_999_999


@dataclass(frozen=True, slots=True)
class Markers:
    """Words that only their writer may meet."""

    answer: str
    draft: str
    skipped: str
    log: str

    def found_in(self, text: str) -> list[str]:
        return [marker for marker in astuple(self) if marker in text]


@dataclass
class Crawl:
    """One signed-in person who opens everything."""

    name: str
    ask: "APIRequestContext"
    origin: str
    markers: Markers
    seen: set[str] = field(default_factory=set)
    opened: int = 0

    def read(self, answer: "APIResponse", url: str) -> str:
        self.opened += 1
        text = answer.text() if "text" in answer.headers.get("content-type", "text") else ""
        found = self.markers.found_in(text + str(answer.headers))
        assert not found, f"{self.name} reads {found} at {url}"
        assert answer.status < 500, f"{self.name} gets {answer.status} at {url}"
        return text

    def follow(self, start: str) -> None:
        """Every page that can be reached by links, forms that ask, and fragments."""
        waiting = [start]
        while waiting:
            url = waiting.pop()
            path = urlsplit(url).path
            if url in self.seen or not _is_worth(path):
                continue
            self.seen.add(url)
            text = self.read(self.ask.get(url), url)
            for found in LINK.findall(text):
                there = urljoin(url, unescape(found)).partition("#")[0]
                if there.startswith(self.origin) and there not in self.seen:
                    waiting.append(there)

    def open_by_name(self, values: dict[str, list[Any]]) -> None:
        """Every address there is, with the numbers of the owner's own things."""
        for path in addresses(values):
            url = self.origin + path
            if url not in self.seen:
                self.seen.add(url)
                self.read(self.ask.get(url), url)

    def press(self, path: str) -> int:
        """A form of the owner, sent by somebody else."""
        token = next(
            (c["value"] for c in self.ask.storage_state()["cookies"] if c["name"] == "csrftoken"), ""
        )
        answer = self.ask.post(
            self.origin + path,
            headers={"X-CSRFToken": token},
            form={"text": "x", "sure": "1"},
            max_redirects=0,
        )
        self.read(answer, path)
        return answer.status


def assert_nobody_reads(
    markers: Markers, owner: User, watchers: "dict[str, Page]", processes: Processes, mailed: Iterable[str]
) -> None:
    prompts = list(Prompt.objects.filter(person=owner).values_list("pk", flat=True)[:2])
    entry = LogEntry.objects.get(person=owner)
    values: dict[str, list[Any]] = {
        "pk": sorted({*prompts, entry.pk, owner.pk, Moment.objects.order_by("pk")[0].pk, NOWHERE}),
        "number": [1, 2],
        "week": ["2026-W14"],
        "token": [urlsplit(link).path.split("/")[2] for link in mailed],
        "slug": ["iets"],
    }
    for marker in (markers.answer, markers.draft, markers.skipped):
        assert Reflection.objects.filter(text__contains=marker).exists()
    before = _rows_of(owner)
    for name, page in watchers.items():
        watcher = Crawl(name, page.context.request, processes.url, markers)
        watcher.follow(f"{processes.url}/")
        assert watcher.opened > 5, f"{name} came nowhere"
        watcher.open_by_name(values)
        _is_as_if_absent(watcher, prompts[0], entry.pk)
    assert _rows_of(owner) == before
    _nothing_beside_the_pages(markers, processes)


def _is_as_if_absent(watcher: Crawl, prompt: int, entry: int) -> None:
    """What is somebody else's answers as what never was (TA2)."""
    for pattern, pk in (
        ("/vraag/{}/", prompt),
        ("/vraag/{}/1/", prompt),
        ("/vraag/{}/later/", prompt),
        ("/vraag/{}/over/", prompt),
        ("/vraag/{}/1/delen/", prompt),
        ("/leermoment/{}/weg/", entry),
    ):
        theirs, never = (watcher.press(pattern.format(number)) for number in (pk, NOWHERE))
        assert theirs == never == 404, (watcher.name, pattern, theirs, never)
    theirs, never = (watcher.ask.get(f"{watcher.origin}/vraag/{n}/") for n in (prompt, NOWHERE))
    assert theirs.status == never.status == 404
    assert _plain(theirs.text()) == _plain(never.text())


def _nothing_beside_the_pages(markers: Markers, processes: Processes) -> None:
    for mail in processes.sink.parsed():
        for part in mail.walk():
            if not part.is_multipart():
                assert not markers.found_in(f"{mail.items()}{part.get_content()}"), mail["Subject"]
    assert not markers.found_in(processes.logs())
    for model in (AuditEntry, Notification, DeliveryAttempt):
        for row in model._default_manager.values():
            assert not markers.found_in(str(row)), (model.__name__, row["id"])
    if not processes.is_embedded:
        import redis

        with redis.Redis.from_url(processes.environ["REDIS_URL"]) as broker:
            held = b"".join(broker.dump(key) or b"" for key in broker.scan_iter())  # type: ignore[misc]
        assert not markers.found_in(held.decode("latin-1"))


def _rows_of(owner: User) -> list[Any]:
    return [
        list(model._default_manager.filter(**{path: owner}).order_by("pk").values())
        for model, path in ((Prompt, "person"), (Reflection, "prompt__person"), (LogEntry, "person"))
    ]


def addresses(values: dict[str, list[Any]]) -> Iterator[str]:
    """The paths of every URL of the app, filled with these values."""
    for route, names in _routes(get_resolver().url_patterns, ""):
        for chosen in product(*(values[name] for name in names)):
            path = route
            for value in chosen:
                path = re.sub(r"<[^>]+>", str(value), path, count=1)
            yield "/" + path


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, [found.rpartition(":")[2] for found in re.findall(r"<([^>]+)>", route)]


def _is_worth(path: str) -> bool:
    """Weeks go on for ever, and styles hold nobody's words."""
    try:
        week = resolve(path).kwargs.get("week")
    except Resolver404:
        return not path.startswith("/static/")
    try:
        return not week or IsoWeek.parse(week) in WEEKS
    except ValueError:
        return True


def _plain(page: str) -> str:
    """Without what differs in every answer: the nonce and the token of the form."""
    return re.sub(r'(?:nonce|value|content|hx-headers)="[^"]*"|\d{5,}', "", page)
