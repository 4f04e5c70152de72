"""A browser that follows an answer, without the browser."""

import http.client
import json
import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from cycles.sparring.models import Turn
from teams.accounts.models import User
from tests.support.server import Live

Event = tuple[str, dict[str, Any]]


def cookie_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Stream:
    """One open line to an answer; `next()` waits for the next event."""

    def __init__(self, live: Live, person: User | None, turn: Turn, cookie: str = "", **headers: str) -> None:
        where = urlsplit(live.url)
        self._line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=15)
        cookie = cookie or (cookie_of(person) if person else "")
        self._line.request(
            "GET", reverse("cycles:spar-stream", args=[turn.pk]), headers={"Cookie": cookie} | headers
        )
        self.answer = self._line.getresponse()

    def next(self) -> Event | None:
        """The next event with a name; None when the line ends."""
        name = ""
        while raw := self.answer.readline():
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                self.answer.readline()
                return name, json.loads(line[6:])
        return None

    def rest(self) -> list[Event]:
        found = []
        while event := self.next():
            found.append(event)
        self.close()
        return found

    def close(self) -> None:
        """Hangs up, as a closed tab does."""
        if self._line.sock:
            self._line.sock.shutdown(socket.SHUT_RDWR)
        self.answer.close()
        self._line.close()


def texts(events: list[Event]) -> dict[int, str]:
    """What stands on the page in the end."""
    shown: dict[int, str] = {}
    for name, said in events:
        if name == "again":
            shown = {}
        elif name == "block":
            shown[said["index"]] = said["text"]
    return shown
