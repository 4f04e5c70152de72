"""Nothing about one to four people can be worked out of the figures of groups, by whatever sum of them (TA7, W9, S18).

Random organisations live through some weeks: people join, leave and move, teams go to another unit. After each week all
who manage something open the page, its files and its print views. What they read together is attacked.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from cycles.framework.models import Season
from cycles.outcomes.aggregate import Figures, carried, counted
from cycles.outcomes.exporting import TABLES
from cycles.outcomes.figures import freezing
from cycles.outcomes.figures.freezing import count
from cycles.outcomes.figures.models import Band, BandFigure, BandMember
from cycles.outcomes.managing import Outcomes
from cycles.weekly.models import Form, Kind, Moment, WeekCycle
from lerendwerken.lib.weeks import IsoWeek, Quarter
from teams.accounts.models import User
from teams.structure.access import Viewer
from teams.structure.models import Membership, Team, Unit
from tests import builders
from tests.cycles.outcomes import building
from tests.cycles.outcomes.attacking import known_groups, rank
from tests.support.hands import Hands
from tests.support.turns import full

Clients = Callable[[User | None], Client]
Cell = tuple[str, str]  # name of a team, week
FIRST, LAST = IsoWeek(2026, 10), IsoWeek(2026, 12)
KINDS = (Kind.PLANNING, Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE)
TAG = re.compile(r"<[^>]+>")


# One organisation ---------------------------------------------------------------------------------


@dataclass
class House:
    """An organisation, who was in which team in which week, and what was read of it."""

    random: Random
    units: list[Unit]
    teams: list[Team]
    people: dict[Cell, set[int]] = field(default_factory=dict)  # on any day of that week
    steady: dict[Cell, int] = field(default_factory=dict)  # how many from its first day to its last
    unit_of: dict[Cell, str] = field(default_factory=dict)
    read: set[frozenset[Cell]] = field(default_factory=set)

    @classmethod
    def made(cls, random: Random) -> "House":
        units = [builders.unit() for _ in range(random.randrange(1, 4))]
        teams = [builders.team(of=random.choice(units)) for _ in range(random.randrange(2, 8))]
        house = cls(random, units, teams)
        for team in teams:
            house.join(team, random.choice((1, 2, 3, 3, 4, 4, 5, 5, 6, 9)), builders.LONG_AGO)
        return house

    def join(self, team: Team, number: int, day: date) -> None:
        found = User.objects.bulk_create(builders._unsaved() for _ in range(number))
        Membership.objects.bulk_create(
            Membership(person=one, team=team, kind=Membership.Kind.HOME, from_date=day) for one in found
        )

    def change(self, week: IsoWeek) -> None:
        """Somebody joins, leaves or moves; now and then a whole team goes to another unit."""
        open_ones = list(Membership.objects.filter(until=None, team__in=self.teams).order_by("pk"))
        for _ in range(self.random.randrange(0, 4) if open_ones else 0):  # of the smallest all may be gone
            one = self.random.choice(open_ones)
            what = self.random.choice(("join", "leave", "move"))
            if what == "join":
                self.join(self.random.choice(self.teams), 1, week.monday + self._days())
                continue
            day = week.monday + self._days() - timedelta(days=1)
            if not Membership.objects.filter(pk=one.pk, until=None).update(until=day) or what == "leave":
                continue
            Membership.objects.create(
                person_id=one.person_id,
                team=self.random.choice(self.teams),
                kind="home",
                from_date=day + timedelta(days=1),
            )
        if self.random.random() < 0.3:  # a team that begins in the middle of its first week
            team = builders.team(of=self.random.choice(self.units))
            self.teams.append(team)
            self.join(team, self.random.randrange(1, 7), week.monday + timedelta(days=1))
        if self.random.random() < 0.2:
            team = self.random.choice(self.teams)
            team.unit = self.random.choice(self.units)
            team.save(update_fields=["unit"])

    def _days(self) -> timedelta:
        """From the first day of a week to when something changes."""
        return timedelta(days=self.random.choice((0, 0, 0, 1, 4)))

    def live(self, week: IsoWeek, season: Season) -> None:
        """A published week in every team, with some moments that fell away."""
        begin = builders.local(week, "ma 08:00")
        cycles = WeekCycle.objects.bulk_create(
            WeekCycle(team=team, year=week.year, week=week.week, season=season, published_at=begin)
            for team in self.teams
        )
        moments = []
        for cycle in cycles:
            for kind in KINDS:
                fell = self.random.random() < 0.3
                moments.append(
                    Moment(
                        cycle=cycle, kind=kind, form=Form.TEAM, minutes=20, starts_at=begin + timedelta(hours=2),
                        cancelled_at=begin if fell else None,
                        cancelled_cause=self.random.choice(list(Moment.Cause)) if fell else "",
                    )
                )  # fmt: skip
        Moment.objects.bulk_create(moments)
        there = Membership.objects.filter(from_date__lte=week.sunday).exclude(until__lt=week.monday)
        steady = there.filter(from_date__lte=week.monday).exclude(until__lt=week.sunday)
        for team in self.teams:
            cell = (team.name, str(week))
            self.people[cell] = set(there.filter(team=team).values_list("person", flat=True))
            self.steady[cell] = steady.filter(team=team).count()
            self.unit_of[cell] = Unit.objects.get(pk=team.unit_id).name

    def sum_of(self, unit: str, name: str) -> frozenset[Cell]:
        """What a row adds up: a team's weeks in which there were enough people, or all of the unit. Everybody knows that."""
        cells = frozenset(cell for cell, found in self.unit_of.items() if found == unit)
        return (
            cells if name == "Samen" else frozenset(c for c in cells if c[0] == name and self.steady[c] >= 5)
        )

    @property
    def leaks(self) -> list[frozenset[int]]:
        return known_groups(self.read, self.people)


# Everything that is told --------------------------------------------------------------------------


def look(house: House, who: User, client: Client | None) -> None:
    """Reads the page and its tables: what is made for them, or with a client every form of it, which say the same."""
    outcomes = Outcomes(Viewer(who))
    totals = {(unit.name, "Samen") for unit in outcomes.kept if unit.total}
    teams = {(unit.name, team.name) for unit in outcomes.kept for team in unit.shown}
    tables = {
        name: [printed(row) for row in TABLES[name](outcomes).rows] for name in ("momenten", "obstakels")
    }
    if client:
        assert set(on_the_page(client)) == totals | teams
        for name, rows in tables.items():
            assert in_every_form(client, name) == rows
    for unit, name in totals | teams:
        house.read.add(house.sum_of(unit, name))
    for unit, team, week, _held, _planned in tables["momenten"]:
        house.read.add(frozenset({(team, week)}))
        assert house.unit_of[team, week] == unit
    for unit, name, *_numbers in tables["obstakels"]:
        house.read.add(house.sum_of(unit, name))


def printed(row: Sequence[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def on_the_page(client: Client) -> Iterator[tuple[str, str]]:
    """(unit, team or Samen) of every figure that stands there."""
    page = client.get("/opbrengsten/").content.decode()
    for table in re.findall(r'<table class="yields kept">.*?</table>', page, re.S):
        caption = said(re.search(r"<caption[^>]*>(.*?)</caption>", table, re.S))
        for name, row in rows_of(table):
            if "van" in row[-1]:
                yield caption.removeprefix("Momenten die doorgingen bij "), name


def rows_of(table: str) -> Iterator[tuple[str, list[str]]]:
    for row in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.S):
        name = re.search(r'<th scope="row">(.*?)(?:<span>|</th>)', row, re.S)
        yield said(name), [TAG.sub("", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]


def said(found: "re.Match[str] | None") -> str:
    assert found
    return TAG.sub("", found[1]).strip()


def in_every_form(client: Client, name: str) -> list[list[str]]:
    """As CSV, once it is seen that XLSX and the print view hold the same cells."""
    text = client.get(f"/opbrengsten/{name}.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=";"))[1:]
    sheet = load_workbook(BytesIO(client.get(f"/opbrengsten/{name}.xlsx").content)).active
    assert sheet
    assert [["" if c.value is None else str(c.value) for c in row] for row in sheet.iter_rows()][1:] == rows
    printed = client.get(f"/opbrengsten/{name}.afdruk").content.decode().partition("<tbody>")[2]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", printed, re.S)]
    assert [[cell.replace("–", "") for cell in row] for row in cells] == rows
    return rows


def lived(seed: int, at: Hands, client_for: Clients | None = None) -> House:
    """Three weeks of one organisation, read each week by all who manage something, together."""
    random = Random(seed)
    builders.organisation()  # with its consent and DPIA: without them nothing is told
    season = building.season()
    house = House.made(random)
    managers = [builders.manager(unit) for unit in house.units]
    everywhere = builders.manager(house.units[0])
    for unit in house.units[1:]:
        builders.manager(unit, everywhere)
    week = FIRST
    while week <= LAST:
        at(datetime.combine(week.monday, datetime.min.time()).strftime("%Y-%m-%d 08:00"))
        house.change(week)
        house.live(week, season)
        at((week + 1).monday.strftime("%Y-%m-%d 09:10"))
        freezing.freeze_weeks()
        for who in (*managers, everywhere):
            look(house, who, client_for(who) if client_for and week == LAST else None)
        week += 1
    return house


def test_working_it_out_ends_in_whatever_order_the_figures_come() -> None:
    """Two rows that each bring back what the other took away once kept a whole run waiting."""
    assert rank([{"a": 1, "b": 1}, {"b": 1, "a": 1}, {"a": 1}]) == 2
    assert rank([{"a": 1, "b": 2}, {"b": 1, "a": 1}, {"b": 5}, {"a": 1}]) == 2
    assert rank([{"b": 1}, {"a": 1, "b": 1}, {"c": 1, "a": 1}, {"b": 1, "c": -1}]) == 3


EACH_DAY, ALL = 50, 1000


@pytest.mark.django_db
@pytest.mark.shows("outcomes-2", "TA7", "W9", "S18")
@pytest.mark.parametrize(
    "seeds",
    [
        range(first, first + 10) if first < EACH_DAY else full(range(first, first + 10))
        for first in range(0, ALL, 10)
    ],
    ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}",
)
def test_nobody_works_out_a_group_of_fewer_than_five(seeds: range, at: Hands, client_for: Clients) -> None:
    told = 0
    for seed in seeds:
        with transaction.atomic():
            house = lived(seed, at, client_for if seed % 10 == 0 else None)
            assert not house.leaks, (seed, house.leaks)
            told += len(house.read)
            transaction.set_rollback(True)
    assert told > 3 * len(seeds), "there was hardly anything to attack"


@pytest.mark.django_db
@pytest.mark.shows("TA7")
@pytest.mark.parametrize("broken", ["totals", "sizes"])
def test_the_attack_finds_what_a_mistake_would_give_away(
    broken: str, at: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A total beside one small team, or sizes as they are today instead of in that week."""
    if broken == "totals":
        monkeypatch.setattr(Figures, "has_total", property(lambda self: True))
    else:
        there = freezing._there
        monkeypatch.setattr(
            freezing,
            "_there",
            lambda teams, weeks: {cell: 2 * size for cell, size in there(teams, weeks).items()},
        )
    leaks = 0
    for seed in range(5):
        with transaction.atomic():
            leaks += len(lived(seed, at).leaks)
            transaction.set_rollback(True)
    assert leaks


# Bands --------------------------------------------------------------------------------------------


def a_year(random: Random) -> tuple[list[set[int]], dict[int, set[int]]]:
    """The people behind every figure of four quarters; people come and go, and their hours change."""
    band = {person: random.choice(list(Band)) for person in range(random.randrange(4, 60))}
    rows: list[BandMember] = []
    told: list[set[int]] = []
    fresh = len(band)
    for number in (1, 2, 3, 4):
        quarter = Quarter(2026, number)
        found = count(band, rows, quarter, 5)
        for row in rows:
            if row.pk in found.gone:
                row.until = number
        for row in found.new:
            row.pk = len(rows) + 1
            rows.append(row)
        told += [people for people in found.bands.values() if people]
        for person in list(band):
            if random.random() < 0.12:
                del band[person]
            elif random.random() < 0.08:
                band[person] = random.choice(list(Band))
            elif random.random() < 0.03:  # erased: the row stays, nobody is in it
                next((row for row in rows if row.person_id == person), BandMember()).person_id = None
                del band[person]
        for _ in range(random.randrange(0, 8)):
            band[fresh] = random.choice(list(Band))
            fresh += 1
    return told, {person: {person} for person in range(fresh)}


@pytest.mark.shows("outcomes-2", "TA7", "W9")
@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_figures_by_contract_hours_give_away_nobody_who_came_or_left(first: int) -> None:
    """Even when what somebody gets is the same in every quarter: then each difference of two is about who changed."""
    sizes = []
    for seed in range(first, first + 250):
        told, people = a_year(Random(seed))
        assert all(len(group) >= 5 for group in told), seed
        alike: dict[tuple[bool, ...], set[int]] = {}
        for person in people:
            alike.setdefault(tuple(person in group for group in told), set()).add(person)
        # People who are in the same figures cannot be told apart, so each combination is about whole groups of them.
        for pattern, group in alike.items():
            assert not any(pattern) or len(group) >= 5, (seed, group)
        sizes += [len(group) for group in told]
    assert len(sizes) > 500


def test_who_leaves_takes_others_along_until_five_went() -> None:
    block = {1: set(range(20))}
    kept = carried(block, set(range(20)) - {3}, order=range(20))[1]
    assert kept == set(range(5, 20))
    assert carried(block, set(range(20)), order=range(20))[1] == set(range(20))
    assert carried({1: set(range(9))}, set(range(8)), order=range(9))[1] == set()


@pytest.mark.parametrize(
    ("number", "of", "told"), [(0, 9, 0), (9, 9, 9), (5, 10, 5), (4, 12, None), (8, 12, None), (5, 9, None)]
)
def test_a_count_that_counts_or_leaves_out_a_few_is_not_told(number: int, of: int, told: int | None) -> None:
    assert counted(number, of) == told


@pytest.mark.django_db
@pytest.mark.shows("A36", "A60", "W9")
class TestTheQuarter:
    @pytest.fixture
    def people(self, at: Hands) -> list[User]:
        """Six with 36 hours and three with 12, in one team, who got a moment in week 10."""
        builders.organisation()
        building.season()
        team = builders.team("Vergunningen", of=builders.unit("Ruimte"))
        found = [builders.member(team, hours=36) for _ in range(6)]
        found += [builders.member(team, hours=12) for _ in range(3)]
        cycle = builders.week(team, IsoWeek(2026, 10))
        builders.moment(cycle, who=found)
        other = builders.moment(cycle, Kind.CHECK_IN, who=found[1:])
        other.seats.create(person=found[0], reason="no_budget")
        return found

    def test_it_is_frozen_once_it_is_over_and_a_small_band_is_not_in_it(
        self, people: list[User], at: Hands, client_for: Clients
    ) -> None:
        quarter = Quarter(2026, 1)
        at("2026-03-29 12:00")
        assert freezing.freeze_quarter(quarter) == 0
        at("2026-03-30 09:10")
        assert freezing.freeze_quarter(quarter) == 4
        full = BandFigure.objects.get(band=Band.FULL)
        assert (full.people, full.wanted, full.placed, full.weeks, full.minutes) == (6, 12, 11, 6, 220)
        assert BandFigure.objects.get(band=Band.LITTLE).people == 0
        manager = builders.manager(Unit.objects.get())
        page = client_for(manager).get("/opbrengsten/").content.decode()
        assert "Krijgt iedereen de kans?" in page
        assert "92%" in page
        assert page.count("Niet te zien, te weinig mensen.") == 3
        people[0].delete()
        assert freezing.freeze_quarter(quarter) == 0
        assert client_for(manager).get("/opbrengsten/").content.decode().count("92%") == 1
