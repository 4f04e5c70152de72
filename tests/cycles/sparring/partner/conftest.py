"""Answers that are written inside the transaction of a test."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.db import connections

from cycles.sparring.partner import provider, streams

T = TypeVar("T")


@pytest.fixture
def at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an answer asks of the database happens in the test's own thread, so that nothing has to be really there
    and be removed afterwards. For tests that call `asking.generate_now` and open no line."""

    ours = connections["default"]

    async def here(work: Callable[..., T], *values: Any) -> T:
        connections["default"] = ours  # inside a task Django would open another one
        return work(*values)

    provider.warm()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr(streams, "in_database", here)
