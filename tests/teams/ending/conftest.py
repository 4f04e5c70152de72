"""What every test of an ending begins with."""

import pytest

from teams.structure.models import Team
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands


@pytest.fixture(autouse=True)
def _here(at: Hands) -> None:
    at("2026-04-01 10:00")


@pytest.fixture
def next_door(cast: Cast) -> Team:
    return builders.team("Toezicht", of=cast.unit)
