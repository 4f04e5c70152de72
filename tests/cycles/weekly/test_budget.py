"""How a week is shortened until it fits somebody's budget (S4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.weekly.budget import FULL_WEEK, HARVEST_WEEK, fit
from cycles.weekly.models import Kind

ORDER = (Kind.PLANNING, Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE)


@pytest.mark.shows("S4", "W2")
@pytest.mark.parametrize(
    ("hours", "budget", "parts"),
    [
        (12, 45, (10, 15, 5, 15)),
        (20, 65, (15, 15, 5, 30)),
        (24, 80, (20, 20, 10, 30)),
        (36, 120, (20, 60, 10, 30)),
    ],
)
def test_the_weeks_of_the_settled_point(hours: int, budget: int, parts: tuple[int, ...]) -> None:
    own = fit(FULL_WEEK, budget)
    assert tuple(own[kind] for kind in ORDER) == parts, f"{hours} hours"


@pytest.mark.shows("S4")
def test_in_a_harvest_week_the_maandoogst_keeps_half_an_hour_and_the_leerwerkuur_may_go() -> None:
    own = fit(HARVEST_WEEK, 45)
    assert own == {Kind.PLANNING: 10, Kind.LEARNING_HOUR: 0, Kind.CHECK_IN: 5, Kind.MONTHLY_REVIEW: 30}


def test_a_day_of_work_in_a_harvest_week_still_has_a_weekstart() -> None:
    """Half an hour for the Maandoogst is not there; what does fit stays."""
    own = fit(HARVEST_WEEK, 25)
    assert own == {Kind.PLANNING: 10, Kind.LEARNING_HOUR: 0, Kind.CHECK_IN: 5, Kind.MONTHLY_REVIEW: 0}


@pytest.mark.shows("S4", "W2")
@given(
    st.dictionaries(st.sampled_from(ORDER), st.integers(1, 24).map(lambda n: n * 5), min_size=1),
    st.integers(0, 40).map(lambda n: n * 5),
)
def test_a_week_fits_and_nothing_that_fits_is_left_out(minutes: dict[Kind, int], budget: int) -> None:
    own = fit(minutes, budget)
    assert sum(own.values()) <= budget
    assert all(0 <= own[kind] <= minutes[kind] for kind in minutes)
    if sum(minutes.values()) <= budget:
        assert own == minutes
    # The smallest part of what dropped out is never more than fifteen minutes.
    assert all(own[kind] or budget - sum(own.values()) < min(15, minutes[kind]) for kind in minutes)
