"""What is stopped before it leaves, and what is warned about (AI7, TL7, S22)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.rules.identifiers import Identifier, find, is_bsn, is_iban, warnings
from tests.cycles.sparring.rules.work_texts import HARMLESS, PLANTED


def planted(line: str) -> tuple[str, tuple[int, int]]:
    """The text, and where the first identifier stands in it."""
    start, end = line.index("«"), line.index("»") - 1
    return line.replace("«", "").replace("»", ""), (start, end)


def is_found(kind: str, line: str) -> bool:
    text, (start, end) = planted(line)
    return any(found.kind == kind and found.start < end and found.end > start for found in find(text))


@pytest.mark.shows("AI7", "TL7", "S22")
def test_at_least_ninety_five_of_a_hundred_planted_identifiers_are_found() -> None:
    missed = [line for kind, line in PLANTED if not is_found(kind, line)]
    assert len(PLANTED) == 100
    assert len(missed) <= 5, missed


@pytest.mark.shows("AI7", "TL7", "S22")
def test_at_most_five_of_a_hundred_harmless_texts_are_stopped() -> None:
    stopped = [text for text in HARMLESS if find(text)]
    assert len(HARMLESS) == 100
    assert len(stopped) <= 5, stopped


@pytest.mark.parametrize("kind", list(Identifier))
def test_every_kind_is_planted_and_mostly_found(kind: Identifier) -> None:
    lines = [line for planted_kind, line in PLANTED if planted_kind == kind]
    assert len(lines) >= 15
    assert sum(is_found(kind, line) for line in lines) >= 0.9 * len(lines)


# Numbers ------------------------------------------------------------------------------------------


@given(st.integers(10_000_000, 999_999_999).map(lambda number: f"{number:09}"))
def test_a_number_of_nine_digits_is_a_bsn_by_its_eleven_test_alone(digits: str) -> None:
    kinds = {found.kind for found in find(f"Zaak {digits} loopt.")}
    assert (Identifier.BSN in kinds) == is_bsn(digits)


@given(
    st.integers(1_000_000, 99_999_999).map(lambda number: f"{number:08}"),
    st.lists(st.sampled_from(["", " ", ".", "-", "\u200b", "\u00a0", "/"]), min_size=8, max_size=8),
)
def test_a_bsn_is_found_however_it_is_written(eight: str, gaps: list[str]) -> None:
    digits = next((eight + last for last in "0123456789" if is_bsn(eight + last)), "111222333")
    written = digits[0] + "".join(gap + digit for gap, digit in zip(gaps, digits[1:], strict=True))
    text = f"Het gaat om {written} en niets anders."
    assert any(found.start <= 12 and found.end >= 12 + len(written) for found in find(text))


def test_the_eleven_test() -> None:
    assert is_bsn("123456782")
    assert is_bsn("111222333")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")
    assert not is_bsn("12345678")


@given(
    st.integers(0, 9_999_999_999),
    st.sampled_from(["ABNA", "RABO", "INGB", "TRIO"]),
    st.sampled_from(["", " ", "."]),
)
def test_an_iban_is_found_by_its_own_check(number: int, bank: str, gap: str) -> None:
    rest = f"{bank}{number:010}"
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{rest}NL00")) % 97
    iban = f"NL{check:02}{rest}"
    assert is_iban(iban)
    written = gap.join(iban[at : at + 4] for at in range(0, len(iban), 4))
    assert Identifier.IBAN in {found.kind for found in find(f"Stort op {written} voor vrijdag.")}
    wrong = f"NL{check % 97 + 1:02}{rest}"
    assert not is_iban(wrong) or wrong == iban


@pytest.mark.parametrize("text", ["NL91ABNAİ417164300", "İE29AIBK93115212345678", "NL²¹ABNA0417164300"])
def test_what_looks_like_a_letter_or_a_digit_is_none(text: str) -> None:
    assert Identifier.IBAN not in {found.kind for found in find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Bel 112.",
        "Bel 14 030.",
        "Bel 0800-1234567.",
        "Bel 0900 1234567.",
        "Van 01-02-2024 tot 01-03-2024.",
        "0,5 fte",
    ],
)
def test_public_numbers_and_dates_are_no_phone_numbers(text: str) -> None:
    assert not find(text)


@given(st.text(max_size=400))
def test_any_text_can_be_searched(text: str) -> None:
    found = find(text)
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(word in text for word in warnings(text, ["ab*"]))


@given(st.sampled_from(PLANTED), st.text(max_size=60))
def test_what_stands_around_it_hides_little(line: tuple[str, str], other: str) -> None:
    text, _place = planted(line[1])
    around = find(f"{other}\n{text}\n{other}")
    shift = len(other) + 1
    for found in find(text):
        assert any(one.start <= found.start + shift and one.end >= found.end + shift for one in around)


def test_a_sentence_after_a_mail_address_is_no_part_of_it() -> None:
    text = "Mail jan@voorbeeld.nl. De rest volgt."
    assert [text[found.start : found.end] for found in find(text)] == ["jan@voorbeeld.nl"]


# Warnings -----------------------------------------------------------------------------------------


@pytest.mark.shows("AI7", "S22")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hij zit met een burn-out thuis.", ["burn-out"]),
        ("Zij is Depressief en gebruikt medicijnen.", ["Depressief", "medicijnen"]),
        ("Na de chemokuur is ze langdurig  ziek.", ["chemokuur", "langdurig  ziek"]),
        ("De DIAGNOSE kwam van de huisarts.", ["DIAGNOSE", "huisarts"]),
        ("de\u00adpres\u200bsie", ["de\u00adpres\u200bsie"]),
        ("She is on sick leave.", ["sick leave"]),
        ("ziek, ziek en nog eens Ziek", ["ziek"]),
    ],
)
def test_words_about_health_warn_and_stop_nothing(text: str, words: list[str]) -> None:
    assert warnings(text) == words
    assert not find(text)


@pytest.mark.parametrize("text", ["Wat een muziek.", "Een klassieke fout.", "De kritiek was terecht."])
def test_a_word_inside_another_does_not_warn(text: str) -> None:
    assert warnings(text) == []


@pytest.mark.shows("S22")
def test_few_harmless_texts_warn() -> None:
    assert sum(bool(warnings(text)) for text in HARMLESS) <= 5


@pytest.mark.shows("AI7", "S22")
def test_the_list_of_the_organisation_warns_as_well() -> None:
    words = ["Zonneveld", "project Noord", "geheim*", "", "  ", "*", "c++ (oud)"]
    assert warnings("Bij ZONNEVELD is het geheime project-noord.", words) == [
        "ZONNEVELD",
        "geheime",
        "project-noord",
    ]
    assert warnings("Zonnevelden en subproject noordoost", words) == []
    assert warnings("Oude c++ (oud) code", words) == ["c++ (oud)"]
    assert warnings("Een gewone zin.", ["", "*", " * "]) == []
