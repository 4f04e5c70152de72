"""The forms of a page that send something, and what somebody fills in who writes the same words everywhere."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

WORDS = ("text", "search", "")  # kinds of inputs that take any words
KNOWN = {
    "email": "iemand@elders.example",
    "number": "3",
    "date": "2026-04-07",
    "time": "10:00",
    "month": "2026-04",
}


@dataclass
class Form:
    """action: where it is sent. boxes: names that take words. given: what it sends of itself, or the first choice."""

    action: str
    boxes: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[str, ...]:
        return (*sorted(self.boxes), *sorted(self.given))

    def written(self, sentence: str) -> dict[str, str]:
        return self.given | dict.fromkeys(self.boxes, sentence)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found = page, list[Form]()
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(urljoin(self.page, given.get("action") or self.page))
            self.found.append(self.form)
        name = given.get("name", "")
        if self.form is None or (not name and tag != "option"):
            return
        if tag == "textarea":
            self.form.boxes.append(name)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and given.get("value"):
            self.form.given.setdefault(self.select, given["value"])
        elif tag == "button":
            self.form.given.setdefault(name, given.get("value", ""))
        elif tag == "input":
            self._input(self.form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "")
        if kind in WORDS:
            form.boxes.append(name)
        elif kind in ("checkbox", "radio"):
            form.given.setdefault(name, given.get("value", "on"))
        elif kind not in ("file", "submit"):
            form.given[name] = given.get("value") or KNOWN.get(kind, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""


def forms_of(page: str, html: str) -> list[Form]:
    """page: its path, against which an action is read."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.found
