"""Fetches all that is needed to judge and seat the weeks of some teams at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from cycles.weekly.elsewhere import seated
from cycles.weekly.models import (
    Answer,
    Displacement,
    GuestInvitation,
    Kind,
    Moment,
    WeekCycle,
)
from cycles.weekly.seating import Room
from lerendwerken.lib import clock
from teams.hours.models import around, calendars, closed_days
from teams.structure.models import Membership, Organisation


def rooms(cycles: Sequence[WeekCycle]) -> list[Room]:
    """The rooms of several weeks at once, in their order; fourteen queries, however many teams and members."""
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
    guests: dict[int, list[int]] = defaultdict(list)
    for moment_id, person in GuestInvitation.objects.filter(
        moment__cycle__in=cycles, answer=Answer.YES, person__is_active=True
    ).values_list("moment", "person"):
        guests[moment_id].append(person)
    members = {m.person_id for found in homes.values() for m in found}
    people = sorted(members.union(*guests.values()))
    rules, now = Organisation.get(), clock.now()
    closed = closed_days(around(first - day, last + day), rules=rules)
    book = calendars(people, first - day, last + day, closed=closed)
    moments: dict[int, list[Moment]] = defaultdict(list)
    for moment in Moment.objects.filter(cycle__in=cycles).order_by(
        F("starts_at").asc(nulls_last=True), "kind", "pair"
    ):
        moments[moment.cycle_id].append(moment)
    there = seated(cycles, people)
    displaced = {
        (row.moment_id, row.person_id): row for row in Displacement.objects.filter(moment__cycle__in=cycles)
    }
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
        away = there.spans_elsewhere(cycle)
        found.append(
            Room(
                cycle=cycle,
                lengths=lengths,
                memberships=here,
                calendars=book | {p: book[p].also_busy(spans) for p, spans in away.items() if p in book},
                closed=closed,
                rules=rules,
                now=now,
                moments=own,
                seated=there.seats[cycle.pk],
                elsewhere=there.minutes_elsewhere(cycle),
                away=away,
                visits=there.visits_elsewhere(cycle),
                guests=guests,
                displaced=displaced,
            )
        )
    return found
