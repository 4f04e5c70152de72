"""Invitations through a real mail server, read again as a mail program does: one mail an appointment."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from cycles.questions.models import LogEntry
from cycles.weekly import agenda
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda import choosing
from teams.agenda.models import AgendaChoice, AgendaEntry
from teams.notifications import outbox
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.support.smtp_sink import SmtpSink, reset
from tests.teams.agenda.calendar_parsers import Line, events, unfolded

pytestmark = [pytest.mark.django_db, pytest.mark.shows("planner-2", "S13", "W6")]
WEEK = IsoWeek(2026, 14)
Way = AgendaChoice.Way


@pytest.fixture(autouse=True)
def at_work(settings: Any, sink: SmtpSink, at: Any) -> None:
    """Monday 8.35, just after everybody began."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 2},
        }
    }
    at("2026-03-30 08:35")


@pytest.fixture
def cycle(cast: Cast) -> WeekCycle:
    """Fatima is invited by mail. A Weekstart on Tuesday and a Leerwerkuur with Joost on Wednesday."""
    made = builders.week(cast.team, WEEK)
    both = [cast.professional, cast.colleague]
    builders.moment(made, Kind.PLANNING, "di 09:30", who=both)
    members = [person.pk for person in both]
    builders.moment(
        made, Kind.LEARNING_HOUR, "wo 10:00", who=both, minutes=60, form=Form.DUO, pair=1, members=members
    )
    agenda.follow([made])
    choosing.choose(Way.INVITATIONS, by=cast.professional)
    return made


def send(at: Any, minutes: int = 10) -> None:
    at.forward(minutes=minutes)
    outbox.send_due()


def ics_of(mail: EmailMessage) -> tuple[str, bytes]:
    """The method and the text of the part that a calendar acts on."""
    (part,) = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert part.get_param("charset") == "utf-8"
    return str(part.get_param("method")), payload.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def told(sink: SmtpSink, person: User) -> list[tuple[str, str, dict[str, str]]]:
    """(method, title, event) of each mail, in order."""
    found = []
    for mail in sink.to(person.email):
        method, ics = ics_of(mail)
        (event,) = events(ics).values()
        found.append((method, event["SUMMARY"], event))
    return found


def planning(cycle: WeekCycle) -> Moment:
    return cycle.moments.get(kind=Kind.PLANNING)


def move(moment: Moment, starts: str) -> None:
    at = builders.local(WEEK, starts)
    Moment.objects.filter(pk=moment.pk).update(starts_at=at)
    Seat.objects.filter(moment=moment).update(starts_at=at)
    agenda.follow([moment.cycle])


def cancel(moment: Moment) -> None:
    Moment.objects.filter(pk=moment.pk).update(cancelled_at=clock.now(), cancelled_cause="other")
    agenda.follow([moment.cycle])


def test_who_chooses_invitations_gets_one_mail_for_each_moment_to_come(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    outbox.send_due()
    assert not sink.messages()  # two minutes to take it back
    send(at)
    send(at)
    assert [mail[:2] for mail in told(sink, cast.professional)] == [
        ("REQUEST", "Weekstart"),
        ("REQUEST", "Leerwerkuur"),
    ]
    assert not sink.to(cast.colleague.email)


def test_the_mail_is_one_of_the_house_with_the_event_in_it_and_beside_it(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, settings: Any, at: Any
) -> None:
    send(at)
    mail = sink.to(cast.professional.email)[0]
    assert mail.get_content_type() == "multipart/mixed"
    alternative, file = list(mail.iter_parts())  # type: ignore[attr-defined]
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "agenda.ics")
    method, ics = ics_of(mail)
    assert file.get_payload(decode=True) == ics
    lines = unfolded(ics)
    assert Line("METHOD", method) in lines
    assert Line("ATTENDEE;RSVP=FALSE", f"mailto:{cast.professional.email}") in lines
    assert [line.value for line in lines if line.name.startswith("ORGANIZER")] == [
        "mailto:lerendwerken@localhost"
    ]
    assert mail["Subject"] == "Weekstart, dinsdag 31 maart om 9.30 uur"
    text = mail.get_body(("plain",))  # type: ignore[attr-defined]
    assert "dinsdag 31 maart, 9.30 tot 9.50 uur" in text.get_content()
    assert not [line for line in lines if line.name == "X-PUBLISHED-TTL"]


def test_a_move_and_a_cancellation_keep_the_uid_and_raise_the_sequence(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    send(at)
    sink.clear()
    move(planning(cycle), "di 11:00")
    send(at)
    cancel(planning(cycle))
    send(at)
    entry = AgendaEntry.objects.get(person=cast.professional, title=Kind.PLANNING)
    (update, cancelled) = told(sink, cast.professional)
    assert (update[0], cancelled[0]) == ("REQUEST", "CANCEL")
    assert update[2]["UID"] == cancelled[2]["UID"] == entry.uid
    assert (update[2]["SEQUENCE"], cancelled[2]["SEQUENCE"]) == ("1", "2")
    assert update[2]["DTSTART"] == "20260331T110000"
    assert cancelled[2]["STATUS"] == "CANCELLED"


def test_several_changes_within_the_wait_are_one_mail_with_the_last_state(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    move(planning(cycle), "di 11:00")
    at.forward(minutes=1)
    move(planning(cycle), "di 13:30")
    send(at)
    mails = [mail for mail in told(sink, cast.professional) if mail[1] == "Weekstart"]
    assert [mail[2]["DTSTART"] for mail in mails] == ["20260331T133000"]


def test_what_is_taken_back_within_the_wait_is_no_mail(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    send(at)
    sink.clear()
    move(planning(cycle), "di 11:00")
    move(planning(cycle), "di 09:30")
    send(at)
    assert not sink.messages()


def test_what_falls_away_before_anybody_was_told_is_no_mail(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    cancel(planning(cycle))
    send(at)
    assert [mail[1] for mail in told(sink, cast.professional)] == ["Leerwerkuur"]


@pytest.mark.parametrize("way", [Way.SUBSCRIPTION, Way.NONE])
def test_another_way_cancels_what_is_to_come_once(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any, way: AgendaChoice.Way
) -> None:
    send(at)
    invited = {mail[2]["UID"]: int(mail[2]["SEQUENCE"]) for mail in told(sink, cast.professional)}
    sink.clear()
    choosing.choose(way, by=cast.professional)
    agenda.follow([cycle])
    for _ in range(3):
        send(at)
    off = told(sink, cast.professional)
    assert [mail[0] for mail in off] == ["CANCEL", "CANCEL"]
    assert {mail[2]["UID"] for mail in off} == set(invited)
    assert all(int(mail[2]["SEQUENCE"]) > invited[mail[2]["UID"]] for mail in off)
    move(planning(cycle), "di 11:00")
    send(at)
    assert len(sink.messages()) == 2
    # And back again: newer than the cancellation, or no calendar would believe it.
    sink.clear()
    choosing.choose(Way.INVITATIONS, by=cast.professional)
    send(at)
    again = told(sink, cast.professional)
    assert [mail[0] for mail in again] == ["REQUEST", "REQUEST"]
    cancelled = {mail[2]["UID"]: int(mail[2]["SEQUENCE"]) for mail in off}
    assert all(int(mail[2]["SEQUENCE"]) > cancelled[mail[2]["UID"]] for mail in again)


def test_a_choice_that_is_taken_back_at_once_mails_nothing(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    send(at)
    sink.clear()
    before = choosing.as_it_is(cast.professional)
    choosing.choose(Way.NONE, by=cast.professional)
    assert choosing.put_back(before, choosing.as_it_is(cast.professional), by=cast.professional)
    send(at)
    assert not sink.messages()


def test_nothing_comes_outside_working_time_or_for_what_has_begun(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    at("2026-03-30 20:00")
    send(at)
    assert not sink.messages()
    at("2026-03-31 08:31")
    move(planning(cycle), "di 08:32")  # before a mail could come
    outbox.send_due()
    at("2026-03-31 08:40")
    outbox.send_due()
    assert [mail[1] for mail in told(sink, cast.professional)] == ["Leerwerkuur"]


@pytest.mark.parametrize("change", ["moved", "cancelled"])
def test_a_calendar_that_was_told_hears_of_a_change_after_hours_at_the_first_minute_of_the_next_day(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any, change: str
) -> None:
    if change == "cancelled":
        move(planning(cycle), "di 08:30")
    else:
        move(planning(cycle), "do 09:30")
    send(at)
    sink.clear()
    at("2026-03-30 17:05")
    if change == "cancelled":
        cancel(planning(cycle))
    else:
        move(planning(cycle), "di 08:30")
    outbox.send_due()
    assert not sink.messages()
    at("2026-03-31 08:31")
    outbox.send_due()
    ((method, _title, event),) = [m for m in told(sink, cast.professional) if m[1] == "Weekstart"]
    assert (method, event["DTSTART"]) == (
        "CANCEL" if change == "cancelled" else "REQUEST",
        "20260331T083000",
    )


def test_a_pause_holds_them_back_and_the_rest_comes_afterwards(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    Preference.objects.create(person=cast.professional, paused_until="2026-03-31")
    send(at)
    at("2026-03-31 12:00")
    outbox.send_due()
    assert not sink.messages()
    at("2026-04-01 08:45")
    outbox.send_due()
    assert [mail[1] for mail in told(sink, cast.professional)] == ["Leerwerkuur"]


def test_a_mail_that_may_have_arrived_is_cancelled_too(
    cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any
) -> None:
    sink.next(reset(kept=True), reset(kept=True))
    at.forward(minutes=4)
    outbox.send_due()
    sink.clear()
    choosing.choose(Way.NONE, by=cast.professional)
    send(at)
    assert [mail[0] for mail in told(sink, cast.professional)] == ["CANCEL", "CANCEL"]


def test_the_outbox_shows_an_administrator_no_change_of_a_duo(cast: Cast, cycle: WeekCycle) -> None:
    assert MESSAGES["agenda"].shown_as == "prompt"
    assert set(Notification.objects.values_list("kind", flat=True)) == {"agenda"}


@pytest.mark.shows("TI8")
def test_nothing_private_is_in_an_invitation(cast: Cast, cycle: WeekCycle, sink: SmtpSink, at: Any) -> None:
    LogEntry.objects.create(person=cast.professional, text="KANARIE-leermoment")
    User.objects.filter(pk=cast.colleague.pk).update(given_name="KANARIE-duo")
    cast.team.name = "KANARIE-team"
    cast.team.save()
    send(at)
    move(planning(cycle), "di 11:00")
    send(at)
    assert len(sink.messages()) == 3
    for mail in sink.parsed():
        parts = [str(p.get_payload(decode=True), "utf-8") for p in mail.walk() if not p.is_multipart()]
        assert len(parts) == 4
        assert not any("kanarie" in part.lower() for part in [*parts, str(mail)])


def test_planning_costs_the_same_for_many_people(cast: Cast, django_assert_max_num_queries: Any) -> None:
    made = builders.week(cast.team, WEEK)
    people = [builders.member(cast.team) for _ in range(30)]
    AgendaChoice.objects.bulk_create(AgendaChoice(person=p, way=Way.INVITATIONS) for p in people)
    builders.moment(made, Kind.PLANNING, "di 09:30", who=people)
    with django_assert_max_num_queries(18):
        agenda.follow([made])
    assert Notification.objects.filter(kind="agenda").count() == 30
    waits = Notification.objects.filter(person=people[0]).get().due_at - clock.now()
    assert waits == timedelta(minutes=2)
