"""Feeds over the turn of the year and both changes of the clock: three programs and the database agree."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.urls import reverse

from cycles.weekly import agenda
from cycles.weekly.models import Kind, Seat
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda import choosing
from teams.agenda.models import AgendaChoice
from teams.agenda.vtimezone import timezone_of
from tests import builders
from tests.teams.agenda.calendar_parsers import IcalJs, by_icalendar, by_vobject, nameless

pytestmark = [pytest.mark.django_db, pytest.mark.shows("planner-2", "TI8")]
# Amsterdam; another day for its clock; a clock without a yearly rule; half an hour; none at all.
ZONES = [
    "Europe/Amsterdam",
    "America/New_York",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "UTC",
]
PERIODS = {
    # the day of looking: the first week, and how many
    "2026-12-05 12:00": ("2026-W50", 7),  # until 2027-W03: Christmas, New Year, week 53
    "2026-03-20 12:00": ("2026-W12", 4),  # the clock forward
    "2026-10-16 12:00": ("2026-W42", 4),  # the clock back
}
# A rhythm with the night of the change in it: from Saturday to Sunday, and the hour that comes twice.
TIMES = [
    (Kind.PLANNING, "ma 09:30", 20),
    (Kind.LEARNING_HOUR, "di 23:45", 60),
    (Kind.CHECK_IN, "za 23:30", 120),
    (Kind.RETROSPECTIVE, "zo 02:30", 45),
    (Kind.MONTHLY_REVIEW, "zo 03:30", 30),
]


@pytest.fixture(scope="module")
def by_ical_js() -> Iterator[IcalJs]:
    library = IcalJs()
    yield library
    library.close()


def seated(zone: str, first: str, weeks: int) -> User:
    """Somebody with a moment on each time of each week, whose own clock is that of the zone."""
    team = builders.team()
    person = builders.member(team, time_zone=zone)
    builders.frame(of=team.unit)
    cycles = [builders.week(team, IsoWeek.parse(first) + number) for number in range(weeks)]
    for cycle in cycles:
        for kind, at, minutes in TIMES:
            builders.moment(cycle, kind, at, who=[person], minutes=minutes)
    agenda.follow(cycles)
    return person


def in_sql(person: User) -> list[tuple[datetime, datetime]]:
    """What the database itself says, in its own words."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT starts_at, minutes FROM {Seat._meta.db_table} WHERE person_id = %s ORDER BY starts_at",
            [person.pk],
        )
        rows: list[Any] = cursor.fetchall()
    found = []
    for at, minutes in rows:
        start = datetime.fromisoformat(at) if isinstance(at, str) else at
        start = start if start.tzinfo else start.replace(tzinfo=UTC)
        found.append((start.astimezone(UTC), start.astimezone(UTC) + timedelta(minutes=minutes)))
    return found


def asked(person: User) -> bytes:
    secret = choosing.choose(AgendaChoice.Way.SUBSCRIPTION, by=person)
    answer = Client().get(reverse("teams:agenda-feed", args=[secret]))
    assert answer.status_code == 200
    return answer.content


@pytest.mark.browser
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("today", PERIODS)
def test_three_programs_and_the_database_agree_on_every_start(
    zone: str, today: str, by_ical_js: IcalJs, at: Any
) -> None:
    at(today)
    first, weeks = PERIODS[today]
    person = seated(zone, first, weeks)
    ics = asked(person)
    expected = sorted(in_sql(person))
    assert len(expected) == len(TIMES) * weeks
    for text in {ics, ics if zone == "UTC" else nameless(ics)}:
        for read in (by_icalendar(text), by_vobject(text), by_ical_js(text)):
            assert sorted(read.values()) == expected


@pytest.mark.browser
def test_a_wrong_vtimezone_is_seen(by_ical_js: IcalJs, at: Any) -> None:
    """The comparison above believes the file: with summer time an hour off, each of the three is an hour off."""
    at("2026-03-20 12:00")
    person = seated("Europe/Amsterdam", "2026-W14", 2)
    wrong = nameless(asked(person)).replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300")
    for read in (by_icalendar(wrong), by_vobject(wrong), by_ical_js(wrong)):
        shifted = [(a - timedelta(hours=1), b - timedelta(hours=1)) for a, b in sorted(in_sql(person))]
        assert sorted(read.values()) == shifted


@pytest.mark.parametrize("key", [zone for zone in ZONES if zone != "UTC"])
def test_a_vtimezone_is_right_for_every_hour_of_its_years(key: str) -> None:
    zone = ZoneInfo(key)
    text = timezone_of(key, 2026, 2027).to_ical().decode().replace(key, f"Every-hour-of-{key}")
    described = vobject.readOne(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n").vtimezone.tzinfo
    hour = datetime(2026, 1, 1, tzinfo=UTC)
    while hour < datetime(2028, 1, 1, tzinfo=UTC):
        local = hour.astimezone(zone)
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            said = local.replace(tzinfo=described)
            assert said.utcoffset() == local.utcoffset(), local
        hour += timedelta(minutes=30)


@pytest.mark.parametrize(
    ("key", "rules"),
    [
        ("Europe/Amsterdam", ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]),
        ("Africa/Casablanca", []),
        ("Asia/Kolkata", []),
    ],
)
def test_a_clock_that_keeps_a_rule_gets_two_rules_for_outlook(key: str, rules: list[str]) -> None:
    """Outlook makes one yearly rule of what it finds, and passes over a list of dates."""
    text = timezone_of(key, 2026, 2027).to_ical().decode()
    found = [line.split(":", 1)[1] for line in text.split("\r\n") if line.startswith("RRULE")]
    assert found == [f"FREQ=YEARLY;{rule}" for rule in rules]
    assert "RDATE" not in text
