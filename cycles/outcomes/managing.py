"""What learning brought, for whoever manages: decisions that wait, yields of proposals, reports that were shared. Nothing
about how anybody learnt stands here, and nothing on this page leads to it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cycles.framework.models import DevelopmentQuestion, Season, framing
from cycles.outcomes.content import MEASURED
from cycles.outcomes.figures import bands, kept
from cycles.outcomes.figures.bands import BandRow
from cycles.outcomes.figures.kept import UnitRows, weeks_before
from cycles.outcomes.models import Commitment, OutcomeReport
from cycles.proposals.access import submitted_near
from cycles.proposals.models import InnovationProposal
from cycles.proposals.pages.showing import Card, Shown, narrow
from cycles.proposals.queue import Asked, Queue
from cycles.questions.partner import has_ai
from cycles.yields.models import YieldOutcome
from cycles.yields.showing import Row, rows
from lerendwerken.lib.weeks import IsoWeek, Quarter
from teams.structure.access import Viewer, manager, viewer_of, visible

MOST = 10
MOST_YIELDS = 25


@dataclass(frozen=True, slots=True)
class Talk:
    """A report that was shared with this viewer, and what of their promises is open."""

    report: OutcomeReport
    open: list[Commitment]


@dataclass(frozen=True, slots=True)
class Chain:
    """What proposals brought for one development question, or, without one, for no goal that anybody named."""

    question: DevelopmentQuestion | None
    is_first: bool  # of its goal
    rows: list[Row]

    @property
    def caption(self) -> str:
        if self.question is None:
            return _("Opbrengsten zonder doel")
        return _("Opbrengsten bij: %(question)s") % {"question": self.question.text}


class Outcomes:
    """What the page shows to one manager. Constant queries."""

    def __init__(self, viewer: Viewer, quarter: str = "") -> None:
        self.viewer = viewer
        self._asked_quarter = quarter

    @cached_property
    def units(self) -> list[str]:
        managed = self.viewer.managed_unit_ids
        return sorted(unit.name for pk, unit in self.viewer.units.items() if pk in managed)

    @cached_property
    def season(self) -> tuple[Season, int] | None:
        """The one that frames the first unit's week, and which of its weeks it is."""
        week = IsoWeek.of(self.viewer.day)
        seasons = list(Season.objects.filter(starts_on__lte=week.monday))
        for unit in sorted(self.viewer.managed_unit_ids):
            if found := framing([one for one in seasons if one.unit_id in (None, unit)], week):
                return found, min(found.number_of(week), found.weeks)
        return None

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.viewer)

    @cached_property
    def _asked(self) -> list[Asked]:
        return self.queue.first(MOST)

    @cached_property
    def late(self) -> int:
        return sum(bool(one.late) for one in self.queue.first(len(self.queue)))

    @cached_property
    def waiting(self) -> list[tuple[Asked, Card]]:
        ids = [one.pk for one in self._asked]
        found = narrow(InnovationProposal.objects.filter(pk__in=ids), self.viewer)
        cards = {card.proposal.pk: card for card in Shown(self.viewer, found, self.queue).cards}
        return [(one, cards[one.pk]) for one in self._asked if one.pk in cards]

    @cached_property
    def _measured(self) -> list[YieldOutcome]:
        """Of proposals from the trial on: those the whole unit reads."""
        open_ones = submitted_near(self.viewer).filter(
            state__in=MEASURED, team__unit__in=self.viewer.managed_unit_ids
        )
        found = YieldOutcome.objects.filter(proposal__in=open_ones.values("pk"))
        known = found.select_related("proposal__team", "proposal__development_question__goal")
        return list(known.order_by("-proposal__stands_since", "proposal", "pk")[: MOST_YIELDS + 1])

    @cached_property
    def yields(self) -> list[Row]:
        return rows(self._measured[:MOST_YIELDS]) if self._measured else []

    @cached_property
    def chains(self) -> list[Chain]:
        """The same by goal and development question, in the order of the frame; what belongs to none comes last."""
        found: dict[DevelopmentQuestion | None, list[Row]] = defaultdict(list)
        for row in self.yields:
            assert row.outcome.proposal
            found[row.outcome.proposal.development_question].append(row)
        ordered = sorted(filter(None, found), key=lambda one: (one.goal_id, one.pk))
        goals = [0, *(one.goal_id for one in ordered)]
        chains = [
            Chain(one, one.goal_id != before, found[one]) for before, one in zip(goals, ordered, strict=False)
        ]
        return chains + ([Chain(None, True, found[None])] if None in found else [])

    @property
    def is_cut(self) -> bool:
        return len(self._measured) > MOST_YIELDS

    @cached_property
    def weeks(self) -> list[IsoWeek]:
        return weeks_before(IsoWeek.of(self.viewer.day), self.season[0].starts_on) if self.season else []

    @property
    def last_week(self) -> IsoWeek | None:
        return self.weeks[-1] if self.weeks else None

    @cached_property
    def kept(self) -> list[UnitRows]:
        """Of the teams in these units; nothing of one with fewer than five people."""
        return [] if self.is_off else kept.kept(self.viewer.managed_unit_ids, self.weeks)

    @property
    def is_off(self) -> bool:
        """No figures of groups before consent and DPIA are there (W10)."""
        return not self.viewer.organisation.is_ready_for_people

    @property
    def has_kept(self) -> bool:
        return any(unit.teams for unit in self.kept)

    @cached_property
    def quarters(self) -> list[Quarter]:
        return [] if self.is_off else kept.quarters(self.viewer.managed_unit_ids)

    @cached_property
    def quarter(self) -> Quarter | None:
        """The one that is asked for, or the newest with a week that is over."""
        return next((one for one in self.quarters if str(one) == self._asked_quarter), None) or next(
            iter(self.quarters), None
        )

    @property
    def quarter_query(self) -> str:
        """Behind the address of a file, for the quarter that stands on the page."""
        return f"?kwartaal={self.quarter}"

    @cached_property
    def obstacles(self) -> list[UnitRows]:
        """What fell away in that quarter, by cause (W7)."""
        return kept.kept(self.viewer.managed_unit_ids, self.quarter.weeks) if self.quarter else []

    @cached_property
    def band_quarter(self) -> Quarter | None:
        return None if self.is_off else bands.newest()

    @cached_property
    def bands(self) -> list[BandRow]:
        """Of the whole organisation, in the newest quarter that is over."""
        return bands.bands(self.band_quarter) if self.band_quarter else []

    @cached_property
    def talks(self) -> list[Talk]:
        """The reports that this viewer reads, those without an agreement first."""
        mine = Prefetch(
            "commitments", Commitment.objects.filter(by=self.viewer.person, kept_at=None), to_attr="promised"
        )
        found = (
            visible(OutcomeReport, self.viewer)
            .filter(reader=self.viewer.person)
            .exclude(owner=self.viewer.person)
        )
        known = found.select_related("owner", "season").prefetch_related(mine).order_by("-shared_at")
        ordered = sorted(known, key=lambda one: one.state == OutcomeReport.State.AGREED)
        return [Talk(one, one.promised) for one in ordered]


@require_safe
@manager
def outcomes(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "outcomes": Outcomes(viewer, request.GET.get("kwartaal", "")),
        "with_ai": has_ai(viewer.person),
    }
    return render(request, "cycles/outcomes/outcomes.html", context)
