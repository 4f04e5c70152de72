"""Every page, in every way of looking: axe, narrow, keyboard, without JavaScript. A page that is not here fails."""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from tests.browser.cases import Case
from tests.browser.conftest import PEOPLE, House, Windows
from tests.browser.pages import ACTIONS, NO_PAGES, PAGES, STATES, named
from tests.support.accessibility import OPEN, axe, framed, hittable, printable, reflows, walkable
from tests.support.browser import DESKTOP, NARROW
from tests.support.submitting import sends
from tests.support.turns import one_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.shows("house-6"),
    pytest.mark.usefixtures("transactional_db"),
]

ALL = PAGES | STATES
HEIGHT = 800
USUAL = ((1280, "light"), (320, "dark"))
MATRIX = (
    *((320, theme) for theme in ("light", "dark")),
    (390, "light"),
    (768, "dark"),
    *((1280, theme) for theme in ("light", "dark")),
    (1600, "light"),
)

SEND = """([to, fields]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = to;
  const token = document.querySelector('[name=csrfmiddlewaretoken]');
  const all = {csrfmiddlewaretoken: token ? token.value : '', ...fields};
  for (const [name, value] of Object.entries(all)) {
    const field = document.createElement('textarea');
    Object.assign(field, {name, value});
    form.append(field);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""


def halves(names: Iterable[str]) -> list[Any]:
    """Two groups, so that two workers share them; each group has the example in its own database."""
    return [
        pytest.param(name, marks=pytest.mark.xdist_group(f"every-page-{number % 2}"))
        for number, name in enumerate(names)
    ]


def turn(cases: dict[str, Case], name: str) -> tuple[tuple[int, str], ...]:
    """Wide in the light or narrow in the dark."""
    at = list(cases).index(name) // 4 % 2
    return USUAL[at : at + 1]


@pytest.mark.xdist_group("every-page-0")
def test_nobody_forgets_a_page() -> None:
    known = PAGES.keys() | ACTIONS | NO_PAGES.keys()
    there = {name for name, _ in named()}
    assert there - known == set(), "give these a line in tests/browser/pages.py"
    assert known - there == set(), "these are gone; take them out of tests/browser/pages.py"
    assert not PAGES.keys() & ACTIONS


def opened_by_looking(house: House) -> list[str]:
    """The actions that give somebody a page for a GET."""
    clients = []
    for name in PEOPLE:
        clients.append(Client())
        clients[-1].force_login(house.person(name))
    pages = []
    for name, pattern in named():
        if name in ACTIONS:
            path = "/" + re.sub(r"<(\w+):\w+>", lambda m: "1" if m[1] == "int" else "x", _route(name))
            answers = {client.get(path).status_code for client in clients}
            if 405 not in answers or answers & {200, 302}:
                pages.append(f"{path} {answers} {pattern.name}")
    connection.close()
    return pages


@pytest.mark.xdist_group("every-page-1")
def test_an_action_is_no_page(house: House) -> None:
    """What only takes a POST says so to a GET, so that it needs no page of its own."""
    with ThreadPoolExecutor(1) as apart:  # this thread may have the event loop of Chromium by now
        pages = apart.submit(opened_by_looking, house).result()
    assert not pages


def _route(name: str) -> str:
    routes: dict[str, str] = {}

    def collect(resolver: Any, route: str, space: str) -> None:
        for pattern in resolver.url_patterns:
            here = route + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                collect(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            else:
                routes[space + (pattern.name or "")] = here

    collect(get_resolver(), "", "")
    return routes[name]


@pytest.mark.parametrize("name", halves(PAGES))
def test_a_page_is_for_everybody(windows: Windows, name: str) -> None:
    """In turns wide in the light and narrow in the dark; the full run looks at each in every way."""
    look(windows, PAGES[name], turn(PAGES, name))


@pytest.mark.parametrize("name", halves(list(STATES)[::18]))
def test_what_goes_wrong_is_for_everybody_too(windows: Windows, name: str) -> None:
    """One in eighteen, to keep the daily run short; the full run looks at all of them, in every way."""
    look(windows, STATES[name], turn(STATES, name), walked=False)


@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize("name", halves(ALL))
def test_a_page_is_for_everybody_in_every_light_and_width(windows: Windows, name: str) -> None:
    page = look(windows, ALL[name], MATRIX)
    printable(page)


@pytest.mark.parametrize(
    "name", halves(["cycles:my-week", "cycles:log", "cycles:team-week", "teams:who-sees-what"])
)
def test_what_one_would_keep_on_paper_prints(windows: Windows, name: str) -> None:
    page = windows.of(PAGES[name].who)
    go(windows, page, PAGES[name])
    printable(page)


@pytest.mark.parametrize("name", one_in(10, halves(PAGES)))
def test_without_javascript_the_page_says_and_does_the_same(windows: Windows, name: str) -> None:
    case = PAGES[name]
    plain, full = windows.of(case.who, js=False), windows.of(case.who)
    words = []
    with case.before(windows.house) if case.before else nullcontext():
        path = case.path(windows.house)
        for page in (plain, full):
            page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
            page.goto(path)
            words.append(" ".join(page.locator("main").inner_text().split()))
        assert len(words[0]) > 20
        assert words[0] == words[1]
        plain.set_viewport_size(NARROW)  # type: ignore[arg-type]
        reflows(plain)
        hittable(plain)
        sends(plain)


def look(
    windows: Windows,
    case: Case,
    ways: tuple[tuple[int, str], ...],
    *,
    language: str = "nl",
    walked: bool = True,
) -> "Page":
    """All that a page must be, in each of these widths and lights."""
    with case.before(windows.house) if case.before else nullcontext():
        page = windows.of(case.who, language=language)
        go(windows, page, case)
        framed(page, windows.house.person("samira").language if case.by_door else language)
        page.evaluate("document.fonts.ready")
        if walked:
            walkable(page)
        page.evaluate(OPEN)
        for width, theme in ways:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            reflows(page)
            hittable(page)
            axe(page)
    return page


def go(windows: Windows, page: "Page", case: Case) -> None:
    """To the page, and when it is the answer to something sent, sends that."""
    if case.status >= 400:
        windows.complaints.allow(rf"\b{case.status}\b")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    path = case.path(windows.house)
    answer = page.goto(path)
    if case.send is not None:
        sent = case.send(windows.house) if callable(case.send) else case.send
        to = case.to(windows.house) if case.to else path
        with page.expect_navigation() as sending:
            page.evaluate(SEND, [to, sent])
        answer = sending.value
    assert answer
    assert answer.status == case.status, f"{answer.url} says {answer.status}"
