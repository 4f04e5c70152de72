"""What is known of a season beside the words of who closes it. One JSON object, frozen when it is closed:

{"yields": [{"name", "kind", "base", "target", "actual", "proposal", "team"}], "proposals": [{"pk", "name", "state", "team"}],
 "cards": [{"pk", "title"}], "kept": [held, planned] or null, "causes": [number, ...], "answers": [in time, in all],
 "promises": [kept, made] or null}

It holds what each of its readers may read elsewhere too (S18): of a unit or a team proposals from submission and yields
from the trial on, of the whole organisation what was adopted.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from cycles.outcomes import aggregate
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.content import MEASURED, plain
from cycles.outcomes.figures import kept
from cycles.outcomes.figures.models import KeptWeek
from cycles.outcomes.models import Commitment
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.yields.models import YieldOutcome
from cycles.yields.showing import rows
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Organisation, Unit

Known = dict[str, Any]
State = InnovationProposal.State
EVERYWHERE = (State.ADOPTED, State.EMBEDDED)
MOST = 50


def content(close: SeasonClose) -> Known:
    """As it is now. Constant queries."""
    open_ones = proposals(close).select_related("team").order_by("stands_since", "pk")
    measured = YieldOutcome.objects.filter(proposal__in=proposals(close, MEASURED).values("pk"))
    cards = PracticeCard.objects.filter(
        proposal__in=proposals(close).values("pk"), retired_at=None, made_at__date__lte=close.season.ends_on
    )
    return {
        "yields": [
            {
                "name": row.name,
                "kind": row.outcome.kind,
                "base": plain(row.outcome.baseline),
                "target": plain(row.outcome.target),
                "actual": plain(row.last.value if row.last else None),
                "proposal": row.outcome.proposal.name if row.outcome.proposal else "",
                "team": row.outcome.proposal.team.name if row.outcome.proposal else "",
            }
            for row in rows(measured.select_related("proposal__team").order_by("proposal", "pk")[:MOST])
        ],
        "proposals": [
            {"pk": one.pk, "name": one.name, "state": one.state, "team": one.team.name}
            for one in open_ones[:MOST]
        ],
        "cards": [{"pk": card.pk, "title": card.title} for card in cards.order_by("made_at", "pk")[:MOST]],
        **_kept(close),
        "answers": _answers(close),
        "promises": _promises(close),
    }


def proposals(close: SeasonClose, states: tuple[str, ...] = ()) -> QuerySet[InnovationProposal]:
    """Busy in this season, and open to everybody who reads this close."""
    season = close.season
    found = InnovationProposal.objects.in_state(*(states or InnovationProposal.OPEN)).filter(
        stands_since__date__gte=season.starts_on, submitted_at__date__lte=season.ends_on
    )
    if close.team:
        return found.filter(team=close.team)
    if season.unit_id:
        return found.filter(team__unit=season.unit_id)
    return found.in_state(*EVERYWHERE)


def _weeks(close: SeasonClose) -> list[IsoWeek]:
    first = IsoWeek.of(close.season.starts_on)
    return [first + number for number in range(close.season.weeks)]


def _kept(close: SeasonClose) -> Known:
    """Of a team its own row, when it has one; of the rest the total of each unit that has one."""
    weeks, season = _weeks(close), close.season
    if close.team:
        frozen = KeptWeek.objects.filter(team=close.team).order_by().values_list("unit", flat=True)
        units = set(frozen.distinct())
    else:
        units = {season.unit_id} if season.unit_id else set(Unit.objects.values_list("pk", flat=True))
    lines = kept.kept(units, weeks)
    if close.team:
        sums = [team.sum for unit in lines for team in unit.shown if team.pk == close.team.pk]
    else:
        sums = [total for unit in lines if (total := unit.whole)]
    if not sums or (not close.team and len(sums) < len([unit for unit in lines if unit.teams])):
        return {"kept": None, "causes": []}
    causes = [sum(numbers) for numbers in zip(*(one.causes for one in sums), strict=True)]
    return {
        "kept": [sum(one.held for one in sums), sum(one.planned for one in sums)],
        "causes": causes,
    }


def _answers(close: SeasonClose) -> list[int]:
    """Decisions on proposals in this season: how many came before their day, of how many."""
    season = close.season
    steps = ProposalStep.objects.filter(
        did__in=ProposalStep.DECISIONS, due__isnull=False, at__date__range=(season.starts_on, season.ends_on)
    )
    if close.team:
        steps = steps.filter(proposal__team=close.team)
    elif season.unit_id:
        steps = steps.filter(proposal__team__unit=season.unit_id)
    found = [localtime(at).date() <= due for at, due in steps.values_list("at", "due") if due]
    return [sum(found), len(found)]


def _promises(close: SeasonClose) -> list[int] | None:
    """What managers promised in reports of this season; none when it would be about a few people (W9)."""
    if close.team:
        return None
    made = Commitment.objects.filter(report__season=close.season)
    owners: dict[int, bool] = {}  # whether everything that was promised to somebody is done
    for owner, kept_at in made.values_list("report__owner", "kept_at"):
        owners[owner] = owners.get(owner, True) and kept_at is not None
    least = Organisation.get().least_people
    whole = aggregate.counted(sum(owners.values()), len(owners), least)
    if whole is None or len(owners) < max(least, aggregate.K):
        return None
    return [made.exclude(kept_at=None).count(), made.count()]
