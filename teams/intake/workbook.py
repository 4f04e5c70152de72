"""Excel workbooks (xlsx), read without trusting them: sizes first, then cell by cell with their types."""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl import load_workbook

from teams.intake.columns import recognise
from teams.intake.table import HEADER_WITHIN, MAX_COLUMNS, MAX_ROWS, Cell, Facts, Grid, Unreadable, clean

MAX_UNPACKED = 120 * 1024 * 1024
MAX_RATIO = 200  # of one part; real workbooks stay under 50
LAST_ROW = 1_048_576

# Real workbooks hold validation rules and styles that it cannot keep; we read cells only.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")


def is_one(data: bytes) -> bool:
    """Whether this is a zip or an older Office file, and so no text."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def grid(data: bytes, filename: str) -> tuple[Grid, Facts]:
    """The filled rows of the first sheet with people. Raises Unreadable."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_LOCKED if "EncryptedPackage".encode("utf-16-le") in data else _OLD)
    _check_sizes(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return _best_sheet(book)
    except Unreadable:
        raise
    except Exception as broken:
        # A damaged workbook fails in the reader in a hundred ways, none of them ours to list.
        raise Unreadable(_BROKEN) from broken


_LOCKED = _("Dit Excel-bestand heeft een wachtwoord. Haal het wachtwoord eraf en kies het bestand opnieuw.")
_OLD = _("Dit is een oud Excel-bestand (xls). Open het in Excel en bewaar het als xlsx of csv.")
_BROKEN = _("Dit Excel-bestand is beschadigd. Open het in Excel, bewaar het opnieuw als xlsx en kies dat.")
_OTHER = _(
    "Dit is geen Excel-bestand maar een ander zip-bestand. Kies een bestand dat eindigt op csv of xlsx."
)
_ODS = _("Dit is een OpenDocument-bestand. Bewaar het als xlsx of csv en kies dat bestand.")


def _check_sizes(data: bytes) -> None:
    """Reads the table of contents only. A part that is larger than it says is cut off by zipfile itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as broken:
        raise Unreadable(_BROKEN) from broken
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_LOCKED)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or any(
        part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(1, part.compress_size)
        for part in parts
    ):
        raise Unreadable(
            _("Dit Excel-bestand is uitgepakt te groot om te lezen. Kies een export met alleen de mensen.")
        )
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable(_ODS)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable(_OTHER)


def _best_sheet(book: Any) -> tuple[Grid, Facts]:
    """The visible sheet whose first rows hold the most known column names; the first of equals."""
    best: tuple[int, Any] | None = None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or not hasattr(sheet, "_cells_by_row"):
            continue
        known = _known(sheet)
        if best is None or known > best[0]:
            best = known, sheet
    if best is None:
        raise Unreadable(
            _("Dit Excel-bestand heeft geen zichtbaar tabblad. Maak het tabblad zichtbaar en bewaar.")
        )
    rows, last = _rows(best[1])
    below = last - rows[-1][0] if rows else 0
    return rows, Facts(kind="xlsx", sheet=str(best[1].title)[:80], empty_below=below)


def _known(sheet: Any) -> int:
    """0 for an empty sheet, else 1 and the known names in its best row among the first."""
    most = 0
    for row in sheet.iter_rows(min_row=1, max_row=HEADER_WITHIN, max_col=MAX_COLUMNS, values_only=True):
        if any(value is not None for value in row):
            most = max(
                most, 1 + len({f for value in row if isinstance(value, str) and (f := recognise(value))})
            )
    return most


def _rows(sheet: Any) -> tuple[Grid, int]:
    """The filled rows, and the number of the last row that the file holds."""
    rows: Grid = []
    last = 0
    # Width and length are given: what the file itself claims about them is not trusted.
    for number, cells in enumerate(
        sheet.iter_rows(min_row=1, max_row=LAST_ROW, max_col=MAX_COLUMNS + 1), start=1
    ):
        last = number
        values = [_value(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            if len(values) > MAX_COLUMNS:
                raise Unreadable(
                    _("Rij %(row)s heeft meer dan %(limit)s kolommen. Kies een export met minder kolommen."),
                    row=number,
                    limit=MAX_COLUMNS,
                )
            rows.append((number, values))
            if len(rows) > MAX_ROWS + HEADER_WITHIN:
                break
    return rows, last


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value.total_seconds() / 3600  # the format [h]:mm: a number of hours
    if isinstance(value, bool | float | date | time):
        return value
    if isinstance(value, int):
        # A staff number shown as 004217 is stored as 4217 with the format 000000.
        zeros = re.fullmatch(r"0{2,}", cell.number_format or "")
        return str(value).zfill(len(zeros[0])) if zeros else value
    return clean(str(value))
