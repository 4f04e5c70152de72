"""The seats of published weeks as appointments in everybody's own calendar (S13)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from cycles.weekly.models import Kind, Moment, Seat, WeekCycle
from teams.agenda import changes, entries, invitations
from teams.agenda.entries import Appointment

entries.titles(**{kind.value: kind.label for kind in Kind})


def follow_after(cycle: WeekCycle, *, is_news: bool) -> None:
    """Once the change that is being made is certain. The tick makes right what goes wrong here."""
    transaction.on_commit(lambda: follow([cycle], is_news=is_news), robust=True)


@transaction.atomic
def follow(cycles: Sequence[WeekCycle], *, is_news: bool = False) -> None:
    """Makes the calendars as the seats are. Writes only what differs, in as many queries for one week as for all.

    is_news: the team changed this, so others hear of it by mail when it is near. What a duo changes, and what
    follows from somebody's own hours or absence, is mailed by nobody here (S11).
    """
    # Two at once wait for each other: each reads the seats as the other left them. The tick leaves a week that is
    # being changed to whoever changes it.
    held = WeekCycle.objects.published().filter(pk__in=[cycle.pk for cycle in cycles])
    weeks = {w.pk: w for w in held.select_for_update(skip_locked=not is_news).order_by("pk")}
    moments = dict(Moment.objects.filter(cycle__in=weeks).values_list("pk", "changed_by"))
    changed = entries.follow(Moment, moments, _wanted(weeks))
    invitations.follow(change.entry for change in changed)
    if is_news:
        changes.tell(changed, makers={moments[change.entry.source_id] for change in changed})


def _wanted(weeks: dict[int, WeekCycle]) -> list[Appointment]:
    """What falls away is in nobody's calendar: for all when the team cancels, for the two when a duo does.

    Except in that of who took another place for it; and what somebody left out themselves is not in theirs.
    """
    seats = (
        Seat.objects.with_choice()
        .filter(moment__cycle__in=weeks, starts_at__isnull=False, minutes__gt=0)
        .select_related("moment")
    )
    links = {pk: reverse("cycles:my-week-of", args=[str(cycle.iso)]) for pk, cycle in weeks.items()}
    return [
        Appointment(
            person_id=seat.person_id,
            source_id=seat.moment_id,
            title=seat.moment.kind,
            starts_at=seat.starts_at,
            ends_at=seat.ends_at,
            link=links[seat.moment.cycle_id],
        )
        for seat in seats
        if seat.starts_at and seat.ends_at and not seat.is_off
    ]
