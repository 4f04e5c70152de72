"""A team's whole season ahead, for its lead's planning: where each moment stands or would stand, and who works then.

Only availability, and per person only of weeks to come: nothing here tells who did something, or missed something,
in a week that is over (S10, S11).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum

from cycles.framework.models import PauseWeek, Season
from cycles.weekly.budget import harvest_lengths
from cycles.weekly.drafting import ground_of, rows_of, wanted_again, wanted_of
from cycles.weekly.history import Past, as_one, past_of
from cycles.weekly.models import Form, Kind, Moment, WeekCycle, WeekTemplate
from cycles.weekly.outlook import rooms_of
from cycles.weekly.places.placing import Place, Refusal, local
from cycles.weekly.places.rotating import Rotation, Turn, rotation
from cycles.weekly.places.settling import settle
from cycles.weekly.places.slots import RUNNING, Ground, Wanted, grid_of, invited, present_at
from cycles.weekly.seating import Room
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Team

ORDER = list(Kind)


class WeekState(StrEnum):
    OVER = "over"  # published or not
    PAUSE = "pause"  # a pause week of the organisation
    PUBLISHED = "published"
    MADE = "made"  # the lead sees it, members do not yet
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class MomentAhead:
    """One kind in one week. Duos are one row: form DUO, without a time of their own."""

    kind: Kind  # MONTHLY_REVIEW in the weeks where that takes the place of the Weekoogst
    form: Form  # TEAM | DUO | ALONE
    minutes: int
    starts_at: datetime | None  # aware; None: in duos, each alone, or no common place (then refusals say why)
    is_real: bool  # it stands in a week that is made; else it is where the draft would put it
    cause: str = ""  # why the team let it fall (Moment.Cause), "" when it did not
    present: int | None = None  # how many work then; None without a common time, and in a week that is over
    of: int | None = None  # how many take part in it that week; None in the same cases
    refusals: tuple[dict[str, object], ...] = ()  # against its usual place; sentences.why_not() says them


@dataclass(frozen=True, slots=True)
class SeasonWeek:
    week: IsoWeek
    number: int  # 1 for the first week of the season; larger than its length when the frame continues
    state: WeekState
    is_harvest: bool  # Maandoogst (S4)
    pause_name: str = ""
    moments: tuple[
        MomentAhead, ...
    ] = ()  # in the order of the cycle; empty in a pause, or a past week never made


@dataclass(frozen=True, slots=True)
class PersonAhead:
    """What the weeks to come hold for one person and one kind, by their hours."""

    person_id: int
    name: str  # given name
    weeks: int  # to come, in which this person takes part in the kind and it has a common time
    misses: int  # of those, not there: the prompt comes alone, in own hours
    longest: int  # most misses running, those already running from earlier weeks not counted


@dataclass(frozen=True, slots=True)
class KindAhead:
    """One kind that the team does together, over the weeks to come. Weekoogst and Maandoogst are one (RETROSPECTIVE)."""

    kind: Kind
    people: tuple[PersonAhead, ...]  # only who would miss it at least once: most running first, then by name
    rotation: Rotation | None  # what would help; None when nobody would miss more than two running


@dataclass(frozen=True, slots=True)
class SeasonOutlook:
    weeks: tuple[SeasonWeek, ...]
    kinds: tuple[KindAhead, ...]  # in the order of the cycle


def season_outlook(team: Team, season: Season, weeks: Sequence[IsoWeek] | None = None) -> SeasonOutlook:
    """The weeks of a season, or others that are named. As many queries for one week and person as for all of them."""
    if weeks is None:
        first = IsoWeek.of(season.starts_on)
        weeks = [first + number for number in range(season.weeks)]
    return _Reading(team, season, sorted(weeks)).outlook()


class _Reading:
    """Goes through the weeks in their order: what one week holds decides who misses what in the next."""

    def __init__(self, team: Team, season: Season, weeks: Sequence[IsoWeek]) -> None:
        self.team, self.season, self.weeks = team, season, weeks
        self.now = clock.now()
        self.template = WeekTemplate.objects.filter(team=team).prefetch_related("moments").first()
        years = {week.year for week in weeks}
        self.pauses = {pause.iso: pause.name for pause in PauseWeek.objects.filter(year__in=years)}
        made = WeekCycle.objects.filter(team=team, year__in=years).prefetch_related("moments")
        self.made = {cycle.iso: cycle for cycle in made}
        ahead = [week for week in weeks if week.span(team.time_zone)[1] > self.now]
        ahead = [week for week in ahead if week in self.made or week not in self.pauses]
        self.rooms = self._rooms(ahead)
        self.past = past_of(team, ahead[0]) if ahead else Past()
        self.tallies: dict[Kind, _Tally] = {}

    def outlook(self) -> SeasonOutlook:
        weeks = tuple(self._week(week) for week in self.weeks)
        names = {m.person_id: m.person.given_name for room in self.rooms.values() for m in room.memberships}
        kinds = [self.tallies[kind].told(names) for kind in Kind if kind in self.tallies]
        return SeasonOutlook(weeks, tuple(kinds))

    def _rooms(self, weeks: Sequence[IsoWeek]) -> dict[IsoWeek, Room]:
        """Of the weeks that are not over, as if nothing stood in them."""
        rows = self.template.moments.all() if self.template else []
        usual = {Kind(row.kind): row.minutes for row in rows if row.is_on}
        cycles, lengths = [], []
        for week in weeks:
            cycles.append(WeekCycle(team=self.team, season=self.season, year=week.year, week=week.week))
            real: dict[Kind, int] = {}
            for moment in self._moments(week):
                real[Kind(moment.kind)] = max(moment.minutes, real.get(Kind(moment.kind), 0))
            harvest = self.season.is_harvest_week(week)
            lengths.append(real or (harvest_lengths(usual) if harvest else usual))
        return dict(zip(weeks, rooms_of(cycles, lengths), strict=True))

    def _moments(self, week: IsoWeek) -> list[Moment]:
        return list(self.made[week].moments.all()) if week in self.made else []

    def _week(self, week: IsoWeek) -> SeasonWeek:
        number, harvest = self.season.number_of(week), self.season.is_harvest_week(week)
        cycle, room = self.made.get(week), self.rooms.get(week)
        if week - 1 in self.rooms:
            self.past = self.past.carried(week, self.team.time_zone)
        if cycle is None and week in self.pauses:
            return SeasonWeek(week, number, WeekState.PAUSE, harvest, self.pauses[week])
        if room is None:
            state, moments = (
                WeekState.OVER,
                [_as_it_was(moment) for moment in _one_a_kind(self._moments(week))],
            )
        elif cycle:
            state, moments = WeekState.PUBLISHED if cycle.is_published else WeekState.MADE, self._real(room)
        else:
            state, moments = WeekState.TO_COME, self._to_come(room)
        moments.sort(key=lambda moment: ORDER.index(moment.kind))
        return SeasonWeek(week, number, state, harvest, moments=tuple(moments))

    def _real(self, room: Room) -> list[MomentAhead]:
        moments = self._moments(room.cycle.iso)
        rows = {Kind(row.kind): row for row in self.template.moments.all()} if self.template else {}
        found = []
        for moment in _one_a_kind(moments):
            ahead = replace(_as_it_was(moment), refusals=tuple(moment.refusal))
            if moment.form == Form.TEAM and not moment.cancelled_cause:
                others = [m for m in moments if m is not moment and not m.cancelled_cause]
                ground = ground_of(room, self.template, others)
                wanted = wanted_again(moment, rows.get(as_one(ahead.kind)), room, self.past)
                place = room.judge(ahead.kind, moment.starts_at) if moment.starts_at else None
                ahead = self._counted(ahead, ground, wanted, place)
            found.append(ahead)
        return found

    def _to_come(self, room: Room) -> list[MomentAhead]:
        if self.template is None or self.template.paused:
            return []
        rows = rows_of(self.template, room)
        together = [row for row, _kind, form in rows if form is Form.TEAM and row.starts]
        ground = ground_of(room, self.template)
        settled = settle(ground, [wanted_of(row, room, self.past) for row in together])
        by_row = {row.pk: one for row, one in zip(together, settled, strict=True)}
        found = []
        for row, kind, form in rows:
            ahead = MomentAhead(kind, form, room.lengths[kind], None, is_real=False)
            if one := by_row.get(row.pk):
                standing = [there for other in settled if other is not one for there in other.standing]
                ahead = replace(
                    ahead, refusals=one.refusals, starts_at=one.place.starts_at if one.place else None
                )
                ahead = self._counted(ahead, replace(ground, standing=standing), one.wanted, one.place)
            found.append(ahead)
        return found

    def _counted(
        self, ahead: MomentAhead, ground: Ground, wanted: Wanted, place: Place | None
    ) -> MomentAhead:
        """With how many are there. It counts for the weeks after; what has begun is not told of any person."""
        tally = self.tallies.setdefault(as_one(ahead.kind), _Tally(as_one(ahead.kind)))
        if ground.week.span(ground.zone)[0] > self.now:
            tally.weeks.append((ground, wanted))
        if place is None:
            return ahead
        own = wanted.own(ground.day(place.starts_at))
        those = [person for person, minutes in own.items() if minutes]
        self.past = self.past.with_place(ahead.kind, place.starts_at, those, place.present)
        if place.starts_at <= self.now:
            return ahead
        tally.count(those, place.present)
        tally.is_short |= any(r["code"] in _TOO_OFTEN for r in ahead.refusals)
        return replace(ahead, present=len(place.present), of=len(those))


_TOO_OFTEN = (Refusal.THIRD_MISS, Refusal.THIRD_MISS_STAYS)


def _one_a_kind(moments: Iterable[Moment]) -> list[Moment]:
    """Of the duos one; that of the team before those who have it alone."""
    found: dict[str, Moment] = {}
    for moment in sorted(moments, key=lambda m: m.pair):
        found.setdefault(moment.kind, moment)
    return list(found.values())


def _as_it_was(moment: Moment) -> MomentAhead:
    starts_at = None if moment.pair else moment.starts_at
    return MomentAhead(
        Kind(moment.kind), Form(moment.form), moment.minutes, starts_at, True, moment.cancelled_cause
    )


@dataclass
class _Tally:
    """One kind over the weeks to come."""

    kind: Kind
    weeks: list[tuple[Ground, Wanted]] = field(default_factory=list)  # that have not begun
    is_short: bool = False  # a place of the rhythm would be missed too often
    counted: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    missed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    running: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    longest: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def count(self, those: Iterable[int], present: Sequence[int]) -> None:
        for person in those:
            self.counted[person] += 1
            if person in present:
                self.running[person] = 0
                continue
            self.missed[person] += 1
            self.running[person] += 1
            self.longest[person] = max(self.longest[person], self.running[person])

    def told(self, names: Mapping[int, str]) -> KindAhead:
        people = [
            PersonAhead(p, names.get(p, ""), self.counted[p], times, self.longest[p])
            for p, times in self.missed.items()
        ]
        people.sort(key=lambda one: (-one.longest, -one.misses, one.name, one.person_id))
        needed = self.is_short or any(one.longest > RUNNING for one in people)
        return KindAhead(self.kind, tuple(people), self._rotation() if needed and self.weeks else None)

    def _rotation(self) -> Rotation:
        book = {p: calendar for ground, _wanted in self.weeks for p, calendar in ground.calendars.items()}
        reached, works, closed, grid = [], [], [], None
        for ground, wanted in self.weeks:
            grid = grid_of(replace(ground, calendars=book), [wanted])
            reached.append(present_at(ground, wanted, grid))
            works.append(grid.bits(invited(ground, wanted)))
            closed.append({day.weekday() for day in ground.closed if day in ground.week.days})
        assert grid
        turns = sorted({place for week in reached for place in week}, key=self._far)
        places = {
            Turn(*turn): [
                None if turn[0] in off and turn not in week else week.get(turn, 0)
                for week, off in zip(reached, closed, strict=True)
            ]
            for turn in turns
        }
        chosen, misses, left = rotation(places, works)
        return Rotation(() if left else chosen, misses, grid.named(left))

    def _far(self, place: tuple[int, time]) -> tuple[int, int, tuple[int, time]]:
        """The usual place first, then what lies near it."""
        ground, wanted = self.weeks[0]
        if wanted.usual is None:
            return 0, 0, place
        usual = local(wanted.usual, ground.zone)
        minutes = (place[1].hour - usual.hour) * 60 + place[1].minute - usual.minute
        return abs(place[0] - usual.weekday()), abs(minutes), place
