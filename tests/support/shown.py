"""Which test shows which promise: `make shown` prints each id with the tests that carry it.

The ids stand in `@pytest.mark.shows("house-3", "TD7", "W2")`: a Done-when line of an issue, a goal of trust,
or a rule of the product.
"""

import contextlib
import io
import re
import sys
from collections import defaultdict

import pytest

ISSUES = ("house", "planner", "questions", "proposals", "outcomes", "delivery")
TRUST = ("TD", "TA", "TI", "TW", "TL", "TP", "TO")
RULES = ("W", "S", "AI", "B", "A", "E", "L", "P")
ORDER = [*(f"{issue}-" for issue in ISSUES), *TRUST, *RULES]
KNOWN = re.compile(rf"({'|'.join(ORDER)})(\d+)([a-z]?)")


class Collector:
    """A pytest plugin that remembers the marks, also of tests that this run would leave out."""

    def __init__(self) -> None:
        self.shown: dict[str, list[str]] = defaultdict(list)

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        test = item.nodeid.split("[")[0]
        for marker in item.iter_markers("shows"):
            for name in marker.args:
                if test not in self.shown[name]:
                    self.shown[name].append(test)


def position(name: str) -> tuple[int, int, str]:
    """Where an id stands: by issue, then trust, then rules, and by number. Unknown ones come last."""
    found = KNOWN.fullmatch(name)
    return (ORDER.index(found[1]), int(found[2]), found[3]) if found else (len(ORDER), 0, name)


def lines(shown: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {' '.join(shown[name])}" for name in sorted(shown, key=position)]


def unknown(shown: dict[str, list[str]]) -> list[str]:
    return sorted(name for name in shown if not KNOWN.fullmatch(name))


def main() -> int:
    collector = Collector()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        # Collecting needs no server, so none is looked for.
        outcome = pytest.main(["--collect-only", "-q", "--sqlite"], plugins=[collector])
    if outcome not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        print(said.getvalue(), file=sys.stderr)
        return int(outcome)
    print("\n".join(lines(collector.shown)))
    strange = unknown(collector.shown)
    if strange:
        print(f"These ids are not known: {', '.join(strange)}", file=sys.stderr)
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main())
