"""What a long test counted, printed at the end of the run: the sum over its parts, wherever they ran."""

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

Figure = Callable[[str, int], None]
MARK = "figure: "


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """`figure("person-weeks", 500)`: counts towards the line "person-weeks: 10,000"."""

    def count(name: str, number: int) -> None:
        record_property(MARK + name, number)

    return count


def totals(reports: Iterable[pytest.TestReport]) -> dict[str, int]:
    """Name -> sum, in the order in which the names came first."""
    found: Counter[str] = Counter()
    for report in reports:
        if report.when == "teardown":  # the properties stand in each of the three reports of a test
            for name, number in report.user_properties:
                if name.startswith(MARK):
                    assert isinstance(number, int)
                    found[name.removeprefix(MARK)] += number
    return dict(found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report
        for group in terminalreporter.stats.values()
        for report in group
        if isinstance(report, pytest.TestReport)
    ]
    counted = totals(reports)
    if counted:
        terminalreporter.section("figures")
        for name, number in counted.items():
            terminalreporter.line(f"{name}: {number:,}")
