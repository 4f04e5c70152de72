"""Undo before confirm: a change is made at once, and the next page offers to take it back."""

from django.contrib import messages
from django.http import HttpRequest


def offer_undo(request: HttpRequest, text: str, url: str) -> None:
    """Says what was done and shows "Maak ongedaan", a POST to an address of ours (a path)."""
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"not a path of ours: {url!r}")
    messages.success(request, text, extra_tags=url)
