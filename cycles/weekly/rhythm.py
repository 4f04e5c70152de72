"""A team's weekly rhythm: what every new week is made from, and the one place where it changes.

A published week never changes with it: people plan by it. A week that is made but not published is made anew,
unless somebody moved or cancelled something in it by hand; that work stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import time
from typing import Any, Self

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cycles.weekly import judging
from cycles.weekly.drafting import place_all
from cycles.weekly.members.moved import end_exceptions
from cycles.weekly.models import Form, Kind, TemplateMoment, WeekCycle, WeekTemplate
from cycles.weekly.planning import Refused
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Team

log.labels(
    rhythm_made=_("begon met het gewone ritme"),
    rhythm_changed=_("veranderde het ritme van een team"),
    rhythm_put_back=_("zette het ritme van een team terug"),
)

NEW = -1  # the revision of a rhythm that is not there yet


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment of the rhythm as values: what a form gives and an undo keeps."""

    kind: Kind
    form: str
    weekday: int
    starts: time | None
    minutes: int
    is_on: bool = True
    second_weekday: int | None = None
    second_starts: time | None = None
    rotates: bool = True

    def to_json(self) -> dict[str, Any]:
        return {k: v.isoformat() if isinstance(v, time) else v for k, v in asdict(self).items()}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        known = dict(given, kind=Kind(given["kind"]))
        for name in ("starts", "second_starts"):
            known[name] = time.fromisoformat(known[name]) if known[name] else None
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Rhythm:
    slots: tuple[Slot, ...]
    paused: bool = False
    revision: int = NEW
    focus_mornings: tuple[int, ...] = ()  # weekdays on which the team would rather have nothing before noon

    def slot(self, kind: Kind) -> Slot | None:
        return next((slot for slot in self.slots if slot.kind == kind), None)

    def says_the_same_as(self, other: "Rhythm") -> bool:
        return replace(self, revision=NEW) == replace(other, revision=NEW)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did to weeks that were there already."""

    changed: bool
    rhythm: Rhythm
    made_anew: list[IsoWeek] = field(default_factory=list)
    kept: list[IsoWeek] = field(default_factory=list)  # not published, and changed by hand
    published: list[IsoWeek] = field(default_factory=list)


USUAL = Rhythm(
    # The moments of the Vitale Weekcyclus on the usual days.
    (
        Slot(Kind.PLANNING, Form.TEAM, 0, time(9, 30), 20),
        Slot(Kind.LEARNING_HOUR, Form.DUO, 1, time(13, 0), 60),
        Slot(Kind.CHECK_IN, Form.ALONE, 2, time(9, 0), 10),
        Slot(Kind.RETROSPECTIVE, Form.TEAM, 3, time(15, 0), 30),
    )
)


def rhythm_of(team: Team) -> Rhythm:
    """As it is; the usual one, not saved, for a team without. A kind it does not have is there, switched off."""
    template = WeekTemplate.objects.filter(team=team).first()
    if template is None:
        return USUAL
    names = Slot.__dataclass_fields__
    known = {Kind(m.kind): m for m in template.moments.all()}
    slots = [
        Slot(**{name: getattr(known[usual.kind], name) for name in names} | {"kind": usual.kind})
        if usual.kind in known
        else replace(usual, is_on=False)
        for usual in USUAL.slots
    ]
    return Rhythm(tuple(slots), template.paused, template.revision, tuple(template.focus_mornings))


def default_rhythm(team: Team, *, by: User | None = None) -> WeekTemplate:
    """A new team's rhythm; the lead changes it. A team that has one keeps it."""
    with transaction.atomic():
        template, made = WeekTemplate.objects.get_or_create(team=team)
        if made:
            _write(template, USUAL.slots)
            log.record("rhythm_made", by=by, obj=template, team=team.pk)
    return template


@transaction.atomic
def change(team: Team, wanted: Rhythm, *, by: User, put_back: bool = False) -> Effect:
    """wanted.revision is that of the page on which it was chosen; another one is refused as stale."""
    template = WeekTemplate.objects.select_for_update().filter(team=team).first()
    if template is None and wanted.revision == NEW:
        template, made = WeekTemplate.objects.get_or_create(team=team)
        if not made:  # another lead, at this very moment
            raise Refused("stale_rhythm")
    elif template is None or template.revision != wanted.revision:
        raise Refused("stale_rhythm")
    else:
        before = rhythm_of(team)
        if wanted.says_the_same_as(before):
            return Effect(False, before)
    template.paused, template.focus_mornings = wanted.paused, list(wanted.focus_mornings)
    template.revision += 1
    template.save(update_fields=["paused", "focus_mornings", "revision"])
    _write(template, wanted.slots)
    log.record("rhythm_put_back" if put_back else "rhythm_changed", by=by, obj=template, team=team.pk)
    return _follow(team, replace(wanted, revision=template.revision))


def _write(template: WeekTemplate, slots: Iterable[Slot]) -> None:
    rows = []
    for slot in slots:
        rows.append(TemplateMoment(template=template, **asdict(slot)))
    names = [name for name in Slot.__dataclass_fields__ if name != "kind"]
    TemplateMoment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["template", "kind"], update_fields=names
    )


def _follow(team: Team, now: Rhythm) -> Effect:
    effect = Effect(True, now)
    for cycle in _open_weeks(team):
        if cycle.is_published:
            effect.published.append(cycle.iso)
        elif now.paused or cycle.moments.filter(_BY_HAND).exists():
            effect.kept.append(cycle.iso)
        else:
            remake(cycle)
            effect.made_anew.append(cycle.iso)
    return effect


_BY_HAND = Q(sequence__gt=0) | Q(cancelled_at__isnull=False)


def _open_weeks(team: Team) -> list[WeekCycle]:
    """The weeks that are there and not over, the nearest first."""
    this = IsoWeek.of(clock.today(team.time_zone))
    found = WeekCycle.objects.filter(team=team, year__gte=this.year).select_related("team", "season")
    return sorted((c for c in found if c.iso >= this), key=lambda c: c.iso)


def open_weeks(team: Team) -> tuple[list[IsoWeek], list[IsoWeek]]:
    """(published, only made): the weeks from now on that are there already."""
    found = _open_weeks(team)
    return [c.iso for c in found if c.is_published], [c.iso for c in found if not c.is_published]


def remake(cycle: WeekCycle) -> None:
    """Its moments anew from the rhythm as it is now; for a week that nobody has seen yet."""
    locked = WeekCycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.is_published:
        return
    end_exceptions(cycle.moments.values_list("pk", flat=True))
    place_all(cycle, judging.room_of(cycle, anew=True), WeekTemplate.objects.get(team=cycle.team_id))
    WeekCycle.objects.filter(pk=cycle.pk).update(revision=F("revision") + 1)
