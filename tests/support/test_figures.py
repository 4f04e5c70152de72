"""What long tests count is added up over their parts."""

import pytest

from tests.support.figures import MARK, totals


def report(when: str, *properties: tuple[str, object]) -> pytest.TestReport:
    return pytest.TestReport(
        "a",
        ("a", 1, "a"),
        {},
        "passed",
        None,
        when,
        user_properties=list(properties),  # type: ignore[arg-type]
    )


def test_each_part_counts_once_and_other_properties_do_not() -> None:
    one, other = (MARK + "weeks", 500), ("color", "red")
    parts = [report(when, one, other) for when in ("setup", "call", "teardown")]
    assert totals([*parts, *parts]) == {"weeks": 1000}
    assert totals([]) == {}
