"""The builders themselves: each state is reached by the real verbs."""

import pytest

from tests.conftest import Cast
from tests.cycles.proposals import building

STATES = (
    "draft", "submitted", "returned", "declined", "withdrawn", "in_trial", "stopped", "adopted", "embedded",
)  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_it_stands_in_the_state_that_its_builder_names(cast: Cast, name: str) -> None:
    made = getattr(building, name)(cast.professional)
    made.refresh_from_db()
    assert made.state == {"in_trial": "trial"}.get(name, name)
    assert made.team == cast.team
