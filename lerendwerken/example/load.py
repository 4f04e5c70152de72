"""Puts Gemeente Lindewaard into an empty installation, around today, and takes it out again."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season
from cycles.literacy.models import BasicNorms
from cycles.outcomes.figures import freezing
from cycles.prompts.default_set import install
from cycles.prompts.models import PromptSet, Question
from cycles.proposals import daily
from cycles.questions import remeasuring
from cycles.weekly.rhythm import default_rhythm
from lerendwerken.example import asked, gathering, harvesting, history, learning, proposing, reporting
from lerendwerken.example.people import ADMINISTRATOR, DOMAIN, LEADS, MANAGERS, PEOPLE, UNITS, Person
from lerendwerken.example.words import DEVELOPMENT_QUESTIONS, GOAL, SECOND_GOAL
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import guard
from teams.hours.models import Absence, WorkingPattern
from teams.hours.patterns import Alternation
from teams.notifications.models import Notification
from teams.structure.models import Membership, Organisation, Role, Team, Unit


class Refused(Exception):
    """There is something here that is not the example; the message says what."""


def is_loaded() -> bool:
    return Organisation.objects.filter(is_example=True).exists()


def refuse_real_data() -> None:
    """Raises Refused when anything here is not of the example."""
    strangers = User.objects.exclude(email__endswith=f"@{DOMAIN}").count()
    if strangers:
        raise Refused(f"There are {strangers} people here who are not of the example. Use another database.")
    if not is_loaded() and (User.objects.exists() or Unit.objects.exists()):
        raise Refused("There is an organisation here that is not the example. Use another database.")


@transaction.atomic
def load(deliver: Callable[[], object] | None = None) -> None:
    """Everything of the example, relative to today. Raises Refused when the installation is not empty.

    deliver: sends what is due, for the demo with its own mailbox; without it no mail of the past goes out.
    """
    refuse_real_data()
    if is_loaded():
        raise Refused("The example is here already. Remove it first: manage.py example remove")
    install()
    present = IsoWeek.of(clock.today(history.ZONE))
    starts_on = (present - (history.WEEKS - 1)).monday
    Organisation.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Gemeente Lindewaard",
            "is_example": True,
            "helpdesk": "helpdesk@lindewaard.example",
            "consent_on": starts_on - timedelta(weeks=6),
            "dpia_on": starts_on - timedelta(weeks=8),
        },
    )
    units = {name: Unit.objects.create(name=name) for name in UNITS}
    teams = {n: Team.objects.create(unit=units[unit], name=n) for unit, names in UNITS.items() for n in names}
    people = {
        person.given: _person(person, number, teams, present) for number, person in enumerate(PEOPLE, 1)
    }
    _roles(people, teams, units, starts_on)
    _absences(people, present)
    asked.fill_calendars(people, present)
    _frame(units["Leefomgeving"], starts_on)
    with clock.as_if(history.at(present - history.WEEKS, 0, 9)):
        for team in teams.values():
            default_rhythm(team)
    history.run_weeks(teams, {name: people[given] for name, given in LEADS.items()}, present)
    asked.ask(people, teams, present)
    learning.learn(people, teams, present)
    proposing.propose(people, teams, present)
    if deliver:
        history.deliver(deliver, present)
    history.answer(people, present, starts_on)
    history.notice([people[p.given] for p in PEOPLE if p.team and p.since], present)
    history.share(people, teams)
    gathering.gather(people, teams, present)
    harvesting.harvest(people, teams, present)
    reporting.report(people, teams, present)
    freezing.freeze()
    daily.plan()
    remeasuring.plan()
    past = Notification.objects.pending().filter(due_at__lte=clock.now())
    past.filter(Q(kind__startswith="proposals_") | Q(kind="measure_again")).withdraw(
        "nothing_waits"
    )  # deleted, they would be planned again
    past.delete()


def _person(row: Person, number: int, teams: dict[str, Team], present: IsoWeek) -> User:
    joined = (present - row.since).monday
    new = row.since == 0
    made = User.objects.create_user(
        row.email,
        given_name=row.given,
        name_prefix=row.prefix,
        family_name=row.family,
        staff_number=f"LW{number:04}",
        language="en" if row.english else "nl",
        experience=User.Experience.STARTING if row.since < 100 else User.Experience.EXPERIENCED,
        work=_work(row.given),
        hours_confirmed=not new,
        welcomed=not new,
        joined_on=joined,
    )
    WorkingPattern.objects.create(
        person=made,
        valid_from=joined,
        contract_hours=Decimal(str(row.hours)),
        shifts=[shift.to_json() for shift in row.shifts],
        alternation=row.alternation,
        anchor=joined if row.alternation is Alternation.ANCHOR else None,
        assumed=new,
    )
    if row.team:
        Membership.objects.create(
            person=made,
            team=teams[row.team],
            from_date=joined,
            contract=Membership.Contract.EXTERNAL if row.external else Membership.Contract.EMPLOYEE,
        )
    return made


def _work(given: str) -> User.Work:
    if given in LEADS.values():
        return User.Work.LEAD
    return User.Work.MANAGER if given in MANAGERS.values() else User.Work.PROFESSIONAL


def _roles(people: dict[str, User], teams: dict[str, Team], units: dict[str, Unit], starts_on: date) -> None:
    since = starts_on - timedelta(weeks=20)
    for name, given in LEADS.items():
        Role.objects.create(
            person=people[given],
            kind=Role.Kind.TEAM_LEAD,
            team=teams[name],
            from_date=since,
            deputy=people["Bilal"] if name == "Vergunningen" else None,
        )
    for name, given in MANAGERS.items():
        Role.objects.create(person=people[given], kind=Role.Kind.MANAGER, unit=units[name], from_date=since)
    Role.objects.create(person=people[ADMINISTRATOR], kind=Role.Kind.ADMINISTRATOR, from_date=since)


def _absences(people: dict[str, User], present: IsoWeek) -> None:
    """From and to, as everywhere."""
    for given, week, first, last in [
        ("Pieter", -5, 0, 4),
        ("Wendy", -3, 1, 2),
        ("Karin", -2, 0, 4),
        ("Eva", 0, 0, 4),
        ("Marijke", 1, 3, 4),
        ("Bilal", 1, 4, 4),
    ]:
        days = (present + week).days
        Absence.objects.create(person=people[given], first_day=days[first], last_day=days[last])


def _frame(unit: Unit, starts_on: date) -> None:
    season = Season.objects.create(unit=None, name=_season_name(starts_on), starts_on=starts_on)
    for (title, why), of in ((GOAL, unit), (SECOND_GOAL, None)):
        goal = OrganisationGoal.objects.create(title=title, why=why, unit=of)
        for text in DEVELOPMENT_QUESTIONS[title]:
            DevelopmentQuestion.objects.create(goal=goal, text=text)
        season.goals.add(goal)


def _season_name(starts_on: date) -> str:
    """By the season in which most of its twelve weeks lie."""
    middle = starts_on + timedelta(weeks=6)
    name = ["Winter", "Lente", "Zomer", "Herfst"][middle.month % 12 // 3]
    return f"{name} {middle.year}"


def remove() -> None:
    """Takes out every row of the example, also what a visitor added. The sets of questions and the basic norms stay."""
    if not is_loaded():
        raise Refused("The example is not here.")
    refuse_real_data()
    kept = {PromptSet, Question, BasicNorms}
    models = [
        model
        for label in ("cycles", "teams", "account", "sessions")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model not in kept
    ]
    with transaction.atomic():
        for published in (PromptSet, BasicNorms):
            published.objects.update(published_by=None)
        # Foreign keys are checked at the end of the transaction, so the order does not matter. Not through
        # the managers: the audit log refuses to be emptied, and what it tells is of people who never were.
        with guard.lifted(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            for model in models:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
