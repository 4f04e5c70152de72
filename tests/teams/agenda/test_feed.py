"""The address that calendars ask: only times and neutral titles, and a secret that is kept nowhere."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date

from cycles.framework.models import DevelopmentQuestion
from cycles.questions.models import LogEntry
from cycles.weekly import agenda
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.logs import LineFormatter
from teams.accounts.models import User
from teams.agenda import choosing
from teams.agenda.models import AgendaChoice, AgendaEntry
from tests import builders
from tests.conftest import Cast
from tests.teams.agenda.calendar_parsers import Line, events, unfolded

pytestmark = [pytest.mark.django_db, pytest.mark.shows("planner-2", "TI8", "S13")]
WEEK = IsoWeek(2026, 14)


@pytest.fixture(autouse=True)
def monday(at: Any) -> None:
    at("2026-03-30 08:00")


@pytest.fixture
def cycle(cast: Cast) -> WeekCycle:
    """A Weekstart on Monday and a Leerwerkuur with Joost on Tuesday."""
    made = builders.week(cast.team, WEEK)
    both = [cast.professional, cast.colleague]
    builders.moment(made, Kind.PLANNING, "ma 09:30", who=both)
    members = [person.pk for person in both]
    builders.moment(
        made, Kind.LEARNING_HOUR, "di 10:00", who=both, minutes=60, form=Form.DUO, pair=1, members=members
    )
    agenda.follow([made])
    return made


def subscribe(person: User) -> str:
    """The path of a new address."""
    secret = choosing.choose(AgendaChoice.Way.SUBSCRIPTION, by=person) or choosing.renew(by=person)
    return reverse("teams:agenda-feed", args=[secret])


def move(moment: Moment, starts: str) -> None:
    at = builders.local(WEEK, starts)
    Moment.objects.filter(pk=moment.pk).update(starts_at=at)
    Seat.objects.filter(moment=moment).update(starts_at=at)
    agenda.follow([moment.cycle])


def titled(ics: bytes, title: str) -> dict[str, str]:
    return next(event for event in events(ics).values() if event["SUMMARY"] == title)


def test_a_calendar_gets_the_moments_without_signing_in_and_without_a_cookie(
    cast: Cast, cycle: WeekCycle
) -> None:
    answer = Client().get(subscribe(cast.professional))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert {event["SUMMARY"] for event in events(answer.content).values()} == {"Weekstart", "Leerwerkuur"}


def test_it_says_how_often_to_ask_and_that_the_time_is_taken(cast: Cast, cycle: WeekCycle) -> None:
    ics = Client().get(subscribe(cast.professional)).content
    lines = unfolded(ics)
    for line in (
        Line("METHOD", "PUBLISH"),
        Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
        Line("X-PUBLISHED-TTL", "PT1H"),
        Line("VERSION", "2.0"),
    ):
        assert lines.count(line) == 1, line
    hour = titled(ics, "Leerwerkuur")
    assert (hour["TRANSP"], hour["X-MICROSOFT-CDO-BUSYSTATUS"], hour["STATUS"]) == (
        "OPAQUE",
        "BUSY",
        "CONFIRMED",
    )
    assert (hour["DTSTART"], hour["DTEND"], hour["SEQUENCE"]) == ("20260331T100000", "20260331T110000", "0")
    assert hour["DTSTAMP"] == hour["LAST-MODIFIED"] == "20260330T060000Z"


def test_lines_end_and_fold_as_the_standard_has_it(cast: Cast, cycle: WeekCycle, settings: Any) -> None:
    settings.BASE_URL = "https://leren." + "heel-lang-" * 8 + ".lindewaard.example"
    ics = Client().get(subscribe(cast.professional)).content
    assert ics.count(b"\n") == ics.count(b"\r\n") > 20
    assert max(len(line) for line in ics.split(b"\r\n")) <= 75
    assert titled(ics, "Weekstart")["URL"].startswith(settings.BASE_URL)


def test_the_link_asks_for_signing_in(cast: Cast, cycle: WeekCycle) -> None:
    url = titled(Client().get(subscribe(cast.professional)).content, "Weekstart")["URL"]
    path = "/" + url.split("/", 3)[3]
    assert path == reverse("cycles:my-week-of", args=[str(WEEK)])
    assert Client().get(path).headers["Location"].startswith(reverse("account_login"))


def test_two_renders_are_the_same_bytes_and_the_second_need_not_be_sent(
    cast: Cast, cycle: WeekCycle, at: Any
) -> None:
    path = subscribe(cast.professional)
    first = Client().get(path)
    at.forward(minutes=50)
    second = Client().get(path)
    assert first.content == second.content
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    move(cycle.moments.get(kind=Kind.PLANNING), "ma 11:00")
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_date_never_decides_that_nothing_changed(cast: Cast, cycle: WeekCycle, at: Any) -> None:
    """Another zone or language changes every line, and no date."""
    path = subscribe(cast.professional)
    at.forward(minutes=50)
    first = Client().get(path)
    assert "Last-Modified" not in first
    User.objects.filter(pk=cast.professional.pk).update(time_zone="Europe/London", language="en")
    since = http_date(clock.now().timestamp())
    again = Client().get(path, headers={"if-modified-since": since})
    assert (again.status_code, again.content == first.content) == (200, False)


def test_a_move_and_a_cancellation_keep_the_uid_and_raise_the_sequence(
    cast: Cast, cycle: WeekCycle, at: Any
) -> None:
    path, moment = subscribe(cast.professional), cycle.moments.get(kind=Kind.PLANNING)
    seen = [titled(Client().get(path).content, "Weekstart")]
    at.forward(minutes=5)
    move(moment, "wo 11:00")
    seen.append(titled(Client().get(path).content, "Weekstart"))
    at.forward(minutes=5)
    Moment.objects.filter(pk=moment.pk).update(cancelled_at=cycle.published_at, cancelled_cause="other")
    agenda.follow([cycle])
    agenda.follow([cycle])
    seen.append(titled(Client().get(path).content, "Weekstart"))
    Moment.objects.filter(pk=moment.pk).update(cancelled_at=None, cancelled_cause="")
    agenda.follow([cycle])
    seen.append(titled(Client().get(path).content, "Weekstart"))
    assert len({event["UID"] for event in seen}) == 1
    assert [event["SEQUENCE"] for event in seen] == ["0", "1", "2", "3"]
    assert [event["STATUS"] for event in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["TRANSP"] for event in seen] == ["OPAQUE", "OPAQUE", "TRANSPARENT", "OPAQUE"]
    assert seen[0]["DTSTAMP"] < seen[1]["DTSTAMP"] < seen[2]["DTSTAMP"]
    assert seen[1]["DTSTART"] == "20260401T110000"


def test_unknown_old_stopped_and_left_get_the_same_404(cast: Cast, cycle: WeekCycle) -> None:
    person = cast.professional
    rotated, current = subscribe(person), subscribe(person)
    stopped, left = subscribe(cast.colleague), subscribe(cast.lead)
    choosing.choose(AgendaChoice.Way.NONE, by=cast.colleague)
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    unknown = reverse("teams:agenda-feed", args=["x" * 43])
    answers = [Client().get(path) for path in (unknown, rotated, stopped, left)]
    assert {(a.status_code, a.content) for a in answers} == {(404, b"Dit agenda-adres werkt niet.")}
    assert not any(a.cookies for a in answers)
    assert Client().get(current).status_code == 200


def test_only_the_hash_of_the_secret_is_kept(cast: Cast) -> None:
    secret = choosing.choose(AgendaChoice.Way.SUBSCRIPTION, by=cast.professional)
    row = AgendaChoice.objects.get(person=cast.professional)
    assert len(secret) == 43  # 256 bits
    assert re.fullmatch(r"[0-9a-f]{64}", row.token_hash or "")
    assert row.token_tail == secret[-3:]
    assert not any(secret in str(value) for value in AgendaChoice.objects.values_list().get())


def test_no_line_of_the_log_holds_the_secret(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    path = subscribe(cast.professional)
    secret = path.rsplit("/", 1)[1].removesuffix(".ics")
    Client().get(path)
    subscribe(cast.professional)
    assert Client().get(path).status_code == 404
    lines = [
        LineFormatter().format(record) for record in caplog.records if record.name != "django.db.backends"
    ]
    assert any("/agenda/…" in line for line in lines)  # the 404 was written down
    assert not any(secret[:12] in line for line in lines)


def test_nothing_private_is_in_it(cast: Cast, cycle: WeekCycle) -> None:
    """Questions, leermomenten and names are planted everywhere, and come nowhere."""
    DevelopmentQuestion.objects.update(text="KANARIE-kader")
    LogEntry.objects.create(person=cast.professional, text="KANARIE-leermoment")
    User.objects.filter(pk=cast.colleague.pk).update(given_name="KANARIE-duo", email="kanarie@duo.example")
    cast.team.name = "KANARIE-team"
    cast.team.save()
    ics = Client().get(subscribe(cast.professional)).content.decode().replace("\r\n ", "")
    assert "kanarie" not in ics.lower()
    for word in (cast.professional.given_name, cast.professional.family_name, cast.professional.email):
        assert word not in ics
    allowed = {"Weekstart", "Leerwerkuur", "Lerendwerken"}
    words = {
        line.value for line in unfolded(ics.encode()) if line.name in ("SUMMARY", "NAME", "X-WR-CALNAME")
    }
    assert words == allowed


def test_titles_are_in_the_language_of_its_owner(cast: Cast, cycle: WeekCycle) -> None:
    User.objects.filter(pk=cast.professional.pk).update(language="en")
    path = subscribe(cast.professional)
    ics = Client().get(path, headers={"accept-language": "nl"}).content
    with translation.override("en"):
        assert {e["SUMMARY"] for e in events(ics).values()} == {
            str(Kind.PLANNING.label),
            str(Kind.LEARNING_HOUR.label),
        }


def test_it_goes_back_eight_weeks_and_ahead_as_far_as_there_is(cast: Cast, at: Any) -> None:
    for number in (-9, -7, 0, 6):
        one = builders.week(cast.team, WEEK + number)
        builders.moment(one, Kind.PLANNING, "wo 09:30", who=[cast.professional])
        agenda.follow([one])
    ics = Client().get(subscribe(cast.professional)).content
    starts = sorted(event["DTSTART"] for event in events(ics).values())
    assert starts == ["20260211T093000", "20260401T093000", "20260513T093000"]


def test_a_feed_costs_the_same_however_much_is_in_it(cast: Cast, cycle: WeekCycle) -> None:
    path = subscribe(cast.professional)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert Client().get(path).status_code == 200
        return len(found)

    few = queries()
    entry = AgendaEntry.objects.filter(person=cast.professional)[0]
    AgendaEntry.objects.bulk_create(
        AgendaEntry(
            person=cast.professional,
            uid=f"{number}@x",
            source_kind="x",
            source_id=number,
            title="planning",
            starts_at=entry.starts_at + timedelta(hours=number),
            ends_at=entry.ends_at + timedelta(hours=number),
        )
        for number in range(300)
    )
    assert queries() == few <= 2


def test_it_can_be_looked_at_and_not_posted_to(cast: Cast, cycle: WeekCycle) -> None:
    path = subscribe(cast.professional)
    head = Client().head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert Client().post(path).status_code == 405
