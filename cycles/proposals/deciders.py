"""Who answers a proposal, and before when (S24).

The clock counts the organisation's working days from the day of submission. The decider's absence never stops it:
after three absent days the deputy is asked. Nobody decides on what they wrote: it goes one level up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalStep
from teams.accounts.models import User
from teams.hours.models import Absence, closed_days
from teams.structure.models import Role

DAYS_TO_ANSWER = 10  # working days
DAYS_AWAY = 3  # working days in a row, after which the deputy is asked
SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who is asked, in which role, and whether in place of whoever holds it."""

    person: User
    role: Role
    as_deputy: bool = False

    @property
    def in_place_of(self) -> User | None:
        """Whoever holds the role, when that is somebody else."""
        return self.role.person if self.as_deputy else None


# The clock ----------------------------------------------------------------------------------------


def answer_due(asked_on: date, closed: Collection[date] | None = None) -> date:
    """The tenth working day of the organisation after the day on which somebody asked."""
    free = closed if closed is not None else closed_days(range(asked_on.year, asked_on.year + 2))
    day, left = asked_on, DAYS_TO_ANSWER
    while left:
        day += DAY
        left -= _is_working_day(day, free)
    return day


def working_days_late(due: date, today: date, closed: Collection[date] | None = None) -> int:
    """Working days since the answer should have been there; 0 when it is not late."""
    return working_days_between(due, today, closed) if today > due else 0


def working_days_between(after: date, until: date, closed: Collection[date] | None = None) -> int:
    """From the day after the first up to and including the second."""
    if until <= after:
        return 0
    free = closed if closed is not None else closed_days(range(after.year, until.year + 1))
    return sum(_is_working_day(after + DAY * number, free) for number in range(1, (until - after).days + 1))


def _is_working_day(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed


# Who ----------------------------------------------------------------------------------------------


def authors_of(proposal: InnovationProposal) -> set[int]:
    """Ids of who writes it."""
    return authors_by_proposal([proposal])[proposal.pk]


def wrote_on(proposal: InnovationProposal) -> set[int]:
    """Ids of who writes it or once did. Nobody of them decides, or a lead would step back and say yes."""
    return wrote_by_proposal([proposal])[proposal.pk]


def deciders(proposal: InnovationProposal, today: date) -> list[Decider]:
    """Who may answer it today, the ones that are asked first; empty when the organisation has nobody for it."""
    return Ladder(today, proposal.team_id).deciders(proposal, wrote_on(proposal))


def confirmers(proposal: InnovationProposal, today: date) -> list[Decider]:
    """Who says with the owner that it is geborgd: the lead of the team, whatever it touches."""
    return Ladder(today, proposal.team_id).confirmers(proposal, wrote_on(proposal))


def asked_about(proposals: Collection[InnovationProposal], today: date) -> dict[int, list[Decider]]:
    """By id: who is asked about each of them. Constant queries; `team` has to be fetched with them."""
    if not proposals:
        return {}
    teams = {one.team_id for one in proposals}
    ladder, wrote = Ladder(today, *teams), wrote_by_proposal(proposals)
    return {one.pk: ladder.asked(one, wrote[one.pk]) for one in proposals}


def wrote_by_proposal(proposals: Collection[InnovationProposal]) -> Mapping[int, set[int]]:
    """By id of a proposal: who writes it or once did, those included who handed it over. Two queries."""
    found, did = authors_by_proposal(proposals, ever=True), ProposalStep.Did
    owned = ProposalStep.objects.filter(
        proposal__in=[pk for pk in found if pk], did__in=[did.BEGAN, did.SUBMITTED], by__isnull=False
    )
    for proposal, person in owned.order_by().values_list("proposal", "by"):
        found[proposal].add(person)
    return found


def wrote_among(people: Collection[int], states: Collection[str]) -> Mapping[int, set[int]]:
    """By id of a proposal in these states: who of these people writes it along, or once wrote or owned it. One query,
    that names no proposal: few people hold a role, many proposals may wait."""
    found: dict[int, set[int]] = defaultdict(set)
    did, rows = ProposalStep.Did, {"proposal__state__in": states}
    along = ProposalAuthor.objects.filter(person__in=people, was_in_at__isnull=False, **rows)
    owned = ProposalStep.objects.filter(by__in=people, did__in=[did.BEGAN, did.SUBMITTED], **rows)
    wrote = along.order_by().values_list("proposal", "person")  # SQLite takes no order within a union
    for proposal, person in wrote.union(owned.order_by().values_list("proposal", "by")).order_by():
        found[proposal].add(person)
    return found


def authors_by_proposal(
    proposals: Collection[InnovationProposal], *, ever: bool = False
) -> dict[int, set[int]]:
    """By id of a proposal: its owner and who writes along; `ever`: those included who left, or came back to ask."""
    found: dict[int, set[int]] = defaultdict(set)
    for one in proposals:
        found[one.pk] |= {one.owner_id} if one.owner_id else set()
    rows = ProposalAuthor.objects.filter(proposal__in=[pk for pk in found if pk])
    rows = rows.filter(was_in_at__isnull=False) if ever else rows.filter(state=ProposalAuthor.State.IN)
    for proposal, person in rows.order_by().values_list("proposal", "person"):
        found[proposal].add(person)
    return found


class Ladder:
    """Leads of these teams, managers of their unit, managers of other units: the first level where somebody can be
    asked decides. Three queries at most, for any number of proposals."""

    def __init__(self, today: date, *teams: int) -> None:
        held = Role.objects.on(today).filter(person__is_active=True).order_by()
        leads = held.filter(kind=Role.Kind.TEAM_LEAD, team__in=teams)
        roles = leads | held.filter(kind=Role.Kind.MANAGER)
        self._roles = list(roles.select_related("person", "deputy").order_by("from_date", "pk"))
        people = {role.person_id for role in self._roles} | {
            role.deputy_id for role in self._roles if role.deputy_id
        }
        self.people = frozenset(people)  # what anybody else wrote changes nothing about who is asked
        self._climbed: dict[tuple[int, int, int, frozenset[int]], list[Decider]] = {}
        self._away = _days_away(people, today)
        self._leads: dict[int, list[Role]] = defaultdict(list)
        self._managers: dict[int, list[Role]] = defaultdict(list)
        for role in self._roles:
            if role.team_id:
                self._leads[role.team_id].append(role)
            elif role.unit_id:
                self._managers[role.unit_id].append(role)

    def deciders(self, proposal: InnovationProposal, authors: Collection[int]) -> list[Decider]:
        start = 0 if proposal.is_within_team else 1
        found = self.climb(proposal.team_id, proposal.team.unit_id, authors, start)
        return self.with_who_returned(found, authors, proposal.returned_by_id)

    def confirmers(self, proposal: InnovationProposal, authors: Collection[int]) -> list[Decider]:
        return self.climb(proposal.team_id, proposal.team.unit_id, authors)

    def asked(self, proposal: InnovationProposal, authors: Collection[int]) -> list[Decider]:
        """By its state: before and in a trial who decides, after it who confirms."""
        state = InnovationProposal.State
        if proposal.state in (state.ADOPTED, state.EMBEDDED):
            return self.confirmers(proposal, authors)
        return self.deciders(proposal, authors)

    def with_who_returned(
        self, found: list[Decider], authors: Collection[int], person: int | None
    ) -> list[Decider]:
        """A manager who asked a question back is asked first when the answer comes, also when it touches less by then:
        authors do not choose who decides. A lead has no more than the mandate of the team, whatever they asked; and a
        deputy gives way to whoever is back."""
        if person is None:
            return found
        managers = [role for of in self._managers.values() for role in of]
        roles = [role for role in managers if person in (role.person_id, role.deputy_id)]
        gone = [Decider(role.person, role) for role in roles if role.person_id not in authors]
        return _once([*self._reachable(roles, authors), *found, *gone])

    def managers(self, unit: int) -> list[User]:
        """Whoever manages a unit today, or the deputy: for what is told, not asked."""
        return [one.person for one in self._reachable(self._managers[unit], ())]

    def units_without(self, units: Iterable[int]) -> set[int]:
        """Those in which no manager can be asked today."""
        return {unit for unit in units if not self._reachable(self._managers[unit], ())}

    def climb(self, team: int, unit: int, authors: Collection[int], start: int = 0) -> list[Decider]:
        """Who is asked, from a level on; found once for a team and those of its authors who hold a role."""
        known = (team, unit, start, self.people.intersection(authors))
        if known not in self._climbed:
            self._climbed[known] = self._climb(*known)
        return self._climbed[known]

    def _climb(self, team: int, unit: int, start: int, authors: Collection[int]) -> list[Decider]:
        elsewhere = [role for of, roles in self._managers.items() if of != unit for role in roles]
        levels = (self._leads[team], self._managers[unit], elsewhere)
        here: list[Decider] = []
        gone: list[Decider] = []  # nobody waits for them; who looks in all the same may answer
        for roles in levels[start:]:
            here = self._reachable(roles, authors)
            gone += [Decider(role.person, role) for role in roles if role.person_id not in authors]
            if here:
                break
        return _once(here + gone)

    def _reachable(self, roles: Iterable[Role], authors: Collection[int]) -> list[Decider]:
        """Who is asked, the holders of a role before the deputies of those who are away."""
        own = [role for role in roles if role.person_id not in authors]
        present = [Decider(role.person, role) for role in own if self._is_here(role.person)]
        return present + [
            Decider(role.deputy, role, as_deputy=True)
            for role in own
            if role.deputy
            and not self._is_here(role.person)
            and role.deputy_id not in authors
            and role.deputy.is_active
            and self._is_here(role.deputy)
        ]

    def _is_here(self, person: User) -> bool:
        return self._away[person.pk] < DAYS_AWAY


def _days_away(people: Iterable[int], today: date) -> dict[int, int]:
    """Working days in a row before today on which each was absent, for who is absent today too; else 0."""
    known = sorted(set(people))
    rows = Absence.objects.filter(
        person__in=known, last_day__gte=today - timedelta(days=30), first_day__lte=today
    )
    spans: dict[int, list[tuple[date, date]]] = {}
    for row in rows.order_by():
        spans.setdefault(row.person_id, []).append((row.first_day, row.last_day))
    closed = closed_days(range(today.year - 1, today.year + 1)) if spans else {}
    return {person: _run(spans.get(person, ()), today, closed) for person in known}


def _run(spans: Sequence[tuple[date, date]], today: date, closed: Collection[date]) -> int:
    def is_away(day: date) -> bool:
        return any(first <= day <= last for first, last in spans)

    if not is_away(today):
        return 0
    day, found = today - DAY, 0
    while found < DAYS_AWAY and (is_away(day) or not _is_working_day(day, closed)):
        found += _is_working_day(day, closed)
        day -= DAY
    return found


def _once(found: Iterable[Decider]) -> list[Decider]:
    """Who holds two roles decides in the first."""
    kept: dict[int, Decider] = {}
    for one in found:
        kept.setdefault(one.person.pk, one)
    return list(kept.values())
