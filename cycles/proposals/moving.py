"""The verbs that move a proposal along its table: one transaction, one conditional update, one step in the history.

Whoever presses twice, or presses what somebody else already decided, gets a sentence; the effect happens once.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.proposals import readiness, wording
from cycles.proposals.deciders import Decider, answer_due, confirmers, deciders
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalShare, ProposalStep
from cycles.proposals.states import TRANSITIONS, Transition
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib import clock
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Team

State, Did, Part = InnovationProposal.State, ProposalStep.Did, ProposalAuthor.State
DELETABLE = (State.DRAFT, State.WITHDRAWN)

log.labels(
    proposal_began=gettext_lazy("begon een voorstel"),
    proposal_submitted=gettext_lazy("diende een voorstel in"),
    proposal_withdrawn=gettext_lazy("trok een voorstel in"),
    proposal_returned=gettext_lazy("legde een voorstel terug met een vraag"),
    proposal_declined=gettext_lazy("wees een voorstel af"),
    proposal_trial=gettext_lazy("zei ja tegen een proef"),
    proposal_result=gettext_lazy("leverde de uitkomst van een proef in"),
    proposal_adopted=gettext_lazy("voerde een voorstel in"),
    proposal_stopped=gettext_lazy("stopte een proef"),
    proposal_embedding=gettext_lazy("wil een voorstel borgen"),
    proposal_embedded=gettext_lazy("borgde een voorstel"),
    proposal_handed_over=gettext_lazy("droeg een voorstel over"),
    proposal_touches=gettext_lazy("veranderde wat een voorstel raakt"),
    proposal_deleted=gettext_lazy("gooide een voorstel weg dat niet was ingediend"),
)

_followers: list[Callable[[InnovationProposal, ProposalStep], None]] = []


class Forbidden(Exception):
    """Somebody who is not asked. For a page it is the same as what is not there."""


def follow(follower: Callable[[InnovationProposal, ProposalStep], None]) -> Any:
    """Registers what happens on every step, in the same transaction: mails, a card."""
    _followers.append(follower)
    return follower


# Its owner ----------------------------------------------------------------------------------------


@transaction.atomic
def begin(owner: User, team: Team, **texts: Any) -> InnovationProposal:
    """A draft, with whatever is there already."""
    made = InnovationProposal.objects.create(
        owner=owner, team=team, **{**texts, **wording.worked_out([owner.pk], texts)}
    )
    add_step(made, Did.BEGAN, by=None)
    return made


@transaction.atomic
def submit(proposal: InnovationProposal, *, by: User) -> None:
    """From now on the unit reads it, and the clock runs. Raises NotYet."""
    row = _locked(proposal, by, "submit")
    before, copy = _touched(row), wording.written(row)
    wording.as_written(row)
    _refuse(readiness.to_submit(row))
    today = clock.today(row.team.time_zone)
    if not deciders(row, today):
        raise NotYet(
            {"": _("Er is nog niemand die mag antwoorden. Vraag je beheerder om een manager in te vullen.")}
        )
    title = row.title.strip() or row.name
    _take_back_shares(row)
    if row.submitted_at and (changed := _changed(before, _touched(row))):
        add_step(proposal, Did.TOUCHES, by=by, touched=changed)
    _move(
        proposal, "submit", by=by, due=answer_due(today), title=title, submitted_at=clock.now(),
        answer_due=answer_due(today), working={}, **copy, **wording.worked_out_of(row, title=title),
    )  # fmt: skip


@transaction.atomic
def withdraw(proposal: InnovationProposal, *, by: User) -> None:
    """From now on its authors alone read it: nothing that was shared or offered stays open."""
    row = _locked(proposal, by, "withdraw")
    _take_back_shares(row)
    put_out(row.authors.filter(state__in=[Part.INVITED, Part.ASKED]))
    row.authors.update(asked_to_own_at=None)
    copy = wording.written(row)
    worked = wording.worked_out_of(wording.as_written(row)) if copy else {}
    _move(proposal, "withdraw", by=by, working={}, **copy, **worked)


@transaction.atomic
def delete(proposal: InnovationProposal, *, by: User) -> None:
    """What nobody is asked about goes, with all that hangs under it (W12). Raises NotYet once it is on its way."""
    row = held(proposal)
    if row.owner_id != by.pk:
        raise Forbidden
    if row.state not in DELETABLE:
        raise NotYet({"": gone(row)})
    log.record("proposal_deleted", by=by, obj=row)
    row.delete()


@transaction.atomic
def hand_in(proposal: InnovationProposal, *, by: User) -> None:
    """The result of the trial is there: the decider is asked, and a clock runs again. By any author. Raises NotYet."""
    row = held(proposal)
    if not is_author(row, by):
        raise Forbidden
    if row.state != State.TRIAL or row.result_at:
        raise NotYet({"": gone(row)})
    _refuse(readiness.to_hand_in(row))
    due = answer_due(clock.today(row.team.time_zone))
    _change(proposal, (State.TRIAL,), result_at=clock.now(), answer_due=due)
    add_step(proposal, Did.RESULT, by=by, due=due)


@transaction.atomic
def ask_to_embed(
    proposal: InnovationProposal, process_owner: User | None, remeasure_on: date | None, *, by: User
) -> None:
    """The owner says who keeps it up and when it is measured again; the lead is asked. Raises NotYet."""
    row = held(proposal)
    if row.owner_id != by.pk:
        raise Forbidden
    if row.state != State.ADOPTED:
        raise NotYet({"": gone(row)})
    today = clock.today(row.team.time_zone)
    _refuse(readiness.to_embed(process_owner.pk if process_owner else None, remeasure_on, today))
    _change(
        proposal, (State.ADOPTED,), process_owner=process_owner, remeasure_on=remeasure_on,
        embedding_asked_at=clock.now(),
    )  # fmt: skip
    add_step(proposal, Did.EMBEDDING, by=by)


# Who decides --------------------------------------------------------------------------------------


@transaction.atomic
def give_back(proposal: InnovationProposal, question: str, *, by: User) -> None:
    """Back to its owner with a question; the clock starts again when it is submitted once more."""
    decider = _asked(proposal, by, "return")
    _refuse(_blank(reason=(question, _("Schrijf je vraag. Die lezen de indieners."))))
    _move(proposal, "return", by=by, decider=decider, reason=question, returned_by=by)


@transaction.atomic
def decline(proposal: InnovationProposal, reason: str, would_be_yes: str, *, by: User) -> None:
    decider = _asked(proposal, by, "decline")
    _refuse(
        _blank(
            reason=(reason, _("Schrijf waarom niet. Een nee zonder reden bestaat hier niet.")),
            would_be_yes=(would_be_yes, _("Schrijf wat er een ja van zou maken.")),
        )
    )
    _move(proposal, "decline", by=by, decider=decider, reason=reason, would_be_yes=would_be_yes)


@transaction.atomic
def start_trial(
    proposal: InnovationProposal, reason: str, first: date | None, last: date | None, *, by: User
) -> None:
    """Yes to a trial of at most four weeks. Raises NotYet with what its authors still have to fill in."""
    decider = _asked(proposal, by, "start_trial")
    row = held(proposal)
    today = clock.today(row.team.time_zone)
    _refuse(
        _blank(reason=(reason, _("Schrijf waarom je ja zegt.")))
        | readiness.trial_dates(first, last, today)
        | readiness.to_try(row)
    )
    assert last
    _move(
        proposal, "start_trial", by=by, decider=decider, reason=reason,
        trial_from=first, trial_until=last, answer_due=answer_due(last), result_at=None,
    )  # fmt: skip


@transaction.atomic
def adopt(proposal: InnovationProposal, reason: str, *, by: User) -> None:
    """The work changes: with a measured result only (A75)."""
    _decide_trial(proposal, "adopt", reason, by)


@transaction.atomic
def stop(proposal: InnovationProposal, reason: str, *, by: User) -> None:
    _decide_trial(proposal, "stop", reason, by)


@transaction.atomic
def embed(proposal: InnovationProposal, *, by: User) -> None:
    """Geborgd: the lead says so after the owner did. Raises NotYet."""
    row = held(proposal)
    today = clock.today(row.team.time_zone)
    decider = next((one for one in confirmers(row, today) if one.person.pk == by.pk), None)
    if decider is None:
        raise Forbidden
    if row.state != State.ADOPTED:
        raise NotYet({"": gone(row)})
    if row.embedding_asked_at is None:
        raise NotYet({"": _("Wie het voorstel deed, kiest eerst wie het bijhoudt.")})
    _refuse(readiness.to_embed(row.process_owner_id, row.remeasure_on, clock.today(row.team.time_zone)))
    _move(proposal, "embed", by=by, decider=decider)


def is_author(proposal: InnovationProposal, person: User) -> bool:
    if proposal.owner_id == person.pk:
        return True
    return ProposalAuthor.objects.filter(proposal=proposal, person=person, state=Part.IN).exists()


# How it moves -------------------------------------------------------------------------------------


def _decide_trial(proposal: InnovationProposal, verb: str, reason: str, by: User) -> None:
    decider = _asked(proposal, by, verb)
    row = held(proposal)
    # A trial that is over and of which nobody wrote down what it brought can only be stopped.
    today = clock.today(row.team.time_zone)
    is_over = row.trial_until is not None and row.trial_until < today
    if row.result_at is None and not (verb == "stop" and is_over):
        raise NotYet({"": _("De uitkomst van de proef is er nog niet. De indieners leveren die eerst in.")})
    _refuse(_blank(reason=(reason, _("Schrijf waarom je dit besluit."))))
    _move(proposal, verb, by=by, decider=decider, reason=reason)


def _take_back_shares(row: InnovationProposal) -> None:
    ProposalShare.objects.filter(proposal=row, taken_back_at=None).update(taken_back_at=clock.now())


def put_out(rows: QuerySet[ProposalAuthor]) -> int:
    """Who never was in leaves no row; who was stays known as such, since nobody decides on what they once wrote."""
    was_in = rows.exclude(was_in_at=None).update(state=Part.OUT, asked_to_own_at=None, at=clock.now())
    return was_in + rows.filter(was_in_at=None).delete()[0]


def _touched(row: InnovationProposal) -> set[str]:
    return {name for name in row.TOUCHES if getattr(row, name)}


def _changed(before: set[str], after: set[str]) -> dict[str, list[str]]:
    found = {"more": sorted(after - before), "less": sorted(before - after)}
    return found if any(found.values()) else {}


def _locked(proposal: InnovationProposal, by: User, verb: str) -> InnovationProposal:
    row = held(proposal)
    if row.owner_id != by.pk:
        raise Forbidden
    if row.state not in TRANSITIONS[verb].came_from:
        raise NotYet({"": gone(row)})
    return row


def _asked(proposal: InnovationProposal, by: User, verb: str) -> Decider:
    row = held(proposal)
    today = clock.today(row.team.time_zone)
    decider = next((one for one in deciders(row, today) if one.person.pk == by.pk), None)
    if decider is None:
        raise Forbidden
    if row.state not in TRANSITIONS[verb].came_from:
        raise NotYet({"": gone(row)})
    return decider


def held(proposal: InnovationProposal) -> InnovationProposal:
    """As it is now, held until the end of the transaction."""
    rows = InnovationProposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("team", "owner").get(pk=proposal.pk)


def gone(row: InnovationProposal) -> str:
    return _("Dit kan niet meer: het voorstel staat nu op ‘%(state)s’.") % {"state": row.get_state_display()}


def _move(
    proposal: InnovationProposal,
    verb: str,
    *,
    by: User,
    decider: Decider | None = None,
    reason: str = "",
    would_be_yes: str = "",
    due: date | None = None,
    **fields: Any,
) -> None:
    row: Transition = TRANSITIONS[verb]
    asked = held(proposal).answer_due  # not of what the caller holds: that may be older
    if row.to not in (State.SUBMITTED, State.TRIAL):
        fields["answer_due"] = None
    _change(proposal, row.came_from, state=row.to, stands_since=clock.now(), **fields)
    add_step(
        proposal, row.did, by=by, decider=decider, reason=reason.strip(), would_be_yes=would_be_yes.strip(),
        due=due or asked,
    )  # fmt: skip


def _change(proposal: InnovationProposal, came_from: tuple[str, ...], **fields: Any) -> None:
    fields["revision"] = F("revision") + 1
    moved = InnovationProposal.objects.filter(pk=proposal.pk, state__in=list(came_from)).update(**fields)
    proposal.refresh_from_db()
    if not moved:
        raise NotYet({"": gone(proposal)})


def add_step(
    proposal: InnovationProposal, did: str, *, by: User | None, decider: Decider | None = None, **fields: Any
) -> None:
    who: dict[str, Any] = {}
    if decider:
        who = {
            "role": decider.role.kind, "as_deputy": decider.as_deputy, "in_place_of": decider.in_place_of,
        }  # fmt: skip
    step = ProposalStep.objects.create(
        proposal=proposal, did=did, by=by or proposal.owner, at=clock.now(), **who, **fields
    )
    log.record(f"proposal_{did}", by=by, obj=proposal)
    for follower in _followers:
        follower(proposal, step)


def _blank(**given: tuple[str, str]) -> dict[str, str]:
    return {name: sentence for name, (text, sentence) in given.items() if not says_something(text)}


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise NotYet(found)
