"""What most of these files begin with: the usual rhythm of Vergunningen, and who looks."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast

PLAIN = IsoWeek(2026, 16)  # without a holiday
Clients = Callable[[User | None], Client]


@pytest.fixture
def rhythm(cast: Cast) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)


@pytest.fixture
def lead(cast: Cast, client_for: Clients) -> Client:
    """Marieke's."""
    return client_for(cast.lead)


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


def url(cast: Cast, week: IsoWeek = PLAIN, name: str = "team-week") -> str:
    return reverse(f"cycles:{name}", args=[cast.team.pk, str(week)])
