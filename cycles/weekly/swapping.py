"""Two people change places between the duos of a Leerwerkuur that has not begun; by the lead, and taken back.

What a duo cancelled by itself is not told and not kept: two new duos begin anew (S11).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.weekly import judging, planning
from cycles.weekly.models import Form, Kind, Moment, WeekCycle
from cycles.weekly.planning import Refused
from cycles.weekly.seating import Room
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log

log.labels(duos_swapped=_("wisselde duo’s"))

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Duo:
    """Who learns with whom, and when. starts_at None: they have no time yet."""

    moment: int
    members: tuple[int, ...]
    starts_at: datetime | None
    by: int | None = None  # the lead who changed it last

    @classmethod
    def of(cls, moment: Moment) -> Self:
        return cls(moment.pk, tuple(moment.members), moment.starts_at, moment.changed_by_id)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        at = given["starts_at"]
        return cls(given["moment"], tuple(given["members"]), datetime.fromisoformat(at) if at else None)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def seen(duos: Sequence[Duo]) -> str:
    """For a hidden field: the same text as long as the same people learn together."""
    return ";".join(f"{duo.moment}:{','.join(str(p) for p in duo.members)}" for duo in duos)


def duos_of(cycle: WeekCycle) -> list[Duo]:
    """Those that may still change."""
    return [Duo.of(moment) for moment in _open(cycle.moments.order_by("kind", "pair"))]


@transaction.atomic
def swap(cycle: WeekCycle, one: int, other: int, *, by: User) -> list[Duo]:
    """one and other: ids of people. Each takes the place of the other, at a time on which all of a duo work.

    Returns how the duos were. Refused when one of them has no duo to change, or no such time is left this week.
    """
    room, duos = _held(cycle)
    before = [Duo.of(duo) for duo in duos]
    first, second = (_duo_of(person, duos) for person in (one, other))
    if first.pk == second.pk:
        raise Refused("same_duo")
    first.members = _instead(first.members, one, other)
    second.members = _instead(second.members, other, one)
    for duo in (first, second):
        _find_time(duo, duo.starts_at, room)
    _write(cycle, [first, second], by)
    return before


@transaction.atomic
def put_back(cycle: WeekCycle, then: Sequence[Duo], *, by: User) -> list[Duo]:
    """The duos as they were, at their times where that still can be. Returns how they were until now."""
    room, duos = _held(cycle)
    before = [Duo.of(duo) for duo in duos]
    known = {duo.pk: duo for duo in duos}
    changed = [d for d in then if d.moment not in known or known[d.moment].members != list(d.members)]
    if any(duo.moment not in known for duo in changed):
        raise Refused("begun")
    for duo in changed:
        known[duo.moment].members = list(duo.members)
    for duo in changed:
        _find_time(known[duo.moment], duo.starts_at, room)
    if changed:
        _write(cycle, [known[duo.moment] for duo in changed], by)
    return before


def _held(cycle: WeekCycle) -> tuple[Room, list[Moment]]:
    planning.hold(cycle, None)
    if clock.now() >= cycle.closes_at:
        raise Refused("week_over")
    room = judging.room_of(cycle)
    return room, sorted(_open(room.moments), key=lambda m: (m.kind, m.pair))


def _open(moments: Any) -> list[Moment]:
    now = clock.now()
    return [
        m
        for m in moments
        if m.form == Form.DUO
        and m.pair
        and not m.cancelled_cause
        and (m.starts_at is None or m.starts_at > now)
    ]


def _duo_of(person: int, duos: Sequence[Moment]) -> Moment:
    found = next((duo for duo in duos if person in duo.members), None)
    if found is None:
        raise Refused("no_duo")
    return found


def _instead(members: Sequence[int], gone: int, new: int) -> list[int]:
    return sorted(new if person == gone else person for person in members)


def _find_time(duo: Moment, near: datetime | None, room: Room) -> None:
    """Its own time when that holds, else the nearest quarter of an hour of the week at which they all work."""
    if near and judging.judge(duo, near, room).is_allowed:
        duo.starts_at = near
        return
    usual = near or duo.usual_at or duo.cycle.span[0] + timedelta(days=1, hours=13)
    for start in _quarters(duo, usual, room):
        if judging.judge(duo, start, room).is_allowed:
            duo.starts_at = start
            return
    raise Refused("no_common_time", people=list(duo.members))


def _quarters(duo: Moment, near: datetime, room: Room) -> list[datetime]:
    """Quarters at which the first of them is free: the nearest day first, then the nearest time of the day."""
    local = near.astimezone(room.zone)
    found = []
    for opens, closes in room.calendars[duo.members[0]].free(*duo.cycle.span):
        start = opens + (-opens.timestamp() % QUARTER.total_seconds()) * timedelta(seconds=1)
        while start < closes:
            found.append(start.astimezone(room.zone))
            start += QUARTER
    minute = local.hour * 60 + local.minute
    return sorted(
        found, key=lambda s: (abs((s.date() - local.date()).days), abs(s.hour * 60 + s.minute - minute), s)
    )


def _write(cycle: WeekCycle, duos: Sequence[Moment], by: User) -> None:
    room = judging.room_of(cycle)
    for duo in duos:
        own = [room.parts[person].get(Kind(duo.kind), 0) for person in duo.members]
        duo.minutes = max(own, default=0) or duo.minutes
        duo.cancelled_at, duo.off_by_duo = None, False
        duo.sequence += 1
        duo.changed_by = by
        duo.save()
    planning.touch(cycle)
    planning.reseat(cycle, anew=[duo.pk for duo in duos])
    log.record("duos_swapped", by=by, obj=cycle, team=cycle.team_id, week=str(cycle.iso))
