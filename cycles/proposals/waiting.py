"""What waits for somebody to answer, decide, confirm or appoint: of one viewer, or of everybody for their mails."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.proposals.deciders import Decider, Ladder, working_days_late, wrote_by_proposal
from cycles.proposals.models import WAITS, InnovationProposal, ProposalAuthor, ProposalQuerySet
from teams.accounts.models import User
from teams.hours.models import closed_days
from teams.structure.access import Viewer
from teams.structure.models import Organisation, Team

State = InnovationProposal.State
NARROW = (
    "title", "state", "answer_due", "submitted_at", "result_at", "embedding_asked_at", "trial_until",
    "stands_since", "touches_other_team", "touches_money", "touches_tool", "touches_data", "team", "owner",
    "returned_by",
)  # fmt: skip


class What(StrEnum):
    ANSWER = "answer"  # to a proposal
    RESULT = "result"  # of a trial: go on with it, or stop
    EMBED = "embed"  # the owner is ready
    OWNER = "owner"  # whoever wrote it left


DECIDED = (What.ANSWER, What.RESULT)  # the others are confirmed
TO_EMBED = Q(state=State.ADOPTED, embedding_asked_at__isnull=False)


def in_line(today: date) -> Q:
    """What somebody is asked about: also a trial whose result never came, so that it can be stopped."""
    return WAITS | TO_EMBED | Q(state=State.TRIAL, answer_due__lt=today)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, and who is asked; `due` only for an answer, `late` in working days."""

    proposal: InnovationProposal
    what: What
    since: datetime | None
    due: date | None = None
    late: int = 0
    asked: tuple[Decider, ...] = ()

    @property
    def words(self) -> str:
        return words_of(self.what)

    @property
    def url(self) -> str:
        return url_of(self.what, self.proposal.pk)

    @property
    def lacks_result(self) -> bool:
        return self.what == What.RESULT and self.proposal.result_at is None

    def asks(self, person: User) -> bool:
        return person.pk in {one.person.pk for one in self.asked}


def words_of(what: What) -> str:
    return {
        What.ANSWER: _("Antwoord op een voorstel"),
        What.RESULT: _("Besluit na een proef"),
        What.EMBED: _("Borgen"),
        What.OWNER: _("Een nieuwe eigenaar"),
    }[what]


def url_of(what: What, pk: int) -> str:
    """Where it is done."""
    return reverse("cycles:proposal-decide" if what in DECIDED else "cycles:proposal", args=[pk])


class Lateness:
    """How many working days late something is; the closed days are read once, and only when something is late."""

    def __init__(self, today: date, rules: Callable[[], Organisation] = Organisation.get) -> None:
        self.today, self._rules = today, rules

    def __call__(self, due: date | None) -> int:
        return working_days_late(due, self.today, self._closed) if due and due < self.today else 0

    @cached_property
    def _closed(self) -> Collection[date]:
        return closed_days(range(self.today.year - 1, self.today.year + 1), rules=self._rules())


def waiting(rows: QuerySet[InnovationProposal], today: date) -> list[Waiting]:
    """Everything that waits in these rows, with who is asked about it. Constant queries."""
    narrow = cast(ProposalQuerySet, rows.only(*NARROW).order_by())
    waits, left = list(narrow.filter(in_line(today))), list(narrow.without_owner(today))
    if not (waits or left):
        return []
    proposals = [*waits, *left]
    with_teams(proposals)
    ladder = Ladder(today, *{one.team_id for one in proposals})
    wrote, late = wrote_by_proposal(proposals), Lateness(today)
    whole = [*((one, what_of(one.state)) for one in waits), *((one, What.OWNER) for one in left)]
    found = [
        _waiting(
            one, what, late,
            ladder.deciders(one, wrote[one.pk]) if what in DECIDED else ladder.confirmers(one, wrote[one.pk]),
        )
        for one, what in whole
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.due or date.max, one.proposal.pk, one.what))


def _waiting(one: InnovationProposal, what: What, late: Lateness, asked: Iterable[Decider] = ()) -> Waiting:
    due = one.answer_due if what in DECIDED else None
    return Waiting(one, what, _since(one, what), due=due, late=late(due), asked=tuple(asked))


def with_authors() -> Prefetch:  # type: ignore[type-arg]
    """Everybody who has to do with the writing of these rows, in whatever state; one query."""
    return Prefetch("authors", ProposalAuthor.objects.select_related("person"))


def with_teams(rows: Collection[InnovationProposal]) -> None:
    """Many rows of few teams: each team is fetched and made once, not for every row."""
    teams = Team.objects.in_bulk({one.team_id for one in rows})
    for one in rows:
        one.team = teams[one.team_id]


def writers_of(proposal: InnovationProposal) -> list[User]:
    """Who wrote it, the owner first."""
    along = [row.person for row in proposal.authors.all() if row.state == ProposalAuthor.State.IN]
    return list(dict.fromkeys(one for one in [proposal.owner, *along] if one))


def names_of(proposal: InnovationProposal) -> list[str]:
    """Their first names."""
    return list(dict.fromkeys(one.given_name for one in writers_of(proposal)))


def is_overdue_for(viewer: Viewer) -> Q:
    """Those of which this viewer hears that the answer is late: authors, followers, who manages the unit (S24).

    Who decides is asked by the queue; a lead decides on what the own team wrote.
    """
    person = viewer.person
    written = ProposalAuthor.objects.filter(person=person, state=ProposalAuthor.State.IN)
    return (
        Q(owner=person)
        | Q(pk__in=written.values("proposal"))
        | Q(follows__person=person)
        | Q(team__unit__in=viewer.managed_unit_ids)
    )


def what_of(state: str) -> What:
    if state == State.ADOPTED:
        return What.EMBED
    return What.RESULT if state == State.TRIAL else What.ANSWER


def _since(proposal: InnovationProposal, what: What) -> datetime | None:
    """When it began to wait; None when nobody knows, as for an owner who left."""
    if what == What.ANSWER:
        return proposal.stands_since
    return {What.RESULT: proposal.result_at, What.EMBED: proposal.embedding_asked_at}.get(what)


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def people_of(found: Iterable[Waiting]) -> dict[int, list[Waiting]]:
    """By person: what each of them is asked."""
    mine: dict[int, list[Waiting]] = {}
    for one in found:
        for decider in one.asked:
            mine.setdefault(decider.person.pk, []).append(one)
    return mine
