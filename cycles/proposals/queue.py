"""What one viewer is asked, as short as a page needs it: a queue may be long, and is asked for with every Mijn week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from cycles.proposals.access import submitted_near
from cycles.proposals.deciders import Ladder, wrote_among
from cycles.proposals.models import InnovationProposal, ProposalQuerySet
from cycles.proposals.waiting import DECIDED, Lateness, What, in_line, url_of, what_of, words_of
from teams.structure.access import Viewer, visible

State = InnovationProposal.State
ON_ITS_WAY = (State.SUBMITTED, State.RETURNED, State.TRIAL, State.ADOPTED)
# What says whom a proposal asks.
ASKED = (
    "pk", "state", "team", "team__unit", "owner", "answer_due", "returned_by",
    "touches_other_team", "touches_money", "touches_tool", "touches_data",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a viewer is asked, as far as their queue knows it; `late` in working days."""

    pk: int  # of the proposal
    what: What
    due: date | None = None
    late: int = 0

    @property
    def words(self) -> str:
        return words_of(self.what)

    @property
    def url(self) -> str:
        return url_of(self.what, self.pk)


class Queue:
    """What one viewer is asked, the first due first; nothing, and no query, for who decides nowhere.

    A queue may be long and a page shows the beginning of it, so a few columns say whom each asks; what is shown of
    the first is for the page to fetch.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.late = Lateness(viewer.day, lambda: viewer.organisation)
        self._found: list[tuple[date, int, What]] = sorted(_asks(viewer))

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def ids(self) -> frozenset[int]:
        return frozenset(pk for _due, pk, _what_for in self._found)

    def first(self, number: int) -> list[Asked]:
        begin = self._found[:number]
        return [Asked(pk, what, *self._when(due, what)) for due, pk, what in begin]

    def _when(self, due: date, what: What) -> tuple[date | None, int]:
        return (due, self.late(due)) if what in DECIDED and due < date.max else (None, 0)


def _asks(viewer: Viewer) -> Iterator[tuple[date, int, What]]:
    if not (viewer.is_team_lead or viewer.is_manager):
        return
    if viewer.is_manager:
        rows = cast(ProposalQuerySet, visible(InnovationProposal, viewer))
    else:
        rows = submitted_near(viewer).filter(team__in=viewer.led_team_ids)
    rows = rows.order_by()
    waits = list(rows.filter(in_line(viewer.day)).values_list(*ASKED))
    left = list(rows.without_owner(viewer.day).values_list(*ASKED))
    if not (waits or left):
        return
    ladder = Ladder(viewer.day, *{row[2] for row in [*waits, *left]})
    wrote = wrote_among(ladder.people, ON_ITS_WAY)
    whole = [*((row, what_of(row[1])) for row in waits), *((row, What.OWNER) for row in left)]
    for (pk, _state, team, unit, owner, due, returned_by, *touches), what in whole:
        decides, authors = what in DECIDED, {owner, *wrote.get(pk, ())}
        asked = ladder.climb(team, unit, authors, 1 if decides and any(touches) else 0)
        if decides:
            asked = ladder.with_who_returned(asked, authors, returned_by)
        if any(one.person.pk == viewer.person.pk for one in asked):
            yield (due if decides and due else date.max), pk, what
