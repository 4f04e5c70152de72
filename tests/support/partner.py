"""A provider for tests over real HTTP: the demo's scripted partner, with a memory and with faults."""

import asyncio
import gzip
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from typing import Any

import pytest

from lerendwerken.demo import partner as scripted
from lerendwerken.demo.partner import Asked, chunk, delta, event, head, last, reply

QUESTION = "Wat wil de aanvrager als eerste weten?"
ANSWER = f"<question>{QUESTION}</question>"
HINT = (
    "<question>Welke kant past bij jouw brief?</question>"
    "<option>Begin met het besluit en leg daarna uit waarom.</option>"
    "<option>Begin met de reden, zodat iemand het ziet aankomen.</option>"
    "<counter>Een slecht bericht vooraan komt hard aan.</counter>"
    "<claim>De termijn voor bezwaar is zes weken.</claim>"
)
# On the third rung an example comes word by word.
BEGINNING = "<example>Uw aanvraag keuren we af, "
REST = "want uw huis is beschermd.</example><question>Wat wil de lezer daarna weten?</question>"
SOLUTION = "Het antwoord is: begin met het besluit. Schrijf daarna de reden op. Klaar."

Fault = Callable[[Asked, asyncio.StreamWriter], Awaitable[bool]]


class Partner(scripted.Partner):
    """Keeps every request. `next` gives faults or other answers, one for each request that follows."""

    def __init__(self, answer: str = ANSWER) -> None:
        super().__init__(lambda asked: self.answer)
        self.answer = answer
        self.asked: list[Asked] = []
        self.left: list[float] = []  # when somebody hung up before the end
        self.faults: deque[Fault | str] = deque()
        self.rule: Fault | str | None = None
        self.changed = threading.Condition()
        self.gate = threading.Event()  # held() goes on when it is set

    def next(self, *faults: Fault | str) -> None:
        self.faults.extend(faults)

    def always(self, fault: Fault | str | None) -> None:
        self.rule = fault

    def wait_for(self, what: Callable[[], Any], seconds: float = 15.0) -> None:
        """Until something is so; AssertionError when it does not become so."""
        with self.changed:
            assert self.changed.wait_for(what, seconds), (
                "the partner waited for something that did not happen"
            )

    def held(self, first: str = BEGINNING, rest: str = REST) -> Fault:
        """Says the beginning, and the rest when the test sets `gate`."""

        async def fault(asked: Asked, writer: asyncio.StreamWriter) -> bool:
            await head(writer)
            await chunk(writer, delta(asked, first))
            while not self.gate.is_set():
                await asyncio.sleep(0.01)
            for data in (delta(asked, rest), *last(asked, 10, 5), b""):
                await chunk(writer, data)
            return True

        return fault

    async def respond(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        with self.changed:
            self.asked.append(asked)
            fault = self.faults.popleft() if self.faults else self.rule
            self.changed.notify_all()
        if fault is None:
            return await super().respond(asked, writer)
        if callable(fault):
            return await fault(asked, writer)
        await head(writer)
        async for data in scripted.events(asked, fault, 0):
            await chunk(writer, data)
        await chunk(writer, b"")
        return True

    def hung_up(self, asked: Asked) -> None:
        with self.changed:
            self.left.append(time.monotonic())
            self.changed.notify_all()


# What can go wrong --------------------------------------------------------------------------------


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """Takes the request and says nothing."""
    await asyncio.sleep(3600)
    return False


async def hang_after_head(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    await head(writer)
    await asyncio.sleep(3600)
    return False


async def stall(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """A few words, and then nothing."""
    await head(writer)
    await chunk(writer, delta(asked, "<question>Wat"))
    await asyncio.sleep(3600)
    return False


async def trickle(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """A letter now and then, for ever."""
    await head(writer)
    await chunk(writer, delta(asked, "<question>"))
    while True:
        await chunk(writer, delta(asked, "a "))
        await asyncio.sleep(0.05)


async def only_comments(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """Signs of life without a word in them."""
    await head(writer)
    while True:
        await chunk(writer, b": nog even\n\n")
        await asyncio.sleep(0.02)


async def flood(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """10 MB of words."""
    await head(writer)
    data = delta(asked, "woord " * 1000)
    for _ in range(10 * 1024 * 1024 // len(data)):
        await chunk(writer, data)
    await chunk(writer, b"")
    return False


async def one_long_line(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """10 MB without the end of an event."""
    await head(writer)
    for _ in range(160):
        await chunk(writer, b"data: " + b"x" * 65536)
    return False


async def packed(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """A small answer that unpacks to 50 MB."""
    body = gzip.compress(b"data: " + b"x" * 50 * 1024 * 1024)
    await reply(writer, 200, "text/event-stream", body, "Content-Encoding: gzip\r\n")
    return False


def says(*data: bytes, kind: str = "text/event-stream") -> Fault:
    """Exactly these bytes as an answer."""

    async def fault(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        await head(writer, kind)
        for one in data:
            await chunk(writer, one)
        await chunk(writer, b"")
        return True

    return fault


def status(code: int, body: bytes = b'{"error": {"message": "nee"}}', more: str = "") -> Fault:
    async def fault(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        await reply(writer, code, "application/json", body, more)
        return True

    return fault


async def cut(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """Half an answer, and then the line goes dead."""
    await head(writer)
    await chunk(writer, delta(asked, "<question>Wat wil"))
    writer.transport.abort()
    return False


async def ends_early(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """Half an answer that ends as if it were whole, without the word that it is."""
    await head(writer)
    await chunk(writer, delta(asked, "<question>Wat wil"))
    await chunk(writer, b"")
    return True


async def drops(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """Hangs up without a word."""
    writer.transport.abort()
    return False


error_inside = says(event({"error": {"message": "het geheim van iemand", "type": "server_error"}}))

GARBAGE = {
    "no json": says(b"data: {dit is geen json\n\n"),
    "a number": says(b"data: 5\n\n"),
    "a list": says(b"data: []\n\n"),
    "null": says(b"data: null\n\n"),
    "choices of text": says(event({"choices": "x"})),
    "content of a number": says(event({"choices": [{"index": 0, "delta": {"content": 7}}]})),
    "content of a list": says(event({"choices": [{"index": 0, "delta": {"content": ["a"]}}]})),
    "no utf-8": says(b"data: \xff\xfe\xfa\n\n"),
    "no events": says(b"<html>502</html>"),
    "nothing": says(),
}


@pytest.fixture
def partner(settings: Any) -> Generator[Partner]:
    """A provider of this test alone, and the only model that the deployment allows."""
    with Partner() as server:
        settings.AI_ENDPOINTS = (server.endpoint(),)
        yield server
        server.gate.set()
