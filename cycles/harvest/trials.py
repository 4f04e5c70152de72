"""What a team wants to begin with: chosen in its Maandoogst, kept with the month, and an advice, no decision. Whoever is
asked decides, with their own reason (S24)."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.harvest.holding import changed, hold
from cycles.harvest.models import HarvestSession, TrialChoice
from cycles.insights import also
from cycles.insights.models import MonthlyDigest
from cycles.proposals.advice import adviser
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal
from cycles.weekly.models import Kind, Moment
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer, visible
from teams.structure.models import Team

log.labels(
    trial_wanted=gettext_lazy("koos waar het team mee wil beginnen"),
    trial_unwanted=gettext_lazy("haalde een keuze van het team weg"),
)


def month_of(moment: Moment) -> date:
    """Its first day, in the team's own time."""
    assert moment.starts_at
    local = moment.starts_at.astimezone(ZoneInfo(moment.cycle.team.time_zone))
    return local.date().replace(day=1)


def held(moment: Moment) -> HarvestSession:
    """The page of a Maandoogst, locked. Raises Refused."""
    if moment.kind != Kind.MONTHLY_REVIEW:
        raise Refused(_("Dit hoort bij de Maandoogst."))
    return hold(moment, also_closed=True)


class Choices:
    """What is chosen and what may be, as one viewer may read it; `card` is the one of this month. Constant queries."""

    def __init__(self, viewer: Viewer, team: Team, month: date, card: PracticeCard | None = None) -> None:
        self.viewer, self.team, self.month, self._card = viewer, team, month, card

    @cached_property
    def _rows(self) -> list[TrialChoice]:
        rows = TrialChoice.objects.filter(team=self.team, month=self.month)
        return list(rows.select_related("proposal__owner", "card__proposal__team"))

    @cached_property
    def proposals(self) -> list[InnovationProposal]:
        """What was withdrawn since is its authors' again, and is chosen no more."""
        ids = [row.proposal_id for row in self._rows if row.proposal_id]
        readable = visible(InnovationProposal, self.viewer).filter(pk__in=ids)
        there = set(readable.exclude(state=InnovationProposal.State.WITHDRAWN).values_list("pk", flat=True))
        return [row.proposal for row in self._rows if row.proposal and row.proposal_id in there]

    @cached_property
    def cards(self) -> list[PracticeCard]:
        return [row.card for row in self._rows if row.card and row.card.retired_at is None]

    @property
    def are_there(self) -> bool:
        return bool(self.proposals or self.cards)

    @cached_property
    def waiting(self) -> list[InnovationProposal]:
        """Submitted by the team, waiting for an answer and not chosen yet."""
        chosen = [row.proposal_id for row in self._rows if row.proposal_id]
        rows = _waiting(self.viewer, self.team).exclude(pk__in=chosen)
        return list(rows.select_related("owner").order_by("submitted_at", "pk").distinct())

    @property
    def card(self) -> PracticeCard | None:
        """Of another team, while it is not chosen."""
        return self._card if self._card and self._card not in self.cards else None


# Verbs ----------------------------------------------------------------------------------------------


def choose(moment: Moment, proposal: int, *, by: User) -> None:
    """One of the team's proposals that wait. By anybody in the conversation who may read it; twice is once."""

    def put(team: Team, month: date) -> bool:
        row = _waiting(Viewer(by), team).filter(pk=proposal).first()
        if row is None:
            raise Refused(_("Dit voorstel wacht niet meer op een antwoord. Er is niets gekozen."))
        return TrialChoice.objects.get_or_create(team=team, month=month, proposal=row)[1]

    _do(moment, put, "trial_wanted", by, proposal=proposal)


def choose_card(moment: Moment, card: int, *, by: User) -> None:
    def put(team: Team, month: date) -> bool:
        rows = visible(PracticeCard, Viewer(by)).filter(pk=card, retired_at=None)
        row = rows.exclude(proposal__team=team).first()
        if row is None:
            raise Refused(_("Deze kaart is er niet meer. Er is niets gekozen."))
        return TrialChoice.objects.get_or_create(team=team, month=month, card=row)[1]

    _do(moment, put, "trial_wanted", by, card=card)


def drop(moment: Moment, proposal: int, *, by: User) -> None:
    def take(team: Team, month: date) -> bool:
        return bool(TrialChoice.objects.filter(team=team, month=month, proposal=proposal).delete()[0])

    _do(moment, take, "trial_unwanted", by, proposal=proposal)


def drop_card(moment: Moment, card: int, *, by: User) -> None:
    def take(team: Team, month: date) -> bool:
        return bool(TrialChoice.objects.filter(team=team, month=month, card=card).delete()[0])

    _do(moment, take, "trial_unwanted", by, card=card)


@transaction.atomic
def _do(moment: Moment, verb: Callable[[Team, date], bool], said: str, by: User, **what: int) -> None:
    """As long as the digest of the month is in the making: what was read stays as it was read."""
    session = held(moment)
    team, month = moment.cycle.team, month_of(moment)
    if MonthlyDigest.objects.filter(team=team, month=month, published_at__isnull=False).exists():
        raise Refused(_("Dit maandbericht is al gepubliceerd. Haal het eerst terug."))
    if verb(team, month):
        log.record(said, by=by, obj=moment, **what)
        changed(session)


def _waiting(viewer: Viewer, team: Team) -> QuerySet[InnovationProposal]:
    state = InnovationProposal.State.SUBMITTED
    return visible(InnovationProposal, viewer).filter(team=team, state=state)


# Where it is read -----------------------------------------------------------------------------------


@also.part
def in_digest(viewer: Viewer, digest: MonthlyDigest) -> also.Part | None:
    choices = Choices(viewer, digest.team, digest.month)
    lines = [
        *(also.Line(row.name, reverse("cycles:proposal", args=[row.pk])) for row in choices.proposals),
        *(also.Line(row.title, reverse("cycles:card", args=[row.pk])) for row in choices.cards),
    ]
    about = _("Een keuze van het team. Wie over een voorstel gaat, besluit.")
    return also.Part(_("Hier willen we mee beginnen"), about, lines) if lines else None


@adviser
def for_decider(proposal: InnovationProposal) -> str:
    """In which month the team chose it, the last time."""
    rows = TrialChoice.objects.filter(proposal=proposal, team=proposal.team_id).order_by("-month")
    month = rows.values_list("month", flat=True).first()
    if month is None:
        return ""
    words = {"team": proposal.team.name, "month": date_format(month, "F Y")}
    return _("Team %(team)s wil hiermee beginnen. Dat koos het in de Maandoogst van %(month)s.") % words
