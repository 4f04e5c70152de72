"""Two people at one form: what each of them changed is kept, and nothing is lost without saying so."""

from decimal import Decimal

import pytest

from cycles.proposals.merging import Changed, merged, stamp
from cycles.proposals.models import InnovationProposal
from cycles.yields.models import YieldOutcome

NAMES = ("gain_for", "loss", "needs_ai")


def row(**fields: object) -> InnovationProposal:
    return InnovationProposal(**{"gain_for": "de aanvrager", "loss": "", **fields})  # type: ignore[arg-type]


def test_only_what_was_changed_is_written() -> None:
    seen = stamp(row(), NAMES)
    typed = {"gain_for": "de aanvrager", "loss": "tijd", "needs_ai": False}
    assert merged(row(), typed, NAMES, seen) == {"loss": "tijd"}


def test_what_somebody_else_changed_in_another_field_stays() -> None:
    seen = stamp(row(), NAMES)
    now = row(gain_for="het team", needs_ai=True)
    typed = {"gain_for": "de aanvrager", "loss": "tijd", "needs_ai": False}
    assert merged(now, typed, NAMES, seen) == {"loss": "tijd"}


def test_two_texts_in_one_field_are_a_conflict_that_names_it() -> None:
    seen = stamp(row(), NAMES)
    now = row(gain_for="het team")
    with pytest.raises(Changed) as both:
        merged(now, {"gain_for": "iedereen", "loss": "tijd"}, NAMES, seen)
    assert both.value.names == ["gain_for"]
    assert both.value.row is now
    again = stamp(now, NAMES)
    assert merged(now, {"gain_for": "iedereen"}, NAMES, again) == {"gain_for": "iedereen"}


def test_the_same_words_twice_are_no_conflict() -> None:
    assert merged(row(loss="tijd"), {"loss": "tijd"}, NAMES, stamp(row(), NAMES)) == {}


@pytest.mark.parametrize("seen", ["", "x", "a.b.c.d.e", "\0"])
def test_without_a_stamp_nothing_that_stands_there_is_replaced(seen: str) -> None:
    with pytest.raises(Changed):
        merged(row(), {"gain_for": "iedereen"}, NAMES, seen)
    assert merged(row(), {"loss": "tijd"}, NAMES, seen) == {"loss": "tijd"}


def test_six_and_six_point_zero_are_one_number_and_nought_is_one() -> None:
    names = ("baseline",)
    seen = stamp(YieldOutcome(baseline=Decimal("6.00")), names)
    assert merged(YieldOutcome(baseline=Decimal("6")), {"baseline": Decimal("3")}, names, seen) == {
        "baseline": Decimal("3")
    }
    with pytest.raises(Changed):
        merged(YieldOutcome(baseline=Decimal("0")), {"baseline": Decimal("3")}, names, seen)
