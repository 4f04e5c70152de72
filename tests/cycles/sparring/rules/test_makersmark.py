"""The maker's mark per paragraph, also for whoever tries to hide where a text came from (S21, AI5)."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.rules.makersmark import AiText, Degree, folded, marks, paragraphs

SAID = (
    "U mag de dakkapel niet bouwen omdat uw huis bij het beschermde dorpsgezicht hoort en de kap zichtbaar is. "
    "Binnen zes weken kunt u daar iets tegen doen als u het er niet mee eens bent."
)
AI = AiText(SAID, "Voorbeeldmodel", date(2026, 3, 16), "Beter maken")
EIGHT = "omdat uw huis bij het beschermde dorpsgezicht hoort"
OWN = "Ik begin mijn brief met het besluit, want daar wacht de aanvrager op."


def degrees(text: str, *said: str) -> list[str]:
    return [str(mark.degree) for mark in marks(text, [AI, *(AiText(one, "x", AI.on, "y") for one in said)])]


@pytest.mark.shows("S21")
def test_each_paragraph_has_its_own_mark() -> None:
    text = f"{OWN}\n\n{SAID}\n \n{OWN} Volgens de gemeente is het {EIGHT}, zo staat het er."
    assert degrees(text) == ["own", "taken_over", "reworked"]


@pytest.mark.shows("S21", "AI5")
def test_a_mark_tells_tool_date_purpose_and_degree() -> None:
    (mark,) = marks(SAID, [AI])
    assert mark.as_json() == {
        "text": SAID,
        "degree": "taken_over",
        "tool": "Voorbeeldmodel",
        "on": "2026-03-16",
        "purpose": "Beter maken",
        "held": [SAID],
    }
    (own,) = marks(OWN, [AI])
    assert own.as_json() == {"text": OWN, "degree": "own", "tool": "", "on": "", "purpose": ""}


@pytest.mark.shows("S21")
def test_eight_words_running_mark_and_seven_do_not() -> None:
    assert len(EIGHT.split()) == 8
    assert degrees(f"Het kan niet, {EIGHT}. Dat schreef ik zelf nog niet op.") == ["reworked"]
    assert degrees(f"Het kan niet, {EIGHT.rsplit(' ', 1)[0]}. Dat schreef ik zelf.") == ["own"]


@pytest.mark.shows("S21")
def test_an_idea_told_in_own_words_stays_own() -> None:
    told = "Bouwen mag niet: het huis is deel van een mooi oud dorp en het dak zie je vanaf de straat. Bezwaar kan."
    assert degrees(told) == ["own"]


def swapped(text: str) -> str:
    return text.translate(str.maketrans("aeopcxyi", "аеорсхуі"))


HIDING: list[Callable[[str], str]] = [
    str.upper,
    str.title,
    swapped,
    lambda text: "\u200b".join(text),
    lambda text: "\u00ad".join(text),
    lambda text: text.replace(" ", "\u200b"),
    lambda text: text.replace(" ", "\u00a0\u2003"),
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", "\n\n"),
    lambda text: text.replace(" ", " \u200b\n\u200b "),
    lambda text: re.sub(r"((?:\S+ ){4})", r"\1\n\n", text),
    lambda text: text.replace(" ", ""),
    lambda text: text.replace(" ", ", "),
    lambda text: text.replace(" ", "-"),
    lambda text: text.replace("i", "1").replace("o", "0"),
    lambda text: text.replace("i", "l"),
    lambda text: text.replace("i", "|"),
    lambda text: "".join(f"{letter}\u0336" for letter in text),
    lambda text: text.replace("e", "é").replace("u", "ü"),
    lambda text: "".join(
        chr(ord(letter) + 0xFEE0) if "a" <= letter <= "z" else letter for letter in text.lower()
    ),
    lambda text: "".join(
        chr(0x1D5BA + ord(letter) - 97) if "a" <= letter <= "z" else letter for letter in text.lower()
    ),
    lambda text: text.replace(" ", " 🙂 "),
    lambda text: "\n".join(f"> {line}" for line in text.split(". ")),
    lambda text: f"**{text}**",
]


@pytest.mark.shows("S21")
@pytest.mark.parametrize("hide", HIDING, ids=range(len(HIDING)))
def test_no_disguise_makes_it_ones_own(hide: Callable[[str], str]) -> None:
    found = degrees(hide(SAID))
    assert found
    assert set(found) == {"taken_over"}
    mixed = degrees(f"{OWN}\n\n{hide(SAID)}")
    assert mixed[0] == "own"
    assert set(mixed[1:]) == {"taken_over"}


@pytest.mark.shows("S21")
@given(st.data())
def test_any_eight_words_are_found_wherever_they_are_put(data: st.DataObject) -> None:
    words = SAID.split()
    first = data.draw(st.integers(0, len(words) - 8))
    run = words[first : first + 8]
    seams = data.draw(
        st.lists(st.sampled_from([" ", "\n", "\n\n", "\u200b", ", ", "\t", " - "]), min_size=7, max_size=7)
    )
    copied = run[0] + "".join(seam + word for seam, word in zip(seams, run[1:], strict=True))
    text = f"{OWN} {copied} {OWN}"
    assert any(mark.degree != Degree.OWN for mark in marks(text, [AI]))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gets_one_mark_a_paragraph(text: str, said: str) -> None:
    found = marks(text, [AiText(said, "x", AI.on, "y"), AI])
    assert [mark.text for mark in found] == paragraphs(text)
    assert all(mark.degree == Degree.OWN for mark in marks(text, []))


@given(st.text(max_size=120))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text.upper()) == folded(folded(text.upper()))


def test_the_longest_source_is_named_and_several_add_up() -> None:
    half, other = SAID.split(". ")
    text = f"{half}. {other}"
    both = marks(text, [AiText(half, "a", AI.on, "p"), AiText(other, "b", date(2026, 4, 1), "q")])
    assert both[0].degree == Degree.TAKEN_OVER
    assert (both[0].tool, both[0].on) == ("a", "2026-03-16")


def test_paragraphs_are_divided_by_lines_without_ink() -> None:
    assert paragraphs("a\r\nb\r\n\u200b\t\r\nc\n\n\n") == ["a\nb", "c"]
    assert paragraphs(" \n\u200b") == []
