"""Conversations for tests. What a test does not say gets a harmless value."""

from typing import Any

from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion, TaskFit, TaskGroup
from cycles.sparring.models import Mode, PartnerSettings, SparringSession, Turn
from cycles.sparring.partner import asking, endpoints
from teams.accounts.models import User

ATTEMPT = "Ik zou beginnen met wat er niet mag, en meteen daarna waarom."


def turned_on(**fields: Any) -> PartnerSettings:
    """The organisation spars with AI."""
    return PartnerSettings.objects.update_or_create(pk=1, defaults={"is_on": True} | fields)[0]


def session(
    owner: User, *, rung: int = 1, question: LearningQuestion | None = None, **fields: Any
) -> SparringSession:
    """An open conversation with AI about one own attempt, without the checks of its verbs."""
    question = question or LearningQuestion.objects.create(
        owner=owner,
        text="Hoe leg ik een weigering zo uit dat de aanvrager het begrijpt?",
        situation="De brief over de dakkapel.",
        is_own=True,
        task_group=TaskGroup.CREATIVE,
        task_fit=TaskFit.HELPS,
    )
    attempt = Attempt.objects.create(question=question, text=fields.pop("attempt", ATTEMPT), confidence=60)
    chosen = endpoints.chosen()
    known: dict[str, Any] = {
        "partner": SparringSession.Partner.AI,
        "mode": Mode.ANALYSE,
        "language": "nl",
        "model": chosen.name if chosen else "",
        "rung": rung,
    }
    return SparringSession.objects.create(question=question, attempt=attempt, **known | fields)


def asked(owner: User, **fields: Any) -> Turn:
    """The partner's turn of a new conversation, waiting."""
    turned_on()
    return asking.ask(session(owner, **fields), by=owner)
