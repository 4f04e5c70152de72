"""Claims and yields hang under a question or under a proposal; whose they are is known of both (W12)."""

import pytest

from cycles.claims.models import Claim
from cycles.yields.models import YieldOutcome
from teams.privacy.registry import Data, about, parts
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.questions import building as questions

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "W12", "TP4")]


@pytest.mark.parametrize("model", [Claim, YieldOutcome])
def test_the_register_says_what_they_are_under_each(model: type[Claim | YieldOutcome]) -> None:
    assert [(known.default, known.subject) for known in parts(model)] == [
        (Data.PROCESS, "question__owner"),
        (Data.OUTCOME, "proposal__owner"),
    ]


def test_what_is_about_somebody_holds_those_of_a_proposal(cast: Cast) -> None:
    question = questions.set_in("answered", cast.professional)
    mine, other = building.draft(cast.professional), building.draft(cast.colleague)
    found = [
        Claim.objects.create(question=question, text="Van de leervraag."),
        Claim.objects.create(proposal=mine, text="Van het voorstel."),
    ]
    Claim.objects.create(proposal=other, text="Van een ander.")
    assert set(about(Claim, cast.professional)) == set(found)
    building.outcome(other)
    outcome = building.outcome(mine)
    assert set(about(YieldOutcome, cast.professional)) == {outcome, *question.yields.all()}
