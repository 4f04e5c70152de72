"""The only way to a figure about a group: of five people or more, and never one from which four or fewer can be worked
out (W9, S18)."""

from collections.abc import Iterable
from dataclasses import dataclass

K = 5  # people; the least that a figure counts, and the least that it may leave out


@dataclass(frozen=True, slots=True)
class Group[Value]:
    """Some people and what there is to tell of them. `size` is the least there were at any time that the value is of:
    with one more or one fewer a week later nothing of that one can be worked out."""

    name: str
    size: int
    value: Value

    @property
    def is_shown(self) -> bool:
        return self.size >= K


@dataclass(frozen=True, slots=True)
class Figures[Value]:
    """Groups that nobody is in twice. The total is told only when what it tells beside the groups that are shown is
    about nobody, or about five people or more."""

    groups: tuple[Group[Value], ...]

    @property
    def shown(self) -> list[Group[Value]]:
        return [group for group in self.groups if group.is_shown]

    @property
    def hidden(self) -> list[Group[Value]]:
        """Without their values: for the words that say why."""
        return [group for group in self.groups if not group.is_shown and group.size]

    @property
    def left_out(self) -> int:
        return sum(group.size for group in self.hidden)

    @property
    def has_total(self) -> bool:
        return bool(self.shown) and (self.left_out == 0 or self.left_out >= K)


def figures[Value](groups: Iterable[Group[Value]]) -> Figures[Value]:
    return Figures(tuple(groups))
