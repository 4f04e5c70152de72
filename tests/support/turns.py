"""What the daily run takes of a wide form, and what only `make full` does: always the same ones, so that a run says
the same as the one before it."""

from collections.abc import Iterable
from typing import Any

import pytest

# A flow is walked as most people do each day, and without a script as well in the full run. What a page says and
# posts without a script has its own tests by direct request.
SCRIPT = (
    pytest.param(True, id="with a script"),
    pytest.param(False, id="without a script", marks=pytest.mark.full),
)


def one_in(count: int, cases: Iterable[Any]) -> list[Any]:
    """Every so-many-th case each day, the others in the full run."""
    return [case if number % count == 0 else full(case) for number, case in enumerate(cases)]


def full(case: Any) -> Any:
    """A case for the full run only; a parameter set keeps its values, marks and id."""
    if hasattr(case, "marks"):
        return pytest.param(*case.values, marks=[*case.marks, pytest.mark.full], id=case.id)
    return pytest.param(case, marks=pytest.mark.full)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lerendwerken")
    group.addoption(
        "--one-in", type=int, default=1, metavar="N", help="every Nth test, and all marked embedded"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """After -m: the same ones in every run, spread over all files."""
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.timeout(3600))
    _in_turn(items)
    step = config.getoption("one_in")
    out = {
        item for number, item in enumerate(items) if number % step and not item.get_closest_marker("embedded")
    }
    if out:
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]


def _in_turn(items: list[pytest.Item]) -> None:
    """Tests that empty the tables run after all that count on what migrations put there: the longest first, so that
    the other worker does the rest meanwhile. A group begins where its first test stands, so one with both kinds
    would empty them too early: it comes last. Then what opens no database."""
    kinds: dict[str, set[bool]] = {}
    for item in items:
        if (group := _group(item)) and _opens_database(item):
            kinds.setdefault(group, set()).add(_empties_tables(item))

    def turn(item: pytest.Item) -> int:
        if not _opens_database(item):
            return 4
        if len(kinds.get(_group(item), ())) > 1:
            return 3
        if _empties_tables(item):
            return 1 if item.get_closest_marker("long") else 2
        return 0

    items.sort(key=turn)


def _group(item: pytest.Item) -> str:
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else ""


def _opens_database(item: pytest.Item) -> bool:
    return "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(
        marker and marker.kwargs.get("transaction")
    )
