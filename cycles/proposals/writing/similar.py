"""Proposals that look like what somebody is writing, while they write: better to join one than to make a second."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.waiting import names_of, with_authors
from cycles.proposals.writing import authoring
from lerendwerken.lib import clock
from lerendwerken.lib.wordsearch import similar
from teams.structure.access import Viewer, visible

State = InnovationProposal.State
ICONS = {
    State.SUBMITTED: "clock",
    State.RETURNED: "undo-2",
    State.TRIAL: "repeat",
    State.DECLINED: "circle-x",
    State.ADOPTED: "check",
    State.STOPPED: "circle-x",
    State.EMBEDDED: "check",
}


@dataclass(frozen=True, slots=True)
class Alike:
    """One proposal that looks like it, and what its reader wants to know of it."""

    proposal: InnovationProposal
    icon: str
    stands: str
    would_be_yes: str
    names: list[str]
    may_join: bool
    part: str  # "asked" or "invited", when the viewer is


def like(viewer: Viewer, shown: InnovationProposal) -> list[Alike]:
    """At most three that the viewer may read, without their own. Constant queries."""
    rows = visible(InnovationProposal, viewer).filter(state__in=InnovationProposal.OPEN)
    rows = rows.exclude(pk=shown.pk) if shown.pk else rows
    mine = InnovationProposal.objects.of(viewer.person).values("pk")
    found = similar(
        rows.exclude(pk__in=mine).defer("search_text"), f"{shown.title} {shown.problem} {shown.idea}"
    )
    if not found:
        return []
    prefetch_related_objects(found, with_authors(), "owner", "team")
    noes = ProposalStep.objects.filter(proposal__in=found, did=ProposalStep.Did.DECLINED)
    would = {step.proposal_id: step.would_be_yes for step in noes}
    return [
        Alike(
            one,
            ICONS[State(one.state)],
            _stands(one),
            would.get(one.pk, ""),
            names_of(one),
            one.state in authoring.JOINABLE and one.owner_id is not None,
            next((row.state for row in one.authors.all() if row.person_id == viewer.person.pk), ""),
        )
        for one in found
    ]


def _stands(proposal: InnovationProposal) -> str:
    if proposal.state == State.TRIAL and proposal.trial_from and proposal.trial_until:
        today = clock.today(proposal.team.time_zone)
        weeks = (proposal.trial_until - proposal.trial_from).days // 7 + 1
        week = min(max((today - proposal.trial_from).days // 7 + 1, 1), weeks)
        return _("Proef, week %(week)s van %(weeks)s.") % {"week": week, "weeks": weeks}
    return f"{proposal.get_state_display()}."
