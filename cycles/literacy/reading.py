"""The basic norms: which version holds now, what it says, and who read it (AI14).

Reading is a press of the reader, never derived from an opened page. Who read what is that person's alone: nobody
gets a list of readers, so nobody can be asked why they did not.
"""

from dataclasses import dataclass

from django.db import transaction

from cycles.literacy.models import BasicNorms, LiteracyEntry
from lerendwerken.lib import clock
from teams.accounts.models import User


@dataclass(frozen=True, slots=True)
class Norm:
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The norms as one person reads them; `language` is the other one when a translation is missing (S12)."""

    norms: list[Norm]
    language: str
    fell_back: bool


def current() -> BasicNorms | None:
    """The version that holds now; none only in an installation that has no norms at all."""
    return BasicNorms.objects.order_by("-version").first()


def has_read(person: User) -> bool:
    """Whether this person read the version that holds now. Nothing to read holds nobody up."""
    newest = current()
    return newest is None or reading_of(person, newest) is not None


def reading_of(person: User, norms: BasicNorms) -> LiteracyEntry | None:
    return LiteracyEntry.objects.filter(person=person, kind=LiteracyEntry.Kind.NORMS, norms=norms).first()


@transaction.atomic
def read(norms: BasicNorms, *, by: User) -> None:
    """Goes on the reader's own record, once a version however often the button is pressed."""
    LiteracyEntry.objects.bulk_create(
        [LiteracyEntry(person=by, kind=LiteracyEntry.Kind.NORMS, role=by.work, norms=norms, at=clock.now())],
        ignore_conflicts=True,
    )


def in_language(norms: BasicNorms, language: str) -> Text:
    """A blank line parts two norms; the first line of each is the norm in a few words."""
    wanted, other = (norms.text_en, norms.text_nl) if language == "en" else (norms.text_nl, norms.text_en)
    fell_back = not wanted.strip()
    found = other if fell_back else wanted
    second = "nl" if language == "en" else "en"
    return Text(_parts(found), second if fell_back else language, fell_back)


def _parts(text: str) -> list[Norm]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line.strip())
        elif parts[-1]:
            parts.append([])
    return [Norm(lines[0], " ".join(lines[1:])) for lines in parts if lines]
