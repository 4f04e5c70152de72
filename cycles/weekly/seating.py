"""Gives every member a seat at every moment of a week: with the others, alone in own hours, or a reason why not.

A seat that has begun stays as it was: its minutes are spent, and what is still to come fits in what is left.
A seat alone that is still to come stays where it is as long as that is possible, so that nobody's week shifts
because time goes by.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import F

from cycles.weekly import placing
from cycles.weekly.budget import fit
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Span, WorkingCalendar
from teams.hours.models import calendars, closed_days
from teams.structure.models import Membership, Organisation

FIVE = timedelta(minutes=5)


@dataclass
class Room:
    """All that is needed to judge and seat one team's week; `rooms()` fetches it."""

    cycle: WeekCycle
    lengths: dict[Kind, int]  # what the team plans per kind, in minutes
    memberships: list[Membership]
    calendars: Mapping[int, WorkingCalendar]
    closed: Mapping[date, str]
    rules: Organisation
    now: datetime
    moments: list[Moment] = field(default_factory=list)
    seated: list[Seat] = field(default_factory=list)  # the seats of this week as they are
    elsewhere: Mapping[int, int] = field(default_factory=dict)  # minutes this week in another team

    @cached_property
    def people(self) -> list[int]:
        return sorted(self._homes)

    @cached_property
    def _homes(self) -> dict[int, list[Membership]]:
        homes: dict[int, list[Membership]] = defaultdict(list)
        for membership in self.memberships:
            homes[membership.person_id].append(membership)
        return homes

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.cycle.team.time_zone)

    # Budgets --------------------------------------------------------------------------------------

    @cached_property
    def budgets(self) -> dict[int, int]:
        """Minutes for learning this week per person; 0 in an absent week (W2, S4)."""
        return {
            person: self.calendars[person].budget(
                self.cycle.iso,
                full=self.rules.budget_minutes,
                floor=self.rules.budget_floor,
                full_time_hours=float(self.rules.full_time_hours),
            )
            for person in self.people
        }

    @cached_property
    def parts(self) -> dict[int, dict[Kind, int]]:
        """Own minutes per person and kind, of what has not begun, within what is left of the budget."""
        spent: dict[int, dict[Kind, int]] = defaultdict(dict)
        for seat in self._begun:
            spent[seat.person_id][Kind(seat.moment.kind)] = seat.minutes
        found = {}
        for person, budget in self.budgets.items():
            kinds = self._kinds(person) - set(spent[person])
            left = budget - sum(spent[person].values()) - self.elsewhere.get(person, 0)
            found[person] = fit({k: m for k, m in self.lengths.items() if k in kinds}, max(left, 0))
        return found

    @cached_property
    def _begun(self) -> list[Seat]:
        """What cannot be changed any more."""
        cancelled = {m.pk for m in self.moments if m.is_cancelled}
        return [
            s for s in self.seated if s.starts_at and s.starts_at <= self.now and s.moment_id not in cancelled
        ]

    def _kinds(self, person: int) -> set[Kind]:
        """What somebody takes part in: all of it, except what lies before joining or after leaving."""
        if not self.moments:
            return set(self.lengths)
        return {
            Kind(m.kind)
            for m in self.moments
            if (not m.pair or person in m.members) and self.belongs(person, self._day(m))
        }

    # Judging --------------------------------------------------------------------------------------

    def belongs(self, person: int, day: date) -> bool:
        mine = self._homes.get(person, ())
        return any(m.from_date <= day and (m.until is None or m.until >= day) for m in mine)

    def own_minutes(self, kind: Kind, day: date) -> dict[int, int]:
        return {p: self.parts[p].get(kind, 0) for p in self.people if self.belongs(p, day)}

    def judge(
        self,
        kind: Kind,
        starts_at: datetime,
        others: Iterable[Moment] = (),
        *,
        members: Sequence[int] | None = None,
    ) -> placing.Place:
        """members: those of a duo, who all have to be there; None for the whole team."""
        day = starts_at.astimezone(self.zone).date()
        minutes = self.own_minutes(kind, day)
        if members is not None:
            minutes = {p: own for p, own in minutes.items() if p in members}
        place = placing.judge(
            starts_at,
            minutes,
            self.calendars,
            zone=self.cycle.team.time_zone,
            closed=self.closed,
            now=self.now,
            others=_spans(others),
        )
        why = list(place.refusals)
        if members is not None and place.is_allowed and len(place.present) < len(members):
            why.append({"code": placing.Refusal.NOT_ALL})
        if day not in self.cycle.iso.days:
            why.append({"code": placing.Refusal.OUTSIDE_WEEK})
        return replace(place, refusals=tuple(why))

    def better(self, kind: Kind, near: datetime, others: Iterable[Moment] = ()) -> placing.Place | None:
        return placing.better(
            self.cycle.iso,
            self.own_minutes(kind, near.astimezone(self.zone).date()),
            self.calendars,
            zone=self.cycle.team.time_zone,
            closed=self.closed,
            now=self.now,
            near=near,
            others=_spans(others),
        )

    # Seats ----------------------------------------------------------------------------------------

    def seats(self, moments: list[Moment], *, anew: Iterable[int] = ()) -> list[Seat]:
        """Unsaved seats for planned moments, but those that have begun. anew: moments whose seats may not stay."""
        self.moments = moments
        self.__dict__.pop("parts", None)
        anew = set(anew)
        begun = {(s.moment_id, s.person_id) for s in self._begun}
        held = {
            (s.moment_id, s.person_id): s.starts_at
            for s in self.seated
            if s.alone and s.starts_at and s.moment_id not in anew
        }
        taken: dict[int, list[Span]] = defaultdict(list)
        for seat in self._begun:
            if seat.starts_at and seat.ends_at:
                taken[seat.person_id].append((seat.starts_at, seat.ends_at))
        seats: list[Seat] = []
        # Common appointments first: a prompt alone goes round them.
        for moment in sorted((m for m in moments if not m.is_cancelled), key=self._near):
            for person in self._invited(moment):
                if (moment.pk, person) not in begun:
                    seats.append(self._seat_together(moment, person, taken))
        alone = [seat for seat in seats if seat.alone]
        # Then who keeps a place, then who needs one.
        for seat in [s for s in alone if (s.moment_id, s.person_id) in held]:
            self._keep(seat, held[seat.moment_id, seat.person_id], taken)
        for seat in alone:
            if seat.starts_at is None:
                self._seat_alone(seat, taken)
        return seats

    def _invited(self, moment: Moment) -> list[int]:
        """Members of that day and those who are yet to join; who left before is not asked any more."""
        day = self._day(moment)
        people = [p for p in self.people if p in moment.members] if moment.pair else self.people
        return [p for p in people if any(m.until is None or m.until >= day for m in self._homes[p])]

    def _seat_together(self, moment: Moment, person: int, taken: dict[int, list[Span]]) -> Seat:
        seat = Seat(moment=moment, person_id=person, alone=True)
        own = self.parts[person].get(Kind(moment.kind), 0)
        if moment.starts_at is None or not own or not self.belongs(person, self._day(moment)):
            return seat
        span = moment.starts_at, moment.starts_at + timedelta(minutes=own)
        if self.calendars[person].covers(*span) and _is_free(span, taken[person]):
            taken[person].append(span)
            seat.starts_at, seat.minutes, seat.alone = moment.starts_at, own, False
        return seat

    def _keep(self, seat: Seat, starts_at: datetime, taken: dict[int, list[Span]]) -> None:
        """The place that this person had, when it still holds."""
        own = self.parts[seat.person_id].get(Kind(seat.moment.kind), 0)
        span = starts_at, starts_at + timedelta(minutes=own)
        opens, closes = self._membership_span(seat.person_id)
        works = own and self.calendars[seat.person_id].covers(*span)
        if works and opens <= span[0] and span[1] <= closes and _is_free(span, taken[seat.person_id]):
            taken[seat.person_id].append(span)
            seat.starts_at, seat.minutes = starts_at, own

    def _seat_alone(self, seat: Seat, taken: dict[int, list[Span]]) -> None:
        """A prompt alone, near the usual time, in own hours that are still to come."""
        person = seat.person_id
        calendar = self.calendars[person]
        own = self.parts[person].get(Kind(seat.moment.kind), 0)
        if calendar.is_absent(self.cycle.iso):
            seat.reason = Seat.Reason.ABSENT_WEEK
        elif not self.belongs(person, self._day(seat.moment)):
            seat.reason = Seat.Reason.NOT_YET_MEMBER  # a new member starts at the next moment (S6)
        elif own == 0:
            seat.reason = Seat.Reason.NO_BUDGET
        else:
            opens, closes = self._membership_span(person)
            opens = max(
                opens, self.now + (-self.now.timestamp() % FIVE.total_seconds()) * timedelta(seconds=1)
            )
            start = placing.alone(
                own, calendar, near=self._near(seat.moment), opens=opens, closes=closes, taken=taken[person]
            )
            if start is None:
                seat.reason = Seat.Reason.NO_WORKING_TIME
            else:
                seat.starts_at, seat.minutes = start, own
                taken[person].append((start, start + timedelta(minutes=own)))

    def _membership_span(self, person: int) -> Span:
        opens, closes = self.cycle.span
        mine = self._homes[person]
        start = datetime.combine(min(m.from_date for m in mine), datetime.min.time(), self.zone)
        ends = [m.until for m in mine]
        until = None if None in ends else max(d for d in ends if d)
        stop = (
            datetime.combine(until + timedelta(days=1), datetime.min.time(), self.zone) if until else closes
        )
        return max(opens, start), min(closes, stop)

    def _day(self, moment: Moment) -> date:
        return self._near(moment).astimezone(self.zone).date()

    def _near(self, moment: Moment) -> datetime:
        """Its time; without a common place the time of day of the rhythm, else the day it usually has."""
        if moment.starts_at or moment.usual_at:
            return moment.starts_at or moment.usual_at  # type: ignore[return-value]
        weekday = {Kind.PLANNING: 0, Kind.LEARNING_HOUR: 1, Kind.CHECK_IN: 2}.get(Kind(moment.kind), 3)
        return self.cycle.span[0] + timedelta(days=weekday, hours=9, minutes=30)


def rooms(cycles: Sequence[WeekCycle]) -> list[Room]:
    """The rooms of several weeks at once, in their order; nine queries, however many teams and members."""
    if not cycles:
        return []
    day = timedelta(days=1)
    first = min(cycle.iso.monday for cycle in cycles)
    last = max(cycle.iso.sunday for cycle in cycles)
    homes: dict[int, list[Membership]] = defaultdict(list)
    for membership in (
        Membership.objects.between(first, last)
        .filter(
            team__in={cycle.team_id for cycle in cycles}, kind=Membership.Kind.HOME, person__is_active=True
        )
        .order_by("person_id", "from_date")
    ):
        homes[membership.team_id].append(membership)
    people = sorted({m.person_id for found in homes.values() for m in found})
    book = calendars(people, first - day, last + day)
    closed = closed_days(range(first.year, last.year + 1))
    rules, now = Organisation.get(), clock.now()
    moments: dict[int, list[Moment]] = defaultdict(list)
    for moment in Moment.objects.filter(cycle__in=cycles).order_by(
        F("starts_at").asc(nulls_last=True), "kind", "pair"
    ):
        moments[moment.cycle_id].append(moment)
    seated, spent = _seated(cycles, people)
    found = []
    for cycle in cycles:
        own = moments[cycle.pk]
        for moment in own:
            moment.cycle = cycle
        # A duo's length is that of who has most time; the team plans the longest of them.
        lengths: dict[Kind, int] = {}
        for moment in own:
            lengths[Kind(moment.kind)] = max(moment.minutes, lengths.get(Kind(moment.kind), 0))
        here = [
            m
            for m in homes[cycle.team_id]
            if m.from_date <= cycle.iso.sunday and (m.until is None or m.until >= cycle.iso.monday)
        ]
        found.append(
            Room(
                cycle=cycle,
                lengths=lengths,
                memberships=here,
                calendars=book,
                closed=closed,
                rules=rules,
                now=now,
                moments=own,
                seated=seated[cycle.pk],
                elsewhere={
                    m.person_id: sum(minutes for other, minutes in mine.items() if other != cycle.pk)
                    for m in here
                    if (mine := spent.get((cycle.iso, m.person_id)))
                },
            )
        )
    return found


def _seated(
    cycles: Sequence[WeekCycle], people: Sequence[int]
) -> tuple[dict[int, list[Seat]], dict[tuple[IsoWeek, int], dict[int, int]]]:
    """The seats of each week; and per person the minutes in each team of that same week (S8)."""
    weeks = {cycle.iso for cycle in cycles}
    seated: dict[int, list[Seat]] = {cycle.pk: [] for cycle in cycles}
    spent: dict[tuple[IsoWeek, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    theirs = Seat.objects.filter(
        person__in=people,
        moment__cycle__year__in={week.year for week in weeks},
        moment__cycle__week__in={week.week for week in weeks},
    )
    ours = Seat.objects.filter(moment__cycle__in=cycles)
    for seat in (theirs | ours).select_related("moment__cycle").order_by("pk"):
        cycle = seat.moment.cycle
        if cycle.pk in seated:
            seated[cycle.pk].append(seat)
        if seat.starts_at and cycle.published_at and not seat.moment.is_cancelled:
            spent[cycle.iso, seat.person_id][cycle.pk] += seat.minutes
    return seated, spent


def _is_free(span: Span, taken: Iterable[Span]) -> bool:
    return all(span[0] >= stop or span[1] <= begin for begin, stop in taken)


def _spans(moments: Iterable[Moment]) -> list[Span]:
    """What the team let fall leaves its place free; what a duo cancelled does not, or a lead could tell (S11)."""
    return [(m.starts_at, m.ends_at) for m in moments if m.starts_at and m.ends_at and not m.cancelled_cause]


def form_of(kind: Kind, form: Form, members: int) -> Form:
    """A team of one or two gets every moment, alone or with each other (S8)."""
    return Form.ALONE if members < 2 else form
