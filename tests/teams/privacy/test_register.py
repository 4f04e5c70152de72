"""What the documentation says about personal data is what the code holds."""

import re
from pathlib import Path

import pytest

from teams.accounts.models import User
from teams.privacy.register import as_map, as_markdown
from teams.privacy.registry import NATURAL, REGISTRY, Data, everything

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.shows("TP4", "TP5")
def test_the_document_holds_the_register_of_the_code():
    assert as_markdown() in (DOCS / "privacy.md").read_text(), (
        "run: .venv/bin/python manage.py register, and put it in"
    )


@pytest.mark.shows("TP4", "outcomes-3")
def test_the_map_holds_every_field_there_is():
    """A field that is new has a kind by its model; it stops here until somebody looked at it and put it in."""
    assert as_map() in (DOCS / "data-map.md").read_text(), "run: .venv/bin/python manage.py register --fields"
    told = set(re.findall(r"^\| `([^`]+)`", as_map(), re.MULTILINE))
    there = {f"{m._meta.label}.{f.name}" for m in REGISTRY for f in m._meta.concrete_fields}
    assert told == there
    assert len(there) > 500


@pytest.mark.shows("TP4")
def test_whatever_a_row_points_at_is_somebodys_own_or_has_a_natural_name():
    """So that a file of own data can tell what it is about, and another installation finds it again."""
    bare = [
        f"{known.model._meta.label}.{field.name}"
        for known in everything()
        if known.subject
        for field in known.model._meta.concrete_fields
        if field.is_relation
        and field.related_model is not User
        and not NATURAL.get(field.related_model)
        and not REGISTRY[field.related_model].subject
    ]
    assert not bare


def test_whoever_writes_while_learning_is_the_only_one_named_first():
    private = [known for known in REGISTRY.values() if known.default is Data.PROCESS]
    assert private
    writers = ("person", "owner", "by", "asked_by")
    assert all(known.subject.rsplit("__", 1)[-1] in writers for known in private)
