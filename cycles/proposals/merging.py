"""Two people at one form: what each of them changed is kept, and where both changed the same text nothing is lost.

A page carries a stamp of the values that it was made from. What its writer left alone is not written back, so a
change that somebody else made meanwhile to another field stays.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model


class Changed(Exception):
    """Somebody else saved other words in these fields; `row` has them as they are now."""

    def __init__(self, row: Model, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.row, self.names = row, names


def stamp(row: Model | None, names: Sequence[str]) -> str:
    """Of a row as a page shows it; None is the empty form."""
    return ".".join(_digest(getattr(row, name)) if row else "" for name in names)


def merged(row: Model, typed: Mapping[str, Any], names: Sequence[str], seen: str) -> dict[str, Any]:
    """The fields to write. `names` are those of the stamp, in its order. Raises Changed."""
    stamps = dict(zip(names, seen.split("."), strict=False))
    changes: dict[str, Any] = {}
    lost = []
    for name in names:
        if name not in typed or typed[name] == (stored := getattr(row, name)):
            continue
        if _digest(typed[name]) == stamps.get(name):
            continue  # left alone here, changed elsewhere
        is_empty = stored is None or stored is False or stored == ""
        if not is_empty and _digest(stored) != stamps.get(name):
            lost.append(name)
        changes[name] = typed[name]
    if lost:
        raise Changed(row, lost)
    return changes


def _digest(value: Any) -> str:
    plain = f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]
