"""Looks for planted words wherever somebody else could come: every page, every address, mails, logs and rows.

A search that finds nothing proves little by itself. So the owner goes the same way and must meet every word, and
each place beside the pages gets a word planted that the search must find.
"""

import base64
import json
import re
import smtplib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from html import unescape
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from django.contrib.sessions.models import Session
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from cycles.models import LogEntry, Moment, Prompt, Reflection
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests.support.database import dump
from tests.support.processes import Processes

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext, APIResponse, Page

LINK = re.compile(r"""\b(?:href|src|hx-get|action|formaction|data-autosave)=["']([^"']+)["']""")
WEEKS = [IsoWeek(2026, n) for n in range(12, 17)]
NOWHERE = 999_999_999
OWN_TABLES = {"cycles_reflection", "cycles_logentry"}  # where the words live, for their writer alone
PLANTED = "uil-in-de-schuur"


@dataclass(frozen=True, slots=True)
class Markers:
    """Words that only their writer may meet."""

    answer: str
    draft: str
    skipped: str
    log: str
    refused: str  # typed, and not taken: too long, without the form's token, to an address that is not there

    def found_in(self, text: str) -> list[str]:
        return [marker for marker in astuple(self) if marker in text]


@dataclass
class Crawl:
    """One signed-in person who opens everything."""

    name: str
    ask: "APIRequestContext"
    origin: str
    markers: Markers
    is_owner: bool = False
    seen: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)  # that answered with a page
    met: set[str] = field(default_factory=set)

    def read(self, answer: "APIResponse", url: str) -> str:
        if answer.status == 200:
            self.paths.add(urlsplit(answer.url).path)
        text = answer.body().decode("utf-8", "replace")
        found = self.markers.found_in(text + str(answer.headers) + answer.url)
        self.met.update(found)
        assert self.is_owner or not found, f"{self.name} reads {found} at {url}"
        assert answer.status < 500, f"{self.name} gets {answer.status} at {url}"
        return text

    def follow(self, *starts: str) -> None:
        """Every page that can be reached by links, forms that ask, and fragments."""
        waiting = [*starts]
        while waiting:
            url = waiting.pop()
            if url in self.seen or not _is_worth(urlsplit(url).path):
                continue
            self.seen.add(url)
            answer = self.ask.get(url)
            text = self.read(answer, url)
            for found in LINK.findall(text):
                there = urljoin(answer.url, unescape(found)).partition("#")[0]
                there = there.partition("?next=")[0]  # one page of signing in is enough
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


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who may not read it, and the pages where this role surely came."""

    page: "Page"
    must: set[str]


def assert_nobody_reads(
    markers: Markers,
    owners: "dict[User, Page]",
    watchers: dict[str, Watcher],
    processes: Processes,
    mailed: Iterable[str],
) -> None:
    values = _values(list(owners), mailed)
    before = _rows_of(list(owners))
    for name, watcher in watchers.items():
        crawl = Crawl(name, watcher.page.context.request, processes.url, markers)
        crawl.follow(f"{processes.url}/")
        assert watcher.must <= crawl.paths, (name, watcher.must - crawl.paths)
        crawl.open_by_name(values)
        _is_as_if_absent(crawl, values)
    assert _rows_of(list(owners)) == before
    for where, text in beside_the_pages(processes):
        assert not markers.found_in(text), f"{markers.found_in(text)} in {where}"
    _every_word_would_have_been_found(markers, owners, processes)


def _values(owners: list[User], mailed: Iterable[str]) -> dict[str, list[Any]]:
    """What may stand in an address; a new kind of part makes this fail until it has values here."""
    prompt = Prompt.objects.filter(person=owners[0], reflections__isnull=False).order_by("pk")[0]
    entry = LogEntry.objects.get(person=owners[0])
    return {
        "pk": sorted({prompt.pk, entry.pk}),
        "number": [1, 2],
        "version": [1],
        "week": ["2026-W14"],
        "token": [urlsplit(link).path.split("/")[2] for link in mailed],
        "kind": ["planning", "html", "json", "csv", "afdruk"],
        "table": ["opbrengsten", "momenten", "obstakels", "contracturen"],
        "form": ["html", "json"],
        "turn": [1],
        "moment": [Moment.objects.order_by("pk")[0].pk],
        **{key: [1] for key in ("side", "outcome", "claim", "measurement")},
        "block": [0],
        "suggestion": [1],
        "scope": ["organisatie", 1],
        "key": ["iets"],
        "slug": ["iets"],
    }


def _is_as_if_absent(watcher: Crawl, values: dict[str, list[Any]]) -> None:
    """What is somebody else's answers as what never was (TA2)."""
    prompt = Reflection.objects.order_by("pk")[0].prompt_id
    entry = LogEntry.objects.order_by("pk")[0].pk
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


# Beside the pages ----------------------------------------------------------------------------------


def beside_the_pages(processes: Processes) -> Iterator[tuple[str, str]]:
    """(place, all of its text): mails, the output of every process, rows of every other table, sessions, Redis."""
    for mail in processes.sink.parsed():
        parts = [str(p.get_content()) for p in mail.walk() if not p.is_multipart()]
        yield "mails", f"{mail.items()} {parts}"
    yield "logs", processes.logs()
    for table, rows in dump().items():
        if table not in OWN_TABLES:
            yield f"table {table}", "\n".join(rows)
    for session in Session.objects.all():
        yield "sessions", str(session.get_decoded())
    if not processes.is_embedded:
        yield from _redis(processes.environ["REDIS_URL"])


def _redis(url: str) -> Iterator[tuple[str, str]]:
    """The values as they are, and what Celery wraps in base64 unwrapped."""
    import redis

    reads = {
        b"string": lambda key: [broker.get(key) or b""],
        b"list": lambda key: broker.lrange(key, 0, -1),
        b"hash": lambda key: [part for pair in broker.hgetall(key).items() for part in pair],
        b"set": lambda key: list(broker.smembers(key)),
        b"zset": lambda key: broker.zrange(key, 0, -1),
    }
    with redis.Redis.from_url(url) as broker:
        for key in broker.scan_iter():
            for value in reads[broker.type(key)](key):  # type: ignore[index]
                text = value.decode("utf-8", "replace")
                yield "Redis", f"{key!r} {text}"
                for wrapped in re.findall(r'"body": ?"([^"]+)"', text.replace('\\"', '"')):
                    yield "Redis", base64.b64decode(wrapped).decode("utf-8", "replace")


# The search itself ---------------------------------------------------------------------------------


def _every_word_would_have_been_found(
    markers: Markers, owners: "dict[User, Page]", processes: Processes
) -> None:
    """The same steps as their writers meet each word, and each place gives back what is planted in it."""
    met: set[str] = set()
    for person, page in owners.items():
        crawl = Crawl(f"owner {person.pk}", page.context.request, processes.url, markers, is_owner=True)
        crawl.follow(f"{processes.url}/")
        met |= crawl.met
    assert met == set(astuple(markers)) - {markers.refused}, "the crawl did not come where the words are"
    _plant(processes)
    found = {where for where, text in beside_the_pages(processes) if PLANTED in text}
    places = {"mails", "logs", "table teams_auditentry", "sessions"}
    assert places | ({"Redis"} if not processes.is_embedded else set()) <= found


def _plant(processes: Processes) -> None:
    """One word into each kind of place, in the form in which it would lie there."""
    where = urlsplit(processes.sink.url)
    with smtplib.SMTP(where.hostname or "", where.port or 0) as server:
        body = base64.b64encode(f"Dag. {PLANTED}".encode()).decode()
        server.sendmail(
            "a@example.org",
            ["b@example.org"],
            f"Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{body}\n",
        )
    with next(iter(processes.children.values())).log.open("a") as log:
        log.write(f"{PLANTED}\n")
    AuditEntry.objects.create(action="week_published", detail={"text": PLANTED})
    session = Session.objects.order_by("pk")[0]
    session.session_data = Session.objects.encode({"typed": PLANTED})
    session.save()
    if not processes.is_embedded:
        import redis

        with redis.Redis.from_url(processes.environ["REDIS_URL"]) as broker:
            body = base64.b64encode(json.dumps([[PLANTED], {}, {}]).encode()).decode()
            broker.hset("unacked-by-the-test", "tag", json.dumps([json.dumps({"body": body})]))


# ---------------------------------------------------------------------------------------------------


def _rows_of(owners: list[User]) -> list[Any]:
    return [
        list(model._default_manager.filter(**{f"{path}__in": owners}).order_by("pk").values())
        for model, path in ((Prompt, "person"), (Reflection, "prompt__person"), (LogEntry, "person"))
    ]


def addresses(values: dict[str, list[Any]]) -> Iterator[str]:
    """The paths of every URL of the app, filled with these values."""
    for route, names in routes():
        yield from filled(route, names, values)


def filled(route: str, names: list[str], values: dict[str, list[Any]]) -> Iterator[str]:
    """The paths of one URL."""
    for chosen in product(*(values[name] for name in names)):
        path = route
        for value in chosen:
            path = re.sub(r"<[^>]+>", str(value), path, count=1)
        yield "/" + path


def routes(
    patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """Every URL of the app and the names of its parts."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
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
