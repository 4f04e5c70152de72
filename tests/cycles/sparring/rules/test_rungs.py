"""The ladder: what is one question, and what it takes to go up (AI2)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.models import Rung, Turn
from cycles.sparring.rules.makersmark import folded
from cycles.sparring.rules.rungs import MINIMUM, RULES, current, is_one_question, may_climb

PARTNER, PERSON = Turn.Speaker.PARTNER, Turn.Speaker.PERSON
ATTEMPT = "Ik zou beginnen met wat er niet mag en meteen daarna waarom: het huis hoort bij het dorpsgezicht."
NEW = "Of het mag of niet. Nu begint mijn brief met een artikelnummer."
NEWER = "Bij de balie vragen mensen altijd eerst naar de uitkomst, merk ik."


def partner(rung: int = 1, state: str = Turn.State.DONE, *blocks: str) -> Turn:
    said = [
        {"kind": "question", "text": text}
        for text in blocks or (f"Wat zie je op trede {rung} gebeuren, denk je?",)
    ]
    return Turn(speaker=PARTNER, rung=rung, state=state, blocks=said)


def person(text: str, rung: int = 1) -> Turn:
    return Turn(speaker=PERSON, rung=rung, text=text)


# One question -------------------------------------------------------------------------------------


@pytest.mark.shows("S20")
@pytest.mark.parametrize(
    "text",
    [
        "Voordat ik iets voorstel: wat wil de aanvrager als eerste weten als hij de brief opent?",
        "Je noemt het dorpsgezicht. Weet de aanvrager wat dat is?",
        "Waaraan merk je dat het gelukt is?",
        "Past deze volgorde bij hoe een inwoner leest?",
        "Stel dat je buurman dit leest, wat onthoudt hij dan?",
        "Je twijfelt over het artikel. Wat gebeurt er als je het weglaat, en voor wie is dat erg?",
        "Heb je zelf gezien dat het zo gaat, of neem je dat aan?",
        "Is there something in your letter that the reader must do?",
        "You name the village. What would somebody from outside miss?",
        'Wat bedoel je met "in één keer"?',
        "Welke van je redenen weegt voor jou het zwaarst, en waarom juist die?!",
    ],
)
def test_a_question(text: str) -> None:
    assert is_one_question(text)


@pytest.mark.shows("AI2", "S20")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "Begin met het besluit.",
        "Begin met het besluit?",
        "Wat wil je. Begin met het besluit.",
        "Wat wil je? En waarom?",
        "Zet het besluit vooraan, dan de reden, snap je?",
        "De oplossing is simpel: zet het besluit vooraan. Hoe klinkt dat?",
        "Hier is een betere brief: u mag niet bouwen. Wat vind je ervan?",
        "- besluit\n- reden\nWat mis je nog?",
        "Answer: begin with the decision. What do you think?",
        "Wat vind je van: 'U mag de dakkapel niet bouwen want uw huis hoort bij het beschermde gezicht van ons dorp'?",
        "Wat wil je？Wat nog？",
        " ".join(["Wat", *["heel"] * 59, "graag?"]),
    ],
)
def test_no_question_or_more_than_a_question(text: str) -> None:
    assert not is_one_question(text)


def test_every_rung_has_a_rule_and_shows_no_less_than_the_one_below() -> None:
    rules = [RULES[rung] for rung in Rung]
    for below, above in itertools.pairwise(rules):
        assert set(below.most) <= set(above.most)
        assert below.total < above.total
    assert RULES[1].total == 60
    assert sum(RULES[1].most.values()) == 1


# Going up -----------------------------------------------------------------------------------------


@pytest.mark.shows("AI2")
def test_a_request_with_something_new_opens_the_next_rung() -> None:
    assert may_climb([partner()], NEW, ATTEMPT) is None
    assert may_climb([partner(), person(NEW), partner(2)], NEWER, ATTEMPT) is None


@pytest.mark.shows("AI2")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "geef hint",
        "............................................",
        "a" * 60,
        "ja ja ja ja ja ja ja ja ja ja ja",
        "hint nu",
        "\u200b" * 40,
        "? ! ? ! ? ! ? ! ? ! ? ! ? !",
        "🙏" * 30,
    ],
)
def test_too_little_opens_nothing(text: str) -> None:
    assert may_climb([partner()], text, ATTEMPT)


@pytest.mark.shows("AI2")
@pytest.mark.parametrize(
    "again",
    [
        NEW,
        NEW.upper(),
        f"  {NEW}  !!!",
        NEW.replace(" ", "\u00a0\u200b "),
        NEW.replace(" ", "\u200b"),
        NEW.replace("e", "е"),  # Cyrillic
        f"{NEW} ok dan",
        " ".join(reversed(NEW.split())),
        f"{NEW} {NEW}",
        " ".join(NEW.split()[2:]),
        "\n".join(NEW),
    ],
)
def test_a_repeat_of_an_earlier_contribution_opens_nothing(again: str) -> None:
    turns = [partner(), person(NEW), partner(1, Turn.State.DONE, "En wat nog?")]
    assert may_climb(turns, again, ATTEMPT)
    assert may_climb([partner()], again, NEW)  # the attempt counts as earlier as well


@pytest.mark.shows("AI2")
def test_the_words_of_the_partner_are_no_contribution_of_ones_own() -> None:
    question = "Wat wil de aanvrager als eerste weten als hij de brief opent en leest?"
    assert may_climb([partner(1, Turn.State.DONE, question)], question, ATTEMPT)
    assert may_climb([partner(1, Turn.State.DONE, question)], f"{question} Geen idee.", ATTEMPT)


@pytest.mark.shows("AI2")
def test_no_rung_is_skipped() -> None:
    assert may_climb([], NEW, ATTEMPT)  # nothing asked yet
    for state in (Turn.State.WAITING, Turn.State.STREAMING):
        assert may_climb([partner(), person(NEW), partner(2, state)], NEWER, ATTEMPT)
    for state in (Turn.State.FAILED, Turn.State.HELD):
        assert current([partner(), person(NEW), partner(2, state)]) == 1
    stopped_at_once = Turn(speaker=PARTNER, rung=2, state=Turn.State.STOPPED, blocks=[])
    assert current([partner(), person(NEW), stopped_at_once]) == 1
    assert current([partner(), person(NEW, 4)]) == 1  # what a person's turn says counts for nothing


@pytest.mark.shows("AI2")
def test_above_the_last_rung_there_is_none() -> None:
    assert may_climb([partner(4)], NEW, ATTEMPT)
    assert current([partner(1), partner(4), partner(2)]) == 4


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_opens_a_rung_has_twenty_letters_that_are_new(text: str, earlier: str) -> None:
    turns = [partner(), person(earlier), partner()]
    if may_climb(turns, text) is None:
        assert len(folded(text)) >= MINIMUM
        assert folded(text) not in folded(earlier)
    assert may_climb(turns, earlier) is not None
