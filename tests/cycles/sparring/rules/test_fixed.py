"""The fixed questions answer whoever learns without AI, without a word about it (AI10)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.models import Mode, Rung
from cycles.sparring.rules.blocks import Kind, words
from cycles.sparring.rules.factual import facts
from cycles.sparring.rules.fixed import pick, questions
from cycles.sparring.rules.identifiers import find, warnings
from cycles.sparring.rules.rungs import LENGTHS, gives_away, is_one_question

MODES, RUNGS, LANGUAGES = (
    st.sampled_from(list(Mode)),
    st.sampled_from(list(Rung)),
    st.sampled_from(["nl", "en"]),
)
ALL = [
    (mode, rung, language, text)
    for mode in Mode
    for rung in Rung
    for language in ("nl", "en")
    for text in questions(mode, rung, language)
]


@pytest.mark.shows("AI10")
def test_there_is_enough_for_every_mode_rung_and_language() -> None:
    for mode in Mode:
        for rung, least in zip(Rung, (6, 4, 2, 1), strict=True):
            assert len(questions(mode, rung, "nl")) == len(questions(mode, rung, "en")) >= least
    assert len({text for *_where, text in ALL}) == len(ALL)


@pytest.mark.shows("AI10")
@pytest.mark.parametrize(("mode", "rung", "language", "text"), ALL)
def test_a_fixed_text_keeps_to_its_rung_and_names_no_ai(
    mode: str, rung: int, language: str, text: str
) -> None:
    assert not re.search(
        r"\b(?:AI|KI|chat\w*|model|algoritme|algorithm|robot|computer|prompt\w*|sparring\w*)\b", text
    )
    assert text.endswith("?")
    assert len(words(text)) <= (LENGTHS[Kind.EXAMPLE] if rung > 2 else LENGTHS[Kind.QUESTION])
    assert not gives_away(text)
    assert not find(text)
    assert not warnings(text)
    assert rung > 1 or (is_one_question(text) and not facts(text))


@pytest.mark.shows("AI10")
@given(MODES, RUNGS, LANGUAGES)
def test_nothing_is_asked_twice_while_something_is_left(mode: Mode, rung: Rung, language: str) -> None:
    known = questions(mode, rung, language)
    asked: list[str] = []
    for _ in range(2 * len(known)):
        block = pick(mode, rung, asked, language)
        assert block.kind == (Kind.EXAMPLE if rung > 2 else Kind.QUESTION)
        asked.append(block.text)
    assert asked[: len(known)] == known
    assert asked[len(known) :] == known  # then the one of longest ago


def test_what_was_asked_in_another_mode_or_language_does_not_count() -> None:
    other = questions(Mode.DECIDE, 1, "nl") + questions(Mode.ANALYSE, 1, "en")
    assert pick(Mode.ANALYSE, 1, other, "nl").text == questions(Mode.ANALYSE, 1, "nl")[0]
