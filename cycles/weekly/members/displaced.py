"""Something came over somebody's place in a published week. They are asked once for another; nobody else hears it.

An own calendar that has something else then, or a moment that the team let fall. Who had the prompt alone simply
gets another place, and reads so on Mijn week. See own_place.py for what they can choose.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef

from cycles.weekly.elsewhere import is_free
from cycles.weekly.members.asking_mail import ask_place
from cycles.weekly.models import Answer, Displacement, GuestInvitation, Moment, Seat
from cycles.weekly.seating import Room
from lerendwerken.lib import clock

Cause, Outcome = Displacement.Cause, Displacement.Outcome


def is_busy(room: Room, seat: Seat) -> bool:
    """Whether a place still to come is in working time with something else in it."""
    if not seat.starts_at or not seat.ends_at or seat.starts_at <= room.now:
        return False
    calendar = room.calendars[seat.person_id]
    span = seat.starts_at, seat.ends_at
    return calendar.covers(*span) and not calendar.is_free(*span)


def overridden(room: Room, old: Mapping[tuple[int, int], Seat], seats: Iterable[Seat]) -> list[Displacement]:
    """What a new seating says about places as they were (by moment and person): unsaved rows, to ask or to tell."""
    if not room.cycle.is_published:
        return []
    found = []
    for seat in seats:
        key = seat.moment_id, seat.person_id
        had, known = old.get(key), room.displaced.get(key)
        if had and known is None and (row := _overridden(room, had, seat)):
            found.append(row)
    return found


def _overridden(room: Room, had: Seat, seat: Seat) -> Displacement | None:
    if not is_busy(room, had):
        return None
    if had.alone:
        found_another = seat.starts_at not in (None, had.starts_at)
        # Nobody decided, so there is no moment of deciding: it is only told.
        return _row(seat, Cause.BUSY, Outcome.MOVED) if found_another else None
    stands = seat.moment.starts_at == had.starts_at  # else it is the moment that went elsewhere
    return _row(seat, Cause.BUSY) if stands else None


def _row(seat: Seat, cause: str, outcome: str = Outcome.OPEN) -> Displacement:
    return Displacement(moment_id=seat.moment_id, person_id=seat.person_id, cause=cause, outcome=outcome)


def ask(room: Room, rows: Iterable[Displacement]) -> None:
    rows = list(rows)
    if rows:
        Displacement.objects.bulk_create(rows, ignore_conflicts=True)
        ask_place(sorted({r.person_id for r in rows if not r.outcome}), room.cycle)


def fell_away(moments: Iterable[Moment]) -> None:
    """The team let these fall: who had a place still to come may take another in the same week (W4)."""
    moments = [m for m in moments if m.cycle.is_published]
    invited = GuestInvitation.objects.filter(moment__in=moments, answer=Answer.YES)
    guests = set(invited.values_list("moment", "person"))
    found = Seat.objects.filter(moment__in=moments, starts_at__gt=clock.now(), person__is_active=True)
    # A guest came for the moment itself, and has nothing to do instead.
    seats = [seat for seat in found if (seat.moment_id, seat.person_id) not in guests]
    for moment, person in guests:
        Displacement.objects.filter(moment=moment, person=person, outcome=Outcome.OPEN).delete()
    rows = [_row(seat, Cause.CANCELLED) for seat in seats]
    Displacement.objects.bulk_create(rows, ignore_conflicts=True)
    for cycle in {m.cycle for m in moments}:
        ask_place(sorted({seat.person_id for seat in seats}), cycle)


def came_back(moments: Iterable[Moment]) -> None:
    """Nobody need choose another place for what goes on after all."""
    Displacement.objects.filter(moment__in=list(moments), cause=Cause.CANCELLED).delete()


def let_go(room: Room) -> None:
    """What nobody need choose any more: the own calendar is free again, so the old place is there again."""
    back = [
        known.pk
        for seat in room.seated
        if not seat.alone
        and (known := room.displaced.get((seat.moment_id, seat.person_id)))
        and (known.outcome, known.cause) == (Outcome.OPEN, Cause.BUSY)
        and not is_busy(room, seat)
    ]
    if back:
        Displacement.objects.filter(pk__in=back).delete()
    if any(known.outcome == Outcome.OPEN for known in room.displaced.values()):
        seat = Seat.objects.filter(moment=OuterRef("moment"), person=OuterRef("person"))
        waiting = Displacement.objects.filter(moment__cycle=room.cycle, outcome=Outcome.OPEN)
        waiting.filter(~Exists(seat)).delete()  # who left the team has nothing to choose


def ask_again(room: Room) -> None:
    """An own place that took over from what fell away, and is no working time or not free any more (W1)."""
    fallen = {moment.pk: moment for moment in room.moments if moment.cancelled_cause}
    lost = [seat for seat in room.seated if seat.moment_id in fallen and _is_lost(room, seat)]
    if not lost:
        return
    with transaction.atomic():
        for seat in lost:
            seat.starts_at, seat.alone = fallen[seat.moment_id].starts_at or seat.starts_at, False
            seat.save(update_fields=["starts_at", "alone"])
            mine = Displacement.objects.filter(moment=seat.moment_id, person=seat.person_id)
            mine.update(outcome=Outcome.OPEN, decided_at=None)
        ask_place(sorted({seat.person_id for seat in lost}), room.cycle)


def _is_lost(room: Room, seat: Seat) -> bool:
    known = room.displaced.get((seat.moment_id, seat.person_id))
    if not (known and known.outcome == Outcome.MOVED and seat.alone and seat.starts_at and seat.ends_at):
        return False
    if seat.starts_at <= room.now:
        return False
    calendar = room.calendars.get(seat.person_id)
    with_others = [
        (other.starts_at, other.ends_at)
        for other in room.seated
        if other.person_id == seat.person_id and not other.alone and other.starts_at and other.ends_at
        and not other.moment.cancelled_cause
    ]  # fmt: skip
    span = seat.starts_at, seat.ends_at
    return not (calendar and calendar.is_free(*span) and is_free(span, with_others))


def close_over() -> int:
    """What nobody chose before the week was over ends as given up. Returns how many."""
    now = clock.now()
    waiting = Displacement.objects.filter(outcome=Outcome.OPEN).select_related("moment__cycle__team")
    over = [row.pk for row in waiting if row.moment.cycle.closes_at <= now]
    if over:
        Displacement.objects.filter(pk__in=over).update(outcome=Outcome.GIVEN_UP, decided_at=now)
    return len(over)
