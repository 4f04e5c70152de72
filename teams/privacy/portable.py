"""What of somebody's own comes to life again in another installation; each package above declares its part.

The rest of what they wrote comes along as it was, to read (models.BroughtAlong).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from teams.accounts.models import User

type Values = dict[str, Any]
type Settle = Callable[[Values, User], Values]
type IsOurs = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Portable:
    """How rows of a model are told from each other, and under what they hang."""

    model: type[models.Model]
    key: tuple[str, ...]  # of what hangs under the same thing, or is of the same owner
    owner: str = ""  # field with the person
    parent: str = ""  # field with the row of their own that it hangs under
    here_only: bool = False  # rests on people or weeks that only the same installation can recognise
    settle: Settle | None = None  # what cannot be here as it was there
    # Field that holds a list -> whether one thing in it is as our pages read it. Without one it is a plain value.
    lists: Mapping[str, IsOurs] = field(default_factory=dict)


PORTABLE: dict[str, Portable] = {}
"""By label, what something hangs under before what hangs under it."""


def portable(
    model: type[models.Model],
    *,
    key: tuple[str, ...],
    owner: str = "",
    parent: str = "",
    here_only: bool = False,
    settle: Settle | None = None,
    lists: Mapping[str, IsOurs] | None = None,
) -> None:
    known = {f.name for f in model._meta.concrete_fields}
    if not {*key, *(lists or ()), *filter(None, (owner, parent))} <= known or bool(owner) == bool(parent):
        raise ValueError(f"{model.__name__}: name the owner or what it hangs under, and fields of its own")
    PORTABLE[model._meta.label] = Portable(model, key, owner, parent, here_only, settle, lists or {})
