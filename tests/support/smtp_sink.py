"""A mail server for tests: takes every mail, keeps its raw bytes, and fails when it is told to."""

import asyncio
import email
import email.policy
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self

import pytest


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as it came over the wire: `raw` keeps CRLF line ends and has the dots unstuffed."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    def parsed(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=email.policy.default)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens instead of "250 OK" once a mail has come in. `kept`: it counts as taken all the same."""

    reply: str = ""
    cut: bool = False
    silent: bool = False
    kept: bool = False
    delay: float = 0.0


def refuse(code: int) -> Fault:
    """421 (and hangs up), 450 (try again later) or 550 (never)."""
    words = {421: "4.3.2 Service shutting down", 450: "4.2.1 Try again later", 550: "5.1.1 No such mailbox"}
    return Fault(reply=f"{code} {words.get(code, '5.0.0 No')}", cut=code == 421)


def reset(*, kept: bool = False) -> Fault:
    """Cuts the connection with a TCP reset; kept=True is the mail that arrived while its 250 was lost."""
    return Fault(cut=True, kept=kept)


def hang(*, kept: bool = False) -> Fault:
    """Never answers; the sender has to give up by itself."""
    return Fault(silent=True, kept=kept)


def slow(seconds: float) -> Fault:
    """Takes the mail and answers late."""
    return Fault(reply="250 2.0.0 OK", kept=True, delay=seconds)


class SmtpSink:
    """Listens on a loopback port in a thread of its own, between start() and stop(); on a free one by default."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self._received: list[Received] = []
        self._faults: deque[Fault | None] = deque()
        self._rule: Callable[[Received], Fault | None] | None = None
        self._lock = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._sessions: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="smtp-sink", daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def messages(self) -> list[Received]:
        """Every mail taken so far, in order of arrival."""
        with self._lock:
            return list(self._received)

    def parsed(self) -> list[EmailMessage]:
        return [message.parsed() for message in self.messages()]

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one recipient."""
        return [message.parsed() for message in self.messages() if address in message.recipients]

    def wait_for(self, count: int, seconds: float = 15.0) -> list[Received]:
        """Waits until this many mails have come; AssertionError when they do not."""
        with self._lock:
            enough = self._lock.wait_for(lambda: len(self._received) >= count, seconds)
            assert enough, f"{len(self._received)} of {count} mails came in {seconds:g} s"
            return list(self._received)

    def clear(self) -> None:
        with self._lock:
            self._received.clear()

    def next(self, *faults: Fault | None) -> None:
        """What happens to the next mails, one each; None is a mail that goes well."""
        with self._lock:
            self._faults.extend(faults)

    def always(self, rule: Callable[[Received], Fault | None] | None) -> None:
        """Decides for every mail that next() says nothing about. Runs in the sink's thread."""
        with self._lock:
            self._rule = rule

    def start(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the mail server of the tests did not start")
        return self

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(self._session, "127.0.0.1", self.port, limit=64 * 1024 * 1024)
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
                await self._converse(reader, writer)
        finally:
            self._sessions.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())
            await writer.drain()

        sender, recipients = "", list[str]()
        await say("220 sink ESMTP")
        while line := await reader.readline():
            text = line.decode("utf-8", "replace").strip()
            match text[:4].upper():
                case "EHLO":
                    await say("250-sink", "250-8BITMIME", "250-SMTPUTF8", "250 SIZE 50000000")
                case "HELO" | "NOOP":
                    await say("250 OK")
                case "RSET":
                    sender, recipients = "", []
                    await say("250 OK")
                case "MAIL":
                    sender, recipients = _address(text), []
                    await say("250 OK")
                case "RCPT":
                    recipients.append(_address(text))
                    await say("250 OK")
                case "DATA" if recipients:
                    await say("354 Go ahead")
                    raw = await _data(reader)
                    if not await self._take(Received(sender, tuple(recipients), raw), say, writer):
                        return
                    sender, recipients = "", []
                case "DATA":
                    await say("503 No recipients")
                case "QUIT":
                    await say("221 Bye")
                    return
                case _:
                    await say("502 Not known")

    async def _take(self, mail: Received, say: Callable[..., object], writer: asyncio.StreamWriter) -> bool:
        """Keeps or refuses one mail; False when the connection ends with it."""
        with self._lock:
            fault = self._faults.popleft() if self._faults else self._rule(mail) if self._rule else None
            if fault is None or fault.kept:
                self._received.append(mail)
                self._lock.notify_all()
        if fault is None:
            await say("250 2.0.0 OK")  # type: ignore[misc]
            return True
        await asyncio.sleep(fault.delay)
        if fault.silent:
            await self._stopping.wait()
        if fault.reply:
            await say(fault.reply)  # type: ignore[misc]
        elif fault.cut:
            # Linger zero turns the close into a reset: the sender cannot know whether the mail arrived.
            plain: socket.socket = writer.get_extra_info("socket")
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return not fault.cut


def _address(command: str) -> str:
    return command.partition("<")[2].partition(">")[0]


async def _data(reader: asyncio.StreamReader) -> bytes:
    lines: list[bytes] = []
    while (line := await reader.readuntil(b"\n")) != b".\r\n":
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)


@pytest.fixture
def sink() -> Generator[SmtpSink]:
    """A mail server of this test alone."""
    with SmtpSink() as server:
        yield server
