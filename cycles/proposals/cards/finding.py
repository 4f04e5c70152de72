"""Praktijkkaarten for the whole organisation: by words, by kind of task and by skill. Constant queries."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.questions.models import Skill, TaskGroup
from cycles.questions.partner import has_ai
from cycles.yields.models import YieldOutcome
from cycles.yields.showing import Row, rows
from lerendwerken.lib.wordsearch import search
from teams.structure.access import Viewer, visible

A_PAGE = 25
Verdict = Adoption.Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One card in the list: what it brought, and how many other teams use it."""

    card: PracticeCard
    brought: Row | None
    teams: int


class Found:
    """What the page shows to one viewer."""

    def __init__(self, viewer: Viewer, words: str, task_group: str, skill: str, page: str) -> None:
        self.viewer, self.words, self._page = viewer, words, page
        self.task_group = task_group if task_group in TaskGroup.values else ""
        self.skill = skill if skill in Skill.values else ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.task_group or self.skill)

    @property
    def task_groups(self) -> list[tuple[str, str]]:
        return [("", _("alle taken")), *((value, str(label)) for value, label in TaskGroup.choices)]

    @property
    def skills(self) -> list[tuple[str, str]]:
        known = Skill.offered(with_ai=has_ai(self.viewer.person), chosen=self.skill)
        return [("", _("alle vaardigheden")), *known]

    @property
    def query(self) -> str:
        """For the links to other pages of the same list."""
        return urlencode({"zoek": self.words, "taak": self.task_group, "vaardigheid": self.skill})

    @cached_property
    def page(self) -> Page[PracticeCard]:
        found: QuerySet[PracticeCard] = visible(PracticeCard, self.viewer).filter(retired_at=None)
        if self.task_group:
            found = found.filter(task_group=self.task_group)
        if self.skill:
            found = found.filter(skill=self.skill)
        uses = Q(adoptions__ended_at=None, adoptions__verdict__in=[Verdict.ADOPTED, Verdict.ADAPTED])
        found = search(found.order_by("-made_at", "-pk"), self.words).select_related("proposal__team")
        with_teams: QuerySet[Any] = found.annotate(teams=Count("adoptions", filter=uses))
        return Paginator(with_teams, A_PAGE).get_page(self._page)

    @cached_property
    def lines(self) -> list[Line]:
        cards = list(self.page)
        outcomes = YieldOutcome.objects.filter(proposal__in=[card.proposal_id for card in cards])
        brought: dict[int | None, Row] = {}
        for row in rows(outcomes):
            if row.last:
                brought.setdefault(row.outcome.proposal_id, row)
        return [Line(card, brought.get(card.proposal_id), card.teams) for card in cards]  # type: ignore[attr-defined]
