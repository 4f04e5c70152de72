"""Somebody who opens every address of the app, and what may stand in one."""

import io
import re
import zipfile
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse, reverse_lazy

from lerendwerken.lib.weeks import IsoWeek
from tests.journeys.planting import SEAGULL, SWALLOW
from tests.journeys.privacy import LINK
from tests.wall.planting import BIRDS, found_in

WEEK = IsoWeek(2026, 14)
OWN_FILE = reverse_lazy("teams:own-data-file")
METHODS = ("get", "htmx", "head", "post")


class Walker:
    """One person, or nobody, with a browser that keeps nothing but its sign-in."""

    def __init__(self, name: str, client: Client) -> None:
        self.name, self.client = name, client
        self._signed_in = client.cookies.get(settings.SESSION_COOKIE_NAME)
        self.met: set[str] = set()
        self.met_at: dict[str, str] = {}  # word -> where it was met first
        self.taken_along: set[str] = set()  # met in the file of own data alone
        self.paths: set[str] = set()  # that answered with a page
        self.routes: set[str] = set()  # that were asked for
        self.count = 0

    def open(self, path: str, method: str = "get", data: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body; "htmx" gets the fragment. Whatever it does is taken back."""
        htmx = method == "htmx"
        self.client.cookies.clear()
        if self._signed_in:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self._signed_in.value
        with transaction.atomic():
            send = self.client.get if htmx else getattr(self.client, method)
            answer = send(path, data or None, headers={"HX-Request": "true" if htmx else "false"})
            body = _body_of(answer)
            transaction.set_rollback(True)
        self.count += 1
        if answer.status_code == 200:
            self.paths.add(urlsplit(path).path)
        is_right = answer.status_code < 500 or path.startswith("/health/")  # no clock ticks here
        assert is_right, f"{self.name} gets {answer.status_code} at {path}"
        found = found_in(f"{body} {dict(answer.headers)} {answer.cookies.output()}")
        (self.taken_along if path == OWN_FILE else self.met).update(found)
        for one in found:
            self.met_at.setdefault(one, f"{method} {path}")
        if match := getattr(answer, "resolver_match", None):
            self.routes.add(match.route)
        return answer.status_code, body

    def follow(self, *starts: str) -> None:
        """Every page that links lead to."""
        waiting, seen = [*starts], set()
        while waiting:
            path = waiting.pop()
            if path in seen or not _is_worth(path):
                continue
            seen.add(path)
            for found in LINK.findall(self.open(path)[1]):
                there = urljoin(path, unescape(found)).partition("#")[0].partition("?next=")[0]
                if there.startswith("/") and there not in seen:
                    waiting.append(there)


def _body_of(answer: Any) -> str:
    """Also of what is written while it is read, and of what is packed in a workbook."""
    if not getattr(answer, "is_async", False):
        body = b"".join(answer)
        return unzipped(body) if body.startswith(b"PK") else body.decode("utf-8", "replace")

    async def parts() -> bytes:
        return b"".join([part async for part in answer])

    return async_to_sync(parts)().decode()


def unzipped(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _is_worth(path: str) -> bool:
    """Weeks go on for ever, styles hold nobody's words, and who signs out sees nothing more."""
    if path.startswith(("/static/", "/afmelden/")):
        return False
    try:
        week = resolve(urlsplit(path).path).kwargs.get("week")
    except Resolver404:
        return True
    return not week or week == str(WEEK)


def values(scene: dict[str, Any], *numbers: int) -> dict[str, list[Any]]:
    """What may stand in an address; a new kind of part makes this fail until it has values here."""
    return {
        "pk": [*numbers],
        "turn": [*numbers],
        "suggestion": [*numbers],
        "moment": [*numbers],
        **dict.fromkeys(("side", "outcome", "claim", "measurement"), numbers[:1]),
        "number": [1, 2],
        "version": [1],
        "week": [str(WEEK)],
        "token": scene["token"],
        "kind": ["planning", "html", "json", "csv", "xlsx", "afdruk"],
        "table": ["opbrengsten", "momenten", "obstakels", "contracturen"],
        "form": ["html", "json"],
        "block": [0],
        "scope": ["organisatie"],
        "key": ["iets"],
        "slug": ["iets"],
    }


def questions_of(number: int) -> list[str]:
    """Addresses that carry somebody's number, or a search for their words, behind a question mark."""
    new, one = reverse("cycles:question-new"), reverse("cycles:question-one")
    return [
        *(f"{page}?antwoord={number}{part}" for page in (new, one) for part in ("", "-1")),
        *(f"{reverse('cycles:questions')}?zoek={bird}" for bird in (SEAGULL, SWALLOW)),
        *(f"{reverse('cycles:insights')}?zoek={bird}" for bird in BIRDS),
        *(f"{reverse('cycles:proposals-list')}?zoek={bird}" for bird in BIRDS),
        *(f"{reverse('cycles:cards')}?zoek={bird}" for bird in BIRDS),
        f"{reverse('cycles:my-report')}?verslag={number}",
    ]


def typed(number: int) -> dict[str, str]:
    """A form that names somebody else's thing wherever one can be named, and is right in all else."""
    names = (
        "pk",
        "id",
        "question",
        "prompt",
        "entry",
        "claim",
        "turn",
        "session",
        "attempt",
        "peer",
        "person",
    )
    names += ("suggestion", "antwoord", "reflection", "draft", "owner", "recall", "row", "moment", "revision")
    given = {"who": f"p{number}", "text": "Een zin die ergens over gaat.", "sure": "1", "mode": "analyse"}
    given |= {
        "verdict": "adapt",
        "reason": "Zomaar.",
        "state": "confirmed",
        "source": "Een boek",
        "climb": "1",
    }
    given |= {
        "confidence": "50",
        "outcome": "still",
        "answer": "sign",
        "changed": "Niets.",
        "applied": "Nergens.",
    }
    return given | dict.fromkeys(names, str(number))


def plain(page: str) -> str:
    """Without what differs in every answer: the nonce, the token of the form, and the number that was asked for."""
    return re.sub(r'(?:nonce|value|content|hx-headers)="[^"]*"|\d{5,}', "", page)
