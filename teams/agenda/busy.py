"""What somebody's own calendar says about when they are busy or away: read, saved, replaced, taken away.

Only times are kept, and only their owner sees them. Published weeks follow at the next round, as they do after
every change of hours (see cycles.weekly.tasks.follow_changes).
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda.models import ReadCalendar
from teams.agenda.reading import Decided, Reading
from teams.audit.log import labels, record
from teams.hours.models import Absence, BusyTime

labels(
    calendar_saved=_("bewaarde bezette tijden uit de eigen agenda"),
    calendar_removed=_("haalde bezette tijden uit de eigen agenda weg"),
    calendar_put_back=_("maakte een wijziging van de bezette tijden ongedaan"),
)

KEPT = timedelta(days=1)  # a file that was read and not saved, and what can be put back
PIECE = 1_000

type Before = dict[str, list[list[str]]]


class Gone(Exception):
    """The file that was looked at is not there any more: saved already, a day old, or another one was read."""


def first_monday(person: User) -> date:
    """Where the window begins: the week that somebody lives in now."""
    return IsoWeek.of(clock.today(person.time_zone)).monday


def keep(reading: Reading, *, by: User) -> ReadCalendar:
    """What a file says, until its owner saves it; a later file takes its place. Only times, so no line in the log."""
    kept, _made = ReadCalendar.objects.update_or_create(
        person=by, defaults={"made_at": clock.now(), **reading.to_json()}
    )
    return kept


def is_fresh(kept: ReadCalendar) -> bool:
    return kept.made_at > clock.now() - KEPT


@transaction.atomic
def save(kept: ReadCalendar, decided: Decided, *, by: User) -> Before:
    """Takes the place of what an earlier file said, which is returned; what the person typed stays."""
    _one_at_a_time(by)
    gone, _kinds = ReadCalendar.objects.filter(person=by, made_at=kept.made_at).delete()
    if not gone or not is_fresh(kept):
        raise Gone
    before = _as_it_is(by)
    _replace(by, decided.busy, ((days.first, days.last) for days in decided.away))
    record("calendar_saved", by=by)
    return before


@transaction.atomic
def take_away(*, by: User) -> Before | None:
    """All that came from a file; None when there was nothing."""
    _one_at_a_time(by)
    before = _as_it_is(by)
    if not any(before.values()):
        return None
    _replace(by, (), ())
    record("calendar_removed", by=by)
    return before


@transaction.atomic
def put_back(before: dict[str, Any], *, by: User) -> None:
    """Undoes `save` or `take_away`; twice is the same as once."""
    _one_at_a_time(by)
    _replace(
        by,
        [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in before["busy"]],
        [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in before["away"]],
    )
    record("calendar_put_back", by=by)


def set_aside(before: Before) -> str:
    """Keeps what was for a day, for an undo; returns the key. A session would hold it for weeks."""
    key = f"busy-before-{secrets.token_hex(16)}"
    cache.set(key, before, KEPT.total_seconds())
    return key


def take_set_aside(key: str) -> Before | None:
    """What was set aside, once; None when its day is over."""
    before: Before | None = cache.get(key)
    cache.delete(key)
    return before


def throw_away(*, by: User) -> None:
    """The file that was read and not saved."""
    ReadCalendar.objects.filter(person=by).delete()


def _one_at_a_time(person: User) -> None:
    User.objects.select_for_update().get(pk=person.pk)


def _as_it_is(person: User) -> Before:
    busy = BusyTime.objects.filter(person=person).values_list("starts_at", "ends_at")
    away = _from_a_file(person).values_list("first_day", "last_day")
    return {
        "busy": [[start.isoformat(), end.isoformat()] for start, end in busy],
        "away": [[first.isoformat(), last.isoformat()] for first, last in away],
    }


def _replace(
    person: User, busy: Iterable[tuple[datetime, datetime]], away: Iterable[tuple[date, date]]
) -> None:
    BusyTime.objects.filter(person=person).delete()
    BusyTime.objects.bulk_create(
        [BusyTime(person=person, starts_at=start, ends_at=end) for start, end in busy], batch_size=PIECE
    )
    _from_a_file(person).delete()
    Absence.objects.bulk_create(
        [
            Absence(person=person, first_day=first, last_day=last, source=Absence.Source.CALENDAR)
            for first, last in away
        ],
        batch_size=PIECE,
    )


def _from_a_file(person: User) -> Any:
    return Absence.objects.filter(person=person, source=Absence.Source.CALENDAR)
