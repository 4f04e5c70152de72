"""The week in everybody's own calendar follows what happens to it, and a change that is near is mailed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.questions.models import LogEntry
from cycles.weekly import agenda, planning
from cycles.weekly.members import duo
from cycles.weekly.models import Kind, Moment, Seat, WeekCycle
from lerendwerken import schedule
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda.models import AgendaChoice, AgendaEntry
from teams.privacy.retention import sweep
from tests import builders
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.shows("planner-2", "S13")]
WEEK = IsoWeek(2026, 16)
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Callable[[], AbstractContextManager[Any]]:
    """Inside, what waits for the end of a transaction is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def cycle(cast: Cast, at: Any, committed: Any) -> WeekCycle:
    """Fatima and Joost are a duo; the lead only leads. Monday, before the Weekstart."""
    at("2026-04-13 08:40")
    cast.lead.memberships.all().delete()
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    made = planning.draft(cast.team, WEEK)
    with committed():
        planning.publish(made, by=cast.lead)
    return made


def of(person: User) -> dict[str, AgendaEntry]:
    return {entry.title: entry for entry in AgendaEntry.objects.filter(person=person)}


def at_local(text: str) -> Any:
    return builders.local(WEEK, text)


def told(person: User) -> list[Any]:
    """The mails about a change, and not those with a question or from the duo."""
    return [m for m in mail.outbox if person.email in m.to and "Je week is veranderd" in m.body]


def test_a_published_week_stands_in_the_calendars_of_those_who_are_in_it(
    cast: Cast, cycle: WeekCycle
) -> None:
    for person in (cast.professional, cast.colleague):
        seats = {s.moment.kind: s for s in Seat.objects.filter(person=person).select_related("moment")}
        assert {t: (e.starts_at, e.ends_at) for t, e in of(person).items()} == {
            kind: (seat.starts_at, seat.ends_at) for kind, seat in seats.items()
        }
    assert len(of(cast.professional)) == 4
    assert not of(cast.lead)
    uids = set(AgendaEntry.objects.values_list("uid", flat=True))
    assert len(uids) == AgendaEntry.objects.count()


def test_a_week_that_is_not_published_stands_nowhere(cast: Cast, cycle: WeekCycle) -> None:
    before = AgendaEntry.objects.count()
    other = planning.draft(cast.team, WEEK + 1)
    agenda.follow([other])
    assert AgendaEntry.objects.count() == before


def test_a_move_a_cancellation_and_a_return_are_followed_at_once(
    cast: Cast, cycle: WeekCycle, committed: Any
) -> None:
    moment = cycle.moments.get(kind=Kind.CHECK_IN)
    uid = of(cast.professional)[Kind.CHECK_IN].uid
    with committed():
        planning.move(moment, at_local("wo 13:30"), by=cast.lead)
    entry = of(cast.professional)[Kind.CHECK_IN]
    assert (entry.starts_at, entry.sequence, entry.uid) == (at_local("wo 13:30"), 1, uid)
    with committed():
        planning.cancel(moment, "other", by=cast.lead)
    entry = of(cast.professional)[Kind.CHECK_IN]
    assert (entry.is_cancelled, entry.sequence, entry.uid) == (True, 2, uid)
    with committed():
        planning.restore(moment, by=cast.lead)
    entry = of(cast.professional)[Kind.CHECK_IN]
    assert (entry.is_cancelled, entry.sequence, entry.uid) == (False, 3, uid)


def test_a_change_that_is_not_kept_leaves_no_trace(cast: Cast, cycle: WeekCycle, committed: Any) -> None:
    moment = cycle.moments.get(kind=Kind.CHECK_IN)
    with committed(), pytest.raises(planning.Refused):
        planning.move(moment, at_local("wo 03:00"), by=cast.lead)
    assert of(cast.professional)[Kind.CHECK_IN].sequence == 0


@pytest.mark.shows("S11")
def test_what_a_duo_cancels_leaves_only_their_own_calendars(
    cast: Cast, cycle: WeekCycle, committed: Any
) -> None:
    third, fourth = builders.member(cast.team), builders.member(cast.team)
    other = builders.moment(
        cycle, Kind.LEARNING_HOUR, "do 10:00", who=[third, fourth], form="duo", pair=7, minutes=60,
        members=[third.pk, fourth.pk],
    )  # fmt: skip
    agenda.follow([cycle])
    moment = cycle.moments.get(kind=Kind.LEARNING_HOUR, pair=1)
    with committed():
        duo.cancel(moment, by=cast.professional)
    for person in (cast.professional, cast.colleague):
        assert of(person)[Kind.LEARNING_HOUR].is_cancelled
        assert not of(person)[Kind.PLANNING].is_cancelled
    assert not AgendaEntry.objects.get(person=third, source_id=other.pk).is_cancelled
    schedule.tick()
    assert not told(cast.colleague)  # they tell each other


def test_the_tick_follows_absence_and_who_leaves(cast: Cast, cycle: WeekCycle, at: Any) -> None:
    at("2026-04-13 12:00")
    builders.absence(cast.professional, date(2026, 4, 15))
    schedule.tick()
    entry = of(cast.professional)[Kind.CHECK_IN]
    seat = Seat.objects.get(person=cast.professional, moment__kind=Kind.CHECK_IN)
    assert seat.alone
    assert (entry.starts_at, entry.sequence) == (seat.starts_at, 1)
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    schedule.tick()
    left = of(cast.colleague)
    assert not left[Kind.PLANNING].is_cancelled  # that was this morning
    assert all(left[kind].is_cancelled for kind in (Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.RETROSPECTIVE))


def test_a_member_of_the_team_no_more_has_nothing_of_it_to_come(cast: Cast, cycle: WeekCycle) -> None:
    cast.professional.memberships.update(until=date(2026, 4, 13))
    schedule.tick()
    mine = of(cast.professional)
    assert not mine[Kind.PLANNING].is_cancelled
    assert mine[Kind.CHECK_IN].is_cancelled
    assert mine[Kind.RETROSPECTIVE].is_cancelled


def test_following_again_changes_nothing(cast: Cast, cycle: WeekCycle) -> None:
    before = list(AgendaEntry.objects.values())
    schedule.tick()
    schedule.tick()
    assert list(AgendaEntry.objects.values()) == before


def test_following_costs_the_same_for_more_people_and_weeks(cast: Cast, cycle: WeekCycle) -> None:
    def queries(cycles: list[WeekCycle]) -> int:
        with CaptureQueriesContext(connection) as found:
            agenda.follow(cycles)
        return len(found)

    few = queries([cycle])
    more = [builders.week(builders.team(), WEEK) for _ in range(3)]
    for one in more:
        for kind in (Kind.PLANNING, Kind.CHECK_IN):
            builders.moment(one, kind, "wo 09:30", who=[builders.member(one.team) for _ in range(4)])
    queries([cycle, *more])
    assert queries([cycle, *more]) == few


def test_what_ended_a_year_ago_goes(cast: Cast, cycle: WeekCycle, at: Any) -> None:
    at("2027-04-15 12:00")  # the Thursday a year later
    sweep()
    assert set(of(cast.professional)) == {Kind.CHECK_IN, Kind.RETROSPECTIVE}


# A change within 48 hours -------------------------------------------------------------------------


def change(
    cast: Cast, cycle: WeekCycle, committed: Any, kind: Kind = Kind.CHECK_IN, to: str = "wo 13:30"
) -> None:
    with committed():
        planning.move(cycle.moments.get(kind=kind), at_local(to), by=cast.lead)


def test_a_move_within_48_hours_is_mailed_in_working_time(
    cast: Cast, cycle: WeekCycle, committed: Any, at: Any
) -> None:
    at("2026-04-13 20:00")
    change(cast, cycle, committed)
    at.forward(minutes=5)
    schedule.tick()
    assert not told(cast.professional)
    at("2026-04-14 08:31")
    schedule.tick()
    schedule.tick()
    (mine,) = told(cast.professional)
    assert mine.subject == "Tussenstand is woensdag 15 april om 13.30 uur"
    assert "Tussenstand van woensdag 15 april om 11.00 uur is nu woensdag 15 april om 13.30 uur." in mine.body
    assert len(told(cast.colleague)) == 1


def test_a_cancellation_within_48_hours_is_mailed(
    cast: Cast, cycle: WeekCycle, committed: Any, at: Any
) -> None:
    at("2026-04-13 12:00")
    with committed():
        planning.cancel(cycle.moments.get(kind=Kind.CHECK_IN), "other", by=cast.lead)
    at.forward(minutes=5)
    schedule.tick()
    (mine,) = told(cast.professional)
    assert mine.subject == "Tussenstand vervalt"
    assert "Tussenstand van woensdag 15 april om 11.00 uur vervalt." in mine.body


def test_several_changes_are_one_mail(cast: Cast, cycle: WeekCycle, committed: Any, at: Any) -> None:
    at("2026-04-13 12:00")
    change(cast, cycle, committed)
    with committed():
        planning.cancel(cycle.moments.get(kind=Kind.LEARNING_HOUR), "other", by=cast.lead)
    at.forward(minutes=5)
    schedule.tick()
    schedule.tick()
    (mine,) = told(cast.professional)
    assert mine.subject == "Er veranderen 2 momenten in je week"
    assert mine.body.count(" uur is nu ") == 1
    assert mine.body.count(" vervalt.") == 1


def test_what_is_taken_back_or_changed_again_is_told_as_it_ends(
    cast: Cast, cycle: WeekCycle, committed: Any, at: Any
) -> None:
    at("2026-04-13 12:00")
    change(cast, cycle, committed)
    change(cast, cycle, committed, to="wo 11:00")
    at.forward(minutes=5)
    schedule.tick()
    assert not told(cast.professional)
    change(cast, cycle, committed, to="wo 13:30")
    change(cast, cycle, committed, to="wo 14:00")
    at.forward(minutes=5)
    schedule.tick()
    (mine,) = told(cast.professional)
    assert "van woensdag 15 april om 11.00 uur is nu woensdag 15 april om 14.00 uur." in mine.body


def test_a_change_that_is_far_away_is_in_the_calendar_soon_enough(
    cast: Cast, cycle: WeekCycle, committed: Any, at: Any
) -> None:
    change(cast, cycle, committed, Kind.RETROSPECTIVE, "do 13:30")
    at.forward(minutes=5)
    schedule.tick()
    assert not told(cast.professional)
    assert of(cast.professional)[Kind.RETROSPECTIVE].sequence == 1


def test_who_made_the_change_and_who_is_invited_by_mail_get_no_such_mail(
    cast: Cast, cycle: WeekCycle, committed: Any, at: Any
) -> None:
    AgendaChoice.objects.create(person=cast.colleague, way=AgendaChoice.Way.INVITATIONS)
    at("2026-04-13 12:00")
    with committed():
        planning.move(cycle.moments.get(kind=Kind.CHECK_IN), at_local("wo 13:30"), by=cast.professional)
    at.forward(minutes=5)
    schedule.tick()
    assert not told(cast.professional)
    assert not told(cast.colleague)
    invited = [m for m in mail.outbox if cast.colleague.email in m.to and m.attachments]
    assert [m.subject for m in invited if "Tussenstand" in m.subject] == [
        "Nieuwe tijd: Tussenstand, woensdag 15 april om 13.30 uur"
    ]


@pytest.mark.shows("TI8")
def test_nothing_private_is_in_the_mail_about_a_change(
    cast: Cast, cycle: WeekCycle, committed: Any, at: Any
) -> None:
    at("2026-04-13 12:00")
    LogEntry.objects.create(person=cast.professional, text="KANARIE-leermoment")
    User.objects.filter(pk=cast.colleague.pk).update(given_name="KANARIE-duo")
    Moment.objects.filter(kind=Kind.LEARNING_HOUR).update(starts_at=clock.now() + timedelta(hours=25))
    change(cast, cycle, committed)
    at.forward(minutes=5)
    schedule.tick()
    (mine,) = told(cast.professional)
    assert "KANARIE" not in str(mine.message())
