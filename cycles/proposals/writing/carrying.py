"""Claims that nobody checked come along with what leans on them: from the own question, and from an own proposal that
was withdrawn or declined and is made once more (AI4). Their authors see them before others do, and leave out what the
proposal does not lean on.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.claims.models import Claim
from cycles.proposals.holding import hold
from cycles.proposals.models import InnovationProposal
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib.wordsearch import folded
from teams.accounts.models import User
from teams.audit import log

State = InnovationProposal.State
TELLING = ("problem", "idea")  # texts that make it the same proposal once more
UNSEEN = gettext_lazy("Er gaan beweringen mee die niemand nakeek. Lees ze eerst. Dien daarna in.")

log.labels(
    proposal_claim_left_out=gettext_lazy("liet een bewering weg uit een voorstel"),
    proposal_claim_back=gettext_lazy("zette een bewering terug bij een voorstel"),
)


def key_of(claim: Claim) -> str:
    """The same words are the same claim, wherever it hangs."""
    return hashlib.sha256(claim.text.encode()).hexdigest()[:12]


def going_along(proposal: InnovationProposal, person: User) -> list[Claim]:
    """What will stand open with it, the claims that come along at the next save included. `proposal` may be one with
    what stands on the screen, or one that nobody saved yet."""
    there = list(proposal.claims.unchecked()) if proposal.pk else []
    return there + _coming(proposal, person)


def carry(proposal: InnovationProposal, *, by: User) -> int:
    """Into a draft, at every save: its texts are typed one after the other, or put in all at once."""
    if proposal.state != State.DRAFT:
        return 0
    return len(Claim.objects.bulk_create(_coming(proposal, by)))


def unseen(proposal: InnovationProposal, seen: Collection[str]) -> bool:
    """Whether claims go along to others that the page on which it is submitted did not show."""
    if proposal.state != State.DRAFT:
        return False
    return any(key_of(claim) not in seen for claim in proposal.claims.unchecked())


@transaction.atomic
def leave_out(proposal: InnovationProposal, key: str, *, by: User) -> dict[str, Any] | None:
    """The proposal does not lean on it; at the question it stays. What it said, to put it back. Raises NotYet."""
    row = _draft(proposal, by)
    found = next((claim for claim in row.claims.unchecked() if key_of(claim) == key), None)
    if found is None:
        return None
    if any(folded(found.text) in folded(getattr(row, name)) for name in row.MARKED):
        raise NotYet({"": _("Deze bewering staat nog in je tekst. Haal haar daar eerst weg.")})
    _note(row, [*row.left_out, key])
    found.delete()
    log.record("proposal_claim_left_out", by=by, obj=row)
    return {"text": found.text, "origin": found.origin, "made_at": found.made_at}


@transaction.atomic
def bring_back(proposal: InnovationProposal, before: Mapping[str, Any], *, by: User) -> None:
    row = _draft(proposal, by)
    made_at = datetime.fromisoformat(before["made_at"])
    known = {"text": before["text"], "origin": before["origin"]}
    claim, _made = Claim.objects.get_or_create(proposal=row, **known, defaults={"made_at": made_at})
    _note(row, [key for key in row.left_out if key != key_of(claim)])
    log.record("proposal_claim_back", by=by, obj=row)


def _coming(proposal: InnovationProposal, person: User) -> list[Claim]:
    """Not saved yet: one for each statement that is not there and was not left out."""
    there = {claim.text for claim in proposal.claims.all()} if proposal.pk else set()
    found: dict[str, Claim] = {}
    for one in [*_of_question(proposal, person), *_of_earlier(proposal, person)]:
        if one.text not in there and key_of(one) not in proposal.left_out:
            made = Claim(text=one.text, origin=one.origin, made_at=one.made_at)
            if proposal.pk:
                made.proposal_id = proposal.pk
            found.setdefault(one.text, made)
    return list(found.values())


def _of_question(proposal: InnovationProposal, person: User) -> list[Claim]:
    """Of the owner of the question only: what is open there is nobody else's to bring."""
    question = proposal.question
    return list(question.claims.unchecked()) if question and question.owner_id == person.pk else []


def _of_earlier(proposal: InnovationProposal, person: User) -> list[Claim]:
    """Of own proposals that ended without a trial, when one of the telling texts is the same."""
    words = {name: text for name in TELLING if (text := folded(getattr(proposal, name)).strip())}
    ended = InnovationProposal.objects.of(person).in_state(State.WITHDRAWN, State.DECLINED)
    if not words:
        return []
    open_ones = Claim.objects.unchecked().filter(proposal__in=ended).select_related("proposal")
    return [
        claim
        for claim in open_ones
        if claim.proposal
        and any(folded(getattr(claim.proposal, name)).strip() == text for name, text in words.items())
    ]


def _draft(proposal: InnovationProposal, by: User) -> InnovationProposal:
    row = cast(InnovationProposal, hold(proposal, by))
    if row.state != State.DRAFT:
        raise NotYet({"": _("Weglaten kan alleen in een concept. Kijk deze bewering na.")})
    return row


def _note(row: InnovationProposal, keys: list[str]) -> None:
    InnovationProposal.objects.filter(pk=row.pk).update(left_out=list(dict.fromkeys(keys)))
