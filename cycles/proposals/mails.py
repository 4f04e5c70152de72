"""The mail about every answer: to who made a proposal and who follows it, in their own hours (S24).

It holds no word that somebody wrote, nor the name of a proposal: it says that there is an answer, and leads there.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.proposals.deciders import authors_of
from cycles.proposals.models import InnovationProposal, ProposalFollow, ProposalStep
from cycles.proposals.moving import follow
from lerendwerken.lib import clock
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.access import Viewer, visible

STANDS = timedelta(days=28)
Did = ProposalStep.Did
ANSWERS = (*ProposalStep.DECISIONS, Did.EMBEDDED)


@follow
def tell(proposal: InnovationProposal, step: ProposalStep) -> None:
    """Authors and followers hear of every answer, and a new owner of becoming one; each in own hours."""
    if step.did in ANSWERS:
        following = ProposalFollow.objects.filter(proposal=proposal).values_list("person", flat=True)
        people = authors_of(proposal) | set(following)
    elif step.did == Did.HANDED_OVER and proposal.owner_id:
        people = {proposal.owner_id}
    else:
        return
    _post(step, people - {step.by_id})


def _post(step: ProposalStep, people: Iterable[int]) -> None:
    soon = clock.now() + first_minute.TAKE_BACK
    first_minute.post(
        "proposal_answer",
        (first_minute.Mail(f"proposal_answer:{step.pk}:{pk}", pk, step, soon + STANDS) for pk in people),
        after=soon,
    )


def _check_answer(notification: Notification, now: datetime) -> Later | Never | None:
    step = _step(notification)
    if step is None:
        return Never("proposal_gone")
    seen = visible(InnovationProposal, Viewer(notification.person)).filter(pk=step.proposal_id)
    return (
        None if seen.exists() and _part_in(step.proposal, notification.person_id) else Never("proposal_gone")
    )


def _answer_context(notification: Notification) -> dict[str, Any]:
    step = _step(notification)
    assert step
    return {
        "did": step.did,
        "is_author": _part_in(step.proposal, notification.person_id) == "author",
        "link": settings.BASE_URL + reverse("cycles:proposal", args=[step.proposal_id]),
    }


def _step(notification: Notification) -> ProposalStep | None:
    return ProposalStep.objects.select_related("proposal__team").filter(pk=notification.source_id).first()


def _part_in(proposal: InnovationProposal, person: int) -> str:
    if person in authors_of(proposal):
        return "author"
    return "follower" if proposal.follows.filter(person=person).exists() else ""


declare(
    Message(
        "proposal_answer",
        _("Antwoord op een voorstel van jou, of dat je volgt"),
        "cycles/proposals/email/answer.html",
        _check_answer,
        _answer_context,
        shown_as="prompt",  # who gets one wrote a proposal, or follows one
    ),
    proposal_gone=_("hoort er niet meer bij"),
)
keep_private("proposal_gone")
