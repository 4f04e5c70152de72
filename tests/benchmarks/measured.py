"""What a benchmark measured: each figure beside a bare baseline of the same run, as a ratio of processor time.

Processor time of this process, because it stays the same while others use the machine; a ratio of one run,
because the same code is up to twice as fast at one hour as at another.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import median
from time import process_time

LEAST = 5  # pairs; with fewer there is no verdict
UNSTEADY = 2.0  # a baseline that varies more than this tells nothing


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table: our seconds and the baseline's, pair by pair."""

    what: str
    pairs: tuple[tuple[float, float], ...]
    limit: float  # of the ratio
    note: str = ""

    @property
    def ratios(self) -> list[float]:
        return [ours / bare for ours, bare in self.pairs]

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def ours(self) -> float:
        return median(ours for ours, _ in self.pairs)

    @property
    def bare(self) -> float:
        return median(bare for _, bare in self.pairs)

    @property
    def verdict(self) -> str:
        bare = [bare for _, bare in self.pairs]
        if len(self.pairs) < LEAST:
            return "too few"
        if max(bare) > UNSTEADY * min(bare):
            return "unsteady"
        return "met" if self.ratio <= self.limit else "MISSED"


@dataclass(frozen=True, slots=True)
class Counted:
    """One line that needs no baseline: a number of queries, or the seconds that the issue names."""

    what: str
    figure: float
    limit: float
    unit: str

    @property
    def verdict(self) -> str:
        return "met" if self.figure <= self.limit else "MISSED"


@dataclass
class Table:
    lines: list[Measured | Counted] = field(default_factory=list)

    def text(self) -> str:
        rows = [("what", "ours", "bare", "ratio (least to most)", "limit", "")]
        for line in self.lines:
            if isinstance(line, Counted):
                rows.append(
                    (
                        line.what,
                        f"{line.figure:,.1f} {line.unit}",
                        "",
                        "",
                        f"{line.limit:,.0f} {line.unit}",
                        line.verdict,
                    )
                )
            else:
                spread = f"{line.ratio:.2f} ({min(line.ratios):.2f} to {max(line.ratios):.2f})"
                rows.append(
                    (line.what, _short(line.ours), _short(line.bare), spread, f"{line.limit:g}", line.verdict)
                )
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    @property
    def missed(self) -> bool:
        return any(line.verdict == "MISSED" for line in self.lines)


def in_pairs(
    ours: Callable[[], object],
    bare: Callable[[], object],
    *,
    rounds: int,
    before: Callable[[], object] = lambda: None,
    before_bare: Callable[[], object] | None = None,
) -> tuple[tuple[float, float], ...]:
    """Runs both in random order, one round after another; what comes before a run is not measured."""
    random, pairs = Random(7), []
    setups = {ours: before, bare: before if before_bare is None else before_bare}
    for _ in range(rounds):
        took = {}
        for run in random.sample([ours, bare], 2):
            setups[run]()
            gc.collect()
            start = process_time()
            run()
            took[run] = process_time() - start
        pairs.append((took[ours], took[bare]))
    return tuple(pairs)


def _short(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{seconds * 1000:,.1f} ms"
