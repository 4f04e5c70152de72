"""What is known of a season beside the words of who closes it. One JSON object, frozen when it is closed:

{"yields": [{"name", "kind", "base", "target", "actual", "proposal", "of": pk of that proposal, "team"}],
 "proposals": [{"pk", "name", "state", "team"}],
 "cards": [{"pk", "title"}], "kept": [held, planned] or null, "causes": [number, ...], "answers": [in time, in all],
 "promises": [kept, made] or null, only when it is closed; "is_off": whether figures of groups were off}

It holds what each of its readers may read elsewhere too (S18): of a unit or a team proposals from submission and yields
from the trial on, of the whole organisation what was adopted. What was withdrawn, erased or taken back since is left out
when it is read, and nothing says so (`readable`).
"""

from collections.abc import Container
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from cycles.outcomes import aggregate
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.closing.ready import is_over_soon
from cycles.outcomes.content import MEASURED, plain
from cycles.outcomes.figures import kept
from cycles.outcomes.figures.models import KeptWeek
from cycles.outcomes.models import Commitment
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal, ProposalQuerySet, ProposalStep
from cycles.yields.models import YieldOutcome
from cycles.yields.showing import rows
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Organisation, Team, Unit

Known = dict[str, Any]
State = InnovationProposal.State
EVERYWHERE = (State.ADOPTED, State.EMBEDDED)
MOST = 50
OFF: Known = {"kept": None, "causes": [], "promises": None, "is_off": True}


def content(close: SeasonClose) -> Known:
    """As it is now, for who writes beside it. Constant queries."""
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
                "of": row.outcome.proposal_id,
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
    }


def frozen(close: SeasonClose) -> Known:
    """As it is when it is closed. Promises are told here only, as they were the first time, which the row remembers: a
    page that follows them would tell at each look what was promised to one person since the last (W9)."""
    if close.promises_made is None:
        close.promises_kept, close.promises_made = _promises(close) or (0, 0)
    told = [close.promises_kept, close.promises_made] if close.promises_made else None
    return {**content(close), "promises": told}


def readable(close: SeasonClose) -> Known:
    """What was frozen and is still open to its readers. Three queries."""
    shown: Known = close.shown or {}
    open_ones = set(_open(close).filter(pk__in=named(shown)).values_list("pk", flat=True))
    cards = PracticeCard.objects.filter(pk__in=[one["pk"] for one in shown["cards"]], retired_at=None)
    usable = set(cards.values_list("pk", flat=True))
    known = only(shown, open_ones) | {"cards": [one for one in shown["cards"] if one["pk"] in usable]}
    return known if Organisation.get().is_ready_for_people else known | OFF


def named(shown: Known) -> set[int]:
    """The proposals that it tells of. The yields of an older one do not say of which they are."""
    return {one["pk"] for one in shown["proposals"]} | {one.get("of", 0) for one in shown["yields"]}


def only(shown: Known, some: Container[int]) -> Known:
    """Without other proposals than these: the yields of a proposal go with it."""
    return shown | {
        "proposals": [one for one in shown["proposals"] if one["pk"] in some],
        "yields": [one for one in shown["yields"] if one.get("of", 0) in some],
    }


def proposals(close: SeasonClose, states: tuple[str, ...] = InnovationProposal.OPEN) -> ProposalQuerySet:
    """Busy in this season, and open to everybody who reads this close."""
    season = close.season
    found = _open(close, states).filter(
        stands_since__date__gte=season.starts_on, submitted_at__date__lte=season.ends_on
    )
    return found.filter(team=close.team) if close.team else found


def _open(close: SeasonClose, states: tuple[str, ...] = InnovationProposal.OPEN) -> ProposalQuerySet:
    """To everybody who reads this close: who is of one unit, or of the organisation."""
    found = InnovationProposal.objects.in_state(*states)
    unit = close.team.unit_id if close.team else close.season.unit_id
    return found.filter(team__unit=unit) if unit else found.in_state(*EVERYWHERE)


def _weeks(close: SeasonClose) -> list[IsoWeek]:
    first = IsoWeek.of(close.season.starts_on)
    return [first + number for number in range(close.season.weeks)]


def _kept(close: SeasonClose) -> Known:
    """Nothing before consent and DPIA are there (W10)."""
    if not Organisation.get().is_ready_for_people:
        return OFF
    sums = _of_team(close.team, _weeks(close)) if close.team else _of_units(close)
    causes = [sum(numbers) for numbers in zip(*(one.causes for one in sums), strict=True)]
    total = [sum(one.held for one in sums), sum(one.planned for one in sums)]
    return {"kept": total if sums else None, "causes": causes, "is_off": False}


def _of_team(team: Team, weeks: list[IsoWeek]) -> list[kept.Sum]:
    """Its own row in whatever unit it was, where it has one."""
    frozen = KeptWeek.objects.filter(team=team).order_by().values_list("unit", flat=True).distinct()
    lines = kept.kept(set(frozen), weeks)
    return [row.sum for unit in lines for row in unit.shown if row.pk == team.pk]


def _of_units(close: SeasonClose) -> list[kept.Sum]:
    """The total of each unit with teams; none when one of them may not be shown, for then the sum says less than it seems."""
    unit = close.season.unit_id
    units = {unit} if unit else set(Unit.objects.values_list("pk", flat=True))
    lines = [line for line in kept.kept(units, _weeks(close)) if line.teams]
    sums = [line.whole for line in lines if line.whole]
    return sums if len(sums) == len(lines) else []


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


def _promises(close: SeasonClose) -> tuple[int, int] | None:
    """What managers promised in reports of this season. None when it would be about a few people (W9): when few were
    promised something, have something done or have something open. None as well when the least number can have changed."""
    organisation, today = Organisation.get(), clock.today(settings.TIME_ZONE)
    if close.team or not organisation.is_ready_for_people or not is_over_soon(close.season, today):
        return None
    owners: dict[int, list[bool]] = {}  # whether each promise to somebody is done
    made = Commitment.objects.filter(report__season=close.season)
    for owner, kept_at in made.values_list("report__owner", "kept_at"):
        owners.setdefault(owner, []).append(kept_at is not None)
    some_done, some_open = sum(map(any, owners.values())), sum(not all(done) for done in owners.values())
    least = organisation.least_people
    is_few = any(aggregate.counted(some, len(owners), least) is None for some in (some_done, some_open))
    if is_few or len(owners) < max(least, aggregate.K):
        return None
    done = [one for promises in owners.values() for one in promises]
    return sum(done), len(done)
