"""Makes, publishes and changes a team's week. Every verb is atomic, takes `by=` and leaves an audit line.

`by=None` is the rhythm itself: a week that nobody published publishes itself (S6).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import PauseWeek, team_frame
from cycles.weekly import placing
from cycles.weekly.budget import HARVEST_WEEK
from cycles.weekly.models import Form, Kind, Moment, Seat, TemplateMoment, WeekCycle, WeekTemplate
from cycles.weekly.seating import Room, form_of
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Team

log.labels(
    week_published=_("publiceerde een week"),
    week_published_itself=_("een week publiceerde zichzelf"),
    moment_moved=_("verplaatste een moment"),
    moment_cancelled=_("liet een moment vervallen"),
    moment_restored=_("zette een moment terug"),
)


CHANGES = ["starts_at", "minutes", "alone", "reason"]


class Refused(Exception):
    """The change cannot be made. `code` says why; `data` holds what the sentence needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def default_rhythm(team: Team) -> WeekTemplate:
    """A new team's rhythm: the moments of the Vitale Weekcyclus on the usual days; the lead changes it."""
    template, made = WeekTemplate.objects.get_or_create(team=team)
    if made:
        TemplateMoment.objects.bulk_create(
            TemplateMoment(
                template=template, kind=kind, form=form, weekday=day, starts=f"{start}:00", minutes=length
            )
            for kind, form, day, start, length in (
                (Kind.PLANNING, Form.TEAM, 0, "09:30", 20),
                (Kind.LEARNING_HOUR, Form.DUO, 1, "13:00", 60),
                (Kind.CHECK_IN, Form.ALONE, 2, "09:00", 10),
                (Kind.RETROSPECTIVE, Form.TEAM, 3, "15:00", 30),
            )
        )
    return template


@transaction.atomic
def draft(team: Team, week: IsoWeek) -> WeekCycle:
    """The team's cycle of a week with its moments placed, made once. Refused without a frame or in a pause week."""
    found = WeekCycle.objects.select_related("team", "season").filter(team=team).of_week(week).first()
    if found:
        return found
    if pause := PauseWeek.objects.filter(year=week.year, week=week.week).first():
        raise Refused("pause_week", name=pause.name)
    season = team_frame(team, week)
    if season is None:
        raise Refused("no_frame")
    template = WeekTemplate.objects.filter(team=team).first()
    if template is None:
        raise Refused("no_rhythm")
    if template.paused:
        raise Refused("paused")
    if week.span(team.time_zone)[1] <= clock.now():
        raise Refused("week_over")
    cycle = WeekCycle.objects.create(
        team=team,
        year=week.year,
        week=week.week,
        season=season,
        frame_continues=season.continues_in(week),
    )
    room = room_of(cycle)
    if not room.people:
        raise Refused("no_members")
    _place_all(cycle, room, template)
    return cycle


def room_of(cycle: WeekCycle) -> Room:
    """Lengths come from what stands in the week, or from the rhythm while it is being made."""
    planned = {Kind(m.kind): m.minutes for m in cycle.moments.all()}
    if not planned:
        harvest = cycle.season.is_harvest_week(cycle.iso)
        usual = {Kind(t.kind): t.minutes for t in cycle.team.week_template.moments.all()}
        planned = harvest_lengths(usual) if harvest else usual
    return Room(cycle, planned)


def harvest_lengths(usual: dict[Kind, int]) -> dict[Kind, int]:
    """In season weeks 4, 8 and 12 the Maandoogst takes the place of the Weekoogst and half the Leerwerkuur (S4)."""
    lengths = dict(usual)
    if Kind.RETROSPECTIVE not in lengths:
        return lengths
    lengths[Kind.MONTHLY_REVIEW] = max(lengths.pop(Kind.RETROSPECTIVE), HARVEST_WEEK[Kind.MONTHLY_REVIEW])
    if Kind.LEARNING_HOUR in lengths:
        lengths[Kind.LEARNING_HOUR] = min(lengths[Kind.LEARNING_HOUR], HARVEST_WEEK[Kind.LEARNING_HOUR])
    return lengths


def _place_all(cycle: WeekCycle, room: Room, template: WeekTemplate) -> None:
    placed: list[Moment] = []
    for row in sorted(
        template.moments.all(), key=lambda r: (r.form != Form.TEAM, r.weekday, r.starts or clock.now().time())
    ):
        kind = Kind(row.kind)
        if kind is Kind.RETROSPECTIVE and Kind.MONTHLY_REVIEW in room.lengths:
            kind = Kind.MONTHLY_REVIEW
        length = room.lengths[kind]
        usual = placing.at(cycle.iso, row.weekday, row.starts, cycle.team.time_zone) if row.starts else None
        form = form_of(kind, Form(row.form), len(room.people))
        if form is Form.DUO:
            placed += _place_pairs(cycle, room, kind, length, usual, placed)
            continue
        moment = Moment(cycle=cycle, kind=kind, form=form, minutes=length, usual_at=usual)
        if form is Form.TEAM and usual:
            _place_team(moment, room, usual, placed)
        placed.append(moment)
    Moment.objects.bulk_create(placed)
    Seat.objects.bulk_create(room.seats(placed))


def _place_team(moment: Moment, room: Room, usual: datetime, others: list[Moment]) -> None:
    place = room.judge(Kind(moment.kind), usual, others)
    if place.is_allowed:
        moment.starts_at = usual
        moment.facilitator_id = facilitator(room, place.present)
    else:
        # Stays without a common place until the lead decides; unpublished it becomes a prompt alone (S6).
        moment.refusal = list(place.refusals)


def facilitator(room: Room, present: tuple[int, ...]) -> int | None:
    """Who leads turns over those present, week by week."""
    turn = room.cycle.season.number_of(room.cycle.iso)
    return sorted(present)[turn % len(present)] if present else None


def _place_pairs(
    cycle: WeekCycle, room: Room, kind: Kind, length: int, usual: datetime | None, others: list[Moment]
) -> list[Moment]:
    moments = []
    near = usual or cycle.span[0] + timedelta(days=1, hours=13)
    with_time = [p for p in room.people if room.parts[p].get(kind)]
    for number, members in enumerate(pairs(with_time, cycle.season.number_of(cycle.iso)), start=1):
        moment = Moment(cycle=cycle, kind=kind, form=Form.DUO, pair=number, minutes=length, usual_at=usual)
        moment.members = members
        own = {p: room.parts[p][kind] for p in members}
        free = [(m.starts_at, m.ends_at) for m in others if m.starts_at and m.ends_at]
        rules: dict[str, Any] = {
            "zone": cycle.team.time_zone,
            "closed": room.closed,
            "now": clock.now(),
            "others": free,
        }
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


@transaction.atomic
def publish(cycle: WeekCycle, *, by: User | None) -> None:
    """From here on members see their week and get its prompts. Publishing twice changes nothing."""
    if clock.now() >= cycle.closes_at:
        raise Refused("week_over")
    waiting = [
        m for m in cycle.moments.planned() if m.form == Form.TEAM and m.starts_at is None and m.refusal
    ]
    if waiting and by is not None:
        raise Refused("undecided", kinds=[m.kind for m in waiting])
    now = clock.now()
    if not WeekCycle.objects.filter(pk=cycle.pk, published_at=None).update(published_at=now, published_by=by):
        return
    cycle.published_at, cycle.published_by = now, by
    reseat(cycle)
    log.record(
        "week_published" if by else "week_published_itself",
        by=by,
        obj=cycle,
        team=cycle.team_id,
        week=str(cycle.iso),
    )


def reseat(cycle: WeekCycle) -> None:
    """Seats anew after a change of hours, people or places. What has begun stays as it was."""
    room = room_of(cycle)
    moments = list(cycle.moments.all())
    old = {(s.moment_id, s.person_id): s for s in Seat.objects.filter(moment__cycle=cycle)}
    now = clock.now()
    fresh, changed = [], []
    for seat in room.seats(moments):
        key = (seat.moment_id, seat.person_id)
        had = old.pop(key, None)
        if had is None:
            fresh.append(seat)
        elif (had.starts_at is None or had.starts_at > now) and _differs(had, seat):
            for name in CHANGES:
                setattr(had, name, getattr(seat, name))
            changed.append(had)
    Seat.objects.bulk_create(fresh)
    Seat.objects.bulk_update(changed, CHANGES)
    # Left over: people who left, and cancelled moments. The past stays.
    cancelled = {m.pk for m in moments if m.is_cancelled}
    gone = [
        s.pk for (moment, _p), s in old.items() if moment not in cancelled and (s.starts_at or now) >= now
    ]
    Seat.objects.filter(pk__in=gone).delete()


def _differs(had: Seat, seat: Seat) -> bool:
    return any(getattr(had, name) != getattr(seat, name) for name in CHANGES)


@transaction.atomic
def move(moment: Moment, starts_at: datetime | None, *, by: User) -> None:
    """To another place in the same week (W4), or to everybody alone (None). Refused with the reasons in words' codes."""
    cycle = moment.cycle
    if moment.starts_at and moment.starts_at <= clock.now():
        raise Refused("begun")
    if clock.now() >= cycle.closes_at:
        raise Refused("week_over")
    before = moment.starts_at
    if starts_at is None:
        moment.form = Form.ALONE if not moment.pair else moment.form
    else:
        others = [m for m in cycle.moments.planned().exclude(pk=moment.pk) if not m.pair]
        place = room_of(cycle).judge(Kind(moment.kind), starts_at, others)
        if not place.is_allowed:
            raise Refused("no_place", refusals=list(place.refusals))
        moment.form = moment.form if moment.pair else Form.TEAM
        moment.facilitator_id = facilitator(room_of(cycle), place.present)
    moment.starts_at, moment.refusal, moment.sequence = starts_at, [], moment.sequence + 1
    moment.save()
    _touch(cycle)
    reseat(cycle)
    log.record(
        "moment_moved",
        by=by,
        obj=moment,
        kind=moment.kind,
        before=before.isoformat() if before else None,
        after=starts_at.isoformat() if starts_at else None,
    )


@transaction.atomic
def cancel(moment: Moment, cause: str, *, by: User) -> None:
    """Not this week; never caught up in own time (W4). The cause is the team's, never a person's (W7)."""
    if cause not in Moment.Cause.values:
        raise Refused("no_cause")
    ends_at = moment.ends_at
    if ends_at and ends_at <= clock.now():
        raise Refused("held")
    if (
        not Moment.objects.planned()
        .filter(pk=moment.pk)
        .update(cancelled_at=clock.now(), cancelled_cause=cause)
    ):
        return
    moment.refresh_from_db()
    _touch(moment.cycle)
    # What a duo cancels is the duo's: the log names neither the moment nor the cause (S11).
    log.record("moment_cancelled", by=by, obj=moment, kind=moment.kind, cause=None if moment.pair else cause)


@transaction.atomic
def restore(moment: Moment, *, by: User) -> None:
    """Undoes a cancellation while the moment is still to come."""
    if moment.starts_at and moment.starts_at <= clock.now():
        raise Refused("begun")
    if (
        not Moment.objects.filter(pk=moment.pk)
        .exclude(cancelled_at=None)
        .update(cancelled_at=None, cancelled_cause="")
    ):
        return
    moment.refresh_from_db()
    _touch(moment.cycle)
    reseat(moment.cycle)
    log.record("moment_restored", by=by, obj=moment, kind=moment.kind)


def _touch(cycle: WeekCycle) -> None:
    WeekCycle.objects.filter(pk=cycle.pk).update(revision=F("revision") + 1)
