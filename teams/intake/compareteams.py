"""Memberships and roles: where a person is now, and where the file says from which day on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_noop as _

from teams.intake.people import ONE_DAY, Period
from teams.intake.places import Place, Places
from teams.intake.plans import Plan, Terms
from teams.intake.rows import Row
from teams.intake.sentences import Sentence, say
from teams.structure.closing import last_day
from teams.structure.models import Membership, Role


def compare_teams(
    plan: Plan, spans: Sequence[Period], held: Sequence[Membership], places: Places, terms: Terms
) -> None:
    """Home teams follow the file. Guest teams that the file does not name stay: a lead may have made them.

    When the last home team of the file stops, the file does not say where its people go: a home team from then on
    stays, until the contract ends.
    """
    wanted = _stays(spans, places)
    homes = [stay for stay in wanted if stay.kind == Membership.Kind.HOME]
    beyond = homes[-1].place.closed_on if homes and homes[-1].is_cut else None
    left = list(held)
    for stay in wanted:
        found = next((m for m in left if m.team_id == stay.place.team_id and _meet(m, stay)), None)
        if found is None:
            _join(plan, stay, held, terms)
        else:
            left.remove(found)
            goes_on = any(_is_home(m, beyond) and m.from_date > found.from_date for m in left)
            _adjust(plan, found, stay, terms, reopen=goes_on)
    if homes:
        for membership in left:
            if _is_home(membership, beyond):
                _leave(plan, membership, homes[0].first)
            elif membership.kind == Membership.Kind.HOME and homes[-1].until:
                effect = say(_("Krijgt zeven dagen eerder het eigen dossier."))
                _end(plan, membership, homes[-1].until, effect, terms)


def _is_home(membership: Membership, beyond: date | None) -> bool:
    """A home team that begins before that day."""
    return membership.kind == Membership.Kind.HOME and (beyond is None or membership.from_date < beyond)


def end_memberships(plan: Plan, held: Sequence[Membership], terms: Terms) -> None:
    """Every contract in the file has ended: so do the memberships, on that day."""
    end = plan.person.ended_on
    effect = say(_("Uit dienst. Het account en de eigen gegevens blijven."))
    for membership in held:
        if end is not None:
            _end(plan, membership, end, effect, terms)


def _end(plan: Plan, membership: Membership, end: date, effect: Sentence, terms: Terms) -> None:
    if membership.until is not None and membership.until <= end:
        return
    membership.until = max(end, membership.from_date)
    team = membership.team.name
    plan.change(team, _with_end(team, membership.until, terms), effect)
    plan.touch(membership)


def compare_roles(plan: Plan, first: date, held: Sequence[Role], places: Places, terms: Terms) -> None:
    """Adds roles that the file gives. It never takes one away: roles are given by hand too."""
    for row in plan.person.rows:
        if not row.role or not row.holds_on(first):
            continue
        leads = row.role == Role.Kind.TEAM_LEAD
        place = places.of(row) if leads else places.unit_of(row)
        if place is None or not _is_there(place, first) or _has(held, row.role, place):
            continue
        role = Role(kind=row.role, from_date=first, until=last_day(place.closed_on, first, None))
        plan.new_roles.append((role, place))
        if role.until:
            plan.sooner.append((role, None))
        plan.change(
            "",
            say(_("teamleider van %(team)s"), team=place.team)
            if leads
            else say(_("manager van %(unit)s"), unit=place.unit),
            _stops(place, terms) if role.until else say(_("Ziet niets van wat iemand schrijft.")),
        )


def _has(held: Sequence[Role], kind: str, place: Place) -> bool:
    if kind == Role.Kind.TEAM_LEAD:
        return place.team_id is not None and any(r.kind == kind and r.team_id == place.team_id for r in held)
    return place.unit_id is not None and any(r.kind == kind and r.unit_id == place.unit_id for r in held)


@dataclass(frozen=True, slots=True)
class _Stay:
    """One team for a while, as the file wants it."""

    place: Place
    kind: str
    contract: str | None
    first: date
    until: date | None
    is_last: bool  # nothing comes after it

    @property
    def last(self) -> date | None:
        """Its last day: that of the file, or of the team when it stops sooner."""
        return last_day(self.place.closed_on, self.first, self.until)

    @property
    def is_cut(self) -> bool:
        return self.last != self.until


def _stays(spans: Sequence[Period], places: Places) -> list[_Stay]:
    """The periods of each team and kind, those that touch put together; home teams first."""
    found: list[_Stay] = []
    for period in spans:
        for row in filter(None, (period.home, *period.guests)):
            place = places.of(row)
            if place is not None:
                kind = Membership.Kind.HOME if row is period.home else Membership.Kind.GUEST
                _add(found, _stay(place, kind, row, period, is_last=period is spans[-1]))
    there = [stay for stay in found if _is_there(stay.place, stay.first)]
    return sorted(there, key=lambda stay: (stay.kind != Membership.Kind.HOME, stay.first))


def _is_there(place: Place, day: date) -> bool:
    return place.closed_on is None or day < place.closed_on


def _stay(place: Place, kind: str, row: Row, period: Period, *, is_last: bool) -> _Stay:
    return _Stay(place, kind, row.contract, period.first, period.until, is_last)


def _add(found: list[_Stay], stay: _Stay) -> None:
    for i, before in enumerate(found):
        if (
            (before.place.key, before.kind) == (stay.place.key, stay.kind)
            and before.until is not None
            and before.until + ONE_DAY == stay.first
        ):
            found[i] = replace(stay, first=before.first)
            return
    found.append(stay)


def _meet(membership: Membership, stay: _Stay) -> bool:
    """They share a day, or follow each other without a gap."""
    return (stay.until is None or membership.from_date <= stay.until + ONE_DAY) and (
        membership.until is None or membership.until + ONE_DAY >= stay.first
    )


def _join(plan: Plan, stay: _Stay, held: Sequence[Membership], terms: Terms) -> None:
    fresh = Membership(
        kind=stay.kind,
        contract=stay.contract or Membership.Contract.EMPLOYEE,
        from_date=stay.first,
        until=stay.last,
    )
    _add_new(plan, fresh, stay)
    since = terms.words(stay.first)
    if stay.kind == Membership.Kind.GUEST:
        guest = say(_("te gast bij %(team)s, vanaf %(day)s"), team=stay.place.team, day=since)
        plan.change("", guest, _stops(stay.place, terms) if stay.is_cut else "")
        return
    before = next((m for m in held if m.kind == Membership.Kind.HOME), None)
    plan.change(
        before.team.name if before else say(_("geen team")),
        say(_("%(team)s, vanaf %(day)s"), team=stay.place.team, day=since),
        _stops(stay.place, terms) if stay.is_cut else say(_("De eigen gegevens gaan mee.")),
    )


def _add_new(plan: Plan, fresh: Membership, stay: _Stay) -> None:
    plan.new_memberships.append((fresh, stay.place))
    if stay.is_cut:
        plan.sooner.append((fresh, stay.until))


def _adjust(plan: Plan, membership: Membership, stay: _Stay, terms: Terms, *, reopen: bool) -> None:
    """A stay in the same team: another kind from a day on, another end, another kind of contract.

    `reopen`: what followed it disappears, so an end that the file does not have goes too.
    """
    team = membership.team.name
    if membership.kind != stay.kind:
        plan.change(_at_home(team, membership.kind), _at_home(team, stay.kind))
        if membership.from_date < stay.first:
            contract = stay.contract or membership.contract
            fresh = Membership(kind=stay.kind, contract=contract, from_date=stay.first, until=stay.last)
            _add_new(plan, fresh, stay)
            membership.until = stay.first - ONE_DAY
        else:
            membership.kind = stay.kind
            _lasts(plan, membership, stay)
        plan.touch(membership)
        return
    if stay.last != membership.until and (stay.until is not None or reopen):
        before = membership.until
        _lasts(plan, membership, stay)
        until = membership.until
        leaves = until is not None and stay.is_last
        plan.change(
            _with_end(team, before, terms),
            _with_end(team, until, terms),
            say(_("Krijgt zeven dagen eerder het eigen dossier.")) if leaves else "",
        )
        plan.touch(membership)
    if stay.contract and stay.contract != membership.contract:
        plan.change(_contract_words(membership.contract), _contract_words(stay.contract))
        membership.contract = stay.contract
        plan.touch(membership)


def _lasts(plan: Plan, membership: Membership, stay: _Stay) -> None:
    membership.until = max(stay.last, membership.from_date) if stay.last else None
    if stay.is_cut:
        plan.sooner.append((membership, stay.until))


def _leave(plan: Plan, membership: Membership, first: date) -> None:
    """An earlier home team ends the day before the new one; one that never began disappears."""
    if membership.from_date >= first:
        plan.dropped_memberships.append(membership)
    elif membership.until is None or membership.until >= first:
        membership.until = first - ONE_DAY
        plan.touch(membership)


def _with_end(team: str, until: date | None, terms: Terms) -> Sentence:
    if until is None:
        return say(_("%(team)s, zonder einddatum"), team=team)
    return say(_("%(team)s tot en met %(day)s"), team=team, day=terms.words(until))


def _stops(place: Place, terms: Terms) -> Sentence:
    assert place.closed_on
    return say(_("Dit team stopt op %(day)s."), day=terms.words(place.closed_on))


def _at_home(team: str, kind: str) -> Sentence:
    return say(
        _("thuis bij %(team)s") if kind == Membership.Kind.HOME else _("te gast bij %(team)s"), team=team
    )


def _contract_words(kind: str) -> Sentence:
    return say(_("extern") if kind == Membership.Contract.EXTERNAL else _("in dienst"))
