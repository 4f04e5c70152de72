"""GET is safe: what a page shows may not change what is stored (TW4)."""

import re
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any

import pytest

WRITE = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|MERGE INTO)\s+[\"`]?(\w+)", re.IGNORECASE)
# A sign-in session is renewed by looking; it holds nothing that anybody wrote.
SESSION = ("django_session",)

ReadsOnly = Callable[..., Any]


@contextmanager
def reads_only(allowed: Iterable[str] = SESSION) -> Generator[None]:
    """AssertionError, naming the statements, when anything inside writes to the database from this thread."""
    from django.db import connection

    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        if found and found[1] not in allowed:
            # The values stay out: they may be what somebody wrote.
            written.append(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not written, "a safe request wrote to the database:\n  " + "\n  ".join(written)


@pytest.fixture
def safe_get(db: None) -> Callable[..., Any]:
    """`safe_get(client, url)`: the response of a GET that wrote nothing."""

    def get(client: Any, path: str, *, allowed: Iterable[str] = SESSION, **more: Any) -> Any:
        with reads_only(allowed):
            return client.get(path, **more)

    return get
