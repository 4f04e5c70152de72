"""The maker's mark of what stands on the page (S21), and of what is taken from it.

Whoever is in a conversation reads there what AI wrote for a colleague, or drafted for all of them. So that passing it
on makes it nobody's own words, those words count for everybody with a seat at that conversation.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.harvest.models import HarvestItem, HarvestSummary
from cycles.questions.marking import Mark, highest, keeper, marks_by
from cycles.weekly.models import Seat

__all__ = ["Marks", "highest", "marks_by"]

type Marks = list[dict[str, Any]]


@keeper
def of_conversations(people: Collection[int]) -> Iterator[Mark]:
    """The marks of items and accepted summaries, and the drafts of these, of all conversations that these people have a
    seat at."""
    theirs = Seat.objects.filter(person__in=people).values("moment")
    items = HarvestItem.objects.filter(session__moment__in=theirs).exclude(label="own")
    for marks in items.values_list("marks", flat=True):
        yield from marks
    for summary in HarvestSummary.objects.filter(session__moment__in=theirs):
        if summary.drafted:
            yield _whole(summary)
        if summary.state == HarvestSummary.State.ACCEPTED:
            yield from summary.marks


def at_the_table(moment: int) -> set[int]:
    """Ids of everybody with a seat at it."""
    return set(Seat.objects.filter(moment=moment).values_list("person", flat=True))


def _whole(summary: HarvestSummary) -> Mark:
    return {
        "text": summary.drafted,
        "degree": "taken_over",
        "tool": summary.tool or "AI",
        "on": timezone.localtime(summary.asked_at).date().isoformat(),
        "purpose": _("Samenvatting van een gesprek"),
        "held": [summary.drafted],
    }
