"""Takes away what is overdue, by the rules of the registry and by no other list."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, models, transaction

from lerendwerken.lib import clock
from teams.privacy.models import Sweep
from teams.privacy.registry import Classification, everything

logger = logging.getLogger("lerendwerken.privacy")

BATCH = 500
EVERY = timedelta(minutes=55)


def sweep() -> Sweep | None:
    """One round, unless one was there within the hour. Safe to run twice, and to be cut off anywhere."""
    now = clock.now()
    if Sweep.objects.filter(at__gt=now - EVERY, at__lte=now).exists():
        return None
    SessionStore.clear_expired()  # by the clock of the machine, which Django gives them their end by
    removed: Counter[str] = Counter()
    for known, rows in overdue(now):
        try:
            removed += _take_away(rows)
        except DatabaseError:  # what is wrong with one kind keeps no other; the next round tries it again
            logger.exception("could not take away what is overdue of %s", known.model._meta.label)
    return Sweep.objects.create(at=now, removed=dict(removed))


def overdue(now: datetime) -> Iterator[tuple[Classification, models.QuerySet[models.Model]]]:
    """Each kind with a term, and its rows whose time is over."""
    for known in everything():
        found = known.keep.overdue(now) if known.keep else None
        if found is not None:
            yield known, known.model._base_manager.filter(found)


def _take_away(rows: models.QuerySet[models.Model]) -> Counter[str]:
    """In batches, each a transaction of its own: a year of a large organisation locks nothing for long."""
    removed: Counter[str] = Counter()
    while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            removed += Counter(rows.model._base_manager.filter(pk__in=batch).delete()[1])
    return removed
