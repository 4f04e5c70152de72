"""A frame in the making: four screens, and a draft that keeps what was typed on each of them.

The draft is a row of its maker's own, so it survives a lost session and another browser. It holds the words as
they were typed, also wrong ones; only `making.make` turns them into a frame, all at once.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import QueryDict

from cycles.framework.forms import (
    MOST_GOALS,
    MOST_QUESTIONS,
    GoalsForm,
    QuestionsForm,
    SeasonForm,
    suggested_name,
    suggested_start,
)
from cycles.framework.making import Plan, PlannedGoal
from cycles.framework.models import FrameDraft, OrganisationGoal, Season
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from teams.structure.models import Unit

GOALS, QUESTIONS, SEASON, CHECK = 1, 2, 3, 4

Typed = dict[str, list[str]]


class Making:
    """One maker's frame for one unit, or for the whole organisation, as far as it is."""

    def __init__(self, viewer: Viewer, unit: Unit | None) -> None:
        self.viewer, self.unit = viewer, unit
        self.draft = visible(FrameDraft, viewer).filter(unit=unit).first()
        self.typed: dict[str, Typed] = self.draft.typed if self.draft else {}

    @property
    def today(self) -> date:
        return self.viewer.day

    # What can go on -----------------------------------------------------------------------------

    @cached_property
    def last(self) -> Season | None:
        """The season whose goals can go on: the newest one that there is."""
        seasons = visible(Season, self.viewer).filter(unit=self.unit)
        found = seasons.order_by("-starts_on").first()
        if found or self.unit is None:
            return found
        return Season.objects.framing(self.unit, IsoWeek.of(self.today))

    @cached_property
    def offered(self) -> list[OrganisationGoal]:
        if self.last is None:
            return []
        goals = visible(OrganisationGoal, self.viewer).filter(seasons=self.last)
        return list(goals.open().meant_for(self.unit).prefetch_related("questions"))  # type: ignore[attr-defined]

    # The screens --------------------------------------------------------------------------------

    def form(self, screen: int, *, bound: bool) -> Any:
        """The form of a screen with what was typed there; bound says what is wrong with it."""
        typed = self.typed.get(str(screen))
        made: dict[int, Any] = {
            GOALS: self._goals_form,
            QUESTIONS: self._questions_form,
            SEASON: self._season_form,
        }
        return made[screen](typed, bound)

    def _goals_form(self, typed: Typed | None, bound: bool) -> GoalsForm:
        rows = self._count(typed, "rows", 1 if self.offered else 2, MOST_GOALS)
        initial = _initial(typed) if typed else {"carry": [goal.pk for goal in self.offered]}
        return GoalsForm(self.offered, rows, _data(typed, bound), initial=initial)

    def _questions_form(self, typed: Typed | None, bound: bool) -> QuestionsForm:
        goals = self.form(GOALS, bound=True)
        goals.is_valid()
        counts = {
            key.removeprefix("rows_"): self._count(typed, key, 2, MOST_QUESTIONS)
            for key in typed or {}
            if key.startswith("rows_")
        }
        return QuestionsForm(goals, self.unit, counts, _data(typed, bound), initial=_initial(typed))

    def _season_form(self, typed: Typed | None, bound: bool) -> SeasonForm:
        start = suggested_start(self.unit, self.today)
        suggested = {"starts_on": start, "weeks": 12, "name": suggested_name(start)}
        initial = _initial(typed) if typed else suggested
        return SeasonForm(self.unit, self.today, _data(typed, bound), initial=initial)

    def _count(self, typed: Typed | None, key: str, usual: int, most: int) -> int:
        said = (typed or {}).get(key, [""])[0]
        return min(max(int(said), 1), most) if re.fullmatch(r"[0-9]{1,2}", said) else usual

    def first_wrong(self, before: int) -> int | None:
        """The first screen before this one that is not right yet."""
        for screen in range(GOALS, min(before, CHECK)):
            if str(screen) not in self.typed or not self.form(screen, bound=True).is_valid():
                return screen
        return None

    def plan(self) -> Plan:
        """All screens together; only when `first_wrong` found nothing."""
        goals, questions, season = (self.form(n, bound=True) for n in (GOALS, QUESTIONS, SEASON))
        for form in (goals, questions, season):
            form.is_valid()
        planned = [
            PlannedGoal(goes_on=goal, questions=questions.questions(f"c{goal.pk}")) for goal in goals.carried
        ]
        planned += [
            PlannedGoal(title=title, why=why, questions=questions.questions(f"n{row}"))
            for row, title, why in goals.goals
        ]
        return Plan(self.unit, goals=planned, **season.cleaned_data)

    # What is typed ------------------------------------------------------------------------------

    def keep(self, screen: int, posted: QueryDict) -> None:
        """Keeps what was typed on a screen, right or wrong. More rows when they were asked for."""
        typed = {name: _storable(posted.getlist(name)) for name in posted if _is_field(screen, name)}
        if wanted := posted.get("more", ""):
            key = _rows(screen, wanted)
            typed[key] = [str(self._count(typed, key, 1, MOST_GOALS) + 1)]
        with transaction.atomic():
            self.draft = _draft_of(self.viewer.person, self.unit)
            self.draft.typed[str(screen)] = typed
            self.draft.touched_at = clock.now()
            self.draft.save()
        self.typed = self.draft.typed

    def newest(self, screen: int, wanted: str) -> str:
        """The id of the first field of the row that was asked for."""
        rows = self._count(self.typed[str(screen)], _rows(screen, wanted), 1, MOST_GOALS)
        return f"id_title_{rows - 1}" if screen == GOALS else f"id_q_{wanted}_{rows - 1}"

    def throw_away(self) -> None:
        visible(FrameDraft, self.viewer).filter(unit=self.unit).delete()


def _draft_of(person: User, unit: Unit | None) -> FrameDraft:
    """The row, locked."""
    FrameDraft.objects.get_or_create(person=person, unit=unit)
    return FrameDraft.objects.select_for_update().get(person=person, unit=unit)


def _rows(screen: int, wanted: str) -> str:
    """The field that counts the rows: of the goals, or of the questions of one goal."""
    return "rows" if screen == GOALS else f"rows_{wanted}"


def _storable(values: list[str]) -> list[str]:
    """PostgreSQL keeps no NUL in a text, and nobody types one."""
    return [value.replace("\0", "") for value in values]


def _is_field(screen: int, name: str) -> bool:
    starts = {
        GOALS: ("carry", "title_", "why_", "rows"),
        QUESTIONS: ("q_", "rows_"),
        SEASON: ("name", "starts_on", "weeks"),
    }
    return name.startswith(starts[screen])


def _data(typed: Typed | None, bound: bool) -> QueryDict | None:
    if not bound:
        return None
    data = QueryDict(mutable=True)
    for name, values in (typed or {}).items():
        data.setlist(name, values)
    return data


def _initial(typed: Typed | None) -> Mapping[str, Any]:
    """What was typed, for a screen that one comes back to: nothing is said to be wrong there yet."""
    return {
        name: values if name == "carry" else values[0] for name, values in (typed or {}).items() if values
    }
