"""Places the moments of a new week: team moments, then duos, and who is on turn to lead."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import cache, reduce
from operator import or_

from cycles.weekly import history
from cycles.weekly.history import Past, as_one
from cycles.weekly.models import Form, Kind, Moment, Seat, TemplateMoment, WeekCycle, WeekTemplate
from cycles.weekly.places import pairing, placing, slots
from cycles.weekly.places.grid import Grid
from cycles.weekly.places.pairing import Met
from cycles.weekly.places.placing import Refusal
from cycles.weekly.places.settling import Settled, settle
from cycles.weekly.places.slots import Ground, Standing, Wanted
from cycles.weekly.places.turns import on_turn
from cycles.weekly.seating import Room, form_of

PLACED = ["form", "starts_at", "minutes", "usual_at", "members", "facilitator", "refusal"]


def place_all(cycle: WeekCycle, room: Room, template: WeekTemplate) -> None:
    rows = rows_of(template, room)
    past = history.past_of(cycle.team, cycle.iso)
    together = [row for row, kind, form in rows if form is Form.TEAM and row.starts]
    found = settle(ground_of(room, template), [wanted_of(row, room, past) for row in together])
    settled = {row.pk: one for row, one in zip(together, found, strict=True)}
    placed = [
        _moment(room, row, kind, form, settled.get(row.pk))
        for row, kind, form in rows
        if form is not Form.DUO
    ]
    _give_turns(room, placed, {as_kind(row, room) for row, _kind, _form in rows if row.rotates})
    duos = [(row, kind) for row, kind, form in rows if form is Form.DUO]
    if duos:
        met = history.met_before(cycle)
        for row, kind in duos:
            placed += _pairs(room, template, kind, usual_of(row, room), placed, met)
    # A week that is made anew keeps the ids of its moments: a page that is open somewhere still knows them.
    Moment.objects.bulk_create(
        placed, update_conflicts=True, unique_fields=["cycle", "kind", "pair"], update_fields=PLACED
    )
    cycle.moments.exclude(pk__in=[moment.pk for moment in placed]).delete()
    Seat.objects.filter(moment__cycle=cycle).delete()
    Seat.objects.bulk_create(room.seats(placed))


def rows_of(template: WeekTemplate, room: Room) -> list[tuple[TemplateMoment, Kind, Form]]:
    """What the rhythm has, with its kind and form in this week: together first, in the order of the week."""
    rows = sorted(
        (row for row in template.moments.all() if row.is_on),
        key=lambda r: (r.form != Form.TEAM, r.weekday, r.starts or time.max),
    )
    return [(row, kind := as_kind(row, room), _form(kind, Form(row.form), room)) for row in rows]


def as_kind(row: TemplateMoment, room: Room) -> Kind:
    kind = Kind(row.kind)
    return Kind.MONTHLY_REVIEW if kind is Kind.RETROSPECTIVE and Kind.MONTHLY_REVIEW in room.lengths else kind


def _form(kind: Kind, form: Form, room: Room) -> Form:
    """A Tussenstand is not together when fewer than two have the time for that (S4)."""
    form = form_of(kind, form, len(room.people))
    if (
        form is Form.TEAM
        and kind is Kind.CHECK_IN
        and sum(not room.is_async(kind, p) for p in room.people) < 2
    ):
        return Form.ALONE
    return form


def usual_of(row: TemplateMoment, room: Room) -> datetime | None:
    if row.starts is None:
        return None
    return placing.at(room.cycle.iso, row.weekday, row.starts, room.cycle.team.time_zone)


def second_of(row: TemplateMoment, room: Room) -> datetime | None:
    if row.second_weekday is None or row.second_starts is None:
        return None
    return placing.at(room.cycle.iso, row.second_weekday, row.second_starts, room.cycle.team.time_zone)


def wanted_of(row: TemplateMoment, room: Room, past: Past) -> Wanted:
    kind = as_kind(row, room)
    return Wanted(
        kind,
        room.lengths[kind],
        lambda day: room.together(kind, day),
        usual=usual_of(row, room),
        second=second_of(row, room),
        before=past.before.get(as_one(kind)),
        missed=past.missed_of(kind),
    )


def wanted_again(moment: Moment, row: TemplateMoment | None, room: Room, past: Past) -> Wanted:
    """For a moment of a week that is made: its usual place is the one it had then."""
    kind = Kind(moment.kind)
    return Wanted(
        kind,
        moment.minutes,
        lambda day: room.together(kind, day),
        usual=moment.usual_at,
        second=second_of(row, room) if row else None,
        before=past.before.get(as_one(kind)),
        missed=past.missed_of(kind),
    )


def ground_of(room: Room, template: WeekTemplate | None, others: Iterable[Moment] = ()) -> Ground:
    """others: moments whose place is taken."""
    return Ground(
        room.cycle.iso,
        room.cycle.team.time_zone,
        {person: room.calendars[person] for person in room.people},
        room.closed,
        room.now,
        [
            Standing(m.starts_at, m.ends_at, None if m.pair else Kind(m.kind))
            for m in others
            if m.starts_at and m.ends_at
        ],
        frozenset(template.focus_mornings if template else ()),
    )


def _moment(room: Room, row: TemplateMoment, kind: Kind, form: Form, settled: Settled | None) -> Moment:
    """Without a common place it waits for the lead; unpublished it becomes a prompt alone (S6)."""
    moment = Moment(
        cycle=room.cycle, kind=kind, form=form, minutes=room.lengths[kind], usual_at=usual_of(row, room)
    )
    if settled:
        moment.refusal = list(settled.refusals)
        moment.starts_at = settled.place.starts_at if settled.place else None
    return moment


# Turns --------------------------------------------------------------------------------------------


def _give_turns(room: Room, placed: list[Moment], rotating: set[Kind]) -> None:
    ours = sorted(
        (m.starts_at, number)
        for number, m in enumerate(placed)
        if m.form == Form.TEAM and m.starts_at and m.kind in rotating
    )
    if not ours:
        return
    led = history.led_before(room.cycle)
    for starts_at, number in ours:
        moment = placed[number]
        kind = Kind(moment.kind)
        moment.facilitator_id = on_turn(as_one(kind), room.judge(kind, starts_at).present, led)
        if moment.facilitator_id:
            led[moment.facilitator_id].append((as_one(kind), starts_at))


def turn(room: Room, kind: Kind, present: tuple[int, ...]) -> int | None:
    """Who leads a moment that gets another place; nobody where the team does not take turns."""
    fixed = TemplateMoment.objects.filter(template__team=room.cycle.team_id, kind=as_one(kind), rotates=False)
    if fixed.exists():
        return None
    led = history.led_before(room.cycle)
    for moment in room.moments:
        if moment.kind != kind and moment.facilitator_id and moment.starts_at and not moment.cancelled_cause:
            led[moment.facilitator_id].append((as_one(Kind(moment.kind)), moment.starts_at))
    return on_turn(as_one(kind), present, led)


# Duos ---------------------------------------------------------------------------------------------


def _pairs(
    room: Room,
    template: WeekTemplate,
    kind: Kind,
    usual: datetime | None,
    others: list[Moment],
    met: Met,
) -> list[Moment]:
    """A moment per duo, near the usual time; one for whom the week has no time for it; one for who is left over."""
    length, cycle = room.lengths[kind], room.cycle
    near = usual or cycle.span[0] + timedelta(days=1, hours=13)
    own = {p: minutes for p in room.people if (minutes := room.parts[p].get(kind, 0))}
    ground = ground_of(room, template, others)
    grid = Grid(cycle.iso, ground.calendars, zone=ground.zone, extra=[near])
    free = _possible(room, ground, grid, own)
    number = cycle.season.number_of(cycle.iso)
    groups, left = pairing.groups(list(own), free, met, number, room.people)
    made: list[Moment] = []

    def add(members: list[int], form: Form, minutes: int = length, **fields: object) -> None:
        made.append(
            Moment(
                cycle=cycle, kind=kind, form=form, pair=len(made) + 1, minutes=minutes, members=members,
                usual_at=usual, **fields,
            )
        )  # fmt: skip

    for members in groups:
        met.add(members, number)
        parts = {p: own[p] for p in members}
        starts_at = _time_of(ground, grid, kind, parts, near)
        add(members, Form.DUO, max(parts.values()), starts_at=starts_at)
    if left:
        add(left, Form.ALONE, refusal=[{"code": Refusal.NO_PARTNER}])
    if without := [p for p in room.people if p not in own]:
        add(without, Form.ALONE)
    return made


def _possible(room: Room, ground: Ground, grid: Grid, own: dict[int, int]) -> dict[int, int]:
    """Per person where they could begin a moment of a duo, as bits of the grid."""
    found = {p: grid.possible(p, minutes) for p, minutes in own.items()}
    anybody = reduce(or_, found.values(), 0)
    numbers = [number for number in range(len(grid.starts)) if anybody >> number & 1]
    is_open = cache(lambda minutes: _open(ground, grid, timedelta(minutes=minutes), numbers))
    for person, minutes in own.items():
        found[person] &= is_open(minutes)
        if outside := {day for day in ground.week.days if not room.belongs(person, day)}:
            found[person] &= ~sum(1 << n for n in numbers if grid.local[n].date() in outside)
    return found


def _open(ground: Ground, grid: Grid, length: timedelta, numbers: Iterable[int]) -> int:
    """Of some starts those to come, on days that are open, beside what has a place."""
    found = 0
    for number in numbers:
        start = grid.starts[number]
        end = start + length
        if start <= ground.now or end > grid.closes or grid.local[number].date() in ground.closed:
            continue
        if not any(begin < end and start < stop for begin, stop in ground.spans):
            found |= 1 << number
    return found


def _time_of(ground: Ground, grid: Grid, kind: Kind, own: dict[int, int], near: datetime) -> datetime | None:
    """The usual time when everybody is free then, else the best of the week."""
    wanted = Wanted(kind, max(own.values()), lambda _day: own, usual=near, everybody=True)
    usual = ground.judge(wanted, near)
    if usual.is_allowed and len(usual.present) == len(own):
        return near
    (choice,) = slots.best(ground, [wanted], grid)
    return choice.place.starts_at if choice.place else None
