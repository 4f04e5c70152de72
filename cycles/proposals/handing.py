"""A new owner of a proposal: asked by the owner, and theirs once they say yes; or named when the owner left (S17).

Nobody becomes the owner by a press of somebody else while they can say no: it would take the decision away from a lead
for good (S24). And whoever is asked to decide now is no heir, for the answer cannot go that way either.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.proposals import wording
from cycles.proposals.deciders import asked_about, confirmers
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalStep
from cycles.proposals.moving import Forbidden, add_step, gone, held, put_out
from cycles.proposals.waiting import in_line
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Membership

State, Part = InnovationProposal.State, ProposalAuthor.State
OVER = (State.WITHDRAWN, State.DECLINED, State.STOPPED)

log.labels(
    proposal_heir_asked=gettext_lazy("vroeg iemand een voorstel over te nemen"),
    proposal_heir_refused=gettext_lazy("zei nee tegen het overnemen van een voorstel"),
)


@transaction.atomic
def ask_heir(proposal: InnovationProposal, to: User, *, by: User) -> None:
    """The owner asks somebody to take it over; nothing changes before that person says yes. Raises NotYet."""
    row = held(proposal)
    if row.owner_id != by.pk:
        raise Forbidden
    _may_pass(row, to)
    there = row.authors.filter(person=to).first()
    state = Part.IN if there and there.state == Part.IN else Part.INVITED
    ProposalAuthor.objects.update_or_create(
        proposal=row, person=to, defaults={"state": state, "asked_to_own_at": clock.now()}
    )
    log.record("proposal_heir_asked", by=by, obj=row)


@transaction.atomic
def refuse(proposal: InnovationProposal, *, by: User) -> bool:
    """Who was asked says no. Who writes along goes on doing so."""
    return _unasked(held(proposal).authors.filter(person=by), by)


@transaction.atomic
def take_back(author: ProposalAuthor, *, by: User) -> bool:
    """The owner asks no longer."""
    row = held(author.proposal)
    if row.owner_id != by.pk:
        raise Forbidden
    return _unasked(row.authors.filter(pk=author.pk), by)


@transaction.atomic
def take_over(proposal: InnovationProposal, *, by: User) -> None:
    """The yes of who was asked; of a draft whose owner left also of who writes along. Raises NotYet."""
    row = held(proposal)
    there = row.authors.filter(person=by).first()
    was_asked = there is not None and there.asked_to_own_at is not None
    if not was_asked and not (is_left_draft(row) and there and there.state == Part.IN):
        raise Forbidden
    _may_pass(row, by)
    _pass_on(proposal, row, by, by)


@transaction.atomic
def appoint(proposal: InnovationProposal, to: User, *, by: User) -> None:
    """A new owner at once, by who may decide when the owner left (S17). Raises NotYet."""
    row = held(proposal)
    if not may_appoint(row, by):
        raise Forbidden
    _may_pass(row, to)
    _pass_on(proposal, row, to, by)


def heirs(proposal: InnovationProposal) -> list[User]:
    """Who can take it over: the team, and who writes along; not whoever is asked to decide about it now."""
    today = clock.today(proposal.team.time_zone)
    team = Membership.objects.on(today).filter(team=proposal.team_id).values("person")
    along = proposal.authors.filter(state=Part.IN).values("person")
    people = User.objects.filter(Q(pk__in=team) | Q(pk__in=along), is_active=True)
    return list(people.exclude(pk__in={proposal.owner_id or 0, *_deciding(proposal)}))


def is_ownerless(proposal: InnovationProposal) -> bool:
    """Whether its owner left while it goes on."""
    left = InnovationProposal.objects.without_owner(clock.today(proposal.team.time_zone))
    return left.filter(pk=proposal.pk).exists()


def may_appoint(proposal: InnovationProposal, person: User) -> bool:
    """Whether this person names a new owner, because who owned it left."""
    today = clock.today(proposal.team.time_zone)
    return is_ownerless(proposal) and person.pk in {one.person.pk for one in confirmers(proposal, today)}


def is_left_draft(proposal: InnovationProposal) -> bool:
    """A draft that nobody can submit any more, because whoever began it has no account now."""
    return proposal.state == State.DRAFT and (proposal.owner is None or not proposal.owner.is_active)


def asked_to_own(person: User) -> list[ProposalAuthor]:
    """What this person is asked to take over; the oldest first."""
    rows = ProposalAuthor.objects.filter(person=person, asked_to_own_at__isnull=False)
    rows = rows.exclude(proposal__state__in=OVER).filter(proposal__owner__isnull=False)
    return list(rows.select_related("proposal__owner").order_by("asked_to_own_at", "pk"))


def _deciding(proposal: InnovationProposal) -> set[int]:
    """Who is asked about it now; nobody while it waits for nothing."""
    today = clock.today(proposal.team.time_zone)
    if not InnovationProposal.objects.filter(in_line(today), pk=proposal.pk).exists():
        return set()
    return {one.person.pk for one in asked_about([proposal], today)[proposal.pk]}


def _may_pass(row: InnovationProposal, to: User) -> None:
    if row.state in OVER:
        raise NotYet({"": gone(row)})
    if to.pk in _deciding(row):
        raise NotYet({"owner": _("Wie nu over dit voorstel beslist, kan het niet overnemen.")})
    if to.pk not in {one.pk for one in heirs(row)}:
        raise NotYet({"owner": _("Kies iemand uit het team.")})


def _pass_on(proposal: InnovationProposal, row: InnovationProposal, to: User, by: User) -> None:
    _unasked(row.authors.exclude(person=to), None)
    row.authors.filter(person=to).delete()
    if row.owner:  # who wrote it stays an author, and so never decides on it
        now = clock.now()
        ProposalAuthor.objects.update_or_create(
            proposal=row, person=row.owner, defaults={"state": Part.IN, "at": now, "was_in_at": now}
        )
    InnovationProposal.objects.filter(pk=row.pk).update(owner=to, revision=row.revision + 1)
    proposal.refresh_from_db()
    wording.work_out(proposal)
    add_step(proposal, ProposalStep.Did.HANDED_OVER, by=by)


def _unasked(rows: QuerySet[ProposalAuthor], by: User | None) -> bool:
    """Asked no longer. `by` is who did that; nobody when it fell away because somebody else said yes."""
    asked = rows.filter(asked_to_own_at__isnull=False)
    found = list(asked.select_related("proposal"))
    put_out(asked.filter(state=Part.INVITED))
    asked.update(asked_to_own_at=None)
    if found and by:
        log.record("proposal_heir_refused", by=by, obj=found[0].proposal)
    return bool(found)
