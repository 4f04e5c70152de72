"""A table as a file that a spreadsheet opens: CSV and XLSX. What somebody typed never becomes a formula (TW5)."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | Decimal | date | None

# What a spreadsheet takes for the beginning of a formula, or skips before it looks: CVE reports name them all.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Table:
    title: str  # of the sheet
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def as_file(table: Table, kind: str) -> bytes:
    """KeyError for a kind that is not in KINDS."""
    return {"csv": as_csv, "xlsx": as_xlsx}[kind](table)


def as_csv(table: Table) -> bytes:
    """With semicolons and a byte order mark, as the spreadsheets of Dutch offices open it at a double click."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for row in (table.headings, *table.rows):
        writer.writerow([_plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(table: Table) -> bytes:
    """Words are cells of text, whatever they begin with; numbers and days keep their type."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.title))
    for row in (table.headings, *table.rows):
        sheet.append([_typed(sheet, cell) for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def safe(text: str) -> str:
    """With an apostrophe before what would be a formula; a spreadsheet shows the words."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    # Also behind what a program strips away before it looks.
    looked_at = clean.lstrip(" \u00a0\u200b\u200c\u200d\u2060\ufeff'\"")
    starts = clean.startswith(STARTS) or looked_at.startswith(STARTS)
    return f"'{clean}" if starts else clean


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f").replace(".", ",")
    return "" if cell is None else str(cell)


def _typed(sheet: Any, cell: Cell) -> object:
    if not isinstance(cell, str):
        return cell
    made = WriteOnlyCell(sheet, value=safe(cell))
    made.data_type = "s"
    return made


def _sheet_name(title: str) -> str:
    """At most 31 letters, without those that a sheet cannot be called."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "1"
