"""Gives every member a seat at every moment of a week: with the others, alone in own hours, or a reason why not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from cycles.weekly import placing
from cycles.weekly.budget import fit
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from lerendwerken.lib import clock
from teams.hours.calendar import WorkingCalendar
from teams.hours.models import calendars, closed_days
from teams.structure.models import Membership, Organisation


@dataclass
class Room:
    """All that is needed to judge and seat one team's week; six queries, however many members."""

    cycle: WeekCycle
    lengths: dict[Kind, int]  # what the team plans per kind, in minutes

    @cached_property
    def memberships(self) -> list[Membership]:
        week = self.cycle.iso
        found = Membership.objects.between(week.monday, week.sunday).filter(
            team_id=self.cycle.team_id, kind=Membership.Kind.HOME, person__is_active=True
        )
        return list(found.order_by("person_id", "from_date"))

    @cached_property
    def people(self) -> list[int]:
        return sorted({m.person_id for m in self.memberships})

    @cached_property
    def calendars(self) -> Mapping[int, WorkingCalendar]:
        week = self.cycle.iso
        day = timedelta(days=1)
        return calendars(self.people, week.monday - day, week.sunday + day)

    @cached_property
    def closed(self) -> dict[date, str]:
        return closed_days({self.cycle.iso.monday.year, self.cycle.iso.sunday.year})

    @cached_property
    def budgets(self) -> dict[int, int]:
        """Minutes for learning this week per person; 0 in an absent week (W2, S4)."""
        rules = Organisation.get()
        return {
            person: calendar.budget(
                self.cycle.iso,
                full=rules.budget_minutes,
                floor=rules.budget_floor,
                full_time_hours=float(rules.full_time_hours),
            )
            for person, calendar in self.calendars.items()
        }

    @cached_property
    def parts(self) -> dict[int, dict[Kind, int]]:
        """Own minutes per person and kind."""
        return {person: fit(self.lengths, budget) for person, budget in self.budgets.items()}

    def belongs(self, person: int, day: date) -> bool:
        return any(
            m.person_id == person and m.from_date <= day and (m.until is None or m.until >= day)
            for m in self.memberships
        )

    def own_minutes(self, kind: Kind, day: date) -> dict[int, int]:
        return {p: self.parts[p].get(kind, 0) for p in self.people if self.belongs(p, day)}

    def judge(self, kind: Kind, starts_at: datetime, others: Iterable[Moment] = ()) -> placing.Place:
        day = starts_at.astimezone(self.zone).date()
        place = placing.judge(
            starts_at,
            self.own_minutes(kind, day),
            self.calendars,
            zone=self.cycle.team.time_zone,
            closed=self.closed,
            now=clock.now(),
            others=_spans(others),
        )
        if day not in self.cycle.iso.days:
            outside: dict[str, object] = {"code": placing.Refusal.OUTSIDE_WEEK}
            return placing.Place(place.starts_at, place.minutes, place.present, (*place.refusals, outside))
        return place

    def better(self, kind: Kind, near: datetime, others: Iterable[Moment] = ()) -> placing.Place | None:
        return placing.better(
            self.cycle.iso,
            self.own_minutes(kind, near.astimezone(self.zone).date()),
            self.calendars,
            zone=self.cycle.team.time_zone,
            closed=self.closed,
            now=clock.now(),
            near=near,
            others=_spans(others),
        )

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.cycle.team.time_zone)

    # Seats ----------------------------------------------------------------------------------------

    def seats(self, moments: list[Moment]) -> list[Seat]:
        """Unsaved seats for planned moments, in the order of the week."""
        taken: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        seats: list[Seat] = []
        # Common appointments first: a prompt alone goes round them.
        together = [m for m in moments if m.starts_at and not m.is_cancelled]
        for moment in sorted(together, key=lambda m: m.starts_at or clock.now()):
            for person in self._invited(moment):
                seats.append(self._seat_together(moment, person, taken))
        for seat in seats:
            if seat.alone:
                self._seat_alone(seat, taken)
        for moment in moments:
            if moment.starts_at is None and not moment.is_cancelled:
                for person in self._invited(moment):
                    seat = Seat(moment=moment, person_id=person, alone=True)
                    self._seat_alone(seat, taken)
                    seats.append(seat)
        return seats

    def _invited(self, moment: Moment) -> list[int]:
        if moment.pair:
            return [p for p in self.people if p in moment.members]
        return self.people

    def _seat_together(
        self, moment: Moment, person: int, taken: dict[int, list[tuple[datetime, datetime]]]
    ) -> Seat:
        assert moment.starts_at
        own = self.parts[person].get(Kind(moment.kind), 0)
        ends_at = moment.starts_at + timedelta(minutes=own)
        works = own > 0 and self.calendars[person].covers(moment.starts_at, ends_at)
        if works and self.belongs(person, moment.starts_at.astimezone(self.zone).date()):
            taken[person].append((moment.starts_at, ends_at))
            return Seat(moment=moment, person_id=person, starts_at=moment.starts_at, minutes=own)
        return Seat(moment=moment, person_id=person, alone=True)

    def _seat_alone(self, seat: Seat, taken: dict[int, list[tuple[datetime, datetime]]]) -> None:
        """A prompt alone, near the usual time, in own hours that are still to come."""
        person, kind = seat.person_id, Kind(seat.moment.kind)
        calendar = self.calendars[person]
        own = self.parts[person].get(kind, 0)
        opens, closes = self.cycle.span
        if calendar.is_absent(self.cycle.iso):
            seat.reason = Seat.Reason.ABSENT_WEEK
            return
        if own == 0:
            seat.reason = Seat.Reason.NO_BUDGET
            return
        near = seat.moment.starts_at or self._usual(seat.moment)
        first, last = self._membership_span(person, opens, closes)
        start = placing.alone(
            own, calendar, near=near, opens=max(first, clock.now()), closes=last, taken=taken[person]
        )
        if start is None:
            joins_later = first > opens
            seat.reason = Seat.Reason.NOT_YET_MEMBER if joins_later else Seat.Reason.NO_WORKING_TIME
            return
        seat.starts_at, seat.minutes = start, own
        taken[person].append((start, start + timedelta(minutes=own)))

    def _membership_span(self, person: int, opens: datetime, closes: datetime) -> tuple[datetime, datetime]:
        mine = [m for m in self.memberships if m.person_id == person]
        start = datetime.combine(min(m.from_date for m in mine), datetime.min.time(), self.zone)
        ends = [m.until for m in mine]
        until = None if None in ends else max(d for d in ends if d)
        stop = (
            datetime.combine(until + timedelta(days=1), datetime.min.time(), self.zone) if until else closes
        )
        return max(opens, start), min(closes, stop)

    def _usual(self, moment: Moment) -> datetime:
        """Without a common place: the time of day of the rhythm, else the day it usually has."""
        if moment.usual_at:
            return moment.usual_at
        weekday = {Kind.PLANNING: 0, Kind.LEARNING_HOUR: 1, Kind.CHECK_IN: 2}.get(Kind(moment.kind), 3)
        return self.cycle.span[0] + timedelta(days=weekday, hours=9, minutes=30)


def _spans(moments: Iterable[Moment]) -> list[tuple[datetime, datetime]]:
    return [(m.starts_at, m.ends_at) for m in moments if m.starts_at and m.ends_at and not m.is_cancelled]


def form_of(kind: Kind, form: Form, members: int) -> Form:
    """A team of one or two gets every moment, alone or with each other (S8)."""
    return Form.ALONE if members < 2 else form
