"""Who writes along: invited by the owner or asked to join, and in once the other side said yes.

Whoever says no, or is told no, leaves no row, unless they were in before. Who was in stays known, also when they ask or
are asked once more: what AI wrote for them stays what it is, and nobody decides on what they once wrote.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.proposals import wording
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.moving import Forbidden, is_author, put_out
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log

State, Part = InnovationProposal.State, ProposalAuthor.State
JOINABLE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.TRIAL)

log.labels(
    proposal_author_invited=gettext_lazy("vroeg een mede-indiener erbij"),
    proposal_author_asked=gettext_lazy("wil meedoen aan een voorstel"),
    proposal_author_in=gettext_lazy("doet mee aan een voorstel"),
    proposal_author_out=gettext_lazy("doet niet meer mee aan een voorstel"),
    proposal_author_refused=gettext_lazy("zei nee tegen meedoen aan een voorstel"),
)


@transaction.atomic
def invite(proposal: InnovationProposal, person: User, *, by: User) -> str:
    """The state in which that person is now: somebody who asked to join is in at once. Raises NotYet."""
    row = _joinable(proposal)
    if row.owner_id != by.pk:
        raise Forbidden
    if person.pk == by.pk or not person.is_active:
        raise NotYet({"who": _("Kies iemand uit de lijst.")})
    there = row.authors.filter(person=person).first()
    if there and there.state == Part.ASKED:
        return _in(row, there, by)
    if there and there.state in (Part.IN, Part.INVITED):
        return str(there.state)
    _put(row, person, Part.INVITED)
    log.record("proposal_author_invited", by=by, obj=row)
    return Part.INVITED


@transaction.atomic
def ask(proposal: InnovationProposal, *, by: User) -> str:
    """ "Doe hieraan mee": the owner says yes to it; to an invitation this is the yes. Raises NotYet."""
    row = _joinable(proposal)
    if row.owner_id is None:
        raise NotYet({"": _("Dit voorstel heeft nu geen indiener. Vraag het later nog eens.")})
    if row.owner_id == by.pk:
        return Part.IN
    there = row.authors.filter(person=by).first()
    if there and there.state == Part.INVITED:
        return _in(row, there, by)
    if there and there.state in (Part.IN, Part.ASKED):
        return str(there.state)
    _put(row, by, Part.ASKED)
    log.record("proposal_author_asked", by=by, obj=row)
    return Part.ASKED


@transaction.atomic
def accept(proposal: InnovationProposal, *, by: User) -> None:
    """The invited says yes. Raises NotYet."""
    row = _joinable(proposal)
    there = row.authors.filter(person=by).first()
    if there is None or there.state not in (Part.INVITED, Part.IN):
        raise Forbidden
    if there.state == Part.INVITED:
        _in(row, there, by)


@transaction.atomic
def refuse(proposal: InnovationProposal, *, by: User) -> bool:
    """The invited says no, or who asked to join thinks better of it."""
    gone = put_out(proposal.authors.filter(person=by, state__in=[Part.INVITED, Part.ASKED]))
    if gone:
        log.record("proposal_author_refused", by=by, obj=proposal)
    return bool(gone)


@transaction.atomic
def admit(author: ProposalAuthor, *, by: User) -> None:
    """The owner says yes to who asked to join. Raises NotYet."""
    row = _joinable(author.proposal)
    there = _of_owner(row, author, by)
    if there and there.state == Part.ASKED:
        _in(row, there, by)


@transaction.atomic
def turn_down(author: ProposalAuthor, *, by: User) -> bool:
    """The owner says no, or takes an invitation back. Who is in leaves by oneself only."""
    row = _row(author.proposal)
    there = _of_owner(row, author, by)
    if there is None or there.state not in (Part.ASKED, Part.INVITED):
        return False
    put_out(row.authors.filter(pk=there.pk))
    log.record("proposal_author_refused", by=by, obj=row)
    return True


@transaction.atomic
def leave(proposal: InnovationProposal, *, by: User) -> bool:
    """A co-author leaves; what was written stays. An owner hands over instead."""
    left = put_out(proposal.authors.filter(person=by, state=Part.IN))
    if left:
        log.record("proposal_author_out", by=by, obj=proposal)
    return bool(left)


def may_join(proposal: InnovationProposal, person: User) -> bool:
    return proposal.state in JOINABLE and proposal.owner_id is not None and not is_author(proposal, person)


def waiting_for(person: User) -> list[ProposalAuthor]:
    """To whom this person was invited, and who asked to join theirs; the oldest first."""
    invited = Q(person=person, state=Part.INVITED, asked_to_own_at=None, proposal__owner__isnull=False)
    asked = Q(proposal__owner=person, state=Part.ASKED)
    rows = ProposalAuthor.objects.filter(invited | asked, proposal__state__in=JOINABLE)
    return list(rows.select_related("person", "proposal__owner").order_by("at", "pk"))


def _row(proposal: InnovationProposal) -> InnovationProposal:
    return InnovationProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)


def _joinable(proposal: InnovationProposal) -> InnovationProposal:
    row = _row(proposal)
    if row.state not in JOINABLE:
        raise NotYet(
            {
                "": _("Meedoen kan niet meer: dit voorstel staat op ‘%(state)s’.")
                % {"state": row.get_state_display()}
            }
        )
    return row


def _of_owner(row: InnovationProposal, author: ProposalAuthor, by: User) -> ProposalAuthor | None:
    if row.owner_id != by.pk:
        raise Forbidden
    return row.authors.filter(pk=author.pk).first()


def _put(row: InnovationProposal, person: User, state: str) -> None:
    ProposalAuthor.objects.update_or_create(
        proposal=row, person=person, defaults={"state": state, "at": clock.now()}
    )


def _in(row: InnovationProposal, there: ProposalAuthor, by: User) -> str:
    """From now on what AI wrote for this person counts in the marks as well."""
    now = clock.now()
    ProposalAuthor.objects.filter(pk=there.pk).update(state=Part.IN, at=now, was_in_at=now)
    wording.work_out(row)
    log.record("proposal_author_in", by=by, obj=row)
    return Part.IN
