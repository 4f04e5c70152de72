"""Evidence for tests, made with the real verbs."""

from typing import Any

from cycles.claims import checking
from cycles.claims.models import Claim
from cycles.questions import lifecycle
from cycles.questions.evidence import attempting, attesting, explaining, recalling
from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall
from cycles.questions.models import LearningQuestion
from teams.accounts.models import User

ATTEMPT = "Ik zou beginnen met wat er niet mag, en meteen daarna waarom."
CHANGED = "Ik begin nu met het besluit, omdat de aanvrager dat zoekt."
EXPLANATION = "Eerst het besluit, dan de reden, en aan het eind hoe iemand bezwaar maakt."


def attempt(question: LearningQuestion, text: str = ATTEMPT, confidence: int = 60) -> Attempt:
    return attempting.attempt(question, text, confidence, by=question.owner)


def claim(
    question: LearningQuestion, text: str = "De termijn voor bezwaar is zes weken.", **fields: Any
) -> Claim:
    """One's own; fields make it another, as sparring does."""
    if fields:
        return Claim.objects.create(question=question, text=text, **fields)
    return checking.add(question, text, by=question.owner)


def checked(question: LearningQuestion, text: str = "De termijn voor bezwaar is zes weken.") -> Claim:
    made = claim(question, text)
    checking.check(made, Claim.State.CONFIRMED, source="Artikel 6:7 Awb", by=question.owner)
    return made


def explanation(question: LearningQuestion, text: str = EXPLANATION, confidence: int = 80) -> Explanation:
    """With an attempt before it, when there is none."""
    if not question.attempts.exists():
        attempt(question)
    return explaining.explain(question, CHANGED, text, confidence, by=question.owner)


def answered(question: LearningQuestion) -> LearningQuestion:
    if not question.explanations.exists():
        explanation(question)
    lifecycle.answer(
        question,
        by=question.owner,
        answer="Begin met het besluit.",
        applied="In de brief over de dakkapel.",
        changed="Twee telefoontjes in plaats van zes.",
    )
    return question


def recalled(
    question: LearningQuestion, weeks: int = 4, text: str = "Eerst het besluit, dan de reden."
) -> Recall:
    row = question.recalls.get(after_weeks=weeks)
    recalling.recall(row, text, by=question.owner)
    return row


def attestation(question: LearningQuestion, peer: User) -> PeerAttestation:
    return attesting.ask(question, peer, by=question.owner)
