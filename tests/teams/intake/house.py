"""An organisation with a few people, as an earlier import left it."""

from datetime import date
from decimal import Decimal

from teams.accounts.models import User
from teams.hours.models import WorkingPattern
from teams.intake import timestext
from teams.intake.models import Intake
from teams.intake.tasks import work
from teams.structure.models import Membership, Organisation, Role, Team, Unit
from tests.teams.intake import files


def organisation(**settings: object) -> Organisation:
    organisation = Organisation.get()
    defaults = {"name": "Gemeente Lindewaard", "no_works_council": True, "dpia_on": date(2026, 1, 5)}
    for name, value in (defaults | settings).items():
        setattr(organisation, name, value)
    organisation.save()
    return organisation


def team(name: str = "Vergunningen", unit: str = "Leefomgeving") -> Team:
    return Team.objects.get_or_create(name=name, unit=Unit.objects.get_or_create(name=unit)[0])[0]


def person(
    name: str = "Joost van der Meer",
    *,
    number: str | None = "004217",
    email: str = "",
    team_name: str | None = "Vergunningen",
    hours: str = "28.5",
    times: str = "ma-do 8:30-16:00",
    since: date = date(2026, 1, 1),
    source: str = "imported",
) -> User:
    given, *middle, family = name.split()
    user = User.objects.create_user(
        email or f"{given[0].lower()}.{''.join(middle).lower()}{family.lower()}@lindewaard.example",
        staff_number=number,
        given_name=given,
        name_prefix=" ".join(middle),
        family_name=family,
        hours_confirmed=True,
    )
    if team_name:
        Membership.objects.create(person=user, team=team(team_name), from_date=since)
    if hours:
        pattern(user, hours, times, since, source)
    return user


def pattern(user: User, hours: str, times: str, since: date, source: str = "imported") -> WorkingPattern:
    read = timestext.read(times)
    return WorkingPattern.objects.create(
        person=user,
        source=source,
        valid_from=since,
        contract_hours=Decimal(hours),
        shifts=[shift.to_json() for shift in read.shifts],
        alternation=read.alternation,
        anchor=read.anchor,
    )


def administrator(email: str = "w.scholten@lindewaard.example") -> User:
    user = User.objects.create_user(email, given_name="Wim", family_name="Scholten")
    Role.objects.create(person=user, kind=Role.Kind.ADMINISTRATOR, from_date=date(2020, 1, 1))
    return user


def uploaded(data: bytes, by: User | None = None, name: str = "personeel-april.csv") -> Intake:
    """A file that was read; its columns are not chosen yet."""
    intake = Intake.start(data, name, by=by or administrator_once())
    work(intake.pk)
    intake.refresh_from_db()
    return intake


def checked(data: bytes, by: User | None = None, effective: date = files.TODAY) -> Intake:
    """A file that was read and checked with the columns as guessed."""
    intake = uploaded(data, by)
    assert intake.choose(intake.columns, effective)
    work(intake.pk)
    intake.refresh_from_db()
    return intake


def imported(data: bytes, by: User | None = None, effective: date = files.TODAY) -> Intake:
    """A file that was taken over."""
    intake = checked(data, by, effective)
    assert intake.take(), [problem.sentence for row in intake.rows.all() for problem in row.in_the_way]
    work(intake.pk)
    intake.refresh_from_db()
    return intake


def administrator_once() -> User:
    return User.objects.filter(email="w.scholten@lindewaard.example").first() or administrator()
