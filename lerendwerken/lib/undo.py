"""Undo before confirm: a change is made at once, and the next page offers to take it back.

What a change needs to be undone waits in the session of whoever made it, where only they come; never in an address.
"""

import json
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest

KEY = "undo"  # in the session: {kind of change: {which one: what it was before}}
MOST = 5  # of one kind; the oldest makes room


def offer_undo(request: HttpRequest, text: str, url: str) -> None:
    """Says what was done and shows "Maak ongedaan", a POST to an address of ours (a path)."""
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"not a path of ours: {url!r}")
    messages.success(request, text, extra_tags=url)


def keep_before(request: HttpRequest, kind: str, before: dict[str, Any], which: str = "") -> None:
    """Keeps what it was before the change. Dates and times become text, as JSON has them."""
    kept: dict[str, dict[str, Any]] = dict(request.session.get(KEY, {}))
    same = {key: value for key, value in kept.get(kind, {}).items() if key != which}
    newest = dict(list(same.items())[-MOST + 1 :])
    kept[kind] = newest | {which: json.loads(json.dumps(before, cls=DjangoJSONEncoder))}
    request.session[KEY] = kept


def take_before(request: HttpRequest, kind: str, which: str = "") -> dict[str, Any] | None:
    """What it was before, once. None when that was undone already, or in another session."""
    kept: dict[str, dict[str, Any]] = dict(request.session.get(KEY, {}))
    of_kind = dict(kept.get(kind, {}))
    found: dict[str, Any] | None = of_kind.pop(which, None)
    if found is not None:
        request.session[KEY] = kept | {kind: of_kind}
    return found
