"""When no place has everybody: at most three places in turn, so that nobody misses more than two weeks running (W3).

Pure. People are bits of a whole number, as in grid.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import reduce
from itertools import product
from operator import or_

LONGEST = 3  # places in turn: a fourth would leave somebody who needs one of them three weeks without
LIMIT = 16  # places that are tried in every order; a team of ordinary size has fewer that differ
BEST = 12  # of those, so many with the fewest misses; the others reach whom these do not


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """One place of the rotation: a day of the week (0 = Monday) and a local time."""

    weekday: int
    starts: time


@dataclass(frozen=True, slots=True)
class Rotation:
    """turns: one to three, week after week, then from the front; empty when no rotation reaches everybody.

    misses: over all weeks looked at, of everybody together. left_out: ids of who would still miss more than two
    running in the best there is; empty when there are turns.
    """

    turns: tuple[Turn, ...]
    misses: int
    left_out: tuple[int, ...] = ()


type Presence = Sequence[int | None]


def rotation(places: Mapping[Turn, Presence], works: Sequence[int]) -> tuple[tuple[Turn, ...], int, int]:
    """The turns, the misses and who is left out (0: nobody), for weeks in which `works` says who takes part.

    places: per week who is there; None where the day is a holiday: that week has its own decision, so it makes nobody's
    run longer, but it counts as missed by all, or a rotation would look for holidays. The best leaves out the fewest,
    then has the fewest misses, then the fewest places, then the ones that were named first.
    """
    chosen = _narrowed(places, works)
    ways = sorted(
        (_misses([chosen[turn] for turn in turns], works), len(set(turns)), number, turns)
        for size in range(1, LONGEST + 1)
        for number, turns in enumerate(product(chosen, repeat=size))
    )
    best: tuple[int, int, tuple[Turn, ...], int] | None = None
    for misses, _places, _number, turns in ways:
        left = _left_out([chosen[turn] for turn in turns], works)
        if not left:
            return turns, misses, 0
        if best is None or left.bit_count() < best[0]:
            best = left.bit_count(), misses, turns, left
    return (best[2], best[1], best[3]) if best else ((), 0, reduce(or_, works, 0))


def _misses(order: Sequence[Presence], works: Sequence[int]) -> int:
    return sum((here & ~(order[week % len(order)][week] or 0)).bit_count() for week, here in enumerate(works))


def _left_out(order: Sequence[Presence], works: Sequence[int]) -> int:
    """Who would miss more than two running; weeks without work for them do not count."""
    once = twice = left = 0
    for week, here in enumerate(works):
        present = order[week % len(order)][week]
        if present is None:
            continue
        away, met = here & ~present, here & present
        left |= twice & away
        twice = (twice & ~met) | (once & away)
        once = (once & ~met) | away
    return left


def _narrowed(places: Mapping[Turn, Presence], works: Sequence[int]) -> dict[Turn, Presence]:
    """Without those that another place equals or beats in every week; at most LIMIT."""
    kept: dict[Turn, Presence] = {}
    for turn, presence in places.items():
        if any(_beats(other, presence) for other in kept.values()):
            continue
        kept = {one: other for one, other in kept.items() if not _beats(presence, other)}
        kept[turn] = presence
    if len(kept) <= LIMIT:
        return kept
    order = sorted(kept, key=lambda turn: _misses([kept[turn]], works))
    few, rest = order[:BEST], order[BEST:]
    while rest and len(few) < LIMIT:
        reached = _reached(kept[turn] for turn in few)
        few.append(max(rest, key=lambda turn: (_reached([kept[turn]]) & ~reached).bit_count()))
        rest.remove(few[-1])
    return {turn: kept[turn] for turn in kept if turn in few}


def _beats(one: Presence, other: Presence) -> bool:
    """Whether it is skipped in the same weeks and always has at least the same people."""
    return all(
        (a is None and b is None) or (a is not None and b is not None and not b & ~a)
        for a, b in zip(one, other, strict=True)
    )


def _reached(presences: Iterable[Presence]) -> int:
    return reduce(or_, (present or 0 for presence in presences for present in presence), 0)
