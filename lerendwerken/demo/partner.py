"""A scripted partner that speaks the real protocol over real HTTP, for the demo and for the tests.

It is no model and does not pretend to be one: it looks at which rung it is asked for, and reads its lines.
"""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from lerendwerken.lib.outbound import Endpoint

NAME = "voorbeeldpartner, geen echt model"
MODEL = "voorgeschreven-zinnen"
HEAD_LIMIT = 64 * 1024
BODY_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def messages(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.body.get("messages") or self.body.get("input") or []
        return found

    @property
    def is_responses(self) -> bool:
        return self.path.endswith("/responses")


Script = Callable[[Asked], str]


class Partner:
    """Listens on a loopback port in a thread of its own, between start() and stop().

    `script` gives the whole answer; it goes out word by word, with `pace` seconds between two words.
    """

    def __init__(self, script: Script, *, pace: float = 0.0, port: int = 0) -> None:
        self.script = script
        self.pace = pace
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._sessions: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="scripted-partner", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def endpoint(self, **fields: Any) -> Endpoint:
        known: dict[str, Any] = {"name": NAME, "url": self.url, "model": MODEL, "local": True}
        return Endpoint(**known | fields)

    def start(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the scripted partner did not start")
        return self

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # What it says ---------------------------------------------------------------------------------

    async def respond(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Answers one request; False when the connection ends with it."""
        if asked.path not in ("/v1/chat/completions", "/v1/responses"):
            await reply(writer, 404, "application/json", b'{"error": {"message": "not here"}}')
            return True
        await head(writer)
        async for event in events(asked, self.script(asked), self.pace):
            await chunk(writer, event)
        await chunk(writer, b"")
        return True

    # The server -----------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(
            self._session, "127.0.0.1", self.port, limit=HEAD_LIMIT, backlog=512
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()
        for session in list(self._sessions):
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._sessions.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while asked := await _read(reader):
                    if not await self._watched(asked, reader, writer):
                        break
        finally:
            self._sessions.discard(task)
            writer.close()

    async def _watched(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Stops speaking as soon as the other side hangs up."""
        work = asyncio.ensure_future(self.respond(asked, writer))
        gone = asyncio.ensure_future(_gone(reader))
        try:
            await asyncio.wait([work, gone], return_when=asyncio.FIRST_COMPLETED)
            return await work if work.done() else False
        finally:
            for one in (work, gone):
                one.cancel()
            outcome, _ = await asyncio.gather(work, gone, return_exceptions=True)
            if isinstance(outcome, BaseException):
                self.hung_up(asked)

    def hung_up(self, asked: Asked) -> None:
        """The other side did not wait for the end."""


async def _gone(reader: asyncio.StreamReader) -> None:
    # Without taking anything of the next request: only the end of the line matters.
    while not reader.at_eof() and reader.exception() is None:
        await asyncio.sleep(0.05)


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    with suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        _method, path, _version = lines[0].split(" ")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        body = await reader.readexactly(min(int(headers.get("content-length") or 0), BODY_LIMIT))
        return Asked(path, headers, json.loads(body) if body else {})
    return None


# Pieces of HTTP and of the protocol, also for who breaks them on purpose -----------------------------


async def head(writer: asyncio.StreamWriter, kind: str = "text/event-stream", status: int = 200) -> None:
    writer.write(
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    )
    await writer.drain()


async def chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    """An empty one is the end."""
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await writer.drain()


async def reply(writer: asyncio.StreamWriter, status: int, kind: str, body: bytes, more: str = "") -> None:
    writer.write(
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode()
        + body
    )
    await writer.drain()


async def events(asked: Asked, text: str, pace: float) -> AsyncGenerator[bytes]:
    """A whole answer as the protocol wants it, with its usage at the end."""
    tokens = sum(len(message["content"]) for message in asked.messages) // 4, len(text) // 4
    for word in pieces(text):
        yield delta(asked, word)
        await asyncio.sleep(pace)
    for event in last(asked, *tokens):
        yield event


def pieces(text: str) -> list[str]:
    """Words with the white space after them, so that joined they are the text."""
    found, word = [], ""
    for before, letter in zip(" " + text, text, strict=False):
        if before.isspace() and not letter.isspace() and word:
            found.append(word)
            word = ""
        word += letter
    return [*found, word] if word else found


def delta(asked: Asked, word: str) -> bytes:
    if asked.is_responses:
        return event(
            {
                "type": "response.output_text.delta",
                "item_id": "m1",
                "output_index": 0,
                "content_index": 0,
                "delta": word,
                "logprobs": [],
                "sequence_number": 1,
            }
        )
    return event(_chunk(choices=[{"index": 0, "delta": {"content": word}, "finish_reason": None}]))


def last(asked: Asked, came_in: int, went_out: int) -> list[bytes]:
    if asked.is_responses:
        usage = {"input_tokens": came_in, "output_tokens": went_out, "total_tokens": came_in + went_out}
        response = {"id": "r1", "object": "response", "status": "completed", "output": [], "usage": usage}
        return [event({"type": "response.completed", "sequence_number": 2, "response": response})]
    usage = {
        "prompt_tokens": came_in,
        "completion_tokens": went_out,
        "total_tokens": came_in + went_out,
    }
    return [
        event(_chunk(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])),
        event(_chunk(choices=[], usage=usage)),
        b"data: [DONE]\n\n",
    ]


def event(data: dict[str, Any]) -> bytes:
    name = f"event: {data['type']}\n" if "type" in data else ""
    return f"{name}data: {json.dumps(data)}\n\n".encode()


def _chunk(**fields: Any) -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": MODEL} | fields
