"""What earlier weeks mean for placing the next: who missed a kind running, who met whom, and who led.

A seat says where somebody would be, by their hours. Whether they came is stored nowhere (S11), and nothing of this
is shown about a week that is over. Each reading is one query, however many people and weeks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from cycles.weekly.places import placing
from cycles.weekly.places.pairing import Met
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Team

BACK = timedelta(weeks=16)  # the longest season; absent weeks lie between the ones that count
# Nobody misses what they could not have had a part in (W6).
_NO_MISS = {Seat.Reason.ABSENT_WEEK, Seat.Reason.NO_BUDGET, Seat.Reason.NOT_YET_MEMBER}


@dataclass(frozen=True, slots=True)
class Past:
    """missed: weeks running that somebody was not there together. before: where it was last week, in this week."""

    missed: Mapping[Kind, Mapping[int, int]] = field(default_factory=dict)
    before: Mapping[Kind, datetime] = field(default_factory=dict)
    places: Mapping[Kind, datetime] = field(
        default_factory=dict
    )  # of the week itself, while one goes through it

    def missed_of(self, kind: Kind) -> Mapping[int, int]:
        return self.missed.get(as_one(kind), {})

    def with_place(
        self, kind: Kind, starts_at: datetime, invited: Iterable[int], present: Collection[int]
    ) -> "Past":
        """As it is after a moment that stands somewhere: who is not there missed one more."""
        kind = as_one(kind)
        missed = dict(self.missed_of(kind))
        for person in invited:
            missed[person] = 0 if person in present else missed.get(person, 0) + 1
        return Past({**self.missed, kind: missed}, self.before, {**self.places, kind: starts_at})

    def carried(self, week: IsoWeek, zone: str) -> "Past":
        """On to the next week: what stood somewhere in the one before has a place to stay at."""
        return Past(
            self.missed, {kind: _in_week(week, starts_at, zone) for kind, starts_at in self.places.items()}
        )


def as_one(kind: Kind) -> Kind:
    """The Maandoogst takes the place of a Weekoogst, so who misses one misses the other."""
    return Kind.RETROSPECTIVE if kind is Kind.MONTHLY_REVIEW else kind


def past_of(team: Team, week: IsoWeek) -> Past:
    """From the published weeks before this one. What fell away, or had no common place, counts for nobody."""
    monday = week.span(team.time_zone)[0]
    seats = (
        Seat.objects.filter(
            moment__cycle__team=team,
            moment__cycle__published_at__isnull=False,
            moment__form=Form.TEAM,
            moment__cancelled_at=None,
            moment__starts_at__lt=monday,
            moment__starts_at__gte=monday - BACK,
        )
        .order_by("-moment__starts_at")
        .values_list("moment__kind", "moment__starts_at", "person", "alone", "reason")
    )
    missed: dict[Kind, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    met: set[tuple[Kind, int]] = set()
    before = {}
    for name, starts_at, person, alone, reason in seats:
        assert starts_at
        kind = as_one(Kind(name))
        if IsoWeek.of(placing.local(starts_at, team.time_zone).date()) == week - 1:
            before[kind] = _in_week(week, starts_at, team.time_zone)
        if (kind, person) in met or reason in _NO_MISS:
            continue
        if alone:
            missed[kind][person] += 1
        else:
            met.add((kind, person))
    return Past(missed, before)


def _in_week(week: IsoWeek, moment: datetime, zone: str) -> datetime:
    """The same day and local time in another week."""
    local = placing.local(moment, zone)
    return placing.at(week, local.weekday(), local.time(), zone)


def met_before(cycle: WeekCycle) -> Met:
    """The duos of the season until this week. What a duo itself let fall counts: it is nobody else's (S11)."""
    duos = (
        Moment.objects.filter(
            cycle__team=cycle.team_id,
            cycle__season=cycle.season_id,
            form=Form.DUO,
            pair__gt=0,
            starts_at__isnull=False,
            cancelled_cause="",
        )
        .order_by("starts_at")
        .values_list("members", "cycle__year", "cycle__week")
    )
    met = Met()
    for members, year, number in duos:
        week = IsoWeek(year, number)
        if week < cycle.iso:
            met.add(members, cycle.season.number_of(week))
    return met


def led_before(cycle: WeekCycle) -> dict[int, list[tuple[Kind, datetime]]]:
    """What each person led, or is to lead, in the other weeks of the season, and when."""
    led: dict[int, list[tuple[Kind, datetime]]] = defaultdict(list)
    moments = Moment.objects.filter(
        cycle__team=cycle.team_id,
        cycle__season=cycle.season_id,
        facilitator__isnull=False,
        starts_at__isnull=False,
        cancelled_cause="",
    ).exclude(cycle=cycle)
    for person, kind, starts_at in moments.values_list("facilitator", "kind", "starts_at"):
        assert starts_at
        led[person].append((as_one(Kind(kind)), starts_at))
    return led
