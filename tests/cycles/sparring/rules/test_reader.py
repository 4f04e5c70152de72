"""What is let through of a model that does as it is told, and of one that does not (AI2, AI3, AI4, S20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.rules.blocks import Block, Kind, words
from cycles.sparring.rules.didactics import HELD, Reader, corrected
from cycles.sparring.rules.rungs import RULES, gives_away, is_one_question

QUESTION = "Voordat ik iets voorstel: wat wil de aanvrager als eerste weten als hij de brief opent?"
HINT = (
    "Je kunt twee kanten op. Je begint met het besluit, of met de reden. Wat past bij jouw brief, en waarom?"
)
OPTIONS = ["Begin met wat er niet mag.", "Bied eerst je excuses aan."]
COUNTER = "Een nee vooraan kan hard aankomen."
EXAMPLE = "Beste mevrouw, u mag de dakkapel niet bouwen. Dat komt zo."


def tagged(*blocks: tuple[str, str]) -> str:
    return "\n".join(Block(Kind(kind), text).tagged() for kind, text in blocks)


def read(rung: int, text: str, size: int = 4, **how: bool) -> tuple[Reader, list[tuple[int, str, str]]]:
    reader = Reader(rung, **how)  # type: ignore[arg-type]
    news = [one for at in range(0, len(text), size) for one in reader.feed(text[at : at + size])]
    return reader, news + reader.end()


def shown(rung: int, text: str) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in read(rung, text)[0].shown]


FULL = tagged(
    ("question", HINT),
    ("option", OPTIONS[0]),
    ("option", OPTIONS[1]),
    ("counter", COUNTER),
    ("claim", "De termijn voor bezwaar is zes weken."),
    ("example", EXAMPLE),
)


# The first rung -----------------------------------------------------------------------------------


@pytest.mark.shows("AI2", "S20")
def test_the_first_rung_shows_one_question() -> None:
    reader, news = read(1, tagged(("question", QUESTION)))
    assert reader.verdict() == "fine"
    assert reader.shown == [Block(Kind.QUESTION, QUESTION)]
    assert news == [(0, "question", ""), (0, "question", QUESTION)]


@pytest.mark.shows("AI2", "S20")
@pytest.mark.parametrize(
    "text",
    [
        "Begin met het besluit. Dan volgt de reden.",  # prose only
        tagged(("example", EXAMPLE)),
        tagged(("option", OPTIONS[0]), ("option", OPTIONS[1]), ("counter", COUNTER)),
        tagged(("claim", "De termijn is zes weken.")),
        tagged(("question", "Begin met het besluit en leg dan uit waarom.")),  # no question
        tagged(("question", "Het antwoord is: begin met het besluit. Snap je dat?")),
        tagged(("question", "Begin met het besluit, geef dan de reden en noem het artikel, goed?")),
        tagged(("question", "Wat wil je? Waarom?")),  # two
        tagged(("question", f"{'woord ' * 58}wat wil je?")),  # 61 words
        tagged(("question", "1. Begin met het besluit\n2. Geef de reden\nWat vind je?")),
        tagged(("question", f'Wat vind je van "{"Geachte heer, u mag niet bouwen. " * 4}"?')),
        tagged(("question", "Ik zou beginnen met het besluit. Wat vind je?")),
        tagged(("question", "You should begin with the decision. What do you think?")),
        tagged(("question", f"Wat wil je? {EXAMPLE}")),
        tagged(("question", f"{EXAMPLE} {EXAMPLE} Wat vind je?")),
        "<question>Wat wil je",  # cut off before it asked
        "<think>" + tagged(("question", QUESTION)),
        "",
    ],
)
def test_an_answer_at_once_is_held_back_and_asked_again_once(text: str) -> None:
    for size in (1, 7, 10_000):
        first, news = read(1, text, size)
        assert not first.shown
        assert not any(said for _place, _kind, said in news)
        assert first.verdict() == "again"
        second, _news = read(1, text, size, second=True)
        assert second.verdict() == "held"
        assert not second.shown
    assert str(HELD)


@pytest.mark.shows("S20")
def test_what_the_first_rung_does_not_allow_stays_behind_a_good_question() -> None:
    text = f"Zeker! {tagged(('question', QUESTION), ('question', 'En wat nog?'), ('example', EXAMPLE))} Succes. {FULL}"
    reader, news = read(1, text)
    assert reader.verdict() == "fine"
    assert [block.text for block in reader.shown] == [QUESTION]
    assert {said for _place, _kind, said in news} == {"", QUESTION}


def test_a_bad_question_does_not_take_the_place_of_a_good_one() -> None:
    assert shown(1, tagged(("question", "Doe dit."), ("question", QUESTION))) == [("question", QUESTION)]


# The rungs above ----------------------------------------------------------------------------------


@pytest.mark.shows("AI2", "S20")
def test_each_rung_shows_its_own_kinds() -> None:
    assert {kind for kind, _text in shown(2, FULL)} == {"question", "option", "counter", "claim"}
    assert {kind for kind, _text in shown(3, FULL)} == {"question", "option", "counter", "claim", "example"}
    assert {kind for kind, _text in shown(4, FULL)} == {"question", "option", "counter", "claim", "example"}


@pytest.mark.shows("AI2")
@pytest.mark.parametrize(("rung", "most"), [(3, 110), (4, 320)])
def test_an_example_stops_where_its_rung_does(rung: int, most: int) -> None:
    (example,) = shown(rung, tagged(("example", "woord " * 900)))
    assert len(words(example[1])) == most
    assert example[1].endswith("…")


def test_a_hint_comes_sentence_by_sentence_and_an_example_word_by_word() -> None:
    _reader, hint = read(2, tagged(("question", HINT)), 3)
    assert [said for _place, _kind, said in hint] == [
        "Je kunt twee kanten op.",
        "Je kunt twee kanten op. Je begint met het besluit, of met de reden.",
        HINT,
    ]
    _reader, example = read(3, tagged(("example", EXAMPLE)), 3)
    assert [said for _place, _kind, said in example] == [
        " ".join(EXAMPLE.split()[:n]) for n in range(1, len(EXAMPLE.split()) + 1)
    ]


@pytest.mark.shows("AI3")
@pytest.mark.parametrize("rung", [2, 3, 4])
@pytest.mark.parametrize(
    "extra",
    [
        [("option", OPTIONS[0])],
        [("option", OPTIONS[0]), ("counter", COUNTER)],
        [("option", OPTIONS[0]), ("option", OPTIONS[1])],
        [("option", OPTIONS[0]), ("option", OPTIONS[0]), ("counter", COUNTER)],
        [("option", OPTIONS[0]), ("option", "begin met wat er NIET mag!"), ("counter", COUNTER)],
        [("option", OPTIONS[0]), ("option", "Begin nu met wat er niet mag."), ("counter", COUNTER)],
        [("option", OPTIONS[0]), ("option", OPTIONS[1]), ("counter", "Nee.")],
        [("option", OPTIONS[0]), ("option", OPTIONS[1]), ("counter", OPTIONS[1])],
        [("option", OPTIONS[0]), ("option", "woord " * 60), ("counter", COUNTER)],
        [("option", OPTIONS[0]), ("option", "1. eerst dit\n2. dan dat"), ("counter", COUNTER)],
        [("counter", COUNTER)],
    ],
)
def test_an_option_without_another_and_something_against_it_is_never_shown(
    rung: int, extra: list[tuple[str, str]]
) -> None:
    kinds = {kind for kind, _text in shown(rung, tagged(("question", HINT), *extra, ("example", EXAMPLE)))}
    assert not kinds & {"option", "counter"}


@pytest.mark.shows("AI3")
def test_both_sides_come_at_once() -> None:
    _reader, news = read(2, FULL, 10_000)
    reader = Reader(2)
    reader.feed(tagged(("option", OPTIONS[0]), ("option", OPTIONS[1])))
    assert not reader.shown
    together = reader.feed(f"<counter>{COUNTER}</counter>")
    assert [(kind, said) for _place, kind, said in together] == [
        ("option", OPTIONS[0]),
        ("option", OPTIONS[1]),
        ("counter", COUNTER),
    ]
    assert [place for place, *_rest in together] == [0, 1, 2]
    assert {kind for _place, kind, _said in news} == {"question", "option", "counter", "claim"}


@pytest.mark.shows("AI3")
@pytest.mark.parametrize(
    "advice", ["Mijn advies is: begin met het besluit.", "Je moet met het besluit beginnen."]
)
def test_advice_in_a_hint_is_held_back(advice: str) -> None:
    reader, _news = read(2, tagged(("question", f"Kijk naar je eerste zin. {advice} Wat vind je?")))
    assert [block.text for block in reader.shown] == ["Kijk naar je eerste zin."]
    assert reader.verdict() == "again"


def test_a_hint_that_asks_nothing_is_asked_again_and_then_shown_as_far_as_it_goes() -> None:
    text = tagged(("question", "Kijk naar je eerste zin."))
    assert read(2, text)[0].verdict() == "again"
    assert read(2, text, second=True)[0].verdict() == "fine"
    assert read(2, "Doe dit maar.", second=True)[0].verdict() == "held"


def test_the_third_rung_needs_its_example() -> None:
    assert read(3, tagged(("question", HINT)))[0].verdict() == "again"
    assert read(3, tagged(("example", EXAMPLE)))[0].verdict() == "fine"


# Claims -------------------------------------------------------------------------------------------


@pytest.mark.shows("AI4")
def test_a_fact_hidden_in_another_block_is_split_off() -> None:
    reader, _news = read(
        3,
        tagged(
            ("question", "In 2023 lukte dit bij 80 procent. Wat verwacht jij?"),
            ("option", "Noem artikel 6:7 Awb in de brief. Dat is duidelijk."),
            ("option", "Laat het weg."),
            ("counter", "Volgens onderzoek leest niemand een artikel."),
            ("claim", "De termijn is zes weken."),
            ("example", "Beste mevrouw. U kunt binnen zes weken bezwaar maken. Wij helpen u graag."),
        ),
    )
    assert reader.claims() == [
        "In 2023 lukte dit bij 80 procent.",
        "Noem artikel 6:7 Awb in de brief.",
        "Volgens onderzoek leest niemand een artikel.",
        "De termijn is zes weken.",
        "U kunt binnen zes weken bezwaar maken.",
    ]


@pytest.mark.shows("AI4")
def test_of_what_was_held_back_there_is_no_claim() -> None:
    assert read(1, FULL + tagged(("question", QUESTION)))[0].claims() == []
    many = tagged(*(("claim", f"Feit nummer {n} klopt vast wel.") for n in range(9)), ("question", HINT))
    assert len(read(2, many)[0].claims()) == 3


def test_the_same_claim_twice_is_one() -> None:
    twice = tagged(
        ("claim", "De termijn is zes weken."), ("claim", "de termijn is zes weken"), ("question", HINT)
    )
    assert len(read(2, twice)[0].claims()) == 1


# Whatever comes -----------------------------------------------------------------------------------


BLOCKS = st.tuples(
    st.sampled_from([str(kind) for kind in Kind]),
    st.one_of(
        st.sampled_from(
            [QUESTION, HINT, EXAMPLE, COUNTER, *OPTIONS, "Het antwoord is dit.", "Wat?", "woord " * 130]
        ),
        st.text(max_size=80),
    ),
).map(lambda block: f"<{block[0]}>{block[1]}</{block[0]}>")
ANSWERS = st.lists(st.one_of(BLOCKS, st.text(max_size=40)), max_size=9).map("".join)


def last_of(news: list[tuple[int, str, str]]) -> list[str]:
    """What the browser shows in the end."""
    last: dict[int, str] = {}
    for place, _kind, said in news:
        assert place <= len(last)  # places follow each other
        assert said.removesuffix(" …").startswith(last.get(place, ""))  # what was shown only grows
        last[place] = said
    return [last[place] for place in sorted(last) if last[place]]


@pytest.mark.shows("AI2", "AI3", "S20")
@given(st.integers(1, 4), ANSWERS, st.integers(1, 60))
def test_no_answer_shows_more_than_its_rung(rung: int, text: str, size: int) -> None:
    reader, news = read(rung, text, size)
    rule = RULES[rung]
    kinds = [block.kind for block in reader.shown]
    for block in reader.shown:
        assert block.text.strip()
        assert len(words(block.text)) <= rule.words[block.kind]
    assert all(kinds.count(kind) <= rule.most.get(kind, 0) for kind in set(kinds))
    assert sum(len(words(block.text)) for block in reader.shown) <= rule.total
    assert Kind.OPTION not in kinds or (kinds.count(Kind.OPTION) >= 2 and Kind.COUNTER in kinds)
    if rung == 1:
        assert all(is_one_question(block.text) for block in reader.shown)
    assert not any(gives_away(block.text) for block in reader.shown if block.kind == Kind.QUESTION)
    assert last_of(news) == [block.text for block in reader.shown]
    assert reader.verdict() in ("fine", "again")
    assert all(0 < len(claim) <= 500 for claim in reader.claims())


@given(ANSWERS, st.integers(1, 4))
def test_the_end_comes_once(text: str, rung: int) -> None:
    reader, _news = read(rung, text)
    before = list(reader.shown)
    assert reader.end() == []
    assert reader.verdict() == reader.verdict()
    assert reader.shown == before


@pytest.mark.shows("S20")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_asking_again_says_what_was_wrong_and_repeats_the_rung(language: str) -> None:
    request = [{"role": "system", "content": "a"}, {"role": "user", "content": "b"}]
    again = corrected(request, Reader(1, language))
    assert again[0] == request[0]
    assert again[1]["content"].startswith("b\n\n")
    assert "<question>" in again[1]["content"]
    assert "60" in again[1]["content"]
    assert request[1]["content"] == "b"
