"""Leervragen: the one that runs, earlier ones by state or in own words, and what colleagues show. Constant queries."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall
from cycles.questions.models import LearningQuestion, QuestionShare
from cycles.questions.partner import has_ai
from cycles.questions.planning import expected
from cycles.questions.sharing import open_shares, shared_with
from cycles.weekly.models import Kind, Seat
from cycles.yields.models import YieldOutcome
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, week_line
from teams.structure.access import Viewer, signed_in, viewer_of, visible

State = LearningQuestion.State
A_PAGE = 25
MOST_WORDS = 8  # of a search; more says nothing more

FILTERS: dict[str, tuple[Promise, str]] = {
    "": (gettext_lazy("Alles"), ""),
    "concept": (gettext_lazy("Concept"), State.DRAFT),
    "op-pauze": (gettext_lazy("Op pauze"), State.PAUSED),
    "beantwoord": (gettext_lazy("Beantwoord"), State.ANSWERED),
    "geborgd": (gettext_lazy("Geborgd"), State.CONSOLIDATED),
    "losgelaten": (gettext_lazy("Losgelaten"), State.DROPPED),
}

OWN_WORDS = ("text", "situation", "if_part", "then_part", "answer", "applied", "changed")
PLACES = ((83, 20), (250, 30), (417, 30), (583, 15), (750, 15), (917, 15))  # of the six beats, as drawn


@dataclass(frozen=True, slots=True)
class Row:
    """One earlier question, with what can be done with it today."""

    question: LearningQuestion
    recall: Recall | None  # waits now
    signed: PeerAttestation | None


class Running:
    """The active question: how far it is on its six beats."""

    def __init__(self, question: LearningQuestion, *, with_ai: bool) -> None:
        self.question, self.with_ai = question, with_ai

    @property
    def beats(self) -> list[tuple[str, bool]]:
        """(words, whether it is here)"""
        alone = _("Zonder AI") if self.with_ai else _("Zonder hulp")
        words = (
            _("Plan"), _("Eigen poging"), _("Sparren"), alone, _("Na 4 weken"), _("Na 12 weken"),
        )  # fmt: skip
        return [(word, number == self.place) for number, word in enumerate(words)]

    @cached_property
    def place(self) -> int:
        found: Any = self.question  # annotated in Found.running
        if not found.has_attempt:
            return 1
        if not found.has_explanation:
            return 2
        return 5 if found.has_recalled else 4

    @property
    def action(self) -> str:
        if self.place == 1:
            return _("Begin met je poging")
        return _("Ga verder met sparren") if self.place == 2 else _("Ga verder met je antwoord")

    @property
    def line(self) -> SafeString:
        return six_beats(self.place)

    @cached_property
    def yields(self) -> dict[str, YieldOutcome]:
        return expected(self.question)

    @cached_property
    def shares(self) -> list[QuestionShare]:
        return open_shares(self.question)


class Found:
    """What the page shows to one viewer."""

    def __init__(self, viewer: Viewer, chosen: str, words: str, page: str) -> None:
        self.viewer, self.chosen, self.words, self._page = viewer, chosen, words, page

    @cached_property
    def with_ai(self) -> bool:
        return has_ai(self.viewer.person)

    @property
    def own(self) -> QuerySet[LearningQuestion]:
        return visible(LearningQuestion, self.viewer)

    @cached_property
    def running(self) -> Running | None:
        done = Recall.objects.filter(question=OuterRef("pk"), state=Recall.State.DONE, after_weeks__gte=4)
        question = (
            self.own.filter(state=State.ACTIVE)
            .annotate(
                has_attempt=Exists(Attempt.objects.filter(question=OuterRef("pk"))),
                has_explanation=Exists(Explanation.objects.filter(question=OuterRef("pk"))),
                has_recalled=Exists(done),
            )
            .first()
        )
        return Running(question, with_ai=self.with_ai) if question else None

    @cached_property
    def states(self) -> set[str]:
        return set(self.own.order_by().values_list("state", flat=True).distinct())

    @property
    def is_empty(self) -> bool:
        return not self.states

    @property
    def heading(self) -> str:
        runs, rests = State.ACTIVE in self.states, State.PAUSED in self.states
        if runs and rests:
            return _("Eén vraag loopt, één rust")
        if runs:
            return _("Eén vraag loopt")
        return _("Je vraag rust") if rests else _("Er loopt nu geen vraag")

    @property
    def tabs(self) -> list[tuple[str, Promise, bool]]:
        """(slug, words, is here); a state that nothing is in has no tab, unless one stands on it"""
        return [
            (slug, words, slug == self.chosen)
            for slug, (words, state) in FILTERS.items()
            if not slug or state in self.states or slug == self.chosen
        ]

    @cached_property
    def page(self) -> Page[LearningQuestion]:
        found = self.own
        if state := FILTERS[self.chosen][1]:
            found = found.filter(state=state)
        found = found.filter(holds(self.words)) if self.words else found.exclude(state=State.ACTIVE)
        return Paginator(found, A_PAGE).get_page(self._page)

    @cached_property
    def rows(self) -> list[Row]:
        questions = list(self.page)
        waiting = Recall.objects.filter(
            question__in=questions, state=Recall.State.PLANNED, due_at__lte=clock.now()
        )
        recalls = {row.question_id: row for row in waiting.order_by("-after_weeks")}
        signed = PeerAttestation.objects.filter(
            question__in=questions, state=PeerAttestation.State.SIGNED
        ).select_related("peer")
        by_question = {row.question_id: row for row in signed}
        return [Row(q, recalls.get(q.pk), by_question.get(q.pk)) for q in questions]

    @cached_property
    def shared(self) -> list[QuestionShare]:
        """Without those whose owner asks for a signature: they stand there already."""
        asked = {row.question_id for row in self.asked}
        return [row for row in shared_with(self.viewer) if row.question_id not in asked]

    @cached_property
    def asked(self) -> list[PeerAttestation]:
        """Colleagues who ask for a signature."""
        rows = visible(PeerAttestation, self.viewer).filter(
            peer=self.viewer.person,
            state=PeerAttestation.State.ASKED,
            question__state__in=(State.ACTIVE, State.PAUSED, State.ANSWERED),
        )
        return list(rows.select_related("question__owner"))

    @cached_property
    def weekstart(self) -> datetime | None:
        """When the next Weekstart is, for who would rather wait."""
        seats = visible(Seat, self.viewer).filter(
            person=self.viewer.person, moment__kind=Kind.PLANNING, starts_at__gt=clock.now()
        )
        return seats.order_by("starts_at").values_list("starts_at", flat=True).first()

    @property
    def empty_line(self) -> SafeString:
        return six_beats(0)


@require_safe
@signed_in
def questions(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("staat", "")
    words = " ".join(request.GET.get("zoek", "").replace("\0", "").split())[:200]
    found = Found(
        viewer_of(request), chosen if chosen in FILTERS else "", words, request.GET.get("pagina", "")
    )
    template = "cycles/questions/empty.html" if found.is_empty else "cycles/questions/list.html"
    return render(request, template, {"found": found})


def holds(words: str) -> Q:
    """Every word somewhere in what its owner wrote about it."""
    found = Q()
    for word in words.split()[:MOST_WORDS]:
        own = Q()
        for name in OWN_WORDS:
            own |= Q(**{f"{name}__icontains": word})
        own |= Q(pk__in=YieldOutcome.objects.filter(sentence__icontains=word).values("question"))
        own |= Q(pk__in=Attempt.objects.filter(text__icontains=word).values("question"))
        own |= Q(pk__in=Explanation.objects.filter(text__icontains=word).values("question"))
        found &= own
    return found


def six_beats(here: int) -> SafeString:
    """The way of a question in the grammar of the week line; nothing is written yet at 0."""
    beats = [
        Beat(x, minutes, "done" if number < here else "next" if number == here else "plan")
        for number, (x, minutes) in enumerate(PLACES)
    ]
    now = PLACES[here][0] - 32 if here else 0
    return week_line(beats, now=now, scale=1.3, height=90, name="leervraag")
