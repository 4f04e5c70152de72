"""What the daily run leaves to the full one, and that what belongs together stays on one worker."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.turns import full, one_in

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_of_so_many_is_daily_and_the_others_keep_their_values_and_names() -> None:
    cases = one_in(3, ["a", "b", pytest.param("c", 3, id="third"), "d"])
    assert cases[0] == "a"
    assert cases[3] == "d"
    assert cases[2].values == ("c", 3)
    assert cases[2].id == "third"
    assert [[mark.name for mark in case.marks] for case in cases[1:3]] == [["full"], ["full"]]
    assert full("x").values == ("x",)


@pytest.fixture
def run_of(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """What two workers make of such a file, in the way of `make test`."""

    def run(text: str, *more: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_probe.py").write_text(text)
        words = re.search(r"-n 2 --dist loadgroup\S*( --\S+)*", (ROOT / "Makefile").read_text())
        assert words
        return subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-v", *words.group().split(), "--noconftest"),
                *("-c", str(ROOT / "pyproject.toml"), "-o", "addopts=-p tests.support.turns -p no:django"),
                *(*more, str(tmp_path)),
            ],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
            check=False,
        )

    return run


def ran(told: str) -> list[tuple[str, str]]:
    """(worker, test), in the order of ending."""
    return re.findall(r"^\[(gw\d)\].* PASSED .*::(\S+?)(?:@\S+)?\s*$", told, re.MULTILINE)


def test_what_is_in_one_group_runs_on_one_worker(run_of: Callable[..., Any]) -> None:
    """Between releases of pytest and of its plugin this stopped once, without a word: everything was loaded twice."""
    run = run_of(
        "import pytest, time\n"
        '@pytest.mark.xdist_group("together")\n'
        '@pytest.mark.parametrize("n", range(6))\n'
        "def test_one(n): time.sleep(0.1)\n"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    workers = [worker for worker, _test in ran(run.stdout)]
    assert len(workers) == 6
    assert len(set(workers)) == 1


def test_a_large_group_waits_for_its_turn(run_of: Callable[..., Any]) -> None:
    """By itself the plugin begins with the largest: tests that empty the tables came before those that read them."""
    run = run_of(
        "import pytest, time\n"
        '@pytest.mark.parametrize("n", range(6))\n'
        "def test_first(n): time.sleep(0.1)\n"
        '@pytest.mark.xdist_group("together")\n'
        '@pytest.mark.parametrize("n", range(6))\n'
        "def test_later(n): time.sleep(0.1)\n"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    names = [test.split("[")[0] for _worker, test in ran(run.stdout)]
    assert names[:4] == ["test_first"] * 4
    assert names[-4:] == ["test_later"] * 4


def test_what_empties_the_tables_comes_after_what_reads_them_and_the_longest_first(
    run_of: Callable[..., Any],
) -> None:
    run = run_of(
        "import pytest\n"
        '@pytest.mark.xdist_group("mixed")\n'
        "@pytest.mark.django_db\n"
        "def test_reads(): pass\n"
        '@pytest.mark.xdist_group("mixed")\n'
        "@pytest.mark.django_db(transaction=True)\n"
        "def test_empties(): pass\n"
        "@pytest.mark.django_db\n"
        "def test_counts(): pass\n"
        "def test_opens_nothing(): pass\n"
        "@pytest.mark.django_db(transaction=True)\n"
        "def test_short(): pass\n"
        "@pytest.mark.long\n"
        "@pytest.mark.django_db(transaction=True)\n"
        "def test_of_a_year(): pass\n",
        *("--collect-only", "-n", "0"),
    )
    assert re.findall(r"<Function (\w+)>", run.stdout) == [
        "test_counts",
        "test_of_a_year",
        "test_short",
        "test_reads",
        "test_empties",
        "test_opens_nothing",
    ]
