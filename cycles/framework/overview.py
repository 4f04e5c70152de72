"""What the page of the frame shows: what holds now, what comes, what ended. All of it, or of one unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.framework import pausing
from cycles.framework.forms import PauseForm
from cycles.framework.models import (
    DevelopmentQuestion,
    FrameDraft,
    FrameSuggestion,
    OrganisationGoal,
    PauseWeek,
    Season,
    framing,
)
from cycles.framework.sentences import span, week_in_words, who_can_make
from lerendwerken.lib.drawing import Beat, State, week_line
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import listed
from teams.structure.access import Viewer, can, visible
from teams.structure.models import Unit

WHOLE = "organisatie"  # in addresses: no unit
MOST_SUGGESTIONS = 50


def slug(unit: Unit | int | None) -> str:
    return WHOLE if unit is None else str(unit.pk if isinstance(unit, Unit) else unit)


def scope_name(unit: Unit | None) -> str:
    return unit.name if unit else _("Hele organisatie")


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class GoalShown:
    goal: OrganisationGoal
    questions: list[DevelopmentQuestion]
    ended: list[DevelopmentQuestion]
    may_change: bool
    of: str  # whose goal it is, when that is not plain from the page


@dataclass(frozen=True, slots=True)
class SeasonShown:
    season: Season
    span: str
    goals: list[GoalShown]
    may_change: bool
    may_close: bool


@dataclass(frozen=True, slots=True)
class PauseShown:
    row: PauseWeek
    words: str
    teams: int  # that published before it became a pause week
    can_go: bool


class Overview:
    """The frame of one unit (or of the whole organisation) on the day of its viewer."""

    def __init__(self, viewer: Viewer, unit: Unit | None) -> None:
        self.viewer, self.unit = viewer, unit
        self.week = IsoWeek.of(viewer.day)

    @property
    def slug(self) -> str:
        return slug(self.unit)

    @property
    def name(self) -> str:
        return scope_name(self.unit)

    @cached_property
    def tabs(self) -> list[Tab]:
        """Whose frames this viewer can read; nothing when that is one."""
        units: list[Unit | None] = list(visible(Unit, self.viewer).filter(closed_on=None))
        if self.viewer.is_administrator or self.unit is None:
            units.insert(0, None)
        found = [
            Tab(scope_name(unit), reverse("cycles:frame-of", args=[slug(unit)]), unit == self.unit)
            for unit in units
        ]
        return found if len(found) > 1 else []

    @cached_property
    def may_change(self) -> bool:
        """Whether this viewer makes the frame of this unit; nobody does of one that was closed."""
        is_closed = self.unit is not None and self.unit.closed_on is not None
        return not is_closed and can(self.viewer, "frame.change", self.unit)

    @property
    def makers(self) -> str:
        """Whom to ask, for who cannot make it."""
        return who_can_make(self.unit, self.viewer.day)

    @cached_property
    def has_draft(self) -> bool:
        return self.may_change and visible(FrameDraft, self.viewer).filter(unit=self.unit).exists()

    @cached_property
    def suggestions(self) -> list[FrameSuggestion]:
        """Sentences of colleagues for the next frame, newest first, for whoever makes it (S19)."""
        if not self.may_change:
            return []
        found = visible(FrameSuggestion, self.viewer).filter(unit=self.unit).select_related("person")
        return list(found[:MOST_SUGGESTIONS])

    # Seasons ------------------------------------------------------------------------------------

    @cached_property
    def _seasons(self) -> list[Season]:
        """All that are of this unit or of everybody, with their goals: two queries more, however many."""
        of_unit = Q(unit=self.unit) | Q(unit=None)
        goals = visible(OrganisationGoal, self.viewer).select_related("unit").prefetch_related("questions")
        if self.unit:
            goals = goals.filter(of_unit)
        rows = visible(Season, self.viewer).filter(of_unit).select_related("unit")
        return list(rows.prefetch_related(Prefetch("goals", goals)))

    @cached_property
    def season(self) -> SeasonShown | None:
        """What frames this week."""
        found = framing(self._seasons, self.week)
        return self._shown(found) if found else None

    @cached_property
    def coming(self) -> list[SeasonShown]:
        return [self._shown(s) for s in reversed(self._seasons) if s.starts_on > self.week.monday]

    @cached_property
    def earlier(self) -> list[SeasonShown]:
        """What is over, or gave way to the season of this week; with its goals, to be read."""
        now = self.season.season if self.season else None
        return [self._shown(s) for s in self._seasons if s.starts_on <= self.week.monday and s != now]

    def _shown(self, season: Season) -> SeasonShown:
        return SeasonShown(
            season=season,
            span=span(season.starts_on, season.ends_on),
            goals=[self._goal(goal) for goal in season.goals.all()],
            may_change=can(self.viewer, "frame.change", season.unit),
            may_close=can(self.viewer, "season.close_whole", season),
        )

    def _goal(self, goal: OrganisationGoal) -> GoalShown:
        questions = list(goal.questions.all())
        of = "" if goal.unit == self.unit else goal.unit.name if goal.unit else _("de hele organisatie")
        return GoalShown(
            goal=goal,
            questions=[q for q in questions if not q.ended_on],
            ended=[q for q in questions if q.ended_on],
            may_change=can(self.viewer, "frame.change", goal.unit),
            of=of,
        )

    @property
    def goals(self) -> list[GoalShown]:
        return [shown for shown in self.season.goals if not shown.goal.ended_on] if self.season else []

    @property
    def ended_goals(self) -> list[GoalShown]:
        return [shown for shown in self.season.goals if shown.goal.ended_on] if self.season else []

    @property
    def ended_questions(self) -> list[tuple[DevelopmentQuestion, bool]]:
        """(question, whether this viewer may put it back) of goals that go on."""
        return [(question, shown.may_change) for shown in self.goals for question in shown.ended]

    @property
    def has_past(self) -> bool:
        return bool(self.ended_goals or self.ended_questions or self.earlier)

    # The week of the season ---------------------------------------------------------------------

    @property
    def number(self) -> int:
        return self.season.season.number_of(self.week) if self.season else 0

    @property
    def continues(self) -> bool:
        return bool(self.season) and self.season.season.continues_in(self.week)  # type: ignore[union-attr]

    @property
    def next_start(self) -> date | None:
        return self.coming[0].season.starts_on if self.coming else None

    @property
    def offers_next(self) -> bool:
        """Whether the next frame is offered below; else it is the first thing on the page."""
        runs = self.season is not None and not self.continues
        return runs or bool(self.coming and not self.has_draft)

    @property
    def harvests(self) -> str:
        """Which weeks of the season end with a Maandoogst."""
        if not self.season:
            return ""
        season = self.season.season
        first = IsoWeek.of(season.starts_on)
        numbers = [n + 1 for n in range(season.weeks) if season.is_harvest_week(first + n)]
        return _("Maandoogst is er in week %(weeks)s van het seizoen.") % {"weeks": listed(numbers)}

    @property
    def pauses_inside(self) -> list[str]:
        """The pause weeks of this season, in words."""
        if not self.season:
            return []
        first, last = self.season.season.starts_on, self.season.season.ends_on
        return [
            _("week %(week)s (%(name)s)") % {"week": row.week, "name": row.name}
            for row in self._pauses
            if first <= row.iso.monday <= last
        ]

    @property
    def pause_now(self) -> PauseWeek | None:
        return next((row for row in self._pauses if row.iso == self.week), None)

    def line(self) -> SafeString:
        """The season as a line of weeks: written, now, to come; crossed out for a pause week."""
        assert self.season
        season, step = self.season.season, 1000 / self.season.season.weeks
        paused = {row.iso for row in self._pauses}
        beats = []
        for number in range(season.weeks):
            week = IsoWeek.of(season.starts_on) + number
            state: State = "done" if week < self.week else "now" if week == self.week else "plan"
            minutes = 60 if season.is_harvest_week(week) else 20
            beats.append(Beat((number + 0.5) * step, minutes, "cut" if week in paused else state))
        now = None if self.continues else (self.number - 0.5) * step
        return week_line(beats, now=now, scale=min(0.6, step / 140), height=90, name="seizoen")

    # Pause weeks --------------------------------------------------------------------------------

    @cached_property
    def _pauses(self) -> list[PauseWeek]:
        """Those of this season and later ones."""
        since = self.week
        if self.season and not self.continues:
            since = min(since, IsoWeek.of(self.season.season.starts_on))
        return [row for row in visible(PauseWeek, self.viewer) if row.iso >= since]

    @cached_property
    def pauses(self) -> list[PauseShown]:
        rows = [row for row in self._pauses if row.iso >= self.week]
        teams = pausing.teams_that_published(row.iso for row in rows)
        return [
            PauseShown(row, week_in_words(row.iso), teams.get(row.iso, 0), row.iso > self.week)
            for row in rows
        ]

    def pause_form(self, data: object = None) -> PauseForm:
        taken: Iterable[PauseWeek] = [row for row in self._pauses if row.iso > self.week]
        return PauseForm(pausing.coming(self.week), taken, data)
