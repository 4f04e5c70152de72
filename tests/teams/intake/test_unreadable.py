"""A file that cannot be read is refused with a sentence that says why and what now."""

import io
import random
import zipfile

import openpyxl
import pytest

from teams.intake import table
from teams.intake.table import Unreadable, read
from tests.teams.intake import files

pytestmark = pytest.mark.shows("house-4")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(data: bytes, name: str = "personeel.csv") -> str:
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    return str(refused.value.sentence)


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n  \t", b"\xef\xbb\xbf", b"\xff\xfe", bytes(40)])
def test_an_empty_file(data: bytes) -> None:
    assert refusal(data) == "Dit bestand is leeg. Maak de export opnieuw en kies dat bestand."


def test_separators_without_anything_between_them() -> None:
    assert refusal(b";;;;\r\n;;;;\r\n").startswith("In dit bestand staan geen gegevens.")


def test_three_megabytes_of_noise() -> None:
    assert refusal(random.Random(1).randbytes(3 * 1024 * 1024)).startswith("Dit is geen tekstbestand")


def test_three_megabytes_of_one_letter() -> None:
    assert refusal(b"a" * 3 * 1024 * 1024).startswith("Rij 1 heeft een heel lange cel.")


def test_a_picture_and_a_pdf() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(80)).startswith("Dit is geen tekstbestand")
    assert refusal(b"%PDF-1.7\n" + bytes(90)).startswith("Dit is geen tekstbestand")


def test_a_workbook_that_is_cut_off() -> None:
    whole = files.workbook([files.HEADERS, *files.PEOPLE])
    assert refusal(whole[: len(whole) // 2], "p.xlsx").startswith("Dit Excel-bestand is beschadigd.")


def test_a_workbook_with_a_damaged_sheet() -> None:
    whole = files.workbook([files.HEADERS, *files.PEOPLE])
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    assert refusal(stream.getvalue(), "p.xlsx").startswith("Dit Excel-bestand is beschadigd.")


def test_a_workbook_with_a_password() -> None:
    locked = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(200)
    assert refusal(locked, "p.xlsx").startswith("Dit Excel-bestand heeft een wachtwoord.")


def test_an_old_workbook() -> None:
    assert refusal(OLE, "p.xls").startswith("Dit is een oud Excel-bestand (xls).")


def test_a_web_page_that_calls_itself_a_workbook() -> None:
    page = b"<html><table><tr><td>PERS.NR</td></tr></table></html>"
    assert refusal(page, "p.xls").startswith("Dit is een webpagina")


def test_another_kind_of_zip() -> None:
    assert refusal(archive(foto_xml=b"x"), "p.xlsx").startswith(
        "Dit is geen Excel-bestand maar een ander zip"
    )
    ods = archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<x/>")
    assert refusal(ods, "p.ods").startswith("Dit is een OpenDocument-bestand.")


def test_a_workbook_that_unpacks_to_gigabytes() -> None:
    whole = files.workbook([files.HEADERS, *files.PEOPLE])
    stream = io.BytesIO(whole)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/worksheets/sheet2.xml", bytes(20 * 1024 * 1024))
    assert refusal(stream.getvalue(), "p.xlsx").startswith("Dit Excel-bestand is uitgepakt te groot")


def test_a_file_above_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_BYTES", 1024 * 1024)
    assert refusal(b"a;b\r\n" * 300_000) == (
        "Dit bestand is groter dan 1 MB. Splits het in stukken en lees die na elkaar in."
    )


def test_more_rows_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 1000)
    rows = files.text([files.JOOST] * 1001)
    assert refusal(rows).startswith("Dit bestand heeft meer dan 1000 rijen.")


def test_names_of_columns_and_nobody_below() -> None:
    assert refusal(files.text([])) == (
        "In dit bestand staan alleen kolomnamen, geen mensen. Maak de export opnieuw."
    )
    assert refusal(files.workbook([files.HEADERS]), "p.xlsx").startswith(
        "In dit bestand staan alleen kolomnamen"
    )


def test_one_column() -> None:
    assert refusal(b"Naam\r\nJoost\r\nFatima\r\n").startswith("We vinden maar \u00e9\u00e9n kolom.")


def test_no_names_of_columns() -> None:
    data = files.text(files.PEOPLE[1:], files.PEOPLE[0])
    assert refusal(data).startswith("We vinden geen rij met kolomnamen.")


def test_a_quotation_mark_that_never_closes() -> None:
    rows = files.text([files.FATIMA] * 40).decode().replace("Fatima", '"Fatima', 1)
    assert refusal(rows.encode()) == (
        "In rij 2 begint een aanhalingsteken dat niet sluit. Herstel die rij en kies het bestand opnieuw."
    )


def test_a_workbook_with_only_hidden_sheets_but_one_empty() -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("verborgen")
    hidden.append(files.HEADERS)
    hidden.append(files.JOOST)
    hidden.sheet_state = "hidden"
    assert refusal(files.saved(book), "p.xlsx").startswith("In dit bestand staan geen gegevens.")


def test_a_workbook_with_people_on_its_second_sheet_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Toelichting", "Dit is een export"])
    sheet = book.create_sheet("Mensen")
    sheet.append(files.HEADERS)
    sheet.append(files.JOOST)
    found = read(files.saved(book), "p.xlsx")
    assert found.facts.sheet == "Mensen"
    assert [row.number for row in found.rows] == [2]


def test_a_sheet_that_lies_about_its_size_is_read_quickly() -> None:
    whole = files.workbook([files.HEADERS, *files.PEOPLE])
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert 'ref="A1:I3"' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace('ref="A1:I3"', 'ref="A1:XFD1048576"').encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    assert len(read(stream.getvalue(), "p.xlsx").rows) == 2
