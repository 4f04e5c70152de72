"""What lies beside the pages, after a test in this process: mails, tables, sessions, the cache and the log; and two
ways in which everything breaks with somebody's words in the failure."""

import json
import logging
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.db import DataError, connection
from django.template.backends.django import Template

from lerendwerken.logs import LineFormatter
from tests.journeys import planting
from tests.support.database import dump


def mailed() -> str:
    """Every part of every mail, and its headers."""
    return "\n".join(mailed_of(one) for one in mail.outbox)


def mailed_of(one: Any) -> str:
    made = one.message()
    parts = [
        (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
        for part in made.walk()
        if not part.is_multipart()
    ]
    return "\n".join([f"{made.items()} {one.to} {one.subject}", *parts])


def elsewhere() -> Iterator[tuple[str, str]]:
    """(place, all that is there): mails, rows of every other table, sessions, and the cache."""
    own = {field.model._meta.db_table for field in planting.fields().values()}
    yield "mails", mailed()
    for table, rows in dump().items():
        if table not in own:
            yield f"table {table}", "\n".join(rows)
    for session in Session.objects.all():
        yield "sessions", json.dumps(session.get_decoded(), default=str)
    yield "cache", cached()


def cached() -> str:
    kept: Any = caches["default"]
    if isinstance(kept, RedisCache):
        redis = kept._cache.get_client(write=True)
        return " ".join(str((key, redis.get(key))) for key in redis.scan_iter(":1:*"))
    return " ".join(str(pair) for pair in kept._cache.items())


class Lines(logging.Handler):
    """Everything that is said to any logger, as the app writes it down."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.formatter = LineFormatter()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture
def lines() -> Generator[Lines]:
    """As when whoever runs the app wants to know everything."""
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@contextmanager
def broken_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every page fails while it is drawn, with all that stands on it in the words of the failure."""
    drawn = Template.render

    def fails(self: Template, context: Any = None, request: Any = None) -> Any:
        if self.template.name in ("500.html", "404.html", "403.html"):
            return drawn(self, context, request)
        raise ValueError(f"{drawn(self, context, request)} {request and request.POST}")

    with monkeypatch.context() as patched:
        patched.setattr(Template, "render", fails)
        yield


@contextmanager
def broken_tables() -> Iterator[None]:
    """Every write fails, as PostgreSQL says it: with the values of the row."""

    def fails(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(?:INSERT|UPDATE|DELETE)", sql) and "session" not in sql:
            raise DataError(f"Failing row contains ({params})")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails):
        yield
