"""Takes a checked file over: everything in one transaction, or nothing."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import record
from teams.ending import ending
from teams.hours.models import WorkingPattern
from teams.intake.checking import PIECE, Fingerprint, Reading
from teams.intake.comparehours import CONTENT
from teams.intake.models import Intake
from teams.intake.places import Place
from teams.intake.plans import Outcome, Plan
from teams.intake.sentences import say
from teams.structure.models import Membership, Organisation, Role, Team, Unit

ACCOUNT_FIELDS = ("staff_number", "given_name", "name_prefix", "family_name", "is_active", "hours_confirmed")


class ChangedMeanwhile(Exception):
    """The database is not what the preview was made from."""


def take_over(intake: Intake, told: Callable[[int], None] = lambda done: None) -> bool:
    """All of it or nothing. False: the preview is made again. `told` hears how many people are through."""
    try:
        with transaction.atomic():
            # One take-over at a time: two files at once could both make the same person.
            Organisation.one_at_a_time()
            fresh = Intake.objects.select_for_update().get(pk=intake.pk)
            if (fresh.state, fresh.lease_token) != (Intake.State.TAKING, intake.lease_token):
                return False
            plans = _plans(intake, told)
            _save(plans)
            counts = {outcome: intake.count(outcome) for outcome in Outcome}
            record(
                "people_imported",
                by=intake.uploaded_by,
                obj=intake,
                rows=intake.taken_rows,
                new=counts[Outcome.NEW],
                changed=counts[Outcome.CHANGED],
            )
            intake.close(Intake.State.DONE, taken_over_at=clock.now())
    except (ChangedMeanwhile, IntegrityError):
        reason = say(_("Er is intussen iets veranderd. We keken alles opnieuw na. Er is nog niets bewaard."))
        intake.move(Intake.State.CHECKING, reason=reason.to_json())
        return False
    return True


def _plans(intake: Intake, told: Callable[[int], None]) -> list[Plan]:
    """Everything compared once more, now that nobody else can change it. Raises ChangedMeanwhile."""
    reading = Reading.of(intake)
    fingerprint = Fingerprint()
    plans: list[Plan] = []
    for piece in reading.plans():
        for plan in piece:
            fingerprint.add(plan)
            if plan.outcome is Outcome.PROBLEM:
                raise ChangedMeanwhile
        plans += piece
        told(len(plans))
    if fingerprint.text() != intake.fingerprint:
        raise ChangedMeanwhile
    return plans


def _save(plans: Sequence[Plan]) -> None:
    plans = [plan for plan in plans if plan.account is not None]
    User.objects.bulk_create([_account(plan) for plan in plans if plan.is_new], batch_size=PIECE)
    changed = [_account(plan) for plan in plans if plan.account_changed and not plan.is_new]
    User.objects.bulk_update(changed, ACCOUNT_FIELDS, batch_size=PIECE)
    places = [place for plan in plans for _row, place in (*plan.new_memberships, *plan.new_roles)]
    units = _units(places)
    teams = _teams(places, units)
    _save_memberships(plans, teams)
    _save_patterns(plans)
    roles = []
    for plan in plans:
        for role, place in plan.new_roles:
            role.person = _account(plan)
            if role.kind == Role.Kind.TEAM_LEAD:
                role.team = teams[place.key]
            else:
                role.unit = units[place.key[0]]
            roles.append(role)
    Role.objects.bulk_create(_unlike(roles), batch_size=PIECE)
    ending.ends_too(one for plan in plans for one in plan.sooner if one[0].pk)


def _units(places: Iterable[Place]) -> dict[str, Unit]:
    """The unit of every place by its folded name; what does not exist yet is made."""
    wanted = {place.key[0]: place for place in places}
    known = Unit.objects.in_bulk([place.unit_id for place in wanted.values() if place.unit_id])
    return {
        key: known[place.unit_id] if place.unit_id else Unit.objects.create(name=place.unit)
        for key, place in wanted.items()
    }


def _teams(places: Iterable[Place], units: dict[str, Unit]) -> dict[tuple[str, str], Team]:
    """Every place with a team, as that team; what does not exist yet is made."""
    wanted = {place.key: place for place in places if place.team}
    known = Team.objects.in_bulk([place.team_id for place in wanted.values() if place.team_id])
    zone = Organisation.get().time_zone
    return {
        key: known[place.team_id]
        if place.team_id
        else Team.objects.create(unit=units[key[0]], name=place.team, time_zone=zone)
        for key, place in wanted.items()
    }


def _save_memberships(plans: Sequence[Plan], teams: dict[tuple[str, str], Team]) -> None:
    dropped = [membership.pk for plan in plans for membership in plan.dropped_memberships]
    for piece in range(0, len(dropped), PIECE):
        Membership.objects.filter(pk__in=dropped[piece : piece + PIECE]).delete()
    changed = list(chain.from_iterable(plan.changed_memberships for plan in plans))
    # Ends first: somebody has one open home team at any moment, also halfway.
    for has_end in (True, False):
        rows = [membership for membership in changed if (membership.until is not None) is has_end]
        Membership.objects.bulk_update(rows, ("kind", "contract", "until"), batch_size=PIECE)
    fresh = []
    for plan in plans:
        for membership, place in plan.new_memberships:
            membership.person, membership.team = _account(plan), teams[place.key]
            fresh.append(membership)
    Membership.objects.bulk_create(fresh, batch_size=PIECE)


def _save_patterns(plans: Sequence[Plan]) -> None:
    dropped = [pattern.pk for plan in plans for pattern in plan.dropped_patterns]
    for piece in range(0, len(dropped), PIECE):
        WorkingPattern.objects.filter(pk__in=dropped[piece : piece + PIECE]).delete()
    changed = list(chain.from_iterable(plan.changed_patterns for plan in plans))
    WorkingPattern.objects.bulk_update(changed, CONTENT, batch_size=PIECE)
    fresh = []
    for plan in plans:
        for pattern in plan.new_patterns:
            pattern.person = _account(plan)
            fresh.append(pattern)
    WorkingPattern.objects.bulk_create(fresh, batch_size=PIECE)


def _account(plan: Plan) -> User:
    assert plan.account is not None  # the caller left the others out
    return plan.account


def _unlike(roles: Iterable[Role]) -> list[Role]:
    """Each role once, also when two rows of one person give it."""
    found = {(role.person_id, role.kind, role.team_id, role.unit_id): role for role in roles}
    return list(found.values())
