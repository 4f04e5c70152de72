"""Somebody with a question and an own attempt, with AI and without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cycles.questions.models import LearningQuestion
from lerendwerken.lib.outbound import Endpoint
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages import building

Clients = Callable[[User | None], Client]
NOWHERE = Endpoint(name="Voorbeeld", url="http://127.0.0.1:9/v1", model="m", local=True)


@pytest.fixture
def owner(cast: Cast) -> User:
    return cast.professional


@pytest.fixture
def question(owner: User) -> LearningQuestion:
    """Active, and not tried yet."""
    return questions.active_question(owner)


@pytest.fixture
def tried(question: LearningQuestion) -> LearningQuestion:
    """Active, with an own attempt."""
    evidence.attempt(question)
    return question


@pytest.fixture
def ai(owner: User, settings: Any) -> Endpoint:
    """Sparring with AI is on, and its owner read the norms and what it means. Nobody answers at the address."""
    settings.AI_ENDPOINTS = (NOWHERE,)
    building.allow(owner)
    return NOWHERE
