"""One cell, one field: the value, or the sentence."""

from datetime import date, time
from decimal import Decimal

import pytest

from teams.intake import fields
from teams.intake.columns import Field, guess, is_private
from teams.intake.sentences import Refused, Sentence, say
from teams.intake.table import Cell

pytestmark = pytest.mark.shows("house-4")


def refusal(field: Field, cell: Cell) -> Refused:
    with pytest.raises(Refused) as refused:
        fields.read_field(field, cell)
    return refused.value


@pytest.mark.parametrize(
    ("written", "heading", "sentence"),
    [
        ("31-2-2026", "31-2-2026 bestaat niet", "Februari 2026 heeft 28 dagen."),
        ("30-02-2028", "30-02-2028 bestaat niet", "Februari 2028 heeft 29 dagen."),
        ("31 april 2026", "31 april 2026 bestaat niet", "April heeft 30 dagen."),
        ("32-1-2026", "32-1-2026 bestaat niet", "Een maand begint met dag 1 en heeft hooguit 31 dagen."),
        ("volgende week", "Dit is geen datum", "Er staat ‘volgende week’. Schrijf een datum als 1-2-2026."),
        ("1-1-1900", "Deze datum kan niet kloppen", "Er staat ‘1-1-1900’. Die datum ligt te ver terug."),
        (17, "Dit is geen datum", "Er staat ‘17’. Schrijf een datum als 1-2-2026."),
    ],
)
def test_a_wrong_date_says_what_is_wrong(written: Cell, heading: str, sentence: str) -> None:
    refused = refusal(Field.STARTS_ON, written)
    assert (str(refused.heading), str(refused.sentence)) == (heading, sentence)


def test_an_american_date_gets_a_suggestion() -> None:
    refused = refusal(Field.STARTS_ON, "12/31/2025")
    assert str(refused.sentence) == "Maand 31 bestaat niet. Schrijf eerst de dag en dan de maand."
    assert refused.suggestion == "31-12-2025"


def test_an_end_date_far_ahead_means_no_end() -> None:
    assert fields.last_day("31-12-9999") is None
    assert fields.last_day(date(2999, 12, 31)) is None
    assert fields.last_day("30-6-2026") == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        (28.5, "28.5"),
        (36, "36"),
        ("36 uur p/w", "36"),
        ("36,00", "36"),
        (time(8, 30), "8.5"),
        ("28u15", "28.25"),
    ],
)
def test_hours(cell: Cell, hours: str) -> None:
    assert fields.hours(cell) == Decimal(hours)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("0", "Er staat ‘0’. Zonder contracturen is er geen leertijd."),
        ("144", "Er staat ‘144’. Dat is meer dan 60 uur per week."),
        ("fulltime", "Er staat ‘fulltime’. Schrijf een getal, bijvoorbeeld 28,5."),
        (date(2026, 2, 1), "Er staat ‘1-2-2026’. Schrijf een getal, bijvoorbeeld 28,5."),
    ],
)
def test_wrong_hours(cell: Cell, sentence: str) -> None:
    assert str(refusal(Field.HOURS, cell).sentence) == sentence


@pytest.mark.parametrize(
    ("cell", "share"), [("0,8", "0.8"), ("80%", "0.8"), (80, "0.8"), (1, "1"), ("1.0", "1.0")]
)
def test_a_part_time_factor(cell: Cell, share: str) -> None:
    assert fields.fte(cell) == Decimal(share)


@pytest.mark.parametrize(
    "written",
    [
        "J.deBoer@Lindewaard.example",
        " j.deboer@lindewaard.example ",
        "Joost <j.deboer@lindewaard.example>",
        "mailto:j.deboer@lindewaard.example",
        "j.deboer@lindewaard.example;",
    ],
)
def test_addresses(written: str) -> None:
    assert fields.email(written) == "j.deboer@lindewaard.example"


def test_two_addresses_in_a_cell_and_no_address() -> None:
    refused = refusal(Field.EMAIL, "a@l.example; b@l.example")
    assert str(refused.heading) == "Er staan twee adressen in één cel"
    assert refused.suggestion == "a@l.example"
    assert str(refusal(Field.EMAIL, "geen").sentence) == (
        "Er staat ‘geen’. Een adres ziet eruit als naam@organisatie.nl."
    )


def test_letters_that_were_read_wrongly_get_a_suggestion() -> None:
    refused = refusal(Field.GIVEN_NAME, "JoÃ«l")
    assert str(refused.sentence) == "Er staat ‘JoÃ«l’. Bedoel je Joël?"
    assert refused.suggestion == "Joël"
    assert str(refusal(Field.FAMILY_NAME, "Ren‚").sentence) == (
        "Er staat ‘Ren‚’. Het teken ‘‚’ hoort niet in een naam."
    )


@pytest.mark.parametrize(
    ("written", "kind"), [("zzp'er", "external"), ("Inhuur", "external"), ("Vast", "employee")]
)
def test_kinds_of_contract(written: str, kind: str) -> None:
    assert fields.contract(written) == kind


def test_roles_and_no_administrators() -> None:
    assert fields.role("Teamleider") == "team_lead"
    assert fields.role("MANAGER") == "manager"
    assert fields.role("Vergunningverlener") == ""
    assert fields.role("Projectmanager") == ""
    assert str(refusal(Field.ROLE, "Beheerder").sentence) == (
        "Een bestand kan niemand beheerder maken. Geef die rol zelf bij Rollen."
    )
    assert refusal(Field.ROLE, "teamlieder").suggestion == "teamleider"


def test_an_error_of_excel_and_a_very_long_cell() -> None:
    assert (
        str(refusal(Field.HOURS, "#VERW!").sentence)
        == "Er staat ‘#VERW!’. Excel kon deze cel niet uitrekenen."
    )
    assert str(refusal(Field.TEAM, "a" * 3_000).sentence) == "Er staan meer dan 1000 tekens in deze cel."


def test_a_dash_is_an_empty_cell() -> None:
    assert fields.read_field(Field.NAME_PREFIX, "-") is None


def test_the_mapping_prefers_the_plain_name_and_uses_each_field_once() -> None:
    headers = ["NR", "PERS.NR", "NAAM", "AFDELING", "TEAM", "UREN", "DEELTIJDFACTOR", "MAIL", "FUNCTIE"]
    assert guess(headers) == {
        1: Field.STAFF_NUMBER,
        2: Field.FULL_NAME,
        3: Field.UNIT,
        4: Field.TEAM,
        5: Field.HOURS,
        7: Field.EMAIL,
    }


def test_a_column_of_addresses_is_known_by_its_content() -> None:
    assert guess(["Roepnaam", "Account"], ["Joost", "j@l.example"])[1] is Field.EMAIL


@pytest.mark.parametrize("name", ["BSN", "Geboortedatum", "Salaris", "IBAN", "Ziekmelding", "Geslacht (2)"])
def test_columns_that_nobody_needs_are_private(name: str) -> None:
    assert is_private(name)


def test_a_sentence_survives_being_stored() -> None:
    sentence = say("Op %(day)s: %(what)s", day=say("maandag"), what="100% vrij")
    stored = Sentence.from_json(sentence.to_json())
    assert stored == sentence
    assert str(stored) == "Op maandag: 100% vrij"
