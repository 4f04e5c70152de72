"""A people file as a table, whatever a personnel system made of it.

`read(data, filename)` gives the rows under the row with column names. Cells of a workbook keep their type;
cells of a text file are text. Row numbers are those that a spreadsheet shows beside the row.
"""

import json
import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_noop as _

from teams.intake.columns import recognise
from teams.intake.sentences import Sentence, say

type Cell = str | int | float | bool | date | datetime | time | None
type Grid = list[tuple[int, list[Cell]]]  # (row number, cells), without the empty rows

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
HEADER_WITHIN = 30  # rows


class Unreadable(Exception):
    """This file cannot be read as a table; `sentence` says why and what now."""

    def __init__(self, text: str, /, **values: str | int | Sentence) -> None:
        super().__init__(text)
        self.sentence = say(text, **values)


@dataclass(frozen=True, slots=True)
class Facts:
    """What we noticed while reading, for the page."""

    kind: str = "csv"  # or "xlsx"
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 1
    rows: int = 0
    empty_below: int = 0  # empty rows after the last row with something in it
    empty_between: int = 0
    totals_below: int = 0  # lines such as "Totaal: 30"


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    cells: tuple[Cell, ...]  # as many as there are headers
    surplus: int = 0  # filled cells beyond the last column: a separator too many


@dataclass(frozen=True, slots=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Line, ...]
    facts: Facts = field(default_factory=Facts)

    def only(self, columns: Sequence[int]) -> "Table":
        """The same table with other columns emptied; places stay, so a mapping keeps its meaning."""
        kept = set(columns)
        rows = tuple(
            Line(row.number, tuple(c if i in kept else None for i, c in enumerate(row.cells)), row.surplus)
            for row in self.rows
        )
        return Table(self.headers, rows, self.facts)

    def example(self, column: int) -> Cell:
        """The first value of a column."""
        return next((row.cells[column] for row in self.rows if row.cells[column] is not None), None)

    def pack(self) -> bytes:
        """Compressed JSON; `unpack` is its way back."""
        stored = {
            "headers": self.headers,
            "rows": [[row.number, row.surplus, *map(_to_json, row.cells)] for row in self.rows],
            "facts": asdict(self.facts),
        }
        return zlib.compress(json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode(), 3)

    @classmethod
    def unpack(cls, packed: bytes) -> "Table":
        stored = json.loads(zlib.decompress(packed))
        rows = tuple(
            Line(number, tuple(map(_from_json, cells)), surplus) for number, surplus, *cells in stored["rows"]
        )
        return cls(tuple(stored["headers"]), rows, Facts(**stored["facts"]))


def read(data: bytes, filename: str) -> Table:
    """The table in a file. Raises Unreadable, and nothing else, for whatever bytes."""
    # Both readers need the words of this module.
    from teams.intake import delimited, workbook

    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable(_("Dit bestand is leeg. Maak de export opnieuw en kies dat bestand."))
    if len(data) > MAX_BYTES:
        raise Unreadable(
            _("Dit bestand is groter dan %(limit)s MB. Splits het in stukken en lees die na elkaar in."),
            limit=MAX_BYTES // 1024 // 1024,
        )
    grid, facts = (workbook if workbook.is_one(data) else delimited).grid(data, filename)
    return from_grid(grid, facts)


def from_grid(grid: Grid, facts: Facts) -> Table:
    """The table in a grid of cells: finds the row with names, drops empty columns and lines with totals."""
    if not grid:
        raise Unreadable(_("In dit bestand staan geen gegevens. Maak de export opnieuw en kies dat bestand."))
    top, bottom = _header_block(grid)
    header_row = grid[bottom][0]
    below = grid[bottom + 1 :]
    totals = 0
    while below and _is_total(below[-1][1]):
        below = below[:-1]
        totals += 1
    if not below:
        raise Unreadable(
            _("In dit bestand staan alleen kolomnamen, geen mensen. Maak de export opnieuw."),
        )
    if len(below) > MAX_ROWS:
        raise Unreadable(
            _("Dit bestand heeft meer dan %(limit)s rijen. Splits het en lees de stukken na elkaar in."),
            limit=MAX_ROWS,
        )
    names = _names(grid, top, bottom)
    filled = {i for _number, cells in below for i, cell in enumerate(cells) if cell is not None}
    width = _width(names)
    if facts.kind == "xlsx":
        # A workbook has no separators to get wrong: beside the table stands a column that nobody named.
        width = max(width, *(i + 1 for i in filled))
        names += [""] * (width - len(names))
    columns = [i for i in range(width) if names[i] or i in filled]
    if len(columns) < 2:
        raise Unreadable(_ONE_COLUMN)
    headers = _distinct([names[i] or f"Kolom {_letters(i)}" for i in columns])
    rows = tuple(_line(number, cells, columns, width) for number, cells in below)
    last = below[-1][0]
    between = last - header_row - len(below)
    facts = Facts(
        **asdict(facts)
        | {
            "header_row": header_row,
            "rows": len(rows),
            "empty_between": max(0, between),
            "totals_below": totals,
        }
    )
    return Table(headers, rows, facts)


def clean(text: str) -> str | None:
    """Text without what exports leave: odd spaces, invisible characters, Excel's ="text". None when empty."""
    text = unicodedata.normalize("NFC", text)
    text = _ODD_SPACE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _INVISIBLE.sub("", text).strip()
    if found := _TEXT_FORMULA.fullmatch(text):
        text = found[1].strip()
    return text or None


def looks_like_data(cell: Cell) -> bool:
    """A number, a date or an address: something that does not stand in a row of names."""
    if cell is None:
        return False
    if not isinstance(cell, str):
        return True
    return bool(_DATA.search(cell))


_ONE_COLUMN = _(
    "We vinden maar één kolom. Kies bij de export een puntkomma of komma tussen de kolommen, of Excel."
)
_ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v\f]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_DATA = re.compile(r"\S@\S|^[\d.,:/\-\s]*\d[\d.,:/\-\s]*$")
_TOTAL = re.compile(
    r"\s*(totaal|total|aantal|einde|end of|gegenereerd|generated|datum export)\b", re.IGNORECASE
)


def _header_block(grid: Grid) -> tuple[int, int]:
    """(first, last) index of the rows with names: one row, or a few when cells were merged."""
    head = grid[:HEADER_WITHIN]
    scores = [
        len({f for cell in cells if isinstance(cell, str) and (f := recognise(cell))}) for _n, cells in head
    ]
    best = scores.index(max(scores))
    if scores[best] < 2:
        best = _plain_header(head)
    bottom = best
    while (
        bottom + 1 < len(head)
        and scores[bottom + 1] >= 1
        and not any(looks_like_data(cell) for cell in head[bottom + 1][1])
    ):
        bottom += 1
    top = best
    while top > 0 and best - top < 2 and _filled(head[top - 1][1]) >= 2 and not _has_data(head[top - 1][1]):
        top -= 1
    return top, bottom


def _plain_header(head: Grid) -> int:
    """The first row of words only that is about as wide as the table, when no name is known to us."""
    widest = max(_filled(cells) for _n, cells in head)
    if widest < 2:
        raise Unreadable(_ONE_COLUMN)
    for index, (_number, cells) in enumerate(head):
        if _filled(cells) * 2 >= widest and _filled(cells) >= 2:
            if _has_data(cells):
                break
            return index
    raise Unreadable(
        _("We vinden geen rij met kolomnamen. Zet boven elke kolom een naam, zoals Achternaam of E-mail.")
    )


def _names(grid: Grid, top: int, bottom: int) -> list[str]:
    """A name for each column. A merged cell leaves its name in the first row or column that it covers."""
    block = [cells for _number, cells in grid[top : bottom + 1]]
    width = max(len(cells) for cells in block)
    rows = [[_one_line(cells[i]) if i < len(cells) else "" for i in range(width)] for cells in block]
    names = list(rows[-1])
    for i in range(width):
        if not names[i]:
            names[i] = next((row[i] for row in reversed(rows[:-1]) if row[i]), "")
    if len(rows) > 1:
        # "van | tot | van | tot" under "maandag | | dinsdag |": the word above tells them apart.
        group, above = "", rows[-2]
        for i in range(width):
            group = above[i] or group
            if group and names[i] and rows[-1][i] and rows[-1].count(rows[-1][i]) > 1:
                names[i] = f"{group} {names[i]}"
    return names


def _line(number: int, cells: list[Cell], columns: Sequence[int], width: int) -> Line:
    values = tuple(cells[i] if i < len(cells) else None for i in columns)
    return Line(number, values, sum(cell is not None for cell in cells[width:]))


def _distinct(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        again = seen[name.casefold()]
        distinct.append(f"{name} ({again})" if again > 1 else name)
    return tuple(distinct)


def _is_total(cells: list[Cell]) -> bool:
    first = next((cell for cell in cells if cell is not None), None)
    return isinstance(first, str) and _filled(cells) <= 2 and bool(_TOTAL.match(first))


def _filled(cells: list[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def _has_data(cells: list[Cell]) -> bool:
    return any(looks_like_data(cell) for cell in cells)


def _one_line(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _width(names: list[str]) -> int:
    """Up to and including the last column with a name; what stands beyond it is surplus, not a column."""
    return max((i + 1 for i, name in enumerate(names) if name), default=0)


def _letters(column: int) -> str:
    """0 -> A, 26 -> AA: as a spreadsheet names it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _to_json(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    return cell


def _from_json(stored: Any) -> Cell:
    if not isinstance(stored, dict):
        return stored  # type: ignore[no-any-return]
    kind, text = next(iter(stored.items()))
    if kind == "datetime":
        return datetime.fromisoformat(text)
    return date.fromisoformat(text) if kind == "date" else time.fromisoformat(text)
