"""The long forms of tests run in `make full` and never by accident in `make test`."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def runs(target: str) -> list[str]:
    """The pytest lines that a make target would run."""
    said = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if "-m pytest" in line]


@pytest.mark.parametrize("target", ["test", "fast"])
def test_the_daily_runs_leave_the_long_forms_out(target: str):
    assert runs(target)
    assert all(re.search(r'-m "not full\b', line) for line in runs(target))


def test_the_full_run_leaves_nothing_out_on_postgresql_and_runs_on_sqlite_too():
    first, second = runs("full")
    assert not re.search(r' -m "', first)
    assert "--sqlite" in second
    # The long forms are about calendars, widths and languages: what the other database needs is marked.
    assert '"not postgres and (embedded or not full)"' in second


def test_the_daily_run_passes_on_both_databases():
    assert [("--sqlite" in line) for line in runs("test")] == [False, True]


def test_no_run_keeps_a_database_of_an_earlier_one():
    assert "--reuse-db" not in (ROOT / "Makefile").read_text() + (ROOT / "pyproject.toml").read_text()
