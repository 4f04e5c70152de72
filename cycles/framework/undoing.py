"""What a change of words needs to be undone, kept in the session of whoever made it; never in an address."""

import secrets
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

KEY = "kader-terug"
MOST = 5


def remember(request: HttpRequest, what: str, **before: Any) -> str:
    """The address that undoes it, once."""
    key = secrets.token_urlsafe(6)
    kept = dict(list(request.session.get(KEY, {}).items())[-MOST + 1 :])
    request.session[KEY] = kept | {key: {"what": what} | before}
    return reverse("cycles:frame-undo", args=[key])


def recall(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What it was before, and forgets it. None when that was undone already, or in another session."""
    kept: dict[str, dict[str, Any]] = dict(request.session.get(KEY, {}))
    found = kept.pop(key, None)
    if found:
        request.session[KEY] = kept
    return found
