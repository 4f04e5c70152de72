"""The board: four columns of what is on its way, and below it what stopped, with the reason. Constant queries."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from cycles.proposals.models import InnovationProposal, ProposalQuerySet, ProposalStep
from cycles.proposals.pages.scopes import MINE, Scope, own_scopes
from cycles.proposals.pages.showing import Card, Shown, narrow
from cycles.proposals.queue import Asked, Queue
from teams.structure.access import Viewer, signed_in, viewer_of, visible

State = InnovationProposal.State
MOST = 10  # in one column; the list has them all
COLUMNS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("ingediend", _("Ingediend"), (State.SUBMITTED, State.RETURNED)),
    ("proef", _("Proef"), (State.TRIAL,)),
    ("ingevoerd", _("Ingevoerd"), (State.ADOPTED,)),
    ("geborgd", pgettext_lazy("voorstel", "Geborgd"), (State.EMBEDDED,)),
    ("gestopt", _("Gestopt of afgewezen"), (State.DECLINED, State.STOPPED)),
)


@dataclass(frozen=True, slots=True)
class Column:
    slug: str
    words: Promise
    count: int
    cards: list[Card]
    url: str  # of all of them, in the list

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.cards)


class Board:
    """What the page shows to one viewer; `chosen` is the slug of a tab."""

    def __init__(self, viewer: Viewer, chosen: str) -> None:
        self.viewer = viewer
        self.scopes = own_scopes(viewer)
        self.scope: Scope = next((one for one in self.scopes if one.slug == chosen), self.scopes[0])

    @property
    def tabs(self) -> list[tuple[Scope, bool]]:
        return [(one, one == self.scope) for one in self.scopes]

    @property
    def is_mine(self) -> bool:
        return self.scope.slug == MINE

    @cached_property
    def rows(self) -> ProposalQuerySet:
        return self.scope.on_board(self.viewer)

    @cached_property
    def queue(self) -> Queue:
        """What this viewer is asked, of every team."""
        return Queue(self.viewer)

    @property
    def shown_queue(self) -> list[tuple[Asked, Card]]:
        """The beginning of it, each with what is shown of the proposal."""
        cards = {card.proposal.pk: card for card in self._shown.cards}
        return [(one, cards[one.pk]) for one in self._asked if one.pk in cards]

    @cached_property
    def _asked(self) -> list[Asked]:
        return self.queue.first(MOST)

    @cached_property
    def _placed(self) -> list[tuple[str, datetime, int, int, int]]:
        """Of every state the newest: its state, since when, which one, its place, and of how many. Only their numbers
        and by state, which is all that the database has to sort."""
        newest = [F("stands_since").desc(), F("pk").desc()]
        placed = self.rows.annotate(
            place=Window(RowNumber(), partition_by=F("state"), order_by=newest),
            among=Window(Count("pk"), partition_by=F("state")),
        )
        found = placed.order_by().filter(place__lte=MOST)
        return list(found.values_list("state", "stands_since", "pk", "place", "among"))

    def _first(self, states: tuple[str, ...]) -> list[int]:
        """Of a column, whether it has one state or two."""
        newest = sorted((row[1:3] for row in self._placed if row[0] in states), reverse=True)
        return [pk for _since, pk in newest[:MOST]]

    def _count(self, states: tuple[str, ...]) -> int:
        return sum(row[4] for row in self._placed if row[0] in states and row[3] == 1)

    @cached_property
    def _shown(self) -> Shown:
        """What stands in a column and what waits, fetched together."""
        ids = {pk for _slug, _words, states in COLUMNS for pk in self._first(states)}
        ids |= {one.pk for one in self._asked}
        return Shown(
            self.viewer, narrow(InnovationProposal.objects.filter(pk__in=ids), self.viewer), self.queue
        )

    @cached_property
    def _columns(self) -> dict[str, Column]:
        found = {}
        for slug, words, states in COLUMNS:
            url = f"{reverse('cycles:proposals-list')}?{urlencode({'kies': self.scope.slug, 'staat': slug})}"
            first = set(self._first(states))
            cards = [card for card in self._shown.cards if card.proposal.pk in first]
            found[slug] = Column(slug, words, self._count(states), cards, url)
        return found

    @property
    def columns(self) -> list[Column]:
        return [column for slug, column in self._columns.items() if slug != "gestopt"]

    @property
    def over(self) -> Column:
        return self._columns["gestopt"]

    @cached_property
    def endings(self) -> list[tuple[Card, str]]:
        """What stopped, each with the words that somebody gave for it, or what would make it a yes."""
        cards = self.over.cards
        ended = (ProposalStep.Did.DECLINED, ProposalStep.Did.STOPPED)
        steps = ProposalStep.objects.filter(proposal__in=[card.proposal.pk for card in cards], did__in=ended)
        last = {
            proposal: would_be_yes or reason
            for proposal, reason, would_be_yes in steps.order_by("at", "pk").values_list(
                "proposal", "reason", "would_be_yes"
            )
        }
        return [(card, last.get(card.proposal.pk, "")) for card in cards]

    @property
    def is_empty(self) -> bool:
        """Nothing at all: what was withdrawn stands in no column, but somebody did begin."""
        return not self._placed

    @cached_property
    def drafts(self) -> list[InnovationProposal]:
        """On the tab of one's own: own ones, and what colleagues show or ask to write along with."""
        if not self.is_mine:
            return []
        rows = visible(InnovationProposal, self.viewer).filter(state=State.DRAFT)
        return list(rows.select_related("owner").order_by("-stands_since", "-pk")[:MOST])


@require_safe
@signed_in
def proposals(request: HttpRequest) -> HttpResponse:
    board = Board(viewer_of(request), request.GET.get("kies", ""))
    return render(request, "cycles/proposals/pages/board.html", {"board": board})
