"""Every page, in every way of looking: axe, narrow, keyboard, without JavaScript. A page that is not here fails."""

import re
from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.browser.conftest import PEOPLE, House, Windows
from tests.browser.pages import ACTIONS, NO_PAGES, PAGES, STATES, Case, named
from tests.support.accessibility import OPEN, axe, framed, hittable, printable, reflows, walkable
from tests.support.browser import DESKTOP, NARROW
from tests.support.submitting import sends

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
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


@pytest.mark.xdist_group("every-page-0")
def test_nobody_forgets_a_page() -> None:
    known = PAGES.keys() | ACTIONS | NO_PAGES.keys()
    there = {name for name, _ in named()}
    assert there - known == set(), "give these a line in tests/browser/pages.py"
    assert known - there == set(), "these are gone; take them out of tests/browser/pages.py"
    assert not PAGES.keys() & ACTIONS


@pytest.mark.xdist_group("every-page-1")
def test_an_action_is_no_page(house: House) -> None:
    """What only takes a POST says so to a GET, so that it needs no page of its own."""
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
    look(windows, PAGES[name], USUAL)


@pytest.mark.parametrize("name", halves(STATES))
def test_what_goes_wrong_is_for_everybody_too(windows: Windows, name: str) -> None:
    """In turns wide in the light and narrow in the dark; the full run looks at each in both."""
    turn = list(STATES).index(name) // 2 % 2
    look(windows, STATES[name], USUAL[turn : turn + 1])


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


@pytest.mark.parametrize("name", halves(PAGES))
def test_without_javascript_the_page_says_and_does_the_same(windows: Windows, name: str) -> None:
    case = PAGES[name]
    path = case.path(windows.house)
    plain, full = windows.of(case.who, js=False), windows.of(case.who)
    words = []
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


def look(windows: Windows, case: Case, ways: tuple[tuple[int, str], ...], *, language: str = "nl") -> "Page":
    """All that a page must be, in each of these widths and lights."""
    with case.before(windows.house) if case.before else nullcontext():
        page = windows.of(case.who, language=language)
        go(windows, page, case)
        framed(page, windows.house.person("samira").language if case.by_door else language)
        page.evaluate("document.fonts.ready")
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
