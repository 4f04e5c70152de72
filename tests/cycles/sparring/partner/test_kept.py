"""What stays of an answer that did not end well: only what its writer ended with, and claims of it all the same."""

import pytest

from cycles.claims.models import Claim
from cycles.sparring.models import Spending, Turn
from cycles.sparring.partner import turns
from cycles.sparring.rules import rungs
from teams.accounts.models import User
from tests.cycles.sparring import building
from tests.support.hands import Hands
from tests.support.partner import Partner

pytestmark = [pytest.mark.embedded, pytest.mark.shows("TL1", "questions-2"), pytest.mark.django_db]
ANNOUNCED = {"kind": "question", "text": ""}
SAID = {"kind": "claim", "text": "De termijn voor bezwaar is zes weken."}


def written(person: User) -> Turn:
    turn = building.asked(person, rung=2)
    assert turns.claim(turn)
    return turn


@pytest.mark.shows("AI2", "S20")
def test_what_was_taken_back_does_not_return_by_way_of_who_read_along(
    partner: Partner, professional: User
) -> None:
    turn = written(professional)
    turns.keep({turn.pk: [ANNOUNCED, SAID]})
    turns.end(turn.pk, turns.Outcome(turns.State.STOPPED, "stopped"))
    turn.refresh_from_db()
    assert turn.blocks == []
    assert rungs.current([turn]) == 1
    assert rungs.may_climb([turn], "Ik denk dat een kopje boven de brief beter werkt.")


@pytest.mark.shows("AI4", "TL3")
def test_what_a_lost_answer_showed_stays_and_its_claims_are_to_be_checked(
    partner: Partner, professional: User, at: Hands
) -> None:
    turn = written(professional)
    turns.keep({turn.pk: [SAID, ANNOUNCED]})
    at.forward(minutes=4)
    assert turns.sweep() == 1
    assert turns.sweep() == 0
    turn.refresh_from_db()
    assert (turn.state, turn.failure, turn.blocks) == (Turn.State.FAILED, "lost", [SAID])
    assert list(Claim.objects.values_list("text", "state", "origin")) == [(SAID["text"], "unchecked", "ai")]
    assert set(Spending.objects.values_list("reserved", "used")) == {(0, turn.reserved)}


@pytest.mark.shows("AI4")
def test_a_fact_between_other_words_of_a_lost_answer_is_to_be_checked_too(
    partner: Partner, professional: User, at: Hands
) -> None:
    turn = written(professional)
    turns.keep({turn.pk: [{"kind": "question", "text": "Bezwaar kan zes weken. Wat schrijf jij daarover?"}]})
    at.forward(minutes=4)
    assert turns.sweep() == 1
    assert list(Claim.objects.values_list("text", flat=True)) == ["Bezwaar kan zes weken."]
