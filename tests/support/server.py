"""The app behind a real port, in a thread of the tests and on their database."""

import socket
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest


class Busy:
    """The app, counting what it is answering: tables that a request still holds cannot be emptied."""

    QUIET = 0.05  # seconds without a request; a page that closed may have sent one more
    PATIENCE = 5.0

    def __init__(self, app: Any) -> None:
        self.app, self.now, self.last = app, 0, 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.now += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.now -= 1
            self.last = time.monotonic()

    def wait(self) -> None:
        """Until all is answered. A stream that goes on for ever is left alone."""
        end = time.monotonic() + self.PATIENCE
        while time.monotonic() < end and (self.now or time.monotonic() - self.last < self.QUIET):
            time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Live:
    """Where the app answers. The same address stands in its mails, so their links lead here."""

    url: str
    busy: Busy

    def __str__(self) -> str:
        return self.url

    def at(self, path: str) -> str:
        return self.url + path


@pytest.fixture(scope="session")
def _uvicorn(django_db_setup: None) -> Generator[Live]:
    import uvicorn
    from django.conf import settings

    from lerendwerken.asgi import application

    busy = Busy(application)
    where = urlsplit(settings.BASE_URL)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", where.port or 0))
    server = uvicorn.Server(
        uvicorn.Config(busy, lifespan="off", log_config=None, timeout_graceful_shutdown=3)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="uvicorn", daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        if time.monotonic() > end or not thread.is_alive():
            raise RuntimeError("uvicorn did not start")
        time.sleep(0.02)
    yield Live(settings.BASE_URL, busy)
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def live(transactional_db: None, _uvicorn: Live) -> Generator[Live]:
    """The running app. What a test writes to the database is really there, and removed afterwards."""
    yield _uvicorn
    _uvicorn.busy.wait()
