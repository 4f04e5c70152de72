"""The kinds of messages. A package above declares how its kind is checked at the last moment, and how it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from teams.accounts.models import User
from teams.notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: at this time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """Not any more, with the reason's code."""

    reason: str


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """What a calendar program does with a mail: the method of iMIP, and the iCalendar text."""

    method: str  # REQUEST or CANCEL
    ics: bytes


@dataclass(frozen=True, slots=True)
class Message:
    kind: str
    label: str | Promise  # for the preferences page
    template: str  # one file with the partials subject and text, and the block html
    check: Callable[[Notification, datetime], Later | Never | None]  # None: send it
    context: Callable[[Notification], dict[str, Any]]  # no private text
    optional: bool = True  # may be switched off and paused
    for_whom: Callable[[User], bool] = lambda person: True  # who can get it at all, so who may switch it off
    shown_as: str = (
        ""  # the kind that an administrator reads instead, when getting this one tells on somebody
    )
    calendar: Callable[[Notification], CalendarPart] | None = None


MESSAGES: dict[str, Message] = {}
REASONS: dict[str, str | Promise] = {}
"""Reason code -> words, for the sending page."""
PRIVATE: set[str] = set()
"""Reasons that are somebody's own doing: with few people a count of them would say who did what (S18)."""


def declare(message: Message, **reasons: str | Promise) -> None:
    MESSAGES[message.kind] = message
    REASONS.update(reasons)


def keep_private(*reasons: str) -> None:
    PRIVATE.update(reasons)


_followers: list[Callable[[User], None]] = []


def wishes_changed(follow: Callable[[User], None]) -> Callable[[User], None]:
    """Registers what a package above does with its planned messages when somebody wants them otherwise."""
    _followers.append(follow)
    return follow


def follow_wishes(person: User) -> None:
    for follow in _followers:
        follow(person)
