"""The maker's mark of the texts of an insight or a digest (S21): per paragraph, and the highest as its label."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cycles.insights.models import Conclusion, Insight, MonthlyDigest, Recommendation
from cycles.questions.marking import DEGREES, Mark, Marking, highest, keeper

Marks = dict[str, list[Mark]]


def marked(people: Iterable[int | None], texts: Mapping[str, str], stored: Iterable[Mark] = ()) -> Marks:
    """Name of the text -> the marks of its paragraphs, against all that AI wrote for these people and what was stored
    with the row: whoever brought it may be gone."""
    return Marking(sorted({pk for pk in people if pk is not None}), stored).together(texts)


def each(marks: Marks) -> Iterator[Mark]:
    """Of all its texts."""
    for of_text in marks.values():
        yield from of_text


def highest_of(found: Marks, given: Marks) -> Marks:
    """Of each paragraph the mark with most of AI in it: another hand takes nothing off."""
    known = {mark["text"]: mark for mark in each(given)}
    return {
        name: [max(mark, known.get(mark["text"], mark), key=_degree) for mark in marks]
        for name, marks in found.items()
    }


def label(marks: Marks) -> str:
    return highest(each(marks))


def touched(marks: list[Mark]) -> Mark | None:
    """The mark to show for a whole text: that of the paragraph with most of AI in it; None for own words."""
    return max((mark for mark in marks if _degree(mark)), key=_degree, default=None)


@keeper
def _kept(people: Collection[int]) -> Iterator[Any]:
    """What AI wrote may be gone by the time that somebody uses an insight of theirs again."""
    insights = Insight.objects.filter(author__in=people).exclude(label="own")
    digests = MonthlyDigest.objects.filter(published_by__in=people)
    conclusions = Conclusion.objects.filter(digest__in=digests).exclude(label="own")
    advice = Recommendation.objects.filter(digest__in=digests).exclude(label="own")
    rows = [
        found.order_by().values_list("marks") for found in (digests.exclude(label="own"), conclusions, advice)
    ]
    for (stored,) in insights.order_by().values_list("marks").union(*rows, all=True).order_by():
        yield from each(stored)


def _degree(mark: Mark) -> int:
    return DEGREES.index(mark["degree"])
