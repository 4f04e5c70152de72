"""In English nothing of the app is Dutch: every page and state once more, for people who chose English."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from teams.accounts.models import User
from tests.browser.cases import Case
from tests.browser.conftest import House, Windows
from tests.browser.pages import PAGES, STATES
from tests.browser.test_every_page import USUAL, go, look
from tests.support.dutch import dutch, words_of_people

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

pytestmark = [
    pytest.mark.full,
    pytest.mark.slow,
    pytest.mark.shows("house-6"),
    pytest.mark.xdist_group("every-page-in-english"),
    pytest.mark.usefixtures("transactional_db", "in_english"),
]

ONLY_DUTCH = {"building-blocks"}  # for developers, not there in production
ALL = {name: case for name, case in (PAGES | STATES).items() if name not in ONLY_DUTCH}


@pytest.fixture(scope="module")
def in_english(house: House) -> None:
    User.objects.update(language="en")  # the house is emptied after this file


@pytest.mark.parametrize("name", ALL)
def test_an_english_page_says_nothing_in_dutch(windows: Windows, name: str) -> None:
    page, words = open_page(windows, ALL[name])
    assert page.evaluate("document.documentElement.lang") == "en"
    found = dutch(page, words)
    assert not found, f"Dutch on {page.url}:\n    " + "\n    ".join(found)


@pytest.mark.parametrize("name", ALL)
def test_an_english_page_is_for_everybody_too(windows: Windows, name: str) -> None:
    """English words have other lengths."""
    look(windows, ALL[name], USUAL, language="en")


def open_page(windows: Windows, case: Case) -> "tuple[Page, set[str]]":
    """The page, and what people wrote as long as it was there: what its case made is gone afterwards."""
    with case.before(windows.house) if case.before else nullcontext():
        page = windows.of(case.who, language="en")
        with typed(page) as words:
            go(windows, page, case)
        return page, words_of_people() | words


@contextmanager
def typed(page: "Page") -> Iterator[set[str]]:
    """What was sent meanwhile. A page may show it without keeping it, and without the part that it stopped."""
    words: set[str] = set()

    def note(request: "Request") -> None:
        for _name, value in parse_qsl((request.post_data_buffer or b"").decode(errors="replace")):
            words.update(part.strip() for part in [value, *re.split(r"\S*\d\S*", value)])

    page.on("request", note)
    yield words
    page.remove_listener("request", note)
    words.discard("")
