"""The places of one week carried to the weeks after it, for as far as they may stand there; and taken back.

Only what the team does together: duos change every week, and find a time by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Moment, WeekCycle
from cycles.weekly.planning import Refused
from cycles.weekly.was import Was
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log

log.labels(places_copied=_("nam de plekken van een week over in een andere week"))


@dataclass(slots=True)
class Carried:
    """What came of it in one week. refusal: the whole week stays as it is."""

    week: IsoWeek
    moved: list[Moment] = field(default_factory=list)
    stayed: list[tuple[Moment, Refused]] = field(default_factory=list)
    refusal: Refused | None = None
    before: dict[int, Was] = field(default_factory=dict)  # moment -> what it was, for taking it back


@transaction.atomic
def carry(cycle: WeekCycle, weeks: int, *, by: User) -> list[Carried]:
    """To the next weeks, one by one. A week that is not made is made; a published one stays: people plan by it."""
    done = []
    for number in range(1, weeks + 1):
        carried = Carried(cycle.iso + number)
        done.append(carried)
        try:
            target = planning.draft(cycle.team, carried.week)
            if target.is_published:
                raise Refused("published")
        except Refused as refusal:
            carried.refusal = refusal
            continue
        _carry(cycle, target, carried, by)
        if carried.moved:
            log.record("places_copied", by=by, obj=target, week=str(cycle.iso), to=str(carried.week))
    return done


@transaction.atomic
def take_back(before: dict[int, Was], *, by: User) -> list[tuple[Moment, Refused]]:
    """Every moment to where it was. Returns those for which that cannot be any more, and why."""
    left = []
    for moment in Moment.objects.filter(pk__in=before).select_related("cycle__team", "cycle__season"):
        try:
            planning.put_back(moment, before[moment.pk], by=by)
        except Refused as refusal:
            left.append((moment, refusal))
    return left


def _carry(source: WeekCycle, target: WeekCycle, carried: Carried, by: User) -> None:
    """Again for what was refused, as long as something moves: one moment may make room for another."""
    wanted = [
        (moment, place, form)
        for moment in target.moments.filter(pair=0, cancelled_at=None).select_related("cycle__team")
        for place, form in _places(source, target, moment)
        if (moment.starts_at, moment.form) != (place, form)
    ]
    refused: dict[int, Refused] = {}
    moves = True
    while wanted and moves:
        moves = False
        for one in list(wanted):
            moment, place, form = one
            try:
                carried.before[moment.pk] = planning.move(moment, place, by=by, form=form)
            except Refused as refusal:
                refused[moment.pk] = refusal
                continue
            carried.moved.append(moment)
            wanted.remove(one)
            moves = True
    carried.stayed = [(moment, refused[moment.pk]) for moment, _place, _form in wanted]


def _places(source: WeekCycle, target: WeekCycle, moment: Moment) -> Sequence[tuple[datetime | None, str]]:
    """Where this kind stands in the other week, carried to this one; nothing when it stands nowhere there."""
    for one in source.moments.all():
        if one.pair or one.cancelled_cause or _kind(one) != _kind(moment):
            continue
        if one.form == Form.ALONE:
            return [(None, one.form)]
        if one.starts_at:
            return [(_same_time(one.starts_at, source, target), one.form)]
    return []


def _same_time(starts_at: datetime, source: WeekCycle, target: WeekCycle) -> datetime:
    """The same day of the week and the same time by the clock of the team, also when that clock changed."""
    local = starts_at.astimezone(ZoneInfo(target.team.time_zone))
    days = target.iso.monday - source.iso.monday
    return datetime.combine(local.date() + days, local.time(), local.tzinfo)


def _kind(moment: Moment) -> Kind:
    """The Maandoogst takes the place of the Weekoogst."""
    kind = Kind(moment.kind)
    return Kind.RETROSPECTIVE if kind is Kind.MONTHLY_REVIEW else kind
