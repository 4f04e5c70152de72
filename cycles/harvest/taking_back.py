"""What was taken back goes wherever only its words stand, and what somebody else made of it is said to stay (W8)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cycles.harvest import marking, summarising
from cycles.harvest.harvesting import short
from cycles.harvest.models import HarvestItem, HarvestSession, HarvestYield
from cycles.proposals import wording
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import is_author
from cycles.sparring.rules.makersmark import folded
from lerendwerken.templatetags.ui import listed

State = InnovationProposal.State


@dataclass(frozen=True, slots=True)
class Left:
    """What the words may live on in after they were taken back."""

    people: tuple[str, ...] = ()  # who made something of it, by given name
    is_mine: bool = False  # the writer did, too
    has_summary: bool = False  # that people took over

    @property
    def sentence(self) -> str:
        said = [_("Teruggenomen.")]
        if self.people:
            said.append(_("Wat eruit kwam, blijft bij %(names)s.") % {"names": listed(self.people)})
        if self.is_mine:
            said.append(_("Wat jij ervan maakte, blijft bij jou."))
        if self.has_summary:
            said.append(_("In de samenvatting kan het nog staan."))
        if len(said) == 1:
            return _("Teruggenomen. Niemand ziet het hier nog.")
        return " ".join(said)


def clear(session: HarvestSession, item: HarvestItem) -> None:
    """In the transaction that takes it back. A draft that was never submitted loses the words with which it began, as
    long as nobody changed them and the writer does not write along; nothing is taken from what others wrote."""
    summarising.without(session, since=item.put_at)
    yields = list(HarvestYield.objects.filter(session=session, item=item))
    said = folded(item.text)
    same = [row.pk for row in yields if folded(row.text) in said]
    HarvestYield.objects.filter(pk__in=same).update(text="")
    # Also a draft that its maker took off this page: nothing else leads there any more.
    at_the_table = Q(problem=item.text, owner__in=marking.at_the_table(session.moment_id))
    for proposal in _drafts(item, Q(pk__in=_made(yields)) | at_the_table):
        if proposal.problem.strip() == item.text.strip():
            _write(proposal, "")


def left(session: HarvestSession, item: HarvestItem) -> Left:
    yields = list(HarvestYield.objects.filter(session=session, item=item).select_related("by"))
    others = {row.by.pk: row.by.given_name for row in yields if row.by and row.by_id != item.person_id}
    return Left(
        tuple(others.values()),
        any(row.by_id == item.person_id for row in yields),
        summarising.accepted(session) is not None,
    )


def restore(session: HarvestSession, item: HarvestItem) -> None:
    """It stands there again: so do its words, where nothing came in their place."""
    yields = HarvestYield.objects.filter(session=session, item=item)
    yields.filter(text="").update(text=short(item.text))
    for proposal in _drafts(item, Q(pk__in=_made(yields))):
        if not proposal.problem:
            _write(proposal, item.text)


def _made(yields: Iterable[HarvestYield]) -> list[int]:
    return [row.proposal_id for row in yields if row.proposal_id]


def _drafts(item: HarvestItem, which: Q) -> list[InnovationProposal]:
    """Of others, locked. What was submitted is in use: its words stay."""
    rows = InnovationProposal.objects.filter(which, submitted_at=None)
    held = rows.filter(state__in=[State.DRAFT, State.WITHDRAWN]).select_for_update(no_key=True).order_by("pk")
    return [row for row in held if not is_author(row, item.person)]


def _write(proposal: InnovationProposal, problem: str) -> None:
    worked_out = wording.worked_out_of(proposal, problem=problem)
    InnovationProposal.objects.filter(pk=proposal.pk).update(
        problem=problem, revision=F("revision") + 1, **worked_out
    )
