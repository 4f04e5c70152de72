"""Refining a card, taking it back and putting it back again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cycles.proposals.cards.making import FOUND_BY, written
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.deciders import wrote_on
from cycles.proposals.merging import merged
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log

FIELDS = ("title", "situation", "task_group", "skill", "how", "conditions")

log.labels(
    card_changed=_("paste een praktijkkaart aan"),
    card_retired=_("haalde een praktijkkaart weg"),
    card_put_back=_("zette een praktijkkaart terug"),
)


@transaction.atomic
def refine(card: PracticeCard, typed: Mapping[str, Any], seen: str, *, by: User) -> bool:
    """Whether anything changed. Marks are made anew, and what AI once wrote stays marked. Raises Changed."""
    row = _locked(card)
    changes = merged(row, typed, FIELDS, seen)
    if not changes or row.retired_at:
        return False
    texts = {name: changes.get(name, getattr(row, name)) for name in FOUND_BY}
    people = wrote_on(row.proposal) | {by.pk}
    PracticeCard.objects.filter(pk=row.pk).update(
        **changes, **written(row.proposal, texts, people), revision=F("revision") + 1
    )
    card.refresh_from_db()
    log.record("card_changed", by=by, obj=card)
    return True


@transaction.atomic
def retire(card: PracticeCard, *, by: User) -> bool:
    """It is not found any more; what teams did with it stays. False when it was gone already."""
    moved = PracticeCard.objects.filter(pk=card.pk, retired_at=None).update(retired_at=clock.now())
    if moved:
        log.record("card_retired", by=by, obj=card)
    return bool(moved)


@transaction.atomic
def put_back(card: PracticeCard, *, by: User) -> bool:
    moved = PracticeCard.objects.filter(pk=card.pk, retired_at__isnull=False).update(retired_at=None)
    if moved:
        log.record("card_put_back", by=by, obj=card)
    return bool(moved)


def _locked(card: PracticeCard) -> PracticeCard:
    rows = PracticeCard.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("proposal").get(pk=card.pk)
