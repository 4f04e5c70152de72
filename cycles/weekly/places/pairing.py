"""Who works with whom: duos that have a time together and meet each other as evenly as can be over a season. Pure.

Of all ways to make groups the choice has, in this order, the fewest people alone, the fewest groups of three, the
lowest sum of squares of how often people have met, groups of three that rotate, and repeats as far apart as can be.
What is left of equals follows the circle method of a round-robin, so that a steady team needs no luck: each week is
one round of it, and after as many rounds as there are colleagues everybody has met everybody.

Exact up to EXACT people, by dynamic programming over who is not yet in a group. Above that the better of two starts,
improved by swapping between two groups until nothing helps, at most ROUNDS times over all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, combinations

EXACT = 12
ROUNDS = 12
HORIZON = 16  # weeks: the longest season

_FIELD = 24  # bits of each part of a cost
type Cost = int
type Group = tuple[int, ...]


@dataclass
class Met:
    """Earlier weeks of the season, as numbers of weeks."""

    weeks: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # of two people, the lower id first
    threes: dict[int, int] = field(default_factory=dict)  # how often somebody was in a group of three

    def add(self, members: Iterable[int], week: int) -> None:
        group = sorted(members)
        for two in combinations(group, 2):
            self.weeks.setdefault(two, []).append(week)
        if len(group) > 2:
            for person in group:
                self.threes[person] = self.threes.get(person, 0) + 1


def groups(
    people: Sequence[int], free: Mapping[int, int], met: Met, week: int, team: Sequence[int] = ()
) -> tuple[list[list[int]], list[int]]:
    """Groups of two or three, and who has a time with nobody.

    free: the possible starts of each person as bits; a group has at least one in common. week: of the season.
    team: everybody, also who is away this week; their places in the round-robin stay the same.
    """
    making = _Making(sorted(people), free, met, week, sorted(team or people))
    found = making.exactly(tuple(making.people)) if len(people) <= EXACT else making.nearly()
    made = sorted([sorted(group) for group in found], key=lambda group: (len(group) == 1, group))
    return [group for group in made if len(group) > 1], [group[0] for group in made if len(group) == 1]


class _Making:
    def __init__(
        self, people: list[int], free: Mapping[int, int], met: Met, week: int, team: Sequence[int]
    ) -> None:
        self.people = people
        self._free, self._met, self._week = free, met, week
        self._rank = {person: number for number, person in enumerate(team)}
        self._rounds = max(len(team) - 1 + len(team) % 2, 1)
        self.cost = cache(self._cost)

    def _cost(self, group: Group) -> Cost | None:
        """What a group costs, in the order of the rules; None when it has no common time. Costs add up."""
        if len(group) == 1:
            return _sum(1, 0, 0, 0, 0, 0)
        common = -1
        for person in group:
            common &= self._free[person]
        if not common:
            return None
        squares = repeats = turn = 0
        for one, other in combinations(group, 2):
            before = self._met.weeks.get((one, other) if one < other else (other, one), ())
            squares += 2 * len(before) + 1  # how much the square of their number rises
            repeats += max(0, HORIZON - self._week + before[-1]) ** 2 if before else 0
            turn += (self._round(one, other) - self._week) % self._rounds
        if len(group) == 2:
            return _sum(0, 0, squares, 0, repeats, turn)
        threes = sum(2 * self._met.threes.get(person, 0) + 1 for person in group)
        return _sum(0, 1, squares, threes, repeats, turn)

    def _round(self, one: int, other: int) -> int:
        """In which round of a round-robin two people meet: the last of an even number stays, the others turn."""
        a, b = sorted((self._rank[one], self._rank[other]))
        return (2 * a if b == self._rounds else a + b) % self._rounds

    # Exactly --------------------------------------------------------------------------------------

    def exactly(self, people: Group) -> list[Group]:
        """The cheapest groups of a few people; of equals the first, with who comes first in the smallest group."""
        if len(people) % 2 == 0:  # nothing is cheaper than everybody in a duo
            found = self._solved(people, 2)
            if all(len(group) == 2 for group in found):
                return found
        return self._solved(people, 3)

    def _solved(self, people: Group, largest: int) -> list[Group]:
        best: dict[int, tuple[Cost, Group]] = {0: (0, ())}

        def solve(left: int) -> Cost:
            if left in best:
                return best[left][0]
            first, *rest = (n for n in range(len(people)) if left >> n & 1)
            top: tuple[Cost, Group] | None = None
            for chunk in chain.from_iterable(combinations(rest, size) for size in range(largest)):
                members = (first, *chunk)
                cost = self.cost(tuple(people[n] for n in members))
                if cost is not None and (top is None or cost < top[0]):
                    cost += solve(left & ~sum(1 << n for n in members))
                    if top is None or cost < top[0]:
                        top = cost, members
            assert top
            best[left] = top
            return top[0]

        left = (1 << len(people)) - 1
        solve(left)
        found = []
        while left:
            members = best[left][1]
            found.append(tuple(people[n] for n in members))
            left &= ~sum(1 << n for n in members)
        return found

    # Nearly ---------------------------------------------------------------------------------------

    def nearly(self) -> list[Group]:
        """From two starts: this week's round of the round-robin, and whoever met least. The better one counts."""
        pairs = [
            (cost, pair) for pair in combinations(self.people, 2) if (cost := self.cost(pair)) is not None
        ]
        by_round = sorted(pairs, key=lambda one: ((self._round(*one[1]) - self._week) % self._rounds, *one))
        starts = [self._improved(self._greedily(order)) for order in (by_round, sorted(pairs))]
        return min(starts, key=lambda found: (self._total(found), sorted(found)))

    def _greedily(self, order: Iterable[tuple[Cost, Group]]) -> list[Group]:
        left = set(self.people)
        found = []
        for _cost, pair in order:
            if left.issuperset(pair):
                left.difference_update(pair)
                found.append(pair)
        return found + [(person,) for person in sorted(left)]

    def _improved(self, found: list[Group]) -> list[Group]:
        """Makes two groups anew together wherever that is cheaper, over and over: no worse, and soon no better."""
        for _round in range(ROUNDS):
            changed = False
            for one, other in combinations(range(len(found)), 2):
                if better := self._exchanged(found[one], found[other]):
                    found[one], found[other] = better
                    changed = True
            found = [group for group in found if group]
            if not changed:
                break
        return found

    def _exchanged(self, one: Group, other: Group) -> tuple[Group, Group] | None:
        """Two groups of the same people that cost less. An empty one: somebody alone joined the others."""
        if not one or not other:
            return None
        now = self._total((one, other))
        if len(one) == len(other) == 2:
            (a, b), (c, d) = one, other
            ways: list[tuple[Group, Group]] = [((a, c), (b, d)), ((a, d), (b, c))]
        else:
            ways = self._ways(tuple(sorted(one + other)))
        best = None
        for first, second in ways:
            costs = self.cost(_ordered(first)), self.cost(_ordered(second)) if second else 0
            if None not in costs and (total := sum(c for c in costs if c is not None)) < now:
                now, best = total, (_ordered(first), _ordered(second))
        return best

    def _ways(self, people: Group) -> list[tuple[Group, Group]]:
        """All ways to make one or two groups of at most three."""
        first, *rest = people
        found: list[tuple[Group, Group]] = []
        for size in range(3):
            for chunk in combinations(rest, size):
                others = tuple(p for p in rest if p not in chunk)
                if len(others) <= 3:
                    found.append(((first, *chunk), others))
        return found

    def _total(self, found: Iterable[Group]) -> Cost:
        return sum(self.cost(group) or 0 for group in found)


def _ordered(group: Group) -> Group:
    return tuple(sorted(group))


def _sum(*parts: int) -> Cost:
    """One number that compares as its parts do, and adds up as they do."""
    total = 0
    for part in parts:
        total = (total << _FIELD) + part
    return total
