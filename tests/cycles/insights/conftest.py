"""What the tests of insights share."""

from collections.abc import Callable

import pytest
from django.test import Client

from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.insights import building

Clients = Callable[[User | None], Client]


@pytest.fixture
def learning(cast: Cast) -> User:
    """Aisha, who looks after learning and works in no team."""
    return building.looks_after_learning(builders.person("Aisha"))
