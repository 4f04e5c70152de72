"""Gives every member a seat at every moment of a week: with the others, alone in own hours, or a reason why not.

A seat that has begun stays as it was: its minutes are spent, and what is still to come fits in what is left.
A seat alone that is still to come stays where it is as long as that is possible, so that nobody's week shifts
because time goes by. Who said yes as a guest has a seat with the others, with minutes out of the own budget (S8).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from cycles.weekly.budget import fit
from cycles.weekly.elsewhere import Visit, is_free, spans_of
from cycles.weekly.models import (
    Displacement,
    Form,
    Kind,
    Moment,
    Seat,
    WeekCycle,
)
from cycles.weekly.places import placing
from teams.hours.calendar import Span, WorkingCalendar
from teams.hours.models import weekly_budget
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
    away: Mapping[int, Sequence[Span]] = field(default_factory=dict)  # with others, in another team
    visits: Mapping[int, Sequence[Visit]] = field(default_factory=dict)  # as a guest, in another team
    guests: Mapping[int, Sequence[int]] = field(default_factory=dict)  # who said yes, by moment
    displaced: Mapping[tuple[int, int], Displacement] = field(default_factory=dict)  # by moment and person

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
        return {person: self._budget(person) for person in self.people}

    def _budget(self, person: int) -> int:
        return weekly_budget(self.calendars[person], self.cycle.iso, self.rules)

    @cached_property
    def parts(self) -> dict[int, dict[Kind, int]]:
        """Own minutes per person and kind, of what has not begun, within what is left of the budget."""
        return {person: self._parts(person) for person in self.people}

    def _parts(self, person: int, given_away: int = 0) -> dict[Kind, int]:
        kinds = self._kinds(person) - set(self._spent[person])
        left = self._left(person) - given_away
        return fit({k: m for k, m in self.lengths.items() if k in kinds}, max(left, 0))

    def _left(self, person: int) -> int:
        return self.budgets[person] - sum(self._spent[person].values()) - self.elsewhere.get(person, 0)

    @cached_property
    def _spent(self) -> dict[int, dict[Kind, int]]:
        spent: dict[int, dict[Kind, int]] = defaultdict(dict)
        for seat in self._begun:
            spent[seat.person_id][Kind(seat.moment.kind)] = seat.minutes
        return spent

    def can_give(self, person: int, minutes: int) -> bool:
        """Whether a member can spend minutes in another team, and each own moment still to come keeps a part."""
        after = self._parts(person, minutes)
        return minutes <= self._left(person) and all(after[k] for k, own in self.parts[person].items() if own)

    @cached_property
    def _begun(self) -> list[Seat]:
        """What cannot be changed any more. What a duo cancelled by itself is here as if it went on (S11)."""
        cancelled = {m.pk for m in self.moments if m.cancelled_cause}
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

    def together(self, kind: Kind, day: date) -> dict[int, int]:
        """Own minutes of a moment that the team holds together; 0 for who gets it alone."""
        return {p: 0 if self.is_async(kind, p) else own for p, own in self.own_minutes(kind, day).items()}

    def is_async(self, kind: Kind, person: int) -> bool:
        """The first step of shortening (S4): whose week does not hold everything has the Tussenstand alone."""
        return kind is Kind.CHECK_IN and person in self._shortened

    @cached_property
    def _shortened(self) -> set[int]:
        def whole(person: int) -> int:
            return sum(m for kind, m in self.lengths.items() if kind in self._kinds(person))

        return {p for p in self.people if self.budgets[p] - self.elsewhere.get(p, 0) < whole(p)}

    def judge(
        self,
        kind: Kind,
        starts_at: datetime,
        others: Iterable[Moment] = (),
        *,
        members: Sequence[int] | None = None,
        guests: Mapping[int, int] | None = None,
    ) -> placing.Place:
        """members: those of a duo, who all have to be there, as its guests do; None for the whole team."""
        day = starts_at.astimezone(self.zone).date()
        minutes = self.together(kind, day)
        if members is not None:
            own_minutes = self.own_minutes(kind, day)
            members = [*members, *(guests or ())]
            minutes = {p: own for p, own in {**own_minutes, **(guests or {})}.items() if p in members}
        place = placing.judge(
            starts_at,
            minutes,
            self.calendars,
            zone=self.cycle.team.time_zone,
            closed=self.closed,
            now=self.now,
            others=spans_of(others),
        )
        why = list(place.refusals)
        if members is not None and place.is_allowed and len(place.present) < len(members):
            why.append({"code": placing.Refusal.NOT_ALL})
        if day not in self.cycle.iso.days:
            why.append({"code": placing.Refusal.OUTSIDE_WEEK})
        return replace(place, refusals=tuple(why))

    # Seats ----------------------------------------------------------------------------------------

    def seats(self, moments: list[Moment], *, anew: Iterable[int] = ()) -> list[Seat]:
        """Unsaved seats for planned moments, but those that have begun. anew: moments whose seats may not stay."""
        self.moments = moments
        self.__dict__.pop("parts", None)
        self.__dict__.pop("_shortened", None)
        anew = set(anew)
        begun = {(s.moment_id, s.person_id) for s in self._begun}
        held = {
            (s.moment_id, s.person_id): s.starts_at
            for s in self.seated
            if s.alone and s.starts_at and s.moment_id not in anew
        }
        taken = self._fixed()
        seats: list[Seat] = []
        # Common appointments first: what somebody does alone goes round them, also the own places.
        for moment in sorted((m for m in moments if not m.cancelled_cause), key=self._near):
            for person in self._invited(moment):
                if (moment.pk, person) not in begun:
                    seats.append(self._seat_together(moment, person, taken))
            seats += self._seat_guests(moment, begun, taken)
        for person, span in self._own_places():
            taken[person].append(span)
        alone = [seat for seat in seats if seat.alone]
        # Then who keeps a place, then who needs one.
        for seat in [s for s in alone if (s.moment_id, s.person_id) in held]:
            self._keep(seat, held[seat.moment_id, seat.person_id], taken)
        for seat in alone:
            if seat.starts_at is None:
                self._seat_alone(seat, taken)
        return seats

    def taken(self) -> dict[int, list[Span]]:
        """What cannot shift, and the own places that took over from what fell away."""
        taken = self._fixed()
        for person, span in self._own_places():
            taken[person].append(span)
        return taken

    def _fixed(self) -> dict[int, list[Span]]:
        """What has begun, and other teams."""
        taken: dict[int, list[Span]] = defaultdict(list)
        for person, spans in self.away.items():
            taken[person] += spans
        for seat in self._begun:
            if seat.starts_at and seat.ends_at:
                taken[seat.person_id].append((seat.starts_at, seat.ends_at))
        return taken

    def _own_places(self) -> Iterator[tuple[int, Span]]:
        """Of who chose one. A moment of the team goes before them: where they stand is nobody's business."""
        fallen = {m.pk for m in self.moments if m.cancelled_cause}
        for seat in self.seated:
            chosen = seat.alone and self._chose(seat.moment_id, seat.person_id, Displacement.Outcome.MOVED)
            if chosen and seat.moment_id in fallen and seat.starts_at and seat.ends_at:
                yield seat.person_id, (seat.starts_at, seat.ends_at)

    def _chose(self, moment: int, person: int, outcome: str) -> bool:
        found = self.displaced.get((moment, person))
        return found is not None and found.outcome == outcome

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
        if moment.form == Form.TEAM and self.is_async(Kind(moment.kind), person):
            return seat
        span = moment.starts_at, moment.starts_at + timedelta(minutes=own)
        # Who keeps a place although their own calendar has something else, only has to work then.
        kept = self._chose(moment.pk, person, Displacement.Outcome.KEPT)
        free = self.calendars[person].covers if kept else self.calendars[person].is_free
        if free(*span) and is_free(span, taken[person]):
            taken[person].append(span)
            seat.starts_at, seat.minutes, seat.alone = moment.starts_at, own, False
        return seat

    def guest_minutes(self, moment: Moment) -> dict[int, int]:
        """Of who said yes; a place is given when they say so, see guests.py. Shorter when the budget shrinks."""
        return {p: self._guest_part(moment, p) for p in self.guests.get(moment.pk, ())}

    def _guest_part(self, moment: Moment, person: int) -> int:
        """What the budget leaves of it, after what they are a guest at before it, here or in another team."""
        if moment.starts_at is None:
            return moment.minutes
        fallen = {m.pk for m in self.moments if m.cancelled_cause}
        place, had = (moment.starts_at, moment.pk), moment.minutes
        before = sum(minutes for *at, minutes in self.visits.get(person, ()) if tuple(at) < place)
        for seat in self.seated:
            if seat.person_id != person or not seat.starts_at or seat.moment_id in fallen:
                continue
            if seat.moment_id == moment.pk:
                had = seat.minutes
            elif (seat.starts_at, seat.moment_id) < place:
                before += seat.minutes
        left = max(min(had, self._budget(person) - before), 0)
        return fit({Kind(moment.kind): moment.minutes}, left)[Kind(moment.kind)]

    def _seat_guests(
        self, moment: Moment, begun: set[tuple[int, int]], taken: dict[int, list[Span]]
    ) -> list[Seat]:
        """With the others or not at all: what comes over it is theirs to say, unless they do not work then."""
        found = []
        for person, minutes in self.guest_minutes(moment).items():
            if moment.starts_at is None or (moment.pk, person) in begun:
                continue
            span = moment.starts_at, moment.starts_at + timedelta(minutes=minutes)
            if minutes and self.calendars[person].covers(*span) and is_free(span, taken[person]):
                taken[person].append(span)
                found.append(Seat(moment=moment, person_id=person, starts_at=span[0], minutes=minutes))
        return found

    def _keep(self, seat: Seat, starts_at: datetime, taken: dict[int, list[Span]]) -> None:
        """The place that this person had, when it still holds."""
        own = self.parts[seat.person_id].get(Kind(seat.moment.kind), 0)
        span = starts_at, starts_at + timedelta(minutes=own)
        opens, closes = self._membership_span(seat.person_id)
        works = own and self.calendars[seat.person_id].is_free(*span)
        if works and opens <= span[0] and span[1] <= closes and is_free(span, taken[seat.person_id]):
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


def form_of(kind: Kind, form: Form, members: int) -> Form:
    """A team of one or two gets every moment, alone or with each other (S8)."""
    return Form.ALONE if members < 2 else form
