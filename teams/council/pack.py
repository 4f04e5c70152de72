"""The pack as it is now, its hash, and how it differs from what was recorded."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teams.council.sections import SECTIONS, Cell, Plain, in_source
from teams.privacy.keeping import filled

type Content = list[dict[str, Any]]


def live() -> Content:
    """Made from the settings as they are now."""
    return [in_source(section) for section in sorted(SECTIONS.values(), key=lambda one: one.order)]


def leaves(content: Content) -> dict[str, dict[str, Any]]:
    """Every setting by its full name, "section.key", in the order of the page."""
    return {f"{part['key']}.{row['key']}": row for part in content for row in part["rows"]}


def digest(content: Content) -> str:
    """SHA-256 over the names and values alone, as JSON that has one way to be written: words that change in the
    interface, or another language, change nothing."""
    values = {name: row["value"] for name, row in leaves(content).items()}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that is not what was recorded; None is not there."""

    label: str
    before: str | None
    after: str | None
    language: str = ""


def changes(before: Content, after: Content) -> list[Change]:
    """In the reader's language."""
    old, new = leaves(before), leaves(after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(
            _((new.get(name) or old[name])["label"]),
            said(old[name]) if name in old else None,
            said(new[name]) if name in new else None,
            _language(new.get(name) or old[name]),
        )
        for name in names
        if name not in old or name not in new or old[name]["value"] != new[name]["value"]
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A setting as it is read: a row of a table, with one cell or more."""

    label: str
    cells: list[tuple[str, str]]
    language: str = ""  # of the cells, when it is not the reader's


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    lines: list[Line]

    @property
    def columns(self) -> list[str]:
        return [column for column, _words in self.lines[0].cells] if self.lines else []


def parts(content: Content) -> Iterator[Part]:
    """In the reader's language: what is ours is kept in Dutch as it stands in the code, and translated here."""
    for part in content:
        lines = [
            Line(_(row["label"]), _cells(row["value"]) or [(_("Zo staat het"), said(row))], _language(row))
            for row in part["rows"]
        ]
        yield Part(part["key"], _(part["title"]), lines)


def said(row: dict[str, Any]) -> str:
    """A value in words."""
    value: Plain = row["value"]
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if row["words"]:
        return _(row["words"])
    if value in (None, "", [], {}):
        return _("niet ingevuld")
    if isinstance(value, dict):
        return "; ".join(f"{column}: {words}" for column, words in _cells(value))
    if isinstance(value, list):
        return ", ".join(_(one) for one in value)
    try:
        return date_format(date.fromisoformat(str(value)), "j F Y") if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)


def _language(row: dict[str, Any]) -> str:
    """Empty for what is translated; a version that was recorded before this was kept does not say."""
    return str(row.get("language", ""))


def _cells(value: Plain) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return []
    return [(_(column), _cell(words)) for column, words in value.items()]


def _cell(words: Cell) -> str:
    if isinstance(words, dict):
        return filled({name: _(part) for name, part in words.items()})
    return _(words) if words else ""
