"""What the documentation says about personal data is what the code holds."""

from pathlib import Path

import pytest

from teams.privacy.register import as_markdown
from teams.privacy.registry import REGISTRY, Data

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"


@pytest.mark.shows("TP4", "TP5")
def test_the_document_holds_the_register_of_the_code():
    assert as_markdown() in DOCUMENT.read_text(), "run: .venv/bin/python manage.py register, and put it in"


def test_whoever_writes_while_learning_is_the_only_one_named_first():
    private = [known for known in REGISTRY.values() if known.default is Data.PROCESS]
    assert private
    writers = ("person", "owner", "by", "asked_by")
    assert all(known.subject.rsplit("__", 1)[-1] in writers for known in private)
