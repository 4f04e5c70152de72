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
from teams.structure.closing import last_day
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
    Organisation.one_at_a_time()  # not during an import either
    row = Team.objects.select_for_update().get(pk=team.pk)
    if row.closed_on:
        raise Refused(_("Dit team stopt al."))
    if on <= today():
        raise Refused(_("Kies een dag na vandaag."), "on")
    found = preview(row, on, to)
    ended = [move.membership for move in found.moves]
    kept = TeamEnding(team=row, by=by, memberships=_last_days(ended), roles=_last_days(found.roles))
    wanted = [move.membership.until for move in found.moves if move.to]
    moved = _moved(found)
    Membership.objects.filter(pk__in=kept.memberships).update(until=found.last_day)
    Role.objects.filter(pk__in=kept.roles).update(until=found.last_day)
    kept.made = [one.pk for one in Membership.objects.bulk_create(moved)]
    ends_too(zip(moved, wanted, strict=True))
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    kept.save()
    record("team_ends", by=by, obj=row, on=on.isoformat(), moved=len(moved))
    return kept


def _moved(found: Preview) -> list[Membership]:
    """Where they go, as rows that are not saved yet. A team that itself stops later keeps them until then."""
    teams = Team.objects.in_bulk([move.to.pk for move in found.moves if move.to])
    return [
        Membership(
            person_id=move.membership.person_id,
            team=teams[move.to.pk],
            contract=move.membership.contract,
            from_date=found.on,
            until=last_day(teams[move.to.pk].closed_on, found.on, move.membership.until),
        )
        for move in found.moves
        if move.to
    ]


@transaction.atomic
def keep(row: Membership | Role) -> None:
    """Saves a new row of somebody in a team, or the last day of one, no longer than the team is there.

    Raises Refused when it begins after that. The team is looked at here, under the lock: it may be made to stop while
    a form is open.
    """
    Organisation.one_at_a_time()
    wanted = row.until
    if row.team_id:
        row.team = Team.objects.get(pk=row.team_id)
        row.until = last_day(row.team.closed_on, row.from_date, wanted)
    row.save(update_fields=["until"] if row.pk else None)
    ends_too([(row, wanted)])


def ends_too(rows: Iterable[tuple[Membership | Role, date | None]]) -> None:
    """Saved rows with the last day that was wanted: those that end sooner, since their team stops, are kept with that
    ending, so that they go back when the team goes on."""
    sooner = [(row, wanted) for row, wanted in rows if row.team_id and row.until != wanted]
    for kept in TeamEnding.objects.filter(team__in={row.team_id for row, _wanted in sooner}):
        for row, wanted in sooner:
            if row.team_id == kept.team_id:
                held = kept.memberships if isinstance(row, Membership) else kept.roles
                held[str(row.pk)] = wanted.isoformat() if wanted else None
        kept.save(update_fields=["memberships", "roles"])


@transaction.atomic
def go_on(ending: TeamEnding, *, by: User) -> bool:
    """Takes it back, until the day itself. What somebody else changed since stays as they left it. False: too late.

    Raises Refused while a team where its people go stops after this one: the last ending is the first to go back."""
    Organisation.one_at_a_time()
    kept = TeamEnding.objects.select_related("team").filter(pk=ending.pk).first()
    if kept is None or not may_go_on(kept):
        return False
    if next_one := _built_on(kept):
        raise Refused(
            _("Mensen uit dit team gaan naar %(team)s, en dat stopt ook. Laat eerst %(team)s doorgaan.")
            % {"team": next_one.name}
        )
    team = kept.team
    assert team.closed_on
    last = team.closed_on - DAY
    made = Membership.objects.filter(pk__in=kept.made, from_date=team.closed_on)
    since = {one.person_id: _wanted(one) for one in made.select_related("team")}
    made.delete()
    for membership in Membership.objects.filter(pk__in=kept.memberships, until=last):
        until = _day(kept.memberships[str(membership.pk)])
        if membership.kind == Membership.Kind.HOME:
            # A last day that was entered since, elsewhere, is one of this person and not of that team.
            until = _before_next_home(membership, since.get(membership.person_id, until))
        _give_back(membership, until)
    for role in Role.objects.filter(pk__in=kept.roles, until=last):
        _give_back(role, _day(kept.roles[str(role.pk)]))
    team.closed_on = None
    team.save(update_fields=["closed_on"])
    kept.delete()
    record("team_goes_on", by=by, obj=team)
    return True


def may_go_on(ending: TeamEnding) -> bool:
    return ending.team.closed_on is not None and today() < ending.team.closed_on


def _built_on(kept: TeamEnding) -> Team | None:
    """The team of a later ending that counts on what this one made: without this one, its people came from nowhere."""
    made = {str(pk) for pk in kept.made}
    later = TeamEnding.objects.filter(pk__gt=kept.pk).select_related("team").order_by("-pk")
    return next((one.team for one in later if made & one.memberships.keys()), None)


def today() -> date:
    return clock.today(Organisation.get().time_zone)


def _last_days(rows: Iterable[Membership | Role]) -> dict[str, str | None]:
    return {str(row.pk): row.until.isoformat() if row.until else None for row in rows}


def _before_next_home(membership: Membership, until: date | None) -> date | None:
    """By now this person may go somewhere else by another way: until then they are here again."""
    assert membership.until
    later = Membership.objects.between(membership.until + DAY, date.max).filter(kind=Membership.Kind.HOME)
    following = (
        later.filter(person=membership.person_id).exclude(pk=membership.pk).order_by("from_date").first()
    )
    if following is None:
        return until
    return max(membership.until, min(until or date.max, following.from_date - DAY))


def _wanted(membership: Membership) -> date | None:
    """Its last day, if its team would not stop."""
    closed_on = membership.team.closed_on
    if closed_on is None or membership.until != closed_on - DAY:
        return membership.until
    kept = TeamEnding.objects.filter(team=membership.team_id).first()
    pk = str(membership.pk)
    return _day(kept.memberships[pk]) if kept and pk in kept.memberships else membership.until


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _give_back(row: Membership | Role, until: date | None) -> None:
    row.until = until
    row.save(update_fields=["until"])
