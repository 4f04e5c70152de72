"""Makes people files as personnel systems export them."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import openpyxl

HEADERS = ["PERS.NR", "ROEPNAAM", "VOORV.", "NAAM", "E-MAIL", "AFDELING", "UREN P/W", "ROOSTER", "IN DIENST"]
JOOST = [
    "004217",
    "Joost",
    "van der",
    "MEER",
    "j.vandermeer@lindewaard.example",
    "Vergunningen",
    "28,5",
    "ma-do 8:30-16:00",
    "1-2-2026",
]
FATIMA = [
    "004218",
    "Fatima",
    "",
    "OUALI",
    "f.ouali@lindewaard.example",
    "Toezicht",
    "36",
    "ma-vr 8:30-17:00 pauze 12:30-13:00",
    "1-3-2024",
]
LUKASZ = [
    "004219",
    "Łukasz",
    "",
    "NOWAK",
    "l.nowak@lindewaard.example",
    "Burgerzaken",
    "32",
    "ma-do 8:30-17:00 pauze 12:30-13:00",
    "7-4-2026",
]
PEOPLE = [JOOST, FATIMA]


def text(
    rows: Sequence[Sequence[str]] = PEOPLE,
    headers: Sequence[str] = HEADERS,
    *,
    separator: str = ";",
    encoding: str = "utf-8",
    above: Sequence[str] = (),
    below: Sequence[str] = (),
) -> bytes:
    """A text file; `above` and `below` are whole lines around the table."""
    stream = io.StringIO()
    stream.write("".join(f"{line}\r\n" for line in above))
    csv.writer(stream, delimiter=separator).writerows([headers, *rows])
    stream.write("".join(f"{line}\r\n" for line in below))
    return stream.getvalue().encode(encoding)


def workbook(rows: Sequence[Sequence[object]], *, formats: dict[str, str] | None = None) -> bytes:
    """An xlsx file with one sheet; formats: {"A2": "000000"}."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row(changes: Mapping[str, str] | None = None, **more: str) -> list[str]:
    """Joost's row with other values: row({"UREN P/W": "20"}, ROOSTER="ma 8-12")."""
    values = dict(zip(HEADERS, JOOST, strict=True)) | dict(changes or {}) | more
    return [values[name] for name in HEADERS]


TODAY = date(2026, 4, 1)
