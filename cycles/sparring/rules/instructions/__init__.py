"""Texts for a model and the fixed questions, one file a language, in parts that begin with their name in brackets."""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
HEAD = re.compile(r"^\[(?P<name>[a-z0-9_ ]+)\]\n", re.MULTILINE)


@cache
def parts(name: str) -> dict[str, str]:
    """Name of a part -> its text, of the file `name`.txt."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    _before, *found = HEAD.split(text)
    return {head: body.strip() for head, body in zip(found[::2], found[1::2], strict=True)}


@cache
def labels(language: str) -> dict[str, str]:
    rows = (line.partition(" = ") for line in parts(language)["labels"].splitlines())
    return {key: label for key, _sign, label in rows}
