"""The same table by direct POST to every address that moves a proposal: whatever is sent, only the table's happens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals.models import InnovationProposal
from cycles.proposals.states import TRANSITIONS
from cycles.proposals.trials.reading import as_read
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.test_table import ROLE_OF, roles, set_in, steps, tried
from tests.support.turns import one_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.shows("proposals-2")]
State = InnovationProposal.State
Clients = Callable[[User | None], Client]


def decision(verb: str, **fields: str) -> Callable[[InnovationProposal], tuple[str, dict[str, str]]]:
    return lambda row: (
        "cycles:proposal-decide",
        {"besluit": verb, "gelezen": as_read(row), "reason": building.REASON, **fields},
    )


def _trial(row: InnovationProposal) -> tuple[str, dict[str, str]]:
    first = building.today(row)
    days = {"trial_from": str(first), "trial_until": str(first + timedelta(days=13))}
    return decision("start_trial", **days)(row)


# What a browser would send, had it the button.
POSTS: dict[str, Callable[[InnovationProposal], tuple[str, dict[str, Any]]]] = {
    "submit": lambda row: ("cycles:proposal-submit", {}),
    "withdraw": lambda row: ("cycles:proposal-withdraw", {}),
    "return": decision("return"),
    "decline": decision("decline", would_be_yes=building.WOULD_BE_YES),
    "start_trial": _trial,
    "adopt": decision("adopt"),
    "stop": decision("stop"),
    "embed": lambda row: ("cycles:proposal-embed", {"gelezen": as_read(row)}),
}


def test_every_verb_of_the_table_has_an_address() -> None:
    assert set(POSTS) == set(TRANSITIONS)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", one_in(3, POSTS))
def test_a_direct_post_does_only_what_the_table_says(
    cast: Cast, client_for: Clients, name: str, state: str
) -> None:
    made, row = set_in(state, cast.professional), TRANSITIONS[name]
    address, fields = POSTS[name](made)
    before = steps(made)
    for role, person in roles(cast, made).items():
        with tried():
            found = client_for(person).post(reverse(address, args=[made.pk]), fields)
            made.refresh_from_db()
            after = (made.state, steps(made)[len(before) :])
        may = role == ROLE_OF[row.who] and state in row.came_from
        assert after == ((row.to, [row.did]) if may else (state, [])), (role, state, name)
        assert found.status_code in (302, 404, 409, 422), (role, found.status_code)
        made.refresh_from_db()
    stranger = Client().post(reverse(address, args=[made.pk]), fields)
    assert stranger["Location"].startswith("/aanmelden/")


@pytest.mark.parametrize("state", State.values)
def test_a_look_at_any_of_them_moves_nothing(cast: Cast, client_for: Clients, state: str) -> None:
    made = set_in(state, cast.professional)
    before = steps(made)
    for person in (cast.professional, cast.lead):
        client = client_for(person)
        for post in POSTS.values():
            client.get(reverse(post(made)[0], args=[made.pk]))
            client.head(reverse(post(made)[0], args=[made.pk]))
    made.refresh_from_db()
    assert (made.state, steps(made)) == (state, before)
