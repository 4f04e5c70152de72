"""Sentences that are kept and shown later, in the language of whoever reads them then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text to translate and what is filled in. Mark the text for translation with `gettext_noop`."""

    text: str
    values: Mapping[str, "str | int | Sentence"] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.text) % {name: str(value) for name, value in self.values.items()}

    def __hash__(self) -> int:
        return hash((self.text, tuple(self.values.items())))

    def to_json(self) -> list[Any]:
        """[text, {name: value}]; a sentence as a value is a list itself."""
        return [
            self.text,
            {n: v.to_json() if isinstance(v, Sentence) else v for n, v in self.values.items()},
        ]

    @classmethod
    def from_json(cls, stored: list[Any]) -> "Sentence":
        text, values = stored
        return cls(text, {n: cls.from_json(v) if isinstance(v, list) else v for n, v in values.items()})


MONTHS = (
    _("januari"),
    _("februari"),
    _("maart"),
    _("april"),
    _("mei"),
    _("juni"),
    _("juli"),
    _("augustus"),
    _("september"),
    _("oktober"),
    _("november"),
    _("december"),
)


def day_words(day: date, near: date) -> Sentence:
    """1 april, with the year when it is another one than that of `near`."""
    month = Sentence(MONTHS[day.month - 1])
    if day.year == near.year:
        return Sentence(_("%(day)s %(month)s"), {"day": day.day, "month": month})
    return Sentence(_("%(day)s %(month)s %(year)s"), {"day": day.day, "month": month, "year": day.year})


def say(text: str, /, **values: "str | int | Sentence") -> Sentence:
    return Sentence(text, values)


class Refused(ValueError):
    """A value that is not understood: what is wrong, in a sentence for the person who can repair it."""

    def __init__(self, sentence: Sentence, heading: Sentence | None = None, suggestion: str = "") -> None:
        super().__init__(sentence.text)
        self.sentence = sentence
        self.heading = heading
        self.suggestion = suggestion
