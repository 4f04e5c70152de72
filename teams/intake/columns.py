"""What a column can become, and what its name in a personnel system probably means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Field(StrEnum):
    STAFF_NUMBER = "staff_number"
    GIVEN_NAME = "given_name"
    NAME_PREFIX = "name_prefix"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    UNIT = "unit"
    TEAM = "team"
    HOURS = "hours"
    FTE = "fte"
    TIMES = "times"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    CONTRACT = "contract"
    ROLE = "role"
    LANGUAGE = "language"

    @property
    def label(self) -> Promise:
        return LABELS[self]


DAYS = (
    Field.MONDAY,
    Field.TUESDAY,
    Field.WEDNESDAY,
    Field.THURSDAY,
    Field.FRIDAY,
    Field.SATURDAY,
    Field.SUNDAY,
)
"""The seven day columns, Monday first."""

LABELS: dict[Field, Promise] = {
    Field.STAFF_NUMBER: _("Personeelsnummer"),
    Field.GIVEN_NAME: _("Roepnaam"),
    Field.NAME_PREFIX: _("Tussenvoegsel"),
    Field.FAMILY_NAME: _("Achternaam"),
    Field.FULL_NAME: _("Hele naam"),
    Field.EMAIL: _("E-mailadres"),
    Field.UNIT: _("Dienst of afdeling"),
    Field.TEAM: _("Team"),
    Field.HOURS: _("Contracturen per week"),
    Field.FTE: _("Deeltijdfactor (fte)"),
    Field.TIMES: _("Werktijden"),
    Field.MONDAY: _("Maandag"),
    Field.TUESDAY: _("Dinsdag"),
    Field.WEDNESDAY: _("Woensdag"),
    Field.THURSDAY: _("Donderdag"),
    Field.FRIDAY: _("Vrijdag"),
    Field.SATURDAY: _("Zaterdag"),
    Field.SUNDAY: _("Zondag"),
    Field.STARTS_ON: _("In dienst vanaf"),
    Field.ENDS_ON: _("In dienst tot en met"),
    Field.CONTRACT: _("Soort contract"),
    Field.ROLE: _("Rol"),
    Field.LANGUAGE: _("Taal"),
}

type ColumnMapping = Mapping[int, Field]
"""Column number -> what it becomes; a column that is not here is left out."""

PRIVATE = "private"
"""What `recognise` says of a column that we refuse to hold, whatever the administrator chooses."""


def recognise(name: str) -> str | None:
    """The meaning of a column name: a Field, "name", "department", "private", or None for an unknown one."""
    return _KNOWN.get(fold(name)) if len(name) <= 60 else None


def is_private(name: str) -> bool:
    """A column that we empty while reading: nobody needs it here, and some of it no employer may pass on."""
    return recognise(_AGAIN.sub("", name)) == PRIVATE


def guess(headers: Sequence[str], examples: Iterable[object] = ()) -> dict[int, Field]:
    """The probable mapping: each field at most once, the better name first. `examples`: a value a column."""
    meanings = [recognise(header) for header in headers]
    mapping: dict[int, Field] = {}
    for column, meaning in _by_rank(headers, meanings):
        field = _field(meaning, meanings)
        if field is not None and field not in mapping.values():
            mapping[column] = field
    taken = set(mapping.values())
    if Field.GIVEN_NAME in taken or Field.FAMILY_NAME in taken:
        mapping = {c: f for c, f in mapping.items() if f is not Field.FULL_NAME}
    if Field.HOURS in taken:
        mapping = {c: f for c, f in mapping.items() if f is not Field.FTE}
    if Field.EMAIL not in taken:
        for column, example in enumerate(examples):
            if meanings[column] is None and isinstance(example, str) and _ADDRESS.fullmatch(example):
                mapping[column] = Field.EMAIL
                break
    return dict(sorted(mapping.items()))


def fold(text: str) -> str:
    """Letters and digits only, lower case, without accents: PERS.NR and pers nr are one name."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


_AGAIN = re.compile(r" \(\d+\)$")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SYNONYMS = Path(__file__).with_name("synonyms.txt")


def _read_synonyms() -> dict[str, list[str]]:
    """Meaning -> names, folded, the plainest first."""
    found: dict[str, list[str]] = {}
    for line in _SYNONYMS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            meaning = found.setdefault(line.strip(), [])
        elif line.startswith(" "):
            meaning.extend(folded for name in line.split("|") if (folded := fold(name)))
    return found


_NAMES = _read_synonyms()
_KNOWN = {name: meaning for meaning, names in _NAMES.items() for name in names}
_RANK = {name: rank for names in _NAMES.values() for rank, name in enumerate(names)}
_VAGUE = {
    fold(name)
    for name in ("nummer", "nr", "naam", "name", "start", "vanaf", "contract", "dienstverband", "in dienst")
}


def _by_rank(headers: Sequence[str], meanings: Sequence[str | None]) -> list[tuple[int, str]]:
    """(column, meaning) with the plainest names first, so that PERS.NR wins from NR."""
    known = [(c, m) for c, m in enumerate(meanings) if m is not None and m != PRIVATE]
    folded = [fold(header) for header in headers]
    return sorted(known, key=lambda found: (folded[found[0]] in _VAGUE, _RANK[folded[found[0]]], found[0]))


def _field(meaning: str, meanings: Sequence[str | None]) -> Field | None:
    if meaning == "name":
        # Beside a given name, "naam" is the family name; alone it is the whole one.
        return Field.FAMILY_NAME if Field.GIVEN_NAME in meanings else Field.FULL_NAME
    if meaning == "department":
        return Field.UNIT if Field.TEAM in meanings else Field.TEAM
    return Field(meaning)
