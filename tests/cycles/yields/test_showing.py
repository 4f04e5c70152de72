"""Expected beside measured: the numbers, the picture, and the words that say the same."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from cycles.yields.models import YieldOutcome
from cycles.yields.showing import rows, said
from lerendwerken.lib.drawing import bullet
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.questions.building import active_question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday(frozen: object) -> None:
    pass


def places(drawn: str) -> dict[str, float]:
    """Class of a part -> where it stands."""
    found = {name: float(x) for name, x in re.findall(r'<circle class="(\w+)" cx="([\d.]+)"', drawn)}
    goal = re.search(r'class="goal" d="M([\d.]+)', drawn)
    return found | ({"goal": float(goal[1])} if goal else {})


def test_the_bullet_is_drawn_as_in_the_drawing() -> None:
    """6, expected 3, measured 3,5: within one point of design/voorstel.html."""
    at = places(bullet(6, 3, 3.5, "Van 6 naar 3,5."))
    assert at == pytest.approx({"base": 233, "goal": 67, "actual": 95}, abs=1)
    at = places(bullet(40, 45, 42, ""))
    assert at["base"] < at["actual"] < at["goal"]


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ((6, 15, None), {"base", "goal"}),
        ((None, 15, None), {"goal"}),
        ((6, 6, 6), {"base", "goal", "actual"}),
        ((0, 0, 0), {"base", "goal", "actual"}),
        ((None, None, None), set()),
        ((-4, 1e9, 3), {"base", "goal", "actual"}),
    ],
)
def test_any_numbers_stay_inside_the_picture(
    numbers: tuple[float | None, float | None, float | None], parts: set[str]
) -> None:
    at = places(bullet(*numbers, "woorden"))
    assert set(at) == parts
    assert all(12 <= x <= 288 for x in at.values())


def test_the_words_of_a_picture_cannot_break_out() -> None:
    assert 'aria-label="&lt;b&gt; &quot;x&quot;"' in bullet(1, 2, 3, '<b> "x"')


@pytest.mark.parametrize(
    ("number", "words"), [("6.00", "6"), ("3.50", "3,5"), ("40", "40"), ("0", "0"), ("-2.25", "-2,25")]
)
def test_numbers_are_said_in_dutch(number: str, words: str) -> None:
    with translation.override("nl"):
        assert said(Decimal(number)) == words
    with translation.override("en"):
        assert said(Decimal(number)) == words.replace(",", ".")
    assert said(None) == ""


@pytest.mark.parametrize(
    ("fields", "value", "words"),
    [
        ({"baseline": 6, "target": 3}, "3.5", "Van 6 naar 3,5. Verwacht was 3."),
        ({"baseline": 6, "target": 15}, None, "Eerst 6. Verwacht: 15. Nog niet gemeten."),
        ({"baseline": 6, "target": None}, "7", "Van 6 naar 7."),
        ({"baseline": None, "target": None}, None, "Nog niet gemeten."),
    ],
)
def test_the_picture_is_said_in_words(
    cast: Cast, fields: dict[str, Any], value: str | None, words: str
) -> None:
    outcome = building.outcome(building.draft(cast.professional), **fields)
    if value:
        building.measured(outcome, value)  # type: ignore[arg-type]
    outcome.refresh_from_db()
    (row,) = rows([outcome])
    with translation.override("nl"):
        assert row.words == words
        assert bool(row.picture) is (fields["baseline"] is not None)
        assert words in (row.picture or words)


def test_the_last_measurement_is_the_actual_and_what_came_before_the_trial_is_not(cast: Cast) -> None:
    made = building.in_trial(cast.professional)
    outcome = made.yields.get()
    first = building.today(made)
    building.measured(outcome, 3, on=date(2026, 3, 2))
    building.measured(outcome, 1, on=first.replace(day=20))
    building.measured(outcome, 2, on=first)
    (row,) = rows(made.yields.all())
    assert [one.value for one in row.before] == [3]
    assert [one.value for one in row.measured] == [2, 1]
    assert row.actual == "1"


def test_a_name_says_what_is_counted_or_else_what_it_brings(cast: Cast) -> None:
    made = building.draft(cast.professional)
    counted = building.outcome(made, method="geteld aan de balie", measure_on=date(2026, 6, 12))
    (row,) = rows([counted])
    assert row.name == "Brieven die terugkomen, per maand"
    with translation.override("nl"):
        assert row.about == "meteen, geteld aan de balie, meting op 12 juni"
    (row,) = rows([building.outcome(made, measure="", unit="")])
    assert row.name == "Er komen minder brieven terug."


def test_a_yield_of_a_question_shows_in_the_same_way(cast: Cast) -> None:
    question = active_question(cast.professional)
    shown = rows(YieldOutcome.objects.filter(question=question))
    assert [row.actual for row in shown] == ["", ""]


@pytest.mark.parametrize("count", [1, 7])
def test_it_takes_two_queries(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    made = building.draft(cast.professional)
    for _ in range(count):
        building.measured(building.outcome(made), 2)
    with django_assert_num_queries(2):
        shown = rows(made.yields.all())
        assert [row.last.by and row.words for row in shown if row.last]
    assert len(shown) == count
