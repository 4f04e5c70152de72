"""Every transition by everybody in every state: what is not in the table cannot happen, and says so without effect."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.states import TRANSITIONS, Transition, Who
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-2")]
State = InnovationProposal.State

Verb = Callable[[InnovationProposal, User], None]
WEEKS = timedelta(weeks=1)


def _start(proposal: InnovationProposal, by: User) -> None:
    first = building.today(proposal)
    moving.start_trial(proposal, building.REASON, first, first + 2 * WEEKS, by=by)


VERBS: dict[str, Verb] = {
    "submit": lambda proposal, by: moving.submit(proposal, by=by),
    "withdraw": lambda proposal, by: moving.withdraw(proposal, by=by),
    "return": lambda proposal, by: moving.give_back(proposal, "Hoe vaak?", by=by),
    "decline": lambda proposal, by: moving.decline(proposal, building.REASON, building.WOULD_BE_YES, by=by),
    "start_trial": _start,
    "adopt": lambda proposal, by: moving.adopt(proposal, building.REASON, by=by),
    "stop": lambda proposal, by: moving.stop(proposal, building.REASON, by=by),
    "embed": lambda proposal, by: moving.embed(proposal, by=by),
}
ROLE_OF = {Who.OWNER: "owner", Who.DECIDER: "lead", Who.LEAD: "lead"}
"""Who of the roles below each word of the table means, for a proposal within the mandate of its team."""


def set_in(state: str, owner: User) -> InnovationProposal:
    """In this state with all that any transition asks for, so that only the table and the role decide."""
    made = building.ready_to_try(owner)
    today = building.today(made)
    building.measured(made.yields.get(), 1, on=today)
    InnovationProposal.objects.filter(pk=made.pk).update(
        state=state,
        submitted_at=None if state == State.DRAFT else clock.now(),
        answer_due=today,
        trial_from=today - 3 * WEEKS,
        trial_until=today,
        result="Er kwam één brief terug.",
        result_at=clock.now(),
        process_owner=owner,
        remeasure_on=today + timedelta(days=200),
        embedding_asked_at=clock.now(),
    )
    made.refresh_from_db()
    return made


def roles(cast: Cast, proposal: InnovationProposal) -> dict[str, User]:
    """Everybody who could try: by what they are to this proposal."""
    coauthor, follower = (builders.member(cast.team, name) for name in ("Bilal", "Annelies"))
    building.author(proposal, coauthor)
    proposal.follows.create(person=follower)
    deputy = builders.member(cast.team, "Sven")
    cast.lead.roles.update(deputy=deputy)
    invited, asking = (builders.member(cast.team, name) for name in ("Tom", "Noor"))
    building.author(proposal, invited, "invited")
    building.author(proposal, asking, "asked")
    return {
        "owner": cast.professional,
        "co-author": coauthor,
        "invited": invited,
        "asking": asking,
        "lead": cast.lead,
        "deputy": deputy,
        "manager": cast.manager,
        "colleague": cast.colleague,
        "follower": follower,
        "administrator": cast.administrator,
        "outsider": cast.outsider,
        "manager elsewhere": cast.lead_and_manager,
    }


@contextmanager
def tried() -> Iterator[None]:
    """What happens inside is undone, so that the next one meets the same row."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def steps(proposal: InnovationProposal) -> list[str]:
    return list(ProposalStep.objects.filter(proposal=proposal).values_list("did", flat=True))


def effect(proposal: InnovationProposal, verb: Verb, by: User) -> tuple[str, list[str]]:
    """The state after it, and what was written in the history."""
    before = steps(proposal)
    with suppress(NotYet, moving.Forbidden), transaction.atomic():
        verb(proposal, by)
    proposal.refresh_from_db()
    return proposal.state, steps(proposal)[len(before) :]


def test_the_table_knows_every_verb() -> None:
    assert set(VERBS) == set(TRANSITIONS)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize(("name", "row"), TRANSITIONS.items())
def test_only_what_the_table_says_happens(cast: Cast, name: str, row: Transition, state: str) -> None:
    made = set_in(state, cast.professional)
    everybody = roles(cast, made)
    for role, person in everybody.items():
        with tried():
            found = effect(made, VERBS[name], person)
        may = role == ROLE_OF[row.who] and state in row.came_from
        assert found == ((row.to, [row.did]) if may else (state, [])), (role, state, name)


@pytest.mark.parametrize("state", State.values)
def test_a_result_is_handed_in_by_authors_of_a_trial_and_once(cast: Cast, state: str) -> None:
    made = set_in(state, cast.professional)
    for role, person in roles(cast, made).items():
        with tried():
            InnovationProposal.objects.filter(pk=made.pk).update(result_at=None)
            first = effect(made, lambda one, by: moving.hand_in(one, by=by), person)
            again = effect(made, lambda one, by: moving.hand_in(one, by=by), person)
        may = state == State.TRIAL and role in ("owner", "co-author")
        assert (first[1], again[1]) == ((["result"], []) if may else ([], [])), (role, state)


@pytest.mark.parametrize("state", State.values)
def test_only_the_owner_of_an_adopted_one_asks_to_embed_it(cast: Cast, state: str) -> None:
    made = set_in(state, cast.professional)
    later = building.today(made) + timedelta(days=200)
    for role, person in roles(cast, made).items():
        with tried():
            found = effect(
                made, lambda one, by: moving.ask_to_embed(one, cast.colleague, later, by=by), person
            )
        assert bool(found[1]) == (state == State.ADOPTED and role == "owner"), (role, state)


@pytest.mark.parametrize(
    ("name", "call", "field"),
    [
        ("return", lambda p, by: moving.give_back(p, " \n", by=by), "reason"),
        ("decline", lambda p, by: moving.decline(p, " ", "Als het kan.", by=by), "reason"),
        ("decline", lambda p, by: moving.decline(p, "Nee.", "\t", by=by), "would_be_yes"),
        ("start_trial", lambda p, by: _try(p, by, reason=""), "reason"),
        ("start_trial", lambda p, by: _try(p, by, last=28), "trial_until"),
        ("start_trial", lambda p, by: _try(p, by, first=-1), "trial_from"),
        ("start_trial", lambda p, by: _try(p, by, first=5, last=4), "trial_until"),
        ("adopt", lambda p, by: moving.adopt(p, "", by=by), "reason"),
        ("stop", lambda p, by: moving.stop(p, "\n", by=by), "reason"),
    ],
)
def test_a_decision_without_reason_or_with_wrong_days_is_none(
    cast: Cast, name: str, call: Verb, field: str
) -> None:
    state = TRANSITIONS[name].came_from[0]
    made = set_in(state, cast.professional)
    with pytest.raises(NotYet) as refused:
        call(made, cast.lead)
    assert set(refused.value.missing) == {field}
    made.refresh_from_db()
    assert made.state == state


def test_a_trial_of_four_weeks_is_possible(cast: Cast) -> None:
    made = set_in(State.SUBMITTED, cast.professional)
    _try(made, cast.lead, last=27)
    assert made.state == State.TRIAL
    assert made.trial_from is not None
    assert made.trial_until == made.trial_from + timedelta(days=27)


@pytest.mark.parametrize("name", ["adopt", "stop"])
def test_nothing_is_decided_before_the_result_is_there(cast: Cast, name: str) -> None:
    made = building.in_trial(cast.professional)
    with pytest.raises(NotYet, match="not yet"):
        VERBS[name](made, cast.lead)
    made.refresh_from_db()
    assert made.state == State.TRIAL


def _try(proposal: InnovationProposal, by: User, **given: Any) -> None:
    today = building.today(proposal)
    first, last = given.get("first", 0), given.get("last", 14)
    moving.start_trial(
        proposal,
        given.get("reason", building.REASON),
        today + timedelta(days=first),
        today + timedelta(days=last),
        by=by,
    )
