"""One page to look at: who looks, where, and what is sent. `pages.py` and the modules beside it name them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.browser.conftest import House

NOBODY, SAMIRA, FEMKE, RUTH, WIM = (
    "",
    "samira",
    "femke",
    "ruth",
    "wim",
)  # stranger, member, lead, manager, administrator
Before = Callable[[House], Any]  # a context manager that prepares, and takes it back


@dataclass(frozen=True, slots=True)
class Case:
    """One page: who looks, and where. With `send` it is the answer to those fields, posted from there."""

    who: str
    path: Callable[[House], str]
    send: dict[str, str] | Callable[[House], dict[str, str]] | None = None
    to: Callable[[House], str] | None = None  # where it is posted to, when that is not the page itself
    status: int = 200
    before: Before | None = None
    by_door: bool = False  # the language is that of Samira, whose link it is


def at(name: str, **query: str) -> Callable[[House], str]:
    """A fixed address, by its name."""
    return lambda house: (
        reverse(name) + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")
    )
