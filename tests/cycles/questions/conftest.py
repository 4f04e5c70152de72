"""A frozen week, and Fatima and Joost who ask themselves something."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from teams.accounts.models import User
from tests.conftest import Cast
from tests.support.hands import Hands

Clients = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def monday(at: Hands) -> datetime:
    """Monday 30 March 2026, 9.10, in week 14."""
    return at("2026-03-30 09:10")


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


@pytest.fixture
def joost(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.colleague)
