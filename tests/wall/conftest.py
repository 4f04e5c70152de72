"""What every walk along the wall begins with."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from cycles.prompts.message import link
from cycles.weekly.models import Seat
from teams.accounts.models import User
from teams.agenda import choosing
from teams.agenda.models import AgendaChoice
from tests import builders
from tests.conftest import Cast
from tests.journeys import planting as learning
from tests.journeys.planting import ANSWERED, RUNS
from tests.support.hands import Hands
from tests.wall import planting
from tests.wall.walker import WEEK

Clients = Callable[[User | None], Client]


@pytest.fixture
def planted(cast: Cast, at: Hands) -> dict[str, Any]:
    """Fatima with everything that she can write, in a week that her team shares; what may stand in an address."""
    at("2026-04-02 15:10")  # while the team talks
    builders.template(cast.team)
    week = builders.week(cast.team, WEEK)
    answered, runs = learning.moments(week, cast.professional, cast.colleague)
    Seat.objects.create(moment=runs, person=cast.lead, starts_at=runs.starts_at, minutes=30)
    prompts = learning.plant(cast.professional, answered, runs)
    planting.plant(cast, runs)
    secret = choosing.choose(AgendaChoice.Way.SUBSCRIPTION, by=cast.professional)
    return {
        "pk": [ANSWERED, RUNS],
        "near": sorted({cast.team.pk, runs.pk}),
        "token": [*(urlsplit(link(prompt)).path.split("/")[2] for prompt in prompts), secret],
    }
