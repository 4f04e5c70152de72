"""What a page must be for everybody: clean for axe, no sideways scrolling, targets big enough to hit."""

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
  const inText = 'p a, li a, td a, dd a, span a';
  return [...document.querySelectorAll(targets)].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || e.closest('.only-read-aloud, .skip-link')) return false;
    if (e.matches(inText) && getComputedStyle(e).display === 'inline') return false;
    return box.width < smallest || box.height < smallest;
  }).map(e => e.outerHTML.slice(0, 120));
}"""

OPEN = "() => document.querySelectorAll('details').forEach(d => { if (d.dataset.keep !== '') d.open = true })"


def accessible(page: "Page") -> None:
    """All three checks on the page as it stands, with what was folded away unfolded.

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
    result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    said = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html'][:160]}" for node in violation["nodes"][:4])
        for violation in result["violations"]
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


@cache
def _axe_source() -> str:
    return (Path(__file__).parent / "axe.min.js").read_text()
