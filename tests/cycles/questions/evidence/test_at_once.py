"""Two windows of one owner, and two people at one thing: one effect, and nothing that contradicts (TA8)."""

from functools import partial

import pytest
from django.db import connection

from cycles.claims.models import Claim
from cycles.questions import lifecycle
from cycles.questions.evidence import attesting, recalling
from cycles.questions.evidence.models import PeerAttestation, Recall
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from teams.notifications.models import Notification
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.support import together
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.shows("TA8")]
at_once = partial(together.at_once, refused=(Refused, lifecycle.NotYet))


def test_explaining_in_many_windows_plans_three_recalls(question: LearningQuestion) -> None:
    building.attempt(question)
    at_once(*[lambda n=n: building.explanation(question, f"Uitleg nummer {n}.") for n in range(6)])
    assert Recall.objects.count() == 3
    assert question.explanations.count() == 6, "no text is lost"


def test_asking_one_colleague_in_many_windows_asks_once(question: LearningQuestion, cast: Cast) -> None:
    building.explanation(question)
    at_once(*[lambda: building.attestation(question, cast.colleague)] * 6)
    assert PeerAttestation.objects.count() == 1
    assert Notification.objects.filter(kind="attestation").count() == 1


def test_signing_while_it_is_taken_back_ends_in_one_of_the_two(
    question: LearningQuestion, cast: Cast
) -> None:
    building.explanation(question)
    row = building.attestation(question, cast.colleague)
    at_once(
        lambda: attesting.sign(row, by=cast.colleague),
        lambda: attesting.take_back(row, by=cast.professional),
    )
    row.refresh_from_db()
    assert row.state == "taken_back", "taking back wins, before or after the signature"
    assert attesting.signature(question) is None


@pytest.mark.parametrize("turn", range(2))
def test_a_claim_that_comes_while_one_answers_keeps_the_answer_back_or_is_refused(
    question: LearningQuestion, turn: int
) -> None:
    building.explanation(question)
    at_once(lambda: building.answered(question), lambda: building.claim(question, "Een bewering."))
    question.refresh_from_db()
    unchecked = Claim.objects.filter(question=question, state="unchecked").exists()
    assert (question.state == "answered") != unchecked


def test_planning_in_two_places_mails_once(question: LearningQuestion, at: Hands) -> None:
    building.explanation(question)
    at_once(*[recalling.plan] * 4)
    assert Notification.objects.filter(kind="recall").count() == 1
    if connection.vendor == "postgresql":
        assert Recall.objects.exclude(due_at=None).count() == 1
