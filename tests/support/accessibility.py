"""What a page must be for everybody: clean for axe, no sideways scrolling, targets big enough to hit, a frame that
says where one is, and a way through it with Tab alone."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST = 24  # CSS pixels, WCAG 2.2 criterion 2.5.8

WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= window.innerWidth) return [];
  const all = [...document.querySelectorAll('body *')];
  const out = all.filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4);
  return [`${root.scrollWidth} px wide, room for ${innerWidth}`, ...out.map(e => e.outerHTML.slice(0, 120))];
}"""

SMALL = """smallest => {
  const targets = 'a, button, input:not([type=hidden]), select, textarea, summary, [role=button]';
  const inText = 'p a, li a, td a, th a, dd a, span a';
  return [...document.querySelectorAll(targets)].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || e.closest('.only-read-aloud, .skip-link')) return false;
    if (e.matches(inText) && getComputedStyle(e).display === 'inline') return false;
    return box.width < smallest || box.height < smallest;
  }).map(e => e.outerHTML.slice(0, 120));
}"""

OPEN = "() => document.querySelectorAll('details').forEach(d => { if (d.dataset.keep !== '') d.open = true })"

# What Tab should reach: seen, usable, and not a radio button next to the chosen one of its group.
REACHABLE = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"]';
  return [...document.querySelectorAll(all)].filter(e => {
    if (e.disabled || !e.checkVisibility({visibilityProperty: true})) return false;
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
    if (target === document.body) return;
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

# Menus that lie over the page while they are open: what they cover in part is a whole target when they close, and
# `hittable` has measured it.
CHECKED = """tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(({violations}) => {
  const menus = '.site-nav, .account', parts = [.02, .5, .98];
  const covered = ({target}) => {
    const e = document.querySelector(target[0]);
    if (!e || e.closest(menus)) return false;
    const box = e.getBoundingClientRect();
    return parts.some(x => parts.some(y =>
      document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)?.closest(menus)));
  };
  return violations
    .map(v => ({...v, nodes: v.id === 'target-size' ? v.nodes.filter(node => !covered(node)) : v.nodes}))
    .filter(v => v.nodes.length);
})"""

PAPER = {"width": 720, "height": 1000}  # A4 with its margins, in CSS pixels
MACHINERY = ".site-header, .site-footer, .skip-link, .demo-bar, .tabs, button"


def accessible(page: "Page") -> None:
    """Reflow, targets and axe on the page as it stands, with what was folded away unfolded.

    Not for a page with JavaScript off: there a promise never ends, and axe is one.
    """
    page.evaluate("document.fonts.ready")
    page.evaluate(OPEN)
    reflows(page)
    hittable(page)
    axe(page)


def axe(page: "Page") -> None:
    """Zero violations of WCAG 2.2 A and AA and of axe's best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe_source())
    found = page.evaluate(CHECKED, TAGS)
    said = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html'][:160]}" for node in violation["nodes"][:4])
        for violation in found
    ]
    assert not said, f"axe on {page.url}:\n" + "\n".join(said)


def reflows(page: "Page") -> None:
    """Nothing makes the page scroll sideways."""
    wide = page.evaluate(WIDE)
    assert not wide, f"{page.url} scrolls sideways:\n    " + "\n    ".join(wide)


def hittable(page: "Page") -> None:
    """Every target is at least 24 by 24 pixels, save links inside running text."""
    small = page.evaluate(SMALL, SMALLEST)
    assert not small, f"targets on {page.url} are smaller than {SMALLEST} px:\n    " + "\n    ".join(small)


def framed(page: "Page", language: str) -> None:
    """One heading of the first level, a title, one main landmark, and the language it is written in."""
    spoken = page.evaluate("document.documentElement.lang")
    assert spoken == language, f"{page.url} says its language is {spoken!r}, not {language!r}"
    for one in ("h1", "main"):
        assert page.locator(one).count() == 1, f"{page.url} has {page.locator(one).count()} {one}"
    assert page.locator("h1").inner_text().strip(), f"the h1 of {page.url} is empty"
    assert re.fullmatch(r"[^·]+ · Lerendwerken", page.title()), f"{page.url} has the title {page.title()!r}"


def walkable(page: "Page") -> None:
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


def printable(page: "Page") -> None:
    """On paper: what is written, without menus and buttons, and nothing over the edge."""
    before = page.viewport_size
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    try:
        reflows(page)
        assert page.locator("h1").is_visible(), f"{page.url} has no h1 on paper"
        shown = page.locator(MACHINERY).filter(visible=True)
        assert not shown.count(), (
            f"{page.url} prints {shown.count()} menus or buttons:\n    "
            + shown.first.evaluate("e => e.outerHTML.slice(0, 140)")
        )
    finally:
        page.emulate_media(media="null")
        if before:
            page.set_viewport_size(before)


@cache
def _axe_source() -> str:
    return (Path(__file__).parent / "axe.min.js").read_text()
