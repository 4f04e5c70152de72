"""What somebody with a pencil works out of the figures that they read: every sum and difference of them.

A figure tells the sum of some cells; a cell is about some people. Whoever adds and subtracts figures knows every
combination of them, the row space of a matrix. They know too much when a combination is about one to four people.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from fractions import Fraction
from itertools import chain

Cell = Hashable
FEW = 5  # people: fewer are known by name


def known_groups[C: Cell](
    figures: Iterable[Set[C]], people: Mapping[C, Set[int]], few: int = FEW
) -> list[frozenset[int]]:
    """Groups of one to `few` - 1 people about whom something can be worked out; [] is what should come out.

    figures: the cells that each figure adds up. people: whom each cell is about.
    """
    rows = {frozenset(cell for cell in figure if people[cell]) for figure in figures} - {frozenset()}
    # A figure of one cell is known; it goes off from all others, and they are smaller sums to look through.
    alone = {cell for row in rows if len(row) == 1 for cell in row}
    found = [frozenset(people[cell]) for cell in alone if len(people[cell]) < few]
    rest = [row - alone for row in rows if row - alone]
    matrix = [dict.fromkeys(row, Fraction(1)) for row in set(rest)]
    whole = rank(matrix)
    for group in _small_unions({cell for row in rest for cell in row}, people, few):
        inside = {cell for row in rest for cell in row if people[cell] <= group}
        # A combination that is about these cells only exists when leaving them out costs rank.
        if rank([{c: n for c, n in row.items() if c not in inside} for row in matrix]) < whole:
            found.append(group)
    return found


def _small_unions[C: Cell](cells: Iterable[C], people: Mapping[C, Set[int]], few: int) -> set[frozenset[int]]:
    """Every group of fewer than `few` people that is made of whole cells."""
    small = {frozenset(people[cell]) for cell in cells if 0 < len(people[cell]) < few}
    known, new = set(small), set(small)
    while new:
        new = {one | other for one in new for other in small if len(one | other) < few} - known
        known |= new
    return known


def rank[C: Cell](rows: Iterable[Mapping[C, Fraction | int]]) -> int:
    """By elimination, in exact numbers. Each row of the basis begins at its pivot, by one order of all cells: without
    that two rows can bring back each other's pivot for ever."""
    place: dict[C, int] = {}
    basis: dict[int, dict[int, Fraction]] = {}
    for given in rows:
        row = {
            place.setdefault(cell, len(place)): Fraction(number) for cell, number in given.items() if number
        }
        while row:
            pivot = min(row)
            if pivot not in basis:
                basis[pivot] = row
                break
            factor = row[pivot] / basis[pivot][pivot]
            cells = set(chain(row, basis[pivot]))
            row = {
                cell: left
                for cell in cells
                if (left := row.get(cell, Fraction(0)) - factor * basis[pivot].get(cell, Fraction(0)))
            }
    return len(basis)
