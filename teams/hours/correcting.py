"""Somebody corrects their own hours: the correction holds, also after a new people file (S9).

What gives way is handed back to the caller as plain rows, so that `put_back` can undo the change.
"""

from typing import Any

from django.db import transaction
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.hours.calendar import Pattern
from teams.hours.models import Absence, WorkingPattern

labels(
    hours_corrected=_("paste de eigen werktijden aan"),
    hours_correction_removed=_("haalde de eigen werktijden weg"),
    hours_put_back=_("maakte een wijziging van de eigen werktijden ongedaan"),
    hours_confirmed=_("bevestigde de eigen werktijden"),
    absence_added=_("voegde afwezigheid toe"),
    absence_removed=_("haalde afwezigheid weg"),
)

OWN = WorkingPattern.Source.OWN


Rows = list[dict[str, Any]]


@transaction.atomic
def correct(pattern: Pattern, *, by: User) -> Rows:
    """Own hours from a date on; an earlier correction for the same date, or a later one, gives way and is returned."""
    replaced = WorkingPattern.objects.filter(person=by, source=OWN, valid_from__gte=pattern.valid_from)
    rows = _as_rows(replaced)
    replaced.delete()
    made = WorkingPattern.objects.create(
        person=by,
        source=OWN,
        valid_from=pattern.valid_from,
        contract_hours=pattern.contract_minutes / 60,
        shifts=[shift.to_json() for shift in pattern.shifts],
        alternation=str(pattern.alternation),
        anchor=pattern.anchor,
        time_zone=pattern.zone,
    )
    _confirmed(by)
    record("hours_corrected", by=by, obj=made, valid_from=pattern.valid_from.isoformat())
    return rows


@transaction.atomic
def follow_the_file(*, by: User) -> Rows:
    """Takes the own hours away and returns them; empty when there were none."""
    own = WorkingPattern.objects.filter(person=by, source=OWN)
    rows = _as_rows(own)
    if rows:
        own.delete()
        record("hours_correction_removed", by=by)
    return rows


@transaction.atomic
def put_back(rows: Rows, since: str | None, *, by: User) -> None:
    """Undoes `correct` (since: its first day) or `follow_the_file` (none); twice is the same as once."""
    if since:
        WorkingPattern.objects.filter(person=by, source=OWN, valid_from__gte=since).delete()
    for row in rows:
        first = {"person": by, "source": OWN, "valid_from": row["valid_from"]}
        WorkingPattern.objects.update_or_create(
            **first, defaults={name: value for name, value in row.items() if name != "valid_from"}
        )
    record("hours_put_back", by=by)


def _as_rows(patterns: Any) -> Rows:
    """Without the person: the rows of one person go back to that same person only."""
    return [model_to_dict(pattern, exclude=["id", "person", "source"]) for pattern in patterns]


@transaction.atomic
def confirm(*, by: User) -> None:
    """The hours were made from contract hours only, and are right."""
    if not by.hours_confirmed:
        _confirmed(by)
        record("hours_confirmed", by=by)


def in_force(
    patterns: list[WorkingPattern], person: User
) -> tuple[WorkingPattern | None, WorkingPattern | None]:
    """What holds today, and what the people file says beside it; `patterns` are all of one person."""
    today = clock.today(person.time_zone)
    held = [
        p for p in patterns if p.valid_from <= today and (p.valid_until is None or today <= p.valid_until)
    ]
    # Before the first day of work the first pattern is the one to look at.
    held = held or sorted(patterns, key=lambda p: p.valid_from)[:1]
    by_date = sorted(held, key=lambda p: p.valid_from)
    imported = next((p for p in reversed(by_date) if p.source != OWN), None)
    own = next((p for p in reversed(by_date) if p.source == OWN), None)
    return own or imported, imported


@transaction.atomic
def be_away(absence: Absence, *, by: User) -> bool:
    """Adds it once: pressing twice, or undoing twice, leaves one row.

    The same days from an own calendar are another row: the next file may take that one away.
    """
    _row, made = Absence.objects.exclude(source=Absence.Source.CALENDAR).get_or_create(
        person=by,
        first_day=absence.first_day,
        last_day=absence.last_day,
        defaults={"source": Absence.Source.OWN},
    )
    if made:
        record("absence_added", by=by)
    return made


@transaction.atomic
def be_back(absence: Absence, *, by: User) -> None:
    absence.delete()
    record("absence_removed", by=by)


def _confirmed(person: User) -> None:
    person.hours_confirmed = True
    User.objects.filter(pk=person.pk).update(hours_confirmed=True)
