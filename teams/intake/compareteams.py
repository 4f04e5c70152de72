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
from teams.structure.models import Membership, Role


def compare_teams(
    plan: Plan, spans: Sequence[Period], held: Sequence[Membership], places: Places, terms: Terms
) -> None:
    """Home teams follow the file. Guest teams that the file does not name stay: a lead may have made them."""
    wanted = _stays(spans, places)
    homes = [stay for stay in wanted if stay.kind == Membership.Kind.HOME]
    left = list(held)
    for stay in wanted:
        found = next((m for m in left if m.team_id == stay.place.team_id and _meet(m, stay)), None)
        if found is None:
            _join(plan, stay, held, terms)
        else:
            left.remove(found)
            goes_on = any(m.kind == Membership.Kind.HOME and m.from_date > found.from_date for m in left)
            _adjust(plan, found, stay, terms, reopen=goes_on)
    if homes:
        for membership in left:
            if membership.kind == Membership.Kind.HOME:
                _leave(plan, membership, homes[0].first)


def end_memberships(plan: Plan, held: Sequence[Membership], terms: Terms) -> None:
    """Every contract in the file has ended: so do the memberships, on that day."""
    end = plan.person.ended_on
    for membership in held:
        if end is not None and (membership.until is None or membership.until > end):
            membership.until = max(end, membership.from_date)
            plan.change(
                membership.team.name,
                _with_end(membership.team.name, membership.until, terms),
                say(_("Uit dienst. Het account en de eigen gegevens blijven.")),
            )
            plan.touch(membership)


def compare_roles(plan: Plan, first: date, held: Sequence[Role], places: Places) -> None:
    """Adds roles that the file gives. It never takes one away: roles are given by hand too."""
    for row in plan.person.rows:
        if not row.role or not row.holds_on(first):
            continue
        leads = row.role == Role.Kind.TEAM_LEAD
        place = places.of(row) if leads else places.unit_of(row)
        if place is None or _has(held, row.role, place):
            continue
        plan.new_roles.append((Role(kind=row.role, from_date=first), place))
        plan.change(
            "",
            say(_("teamleider van %(team)s"), team=place.team)
            if leads
            else say(_("manager van %(unit)s"), unit=place.unit),
            say(_("Ziet niets van wat iemand schrijft.")),
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


def _stays(spans: Sequence[Period], places: Places) -> list[_Stay]:
    """The periods of each team and kind, those that touch put together; home teams first."""
    found: list[_Stay] = []
    for period in spans:
        for row in filter(None, (period.home, *period.guests)):
            place = places.of(row)
            if place is not None:
                kind = Membership.Kind.HOME if row is period.home else Membership.Kind.GUEST
                _add(found, _stay(place, kind, row, period, is_last=period is spans[-1]))
    return sorted(found, key=lambda stay: (stay.kind != Membership.Kind.HOME, stay.first))


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
        until=stay.until,
    )
    plan.new_memberships.append((fresh, stay.place))
    since = terms.words(stay.first)
    if stay.kind == Membership.Kind.GUEST:
        plan.change("", say(_("te gast bij %(team)s, vanaf %(day)s"), team=stay.place.team, day=since))
        return
    before = next((m for m in held if m.kind == Membership.Kind.HOME), None)
    plan.change(
        before.team.name if before else say(_("geen team")),
        say(_("%(team)s, vanaf %(day)s"), team=stay.place.team, day=since),
        say(_("De eigen gegevens gaan mee.")),
    )


def _adjust(plan: Plan, membership: Membership, stay: _Stay, terms: Terms, *, reopen: bool) -> None:
    """A stay in the same team: another kind from a day on, another end, another kind of contract.

    `reopen`: what followed it disappears, so an end that the file does not have goes too.
    """
    team = membership.team.name
    if membership.kind != stay.kind:
        plan.change(_at_home(team, membership.kind), _at_home(team, stay.kind))
        if membership.from_date < stay.first:
            contract = stay.contract or membership.contract
            fresh = Membership(kind=stay.kind, contract=contract, from_date=stay.first, until=stay.until)
            plan.new_memberships.append((fresh, stay.place))
            membership.until = stay.first - ONE_DAY
        else:
            membership.kind, membership.until = stay.kind, stay.until
        plan.touch(membership)
        return
    if stay.until != membership.until and (stay.until is not None or reopen):
        until = max(stay.until, membership.from_date) if stay.until else None
        leaves = until is not None and stay.is_last
        plan.change(
            _with_end(team, membership.until, terms),
            _with_end(team, until, terms),
            say(_("Krijgt zeven dagen eerder het eigen dossier.")) if leaves else "",
        )
        membership.until = until
        plan.touch(membership)
    if stay.contract and stay.contract != membership.contract:
        plan.change(_contract_words(membership.contract), _contract_words(stay.contract))
        membership.contract = stay.contract
        plan.touch(membership)


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


def _at_home(team: str, kind: str) -> Sentence:
    return say(
        _("thuis bij %(team)s") if kind == Membership.Kind.HOME else _("te gast bij %(team)s"), team=team
    )


def _contract_words(kind: str) -> Sentence:
    return say(_("extern") if kind == Membership.Contract.EXTERNAL else _("in dienst"))
