"""A year of forty people in five teams through the planner: no rule broken, a fair share for part-timers, even duos.

Weeks are made and published by themselves, as when no lead ever looks. Hours come from the slow oracle, holidays
are written down by hand, and the rules are said here once more.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest

from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, Pattern
from teams.structure.models import Team
from tests import builders
from tests.cycles.lived import CLOSED, DAY, HOURS, MINUTE, ZONE, local
from tests.support.figures import Figure
from tests.support.hands import Hands
from tests.teams.hours.oracle import Oracle

TEAMS = {"Vergunningen": 12, "Toezicht": 10, "Burgerzaken": 9, "Bodem": 6, "Archief": 3}
FIRST, YEAR, SEASON, MONTH = IsoWeek(2026, 1), 53, 12, 4
USUAL = ["office", "four nines", "three days", "mornings", "odd and even", "by turns", "two sixes"]
RUNNING = 2  # so many weeks running somebody may miss a moment of the team (W3)


@dataclass
class Worker:
    contract: float  # hours a week
    pattern: Pattern
    away: list[Days]
    team: int
    read: dict[IsoWeek, Oracle] = field(default_factory=dict)

    def oracle(self, week: IsoWeek) -> Oracle:
        if week not in self.read:
            self.read[week] = Oracle(week, [self.pattern], self.away, CLOSED, [])
        return self.read[week]


@dataclass
class Year:
    """What was planned, and what is wrong with it as sentences."""

    workers: dict[int, Worker]
    wrong: list[str] = field(default_factory=list)

    def works(self, person: int, start: datetime, minutes: int) -> bool:
        start = start.astimezone(UTC)
        oracle = self.workers[person].oracle(IsoWeek.of(start.astimezone(ZONE).date()))
        return oracle.covers(start, start + minutes * MINUTE)

    def is_here(self, person: int, week: IsoWeek) -> bool:
        """Has a working minute in the week: else the week is an absent one, and counts nowhere (W6)."""
        return not self.workers[person].oracle(week).is_absent()


def found(weeks: int, set_clock: Callable[[datetime], object]) -> Year:
    random = Random(40)
    set_clock(local(FIRST.monday, 9) - 30 * DAY)
    builders.organisation()
    for number in range(0, weeks, SEASON):
        builders.frame(starts_on=(FIRST + number).monday)
    here, since, workers, number = builders.unit("Leefomgeving"), FIRST.monday - 400 * DAY, {}, 0
    for name, size in TEAMS.items():
        team = builders.team(name, of=here)
        builders.template(team)
        for _ in range(size):
            kind = USUAL[number % len(USUAL)]
            number += 1
            contract, alternation, shifts, _zone = HOURS[kind]
            person = builders.member(team, hours=None, since=since)
            anchor = since - timedelta(days=since.weekday()) if alternation is Alternation.ANCHOR else None
            row = builders.pattern(
                person, shifts, hours=contract, since=since, alternation=alternation, anchor=anchor
            )
            away = [leave(random, weeks) for _ in range(max(1, weeks // 12))]
            for days in away:
                builders.absence(person, days.first, days.last)
            pattern = Pattern(since, int(contract * 60), shifts, row.time_zone, alternation, anchor)
            workers[person.pk] = Worker(contract, pattern, away, team.pk)
    return Year(workers)


def leave(random: Random, weeks: int) -> Days:
    first = FIRST.monday + timedelta(days=random.randrange(7 * weeks))
    return Days(first, first + timedelta(days=random.choice((0, 0, 1, 4, 11, 18))))


def live(weeks: int, set_clock: Callable[[datetime], object]) -> None:
    for number in range(weeks):
        week = FIRST + number
        set_clock(local((week - 1).days[3], 16, 1))
        for team in Team.objects.order_by("pk"):
            planning.publish(planning.draft(team, week), by=None)


# The rules, once more --------------------------------------------------------------------------


def look(year: Year) -> None:
    cycles = {c.pk: c for c in WeekCycle.objects.all()}
    by_moment: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.all():
        by_moment[seat.moment_id].append(seat)
    moments = list(Moment.objects.all())
    for moment in moments:
        moment.cycle = cycles[moment.cycle_id]
        for seat in by_moment[moment.pk]:
            look_at_seat(year, moment, seat)
    for cycle in cycles.values():
        mine = [m for m in moments if m.cycle_id == cycle.pk]
        look_at_week(year, cycle, mine, by_moment)
    look_at_misses(year, moments, by_moment)


def look_at_seat(year: Year, moment: Moment, seat: Seat) -> None:
    what = f"{moment.kind} of {seat.person_id} in {moment.cycle.iso}"
    here = year.is_here(seat.person_id, moment.cycle.iso)
    if seat.starts_at is None:
        if not seat.reason:
            year.wrong.append(f"{what}: no place and no reason")
        if (seat.reason == Seat.Reason.ABSENT_WEEK) == here:
            year.wrong.append(f"{what}: {seat.reason!r}, and that is not so")
    elif not year.works(seat.person_id, seat.starts_at, seat.minutes):
        year.wrong.append(f"{what}: {seat.starts_at:%a %H:%M} is outside working time (W1)")
    elif seat.starts_at.astimezone(ZONE).date() in CLOSED:
        year.wrong.append(f"{what}: on a holiday (W4)")


def look_at_week(year: Year, cycle: WeekCycle, mine: list[Moment], by_moment: dict[int, list[Seat]]) -> None:
    spent: Counter[int] = Counter()
    asked: Counter[tuple[int, str]] = Counter()
    for moment in mine:
        start, end = moment.starts_at, moment.ends_at
        if moment.form == Form.TEAM and start and end:
            here = taking_part(year, moment, by_moment, mine)
            together = [s for s in here if not s.alone and s.starts_at]
            if len(together) * 2 < len(here):
                year.wrong.append(
                    f"{moment.kind} in {cycle.iso}: {len(together)} of {len(here)} are there (W3)"
                )
            others = [
                m for m in mine if m.pk != moment.pk and m.form == Form.TEAM and m.starts_at and m.ends_at
            ]
            if any(m.starts_at < end and start < m.ends_at for m in others):
                year.wrong.append(f"{moment.kind} in {cycle.iso} lies over another moment of the team")
            if cycle.iso != IsoWeek.of(start.astimezone(ZONE).date()):
                year.wrong.append(f"{moment.kind} in {cycle.iso} is in another week (W4)")
        for seat in by_moment[moment.pk]:
            spent[seat.person_id] += seat.minutes
            asked[seat.person_id, moment.kind] += 1
    for person, minutes in spent.items():
        if minutes > (budget := year.workers[person].oracle(cycle.iso).budget()):
            year.wrong.append(f"{person} has {minutes} minutes in {cycle.iso}, of {budget} (W2)")
    team = [p for p, worker in year.workers.items() if worker.team == cycle.team_id]
    for kind in {m.kind for m in mine}:
        for person in team:
            if asked[person, kind] != 1:
                year.wrong.append(f"{person} has {asked[person, kind]} seats for {kind} in {cycle.iso}")


def look_at_misses(year: Year, moments: list[Moment], by_moment: dict[int, list[Seat]]) -> None:
    """As few as can be miss a kind for a third week running: no other place of this moment has fewer of them (W3)."""
    running: Counter[tuple[int, str]] = Counter()
    for moment in sorted((m for m in moments if m.form == Form.TEAM), key=lambda m: m.cycle.iso):
        kind = Kind.RETROSPECTIVE if moment.kind == Kind.MONTHLY_REVIEW else moment.kind
        here = taking_part(year, moment, by_moment, moments)
        due = [s.person_id for s in here if running[s.person_id, kind] >= RUNNING]
        missing = [s.person_id for s in here if s.alone and s.person_id in due]
        for seat in here:
            running[seat.person_id, kind] = running[seat.person_id, kind] + 1 if seat.alone else 0
        others = [m for m in moments if m.cycle_id == moment.cycle_id and m.pk != moment.pk]
        if missing and (better := another_place(year, moment, here, due, len(missing), others)):
            year.wrong.append(
                f"{moment.kind} in {moment.cycle.iso}: {missing} miss it for the third week or more, "
                f"fewer would at {better.astimezone(ZONE):%a %H:%M} (W3)"
            )


def taking_part(
    year: Year, moment: Moment, by_moment: dict[int, list[Seat]], moments: list[Moment]
) -> list[Seat]:
    """Who works that week and has time for it; for whom the week is too short the Tussenstand is written (S4)."""
    lengths: dict[str, int] = {}
    for one in moments:
        if one.cycle_id == moment.cycle_id:
            lengths[one.kind] = max(one.minutes, lengths.get(one.kind, 0))
    return [
        seat
        for seat in by_moment[moment.pk]
        if seat.reason not in (Seat.Reason.ABSENT_WEEK, Seat.Reason.NO_BUDGET)
        and (
            moment.kind != Kind.CHECK_IN
            or year.workers[seat.person_id].oracle(moment.cycle.iso).budget() >= sum(lengths.values())
        )
    ]


def another_place(
    year: Year, moment: Moment, here: list[Seat], due: list[int], missing: int, others: list[Moment]
) -> datetime | None:
    """A quarter hour where at least half of them work, and fewer of those whose turn it is would miss it."""
    taken = [(m.starts_at, m.ends_at) for m in others if m.form == Form.TEAM and m.starts_at and m.ends_at]
    for day in moment.cycle.iso.days:
        for quarter in range(4 * 24):
            at = local(day, quarter // 4, quarter % 4 * 15)
            if day in CLOSED or any(
                start < at + moment.minutes * MINUTE and at < stop for start, stop in taken
            ):
                continue
            # Everybody's own part is at least as long here as in the product: no false alarm.
            there = [s.person_id for s in here if year.works(s.person_id, at, moment.minutes)]
            if len(there) * 2 >= len(here) and sum(p not in there for p in due) < missing:
                return at
    return None


# A fair share --------------------------------------------------------------------------------------


def shares(year: Year) -> dict[int, float]:
    """Per person: of the weeks in which they work, the part in which they have a cycle: at least one moment."""
    had: dict[int, set[IsoWeek]] = defaultdict(set)
    here: dict[int, set[IsoWeek]] = defaultdict(set)
    for seat in Seat.objects.select_related("moment__cycle"):
        week = seat.moment.cycle.iso
        if year.is_here(seat.person_id, week):
            here[seat.person_id].add(week)
            if seat.starts_at is not None:
                had[seat.person_id].add(week)
    return {person: len(had[person]) / len(here[person]) for person in here}


def meetings(team: Team, season: int) -> tuple[Counter[tuple[int, int]], dict[int, int]]:
    """Who met whom in the duos of one season, and per person in how many weeks they had one."""
    met, weeks = Counter[tuple[int, int]](), Counter[int]()
    first = FIRST + season * SEASON
    for moment in Moment.objects.filter(cycle__team=team, form=Form.DUO).select_related("cycle"):
        if first <= moment.cycle.iso < first + SEASON:
            weeks.update(moment.members)
            met.update(combinations(sorted(moment.members), 2))
    return met, dict(weeks)


def spread(met: Counter[tuple[int, int]], weeks: dict[int, int]) -> int:
    """The most minus the fewest meetings of any two, among those who were there in every week of the season."""
    steady = [person for person, count in weeks.items() if count == max(weeks.values())]
    counts = [met[pair] for pair in combinations(sorted(steady), 2)]
    return max(counts, default=0) - min(counts, default=0)


def look_back(year: Year, weeks: int, figure: Figure) -> None:
    look(year)
    figure("person-weeks", sum(len(worker.read) for worker in year.workers.values()))
    figure("moments", Moment.objects.count())
    figure("seats", Seat.objects.count())
    figure("wrong", len(year.wrong))
    assert not year.wrong, "\n".join(year.wrong)
    share = shares(year)
    full = [share[p] for p, worker in year.workers.items() if p in share and worker.contract >= 36]
    part = [share[p] for p, worker in year.workers.items() if p in share and worker.contract < 36]
    figure("full-timers", len(full))
    figure("part-timers", len(part))
    assert min(full) == min(part) == 1.0
    for team in Team.objects.all():
        for season in range(weeks // SEASON):
            found = spread(*meetings(team, season))
            figure(f"spread of duos, {team.name}, season {season + 1}", found)
            assert found <= 1, f"{team.name}, season {season + 1}"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.shows("planner-1", "W1", "W2", "W3", "W4", "W6")
def test_a_month_of_forty_people_is_planned_without_breaking_a_rule(at: Hands, figure: Figure) -> None:
    year = found(MONTH, at)
    live(MONTH, at)
    look_back(year, MONTH, figure)


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.shows("planner-1", "W1", "W2", "W3", "W4", "W6")
def test_a_season_of_forty_people_is_planned_without_breaking_a_rule(at: Hands, figure: Figure) -> None:
    year = found(SEASON, at)
    live(SEASON, at)
    look_back(year, SEASON, figure)


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.shows("planner-1", "W1", "W2", "W3", "W4", "W6")
def test_a_year_of_forty_people_is_planned_without_breaking_a_rule(at: Hands, figure: Figure) -> None:
    year = found(YEAR, at)
    live(YEAR, at)
    look_back(year, YEAR, figure)
