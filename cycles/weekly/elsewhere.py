"""The seats of some weeks, and what their people have in other teams in those same weeks (S8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cycles.weekly.models import Moment, Seat, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Span

type Whose = tuple[IsoWeek, int]  # a week and a person
type Visit = tuple[datetime, int, int]  # when, which moment, and the minutes of a guest


@dataclass
class Seated:
    """Per week cycle its seats; per week and person what each team takes: minutes, and spans with others."""

    seats: dict[int, list[Seat]]
    _minutes: dict[Whose, dict[int, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    _spans: dict[Whose, list[tuple[int, Span]]] = field(default_factory=lambda: defaultdict(list))
    _visits: dict[Whose, list[tuple[int, Visit]]] = field(default_factory=lambda: defaultdict(list))

    def minutes_elsewhere(self, cycle: WeekCycle) -> dict[int, int]:
        return {
            person: sum(minutes for other, minutes in mine.items() if other != cycle.pk)
            for (week, person), mine in self._minutes.items()
            if week == cycle.iso
        }

    def spans_elsewhere(self, cycle: WeekCycle) -> dict[int, list[Span]]:
        """Of who has any: what stands fast there because others are in it too."""
        return _elsewhere(self._spans, cycle)

    def visits_elsewhere(self, cycle: WeekCycle) -> dict[int, list[Visit]]:
        """Of who has any: what they are a guest at there."""
        return _elsewhere(self._visits, cycle)

    def add(self, seat: Seat) -> None:
        cycle = seat.moment.cycle
        if cycle.pk in self.seats:
            self.seats[cycle.pk].append(seat)
        if seat.starts_at and seat.ends_at and cycle.published_at and not seat.moment.cancelled_cause:
            whose = cycle.iso, seat.person_id
            self._minutes[whose][cycle.pk] += seat.minutes
            if not seat.alone:
                self._spans[whose].append((cycle.pk, (seat.starts_at, seat.ends_at)))
            if seat.is_of_a_guest:
                self._visits[whose].append((cycle.pk, (seat.starts_at, seat.moment_id, seat.minutes)))


def _elsewhere[T](kept: Mapping[Whose, Iterable[tuple[int, T]]], cycle: WeekCycle) -> dict[int, list[T]]:
    """Per person what they have in other teams in the week of this one."""
    found = {
        person: [one for other, one in mine if other != cycle.pk]
        for (week, person), mine in kept.items()
        if week == cycle.iso
    }
    return {person: theirs for person, theirs in found.items() if theirs}


def seated(cycles: Sequence[WeekCycle], people: Sequence[int]) -> Seated:
    """One query, however many weeks and people."""
    weeks = {cycle.iso for cycle in cycles}
    theirs = Seat.objects.filter(
        person__in=people,
        moment__cycle__year__in={week.year for week in weeks},
        moment__cycle__week__in={week.week for week in weeks},
    )
    ours = Seat.objects.filter(moment__cycle__in=cycles)
    found = Seated({cycle.pk: [] for cycle in cycles})
    for seat in (theirs | ours).with_invitation().select_related("moment__cycle").order_by("pk"):
        found.add(seat)
    return found


def is_free(span: Span, taken: Iterable[Span]) -> bool:
    return all(span[0] >= stop or span[1] <= begin for begin, stop in taken)


def spans_of(moments: Iterable[Moment]) -> list[Span]:
    """What the team let fall leaves its place free; what a duo cancelled does not, or a lead could tell (S11)."""
    return [(m.starts_at, m.ends_at) for m in moments if m.starts_at and m.ends_at and not m.cancelled_cause]
