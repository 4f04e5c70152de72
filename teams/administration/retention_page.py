"""Bewaartermijnen: how long each kind is kept, and what the last round took away. Counts, never whose or what."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teams.privacy.models import Sweep
from teams.privacy.registry import Data, everything
from teams.structure.access import administrator


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of data under one name, with its term and how many rows of it went."""

    name: str
    term: str
    last: int
    month: int


@administrator
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    rounds = list(Sweep.objects.all())
    context = {"lines": _lines(rounds), "last": rounds[0] if rounds else None}
    return render(request, "teams/administration/retention.html", context)


def _lines(rounds: list[Sweep]) -> list[Line]:
    """Models that share a name and a term are one line: an administrator reads kinds, not tables."""
    month: Counter[str] = Counter()
    for one in rounds:
        month.update(one.removed)
    last: Counter[str] = Counter(rounds[0].removed if rounds else {})
    kinds: dict[tuple[str, str], set[str]] = {}
    for known in everything():
        if known.keep and known.default is not Data.STRUCTURE:
            kinds.setdefault((str(known.name), known.keep.words), set()).add(known.model._meta.label)
    return [
        Line(name, term, sum(last[label] for label in labels), sum(month[label] for label in labels))
        for (name, term), labels in sorted(kinds.items())
    ]
