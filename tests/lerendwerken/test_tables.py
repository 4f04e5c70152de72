"""Tables as files: what somebody typed never becomes a formula (TW5)."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from lerendwerken.lib.tables import Table, as_csv, as_file, as_xlsx, safe

HOSTILE = [
    *(
        f"{start}1+1"
        for start in ("=", "+", "-", "@", "\t=", "\r=", "\n=", "\0=", "|", "%", "＝", "＋", "－", "＠")
    ),
    "=cmd|' /C calc'!A0",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    '\ufeff=HYPERLINK("http://example.com")',
    "'=1+1",
    '"=1+1"',
    "@SUM(1;1)",
    "-2+3+cmd",
]
DANGEROUS = tuple("=+-@\t\r\n\0|%＝＋－＠")


@pytest.mark.shows("TW5")
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text: str) -> None:
    table = Table("Lijst", ["Naam", text], [[text, 1], ["gewoon", 2]])
    sheet = load_workbook(BytesIO(as_xlsx(table))).active
    assert sheet
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    read = [str(cell.value) for cell in cells if cell.data_type == "s"]
    rows = list(csv.reader(StringIO(as_csv(table).decode("utf-8-sig"), newline=""), delimiter=";"))
    for said in (*read, *(cell for row in rows for cell in row)):
        assert not said.startswith(DANGEROUS), repr(said)
        assert not said.lstrip(" \u00a0\u200b\ufeff").startswith(DANGEROUS), repr(said)


@pytest.mark.parametrize("text", ["Eén zin vooraf", "3 brieven", "a=b", "e-mail", "", "50%"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_numbers_and_days_keep_their_type() -> None:
    table = Table("Cijfers: 1/2", ["a", "b", "c", "d"], [[-3, Decimal("3.50"), date(2026, 3, 30), None]])
    sheet = load_workbook(BytesIO(as_file(table, "xlsx"))).active
    assert sheet
    assert sheet.title == "Cijfers 12"
    row = [cell.value for cell in list(sheet.iter_rows())[1]]
    assert row[:2] == [-3, 3.5]
    assert row[2].date() == date(2026, 3, 30)  # type: ignore[union-attr]
    assert row[3] is None
    assert as_file(table, "csv").decode("utf-8-sig").splitlines()[1] == "-3;3,5;2026-03-30;"


def test_a_cell_with_a_semicolon_or_a_quote_stays_one_cell() -> None:
    table = Table("x", ["a"], [['zij zei: "nu; niet later"\nen ging']])
    (_heading, row) = csv.reader(StringIO(as_csv(table).decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == ['zij zei: "nu; niet later"\nen ging']
