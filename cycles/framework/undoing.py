"""What a change of words needs to be undone, kept in the session of whoever made it; never in an address."""

import hashlib
import json
import secrets
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.urls import reverse

KEY = "kader-terug"
MOST = 5


def fingerprint(values: dict[str, Any]) -> str:
    """The same for the same values, whatever their order: to see that nobody changed them since."""
    said = json.dumps(sorted(values.items()), cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def remember(request: HttpRequest, before: dict[str, Any]) -> str:
    """The address that undoes it, once. `before["what"]` says which kind of change it was."""
    key = secrets.token_urlsafe(6)
    kept = dict(list(request.session.get(KEY, {}).items())[-MOST + 1 :])
    request.session[KEY] = kept | {key: json.loads(json.dumps(before, cls=DjangoJSONEncoder))}
    return reverse("cycles:frame-undo", args=[key])


def recall(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What it was before, and forgets it. None when that was undone already, or in another session."""
    kept: dict[str, dict[str, Any]] = dict(request.session.get(KEY, {}))
    found = kept.pop(key, None)
    if found:
        request.session[KEY] = kept
    return found
