"""In English nothing of the app is Dutch: every page and state once more, for people who chose English."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from teams.accounts.models import User
from tests.browser.conftest import House, Windows
from tests.browser.pages import PAGES, STATES, Case
from tests.browser.test_every_page import USUAL, go, look
from tests.support.dutch import dutch, words_of_people

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
    page = open_page(windows, ALL[name])
    assert page.evaluate("document.documentElement.lang") == "en"
    found = dutch(page, words_of_people())
    assert not found, f"Dutch on {page.url}:\n    " + "\n    ".join(found)


@pytest.mark.parametrize("name", ALL)
def test_an_english_page_is_for_everybody_too(windows: Windows, name: str) -> None:
    """English words have other lengths."""
    look(windows, ALL[name], USUAL, language="en")


def open_page(windows: Windows, case: Case) -> "Page":
    with case.before(windows.house) if case.before else nullcontext():
        page = windows.of(case.who, language="en")
        go(windows, page, case)
    return page
