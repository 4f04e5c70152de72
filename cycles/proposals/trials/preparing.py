"""What its authors fill in before a trial, one part at a time. Every verb holds the proposal, so that nothing changes
under an answer; Refused with a sentence once it is further."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from cycles.proposals import wording
from cycles.proposals.holding import hold
from cycles.proposals.merging import merged
from cycles.proposals.models import InnovationProposal, TwoSides
from cycles.yields.models import YieldOutcome
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User

M = TypeVar("M", bound=models.Model)

SIDES = wording.SIDES
YIELD = (
    "sentence", "kind", "horizon", "level", "theme", "measure", "unit", "baseline", "target", "method", "measure_on",
)  # fmt: skip
MOST = 12  # of each; who needs more is asking for more than four weeks can show


@transaction.atomic
def write(
    proposal: InnovationProposal, typed: Mapping[str, Any], names: Sequence[str], seen: str, *, by: User
) -> None:
    """One part of the page. Raises Changed when a co-author wrote other words in the same field meanwhile."""
    row = _held(proposal, by)
    if changes := merged(row, typed, names, seen):
        InnovationProposal.objects.filter(pk=row.pk).update(**changes)
    wording.work_out(proposal)  # what a trial asks for carries its maker's mark as the other texts do (S21)


# Both sides ---------------------------------------------------------------------------------------


@transaction.atomic
def add_sides(proposal: InnovationProposal, typed: Mapping[str, Any], *, by: User) -> TwoSides:
    """The same pair twice is one pair."""
    made = _added(TwoSides.objects.all(), _held(proposal, by), typed)
    wording.work_out(proposal)
    return made


@transaction.atomic
def change_sides(sides: TwoSides, typed: Mapping[str, Any], seen: str, *, by: User) -> None:
    hold(sides.proposal, by)
    _change(TwoSides.objects.all(), sides, typed, SIDES, seen)
    wording.work_out(sides.proposal)


@transaction.atomic
def remove_sides(sides: TwoSides, *, by: User) -> dict[str, Any]:
    """What it said, so that it can be put back."""
    hold(sides.proposal, by)
    before = _removed(sides, SIDES)
    wording.work_out(sides.proposal)
    return before


# Yields -------------------------------------------------------------------------------------------


@transaction.atomic
def add_yield(proposal: InnovationProposal, typed: Mapping[str, Any], *, by: User) -> YieldOutcome:
    return _added(YieldOutcome.objects.all(), _held(proposal, by), typed)


@transaction.atomic
def change_yield(outcome: YieldOutcome, typed: Mapping[str, Any], seen: str, *, by: User) -> None:
    hold(_proposal_of(outcome), by)
    _change(YieldOutcome.objects.all(), outcome, typed, YIELD, seen)


@transaction.atomic
def remove_yield(outcome: YieldOutcome, *, by: User) -> dict[str, Any]:
    hold(_proposal_of(outcome), by)
    return _removed(outcome, YIELD)


# How ----------------------------------------------------------------------------------------------


def _held(proposal: InnovationProposal, by: User) -> InnovationProposal:
    return cast(InnovationProposal, hold(proposal, by))


def _proposal_of(outcome: YieldOutcome) -> InnovationProposal:
    assert outcome.proposal
    return outcome.proposal


def _added(rows: models.QuerySet[M], proposal: InnovationProposal, typed: Mapping[str, Any]) -> M:
    of = rows.filter(proposal=proposal)
    there = of.filter(**typed).first()
    if there:
        return there
    if of.count() >= MOST:
        raise Refused(_("Meer dan twaalf past niet in één proef. Haal er eerst een weg."))
    return rows.create(proposal=proposal, **typed)


def _change(
    rows: models.QuerySet[M], row: M, typed: Mapping[str, Any], names: Sequence[str], seen: str
) -> None:
    now = rows.filter(pk=row.pk).order_by().first()
    if now is None:
        raise Refused(_("Iemand haalde dit intussen weg. Wat je typte, staat er nog."))
    if changes := merged(now, typed, names, seen):
        rows.filter(pk=now.pk).update(**changes)


def _removed(row: M, names: Sequence[str]) -> dict[str, Any]:
    before = {name: getattr(row, name) for name in names}
    type(row)._default_manager.filter(pk=row.pk).delete()
    return before


def from_session(before: Mapping[str, Any]) -> dict[str, Any]:
    """What was removed, as the session keeps it: a day came back as text; a number may."""
    found = dict(before)
    if found.get("measure_on"):
        found["measure_on"] = date.fromisoformat(found["measure_on"])
    return found
