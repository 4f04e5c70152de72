"""Innovation proposals for tests, made with the real verbs. What a test does not say gets a harmless value."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cycles.proposals import moving
from cycles.proposals.deciders import confirmers, deciders
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalShare, TwoSides
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Membership, Team

TEXTS = {
    "problem": "Een nieuwe collega schrijft de eerste brieven alleen. Bij mij kwamen er drie terug.",
    "idea": "Vanaf maandag kunnen wij de eerste brief van een nieuwe collega samen schrijven.",
    "hoped": "Van drie brieven terug naar hooguit één, in de eerste maand.",
}
PREPARED = {
    "gain_for": "De aanvrager, die minder hoeft te bellen.",
    "loss": "Een half uur per brief van een ervaren collega.",
    "keep_human": "De afweging zelf.",
    "junior_learning": "Nieuwe collega’s leren de vaste volgorde van een brief.",
    "ethics": "Niemand heeft er last van.",
    "data_used": "Geen gegevens van inwoners.",
    "effort": "Een half uur per brief.",
}
REASON = "Dit helpt nieuwe collega’s, en het kost weinig tijd."
WOULD_BE_YES = "Als het binnen een half uur per brief blijft."
LONGEST = timedelta(days=27)  # from the first day of a trial to its last


# In the order of its life -------------------------------------------------------------------------


def draft(owner: User, **fields: Any) -> InnovationProposal:
    """The three texts are there, nothing is asked yet; `team=` when it is not the owner's home team."""
    team = fields.pop("team", None) or home(owner)
    return moving.begin(owner, team, **{**TEXTS, **fields})


def ready_to_try(owner: User, **fields: Any) -> InnovationProposal:
    """A draft with all that a trial needs: both sides, a yield with a baseline, every question answered."""
    made = draft(owner, **{**PREPARED, **fields})
    sides(made)
    outcome(made)
    return made


def submitted(owner: User, **fields: Any) -> InnovationProposal:
    """Submitted, and ready to try: the decider only has to say yes."""
    made = ready_to_try(owner, **fields)
    moving.submit(made, by=owner)
    return made


def returned(owner: User, question: str = "Hoeveel brieven zijn het per week?", **fields: Any) -> Any:
    made = submitted(owner, **fields)
    moving.give_back(made, question, by=decider(made))
    return made


def declined(owner: User, **fields: Any) -> InnovationProposal:
    made = submitted(owner, **fields)
    moving.decline(made, REASON, WOULD_BE_YES, by=decider(made))
    return made


def withdrawn(owner: User, **fields: Any) -> InnovationProposal:
    made = submitted(owner, **fields)
    moving.withdraw(made, by=owner)
    return made


def in_trial(owner: User, *, length: timedelta = LONGEST, **fields: Any) -> InnovationProposal:
    """A trial that began today, of four weeks."""
    made = submitted(owner, **fields)
    first = today(made)
    moving.start_trial(made, REASON, first, first + length, by=decider(made))
    return made


def with_result(owner: User, value: int = 1, **fields: Any) -> InnovationProposal:
    """A trial that was measured, and whose result was handed in: the decider is asked."""
    made = in_trial(owner, **fields)
    measured(made.yields.get(), value, by=owner)
    InnovationProposal.objects.filter(pk=made.pk).update(
        result="Er kwam één brief terug. We verwachtten er hooguit één."
    )
    moving.hand_in(made, by=owner)
    return made


def stopped(owner: User, **fields: Any) -> InnovationProposal:
    made = with_result(owner, **fields)
    moving.stop(made, "Het kostte meer tijd dan we hadden.", by=decider(made))
    return made


def adopted(owner: User, **fields: Any) -> InnovationProposal:
    made = with_result(owner, **fields)
    moving.adopt(made, "Van drie brieven terug naar één.", by=decider(made))
    return made


def embedded(owner: User, **fields: Any) -> InnovationProposal:
    """Geborgd: the owner keeps it up, and it is measured again after half a year."""
    made = adopted(owner, **fields)
    moving.ask_to_embed(made, owner, today(made) + timedelta(days=200), by=owner)
    made.refresh_from_db()
    moving.embed(made, by=confirmers(made, today(made))[0].person)
    return made


# What hangs under it ------------------------------------------------------------------------------


def sides(of: InnovationProposal, **fields: Any) -> TwoSides:
    fields.setdefault("opportunity", "Nieuwe collega’s zijn sneller zelfstandig.")
    fields.setdefault("threat", "De ervaren collega schrijft hem alsnog zelf.")
    return TwoSides.objects.create(proposal=of, **fields)


def outcome(of: InnovationProposal, **fields: Any) -> YieldOutcome:
    """What it should bring, with how it is now: three letters come back, at most one should."""
    known: dict[str, Any] = {
        "kind": YieldOutcome.Kind.DIRECT,
        "horizon": YieldOutcome.Horizon.SHORT,
        "level": YieldOutcome.Level.ENVIRONMENT,
        "sentence": "Er komen minder brieven terug.",
        "measure": "brieven die terugkomen",
        "unit": "per maand",
        "baseline": Decimal(3),
        "target": Decimal(1),
    }
    return YieldOutcome.objects.create(proposal=of, **{**known, **fields})


def measured(of: YieldOutcome, value: int, *, by: User | None = None, on: date | None = None) -> Measurement:
    assert of.proposal
    return Measurement.objects.create(
        outcome=of, value=value, measured_on=on or today(of.proposal), by=by or of.proposal.owner
    )


def author(of: InnovationProposal, person: User, state: str = ProposalAuthor.State.IN) -> ProposalAuthor:
    """Somebody who writes along, or is asked to."""
    return ProposalAuthor.objects.create(proposal=of, person=person, state=state)


def shared(of: InnovationProposal, *, with_: User | Team) -> ProposalShare:
    target = {"team": with_} if isinstance(with_, Team) else {"colleague": with_}
    return ProposalShare.objects.create(proposal=of, **target)


# Who and when -------------------------------------------------------------------------------------


def decider(of: InnovationProposal) -> User:
    """Who is asked first today."""
    return deciders(of, today(of))[0].person


def home(of: User) -> Team:
    rows = Membership.objects.on(clock.today(of.time_zone)).filter(person=of)
    return rows.select_related("team").get(kind=Membership.Kind.HOME).team


def today(of: InnovationProposal) -> date:
    return clock.today(of.team.time_zone)
