"""Every text of the app can be collected for translation."""

import ast
from pathlib import Path

import pytest

from lerendwerken.management.commands.makemessages import Command
from tests.test_house import tracked

LAZY = {name + end for name in ("gettext", "ngettext", "pgettext", "npgettext") for end in ("", "_lazy")}
COLLECTED = LAZY | {"_", "_now", "gettext_noop"}
APP = ("lerendwerken/", "teams/", "cycles/")


def hidden(source: str) -> list[str]:
    """Texts that xgettext does not find: inside an f-string, or under a name that it does not know."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    found = [f"{name} is not collected" for name in sorted(names - COLLECTED)]
    for outer in ast.walk(tree):
        if isinstance(outer, ast.JoinedStr):
            found += [
                f"line {call.lineno}: inside an f-string"
                for call in ast.walk(outer)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
            ]
    return found


@pytest.mark.shows("house-6")
def test_no_text_hides_from_the_collector() -> None:
    files = [path for path in tracked("*.py") if str(path.relative_to(Path.cwd())).startswith(APP)]
    assert len(files) > 50
    assert {str(path): said for path in files if (said := hidden(path.read_text()))} == {}
    assert "--keyword=_now" in Command.xgettext_options


def test_hidden_texts_are_seen() -> None:
    first = "from django.utils.translation import gettext as _, gettext_lazy as soon\n"
    assert hidden(first + "x = f\"{_('Bewaar')}\"") == ["soon is not collected", "line 2: inside an f-string"]
    assert hidden("from django.utils.translation import gettext as _\nx = _('Bewaar')") == []
