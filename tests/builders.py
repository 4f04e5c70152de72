"""Plain functions that make rows for tests. What a test does not say gets a harmless value."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season
from cycles.weekly.models import Form, Kind, Moment, Seat, TemplateMoment, WeekCycle, WeekTemplate
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import Absence, WorkingPattern
from teams.hours.patterns import Shift
from teams.structure.models import Membership, Organisation, Role, Team, Unit

ZONE = "Europe/Amsterdam"
LONG_AGO = date(2020, 1, 6)  # a Monday, before every test
NUMBERS = count(1)
NAMES = ["Fatima", "Joost", "Łukasz", "Yıldız", "Marieke", "Dirk", "Aisha", "Sven", "Noor", "Bram"]


def organisation(**fields: Any) -> Organisation:
    """The one row, allowed to hold real people, with these fields changed."""
    known: dict[str, Any] = {
        "name": "Gemeente Lindewaard",
        "helpdesk": "088 123 45 67",
        "no_works_council": True,
        "dpia_on": LONG_AGO,
    }
    row, _ = Organisation.objects.update_or_create(pk=1, defaults=known | fields)
    return row


def unit(name: str = "") -> Unit:
    return Unit.objects.create(name=name or f"Dienst {next(NUMBERS)}")


def team(name: str = "", *, of: Unit | None = None, **fields: Any) -> Team:
    return Team.objects.create(unit=of or unit(), name=name or f"Team {next(NUMBERS)}", **fields)


def person(given_name: str = "", *, hours: int | None = 36, **fields: Any) -> User:
    """Somebody who works Monday to Friday, 8.30 to 16.12 with half an hour off; hours=None: no pattern."""
    made = _unsaved(given_name, **fields)
    made.save()
    if hours is not None:
        pattern(made, hours=hours)
    return made


def people(*fields: dict[str, Any]) -> list[User]:
    """Several at once, each as person() makes them, in two queries: most tests begin with seven."""
    made = User.objects.bulk_create(_unsaved(**own) for own in fields)
    WorkingPattern.objects.bulk_create(_pattern(one, shifts(), 36, LONG_AGO) for one in made)
    return made


def _unsaved(given_name: str = "", **fields: Any) -> User:
    number = next(NUMBERS)
    fields.setdefault("email", f"persoon{number}@lindewaard.example")
    fields.setdefault("family_name", f"Van {number}")
    # Without having confirmed their hours, people meet a question about them first.
    fields.setdefault("hours_confirmed", True)
    fields.setdefault("welcomed", True)  # else Mijn week leads to the page of the first visit
    fields.setdefault("joined_on", LONG_AGO)
    made = User(given_name=given_name or NAMES[number % len(NAMES)], **fields)
    made.email = User.objects.normalize_email(made.email).lower()
    made.set_unusable_password()
    return made


def member(
    of: Team,
    given_name: str = "",
    *,
    who: User | None = None,
    kind: str = Membership.Kind.HOME,
    contract: str = Membership.Contract.EMPLOYEE,
    since: date = LONG_AGO,
    until: date | None = None,
    **fields: Any,
) -> User:
    """Somebody in a team: `who` when that person is there already, else somebody new."""
    made = who or person(given_name, **fields)
    Membership.objects.create(
        person=made, team=of, kind=kind, contract=contract, from_date=since, until=until
    )
    return made


def lead(of: Team, who: User | None = None, *, deputy: User | None = None, **fields: Any) -> User:
    """A team lead; somebody new who is no member of the team, unless `who` says otherwise."""
    made = who or person(**fields)
    Role.objects.create(person=made, kind=Role.Kind.TEAM_LEAD, team=of, from_date=LONG_AGO, deputy=deputy)
    return made


def manager(of: Unit, who: User | None = None, *, deputy: User | None = None, **fields: Any) -> User:
    made = who or person(**fields)
    Role.objects.create(person=made, kind=Role.Kind.MANAGER, unit=of, from_date=LONG_AGO, deputy=deputy)
    return made


def administrator(who: User | None = None, **fields: Any) -> User:
    made = who or person(**fields)
    Role.objects.create(person=made, kind=Role.Kind.ADMINISTRATOR, from_date=LONG_AGO)
    return made


def shifts(
    days: Iterable[int] = range(5),
    start: str = "08:30",
    end: str = "16:12",
    breaks: Sequence[tuple[str, str]] = (("12:30", "13:00"),),
    week: int = 0,
) -> list[Shift]:
    """The same shift on each of some weekdays, Monday = 0."""
    return [
        Shift(
            weekday=day,
            start=time.fromisoformat(start),
            end=time.fromisoformat(end),
            breaks=tuple((time.fromisoformat(away), time.fromisoformat(back)) for away, back in breaks),
            week=week,
        )
        for day in days
    ]


def pattern(
    of: User,
    worked: Iterable[Shift] | None = None,
    *,
    hours: float | Decimal = 36,
    since: date = LONG_AGO,
    **fields: Any,
) -> WorkingPattern:
    """Hours from a date on: `pattern(fatima, shifts([0, 1, 3]), hours=21.6)`."""
    made = _pattern(of, shifts() if worked is None else worked, hours, since, **fields)
    made.save()
    return made


def _pattern(
    of: User, worked: Iterable[Shift], hours: float | Decimal, since: date, **fields: Any
) -> WorkingPattern:
    return WorkingPattern(
        person=of,
        valid_from=since,
        contract_hours=Decimal(str(hours)),
        shifts=[shift.to_json() for shift in worked],
        **fields,
    )


def absence(of: User, first: date, last: date | None = None, **fields: Any) -> Absence:
    return Absence.objects.create(person=of, first_day=first, last_day=last or first, **fields)


def frame(*, of: Unit | None = None, starts_on: date = LONG_AGO, **fields: Any) -> Season:
    """A season with one goal and one development question, for a unit or for the whole organisation."""
    goal = OrganisationGoal.objects.create(
        unit=of, title="Inwoners krijgen binnen vijf dagen antwoord", why="Nu duurt het twaalf dagen."
    )
    DevelopmentQuestion.objects.create(goal=goal, text="Hoe lezen we een aanvraag in één keer goed?")
    season = Season.objects.create(unit=of, name="Lente", starts_on=starts_on, **fields)
    season.goals.add(goal)
    return season


RHYTHM = (
    # kind, form, weekday, starts, minutes
    (Kind.PLANNING, Form.TEAM, 0, "09:30", 20),
    (Kind.LEARNING_HOUR, Form.DUO, 1, "10:00", 60),
    (Kind.CHECK_IN, Form.TEAM, 2, "11:00", 10),
    (Kind.RETROSPECTIVE, Form.TEAM, 3, "15:00", 30),
)


def template(of: Team, rhythm: Iterable[tuple[str, str, int, str | None, int]] = RHYTHM) -> WeekTemplate:
    """A team's weekly rhythm: Monday, Tuesday, Wednesday and Thursday."""
    made = WeekTemplate.objects.create(team=of)
    TemplateMoment.objects.bulk_create(
        TemplateMoment(
            template=made,
            kind=kind,
            form=form,
            weekday=weekday,
            starts=time.fromisoformat(starts) if starts else None,
            minutes=minutes,
        )
        for kind, form, weekday, starts, minutes in rhythm
    )
    return made


def week(
    of: Team, iso: IsoWeek | str = "", *, season: Season | None = None, published: bool = True, **fields: Any
) -> WeekCycle:
    """A week of a team without moments; the present week unless another is named."""
    if not iso:
        iso = IsoWeek.of(clock.today(of.time_zone))
    elif isinstance(iso, str):
        iso = IsoWeek.parse(iso)
    season = season or Season.objects.framing(of.unit, iso) or frame(of=of.unit)
    if published:
        fields.setdefault("published_at", clock.now())
    return WeekCycle.objects.create(team=of, year=iso.year, week=iso.week, season=season, **fields)


def moment(
    of: WeekCycle,
    kind: str = Kind.PLANNING,
    starts: str = "ma 09:30",
    *,
    who: Iterable[User] = (),
    form: str = Form.TEAM,
    minutes: int = 20,
    **fields: Any,
) -> Moment:
    """A moment of a week with a seat for each person; `starts` is a day (ma ... zo) and a local time."""
    at = local(of.iso, starts, of.team.time_zone)
    made = Moment.objects.create(cycle=of, kind=kind, form=form, starts_at=at, minutes=minutes, **fields)
    Seat.objects.bulk_create(Seat(moment=made, person=p, starts_at=at, minutes=minutes) for p in who)
    return made


def local(iso: IsoWeek, text: str, zone: str = ZONE) -> datetime:
    """An instant in a week: `local(iso, "wo 10:00")`."""
    day, clock_time = text.split()
    weekday = ["ma", "di", "wo", "do", "vr", "za", "zo"].index(day)
    return datetime.combine(iso.days[weekday], time.fromisoformat(clock_time), ZoneInfo(zone))
