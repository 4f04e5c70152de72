"""A team stops on a day: it closes, merges into another, or is split over several (S17).

One verb does all three, since they differ only in where its people go. What was, stays as it was: the team keeps its
weeks, proposals and digests. Memberships and roles end the day before; no later week is made; and because nobody leads
it any more, decisions climb to the managers of its unit, as they do for any team without a lead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.ending.models import TeamEnding
from teams.structure.models import Membership, Organisation, Role, Team

labels(
    team_ends=gettext_lazy("liet een team stoppen"),
    team_goes_on=gettext_lazy("liet een team toch doorgaan"),
)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to one membership. `to` None: it ends; `has_next`: that person has another home team by then."""

    membership: Membership
    to: Team | None
    has_next: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, and who decides about the proposals of the team from then on."""

    on: date
    moves: list[Move]
    roles: list[Role]
    managers: list[User]

    @property
    def last_day(self) -> date:
        return self.on - DAY


def members(team: Team, on: date) -> list[Membership]:
    """Who would be in it on that day."""
    return list(Membership.objects.on(on).filter(team=team).select_related("person").order_by("kind", "pk"))


def coming(team: Team) -> list[Membership]:
    """Who is in it, or will be: those for whom somebody chooses where they go."""
    return list(
        Membership.objects.between(today(), date.max)
        .filter(team=team)
        .select_related("person")
        .order_by("person__given_name", "pk")
    )


def preview(team: Team, on: date, to: Mapping[int, Team | None]) -> Preview:
    """`to`: where each person goes, by id. Raises Refused when somebody begins in the team after that day,
    or when a team where they go is not there by then."""
    later = [
        *Membership.objects.filter(team=team, from_date__gt=on - DAY),
        *Role.objects.filter(team=team, from_date__gt=on - DAY),
    ]
    if later:
        raise Refused(_("Na die dag begint er nog iemand in dit team. Pas dat eerst aan."), "on")
    wanted = {one.pk for one in to.values() if one}
    if Team.objects.open_on(on).filter(pk__in=wanted - {team.pk}).count() < len(wanted):
        raise Refused(_("Dat team is er dan niet meer."), "to")
    here = members(team, on)
    home = Membership.objects.between(on, date.max).filter(kind=Membership.Kind.HOME).exclude(team=team)
    next_ones = set(home.filter(person__in=[one.person_id for one in here]).values_list("person", flat=True))
    managers = Role.objects.on(on).filter(kind=Role.Kind.MANAGER, unit=team.unit_id, person__is_active=True)
    return Preview(
        on,
        [_move(one, to.get(one.person_id), one.person_id in next_ones) for one in here],
        list(Role.objects.on(on).filter(team=team).select_related("person")),
        [role.person for role in managers.select_related("person")],
    )


def _move(membership: Membership, to: Team | None, has_next: bool) -> Move:
    """A guest goes nowhere: being a guest is of this team. Who has a next home team already keeps to that."""
    is_home = membership.kind == Membership.Kind.HOME
    return Move(membership, to if is_home and not has_next else None, is_home and has_next)


@transaction.atomic
def stop(team: Team, on: date, to: Mapping[int, Team | None], *, by: User) -> TeamEnding:
    """From `on` the team is no more. Raises Refused."""
    Organisation.objects.select_for_update().filter(pk=1).first()  # one at a time, and not during an import
    row = Team.objects.select_for_update().get(pk=team.pk)
    if row.closed_on:
        raise Refused(_("Dit team stopt al."))
    if on <= today():
        raise Refused(_("Kies een dag na vandaag."), "on")
    found = preview(row, on, to)
    ended = [move.membership for move in found.moves]
    kept = TeamEnding(team=row, by=by, memberships=_last_days(ended), roles=_last_days(found.roles))
    moved = [
        Membership(
            person_id=m.membership.person_id,
            team=m.to,
            contract=m.membership.contract,
            from_date=on,
            until=m.membership.until,
        )
        for m in found.moves
        if m.to
    ]
    Membership.objects.filter(pk__in=kept.memberships).update(until=found.last_day)
    Role.objects.filter(pk__in=kept.roles).update(until=found.last_day)
    kept.made = [one.pk for one in Membership.objects.bulk_create(moved)]
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    kept.save()
    record("team_ends", by=by, obj=row, on=on.isoformat(), moved=len(moved))
    return kept


@transaction.atomic
def go_on(ending: TeamEnding, *, by: User) -> bool:
    """Takes it back, until the day itself. What somebody else changed since stays as they left it. False: too late."""
    Organisation.objects.select_for_update().filter(pk=1).first()
    kept = TeamEnding.objects.select_related("team").filter(pk=ending.pk).first()
    if kept is None or not may_go_on(kept):
        return False
    team = kept.team
    assert team.closed_on
    last = team.closed_on - DAY
    Membership.objects.filter(pk__in=kept.made, from_date=team.closed_on).delete()
    elsewhere = Membership.objects.between(team.closed_on, date.max).filter(kind=Membership.Kind.HOME)
    for membership in Membership.objects.filter(pk__in=kept.memberships, until=last):
        home = membership.kind == Membership.Kind.HOME
        if home and elsewhere.filter(person=membership.person_id).exclude(team=team).exists():
            continue  # by now this person goes somewhere else by another way
        _give_back(membership, kept.memberships)
    for role in Role.objects.filter(pk__in=kept.roles, until=last):
        _give_back(role, kept.roles)
    team.closed_on = None
    team.save(update_fields=["closed_on"])
    kept.delete()
    record("team_goes_on", by=by, obj=team)
    return True


def may_go_on(ending: TeamEnding) -> bool:
    return ending.team.closed_on is not None and today() < ending.team.closed_on


def today() -> date:
    return clock.today(Organisation.get().time_zone)


def _last_days(rows: Iterable[Membership | Role]) -> dict[str, str | None]:
    return {str(row.pk): row.until.isoformat() if row.until else None for row in rows}


def _give_back(row: Membership | Role, kept: Mapping[str, str | None]) -> None:
    before = kept[str(row.pk)]
    row.until = date.fromisoformat(before) if before else None
    row.save(update_fields=["until"])
