"""The page on which a proposal is written: to whom it goes and until when, its marks, what is like it, who reads it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.framework.choosing import to_choose
from cycles.proposals import wording
from cycles.proposals.deciders import answer_due, deciders, wrote_on
from cycles.proposals.handing import is_left_draft
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalStep
from cycles.proposals.waiting import names_of
from cycles.proposals.writing import carrying
from cycles.proposals.writing.drafting import FIELDS, TEXTS, stamped
from cycles.proposals.writing.forms import DraftForm
from cycles.proposals.writing.sharing import open_shares
from cycles.proposals.writing.similar import like
from cycles.questions.marking import Mark
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import Viewer, can
from teams.structure.models import Membership, Role, Team

State = InnovationProposal.State
NO_TEAM = gettext_lazy(
    "Je zit nu niet in een team. Een voorstel gaat naar je teamleider. Vraag je beheerder om een team."
)
ORIGINS: list[Callable[[InnovationProposal], str]] = []


def origin(source: Callable[[InnovationProposal], str]) -> Callable[[InnovationProposal], str]:
    """Registers who knows from what a proposal came ("Uit de Weekoogst van 2 april"); "" for what is not theirs."""
    ORIGINS.append(source)
    return source


@dataclass(frozen=True, slots=True)
class Asked:
    """Who answers as it stands, who would with something beyond the team, and the last day for it."""

    who: User | None
    beyond: User | None
    due: date


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one text, as its writer sees them."""

    name: str
    marks: Sequence[Mark]

    @property
    def is_touched(self) -> bool:
        return any(mark["degree"] != "own" for mark in self.marks)

    @property
    def lines(self) -> list[tuple[int, Mark, int]]:
        """(number of the paragraph, its mark, how many words of AI stand in a row)"""
        return [
            (number, mark, max((len(words.split()) for words in mark.get("held", ())), default=0))
            for number, mark in enumerate(self.marks, start=1)
        ]


def team_of(viewer: Viewer) -> Team | None:
    """The team from which somebody proposes: the own one, else the one they lead or are a guest in."""
    led = (role.team for role in viewer.roles if role.kind == Role.Kind.TEAM_LEAD and role.team)
    return viewer.home_team or next((m.team for m in viewer.memberships), None) or next(led, None)


def asked(proposal: InnovationProposal) -> Asked:
    today = clock.today(proposal.team.time_zone)
    within = next(iter(deciders(proposal, today)), None)
    farther = InnovationProposal(
        pk=proposal.pk, owner_id=proposal.owner_id, team=proposal.team, touches_money=True,
        returned_by_id=proposal.returned_by_id,
    )  # fmt: skip
    beyond = next(iter(deciders(farther, today)), None)
    return Asked(within.person if within else None, beyond.person if beyond else None, answer_due(today))


def draft_form(
    viewer: Viewer, proposal: InnovationProposal, data: Any = None, initial: Any = None
) -> DraftForm:
    """With the development questions that its team has, and the one that it belongs to."""
    team = proposal.team if proposal.team_id else None
    offered = to_choose(viewer, team, proposal.development_question_id)
    return DraftForm(proposal, data, initial, offered=offered)


def as_typed(proposal: InnovationProposal, typed: Mapping[str, Any]) -> InnovationProposal:
    """The same proposal with what stands on the screen, not kept."""
    shown = InnovationProposal(pk=proposal.pk, owner=proposal.owner, team=proposal.team, title=proposal.title)
    for name in ("state", "question_id", "left_out", "returned_by_id"):
        setattr(shown, name, getattr(proposal, name))
    for name in FIELDS:
        setattr(shown, name, typed.get(name, getattr(proposal, name)))
    for name, value in wording.worked_out_of(shown).items():
        setattr(shown, name, value)
    return shown


def living(viewer: Viewer, shown: InnovationProposal) -> dict[str, Any]:
    """The parts that follow what is typed."""
    return {
        "proposal": shown,
        "asked": asked(shown),
        "marked": {name: Marked(name, shown.marks.get(name, ())) for name in wording.TEXTS},
        "first_marked": next(
            (name for name in TEXTS if Marked(name, shown.marks.get(name, ())).is_touched), ""
        ),
        "is_alone": len(wrote_on(shown)) == 1,
        "names": names_of(shown) if shown.pk else [viewer.person.given_name],
        "is_owner": shown.owner_id == viewer.person.pk,
        "similar": like(viewer, shown),
        "going_along": [
            (carrying.key_of(claim), claim) for claim in carrying.going_along(shown, viewer.person)
        ],
    }


def context(viewer: Viewer, proposal: InnovationProposal, form: DraftForm, **more: Any) -> dict[str, Any]:
    """The whole page. `proposal` may be one that nobody saved yet."""
    is_there = proposal.pk is not None
    return {
        **living(viewer, proposal),
        "form": form,
        "stamp": stamped(proposal) if is_there else "",
        "came_from": next(filter(None, (source(proposal) for source in ORIGINS)), "") if is_there else "",
        "returned": _question_of(proposal) if proposal.state == State.RETURNED else None,
        "shares": open_shares(proposal) if is_there else [],
        "managers": _managers(proposal.team),
        "authors": list(proposal.authors.select_related("person").exclude(state=ProposalAuthor.State.OUT))
        if is_there
        else [],
        "new_team": _new_team(viewer, proposal),
        "is_left": is_there and is_left_draft(proposal),
        "may_own": is_there and can(viewer, "proposal.own", proposal),
        **more,
    }


def left_team(proposal: InnovationProposal) -> bool:
    """Whether its owner is in another team by now than the one that it is for; a lead without a seat is not."""
    today = clock.today(proposal.team.time_zone)
    if proposal.owner_id is None:
        return False
    stays = Membership.objects.on(today).filter(person=proposal.owner_id, team=proposal.team_id)
    leads = Role.objects.on(today).filter(person=proposal.owner_id, team=proposal.team_id)
    return not (stays.exists() or leads.exists())


def not_from_here(proposal: InnovationProposal, viewer: Viewer) -> str:
    """Why a draft cannot be submitted from its team; "" when it can."""
    if proposal.state != State.DRAFT or not left_team(proposal):
        return ""
    if team_of(viewer):
        return _("Je zit niet meer in team %(team)s. Neem dit concept eerst mee naar je team.") % {
            "team": proposal.team.name
        }
    return str(NO_TEAM)


def _new_team(viewer: Viewer, proposal: InnovationProposal) -> Team | None:
    """To which the draft can come along."""
    if proposal.pk is None or proposal.owner_id != viewer.person.pk or proposal.state != State.DRAFT:
        return None
    return team_of(viewer) if left_team(proposal) else None


def _question_of(proposal: InnovationProposal) -> ProposalStep | None:
    steps = proposal.steps.filter(did=ProposalStep.Did.RETURNED).select_related("by")
    return steps.order_by("-at", "-pk").first()


def _managers(team: Team) -> list[str]:
    roles = Role.objects.on(clock.today(team.time_zone)).filter(
        kind=Role.Kind.MANAGER, unit=team.unit_id, person__is_active=True
    )
    return [role.person.given_name for role in roles.select_related("person")]
