"""What stands in the pack for the works council. Each package declares its own settings with `@section`; what is written
here is Dutch as it stands in the code, whatever language somebody reads in, so that it can be compared and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field, Model
from django.utils import translation
from django.utils.functional import Promise

type Cell = str | dict[str, str]
"""The words of a cell; or a sentence and what fills it, since each of them is translated apart."""
type Plain = str | int | bool | list[str] | dict[str, Cell] | None
type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be otherwise. `key` stays the same when its words change.

    value: text, a number, yes or no, a list, or a table row as heading -> words.
    words: what a value that is a code means.
    language: of a value that is the same whatever somebody reads in, such as a list of Dutch words.
    """

    key: str
    label: Words
    value: Plain
    words: Words = ""
    language: str = ""


def rule(key: str, label: Words, words: Words) -> Setting:
    """Something fixed: the sentence itself is what would change."""
    return Setting(key, label, str(words), words)


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Words
    settings: Callable[[], list[Setting]]
    order: int


SECTIONS: dict[str, Section] = {}
KEPT_OUT: dict[type[Model], dict[str, str]] = {}
"""Models of settings -> the fields of theirs that are not in the pack, with why."""


def section(key: str, title: Words, *, order: int) -> Callable[..., Callable[[], list[Setting]]]:
    """Registers a part of the pack; what it decorates reads its settings as they are now."""

    def register(settings: Callable[[], list[Setting]]) -> Callable[[], list[Setting]]:
        SECTIONS[key] = Section(key, title, settings, order)
        return settings

    return register


def keeps_out(model: type[Model], **why: str) -> None:
    """Declares a model of which every field is in the pack, but these."""
    KEPT_OUT[model] = {"id": "the one row", **why}


def of_model(row: Model) -> list[Setting]:
    """Every field of a row of settings but what was kept out: one that is new is in the pack by itself."""
    out = KEPT_OUT[type(row)]
    return [_of_field(row, field) for field in row._meta.concrete_fields if field.name not in out]


def _of_field(row: Model, field: "Field[Any, Any]") -> Setting:
    value = getattr(row, field.attname)
    words = dict(field.flatchoices).get(value, "") if field.choices else ""
    if isinstance(value, date):
        value = value.isoformat()
    elif value is not None and not isinstance(value, (str, int, bool)):
        value = f"{value.normalize():f}"  # 36, not 36.00
    return Setting(field.name, field.verbose_name, value, words)


def in_source(section: Section) -> dict[str, Any]:
    """A section as it is kept: plain values, and its words as they stand in the code."""
    with translation.override(None):
        return {
            "key": section.key,
            "title": str(section.title),
            "rows": [
                {
                    "key": one.key,
                    "label": str(one.label),
                    "value": _plain(one.value),
                    "words": str(one.words),
                    "language": one.language,
                }
                for one in section.settings()
            ],
        }


def _plain(value: Any) -> Plain:
    if isinstance(value, Mapping):
        return {
            str(key): {name: str(part) for name, part in words.items()}
            if isinstance(words, Mapping)
            else str(words)
            for key, words in value.items()
        }
    return [str(one) for one in value] if isinstance(value, list) else value
