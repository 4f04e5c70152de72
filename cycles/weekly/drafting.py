"""Places the moments of a new week: team moments where most work, then duos, and who is on turn to lead."""

from datetime import datetime, time, timedelta
from typing import Any

from cycles.weekly import placing
from cycles.weekly.models import Form, Kind, Moment, Seat, TemplateMoment, WeekCycle, WeekTemplate
from cycles.weekly.seating import Room, form_of
from lerendwerken.lib import clock


def place_all(cycle: WeekCycle, room: Room, template: WeekTemplate) -> None:
    placed: list[Moment] = []
    for row in sorted(
        template.moments.filter(is_on=True),
        key=lambda r: (r.form != Form.TEAM, r.weekday, r.starts or time.max),
    ):
        kind = Kind(row.kind)
        if kind is Kind.RETROSPECTIVE and Kind.MONTHLY_REVIEW in room.lengths:
            kind = Kind.MONTHLY_REVIEW
        length = room.lengths[kind]
        usual = placing.at(cycle.iso, row.weekday, row.starts, cycle.team.time_zone) if row.starts else None
        form = form_of(kind, Form(row.form), len(room.people))
        if form is Form.DUO:
            placed += place_pairs(cycle, room, kind, length, usual, placed)
            continue
        moment = Moment(cycle=cycle, kind=kind, form=form, minutes=length, usual_at=usual)
        if form is Form.TEAM and usual:
            _place_team(moment, room, row, placed)
        placed.append(moment)
    Moment.objects.bulk_create(placed)
    Seat.objects.bulk_create(room.seats(placed))


def _place_team(moment: Moment, room: Room, row: TemplateMoment, others: list[Moment]) -> None:
    """On its usual place, else on its second. The reasons against the usual one stay with it, for the lead."""
    assert moment.usual_at
    kind = Kind(moment.kind)
    place = room.judge(kind, moment.usual_at, others)
    moment.refusal = list(place.refusals)
    if not place.is_allowed and row.second_weekday is not None and row.second_starts:
        second = placing.at(room.cycle.iso, row.second_weekday, row.second_starts, room.cycle.team.time_zone)
        place = room.judge(kind, second, others)
    if place.is_allowed:
        moment.starts_at = place.starts_at
        if row.rotates:
            moment.facilitator_id = facilitator(room, place.present)
    # Else it has no common place until the lead decides; unpublished it becomes a prompt alone (S6).


def facilitator(room: Room, present: tuple[int, ...]) -> int | None:
    """Who leads turns over those present, week by week."""
    number = room.cycle.season.number_of(room.cycle.iso)
    return sorted(present)[number % len(present)] if present else None


def turn(room: Room, kind: Kind, present: tuple[int, ...]) -> int | None:
    """Who leads a moment that gets another place; nobody where the team does not take turns."""
    named = Kind.RETROSPECTIVE if kind is Kind.MONTHLY_REVIEW else kind
    fixed = TemplateMoment.objects.filter(template__team=room.cycle.team_id, kind=named, rotates=False)
    return None if fixed.exists() else facilitator(room, present)


def place_pairs(
    cycle: WeekCycle, room: Room, kind: Kind, length: int, usual: datetime | None, others: list[Moment]
) -> list[Moment]:
    """A moment per duo, near the usual time; and one for those whose week has no time for it."""
    moments = []
    near = usual or cycle.span[0] + timedelta(days=1, hours=13)
    with_time = [p for p in room.people if room.parts[p].get(kind)]
    free = [(m.starts_at, m.ends_at) for m in others if m.starts_at and m.ends_at]
    rules: dict[str, Any] = {
        "zone": cycle.team.time_zone,
        "closed": room.closed,
        "now": clock.now(),
        "others": free,
    }
    for number, members in enumerate(pairs(with_time, cycle.season.number_of(cycle.iso)), start=1):
        moment = Moment(cycle=cycle, kind=kind, form=Form.DUO, pair=number, minutes=length, usual_at=usual)
        moment.members = members
        own = {p: room.parts[p][kind] for p in members}
        both = {p: room.calendars[p] for p in members}
        place = placing.judge(near, own, both, **rules)
        if not (place.is_allowed and len(place.present) == len(members)):
            found = placing.better(cycle.iso, own, both, near=near, **rules)
            place = found if found and len(found.present) == len(members) else place
        if place.is_allowed and len(place.present) == len(members):
            moment.starts_at = place.starts_at
        moment.minutes = max(own.values(), default=length)
        moments.append(moment)
    alone = [p for p in room.people if p not in with_time]
    if alone:
        moments.append(
            Moment(
                cycle=cycle, kind=kind, form=Form.ALONE, pair=len(moments) + 1, minutes=length, members=alone
            )
        )
    return moments


def pairs(people: list[int], turn: int) -> list[list[int]]:
    """Duos that change every week until everybody has worked with everybody; three together when it is odd.

    The circle method of a round-robin: one stays, the others move one place a turn.
    """
    if len(people) < 2:
        return [people] if people else []
    ring: list[int | None] = list(people) if len(people) % 2 == 0 else [*people, None]
    rest = ring[1:]
    shift = turn % len(rest)
    ring = [ring[0], *rest[shift:], *rest[:shift]]
    half = len(ring) // 2
    found = [
        [p for p in two if p is not None] for two in zip(ring[:half], reversed(ring[half:]), strict=True)
    ]
    single = next((two for two in found if len(two) == 1), None)
    if single:
        found.remove(single)
        found[turn % len(found)] += single
    return [sorted(two) for two in found]
