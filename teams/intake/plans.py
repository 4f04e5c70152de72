"""What taking over one person would do: in words for the page, and as rows that are not saved yet."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop as _

from teams.accounts.models import User
from teams.hours.models import WorkingPattern
from teams.intake.people import Person
from teams.intake.places import Place
from teams.intake.sentences import Sentence, day_words, say
from teams.intake.worktimes import plain
from teams.structure.models import Membership, Organisation, Role

type Words = str | Sentence


class Outcome(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    DIFFERS = "differs"  # the file says something else, and what is here stays
    LEFT = "left"  # somebody unknown whose contract ended already
    SKIPPED = "skipped"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the preview. `kept`: the file's value is not taken over."""

    now: Words
    becomes: Words
    effect: Words = ""
    kept: bool = False

    def to_json(self) -> list[Any]:
        return [_stored(self.now), _stored(self.becomes), _stored(self.effect), self.kept]

    @classmethod
    def from_json(cls, stored: list[Any]) -> "Change":
        now, becomes, effect, kept = stored
        return cls(_restored(now), _restored(becomes), _restored(effect), kept)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which a file is compared: the organisation's settings, and the day from which changes hold."""

    organisation: Organisation
    effective: date

    def words(self, day: date) -> Sentence:
        return day_words(day, self.effective)


@dataclass(slots=True)
class Plan:
    """`account` is unsaved for somebody new; new memberships and roles get person and team when saved."""

    person: Person
    account: User | None = None
    is_new: bool = False
    outcome: Outcome = Outcome.SAME
    changes: list[Change] = field(default_factory=list)
    account_changed: bool = False
    new_memberships: list[tuple[Membership, Place]] = field(default_factory=list)
    changed_memberships: list[Membership] = field(default_factory=list)
    dropped_memberships: list[Membership] = field(default_factory=list)
    new_patterns: list[WorkingPattern] = field(default_factory=list)
    changed_patterns: list[WorkingPattern] = field(default_factory=list)
    dropped_patterns: list[WorkingPattern] = field(default_factory=list)
    new_roles: list[tuple[Role, Place]] = field(default_factory=list)
    # Those that end with their team, with the last day that the file gives: for when the team goes on after all.
    sooner: list[tuple[Membership | Role, date | None]] = field(default_factory=list)

    def change(self, now: Words, becomes: Words, effect: Words = "") -> None:
        """Tells a change; of somebody new everything is, so that says nothing."""
        if not self.is_new:
            self._tell(Change(now, becomes, effect))

    def keep(self, now: Words, becomes: Words, effect: Words) -> None:
        """Tells a difference that is not taken over."""
        self._tell(Change(now, becomes, effect, kept=True))

    def touch(self, membership: Membership) -> None:
        if membership not in self.changed_memberships:
            self.changed_memberships.append(membership)

    def _tell(self, change: Change) -> None:
        if change not in self.changes:
            self.changes.append(change)


def hours_words(hours: Decimal) -> Sentence:
    return say(_("%(hours)s uur"), hours=plain(hours))


def _stored(value: Words) -> Any:
    return value.to_json() if isinstance(value, Sentence) else value


def _restored(stored: Any) -> Words:
    return Sentence.from_json(stored) if isinstance(stored, list) else str(stored)
