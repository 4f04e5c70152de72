"""Adding and ending by hand what an import does in bulk: units, teams, people, memberships, roles."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams.accounts.models import User
from teams.addresses import changing
from teams.audit.log import labels, record
from teams.ending import ending
from teams.structure.closing import last_day
from teams.structure.models import Membership, Organisation, Role

labels(
    unit_added=gettext_lazy("voegde een dienst toe"),
    team_added=gettext_lazy("voegde een team toe"),
    person_added=gettext_lazy("voegde iemand toe"),
    membership_added=gettext_lazy("zette iemand in een team"),
    membership_ended=gettext_lazy("gaf een lidmaatschap een laatste dag"),
    membership_reopened=gettext_lazy("haalde de laatste dag van een lidmaatschap weg"),
    role_reopened=gettext_lazy("haalde de laatste dag van een rol weg"),
    role_added=gettext_lazy("gaf iemand een rol"),
    role_ended=gettext_lazy("gaf een rol een laatste dag"),
)


def may_come_in() -> bool:
    """S14: no real people before the works council and the DPIA; made-up people need neither."""
    return Organisation.get().is_ready_for_people


@transaction.atomic
def add_unit(form: Any, *, by: User) -> str:
    record("unit_added", by=by, obj=form.save())
    return _("De dienst staat erbij.")


@transaction.atomic
def add_team(form: Any, *, by: User) -> str:
    record("team_added", by=by, obj=form.save())
    return _("Het team staat erbij.")


@transaction.atomic
def add_person(form: Any, *, by: User) -> str:
    given = form.cleaned_data
    organisation = Organisation.get()
    person = User.objects.create_user(
        **{name: given[name] for name in ("email", "given_name", "name_prefix", "family_name")},
        language=organisation.language,
        time_zone=organisation.time_zone,
        joined_on=given["from_date"],
    )
    if given["team"]:
        ending.keep(Membership(person=person, team=given["team"], from_date=given["from_date"]))
    record("person_added", by=by, obj=person)
    return _("%(name)s doet mee.") % {"name": person.full_name}


@transaction.atomic
def add_membership(form: Any, *, by: User) -> str:
    row = Membership(**form.cleaned_data)
    ending.keep(row)
    record("membership_added", by=by, obj=row, person=row.person_id, team=row.team_id)
    return _("%(name)s zit in het team.") % {"name": row.person.full_name}


@transaction.atomic
def add_role(form: Any, *, by: User) -> str:
    row = Role(**form.cleaned_data)
    ending.keep(row)
    record("role_added", by=by, obj=row, person=row.person_id, kind=row.kind)
    return _("%(name)s heeft de rol.") % {"name": row.person.full_name}


def change_address(form: Any, *, by: User) -> str:
    """An administrator asks; the old address decides, or seven days (S16)."""
    person = form.cleaned_data["person"]
    changing.ask(person, form.cleaned_data["email"], by=by)
    return _("Gevraagd. %(name)s hoort het op het oude adres, en kan het zeven dagen tegenhouden.") % {
        "name": person.full_name
    }


ADD: dict[str, Callable[..., str]] = {
    "unit": add_unit,
    "team": add_team,
    "person": add_person,
    "membership": add_membership,
    "role": add_role,
    "address": change_address,
}


@transaction.atomic
def end(row: Membership | Role, until: date, *, by: User) -> date | None:
    """Gives it a last day; returns the one it had, for undo."""
    before = row.until
    row.until = until
    ending.keep(row)
    action = "membership_ended" if isinstance(row, Membership) else "role_ended"
    record(action, by=by, obj=row, person=row.person_id, until=row.until.isoformat())
    return before


@transaction.atomic
def reopen(row: Membership | Role, until: date | None, *, by: User) -> bool:
    """Undoes `end`. False when another home team holds in that time by now. Raises Refused when the team does not."""
    if until is not None and until < row.from_date:
        return False
    last = last_day(row.team.closed_on, row.from_date, until) if row.team else until
    if isinstance(row, Membership) and row.kind == Membership.Kind.HOME:
        others = Membership.objects.between(row.from_date, last or date.max).filter(
            person=row.person_id, kind=Membership.Kind.HOME
        )
        if others.exclude(pk=row.pk).exists():
            return False
    row.until = until
    ending.keep(row)
    action = "membership_reopened" if isinstance(row, Membership) else "role_reopened"
    record(action, by=by, obj=row, person=row.person_id, until=row.until.isoformat() if row.until else None)
    return True


def is_last_administrator(role: Role, until: date) -> bool:
    """Whether nobody would be left who can use Beheer on the day after."""
    if role.kind != Role.Kind.ADMINISTRATOR:
        return False
    others = Role.objects.filter(kind=role.kind, person__is_active=True).exclude(pk=role.pk)
    return not any(r.until is None or r.until > until for r in others)
