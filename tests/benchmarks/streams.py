"""Answers of a model through the app beside the provider itself, over real HTTP, with the app in its own process.

These are times on the wall: what somebody waits for is what counts here. Pairs of one run, so that what else the
machine does hits both sides.
"""

import asyncio
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from statistics import median, quantiles
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from cycles.sparring.models import Turn
from lerendwerken.demo.partner import Asked
from teams.accounts.models import User
from tests.benchmarks import organisation
from tests.benchmarks.measured import Counted, Measured
from tests.cycles.sparring import building
from tests.support.own_servers import free_port
from tests.support.partner import BEGINNING, Partner, chunk, delta, head, last

THINKS = 0.05  # seconds until the provider's first word
PACE = 0.25  # seconds between two words of a long answer
MANY = 100
PAGES = 40  # pages in one measurement
ROOM = 1_000_000_000


class Slow(Partner):
    """Thinks for a moment; with `is_long` it goes on word by word until everybody hung up."""

    is_long = False

    async def respond(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        await head(writer)
        await asyncio.sleep(THINKS)
        await chunk(writer, delta(asked, BEGINNING if self.is_long else "<question>Wat wil de lezer "))
        while self.is_long:
            await asyncio.sleep(PACE)
            await chunk(writer, delta(asked, "woord "))
        for data in (delta(asked, "weten?</question>"), *last(asked, 10, 5), b""):
            await chunk(writer, data)
        return True


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    organisation.make(30)
    person = User.objects.earliest("pk")
    client = Client()
    client.force_login(person)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    building.turned_on(person_tokens=ROOM, team_tokens=ROOM, organisation_tokens=ROOM)
    with Slow() as partner, override_settings(AI_ENDPOINTS=(partner.endpoint(),)), _app(partner) as port:
        lines: list[Measured | Counted] = [_first_word(partner, port, person, cookie, rounds * 5)]
        return lines + _many(partner, port, person, cookie, int(MANY * min(scale, 1)) or 1)


# The first word -----------------------------------------------------------------------------------


def _first_word(partner: Partner, port: int, person: User, cookie: str, pairs: int) -> Counted:
    turns = [_asked(person) for _ in range(pairs + 3)]
    app = http.client.HTTPConnection("127.0.0.1", port)
    bare = http.client.HTTPConnection("127.0.0.1", partner.port)
    body = json.dumps({"model": "m", "stream": True, "messages": (turns[0].request or {})["messages"]})

    def through_the_app(turn: Turn) -> float:
        start = time.perf_counter()
        app.request("GET", reverse("cycles:spar-stream", args=[turn.pk]), headers={"Cookie": cookie})
        return _until(app, b"event: block", start)

    def from_the_provider(_: Turn) -> float:
        start = time.perf_counter()
        bare.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
        return _until(bare, b"data: ", start)

    for turn in turns[:3]:  # the first call imports the client, and connections open
        through_the_app(turn)
        from_the_provider(turn)
    random, over = Random(7), []
    for turn in turns[3:]:
        took = {way: way(turn) for way in random.sample([through_the_app, from_the_provider], 2)}
        over.append(took[through_the_app] - took[from_the_provider])
    assert not Turn.objects.filter(pk__in=[turn.pk for turn in turns]).exclude(state=Turn.State.DONE).exists()
    return Counted("stream: first word, above the provider's own", median(over) * 1000, 15, "ms")


def _until(line: http.client.HTTPConnection, wanted: bytes, start: float) -> float:
    """Seconds until this line comes; then the rest is read, so that the connection can be used again."""
    answer = line.getresponse()
    assert answer.status == 200, answer.status
    while not answer.readline().startswith(wanted):
        assert not answer.closed
    took = time.perf_counter() - start
    answer.read()
    return took


# A hundred at once --------------------------------------------------------------------------------


def _many(partner: Slow, port: int, person: User, cookie: str, many: int) -> list[Measured | Counted]:
    _pages(port, cookie)
    idle = _pages(port, cookie)
    partner.is_long = True
    turns = [_asked(person, rung=3) for _ in range(many)]
    with ThreadPoolExecutor(16) as pool:  # all that the app keeps at hand is there
        list(pool.map(lambda _: _pages(port, cookie, 3), range(16)))
    before = _connections()
    opened: list[http.client.HTTPConnection] = []

    def follow(turn: Turn) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", reverse("cycles:spar-stream", args=[turn.pk]), headers={"Cookie": cookie})
        answer = line.getresponse()
        while not answer.readline().startswith(b"event: block"):
            assert not answer.closed
        opened.append(line)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(follow, turns))
    assert len(opened) == many
    held = min(_connections() for _ in range(20)) - before
    busy = _pages(port, cookie) + _pages(port, cookie)
    assert Turn.objects.filter(pk__in=[turn.pk for turn in turns], state=Turn.State.STREAMING).count() == many
    partner.is_long = False
    for line in opened:
        line.close()
    slowest = quantiles(busy, n=20)[-1] / median(idle)
    return [
        Counted(f"stream: database connections that {many} answers hold", max(held, 0), 0, "connections"),
        Counted(f"stream: Mijn week's p95 beside {many} answers, over its idle p50", slowest, 4, "times"),
    ]


def _pages(port: int, cookie: str, times: int = PAGES) -> list[float]:
    line, took = http.client.HTTPConnection("127.0.0.1", port), []
    for _ in range(times):
        start = time.perf_counter()
        line.request("GET", "/", headers={"Cookie": cookie})
        answer = line.getresponse()
        assert answer.status == 200, answer.status
        answer.read()
        took.append(time.perf_counter() - start)
    return took


def _connections() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        (count,) = cursor.fetchone() or (0,)
    return int(count)


# The app ------------------------------------------------------------------------------------------


@contextmanager
def _app(partner: Partner) -> Generator[int]:
    """One process of uvicorn on the database of this run, with the partner as its only model."""
    port = free_port()
    endpoint = partner.endpoint()
    allowed = {"name": endpoint.name, "url": endpoint.url, "model": endpoint.model, "local": True}
    environ = os.environ | {
        "DATABASE_URL": _database_url(),
        "LERENDWERKEN_MODE": "test",
        "LERENDWERKEN_POOL": "8",  # as docs/operating.md advises for the web
        "LERENDWERKEN_URL": f"http://127.0.0.1:{port}",
        "LERENDWERKEN_LOG_LEVEL": "WARNING",
        "LERENDWERKEN_AI": json.dumps([allowed]),
    }
    command = ["-m", "uvicorn", "lerendwerken.asgi:application", "--port", str(port), "--lifespan", "off"]
    process = subprocess.Popen(
        [
            sys.executable,
            *command,
            "--no-access-log",
            "--log-level",
            "warning",
            "--timeout-graceful-shutdown",
            "2",
        ],
        env=environ,
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _database_url() -> str:
    """Of the database that this run made, beside the one that the environment names."""
    name = str(connection.settings_dict["NAME"])
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}")) if parts.scheme != "sqlite" else f"sqlite:///{name}"


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    asked = threading.Event()
    for _ in range(300):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health/live")
            if line.getresponse().status == 200:
                return
        except OSError:
            asked.wait(0.1)
        if process.poll() is not None:
            break
    raise RuntimeError("the app did not start")


def _asked(person: User, rung: int = 1) -> Turn:
    return building.asked(person, rung=rung)
