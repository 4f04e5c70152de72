"""A journey goes through the pages of the separate processes, by their own address."""

from collections.abc import Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.browser import OpenPage
from tests.support.processes import Processes

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def origin(resting: Processes) -> str:
    return resting.url


@pytest.fixture
def open_page(open_page: OpenPage) -> Generator[OpenPage]:
    """A failed journey shows where each browser stood."""
    opened: list[Page] = []

    def open_one(**how: Any) -> "Page":
        opened.append(open_page(**how))
        return opened[-1]

    yield open_one
    for page in opened:
        with suppress(Exception):  # a page that was closed, or an empty one
            print(f"---- browser at {page.url}\n{page.locator('main').inner_text(timeout=500)[:1500]}")
