"""A change of words in the frame can be undone by whoever made it, while nobody changed them since."""

import hashlib
import json
import secrets
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.urls import reverse

from lerendwerken.lib.undo import keep_before, take_before

KIND = "frame"


def fingerprint(values: dict[str, Any]) -> str:
    """The same for the same values, whatever their order: to see that nobody changed them since."""
    said = json.dumps(sorted(values.items()), cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def remember(request: HttpRequest, before: dict[str, Any]) -> str:
    """The address that undoes it, once. `before["what"]` says which kind of change it was."""
    key = secrets.token_urlsafe(6)
    keep_before(request, KIND, before, key)
    return reverse("cycles:frame-undo", args=[key])


def recall(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What it was before, and forgets it. None when that was undone already, or in another session."""
    return take_before(request, KIND, key)
