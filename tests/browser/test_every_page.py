"""Every page, in every way of looking: axe, narrow, keyboard, without JavaScript. A page that is not here fails."""

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.browser.conftest import PEOPLE, House, Windows
from tests.browser.pages import ACTIONS, NO_PAGES, PAGES, STATES, Case, named
from tests.support.accessibility import OPEN, axe, hittable, reflows
from tests.support.browser import DESKTOP, NARROW

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.shows("house-6"),
    pytest.mark.xdist_group("every-page"),
    pytest.mark.usefixtures("transactional_db"),
]

ALL = PAGES | STATES
HEIGHT = 800
WIDTHS = (320, 390, 768, 1280, 1600)

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

# What Tab should reach: seen, usable, and not a radio button next to the chosen one of its group.
REACHABLE = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"]';
  const groups = {};
  return [...document.querySelectorAll(all)].filter(e => {
    if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) return false;
    if (e.type !== 'radio') return true;
    const all = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)];
    const mine = all.filter(o => o.form === e.form);
    return e === (mine.find(o => o.checked) || mine[0]);
  });
}"""

WATCH_FOCUS = (
    """() => {
  const wanted = ("""
    + REACHABLE
    + """)();
  window.walked = [];
  document.addEventListener('focusin', ({target}) => {
    const style = getComputedStyle(target), box = target.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    window.walked.push({target, ring, inside, box});
  });
  window.wanted = wanted;
  // A page with news has the focus on it; Tab begins at the top here.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  return wanted.length;
}"""
)

WALKED = """() => {
  const said = e => e.outerHTML.slice(0, 110);
  const met = new Set(window.walked.map(step => step.target));
  const frame = e => e.tagName === 'IFRAME';
  return {
    first: window.walked.length ? window.walked[0].target.className : '',
    missed: window.wanted.filter(e => !met.has(e) && !frame(e)).map(said),
    unseen: window.walked.filter(step => !step.ring && !frame(step.target)).map(step => said(step.target)),
    away: window.walked.filter(step => !step.inside).map(step => said(step.target)),
  };
}"""

FORMS = """() => [...document.forms].filter(form =>
  !form.getAttribute('method') || !form.hasAttribute('action') && form.method === 'post' && !form.closest('main')
).map(form => form.outerHTML.slice(0, 140))"""


@pytest.fixture(params=list(PAGES))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = PAGES[request.param]
    return found


def test_nobody_forgets_a_page() -> None:
    known = PAGES.keys() | ACTIONS | NO_PAGES.keys()
    there = {name for name, _ in named()}
    assert there - known == set(), "give these a line in tests/browser/pages.py"
    assert known - there == set(), "these are gone; take them out of tests/browser/pages.py"
    assert not PAGES.keys() & ACTIONS


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
    from django.urls import get_resolver

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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(windows: Windows, name: str) -> None:
    look(windows, ALL[name], widths=(1280, 320), themes=("light", "dark"))


@pytest.mark.parametrize("name", STATES)
def test_what_goes_wrong_is_for_everybody_too(windows: Windows, name: str) -> None:
    look(windows, ALL[name], widths=(1280, 320), themes=("light", "dark"))


def look(
    windows: Windows,
    case: Case,
    *,
    widths: tuple[int, ...],
    themes: tuple[str, ...],
    language: str = "nl",
) -> None:
    with case.before(windows.house) if case.before else nullcontext():
        page = windows.of(case.who, language=language)
        go(windows, page, case)
        frame(page, "nl" if case.by_door else language)
        page.evaluate("document.fonts.ready")
        walk(page)
        page.evaluate(OPEN)
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            reflows(page)
            hittable(page)
            for theme in themes:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                axe(page)


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


def frame(page: "Page", language: str) -> None:
    """One heading of the first level, a title, and the language it is written in."""
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} h1"
    assert page.locator("h1").inner_text().strip()
    assert re.fullmatch(r"[^·]+ · Lerendwerken", page.title()), page.title()


def walk(page: "Page") -> None:
    """Tab reaches all there is to reach, the skip link first, and one sees where one is."""
    wanted = page.evaluate(WATCH_FOCUS)
    for _ in range(4):  # a date is three stops for Tab, so one round may not be enough
        for _ in range(wanted + 3):
            page.keyboard.press("Tab")
        walked = page.evaluate(WALKED)
        if not walked["missed"]:
            break
    assert walked["first"] == "skip-link", f"{page.url} begins at {walked['first']!r}"
    for problem in ("missed", "unseen", "away"):
        assert not walked[problem], f"{problem} by Tab on {page.url}:\n    " + "\n    ".join(
            walked[problem][:5]
        )


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_the_page_says_the_same(windows: Windows, name: str) -> None:
    case = PAGES[name]
    house = windows.house
    plain, full = windows.of(case.who, js=False), windows.of(case.who)
    path = case.path(house)
    words = []
    for page in (plain, full):
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        page.goto(path)
        words.append(" ".join(page.locator("main").inner_text().split()))
        broken = page.evaluate(FORMS)
        assert not broken, f"forms on {path} go nowhere without a script: {broken}"
    assert len(words[0]) > 20
    assert words[0] == words[1]
    plain.set_viewport_size(NARROW)  # type: ignore[arg-type]
    reflows(plain)
    hittable(plain)
