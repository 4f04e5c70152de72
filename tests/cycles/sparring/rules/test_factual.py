"""Which sentences state a fact that somebody should check (AI4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.rules.factual import facts, sentences


@pytest.mark.shows("AI4")
@pytest.mark.parametrize(
    "text",
    [
        "De termijn voor bezwaar is zes weken.",
        "Artikel 6:7 Awb gaat daarover.",
        "In 2023 was dat anders.",
        "Bij 42% van de gemeenten lukt dit.",
        "Het kost 300 euro per aanvraag.",
        "Uit recent onderzoek blijkt dat niemand verder leest.",
        "Research shows that people skip the second page.",
        "Dat is wettelijk verplicht.",
        "De meeste mensen onthouden de eerste zin.",
        "Wist je dat de termijn zes weken is?",
        "The term is six weeks, right?",
    ],
)
def test_a_fact(text: str) -> None:
    assert facts(text) == [text]
    assert facts(f"Kijk eens naar je brief. {text} Wat doe je daarmee?") == [text]


@pytest.mark.shows("AI4")
@pytest.mark.parametrize(
    "text",
    [
        "Begin met het besluit.",
        "Een nee vooraan kan hard aankomen.",
        "Hoe lang is de termijn volgens artikel 6:7 Awb?",
        "Denk aan een gesprek waarin dit goed ging.",
        "Wat zou je in 2027 anders willen doen?",
    ],
)
def test_no_fact(text: str) -> None:
    assert facts(text) == []


def test_an_abbreviation_ends_no_sentence() -> None:
    assert sentences("Dit staat in art. 3 van de wet, o.a. Dat is oud. En nu?") == [
        "Dit staat in art. 3 van de wet, o.a. Dat is oud.",
        "En nu?",
    ]


@given(st.text(max_size=200))
def test_any_text_has_sentences_that_stand_in_it(text: str) -> None:
    whole = " ".join(text.split())
    assert all(" ".join(one.split()) in whole for one in sentences(text))
