"""Whom a lead can ask something for a moment of the week, by what the planner knows: hours, absence and free time."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

from cycles.weekly import judging
from cycles.weekly.elsewhere import Seated, seated
from cycles.weekly.models import Kind, Moment, WeekCycle
from cycles.weekly.places import placing
from cycles.weekly.seating import Room
from teams.accounts.models import User
from teams.hours.calendar import Span, WorkingCalendar
from teams.hours.models import Absence, calendars
from teams.structure.models import Membership

DAY = timedelta(days=1)


class Asking:
    """One week of a team. Constant queries, however many moments and people."""

    def __init__(self, cycle: WeekCycle, room: Room | None = None) -> None:
        self.cycle = cycle
        self.room = room or judging.room_of(cycle)

    # Guests ---------------------------------------------------------------------------------------

    @cached_property
    def memberships(self) -> list[Membership]:
        week = self.cycle.iso
        found = Membership.objects.between(week.monday, week.sunday).filter(
            team=self.cycle.team_id, kind=Membership.Kind.GUEST, person__is_active=True
        )
        return list(found.select_related("person").order_by("person__given_name", "pk"))

    def guests_on(self, day: date) -> dict[int, User]:
        """Guest members on a day who do not learn here anyway."""
        return {
            m.person_id: m.person
            for m in self.memberships
            if m.from_date <= day and (m.until is None or m.until >= day)
            if not self.room.belongs(m.person_id, day)
        }

    @cached_property
    def there(self) -> Seated:
        """What the guests have in their own teams this week."""
        return seated([self.cycle], self._guest_ids)

    @property
    def _guest_ids(self) -> list[int]:
        return sorted({m.person_id for m in self.memberships})

    @cached_property
    def calendars(self) -> Mapping[int, WorkingCalendar]:
        week = self.cycle.iso
        book = calendars(self._guest_ids, week.monday - DAY, week.sunday + DAY) if self._guest_ids else {}
        return {
            **self.room.calendars,
            **{p: c.also_busy(self.seated_spans(p)) for p, c in book.items()},
        }

    def seated_spans(self, guest: int) -> list[Span]:
        """Where a guest is with others this week: in other teams, and here at what they said yes to."""
        here = [
            (s.starts_at, s.ends_at)
            for s in self.room.seated
            if s.person_id == guest
            and s.starts_at
            and s.ends_at
            and not s.alone
            and guest in self.room.guests.get(s.moment_id, ())
        ]
        return [*self.there.spans_elsewhere(self.cycle).get(guest, ()), *here]

    @cached_property
    def names(self) -> dict[int, User]:
        """Everybody whom a lead could ask, by id and in the order of their names."""
        people = User.objects.filter(pk__in=[*self.room.people, *self._guest_ids])
        return {person.pk: person for person in people.order_by("given_name", "family_name", "pk")}

    # Moments --------------------------------------------------------------------------------------

    @cached_property
    def ahead(self) -> list[Moment]:
        """With a common place, planned, and still to come."""
        return [
            m
            for m in self.room.moments
            if m.starts_at and m.starts_at > self.room.now and not m.cancelled_cause
        ]

    def day_of(self, moment: Moment) -> date:
        assert moment.starts_at
        return moment.starts_at.astimezone(self.room.zone).date()

    @cached_property
    def outside(self) -> dict[int, dict[int, Span]]:
        """By moment of the whole team and person: the span, where only somebody's hours stand in the way (W1).

        Nobody is in it who is absent then, has something else, or has no time for learning left in the week.
        """
        found: dict[int, dict[int, Span]] = defaultdict(dict)
        for moment in self.ahead:
            if moment.pair:
                continue
            assert moment.starts_at
            day = self.day_of(moment)
            own = dict.fromkeys(self.guests_on(day), moment.minutes)
            own |= self.room.own_minutes(Kind(moment.kind), day)
            for person, minutes in own.items():
                span = moment.starts_at, moment.starts_at + timedelta(minutes=minutes)
                if minutes and day not in self._absent[person] and self._only_hours(person, span):
                    found[moment.pk][person] = span
        return found

    def _only_hours(self, person: int, span: Span) -> bool:
        calendar = self.calendars[person]
        return (
            not calendar.covers(*span)
            and not calendar.is_absent(self.cycle.iso)
            and calendar.intervals(*span) == calendar.free(*span)
        )

    @cached_property
    def _absent(self) -> dict[int, set[date]]:
        week = self.cycle.iso
        rows = Absence.objects.filter(
            person__in=[*self.room.people, *self._guest_ids],
            first_day__lte=week.sunday,
            last_day__gte=week.monday,
        )
        found: dict[int, set[date]] = defaultdict(set)
        for row in rows:
            found[row.person_id] |= {day for day in week.days if row.first_day <= day <= row.last_day}
        return found

    def can_come(self, moment: Moment) -> dict[int, User]:
        """Guests who work at a moment and are free then."""
        if moment not in self.ahead or not moment.starts_at or not moment.ends_at:
            return {}
        return {
            pk: person
            for pk, person in self.guests_on(self.day_of(moment)).items()
            if self.calendars[pk].is_free(moment.starts_at, moment.ends_at)
        }

    def other_moments(self, person: int, than: Moment) -> list[Moment]:
        """At which a guest could come instead."""
        return [m for m in self.ahead if m.pk != than.pk and person in self.can_come(m)]

    def other_place(self, person: int, moment: Moment) -> datetime | None:
        """Where a moment could stand for a guest to come: the nearest place in their hours."""
        assert moment.starts_at
        opens, closes = self.room.now, self.cycle.closes_at
        calendar = self.calendars[person]
        return placing.alone(moment.minutes, calendar, near=moment.starts_at, opens=opens, closes=closes)
