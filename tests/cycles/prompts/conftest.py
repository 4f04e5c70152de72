"""A week of Vergunningen with a published rhythm, and the clock in hand."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from cycles.prompts import planning as prompts
from cycles.prompts.models import Prompt
from cycles.weekly.models import Kind, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

WEEK = IsoWeek(2026, 14)  # its Monday is 30 March
MARKER = "zeehond-in-de-mist"
Clients = Callable[[User | None], Client]


@pytest.fixture
def monday(at: Hands) -> datetime:
    """Monday 30 March 2026, 9.10: the Weekstart of 9.30 was asked ten minutes ago."""
    return at("2026-03-30 09:10")


@pytest.fixture
def cycle(cast: Cast, monday: datetime) -> WeekCycle:
    """One Weekstart, a Leerwerkuur in a duo and a Weekoogst; asked and planned."""
    made = builders.week(cast.team, WEEK)
    both = [cast.professional, cast.colleague]
    builders.moment(made, Kind.PLANNING, "ma 09:30", who=both)
    builders.moment(made, Kind.LEARNING_HOUR, "di 13:00", who=both, minutes=60, form="duo", pair=1)
    builders.moment(made, Kind.RETROSPECTIVE, "do 15:00", who=both, minutes=30)
    prompts.plan()
    prompts.ask_due()
    return made


@pytest.fixture
def prompt(cycle: WeekCycle, cast: Cast) -> Prompt:
    """Fatima's Weekstart."""
    return Prompt.objects.get(person=cast.professional, moment__kind=Kind.PLANNING)


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


@pytest.fixture
def noor(cast: Cast, client_for: Clients) -> Client:
    """The administrator."""
    return client_for(cast.administrator)
