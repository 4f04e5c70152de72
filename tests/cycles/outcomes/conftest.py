"""The last week of a season, and the two who talk about what it brought."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from cycles.framework.models import Season
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.support.hands import Hands

Clients = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def monday(at: Hands) -> datetime:
    """Monday 30 March 2026, 9.10, in week 14."""
    return at("2026-03-30 09:10")


@pytest.fixture
def season(cast: Cast) -> Season:
    return building.season()


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    """Whose report it is."""
    return client_for(cast.professional)


@pytest.fixture
def dirk(cast: Cast, client_for: Clients) -> Client:
    """Who manages her unit."""
    return client_for(cast.manager)
