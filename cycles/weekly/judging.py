"""Whether a moment may stand somewhere in its week, and which places are better."""

from collections.abc import Iterable
from datetime import datetime

from cycles.weekly.budget import harvest_lengths
from cycles.weekly.drafting import ground_of, wanted_again
from cycles.weekly.history import as_one, past_of
from cycles.weekly.models import (
    Kind,
    Moment,
    WeekCycle,
    WeekTemplate,
)
from cycles.weekly.places import placing, slots
from cycles.weekly.rooms import rooms
from cycles.weekly.seating import Room


def room_of(cycle: WeekCycle, *, anew: bool = False) -> Room:
    """Lengths come from what stands in the week, or from the rhythm while it is being made, or made anew."""
    (room,) = rooms([cycle])
    if anew:
        room.moments, room.seated, room.lengths = [], [], {}
    if not room.lengths:
        usual = {Kind(t.kind): t.minutes for t in cycle.team.week_template.moments.filter(is_on=True)}
        room.lengths = harvest_lengths(usual) if cycle.season.is_harvest_week(cycle.iso) else usual
    return room


def judge(moment: Moment, starts_at: datetime, room: Room | None = None) -> placing.Place:
    """Whether a moment may stand somewhere in its week, beside everything else that stands there."""
    room = room or room_of(moment.cycle)
    members = moment.members if moment.pair else None
    guests = room.guest_minutes(moment)
    return room.judge(Kind(moment.kind), starts_at, _beside(moment, room), members=members, guests=guests)


def better(moments: Iterable[Moment], room: Room) -> dict[int, placing.Place]:
    """By id: a place in the same week for each team moment whose usual place failed, none on top of another."""
    return {pk: choice.place for pk, choice in better_choices(moments, room).items() if choice.place}


def better_choices(moments: Iterable[Moment], room: Room) -> dict[int, slots.Choice]:
    """The same with what speaks for and against each place, and who is not there; also when there is no place."""
    sought = [m for m in moments if not m.pair and m.usual_at]
    if not sought:
        return {}
    template = WeekTemplate.objects.filter(team=room.cycle.team_id).prefetch_related("moments").first()
    rows = {Kind(row.kind): row for row in template.moments.all()} if template else {}
    past = past_of(room.cycle.team, room.cycle.iso)
    wanted = [wanted_again(m, rows.get(as_one(Kind(m.kind))), room, past) for m in sought]
    others = [m for m in room.moments if m not in sought and not m.cancelled_cause]
    return dict(
        zip([m.pk for m in sought], slots.best(ground_of(room, template, others), wanted), strict=True)
    )


def _beside(moment: Moment, room: Room) -> list[Moment]:
    """The other moments whose place is taken; of the duos, for a duo, only those that share somebody.

    What a duo cancelled still counts as taken: otherwise a free place would tell the lead (S11).
    """
    mine = set(moment.members)
    return [
        m
        for m in room.moments
        if m.pk != moment.pk
        and not m.cancelled_cause
        and (not (moment.pair and m.pair) or mine & set(m.members))
    ]
