"""How long each kind of data is kept: one rule that the job, the register and the page of administrators all read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lerendwerken.lib.weeks import IsoWeek

type Passed = Callable[[str, datetime], Q]
"""(path of relations with its last `__`, an instant) -> the rows whose date lies before that instant."""


WORDS = "words"


@dataclass(frozen=True, slots=True)
class Span:
    """A term. The English is for the register, which is documentation; the words are for pages."""

    length: timedelta
    english: str
    words: str | Promise


DAY = Span(timedelta(days=1), "a day", gettext_lazy("een dag"))
WEEK = Span(timedelta(days=7), "a week", gettext_lazy("een week"))
FOUR_WEEKS = Span(timedelta(weeks=4), "four weeks", gettext_lazy("vier weken"))
MONTH = Span(timedelta(days=31), "a month", gettext_lazy("een maand"))
QUARTER = Span(timedelta(days=90), "90 days", gettext_lazy("90 dagen"))
YEAR = Span(
    timedelta(days=366), "twelve months", gettext_lazy("twaalf maanden")
)  # over a 29th of February too
TWO_YEARS = Span(timedelta(days=731), "two years", gettext_lazy("twee jaar"))
FIVE_YEARS = Span(
    timedelta(days=5 * 366), "five years", gettext_lazy("vijf jaar")
)  # whatever leap years are in them
AT_ONCE = Span(timedelta(), "", "")


@dataclass(frozen=True, slots=True)
class Keep:
    """A term after a date that a path leads to; or, without one, as long as something else stands."""

    span: Span
    english: str  # after what
    after: str | Promise
    path: str = ""  # where that date is, for people who read the map of the data
    passed: Passed | None = None
    relation: str = ""  # from the row to where the path begins

    def under(self, relation: str) -> "Keep":
        """The same rule for what hangs under those rows and goes with them."""
        return replace(self, relation=f"{relation}__{self.relation}")

    def overdue(self, now: datetime) -> Q | None:
        """The rows whose time is over; None where no clock runs."""
        return self.passed(self.relation, now - self.span.length) if self.passed else None

    @property
    def in_english(self) -> str:
        if self.passed is None:
            return self.english
        return f"{self.span.english} after {self.english}" if self.span.english else f"until {self.english}"

    @property
    def words(self) -> str:
        return filled({name: str(words) for name, words in self.sentence.items()})

    @property
    def sentence(self) -> dict[str, str | Promise]:
        """Its words, and apart from them what fills them: for whoever keeps it, and reads it in another language."""
        if self.passed is None:
            return {WORDS: self.after}
        if not self.span.english:
            return {WORDS: gettext_lazy("tot %(date)s"), "date": self.after}
        return {WORDS: gettext_lazy("%(span)s na %(date)s"), "span": self.span.words, "date": self.after}


def filled(sentence: Mapping[str, str]) -> str:
    return sentence[WORDS] % {name: words for name, words in sentence.items() if name != WORDS}


def kept(
    span: Span, english: str, after: str | Promise, path: str, *, day: bool = False, **only: Any
) -> Keep:
    """After a date of the row; `day` when it is one without a time, `only` which rows it holds for."""

    def passed(relation: str, before: datetime) -> Q:
        lookups = {f"{path}__lt": before.date() if day else before, **only}
        return Q(**{relation + name: value for name, value in lookups.items()})

    return Keep(span, english, after, path, passed)


def kept_by_week(span: Span, english: str, after: str | Promise) -> Keep:
    """After an ISO week, which is a year and a number in two columns."""

    def passed(relation: str, before: datetime) -> Q:
        week = IsoWeek.of(before.date())
        year, number = f"{relation}year", f"{relation}week"
        return Q(**{f"{year}__lt": week.year}) | Q(**{year: week.year, f"{number}__lt": week.week})

    return Keep(span, english, after, "year, week", passed)


def as_long_as(english: str, words: str | Promise) -> Keep:
    """No date: it goes with something else, or when somebody takes it away."""
    return Keep(AT_ONCE, english, words)


WITH_ACCOUNT = as_long_as("as long as the account", gettext_lazy("zolang het account bestaat"))
IN_USE = as_long_as(
    "as long as the organisation uses it; a name goes with the account",
    gettext_lazy("zolang de organisatie het gebruikt; een naam gaat weg met het account"),
)
