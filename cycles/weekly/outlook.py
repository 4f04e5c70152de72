"""How a rhythm would do in the weeks to come, before anybody saves it: who works at its times."""

from collections import defaultdict
from datetime import timedelta

from cycles.weekly import placing
from cycles.weekly.models import Form, Kind, WeekCycle
from cycles.weekly.placing import Place
from cycles.weekly.rhythm import Slot
from cycles.weekly.seating import Room
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import calendars, closed_days
from teams.structure.models import Membership, Organisation, Team

WEEKS = 6  # both halves of an alternating week, and enough left beside the holidays of spring
RUNNING = 2  # so many weeks somebody may miss running


def rooms_ahead(team: Team, lengths: dict[Kind, int]) -> list[Room]:
    """The coming weeks with nothing in them, for who is in the team then. As many queries for one as for forty."""
    this = IsoWeek.of(clock.today(team.time_zone))
    weeks = [this + number for number in range(1, WEEKS + 1)]
    memberships = list(
        Membership.objects.between(weeks[0].monday, weeks[-1].sunday)
        .filter(team=team, kind=Membership.Kind.HOME, person__is_active=True)
        .select_related("person")
    )
    day = timedelta(days=1)
    people = sorted({m.person_id for m in memberships})
    book = calendars(people, weeks[0].monday - day, weeks[-1].sunday + day)
    closed = closed_days(range(weeks[0].monday.year, weeks[-1].sunday.year + 1))
    return [
        Room(
            cycle=WeekCycle(team=team, year=week.year, week=week.week),
            lengths=lengths,
            memberships=[
                m
                for m in memberships
                if m.from_date <= week.sunday and (m.until is None or m.until >= week.monday)
            ],
            calendars=book,
            closed=closed,
            rules=Organisation.get(),
            now=clock.now(),
        )
        for week in weeks
    ]


def best(slot: Slot, rooms: list[Room]) -> Place | None:
    """The week in which most work at its time; None when there is nothing to judge: nobody yet, or no common time."""
    places = [place for _room, place in _places(slot, rooms)]
    return max(places, key=lambda p: (p.is_allowed, len(p.present))) if places else None


def misses(slot: Slot, rooms: list[Room]) -> list[str]:
    """Who works, but more than two weeks running not at its time: W3 asks for another place then."""
    running: dict[int, int] = defaultdict(int)
    found: dict[int, str] = {}
    for room, place in _places(slot, rooms):
        for membership in room.memberships:
            person = membership.person_id
            if not room.parts[person].get(slot.kind):
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
        if any(room.budgets.values()) and not is_holiday:
            places.append((room, place))
    return places
