from collections.abc import Callable

import pytest
from django.test import Client

from cycles.weekly.models import Kind, Moment
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.support.hands import Hands

Clients = Callable[[User | None], Client]


@pytest.fixture
def moment(cast: Cast, at: Hands) -> Moment:
    """A Weekoogst that is about to begin: Fatima leads, Joost and Marieke are in it."""
    at(building.THURSDAY)
    return building.talk(cast)


@pytest.fixture
def month(cast: Cast, at: Hands) -> Moment:
    at(building.THURSDAY)
    return building.talk(cast, Kind.MONTHLY_REVIEW, minutes=60)


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


@pytest.fixture
def joost(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.colleague)
