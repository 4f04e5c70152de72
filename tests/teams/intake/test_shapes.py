"""The shapes in which personnel systems deliver their people, each read as a person would read it."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from teams.intake.columns import Field, guess
from teams.intake.people import Person, link, periods
from teams.intake.rows import Row, read_rows
from teams.intake.table import Table, read
from tests.teams.intake import files

pytestmark = pytest.mark.shows("house-4")


def rows_of(data: bytes, name: str = "personeel.csv") -> tuple[Table, list[Row]]:
    table = read(data, name)
    return table, read_rows(table, guess(table.headers))


def people_of(data: bytes) -> list[Person]:
    _table, rows = rows_of(data)
    return link(rows, files.TODAY)


def problems(rows: list[Row]) -> list[str]:
    return [str(problem.sentence) for row in rows for problem in row.problems]


def test_windows_1252() -> None:
    zoe = files.row(ROEPNAAM="Zoë", NAAM="Ångström–Müller")
    table, rows = rows_of(files.text([zoe], encoding="cp1252"))
    assert table.facts.encoding == "Windows-1252"
    assert rows[0].name == "Zoë van der Ångström-Müller"


def test_utf_8_with_a_byte_order_mark() -> None:
    table, rows = rows_of(files.text([files.LUKASZ], encoding="utf-8-sig"))
    assert table.facts.encoding == "UTF-8"
    assert table.headers[0] == "PERS.NR"
    assert rows[0].name == "Łukasz Nowak"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_and_without_its_mark(encoding: str) -> None:
    table, rows = rows_of(files.text([files.LUKASZ], encoding=encoding))
    assert table.facts.encoding == "UTF-16"
    assert rows[0].name == "Łukasz Nowak"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_semicolons_tabs_and_bars(separator: str) -> None:
    table, rows = rows_of(files.text(separator=separator))
    assert table.facts.separator == separator
    assert [row.name for row in rows] == ["Joost van der Meer", "Fatima Ouali"]


def test_commas_with_a_decimal_comma_between_quotes() -> None:
    table, rows = rows_of(files.text([files.JOOST], separator=","))
    assert table.facts.separator == ","
    assert rows[0].hours == Decimal("28.5")


def test_a_line_that_names_the_separator() -> None:
    table, rows = rows_of(files.text(above=["sep=;"]))
    assert table.facts.separator == ";"
    assert (rows[0].number, rows[0].name) == (3, "Joost van der Meer")


@pytest.mark.parametrize("written", ["28,5", "28.5", "28,50", "28:30", "28u30", "28,5 uur"])
def test_hours_with_a_comma_a_point_or_minutes(written: str) -> None:
    _table, rows = rows_of(files.text([files.row({"UREN P/W": written})]))
    assert rows[0].hours == Decimal("28.5")
    assert problems(rows) == []


@pytest.mark.parametrize(
    "written",
    ["1-2-2026", "01-02-2026", "01/02/2026", "1.2.2026", "2026-02-01", "1 februari 2026", "20260201"],
)
def test_dates_as_people_and_systems_write_them(written: str) -> None:
    _table, rows = rows_of(files.text([files.row({"IN DIENST": written})]))
    assert rows[0].starts_on == date(2026, 2, 1)
    assert problems(rows) == []


def test_excel_date_numbers_in_text_and_in_a_workbook() -> None:
    serial = int(to_excel(datetime(2026, 2, 1)))
    _table, rows = rows_of(files.text([files.row({"IN DIENST": str(serial)})]))
    assert rows[0].starts_on == date(2026, 2, 1)

    cells: list[object] = [*files.JOOST[:8], serial]
    _table, rows = rows_of(files.workbook([files.HEADERS, cells]), "personeel.xlsx")
    assert rows[0].starts_on == date(2026, 2, 1)


def test_a_workbook_with_typed_cells() -> None:
    cells: list[object] = [4217, *files.JOOST[1:6], 28.5, files.JOOST[7], datetime(2026, 2, 1)]
    table, rows = rows_of(files.workbook([files.HEADERS, cells], formats={"A2": "000000"}), "p.xlsx")
    assert table.facts.kind == "xlsx"
    assert table.rows[0].cells[6] == 28.5
    assert table.rows[0].cells[8] == date(2026, 2, 1)
    assert (rows[0].staff_number, rows[0].hours, rows[0].starts_on) == (
        "004217",
        Decimal("28.5"),
        date(2026, 2, 1),
    )


def test_a_column_for_the_prefix_of_a_name() -> None:
    _table, rows = rows_of(files.text())
    assert (rows[0].given_name, rows[0].name_prefix, rows[0].family_name) == ("Joost", "van der", "Meer")
    assert (rows[1].given_name, rows[1].name_prefix, rows[1].family_name) == ("Fatima", None, "Ouali")


@pytest.mark.parametrize("written", ["Meer, Joost van der", "Joost van der Meer", "MEER, JOOST VAN DER"])
def test_a_whole_name_in_one_column(written: str) -> None:
    headers = ["Personeelsnummer", "Medewerker", "E-mail", "Team", "Uren"]
    _table, rows = rows_of(files.text([["1", written, "j@l.example", "Toezicht", "36"]], headers))
    assert (rows[0].given_name, rows[0].name_prefix, rows[0].family_name) == ("Joost", "van der", "Meer")


def test_headers_and_names_in_capitals() -> None:
    table, rows = rows_of(
        files.text([files.row({"VOORV.": "VAN DER"}, ROEPNAAM="JOOST", NAAM="MEER-DE VRIES")])
    )
    mapping = guess(table.headers)
    assert list(mapping.values()) == [
        Field.STAFF_NUMBER,
        Field.GIVEN_NAME,
        Field.NAME_PREFIX,
        Field.FAMILY_NAME,
        Field.EMAIL,
        Field.TEAM,
        Field.HOURS,
        Field.TIMES,
        Field.STARTS_ON,
    ]
    assert rows[0].given_name == "Joost"
    assert rows[0].family_name == "Meer-de Vries"


def test_title_rows_above_the_headers() -> None:
    above = ["Personeelsoverzicht april 2026;;;;;;;;", "Gemeente Lindewaard;;;;;;;;", ""]
    table, rows = rows_of(files.text(above=above))
    assert table.facts.header_row == 4
    assert [row.number for row in rows] == [5, 6]
    assert problems(rows) == []


def test_merged_header_rows_of_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Personeelslijst", *[None] * 8])
    sheet.merge_cells("A1:I1")
    sheet.append(["PERS.NR", "Persoon", None, None, None, "AFDELING", "Contract", None, None])
    sheet.append([None, "ROEPNAAM", "VOORV.", "NAAM", "E-MAIL", None, "UREN P/W", "ROOSTER", "IN DIENST"])
    for merged in ("A2:A3", "B2:E2", "F2:F3", "G2:I2"):
        sheet.merge_cells(merged)
    for values in files.PEOPLE:
        sheet.append(values)
    table, rows = rows_of(files.saved(book), "personeel.xlsx")
    assert table.headers == tuple(files.HEADERS)
    assert table.facts.header_row == 3
    assert [(row.number, row.name, row.team) for row in rows] == [
        (4, "Joost van der Meer", "Vergunningen"),
        (5, "Fatima Ouali", "Toezicht"),
    ]
    assert problems(rows) == []


def test_empty_trailing_rows_and_empty_columns() -> None:
    headers = [*files.HEADERS[:2], "", *files.HEADERS[2:], ""]
    values = [[*row[:2], "", *row[2:], ""] for row in files.PEOPLE]
    table, rows = rows_of(files.text(values, headers, below=[";" * 10] * 4))
    assert table.headers == tuple(files.HEADERS)
    assert table.facts.empty_below == 4
    assert table.facts.rows == len(rows) == 2


def test_empty_rows_between_and_a_total_below() -> None:
    data = files.text([files.JOOST, [""] * 9, files.FATIMA], below=["Totaal: 2;;;;;;;;"])
    table, rows = rows_of(data)
    assert (table.facts.empty_between, table.facts.totals_below) == (1, 1)
    assert [row.number for row in rows] == [2, 4]


def test_two_people_with_one_address_are_told_by_name() -> None:
    jan = files.row(
        {"PERS.NR": "1", "ROEPNAAM": "Jan", "VOORV.": "", "NAAM": "Visser", "E-MAIL": "j.visser@l.example"}
    )
    jolanda = files.row(
        {
            "PERS.NR": "2",
            "ROEPNAAM": "Jolanda",
            "VOORV.": "",
            "NAAM": "Visser",
            "E-MAIL": "J.Visser@l.example",
        }
    )
    _table, rows = rows_of(files.text([jan, jolanda]))
    link(rows, files.TODAY)
    assert rows[0].problems == []
    (problem,) = rows[1].problems
    assert str(problem.heading) == "Twee mensen, één adres"
    assert str(problem.sentence) == (
        "Jan Visser en Jolanda Visser hebben allebei j.visser@l.example. "
        "Met dit adres melden ze zich aan, dus het moet uniek zijn."
    )
    assert problem.field is Field.EMAIL


def test_one_person_with_two_contracts_has_one_home_team() -> None:
    first = files.row({"UREN P/W": "20"}, ROOSTER="ma-di 8:30-17:00; wo 8:30-12:30")
    second = files.row({"UREN P/W": "8"}, ROOSTER="do 8:30-17:00", AFDELING="Bodem")
    (person,) = people_of(files.text([second, first]))
    (period,) = periods(person, files.TODAY)
    assert period.home is not None
    assert (period.home.team, [guest.team for guest in period.guests]) == ("Vergunningen", ["Bodem"])
    assert period.hours == Decimal(28)
    assert period.times is not None
    assert [shift.weekday for shift in period.times.shifts] == [0, 1, 2, 3]
    assert [str(note) for note in person.notes] == [
        "Joost van der Meer heeft twee contracten. Vergunningen wordt het thuisteam (20 uur). "
        "Bij Bodem is dit een gastlid (8 uur)."
    ]


def test_two_contracts_at_the_same_hours_are_refused() -> None:
    first = files.row({"UREN P/W": "20"}, ROOSTER="ma-di 8:30-17:00")
    second = files.row({"UREN P/W": "8"}, ROOSTER="di 13:00-17:00", AFDELING="Bodem")
    (person,) = people_of(files.text([first, second]))
    (problem,) = person.rows[1].problems
    assert str(problem.sentence) == (
        "Joost van der Meer heeft twee contracten, rij 2 en rij 3. "
        "Op dinsdag overlappen 8.30-17.00 en 13.00-17.00."
    )


def test_a_contract_that_follows_another_gives_two_periods() -> None:
    headers = [*files.HEADERS, "UIT DIENST"]
    old = [*files.row({"IN DIENST": "1-2-2020"}), "30-4-2026"]
    new = [*files.row({"IN DIENST": "1-5-2026"}, AFDELING="Bodem"), "31-12-9999"]
    (person,) = people_of(files.text([old, new], headers))
    assert [(p.first, p.until, p.home and p.home.team) for p in periods(person, files.TODAY)] == [
        (date(2026, 4, 1), date(2026, 4, 30), "Vergunningen"),
        (date(2026, 5, 1), None, "Bodem"),
    ]
    assert person.notes == []


def test_the_same_row_twice_is_read_once() -> None:
    (person,) = people_of(files.text([files.JOOST, files.JOOST]))
    assert [row.number for row in person.rows] == [2]
    assert [str(note) for note in person.notes] == ["Rij 3 is gelijk aan rij 2. We lezen hem één keer."]


def test_seven_columns_with_hours_a_day() -> None:
    headers = [*files.HEADERS[:7], "MA", "DI", "WO", "DO", "VR", "ZA", "ZO"]
    _table, rows = rows_of(files.text([[*files.JOOST[:7], "8", "8", "4,5", "", "8", "0", ""]], headers))
    times = rows[0].times
    assert times is not None
    assert [(shift.weekday, f"{shift.start:%H.%M}", f"{shift.end:%H.%M}") for shift in times.shifts] == [
        (0, "08.30", "17.00"),
        (1, "08.30", "17.00"),
        (2, "08.30", "13.00"),
        (4, "08.30", "17.00"),
    ]
    assert times.assumed
    assert times.hours == Decimal("28.5")


def test_a_decimal_comma_without_quotes_in_a_comma_file_is_refused_by_row() -> None:
    _table, rows = rows_of(files.text([files.FATIMA], separator=",", below=[",".join(files.JOOST)]))
    rows.reverse()
    assert [str(problem.heading) for problem in rows[0].problems if problem.kind == "row"] == [
        "Deze rij is te lang"
    ]
    assert rows[1].problems == []


def test_a_file_that_excel_made_text_of_with_formulas() -> None:
    _table, rows = rows_of(files.text(below=[";".join(['="004217"', *files.JOOST[1:]])], rows=[]))
    assert rows[0].staff_number == "004217"


def test_a_cell_with_a_line_break_stays_one_cell() -> None:
    _table, rows = rows_of(files.text([files.row(ROOSTER="ma 8:30-12:30\nwo 13-17")]))
    assert rows[0].times is not None
    assert [shift.weekday for shift in rows[0].times.shifts] == [0, 2]
    assert problems(rows) == []


def test_a_remark_beside_the_table_of_a_workbook_is_a_column_without_a_name() -> None:
    rows = [files.HEADERS, files.JOOST, [*files.FATIMA, None, "even bellen"]]
    table, read = rows_of(files.workbook(rows), "p.xlsx")
    assert table.headers[-1] == "Kolom K"
    assert problems(read) == []


def test_cells_beyond_empty_headers_of_a_text_file_are_too_many() -> None:
    data = files.text([[*files.JOOST, "", "x"]], [*files.HEADERS, "", ""])
    _table, rows = rows_of(data)
    assert [problem.kind for problem in rows[0].problems] == ["row"]
