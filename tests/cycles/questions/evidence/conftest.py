"""Fatima's question that runs, on a Wednesday morning, and who looks at it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from cycles.questions import marking, partner, steps
from cycles.questions.evidence import closing, downloading, trace
from cycles.questions.models import LearningQuestion
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.questions.building import active_question
from tests.support.hands import Hands

Clients = Callable[[User | None], Client]
MARKER = "zeehond-in-de-mist"


@pytest.fixture
def wednesday(at: Hands) -> datetime:
    """1 April 2026, 10.00: Fatima works."""
    return at("2026-04-01 10:00")


@pytest.fixture
def question(cast: Cast, wednesday: datetime) -> LearningQuestion:
    return active_question(cast.professional)


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


@pytest.fixture
def joost(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.colleague)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence by itself: what sparring adds to it is shown there."""
    for place, name in (
        (closing, "CLOSING"),
        (closing, "OPEN"),
        (closing, "OBSTACLES"),
        (closing, "ANSWERING"),
        (marking, "MARKERS"),
        (partner, "ASKED"),
        (trace, "TRACED"),
        (downloading, "SECTIONS"),
    ):
        monkeypatch.setattr(place, name, [])
    own = {key: found for key, found in steps.STEPS.items() if key not in ("spar", "choose")}
    monkeypatch.setattr(steps, "STEPS", own)
