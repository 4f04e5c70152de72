"""How a rhythm would do in the weeks to come, before anybody saves it: who works at its times."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from cycles.weekly.models import Form, Kind, WeekCycle
from cycles.weekly.places import placing
from cycles.weekly.places.placing import Place
from cycles.weekly.places.slots import RUNNING
from cycles.weekly.rhythm import Slot
from cycles.weekly.seating import Room
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import calendars, closed_days
from teams.structure.models import Membership, Organisation, Team

WEEKS = 6  # both halves of an alternating week, and enough left beside the holidays of spring


def rooms_ahead(team: Team, lengths: dict[Kind, int]) -> list[Room]:
    """The coming weeks with nothing in them, for who is in the team then. As many queries for one as for forty."""
    this = IsoWeek.of(clock.today(team.time_zone))
    cycles = [
        WeekCycle(team=team, year=week.year, week=week.week)
        for week in (this + number for number in range(1, WEEKS + 1))
    ]
    return rooms_of(cycles, [lengths] * WEEKS)


def rooms_of(cycles: Sequence[WeekCycle], lengths: Sequence[dict[Kind, int]]) -> list[Room]:
    """Weeks of one team, made or not, as if nothing stood in them. As many queries for one as for forty."""
    if not cycles:
        return []
    first, last = min(c.iso.monday for c in cycles), max(c.iso.sunday for c in cycles)
    memberships = list(
        Membership.objects.between(first, last)
        .filter(team=cycles[0].team_id, kind=Membership.Kind.HOME, person__is_active=True)
        .select_related("person")
    )
    day = timedelta(days=1)
    book = calendars(sorted({m.person_id for m in memberships}), first - day, last + day)
    closed, rules = closed_days(range(first.year, last.year + 1)), Organisation.get()
    return [
        Room(
            cycle=cycle,
            lengths=length,
            memberships=[
                m
                for m in memberships
                if m.from_date <= cycle.iso.sunday and (m.until is None or m.until >= cycle.iso.monday)
            ],
            calendars=book,
            closed=closed,
            rules=rules,
            now=clock.now(),
        )
        for cycle, length in zip(cycles, lengths, strict=True)
    ]


def shortened(rooms: Sequence[Room]) -> tuple[int, int]:
    """(whose fullest week is shorter than the rhythm, of how many who have a week at all)."""
    fullest: dict[int, int] = defaultdict(int)
    for room in rooms:
        for person, budget in room.budgets.items():
            fullest[person] = max(fullest[person], budget)
    wanted = sum(rooms[0].lengths.values()) if rooms else 0
    there = [budget for budget in fullest.values() if budget]
    return sum(budget < wanted for budget in there), len(there)


def best(slot: Slot, rooms: list[Room]) -> Place | None:
    """The week in which most work at its time; None when there is nothing to judge: nobody yet, or no common time."""
    places = [place for _room, place in _places(slot, rooms)]
    return max(places, key=lambda p: (p.is_allowed, len(p.present))) if places else None


def misses(slot: Slot, rooms: list[Room]) -> list[str]:
    """Who works, but more than two weeks running not at its time: W3 asks for another place then."""
    running: dict[int, int] = defaultdict(int)
    found: dict[int, str] = {}
    for room, place in _places(slot, rooms):
        own = room.together(slot.kind, place.starts_at.astimezone(room.zone).date())
        for membership in room.memberships:
            person = membership.person_id
            if not own.get(person):
                continue
            running[person] = 0 if person in place.present else running[person] + 1
            if running[person] > RUNNING:
                found[person] = membership.person.given_name
    return sorted(found.values())


def _places(slot: Slot, rooms: list[Room]) -> list[tuple[Room, Place]]:
    """Its place in each week. A holiday is no reason against a rhythm: that week has its own decision."""
    if slot.form != Form.TEAM or slot.starts is None:
        return []
    places = []
    for room in rooms:
        starts_at = placing.at(room.cycle.iso, slot.weekday, slot.starts, room.cycle.team.time_zone)
        place = room.judge(slot.kind, starts_at)
        is_holiday = any(r["code"] == placing.Refusal.HOLIDAY for r in place.refusals)
        if _has_common(slot.kind, room) and not is_holiday:
            places.append((room, place))
    return places


def _has_common(kind: Kind, room: Room) -> bool:
    """Somebody has a budget, and a Tussenstand is not for each alone (S4)."""
    together = [
        person for person, budget in room.budgets.items() if budget and not room.is_async(kind, person)
    ]
    return len(together) > 1 if kind is Kind.CHECK_IN else bool(together)
