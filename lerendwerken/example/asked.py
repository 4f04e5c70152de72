"""What leads asked somebody for the present week and what was said, and what own calendars have, from and to."""

from datetime import datetime, timedelta

from django.db import transaction

from cycles.prompts import planning as prompts
from cycles.weekly import planning
from cycles.weekly.members import exceptions, guests
from cycles.weekly.models import Kind, Moment
from cycles.weekly.planning import Refused
from lerendwerken.example.history import at
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import BusyTime
from teams.structure.models import Membership, Team

# Known before the week is made: who is it, weeks from now, weekday, from, until.
BUSY = [
    ("Bilal", 0, 3, (14, 30), (16, 0)),
    ("Fatma", 0, 1, (9, 0), (10, 30)),
    ("Yasmin", 0, 2, (13, 0), (14, 0)),
]
# Weeks that are not made yet.
LATER = [("Samira", ahead, 2, (10, 0), (11, 30)) for ahead in (2, 3, 4, 5)]


def fill_calendars(people: dict[str, User], present: IsoWeek) -> None:
    """As if these people had their own calendars read; what it is stays there."""
    BusyTime.objects.bulk_create(
        BusyTime(
            person=people[given],
            starts_at=at(present + ahead, weekday, *start),
            ends_at=at(present + ahead, weekday, *end),
        )
        for given, ahead, weekday, start, end in [*BUSY, *LATER]
    )


def ask(people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
    """On the Thursday before, when the week is published; answered after lunch."""
    asked_at = at(present - 1, 3, 11, 10)
    for question in (_guest, _exception):
        try:
            with transaction.atomic():
                question(people, teams, present, asked_at)
        except Refused:
            continue  # a holiday on the usual day, and then there is nothing to ask
    with clock.as_if(asked_at + timedelta(hours=3)):
        prompts.ask_due()
        prompts.plan()


def _guest(people: dict[str, User], teams: dict[str, Team], present: IsoWeek, asked_at: datetime) -> None:
    """Sem of Bodem comes to hear how Vergunningen harvests; his own team does that earlier this once."""
    sem, team = people["Sem"], teams["Vergunningen"]
    with clock.as_if(asked_at):
        Membership.objects.create(
            person=sem,
            team=team,
            kind=Membership.Kind.GUEST,
            from_date=present.monday,
            until=present.sunday,
        )
        planning.move(_oogst(teams["Bodem"], present), at(present, 3, 13, 30), by=people["Ingrid"])
        invited = guests.invite(_oogst(team, present), sem, by=people["Femke"])
    with clock.as_if(asked_at + timedelta(hours=2)):
        guests.answer(invited, True, by=sem)


def _exception(people: dict[str, User], teams: dict[str, Team], present: IsoWeek, asked_at: datetime) -> None:
    """The counter is busy until a quarter past three, and Sanne works until half past."""
    team, karin, sanne = teams["Burgerzaken"], people["Karin"], people["Sanne"]
    with clock.as_if(asked_at):
        planning.move(_oogst(team, present), at(present, 3, 15, 15), by=karin)
        request = exceptions.ask(_oogst(team, present), sanne, by=karin)
    with clock.as_if(asked_at + timedelta(hours=2)):
        exceptions.answer(request, True, by=sanne)


def _oogst(team: Team, week: IsoWeek) -> Moment:
    found = Moment.objects.select_related("cycle__team", "cycle__season")
    return found.get(cycle__team=team, cycle__year=week.year, cycle__week=week.week, kind=Kind.RETROSPECTIVE)
