"""Calendar files made to exhaust us, and the fullest that are read: each is refused or read within a second."""

from time import process_time

from tests.benchmarks.measured import Counted
from tests.teams.agenda.test_bombs import BOMBS, FULL, MONDAY, ONE, ZONE, calendar, outcome, read


def bench(rounds: int, scale: float) -> list[Counted]:
    read(calendar(ONE), MONDAY, ZONE)  # the names of zones are looked up once in the life of a process
    took = {name: _seconds(make(), rounds) for name, make in (BOMBS | FULL).items()}
    slowest = max(took, key=lambda name: took[name])
    return [Counted(f"calendar file: the slowest of {len(took)} shapes ({slowest})", took[slowest], 1, "s")]


def _seconds(data: bytes, rounds: int) -> float:
    """The least of some runs: a busy machine only ever adds."""
    found = []
    for _ in range(rounds):
        start = process_time()
        outcome(data)
        found.append(process_time() - start)
    return min(found)
