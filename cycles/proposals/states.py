"""The transition table of a proposal (4.2). What is not in it cannot happen; a test tries everything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cycles.proposals.models import InnovationProposal, ProposalStep

State = InnovationProposal.State
Did = ProposalStep.Did


class Who(StrEnum):
    OWNER = "owner"
    DECIDER = "decider"  # see deciders.py
    LEAD = "lead"  # of the team, or one level up when the lead is an author


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from which states, to which, by whom, and what is written in the history."""

    came_from: tuple[State, ...]
    to: State
    who: Who
    did: Did


TRANSITIONS: Mapping[str, Transition] = {
    "submit": Transition((State.DRAFT, State.RETURNED), State.SUBMITTED, Who.OWNER, Did.SUBMITTED),
    "withdraw": Transition(
        (State.DRAFT, State.SUBMITTED, State.RETURNED), State.WITHDRAWN, Who.OWNER, Did.WITHDRAWN
    ),
    "return": Transition((State.SUBMITTED,), State.RETURNED, Who.DECIDER, Did.RETURNED),
    "decline": Transition((State.SUBMITTED,), State.DECLINED, Who.DECIDER, Did.DECLINED),
    "start_trial": Transition((State.SUBMITTED,), State.TRIAL, Who.DECIDER, Did.TRIAL),
    "adopt": Transition((State.TRIAL,), State.ADOPTED, Who.DECIDER, Did.ADOPTED),
    "stop": Transition((State.TRIAL,), State.STOPPED, Who.DECIDER, Did.STOPPED),
    "embed": Transition((State.ADOPTED,), State.EMBEDDED, Who.LEAD, Did.EMBEDDED),
}
