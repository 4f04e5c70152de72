"""Makes, publishes and changes a team's week. Every verb is atomic, takes `by=` and leaves an audit line.

`by=None` is the rhythm itself: a week that nobody published publishes itself (S6).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, DateTimeField, F, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import PauseWeek, Season, team_frame
from cycles.weekly import agenda
from cycles.weekly.drafting import place_all, turn
from cycles.weekly.judging import judge, room_of
from cycles.weekly.members import displaced
from cycles.weekly.members.moved import end_agreements, end_exceptions
from cycles.weekly.models import (
    Form,
    Kind,
    Moment,
    MomentQuerySet,
    Seat,
    WeekCycle,
    WeekTemplate,
)
from cycles.weekly.places import placing
from cycles.weekly.seating import Room
from cycles.weekly.was import Was
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Membership, Team

log.labels(
    week_published=_("publiceerde een week"),
    week_published_itself=_("een week publiceerde zichzelf"),
    moment_moved=_("verplaatste een moment"),
    moment_cancelled=_("liet een moment vervallen"),
    moment_restored=_("zette een moment terug"),
)


CHANGES = ["starts_at", "minutes", "alone", "reason"]
FRESH = [
    "starts_at", "minutes", "form", "members", "facilitator", "refusal", "cancelled_at", "cancelled_cause", "off_by_duo",
    "sequence", "changed_by",
]  # fmt: skip


class Refused(Exception):
    """The change cannot be made. `code` says why; `data` holds what the sentence needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def obstacle(team: Team, week: IsoWeek) -> Refused | None:
    """Why this week cannot be made, or None."""
    try:
        _framed(team, week)
    except Refused as refused:
        return refused
    return None


def _framed(team: Team, week: IsoWeek) -> Season:
    """The season that frames the week. Refused when the week cannot be made."""
    if pause := PauseWeek.objects.filter(year=week.year, week=week.week).first():
        raise Refused("pause_week", name=pause.name)
    if week.span(team.time_zone)[1] <= clock.now():
        raise Refused("week_over")
    season = team_frame(team, week)
    if season is None:
        raise Refused("no_frame")
    template = WeekTemplate.objects.filter(team=team).first()
    if template is None:
        raise Refused("no_rhythm")
    if template.paused:
        raise Refused("paused")
    home = Membership.objects.between(week.monday, week.sunday).filter(
        team=team, kind=Membership.Kind.HOME, person__is_active=True
    )
    if not home.exists():
        raise Refused("no_members")
    return season


@transaction.atomic
def draft(team: Team, week: IsoWeek) -> WeekCycle:
    """The team's cycle of a week with its moments placed, made once. Refused without a frame or in a pause week."""
    found = WeekCycle.objects.select_related("team", "season").filter(team=team).of_week(week).first()
    if found:
        return found
    season = _framed(team, week)
    cycle, made = WeekCycle.objects.select_related("team", "season").get_or_create(
        team=team,
        year=week.year,
        week=week.week,
        defaults={"season": season, "frame_continues": season.continues_in(week)},
    )
    if made:  # two leads at once: the other one's week is the week
        place_all(cycle, room_of(cycle), team.week_template)
    return cycle


@transaction.atomic
def publish(cycle: WeekCycle, *, by: User | None, revision: int | None = None) -> None:
    """From here on members see their week and get its prompts. Publishing twice changes nothing."""
    hold(cycle, revision)
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
    # Nobody decided: everybody gets it alone (S6). Why it had no place stays, for the lead.
    Moment.objects.filter(pk__in=[m.pk for m in waiting]).update(form=Form.ALONE)
    cycle.published_at, cycle.published_by = now, by
    touch(cycle)
    reseat(cycle)
    log.record(
        "week_published" if by else "week_published_itself",
        by=by,
        obj=cycle,
        team=cycle.team_id,
        week=str(cycle.iso),
    )


def reseat(cycle: WeekCycle, room: Room | None = None, *, anew: Iterable[int] = ()) -> None:
    """Seats anew after a change of hours, people or places. What has begun stays as it was.

    anew: moments that moved, so that nobody keeps an old place alone. Writes only what differs.
    """
    if anew := list(anew):
        end_agreements(anew)
    room = room or room_of(cycle)
    moments = room.moments + _for_newcomers(cycle, room)
    old = {(s.moment_id, s.person_id): s for s in room.seated}
    seats = room.seats(moments, anew=anew)
    overridden = displaced.overridden(room, old, [s for s in seats if not s.moment.is_cancelled])
    fresh, changed = [], []
    for seat in seats:
        had = old.pop((seat.moment_id, seat.person_id), None)
        if had is None:
            fresh.append(seat)
        elif _differs(had, seat):
            for name in CHANGES:
                setattr(had, name, getattr(seat, name))
            changed.append(had)
    # Left over: what has begun, cancelled moments, and people who left. The past stays.
    cancelled = {m.pk for m in moments if m.cancelled_cause}
    gone = [
        s.pk
        for (moment, _p), s in old.items()
        if moment not in cancelled and (s.starts_at is None or s.starts_at > room.now)
    ]
    if not (fresh or changed or gone or overridden):
        return
    with transaction.atomic():
        displaced.ask(room, overridden)
        Seat.objects.bulk_create(fresh, ignore_conflicts=True)  # two ticks at once may both find them missing
        Seat.objects.bulk_update(changed, CHANGES)
        Seat.objects.filter(pk__in=gone).delete()


def _for_newcomers(cycle: WeekCycle, room: Room) -> list[Moment]:
    """Who came after the duos were made has none: they get the moment alone."""
    made = []
    for kind in {Kind(m.kind) for m in room.moments if m.pair and not m.cancelled_cause}:
        duos = [m for m in room.moments if m.kind == kind and m.pair]
        new = [p for p in room.people if not any(p in m.members for m in duos)]
        if new:
            last = max(duos, key=lambda m: m.pair)
            alone, _ = Moment.objects.get_or_create(
                cycle=cycle,
                kind=kind,
                pair=last.pair + 1,
                defaults={
                    "form": Form.ALONE,
                    "minutes": room.lengths[kind],
                    "usual_at": last.usual_at,
                    "members": new,
                },
            )
            alone.cycle = cycle
            made.append(alone)
    return made


def _differs(had: Seat, seat: Seat) -> bool:
    return any(getattr(had, name) != getattr(seat, name) for name in CHANGES)


@transaction.atomic
def move(moment: Moment, starts_at: datetime | None, *, by: User, form: str = "") -> Was:
    """To another place in the same week (W4), or to everybody alone (None). Refused with the reasons' codes.

    Returns what it was: of two leads the last one counts, so what the other one let fall goes on again.
    form: what it was before, when a move is taken back; a team moment then waits for a place again.
    """
    cycle = moment.cycle
    hold(cycle, None, moment)
    before = Was.of(moment)
    refuse_when_settled(moment, also_cancelled=False)
    if moment.pair and before.cause:
        raise Refused("cancelled")
    if starts_at is None:
        moment.form = form or (moment.form if moment.pair else Form.ALONE)
        moment.refusal = _why_waiting(moment)
        moment.facilitator_id = None
    else:
        place = judge(moment, starts_at)
        if not place.is_allowed:
            raise Refused("no_place", refusals=list(place.refusals))
        moment.form = form or (moment.form if moment.pair else Form.TEAM)
        moment.refusal = []
        if not moment.pair:
            moment.facilitator_id = turn(room_of(cycle), Kind(moment.kind), place.present)
    moment.starts_at, moment.sequence, moment.changed_by = starts_at, moment.sequence + 1, by
    if moment.cancelled_cause:
        moment.cancelled_cause = ""
        moment.cancelled_at = moment.cancelled_at if moment.off_by_duo else None
    moment.save()
    touch(cycle)
    reseat(cycle, anew=[moment.pk])
    log.record(
        "moment_moved",
        by=by,
        obj=moment,
        kind=moment.kind,
        before=before.starts_at.isoformat() if before.starts_at else None,
        after=starts_at.isoformat() if starts_at else None,
    )
    return before


def _why_waiting(moment: Moment) -> list[dict[str, Any]]:
    if moment.pair or moment.form != Form.TEAM or not moment.usual_at:
        return []
    return list(judge(moment, moment.usual_at).refusals)


@transaction.atomic
def cancel(moment: Moment, cause: str, *, by: User) -> Was:
    """Not this week; never caught up in own time (W4). The cause is the team's, never a person's (W7).

    A Leerwerkuur falls away for all duos at once: no lead singles out two people. Returns what it was.
    """
    if cause not in Moment.Cause.values:
        raise Refused("no_cause")
    hold(moment.cycle, None, moment)
    before, now = Was.of(moment), clock.now()
    if now >= moment.cycle.closes_at:
        raise Refused("week_over")
    together = list(_together(moment))
    ahead = [m for m in together if not (m.ends_at and m.ends_at <= now)]
    chosen = [m for m in ahead if m.cancelled_cause != cause]
    if not chosen and any(m.cancelled_cause for m in together):
        return before
    if not chosen:
        raise Refused("held")
    # A duo that had cancelled by itself falls with the others, so that nobody sees which one it was (S11).
    Moment.objects.filter(pk__in=[m.pk for m in chosen]).update(
        cancelled_at=Coalesce("cancelled_at", now, output_field=DateTimeField()),
        cancelled_cause=cause,
        sequence=F("sequence") + 1,
        changed_by=by,
    )
    end_exceptions([m.pk for m in chosen])
    displaced.fell_away([m for m in chosen if not m.off_by_duo])
    moment.refresh_from_db(fields=FRESH)
    touch(moment.cycle)
    log.record("moment_cancelled", by=by, obj=moment, kind=moment.kind, cause=cause)
    return before


@transaction.atomic
def restore(moment: Moment, *, by: User) -> Was:
    """Undoes a cancellation while the moment is still to come. What a duo cancelled stays the duo's.

    Returns what it was.
    """
    hold(moment.cycle, None, moment)
    before, now = Was.of(moment), clock.now()
    fallen = list(_together(moment).exclude(cancelled_cause=""))
    if not fallen:
        return before
    if now >= moment.cycle.closes_at:
        raise Refused("week_over")
    back = [m for m in fallen if m.starts_at is None or m.starts_at > now]
    if not back:
        raise Refused("begun")
    for one in back:
        if one.starts_at and any(r["code"] == "clash" for r in judge(one, one.starts_at).refusals):
            raise Refused("no_place", refusals=[{"code": placing.Refusal.CLASH}])
    Moment.objects.filter(pk__in=[m.pk for m in back]).update(
        cancelled_at=Case(When(off_by_duo=True, then=F("cancelled_at")), default=None),
        cancelled_cause="",
        sequence=F("sequence") + 1,
        changed_by=by,
    )
    displaced.came_back(back)
    moment.refresh_from_db(fields=FRESH)
    touch(moment.cycle)
    reseat(moment.cycle)
    log.record("moment_restored", by=by, obj=moment, kind=moment.kind)
    return before


@transaction.atomic
def put_back(moment: Moment, then: Was, *, by: User) -> Was:
    """Undoes a change, whatever came after it: the place, and whether it goes on. Returns what it was."""
    hold(moment.cycle, None, moment)
    before = Was.of(moment)
    if before.cause and not then.cause:
        restore(moment, by=by)
    if (then.form, then.starts_at) != (moment.form, moment.starts_at):
        move(moment, then.starts_at, by=by, form=then.form)
    if then.cause:
        cancel(moment, then.cause, by=by)
    return before


def _together(moment: Moment) -> MomentQuerySet:
    """The moment, or all duos of it."""
    same = Moment.objects.filter(cycle=moment.cycle, kind=moment.kind).select_related("cycle__team")
    return same if moment.pair else same.filter(pk=moment.pk)


def hold(cycle: WeekCycle, revision: int | None, moment: Moment | None = None) -> None:
    """Keeps others out until the end of the transaction, and refuses to publish an older revision than there is."""
    row = WeekCycle.objects.select_for_update().get(pk=cycle.pk)
    if revision is not None and row.revision != revision:
        raise Refused("stale")
    if moment is not None:
        moment.refresh_from_db(fields=FRESH)


def refuse_when_settled(moment: Moment, *, also_cancelled: bool = True) -> None:
    if clock.now() >= moment.cycle.closes_at:
        raise Refused("week_over")
    if moment.starts_at and moment.starts_at <= clock.now():
        raise Refused("begun")
    if also_cancelled and moment.cancelled_cause:
        raise Refused("cancelled")


def touch(cycle: WeekCycle) -> None:
    WeekCycle.objects.filter(pk=cycle.pk).update(revision=F("revision") + 1)
    cycle.revision += 1
    agenda.follow_after(cycle, is_news=True)
