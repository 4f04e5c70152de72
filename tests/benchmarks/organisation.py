"""An organisation of any size, made with few queries."""

from datetime import UTC, date, datetime
from decimal import Decimal

from cycles.weekly.models import TemplateMoment, WeekTemplate
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import WorkingPattern
from teams.structure.models import Membership, Team
from tests import builders

WEEK = IsoWeek(2026, 24)
THURSDAY = datetime(2026, 6, 4, 9, 0, tzinfo=UTC)  # of the week before
HOURS = [(36, range(5)), (28, range(4)), (24, (0, 1, 3)), (32, (1, 2, 3, 4))]


def make(people: int, in_team: int = 10) -> list[Team]:
    """People of four rhythms in teams, with a frame and each team its weekly rhythm."""
    builders.organisation()
    unit = builders.unit("Leefomgeving")
    builders.frame(starts_on=date(2026, 4, 6))
    teams = Team.objects.bulk_create(
        Team(unit=unit, name=f"Team {number:04}") for number in range(-(-people // in_team))
    )
    members = User.objects.bulk_create(
        User(
            email=f"p{number}@lindewaard.example",
            given_name=builders.NAMES[number % len(builders.NAMES)],
            family_name=f"Van {number}",
            hours_confirmed=True,
            welcomed=True,
            joined_on=builders.LONG_AGO,
        )
        for number in range(people)
    )
    WorkingPattern.objects.bulk_create(
        WorkingPattern(
            person=person,
            valid_from=builders.LONG_AGO,
            contract_hours=Decimal(HOURS[number % 4][0]),
            shifts=[shift.to_json() for shift in builders.shifts(HOURS[number % 4][1], "08:30", "17:00")],
        )
        for number, person in enumerate(members)
    )
    Membership.objects.bulk_create(
        Membership(person=person, team=teams[number // in_team], from_date=builders.LONG_AGO)
        for number, person in enumerate(members)
    )
    templates = WeekTemplate.objects.bulk_create(WeekTemplate(team=team) for team in teams)
    TemplateMoment.objects.bulk_create(
        TemplateMoment(template=template, kind=kind, form=form, weekday=day, starts=starts, minutes=minutes)
        for template in templates
        for kind, form, day, starts, minutes in builders.RHYTHM
    )
    return teams
