"""The only way to a figure about a group: of five people or more, and never one from which four or fewer can be worked
out (W9, S18)."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

K = 5  # people; the least that a figure counts, and the least that it may leave out


@dataclass(frozen=True, slots=True)
class Group[Value]:
    """Some people and what there is to tell of them. `size` is how many there were when the figure was frozen, and
    `least` how many there had to be: neither changes afterwards, so no later look tells more than the first."""

    name: str
    size: int
    value: Value
    least: int = K

    @property
    def is_shown(self) -> bool:
        return self.size >= max(self.least, K)


@dataclass(frozen=True, slots=True)
class Figures[Value]:
    """Groups that nobody is in twice. The total is told only when every group is shown, or when what it tells beside
    them is about five people or more.

    A group of nobody is not nothing: its value can be of people who were not there long enough to be counted.
    """

    groups: tuple[Group[Value], ...]

    @property
    def shown(self) -> list[Group[Value]]:
        return [group for group in self.groups if group.is_shown]

    @property
    def hidden(self) -> list[Group[Value]]:
        """Without their values: for the words that say why."""
        return [group for group in self.groups if not group.is_shown]

    @property
    def left_out(self) -> int:
        return sum(group.size for group in self.hidden)

    @property
    def has_total(self) -> bool:
        least = max((group.least for group in self.groups), default=K)
        return bool(self.shown) and (not self.hidden or self.left_out >= max(least, K))


def figures[Value](groups: Iterable[Group[Value]]) -> Figures[Value]:
    return Figures(tuple(groups))


def counted(number: int, of: int, least: int = K) -> int | None:
    """So many of a group; None when it would count, or leave out, one to four people."""
    least = max(least, K)
    return number if all(some == 0 or some >= least for some in (number, of - number)) else None


Blocks = Mapping[int, Set[int]]


def carried(blocks: Blocks, present: Set[int], order: Sequence[int], least: int = K) -> dict[int, set[int]]:
    """Who is still counted when some people left, by block; never fewer than five leave a block at a time, and never
    fewer than five stay in it.

    Two figures of one group beside each other would tell of whoever left in between. So somebody who leaves takes
    others of their block along, the first in `order`, until five went; a block of which fewer than five would stay goes
    as a whole. Who went is not counted again in the same series. People of one block are therefore always counted, or
    left out, five or more together, and no sum or difference of figures is about fewer.
    """
    least = max(least, K)
    kept: dict[int, set[int]] = {}
    for block, people in blocks.items():
        stay = set(people & present)
        gone = len(people) - len(stay)
        if gone:
            along = [one for one in order if one in stay][: max(0, least - gone)]
            stay -= set(along)
        kept[block] = stay if len(stay) >= least else set()
    return kept
