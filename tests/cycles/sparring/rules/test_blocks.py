"""Typed blocks out of a stream (S20)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.sparring.rules.blocks import (
    LONGEST_TAG,
    MOST_BLOCKS,
    MOST_CHARACTERS,
    Block,
    Kind,
    Parser,
    cleaned,
    parse,
)

PIECES = st.lists(
    st.sampled_from(
        [
            *(f"<{kind}>" for kind in Kind),
            *(f"</{kind}>" for kind in Kind),
            "<think>",
            "</think>",
            "<",
            ">",
            "</",
            "< Question id='1'>",
            "<b>",
            "x < 3",
            "<questions>",
            "<question",
            "Wat wil je?",
            "\n\n",
            " ",
            "é\u200b",
            "<a" * 40,
        ]
    ),
    max_size=14,
).map("".join)


def read(pieces: list[str]) -> tuple[list[tuple[Kind, str]], bool]:
    parser = Parser()
    for piece in pieces:
        parser.feed(piece)
    parser.end()
    return [(block.kind, block.raw) for block in parser.blocks], parser.has_prose


@pytest.mark.shows("S20")
def test_each_kind_is_read() -> None:
    text = "".join(Block(kind, f"tekst {kind}").tagged() for kind in Kind)
    assert parse(text) == [Block(kind, f"tekst {kind}") for kind in Kind]


@pytest.mark.shows("S20")
def test_prose_outside_blocks_is_no_block() -> None:
    text = "Graag gedaan! <question>Wat wil je?</question> Het antwoord is trouwens dit."
    assert parse(text) == [Block(Kind.QUESTION, "Wat wil je?")]
    assert read([text])[1]
    assert not read(["<question>Wat wil je?</question>\n"])[1]


@given(PIECES, st.data())
def test_it_does_not_matter_how_the_stream_is_cut(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    ends = [0, *cuts, len(text)]
    assert read([text[a:b] for a, b in itertools.pairwise(ends)]) == read([text]) == read(list(text))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for block in parse(f"<claim>{text}"):
        assert block.text == cleaned(block.text)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("<QUESTION>Wat?</Question>", [("question", "Wat?")]),
        ("< question id='1' >Wat?</ question >", [("question", "Wat?")]),
        ("<question>Wat?<option>Dit</option>", [("question", "Wat?"), ("option", "Dit")]),  # an end forgotten
        ("<question>Wat", [("question", "Wat")]),  # cut off
        ("<question>Wat?</ques", [("question", "Wat?")]),
        ("<question>Is 2 < 3 en <b>dik</b>?</question>", [("question", "Is 2 < 3 en <b>dik</b>?")]),
        ("```xml\n<question>Wat?</question>\n```", [("question", "Wat?")]),
        ("<questions>Wat?</questions>", []),
        ("&lt;question&gt;Wat?&lt;/question&gt;", []),
        ("＜question＞Wat?＜/question＞", []),
        ("<queſtion>Wat?</queſtion>", []),
        ("<question></question><question> \u200b </question>", []),
        ("</question></option>", []),
        ("<script>alert(1)</script>", []),
    ],
)
def test_what_models_make_of_it(text: str, blocks: list[tuple[str, str]]) -> None:
    assert [(str(block.kind), block.text) for block in parse(text)] == blocks


@pytest.mark.shows("S20")
@pytest.mark.parametrize("tag", ["think", "thinking", "reasoning", "scratchpad"])
def test_thinking_aloud_is_dropped_with_the_tags_in_it(tag: str) -> None:
    text = f"<{tag}>Eerst <question>Kladvraag?</question> <example>het antwoord</example></{tag}><question>Echt?</question>"
    assert parse(text) == [Block(Kind.QUESTION, "Echt?")]
    assert parse(f"<{tag}><question>Kladvraag?</question>") == []


def test_what_nobody_sees_is_taken_out() -> None:
    hidden = "Wat\u200b wil\u202e je\x00\ufeff\u00a0  nu?\u2028\r\n\n\n\nZeg het."
    assert cleaned(hidden) == "Wat wil je nu?\n\nZeg het."
    assert cleaned("👩\u200d🏫 é") == "👩\u200d🏫 é"


@pytest.mark.shows("TL1")
def test_a_stream_without_end_costs_no_memory() -> None:
    parser = Parser()
    parser.feed("<example>")
    for _ in range(200):
        parser.feed("a" * 50_000)
    for _ in range(500):
        parser.feed("<claim>x</claim>")
    parser.feed("<question " + "b" * 100_000)
    assert len(parser.blocks) <= MOST_BLOCKS
    assert all(len(block.raw) <= MOST_CHARACTERS + 1 for block in parser.blocks)
    assert len(parser._rest) <= LONGEST_TAG
