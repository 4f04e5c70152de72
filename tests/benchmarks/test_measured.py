"""A verdict only where the figures allow one."""

import pytest

from tests.benchmarks.measured import Counted, Measured, Table, in_pairs


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        (((2.0, 1.0),) * 5, "met"),
        (((4.0, 1.0),) * 5, "MISSED"),
        (((2.0, 1.0),) * 4, "too few"),
        ((*((2.0, 1.0),) * 4, (2.0, 2.1)), "unsteady"),
        ((*((2.0, 1.0),) * 4, (9.0, 1.0)), "met"),  # the median: one hitch decides nothing
    ],
)
def test_the_verdict(pairs: tuple[tuple[float, float], ...], verdict: str) -> None:
    assert Measured("", pairs, limit=3).verdict == verdict


def test_the_table_tells_what_missed() -> None:
    table = Table([Counted("queries", 9, 8, "queries"), Measured("a page", ((0.03, 0.01),) * 5, 5)])
    assert table.missed
    assert "3.00 (3.00 to 3.00)" in table.text()
    assert table.text().count("MISSED") == 1


def test_both_sides_run_in_every_round_after_their_own_beginning() -> None:
    done: list[str] = []
    pairs = in_pairs(
        lambda: done.append("ours"),
        lambda: done.append("bare"),
        rounds=6,
        before=lambda: done.append("before"),
        before_bare=lambda: done.append("before bare"),
    )
    assert len(pairs) == 6
    steps = [done[n : n + 2] for n in range(0, len(done), 2)]
    assert sorted(steps) == [["before", "ours"]] * 6 + [["before bare", "bare"]] * 6
    assert {tuple(done[n : n + 4 : 2]) for n in range(0, 24, 4)} == {
        ("before", "before bare"),
        ("before bare", "before"),
    }
