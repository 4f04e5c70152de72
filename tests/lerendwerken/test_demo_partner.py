"""The scripted partner of the demo keeps to every rung, in both languages, and says what it is."""

import pytest

from cycles.sparring.rules.didactics import Reader
from cycles.sparring.rules.instructions import parts
from lerendwerken.demo.partner import NAME, Asked, pieces
from lerendwerken.demo.partner_lines import line

pytestmark = pytest.mark.shows("S20", "AI2", "AI3")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("rung", [1, 2, 3, 4])
@pytest.mark.parametrize("turn", range(6))
def test_every_line_may_be_shown_whole(language: str, rung: int, turn: int) -> None:
    messages = [{"role": "assistant", "content": "…"}] * turn
    messages += [{"role": "user", "content": f"… {parts(language)[f'rung {rung}']}"}]
    said = line(Asked("/v1/chat/completions", {}, {"messages": messages}))
    reader = Reader(rung, language)
    for piece in pieces(said):
        reader.feed(piece)
    assert reader.verdict() == "fine"
    assert len(reader.shown) == said.count("</")


def test_it_says_that_it_is_no_model() -> None:
    assert "geen echt model" in NAME


@pytest.mark.parametrize("text", ["", " ", "een", "een twee", " een  twee \n drie ", "x\n"])
def test_pieces_are_the_whole_text(text: str) -> None:
    assert "".join(pieces(text)) == text
