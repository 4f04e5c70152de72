"""Two co-authors at the same moment: one effect each, and no text lost."""

from decimal import Decimal
from functools import partial

import pytest

from cycles.proposals.cards import adopting
from cycles.proposals.cards.models import Adoption
from cycles.proposals.merging import Changed, stamp
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.moving import hand_in
from cycles.proposals.trials import measuring, preparing
from cycles.questions.lifecycle import NotYet
from cycles.yields.models import Measurement
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("TA8"), pytest.mark.postgres]
at_once = partial(together.at_once, refused=(NotYet, Changed))


def again(made: InnovationProposal) -> InnovationProposal:
    """The same row, as another window has it."""
    return InnovationProposal.objects.select_related("team").get(pk=made.pk)


def test_one_field_at_once_is_one_text_and_one_refusal(cast: Cast) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    seen = stamp(made, ["loss"])
    found = at_once(
        *(
            lambda who=who: preparing.write(again(made), {"loss": who.given_name}, ["loss"], seen, by=who)
            for who in (cast.professional, cast.colleague)
        )
    )
    assert [type(each) for each in found].count(Changed) == 1
    refused = next(each for each in found if isinstance(each, Changed))
    made.refresh_from_db()
    assert made.loss == refused.row.loss  # type: ignore[attr-defined]


def test_the_same_pair_five_times_is_one(cast: Cast) -> None:
    made = building.draft(cast.professional)
    pair = {"opportunity": "Sneller.", "threat": "Slordiger.", "measure": ""}
    at_once(*(lambda: preparing.add_sides(again(made), pair, by=cast.professional) for _each in range(5)))
    assert made.sides.count() == 1


def test_the_same_measurement_five_times_is_one(cast: Cast) -> None:
    made = building.in_trial(cast.professional)
    outcome, day = made.yields.get(), building.today(made)
    at_once(
        *(lambda: measuring.measure(outcome, Decimal(2), day, by=cast.professional) for _each in range(5))
    )
    assert Measurement.objects.count() == 1


def test_handed_in_by_two_authors_at_once_is_one_step(cast: Cast) -> None:
    made = building.in_trial(cast.professional)
    building.author(made, cast.colleague)
    building.measured(made.yields.get(), 1)
    InnovationProposal.objects.filter(pk=made.pk).update(result="Het werd er één.")
    found = at_once(
        *(lambda who=who: hand_in(again(made), by=who) for who in (cast.professional, cast.colleague))
    )
    assert [type(each) for each in found].count(NotYet) == 1
    assert ProposalStep.objects.filter(proposal=made, did=ProposalStep.Did.RESULT).count() == 1


def test_a_team_that_answers_a_card_four_times_at_once_has_one_answer(cast: Cast) -> None:
    card = building.adopted(cast.professional).card
    at_once(
        *(
            lambda n=n: adopting.adopt(card, cast.other_team, "adapted", f"Omdat {n}.", by=cast.outsider)
            for n in range(4)
        )
    )
    assert Adoption.objects.filter(ended_at=None).count() == 1
    assert Adoption.objects.count() == 4
