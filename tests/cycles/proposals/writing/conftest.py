"""Fatima writes, Joost reads along; Wednesday 1 April 2026, 15.41."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from teams.accounts.models import User
from tests.conftest import Cast
from tests.support.hands import Hands

Clients = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def wednesday(at: Hands) -> datetime:
    return at("2026-04-01 15:41")


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


@pytest.fixture
def joost(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.colleague)
