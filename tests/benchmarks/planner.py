"""The places of a team's moments: a small team's week, and the whole season of two hundred people.

The baselines ask the calendars once when everybody is free in the same weeks, and do nothing else with it.
"""

from datetime import timedelta
from time import process_time

from cycles.framework.models import Season
from cycles.weekly import season
from cycles.weekly.drafting import ground_of, wanted_of
from cycles.weekly.history import Past
from cycles.weekly.models import WeekCycle, WeekTemplate
from cycles.weekly.outlook import rooms_of
from cycles.weekly.places import slots
from cycles.weekly.seating import Room
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Team
from tests.benchmarks import organisation
from tests.benchmarks.measured import Counted, Measured, in_pairs
from tests.benchmarks.organisation import THURSDAY

PEOPLE, WEEKS = 200, 12
SECONDS = 2  # for all the places of such a team's season


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    with clock.as_if(THURSDAY):
        large = organisation.make(int(PEOPLE * scale), in_team=PEOPLE)[0]
        return [*_season(large, rounds, scale), _small(large, rounds)]


def _season(team: Team, rounds: int, scale: float) -> list[Measured | Counted]:
    weeks = [IsoWeek.of(THURSDAY.date()) + number for number in range(1, WEEKS + 1)]
    frame = Season.objects.get()

    def ours() -> None:
        found = season.season_outlook(team, frame, weeks)
        assert sum(moment.starts_at is not None for week in found.weeks for moment in week.moments) > WEEKS

    def bare() -> None:
        for room in _rooms(team, frame, weeks):
            _free(room)

    start = process_time()
    ours()
    seconds = process_time() - start
    return [
        Counted(f"planner: the season of {int(PEOPLE * scale)} people", seconds, SECONDS, "s"),
        Measured("planner: a large team's season", in_pairs(ours, bare, rounds=rounds), 10),
    ]


def _small(team: Team, rounds: int) -> Measured:
    """All moments of a week of seven people, with nothing kept from the time before."""
    template = WeekTemplate.objects.get(team=team)
    rows = list(template.moments.all())
    weeks = [IsoWeek.of(THURSDAY.date()) + 1] * 10

    def seven() -> list[Room]:
        rooms = _rooms(team, Season.objects.get(), weeks)
        for room in rooms:
            room.memberships = room.memberships[:7]
        return rooms

    def ours() -> None:
        for room in seven():
            wanted = [wanted_of(row, room, Past()) for row in rows]
            assert all(choice.place for choice in slots.best(ground_of(room, template), wanted))

    def bare() -> None:
        for room in seven():
            _free(room)

    return Measured("planner: ten weeks of seven people", in_pairs(ours, bare, rounds=rounds), 15)


def _rooms(team: Team, frame: Season, weeks: list[IsoWeek]) -> list[Room]:
    lengths = {kind: minutes for kind, _form, _day, _starts, minutes in organisation.builders.RHYTHM}
    cycles = [WeekCycle(team=team, season=frame, year=week.year, week=week.week) for week in weeks]
    return rooms_of(cycles, [lengths] * len(cycles))


def _free(room: Room) -> None:
    opens, closes = room.cycle.span
    for person in room.people:
        room.calendars[person].free(opens - timedelta(days=1), closes)
