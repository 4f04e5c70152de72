"""A draft is its authors'; from submission on the unit reads it; a card is for the whole organisation (S18)."""

from weakref import WeakKeyDictionary

from django.db.models import Q, QuerySet

from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.deciders import Ladder, asked_about, authors_of, confirmers, deciders
from cycles.proposals.holding import BEFORE_A_TRIAL
from cycles.proposals.models import (
    InnovationProposal,
    ProposalAuthor,
    ProposalQuerySet,
    ProposalShare,
    ProposalStep,
)
from cycles.proposals.moving import is_author
from cycles.yields.models import Measurement
from teams.structure.access import Viewer, may, sees, shared_with
from teams.structure.models import Role, Unit

State = InnovationProposal.State


@sees(InnovationProposal)
def _proposals(viewer: Viewer) -> QuerySet[InnovationProposal]:
    """Own ones in every state, what is shared by name, and what was submitted in a unit of the viewer's.

    A manager of another unit reads what is waiting for them because nobody below may decide.
    """
    person = viewer.person
    mine = ProposalAuthor.objects.filter(person=person).exclude(state=ProposalAuthor.State.OUT)
    written = mine.filter(state__in=[ProposalAuthor.State.IN, ProposalAuthor.State.INVITED])
    shared = ProposalShare.objects.filter(shared_with(viewer, "proposal__owner"), taken_back_at=None)
    return InnovationProposal.objects.filter(
        Q(owner=person)
        | Q(pk__in=written.values("proposal"))
        | Q(pk__in=shared.values("proposal"))
        | Q(state__in=InnovationProposal.OPEN) & (Q(team__unit__in=viewer.unit_ids) | _comes_up_to(viewer))
    )


def own(viewer: Viewer) -> ProposalQuerySet:
    """Of what a viewer may see, what they wrote: a part of the rule above that is far cheaper to ask."""
    return InnovationProposal.objects.of(viewer.person)


def submitted_near(viewer: Viewer) -> ProposalQuerySet:
    """The same for what was submitted in an own unit: no shares, and nothing that comes up from elsewhere."""
    return InnovationProposal.objects.filter(
        state__in=InnovationProposal.OPEN, team__unit__in=viewer.unit_ids
    )


# A page asks several times what somebody sees, so what came up from units without anybody to ask is read once.
_far: WeakKeyDictionary[Viewer, list[int]] = WeakKeyDictionary()


def _comes_up_to(viewer: Viewer) -> Q:
    """Of other units: what a manager there wrote or once did, what nobody there can be asked about today, and what
    this viewer asked a question back about."""
    if not viewer.is_manager:
        return Q(pk__in=[])
    managers = Role.objects.on(viewer.day).filter(kind=Role.Kind.MANAGER).values("person")
    wrote = ProposalAuthor.objects.filter(person__in=managers, was_in_at__isnull=False)
    if viewer not in _far:
        _far[viewer] = _left_alone(viewer)
    asked_back = Q(returned_by=viewer.person)
    return Q(owner__in=managers) | Q(pk__in=wrote.values("proposal")) | Q(pk__in=_far[viewer]) | asked_back


def _left_alone(viewer: Viewer) -> list[int]:
    """What waits in units without a manager who can be asked, when it came as far as this viewer."""
    others = Unit.objects.exclude(pk__in=viewer.managed_unit_ids).values_list("pk", flat=True)
    if not (units := Ladder(viewer.day).units_without(others)):
        return []
    rows = InnovationProposal.objects.in_state(State.SUBMITTED, State.TRIAL, State.ADOPTED)
    asked = asked_about(list(rows.filter(team__unit__in=units).select_related("team")), viewer.day)
    return [pk for pk, found in asked.items() if viewer.person.pk in {one.person.pk for one in found}]


@sees(ProposalStep)
def _steps(viewer: Viewer) -> QuerySet[ProposalStep]:
    return ProposalStep.objects.filter(proposal__in=_proposals(viewer))


@sees(Measurement)
def _measurements(viewer: Viewer) -> QuerySet[Measurement]:
    """From the trial on, by whoever reads the proposal; before that there is nothing to measure. Of a learning question
    by its owner alone."""
    own = Q(outcome__question__owner=viewer.person)
    return Measurement.objects.filter(own | Q(outcome__proposal__in=_proposals(viewer)))


@sees(PracticeCard)
def _cards(viewer: Viewer) -> QuerySet[PracticeCard]:
    """The whole organisation's; one that was taken back only for whoever reads the proposal it came from."""
    return PracticeCard.objects.filter(Q(retired_at=None) | Q(proposal__in=_proposals(viewer)))


@sees(Adoption)
def _adoptions(viewer: Viewer) -> QuerySet[Adoption]:
    return Adoption.objects.filter(card__retired_at=None, ended_at=None)


@may("proposal.write")
def _writes(viewer: Viewer, proposal: InnovationProposal) -> bool:
    """The three texts: as long as nobody is asked to answer them."""
    return proposal.state in (State.DRAFT, State.RETURNED) and is_author(proposal, viewer.person)


@may("proposal.prepare")
def _prepares(viewer: Viewer, proposal: InnovationProposal) -> bool:
    """What a trial needs."""
    return proposal.state in BEFORE_A_TRIAL and is_author(proposal, viewer.person)


@may("proposal.measure")
def _measures(viewer: Viewer, proposal: InnovationProposal) -> bool:
    """Its authors; once it is adopted also who keeps it up, who may be somebody else."""
    if proposal.state in (State.ADOPTED, State.EMBEDDED) and proposal.process_owner_id == viewer.person.pk:
        return True
    open_for = (State.TRIAL, State.ADOPTED, State.EMBEDDED)
    return proposal.state in open_for and is_author(proposal, viewer.person)


@may("proposal.own")
def _owns(viewer: Viewer, proposal: InnovationProposal) -> bool:
    return proposal.owner_id == viewer.person.pk


@may("proposal.decide")
def _decides(viewer: Viewer, proposal: InnovationProposal) -> bool:
    waits = proposal.state in (State.SUBMITTED, State.TRIAL)
    return waits and viewer.person.pk in {one.person.pk for one in deciders(proposal, viewer.day)}


@may("proposal.confirm")
def _confirms(viewer: Viewer, proposal: InnovationProposal) -> bool:
    return proposal.state == State.ADOPTED and viewer.person.pk in {
        one.person.pk for one in confirmers(proposal, viewer.day)
    }


@may("proposal.follow")
def _follows(viewer: Viewer, proposal: InnovationProposal) -> bool:
    return proposal.is_open and viewer.person.pk not in authors_of(proposal)


@may("card.adopt")
def _adopts(viewer: Viewer, card: PracticeCard) -> bool:
    """For an own team that is not where it comes from."""
    return bool((viewer.team_ids | viewer.led_team_ids) - {card.proposal.team_id})
