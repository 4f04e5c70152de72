"""Mijn gegevens takes an own calendar in: looked at first, saved, replaced, taken away; and only times stay."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.weekly.tasks import follow_changes
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda import busy, reading
from teams.agenda.models import ReadCalendar
from teams.agenda.reading import Decided, Reading
from teams.audit.models import AuditEntry
from teams.hours.models import Absence, BusyTime, calendar_of
from teams.privacy import retention
from teams.privacy.models import Sweep
from teams.structure.access import Viewer, visible
from tests import builders
from tests.conftest import Cast
from tests.support.database import dump
from tests.teams.agenda import calendars
from tests.teams.agenda.calendars import calendar, event, timed

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.shows("planner-3", "W5")]

For = Callable[[User | None], Client]
MY_DATA = "/mijn-gegevens/"
OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"


def monday() -> date:
    """Next week's: whole, and within every window."""
    return IsoWeek.of(clock.today(builders.ZONE)).monday + timedelta(weeks=1)


def meeting(
    day: int = 0, start: str = "0900", end: str = "1000", *more: str, zone: str = builders.ZONE
) -> str:
    on = f"{monday() + timedelta(days=day):%Y%m%d}"
    return timed(f"{on}T{start}", f"{on}T{end}", *more, zone=zone)


def away(day: int, days: int = 1, *more: str) -> str:
    first = monday() + timedelta(days=day)
    return event(
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{first + timedelta(days=days):%Y%m%d}", *more
    )


def upload(client: Client, data: bytes, name: str = "Kanarie-agenda.ics"):
    file = SimpleUploadedFile(name, data, content_type="text/calendar")
    return client.post(reverse("teams:busy-upload"), {"busy-file": file}, follow=True)


def save(client: Client, **choices: str):
    seen = ReadCalendar.objects.get(person=client.session["_auth_user_id"]).made_at.isoformat()
    return client.post(reverse("teams:busy-save"), {"seen": seen} | choices, follow=True)


def kept(person: User) -> list[str]:
    return [
        f"{b.starts_at.astimezone(UTC):%H:%M}/{b.ends_at.astimezone(UTC):%H:%M}"
        for b in person.busy_times.all()
    ]


def absent(person: User, source: str = "calendar") -> list[tuple[date, date]]:
    return [(a.first_day, a.last_day) for a in person.absences.filter(source=source)]


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_file_is_looked_at_saved_and_then_no_moment_fits_there(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    page = upload(fatima, calendars.outlook(meeting(0, "0930", "1100"), away(2, 2, OOF)))
    assert page.redirect_chain == [(reverse("teams:busy-preview"), 302)]
    assert "1 uur 30 minuten" in text(page)
    assert "2 werkdagen" in text(page)
    assert not BusyTime.objects.exists()
    done = save(fatima, away="away")
    assert "Je bezette tijden zijn bewaard" in text(done)
    wednesday = monday() + timedelta(days=2)
    assert absent(professional) == [(wednesday, wednesday + timedelta(days=1))]
    mine = calendar_of(professional, monday(), monday() + timedelta(days=7))
    at = builders.local(IsoWeek.of(monday()), "ma 10:00")
    assert mine.is_working(at)
    assert not mine.is_free(at, at + timedelta(minutes=20))
    assert mine.is_free(at + timedelta(hours=1), at + timedelta(hours=2))
    assert mine.is_away_on(wednesday)
    assert not ReadCalendar.objects.exists()


def test_who_is_busy_gets_another_place_in_a_week_that_was_published(
    professional: User, cast: Cast, client_for: For
) -> None:
    week = builders.week(cast.team, str(IsoWeek.of(monday())))
    moment = builders.moment(week, starts="ma 09:30", who=[professional, cast.colleague, cast.lead])
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0, "0900", "1000")))
    save(fatima)
    follow_changes()
    places = {seat.person_id: seat.starts_at for seat in moment.seats.all()}
    assert places[cast.colleague.pk] == moment.starts_at
    assert places[professional.pk] != moment.starts_at


def test_a_new_file_takes_the_place_of_the_last_and_what_was_typed_stays(
    professional: User, client_for: For
) -> None:
    fatima = client_for(professional)
    day = monday() + timedelta(days=3)
    builders.absence(professional, day)
    upload(fatima, calendar(meeting(0), away(3, 1, OOF)))
    save(fatima, away="away")
    assert absent(professional) == [(day, day)]
    first = kept(professional)
    upload(fatima, calendar(meeting(1, "1300", "1400"), meeting(2, "1500", "1600")))
    save(fatima)
    assert len(kept(professional)) == 2
    assert first[0] not in kept(professional)
    assert absent(professional) == []
    assert absent(professional, "own") == [(day, day)]


def test_every_change_is_undone_in_one_press(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0), away(3, 1, OOF)))
    page = save(fatima, away="away")
    assert reverse("teams:busy-undo") in page.content.decode()
    one = kept(professional), absent(professional)
    upload(fatima, calendar(meeting(1, "1300", "1400")))
    save(fatima)
    assert (kept(professional), absent(professional)) != one
    fatima.post(reverse("teams:busy-undo"))
    assert (kept(professional), absent(professional)) == one
    fatima.post(reverse("teams:busy-remove"))
    assert (kept(professional), absent(professional)) == ([], [])
    fatima.post(reverse("teams:busy-undo"))
    assert (kept(professional), absent(professional)) == one
    again = fatima.post(reverse("teams:busy-undo"), follow=True)
    assert "niets meer om ongedaan te maken" in text(again)
    assert [e.action for e in AuditEntry.objects.order_by("id")] == [
        "calendar_saved",
        "calendar_saved",
        "calendar_put_back",
        "calendar_removed",
        "calendar_put_back",
    ]
    assert {str(e.detail) for e in AuditEntry.objects.all()} == {"{}"}


def test_what_was_taken_away_is_not_in_the_session_and_can_be_put_back_for_a_day(
    professional: User, client_for: For
) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(*(meeting(n % 5, f"{n // 5 + 8:02}00", f"{n // 5 + 8:02}20") for n in range(40))))
    save(fatima)
    fatima.post(reverse("teams:busy-remove"))
    assert len(repr(dict(fatima.session.items()))) < 2_000
    assert str(monday().year) not in repr(fatima.session["undo"]["busy"])
    cache.clear()  # as it is a day later
    answer = fatima.post(reverse("teams:busy-undo"), follow=True)
    assert "niets meer om ongedaan te maken" in text(answer)
    assert not BusyTime.objects.exists()


def test_the_first_file_is_undone_to_nothing(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    save(fatima)
    fatima.post(reverse("teams:busy-undo"))
    assert not BusyTime.objects.exists()


def test_no_word_of_a_calendar_stays_anywhere(
    professional: User, client_for: For, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fatima = client_for(professional)
    secret = "WORKINGELSEWHERE-Kanarie"
    files = [
        calendars.outlook(meeting(0), away(1, 1, OOF)),
        calendars.google(meeting(0, zone="Z"), meeting(2, "1200", "1300", "STATUS:TENTATIVE")),
        calendars.nextcloud(
            meeting(0, "0900", "1000", "RRULE:FREQ=Kanarie-verhaal", "EXDATE:Kanarie-onderwerp")
        ),
        calendars.apple(meeting(0, zone="Kanarie-plaats"), meeting(1, zone="")),
        calendar(
            event("DTSTART:Kanarie-onderwerp"),
            meeting(3, "0900", "1000", f"X-MICROSOFT-CDO-BUSYSTATUS:{secret}"),
        ),
        calendars.zipped([("Kanarie-agenda.ics", calendar(meeting(0)))]),
        b"<html>Kanarie-verhaal</html>",
        b"Kanarie-onderwerp;Kanarie-plaats;x\r\n",
    ]
    answers = []
    for data in files:
        answers += [upload(fatima, data), fatima.get(reverse("teams:busy-preview"))]
        if ReadCalendar.objects.exists():
            answers.append(save(fatima))
        fatima.post(reverse("teams:busy-remove"))
        stored = repr(dump()) + repr(dict(fatima.session.items()))
        assert "anarie" not in stored
    assert not [a for a in answers if "anarie" in a.content.decode()]
    assert "anarie" not in caplog.text


def test_a_failure_that_nobody_foresaw_says_nothing_of_the_file_either(
    professional: User, client_for: For, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise ValueError("Kanarie-onderwerp")

    monkeypatch.setattr(reading.decoding, "calendars", fails)
    answer = upload(client_for(professional), calendar(meeting(0)))
    assert answer.status_code == 422
    assert "Dit bestand konden we niet lezen." in text(answer)
    assert "could not be read: ValueError" in caplog.text
    assert "anarie" not in caplog.text + text(answer)


def test_what_cannot_be_read_is_told_beside_the_field_and_nothing_is_lost(
    professional: User, client_for: For
) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    save(fatima)
    before = kept(professional)
    for data, words in (
        (b"<html>", "Dit is een webpagina"),
        (b"x" * (5 * 1024 * 1024 + 1), "groter dan 5 MB"),
    ):
        answer = upload(fatima, data)
        assert answer.status_code == 422
        assert words in text(answer)
        assert 'aria-invalid="true"' in answer.content.decode()
    nothing = fatima.post(reverse("teams:busy-upload"), {})
    assert nothing.status_code == 422
    assert "Kies eerst een bestand." in text(nothing)
    assert kept(professional) == before
    assert not ReadCalendar.objects.exists()


def test_the_page_tells_what_was_skipped_and_why(professional: User, client_for: For) -> None:
    page = text(
        upload(
            client_for(professional),
            calendar(
                meeting(0), meeting(1, "0900", "1000", "TRANSP:TRANSPARENT"), event("DTSTART:onzin"), "kapot"
            ),
        )
    )
    assert "1 afspraak staat in je agenda als vrij" in page
    assert "1 datum of tijd kunnen we niet lezen. (regel" in page
    assert "1 regel is geen regel van een agenda. (regel" in page
    assert "De rest van je agenda gebruiken we wel." in page


def test_whole_days_and_times_without_a_zone_wait_for_a_choice(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    page = upload(fatima, calendar(meeting(0, zone=""), away(1), away(2, 1, OOF)))
    for name in ("away", "other", "zone"):
        assert f'name="{name}"' in page.content.decode()
    looked = fatima.post(
        reverse("teams:busy-save"),
        {"look": "1", "away": "nothing", "other": "away", "zone": "Europe/London"},
        follow=True,
    )
    assert "zone=Europe/London" in looked.redirect_chain[0][0]
    assert not BusyTime.objects.exists()
    tuesday = monday() + timedelta(days=1)
    assert [(d.first, d.last) for d in looked.context["away"]] == [(tuesday, tuesday)]
    assert '<option value="Europe/London" selected>' in looked.content.decode()
    save(fatima, away="nothing", other="away", zone="Europe/London")
    assert absent(professional) == [(tuesday, tuesday)]
    at = datetime.combine(monday(), datetime.min.time(), UTC)
    (one,) = professional.busy_times.all()
    assert one.starts_at - at in (timedelta(hours=8), timedelta(hours=9))
    assert one.starts_at == builders.local(IsoWeek.of(monday()), "ma 09:00", "Europe/London")


def test_a_choice_that_does_not_exist_is_told(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0, zone="")))
    for answer in (save(fatima, zone="Midden-aarde"), fatima.get(reverse("teams:busy-preview") + "?zone=x")):
        assert answer.status_code == 422
        assert "Kies iets uit de lijst." in text(answer)
    assert not BusyTime.objects.exists()


def test_another_file_in_another_window_is_shown_before_it_is_saved(
    professional: User, client_for: For
) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    seen = ReadCalendar.objects.get().made_at.isoformat()
    upload(fatima, calendar(meeting(1)))
    stale = fatima.post(reverse("teams:busy-save"), {"seen": seen})
    assert stale.status_code == 409
    assert "Intussen las je een ander bestand" in text(stale)
    assert not BusyTime.objects.exists()


def test_pressing_save_twice_saves_once(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    seen = ReadCalendar.objects.get().made_at.isoformat()
    for _again in range(2):
        answer = fatima.post(reverse("teams:busy-save"), {"seen": seen}, follow=True)
    assert "staat niet meer klaar" in text(answer)
    assert BusyTime.objects.count() == 1
    assert AuditEntry.objects.filter(action="calendar_saved").count() == 1


def test_a_file_that_was_thrown_away_leaves_nothing(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    fatima.post(reverse("teams:busy-throw-away"))
    assert not ReadCalendar.objects.exists()
    assert fatima.get(reverse("teams:busy-preview")).status_code == 302


def test_after_a_day_a_read_file_is_forgotten_and_busy_times_a_week_after_their_end(
    professional: User, client_for: For
) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    ReadCalendar.objects.update(made_at=clock.now() - timedelta(hours=23))
    now = clock.now()
    for days in (6, 8):
        end = now - timedelta(days=days)
        BusyTime.objects.create(person=professional, starts_at=end - timedelta(hours=1), ends_at=end)
    retention.sweep()
    assert (ReadCalendar.objects.count(), BusyTime.objects.count()) == (1, 1)
    ReadCalendar.objects.update(made_at=clock.now() - timedelta(hours=25))
    assert fatima.get(reverse("teams:busy-preview")).status_code == 302
    Sweep.objects.all().delete()  # as if an hour went by
    retention.sweep()
    assert not ReadCalendar.objects.exists()


@pytest.mark.shows("TA2")
def test_only_the_owner_sees_it(cast: Cast, client_for: For) -> None:
    fatima = client_for(cast.professional)
    upload(fatima, calendar(meeting(0), away(1, 1, OOF)))
    waiting = ReadCalendar.objects.get()
    save(fatima, away="away")
    waiting.save()
    for name, person in cast.people.items():
        mine = name == "professional"
        viewer = Viewer(person)
        assert visible(BusyTime, viewer).exists() is mine
        assert visible(ReadCalendar, viewer).exists() is mine
        page = client_for(person).get(MY_DATA).content.decode()
        assert ("bezette tijd bewaard" in page) is mine
        assert client_for(person).get(reverse("teams:busy-preview")).status_code == (200 if mine else 302)
    for name, person in cast.people.items():
        if name != "professional":
            client_for(person).post(reverse("teams:busy-remove"))
            client_for(person).post(reverse("teams:busy-throw-away"))
    assert BusyTime.objects.exists()
    assert ReadCalendar.objects.exists()


def test_looking_writes_nothing(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    upload(fatima, calendar(meeting(0)))
    before = dump()
    fatima.get(reverse("teams:busy-preview") + "?away=away")
    fatima.get(MY_DATA)
    assert dump() == before


def test_a_full_calendar_asks_the_database_as_often_as_an_empty_one(
    professional: User, client_for: For
) -> None:
    fatima = client_for(professional)
    counts = []
    for meetings in (1, 40):
        upload(
            fatima,
            calendar(*(meeting(n % 5, f"{8 + n // 5:02}00", f"{8 + n // 5:02}20") for n in range(meetings))),
        )
        with CaptureQueriesContext(connection) as looking:
            fatima.get(reverse("teams:busy-preview"))
        seen = ReadCalendar.objects.get().made_at.isoformat()
        with CaptureQueriesContext(connection) as saving:
            fatima.post(reverse("teams:busy-save"), {"seen": seen})
        with CaptureQueriesContext(connection) as reading:
            fatima.get(MY_DATA)
        fatima.post(reverse("teams:busy-remove"))
        counts.append((len(looking), len(saving), len(reading)))
    assert counts[0] == counts[1]


def test_the_same_days_typed_and_from_a_file_are_two_things(professional: User, client_for: For) -> None:
    fatima = client_for(professional)
    day = monday() + timedelta(days=3)
    upload(fatima, calendar(away(3, 1, OOF)))
    save(fatima, away="away")
    fatima.post(reverse("teams:absence-add"), {"first_day": f"{day:%d-%m-%Y}", "last_day": f"{day:%d-%m-%Y}"})
    assert "uit je agenda" in text(fatima.get(MY_DATA))
    fatima.post(reverse("teams:busy-remove"))
    assert Absence.objects.get().source == "own"


def test_saving_what_another_window_saved_is_refused(professional: User) -> None:
    """Between looking and saving another press may come: the row itself decides."""
    one = busy.keep(Reading(), by=professional)
    busy.save(one, Decided([], []), by=professional)
    with pytest.raises(busy.Gone):
        busy.save(one, Decided([], []), by=professional)
