"""The line under a field says what the matrix says, and no page writes it by hand."""

import re
from pathlib import Path

import pytest
from django.template import engines

from teams.structure.matrix import ROWS

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


def line(tag: str) -> str:
    made = engines["django"].from_string("{% " + tag + " %}").render()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", made)).strip()


@pytest.mark.shows("outcomes-1", "S18")
def test_the_line_follows_from_the_row() -> None:
    assert line('seen_by "trace"') == "Alleen jij leest dit. Ook een beheerder kan er niet bij."
    assert line('seen_by "answers"') == "Alleen jij leest dit. Delen doe je later zelf."
    assert line('seen_by "harvest" short=True') == "Wie bij dit gesprek hoort, leest dit op deze pagina."
    assert line('seen_by "question" more="Per vraag." short=True') == "Alleen jij leest dit."


@pytest.mark.parametrize("name", ["hours", "absence", "frame", "mails"])
def test_what_others_read_at_once_is_never_called_yours_alone(name: str) -> None:
    with pytest.raises(ValueError, match="at once"):
        line(f'seen_by "{name}"')


def test_every_line_names_a_row_and_none_is_written_by_hand() -> None:
    pages = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    used = {name for text in pages.values() for name in re.findall(r'seen_by "(\w+)"', text)}
    assert used >= {"trace", "question", "answers", "sparring", "harvest", "log", "literacy"}
    assert used <= set(ROWS)
    by_hand = [
        path.name
        for path, text in pages.items()
        if re.search(r'translate "Alleen jij (leest|ziet) dit\.?"', text)
    ]
    assert not by_hand
