"""Text files with a separator: which encoding, which separator, and the cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from teams.intake.columns import recognise
from teams.intake.table import HEADER_WITHIN, MAX_COLUMNS, MAX_ROWS, Cell, Facts, Grid, Unreadable, clean

SEPARATORS = {";": _("puntkomma"), ",": _("komma"), "\t": _("tab"), "|": _("verticale streep")}
MAX_BREAKS = 12  # line breaks in one cell; more means a quotation mark that never closes


def grid(data: bytes, filename: str) -> tuple[Grid, Facts]:
    """The filled rows and what we noticed. Raises Unreadable."""
    text, encoding = decode(data)
    start = text.lstrip()[:2000].lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<?xml")):
        raise Unreadable(
            _("Dit is een webpagina met de naam van een Excel-bestand. Open het en bewaar het als xlsx.")
        )
    text, separator = _separator(text)
    rows: Grid = []
    number = 0
    try:
        for number, record in enumerate(_records(text, separator), start=1):
            cells: list[Cell] = [clean(cell) for cell in record]
            if any(cell is not None for cell in cells):
                _check(number, cells)
                rows.append((number, cells))
            if len(rows) > MAX_ROWS + HEADER_WITHIN:
                break
    except csv.Error:
        raise Unreadable(_NEVER_CLOSES if '"' in text else _LONG_CELL, row=number + 1) from None
    below = number - rows[-1][0] if rows else 0
    return rows, Facts(kind="csv", encoding=encoding, separator=separator, empty_below=below)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Unreadable for what is no text."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return _printable(data.decode(codec)), name
            except UnicodeDecodeError:
                raise Unreadable(_JUNK) from None
    if guessed := _without_mark(data):
        try:
            return _printable(data.decode(guessed)), "UTF-16"
        except UnicodeDecodeError:
            raise Unreadable(_JUNK) from None
    if b"\0" in data:
        raise Unreadable(_JUNK)
    try:
        return _printable(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return _printable(data.decode("cp1252")), "Windows-1252"
    except UnicodeDecodeError:
        raise Unreadable(_JUNK) from None


_JUNK = _("Dit is geen tekstbestand en geen Excel-bestand. Kies een bestand dat eindigt op csv of xlsx.")
_NEVER_CLOSES = _(
    "In rij %(row)s begint een aanhalingsteken dat niet sluit. Herstel die rij en kies het bestand opnieuw."
)
_LONG_CELL = _(
    "Rij %(row)s heeft een heel lange cel. Dit lijkt geen lijst met mensen. Kies een ander bestand."
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Western text is zero."""
    head = data[:4000]
    half = max(1, len(head) // 2)
    if len(data) % 2 or head.count(0) < half * 0.6:
        return None
    odd = sum(byte == 0 for byte in head[1::2])
    return "utf-16-le" if odd > half * 0.6 else "utf-16-be"


def _printable(text: str) -> str:
    """The text itself, or Unreadable when more than one in a hundred characters is a control code."""
    text = text.rstrip("\x1a\0")
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise Unreadable(_JUNK)
    return text


def _separator(text: str) -> tuple[str, str]:
    """(the text without a "sep=" line, its separator)."""
    if found := re.match(r'\s*"?sep=(.)"?\r?\n', text, re.IGNORECASE):
        # An empty line keeps the row numbers those of the file.
        return "\n" + text[found.end() :], found[1] if found[1] in SEPARATORS else ";"
    head = text[:60_000]
    return text, max(SEPARATORS, key=lambda separator: _score(head, separator))


def _score(head: str, separator: str) -> tuple[int, float]:
    """How well a separator fits: known names in one row first, then how many rows have the same width."""
    try:
        records = [
            r for _n, r in zip(range(80), _records(head, separator), strict=False) if any(map(str.strip, r))
        ]
    except csv.Error:
        return 0, 0.0
    if not records:
        return 0, 0.0
    known = max(len({f for cell in r if (f := recognise(cell))}) for r in records[:HEADER_WITHIN])
    width, times = Counter(len(r) for r in records).most_common(1)[0]
    return (known if known > 1 else 0), (times / len(records)) * min(width, 20) if width > 1 else 0.0


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _check(number: int, cells: list[Cell]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(
            _("Rij %(row)s heeft meer dan %(limit)s kolommen. Kies een export met minder kolommen."),
            row=number,
            limit=MAX_COLUMNS,
        )
    if any(isinstance(cell, str) and cell.count("\n") > MAX_BREAKS for cell in cells):
        raise Unreadable(_NEVER_CLOSES, row=number)
