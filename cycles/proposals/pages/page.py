"""The page of one proposal: the own words and their marks, the trial, the decision, and the way it went."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cycles.framework.models import DevelopmentQuestion
from cycles.proposals.cards.adopting import Answer, answers
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.deciders import Decider, deciders
from cycles.proposals.handing import OVER, is_left_draft, is_ownerless, may_appoint
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalFollow
from cycles.proposals.moving import DELETABLE, is_author
from cycles.proposals.pages.way import Past, Stop, decision, history, way
from cycles.proposals.states import TRANSITIONS
from cycles.proposals.trials.reading import as_read
from cycles.proposals.trials.showing import Prepared, prepared
from cycles.proposals.waiting import Lateness
from cycles.proposals.writing.authoring import JOINABLE, may_join
from teams.accounts.models import User
from teams.structure.access import Viewer, can, get_or_404, signed_in, viewer_of, visible

State = InnovationProposal.State


@dataclass(frozen=True, slots=True)
class Text:
    """One of the three texts, with the mark of each of its paragraphs."""

    slug: str
    title: Promise
    words: str
    marks: list[dict[str, Any]]


TITLES = (
    ("problem", gettext_lazy("Wat speelt er?")),
    ("idea", gettext_lazy("Ons idee")),
    ("hoped", gettext_lazy("Wat hopen we dat het oplevert?")),
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that this viewer can do with it now."""

    url: str
    words: str
    icon: str
    is_primary: bool = False


class Shown:
    """What the page shows to one viewer."""

    def __init__(self, viewer: Viewer, proposal: InnovationProposal) -> None:
        self.viewer, self.proposal, self.today = viewer, proposal, viewer.day

    @cached_property
    def is_author(self) -> bool:
        return is_author(self.proposal, self.viewer.person)

    @property
    def is_owner(self) -> bool:
        return self.proposal.owner_id == self.viewer.person.pk

    @cached_property
    def people(self) -> list[User]:
        """Who wrote it, the owner first."""
        rows = self.proposal.authors.filter(state=ProposalAuthor.State.IN).select_related("person")
        return [one for one in (self.proposal.owner, *(row.person for row in rows)) if one]

    @property
    def names(self) -> list[str]:
        return [one.full_name for one in self.people]

    @property
    def first_names(self) -> list[str]:
        return [one.given_name for one in self.people]

    @property
    def texts(self) -> list[Text]:
        marks = self.proposal.marks
        return [
            Text(name, title, words, marks.get(name, []))
            for name, title in TITLES
            if (words := getattr(self.proposal, name)).strip()
        ]

    @cached_property
    def serves(self) -> DevelopmentQuestion | None:
        """The development question that it belongs to, with its goal."""
        rows = DevelopmentQuestion.objects.select_related("goal")
        pk = self.proposal.development_question_id
        return rows.get(pk=pk) if pk else None

    @cached_property
    def about(self) -> Prepared:
        return prepared(self.proposal, for_author=self.is_author)

    @cached_property
    def past(self) -> list[Past]:
        return history(self.proposal)

    @cached_property
    def decision(self) -> Any:
        return decision(self.past)

    @cached_property
    def way(self) -> list[Stop]:
        return way(self.proposal, self.past, [row.outcome for row in self.about.rows])

    @property
    def waits(self) -> bool:
        """For an answer."""
        one = self.proposal
        return one.state == State.SUBMITTED or (one.state == State.TRIAL and one.result_at is not None)

    @property
    def has_ended(self) -> bool:
        """The days of its trial are over, the result is not there."""
        one = self.proposal
        return (
            one.state == State.TRIAL
            and one.result_at is None
            and one.trial_until is not None
            and one.trial_until < self.today
        )

    @cached_property
    def asked(self) -> list[Decider]:
        """Who answers it now."""
        return deciders(self.proposal, self.today) if self.waits else []

    @property
    def answers(self) -> list[str]:
        """Names of who is asked first, with those they stand in for."""
        return [
            _("%(name)s, namens %(absent)s")
            % {"name": one.person.full_name, "absent": one.in_place_of.given_name}
            if one.in_place_of
            else one.person.full_name
            for one in self.asked
        ][:3]

    @property
    def decides(self) -> bool:
        return self.viewer.person.pk in {one.person.pk for one in self.asked}

    @cached_property
    def confirms(self) -> bool:
        asked = self.proposal.state == State.ADOPTED and self.proposal.embedding_asked_at is not None
        return asked and can(self.viewer, "proposal.confirm", self.proposal)

    @cached_property
    def as_read(self) -> str:
        """What goes along with a yes, see trials/reading.py."""
        return as_read(self.proposal)

    @cached_property
    def is_ownerless(self) -> bool:
        return is_ownerless(self.proposal)

    @cached_property
    def appoints(self) -> bool:
        """Asked to choose a new owner, because who wrote it left (S17)."""
        return self.is_ownerless and may_appoint(self.proposal, self.viewer.person)

    @cached_property
    def follows(self) -> bool:
        return ProposalFollow.objects.filter(proposal=self.proposal, person=self.viewer.person).exists()

    @property
    def may_follow(self) -> bool:
        return can(self.viewer, "proposal.follow", self.proposal)

    @cached_property
    def late(self) -> int:
        """Working days; only for whom it is meant (S24)."""
        manages = self.proposal.team.unit_id in self.viewer.managed_unit_ids
        hears = self.is_author or self.follows or manages or self.decides
        return Lateness(self.today)(self.proposal.answer_due) if self.waits and hears else 0

    @property
    def is_past_due(self) -> bool:
        due = self.proposal.answer_due
        return self.waits and due is not None and due < self.today

    @cached_property
    def card(self) -> PracticeCard | None:
        return visible(PracticeCard, self.viewer).filter(proposal=self.proposal).first()

    @cached_property
    def elsewhere(self) -> list[Answer]:
        """What other teams did with it."""
        return answers(self.card) if self.card else []

    @property
    def may_adopt(self) -> bool:
        return self.card is not None and can(self.viewer, "card.adopt", self.card)

    @cached_property
    def actions(self) -> list[Action]:
        """Of its authors, the next step first."""
        one, found = self.proposal, []

        def add(name: str, words: str, icon: str, *, first: bool = False) -> None:
            found.append(Action(reverse(f"cycles:{name}", args=[one.pk]), words, icon, first))

        if can(self.viewer, "proposal.write", one):
            words = (
                _("Beantwoord de vraag en dien opnieuw in")
                if one.state == State.RETURNED
                else _("Schrijf verder")
            )
            add("proposal-write", words, "pencil", first=True)
        if can(self.viewer, "proposal.prepare", one):
            add("proposal-prepare", _("Maak de proef klaar"), "check")
        if one.state == State.TRIAL and one.result_at is None and self.is_author:
            add("proposal-result", _("Schrijf de uitkomst"), "file-text", first=self.has_ended)
        if can(self.viewer, "proposal.measure", one):
            add(
                "proposal-measure",
                _("Voeg een meting toe"),
                "trending-up",
                first=one.state == State.TRIAL and not self.has_ended,
            )
        if one.state == State.ADOPTED and self.is_owner:
            again = one.embedding_asked_at is not None
            add(
                "proposal-embed-ask",
                _("Pas het borgen aan") if again else _("Borg dit"),
                "flag",
                first=not again,
            )
        return found

    @cached_property
    def more(self) -> list[Action]:
        """What its owner seldom needs."""
        one = self.proposal
        if not self.is_owner:
            return []
        names = [
            ("proposal-share", _("Laat het een collega lezen"), one.state == State.DRAFT),
            ("proposal-coauthor-invite", _("Wie schrijft mee"), one.state in JOINABLE),
            ("proposal-hand-over", _("Draag het over"), one.state not in OVER),
            ("proposal-withdraw", _("Trek het in"), one.state in TRANSITIONS["withdraw"].came_from),
            ("proposal-delete", _("Gooi het weg"), one.state in DELETABLE),
        ]
        return [
            Action(reverse(f"cycles:{name}", args=[one.pk]), words, "")
            for name, words, can_do in names
            if can_do
        ]

    @cached_property
    def _own_part(self) -> ProposalAuthor | None:
        return ProposalAuthor.objects.filter(proposal=self.proposal, person=self.viewer.person).first()

    @property
    def part(self) -> str:
        """invited, asked, in or out; "" for who has nothing to do with it."""
        return self._own_part.state if self._own_part else ""

    @property
    def is_heir(self) -> bool:
        """Asked to take it over."""
        asked = self._own_part is not None and self._own_part.asked_to_own_at is not None
        return asked and self.proposal.state not in OVER

    @property
    def may_save_it(self) -> bool:
        """A draft whose owner left: who writes along takes it over, or it lies there for good."""
        return self.part == ProposalAuthor.State.IN and is_left_draft(self.proposal)

    @property
    def may_join(self) -> bool:
        has_part = self.part in (ProposalAuthor.State.INVITED, ProposalAuthor.State.ASKED)
        return not has_part and not self.decides and may_join(self.proposal, self.viewer.person)

    @property
    def may_leave(self) -> bool:
        return self.part == ProposalAuthor.State.IN and not self.is_owner


@require_safe
@signed_in
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    shown = Shown(viewer, get_or_404(InnovationProposal, viewer, pk=pk))
    return render(
        request, "cycles/proposals/pages/proposal.html", {"shown": shown, "proposal": shown.proposal}
    )


@require_safe
@signed_in
def proposal_print(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    shown = Shown(viewer, get_or_404(InnovationProposal, viewer, pk=pk))
    return render(request, "cycles/proposals/pages/print.html", {"shown": shown, "proposal": shown.proposal})
