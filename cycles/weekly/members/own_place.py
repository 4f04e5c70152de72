"""What somebody chooses when something came over their place: another place, this one after all, or not this week.

Theirs alone: nothing here leaves a line in the log, and a lead finds the week as the planner would have it anyway.
A duo's hour moves for both of them, and then the duo's own mail tells the other (duo.py).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from cycles.weekly import judging, planning
from cycles.weekly.elsewhere import is_free
from cycles.weekly.members import duo, guests
from cycles.weekly.models import Displacement, GuestInvitation, Moment, Seat
from cycles.weekly.places import placing
from cycles.weekly.planning import Refused
from cycles.weekly.seating import FIVE, Room
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.hours.calendar import Span

Outcome = Displacement.Outcome
MOST = 3  # places to choose from
APART = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def places(row: Displacement, room: Room | None = None) -> list[datetime]:
    """The best free ones left in the week, in order of time; in own hours, for a duo in those of both."""
    room = room or judging.room_of(row.moment.cycle)
    if is_guest(row, room):
        return []  # a guest comes to a place of the others
    found: list[datetime] = []
    candidates = _for_a_duo(row, room) if moves_the_duo(row.moment) else _alone(row, room)
    for start in candidates:
        found.append(start)
        if len(found) == MOST:
            break
    return sorted(found)


def is_guest(row: Displacement, room: Room) -> bool:
    return row.person_id in room.guests.get(row.moment_id, ())


def moves_the_duo(moment: Moment) -> bool:
    return moment.is_of_a_duo and not moment.is_cancelled


@transaction.atomic
def move(row: Displacement, starts_at: datetime, *, by: User) -> None:
    """To one of the places on offer; any other free one in own hours is as good. Refused when it is taken by now."""
    seat = _open(row)
    if moves_the_duo(row.moment):
        duo.move(row.moment, starts_at, by=by)  # which lets go of every choice about its old place
        _settle(row, Outcome.MOVED)
        return
    room = judging.room_of(row.moment.cycle)
    span = starts_at, starts_at + timedelta(minutes=seat.minutes)
    now = clock.now()
    free = room.calendars[by.pk].is_free(*span) and is_free(span, _taken(row, room))
    opens, closes = row.moment.cycle.span
    if not (free and max(now, opens) <= starts_at and span[1] <= closes) or is_guest(row, room):
        raise Refused("place_taken")
    Seat.objects.filter(pk=seat.pk).update(starts_at=starts_at, alone=True, reason="")
    _settle(row, Outcome.MOVED)


@transaction.atomic
def keep(row: Displacement, *, by: User) -> None:
    """The same place after all, whatever else the own calendar has then."""
    _open(row)
    if row.cause != Displacement.Cause.BUSY:
        raise Refused("cancelled")
    planning.refuse_when_settled(row.moment)
    _settle(row, Outcome.KEPT)
    planning.reseat(row.moment.cycle)
    if not Seat.objects.filter(moment=row.moment, person=by, alone=False, reason="").exists():
        raise Refused("place_taken")


@transaction.atomic
def leave_out(row: Displacement, *, by: User) -> None:
    """Not this week, and nothing to catch up. Two together go without: the other hears that from the duo's mail."""
    _open(row)
    _settle(row, Outcome.DROPPED)
    if invitation := _invitation(row):
        if _is_ahead(row.moment):
            guests.answer(invitation, False, by=by)
    elif _is_one_of_two(row.moment):
        duo.cancel(row.moment, by=by)


@transaction.atomic
def take_back(row: Displacement, *, by: User) -> None:
    """The choice is open again, as long as the week is."""
    planning.hold(row.moment.cycle, None, row.moment)
    row.refresh_from_db(fields=["outcome"])
    if row.outcome in (Outcome.OPEN, Outcome.GIVEN_UP):
        return
    if clock.now() >= row.moment.cycle.closes_at:
        raise Refused("week_over")
    if row.outcome == Outcome.DROPPED and row.moment.is_of_a_duo and row.moment.is_cancelled:
        duo.restore(row.moment, by=by)
    invitation = _invitation(row)
    if invitation and _is_ahead(row.moment):
        guests.come_after_all(invitation, by=by)
    if row.moment.is_cancelled and row.moment.starts_at:
        Seat.objects.filter(moment=row.moment, person=by).update(starts_at=row.moment.starts_at, alone=False)
    _settle(row, Outcome.OPEN)
    planning.reseat(row.moment.cycle)


def _open(row: Displacement) -> Seat:
    """Its seat. Refused when it was chosen in another window, or the week is over."""
    planning.hold(row.moment.cycle, None, row.moment)
    known = Displacement.objects.filter(pk=row.pk, outcome=Outcome.OPEN).first()
    seat = Seat.objects.filter(moment=row.moment, person=row.person_id).first()
    if known is None or seat is None:
        raise Refused("chosen_already")
    if clock.now() >= row.moment.cycle.closes_at:
        raise Refused("week_over")
    return seat


def _settle(row: Displacement, outcome: str) -> None:
    decided_at = None if outcome == Outcome.OPEN else clock.now()
    Displacement.objects.update_or_create(
        moment=row.moment,
        person=row.person,
        defaults={"cause": row.cause, "outcome": outcome, "decided_at": decided_at},
    )


def _invitation(row: Displacement) -> GuestInvitation | None:
    return GuestInvitation.objects.filter(moment=row.moment, person=row.person).first()


def _is_ahead(moment: Moment) -> bool:
    return bool(moment.starts_at and moment.starts_at > clock.now() and not moment.cancelled_cause)


def _is_one_of_two(moment: Moment) -> bool:
    return moves_the_duo(moment) and len(moment.members) == 2


# Places -------------------------------------------------------------------------------------------


def _alone(row: Displacement, room: Room) -> Iterator[datetime]:
    """The nearest to where it was, then others at least an hour from those before."""
    mine = row.moment_id, row.person_id
    seat = next((s for s in room.seated if (s.moment_id, s.person_id) == mine), None)
    if seat is None:
        return  # who left the team has no place any more
    near = row.moment.starts_at or seat.starts_at or row.moment.cycle.span[0]
    opens = room.now + (-room.now.timestamp() % FIVE.total_seconds()) * timedelta(seconds=1)
    opens = max(opens, row.moment.cycle.span[0])
    minutes = seat.minutes or row.moment.minutes
    taken = _taken(row, room)
    while True:
        start = placing.alone(
            minutes,
            room.calendars[row.person_id],
            near=near,
            opens=opens,
            closes=row.moment.cycle.closes_at,
            taken=taken,
        )
        if start is None:
            return
        yield start
        taken.append((start - APART, start + timedelta(minutes=minutes) + APART))


def _for_a_duo(row: Displacement, room: Room) -> Iterator[datetime]:
    """Quarters at which everybody of it is free, the nearest first, each an hour from those before."""
    moment = row.moment
    near = moment.starts_at or moment.usual_at or moment.cycle.span[0]
    start, end = max(room.now, moment.cycle.span[0]), moment.cycle.closes_at
    quarters = []
    for opens, closes in room.calendars[row.person_id].free(start, end):
        at = opens + (-opens.timestamp() % QUARTER.total_seconds()) * timedelta(seconds=1)
        while at < closes:
            quarters.append(at)
            at += QUARTER
    found: list[datetime] = []
    for at in sorted(quarters, key=lambda q: (abs(q - near), q)):
        apart = all(abs(at - other) >= APART for other in found)
        if apart and at != moment.starts_at and judging.judge(moment, at, room).is_allowed:
            found.append(at)
            yield at


def _taken(row: Displacement, room: Room) -> list[Span]:
    """This person's other places of the week, here and in other teams."""
    mine = [
        (s.starts_at, s.ends_at)
        for s in room.seated
        if s.person_id == row.person_id
        and s.moment_id != row.moment_id
        and s.starts_at
        and s.ends_at
        and not s.moment.is_cancelled
    ]
    return [*mine, *room.taken().get(row.person_id, [])]
