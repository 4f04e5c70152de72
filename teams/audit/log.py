"""record(): the one way into the audit log."""

import logging
from typing import TYPE_CHECKING

from django.db import models

from teams.audit.models import AuditEntry

if TYPE_CHECKING:
    from teams.accounts.models import User

logger = logging.getLogger("lerendwerken.audit")

Plain = str | int | bool | None

LABELS: dict[str, object] = {}
"""Action -> sentence for the log page (lazy translation). Each package adds its own."""


def labels(**known: object) -> None:
    """Registers the sentences of a package's actions: `labels(week_published=_("publiceerde een week"))`."""
    LABELS.update(known)


def record(action: str, *, by: "User | None", obj: models.Model | None = None, **detail: Plain) -> AuditEntry:
    """Writes one line inside the caller's transaction. `by=None` is the system itself.

    detail: plain values without private text: ids, dates, states, counts.
    """
    if action not in LABELS:
        raise LookupError(f"audit action {action!r} has no label; add it with log.labels()")
    entry = AuditEntry.objects.create(
        actor=by,
        action=action,
        object_kind=obj._meta.label if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        detail=detail,
    )
    logger.info("%s by=%s object=%s:%s", action, by.pk if by else "-", entry.object_kind, entry.object_id)
    return entry
