"""Makes and changes the frame. Every verb is atomic, takes `by=` and leaves an audit line without texts.

Nothing is deleted that people learnt by: goals and questions end on a day, and can be put back. A season that
has not begun can be withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import PROTECT, Model, ProtectedError
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import DevelopmentQuestion, FrameDraft, OrganisationGoal, Season
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Organisation, Unit

log.labels(
    frame_made=_("maakte een kader"),
    season_changed=_("wijzigde een seizoen"),
    season_withdrawn=_("haalde een seizoen weg dat nog niet begonnen was"),
    season_put_back=_("zette een seizoen terug"),
    goal_added=_("voegde een doel toe"),
    goal_changed=_("wijzigde een doel"),
    goal_ended=_("beëindigde een doel"),
    goal_reopened=_("zette een doel terug"),
    question_added=_("voegde een ontwikkelvraag toe"),
    question_changed=_("wijzigde een ontwikkelvraag"),
    question_ended=_("beëindigde een ontwikkelvraag"),
    question_reopened=_("zette een ontwikkelvraag terug"),
)

FURTHEST = timedelta(weeks=53)


class Refused(Exception):
    """The change cannot be made. `code` says why; `data` holds what the sentence needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal for the new season: a new one, or one that goes on, with the questions to add to it."""

    title: str = ""
    why: str = ""
    questions: tuple[str, ...] = ()
    goes_on: OrganisationGoal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole frame, before it is there."""

    unit: Unit | None
    name: str
    starts_on: date
    weeks: int
    goals: Sequence[PlannedGoal] = field(default_factory=list)

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(weeks=self.weeks, days=-1)


# A season --------------------------------------------------------------------------------------


@transaction.atomic
def make(plan: Plan, *, by: User) -> Season | None:
    """The season with its goals and questions, and the draft gone. None when the draft was saved already."""
    gone, _kinds = FrameDraft.objects.filter(person=by, unit=plan.unit).delete()
    if not gone:
        return None
    check_dates(plan.unit, plan.starts_on, plan.weeks, today=clock.today(by.time_zone), lock=True)
    season = Season.objects.create(unit=plan.unit, name=plan.name, starts_on=plan.starts_on, weeks=plan.weeks)
    for planned in plan.goals:
        goal = planned.goes_on or OrganisationGoal.objects.create(
            unit=plan.unit, title=planned.title, why=planned.why
        )
        DevelopmentQuestion.objects.bulk_create(
            DevelopmentQuestion(goal=goal, text=text) for text in planned.questions
        )
        season.goals.add(goal)
    log.record("frame_made", by=by, obj=season, starts_on=plan.starts_on.isoformat(), goals=len(plan.goals))
    return season


def check_dates(
    unit: Unit | None,
    starts_on: date,
    weeks: int,
    *,
    today: date,
    but: Season | None = None,
    lock: bool = False,
) -> None:
    """Refused when a season cannot stand there. `lock` makes two who save at once wait for each other."""
    if starts_on.weekday() != 0:
        raise Refused("no_monday", day=starts_on)
    if starts_on < IsoWeek.of(today).monday:
        raise Refused("begun_already", day=starts_on)
    if starts_on > today + FURTHEST:
        raise Refused("too_far")
    if lock:
        scope = Unit.objects.filter(pk=unit.pk) if unit else Organisation.objects.all()
        list(scope.select_for_update().values_list("pk"))
    ends_on = starts_on + timedelta(weeks=weeks, days=-1)
    others = Season.objects.filter(unit=unit)
    for other in others.exclude(pk=but.pk) if but else others:
        if other.starts_on <= ends_on and starts_on <= other.ends_on:
            raise Refused("overlap", season=other)


@transaction.atomic
def change_season(season: Season, name: str, starts_on: date, weeks: int, *, by: User) -> bool:
    """Another name; another place in the year while it has not begun and no team has a week in it.

    False when nothing changed.
    """
    today = clock.today(by.time_zone)
    moves = (starts_on, weeks) != (season.starts_on, season.weeks)
    if not moves and name == season.name:
        return False
    if moves and not is_coming(season, today):
        raise Refused("has_begun")
    if moves and _is_used(season):
        raise Refused("weeks_stand")
    if moves:
        check_dates(season.unit, starts_on, weeks, today=today, but=season, lock=True)
    _write(season, name=name, starts_on=starts_on, weeks=weeks)
    log.record("season_changed", by=by, obj=season, starts_on=starts_on.isoformat(), weeks=weeks)
    return True


@transaction.atomic
def withdraw(season: Season, *, by: User) -> None:
    """Takes away a season that has not begun and in which no team has a week. Its goals stay."""
    if not is_coming(season, clock.today(by.time_zone)):
        raise Refused("has_begun")
    pk, starts_on = season.pk, season.starts_on
    try:
        Season.objects.filter(pk=pk).delete()
    except ProtectedError as error:
        raise Refused("has_weeks") from error
    log.record("season_withdrawn", by=by, season=pk, starts_on=starts_on.isoformat())


@transaction.atomic
def put_back(
    unit: Unit | None, name: str, starts_on: date, weeks: int, goals: Sequence[int], *, by: User
) -> Season:
    """Undoes a withdrawal."""
    check_dates(unit, starts_on, weeks, today=clock.today(by.time_zone), lock=True)
    season = Season.objects.create(unit=unit, name=name, starts_on=starts_on, weeks=weeks)
    season.goals.set(OrganisationGoal.objects.filter(pk__in=goals))
    log.record("season_put_back", by=by, obj=season, starts_on=starts_on.isoformat())
    return season


def is_coming(season: Season, today: date) -> bool:
    return season.starts_on > today


def _is_used(season: Season) -> bool:
    """Whether a package above holds on to it, such as a week of a team."""
    return any(
        row.related_model._default_manager.filter(**{row.field.name: season}).exists()
        for row in Season._meta.related_objects
        if row.on_delete is PROTECT
    )


def _write(row: Model, **new: Any) -> None:
    """Refused when the row is no longer as it was read: somebody else changed it since."""
    was = {name: getattr(row, name) for name in new}
    if not type(row)._default_manager.filter(pk=row.pk, **was).update(**new):
        raise Refused("changed_meanwhile")
    for name, value in new.items():
        setattr(row, name, value)


# Goals and questions ---------------------------------------------------------------------------


@transaction.atomic
def add_goal(
    season: Season, unit: Unit | None, title: str, why: str, question: str, *, by: User
) -> OrganisationGoal:
    """One more goal in a season, with its first development question. The same goal twice is one goal."""
    Season.objects.select_for_update().get(pk=season.pk)
    there = season.goals.filter(unit=unit, ended_on=None, title__iexact=title).first()
    if there:
        return there
    goal = OrganisationGoal.objects.create(unit=unit, title=title, why=why)
    DevelopmentQuestion.objects.create(goal=goal, text=question)
    season.goals.add(goal)
    log.record("goal_added", by=by, obj=goal, season=season.pk)
    return goal


@transaction.atomic
def reword_goal(goal: OrganisationGoal, title: str, why: str, *, by: User) -> bool:
    """Other words for the same goal. False when they are the same words."""
    if (goal.title, goal.why) == (title, why):
        return False
    _write(goal, title=title, why=why)
    log.record("goal_changed", by=by, obj=goal)
    return True


@transaction.atomic
def end_goal(goal: OrganisationGoal, *, by: User) -> bool:
    """Nobody chooses it any more; it stays to be read. Not the last goal of those who learn by it (A84)."""
    today = clock.today(by.time_zone)
    for season in _in_force(goal, today):
        for_whom = season.unit or goal.unit
        if not season.goals.exclude(pk=goal.pk).filter(ended_on=None).meant_for(for_whom).exists():
            raise Refused("last_goal", season=season)
    if not OrganisationGoal.objects.filter(pk=goal.pk, ended_on=None).update(ended_on=today):
        return False
    log.record("goal_ended", by=by, obj=goal)
    return True


@transaction.atomic
def reopen_goal(goal: OrganisationGoal, *, by: User) -> bool:
    if not OrganisationGoal.objects.filter(pk=goal.pk).exclude(ended_on=None).update(ended_on=None):
        return False
    log.record("goal_reopened", by=by, obj=goal)
    return True


@transaction.atomic
def add_question(goal: OrganisationGoal, text: str, *, by: User) -> DevelopmentQuestion:
    """One more question at a goal. The same question twice is one question."""
    if goal.ended_on:
        raise Refused("goal_is_over")
    OrganisationGoal.objects.select_for_update().get(pk=goal.pk)
    there = goal.questions.filter(ended_on=None, text__iexact=text).first()
    if there:
        return there
    question = DevelopmentQuestion.objects.create(goal=goal, text=text)
    log.record("question_added", by=by, obj=question, goal=goal.pk)
    return question


@transaction.atomic
def reword_question(question: DevelopmentQuestion, text: str, *, by: User) -> bool:
    if question.text == text:
        return False
    _write(question, text=text)
    log.record("question_changed", by=by, obj=question)
    return True


@transaction.atomic
def end_question(question: DevelopmentQuestion, *, by: User) -> bool:
    """Nobody chooses it any more. Not the last one of a goal that goes on."""
    OrganisationGoal.objects.select_for_update().get(pk=question.goal_id)
    others = question.goal.questions.filter(ended_on=None).exclude(pk=question.pk)
    if question.ended_on is None and not question.goal.ended_on and not others.exists():
        raise Refused("last_question")
    today = clock.today(by.time_zone)
    if not DevelopmentQuestion.objects.filter(pk=question.pk, ended_on=None).update(ended_on=today):
        return False
    log.record("question_ended", by=by, obj=question)
    return True


@transaction.atomic
def reopen_question(question: DevelopmentQuestion, *, by: User) -> bool:
    if not DevelopmentQuestion.objects.filter(pk=question.pk).exclude(ended_on=None).update(ended_on=None):
        return False
    log.record("question_reopened", by=by, obj=question)
    return True


def _in_force(goal: OrganisationGoal, today: date) -> list[Season]:
    """The seasons of a goal that have a week now or later; locked, so that two goals do not end at once."""
    seasons = list(Season.objects.filter(goals=goal).select_for_update(of=("self",)))
    newest: dict[int | None, date] = {}
    for unit_id, starts_on in Season.objects.filter(starts_on__lte=today).values_list("unit", "starts_on"):
        newest[unit_id] = max(starts_on, newest.get(unit_id, starts_on))
    return [s for s in seasons if s.starts_on >= newest.get(s.unit_id, s.starts_on)]
