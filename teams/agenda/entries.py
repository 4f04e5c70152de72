"""What stands in somebody's calendar: a projection of what the packages above plan (S13).

An entry keeps its UID for ever, and its sequence rises with every change that somebody can see. What falls away
stays as cancelled, so that every calendar hears of it.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import Promise

from lerendwerken.lib import clock
from teams.agenda.models import AgendaEntry

TITLES: dict[str, str | Promise] = {}
"""Code of an appointment -> what a calendar says: its kind, and never what somebody wrote."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a package above plans for one person."""

    person_id: int
    source_id: int
    title: str  # a code of TITLES
    starts_at: datetime
    ends_at: datetime
    link: str  # a path of ours

    def stands_in(self, entry: AgendaEntry) -> bool:
        return not entry.is_cancelled and all(getattr(entry, name) == getattr(self, name) for name in SEEN)


SEEN = ["title", "starts_at", "ends_at", "link"]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry as it is now. was_at: when it was before; None when it did not stand in the calendar."""

    entry: AgendaEntry
    was_at: datetime | None
    is_new: bool = False


def titles(**words: str | Promise) -> None:
    TITLES.update(words)


def title_of(entry: AgendaEntry) -> str:
    return str(TITLES[entry.title])


@transaction.atomic
def follow(source: type[models.Model], ids: Collection[int], wanted: Iterable[Appointment]) -> list[Change]:
    """Makes the entries of these sources what is wanted, and tells what changed. The past stays as it was.

    Whoever calls keeps others out: two at once would both find an appointment missing.
    """
    now, label = clock.now(), source._meta.label
    missing = {(one.person_id, one.source_id): one for one in wanted}
    changes = []
    known = AgendaEntry.objects.filter(source_kind=label, source_id__in=ids)
    for entry in known.select_for_update().order_by("pk"):
        appointment = missing.pop((entry.person_id, entry.source_id), None)
        was_at = None if entry.is_cancelled else entry.starts_at
        if appointment is None:
            if entry.is_cancelled or entry.ends_at <= now:
                continue
            entry.is_cancelled = True
        elif appointment.stands_in(entry):
            continue
        else:
            entry.is_cancelled = False
            for name in SEEN:
                setattr(entry, name, getattr(appointment, name))
        entry.sequence += 1
        entry.changed_at = now
        changes.append(Change(entry, was_at))
    AgendaEntry.objects.bulk_update(
        [change.entry for change in changes], [*SEEN, "is_cancelled", "sequence", "changed_at"]
    )
    fresh = AgendaEntry.objects.bulk_create(
        AgendaEntry(
            person_id=one.person_id,
            uid=_uid(),
            source_kind=label,
            source_id=one.source_id,
            changed_at=now,
            **{name: getattr(one, name) for name in SEEN},
        )
        for one in missing.values()
    )
    return changes + [Change(entry, None, is_new=True) for entry in fresh]


def _uid() -> str:
    """Random: nothing about a person, and never the same twice."""
    host = settings.BASE_URL.split("//", 1)[-1].split(":")[0]
    return f"{secrets.token_hex(16)}@{host}"
