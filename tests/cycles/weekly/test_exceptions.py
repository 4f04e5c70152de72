"""One moment outside somebody's hours: a lead asks, only the member allows it, and it ends with its moment."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from cycles.weekly import planning
from cycles.weekly.members import exceptions
from cycles.weekly.models import Answer, ExceptionRequest, Kind, Moment, Seat
from cycles.weekly.planning import Refused
from lerendwerken import schedule
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import HourException, WorkingPattern, calendar_of
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import Clients
from tests.cycles.weekly.typed import undo_of
from tests.support.accessibility import accessible
from tests.support.browser import PHONE
from tests.support.turns import SCRIPT

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.shows("W1")]
WEEK = IsoWeek(2026, 16)
RHYTHM = [
    (kind, form, day, "15:45" if kind == Kind.RETROSPECTIVE else at, length)
    for kind, form, day, at, length in builders.RHYTHM
]


@pytest.fixture
def oogst(cast: Cast, at: Any) -> Moment:
    """The Weekoogst of Thursday 15.45; Fatima works until 16.00, the others until 16.12 or later."""
    at("2026-04-13 08:40")
    return prepared(cast)


def prepared(cast: Cast) -> Moment:
    WorkingPattern.objects.all().delete()
    for name in ("colleague", "lead"):
        builders.pattern(cast.people[name], builders.shifts(end="17:00"))
    builders.pattern(cast.professional, builders.shifts(end="16:00"))
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team, RHYTHM)
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    return cycle.moments.select_related("cycle__team").get(kind=Kind.RETROSPECTIVE)


def ask(client: Client, moment: Moment, person: User) -> Any:
    return client.post(reverse("cycles:exception-ask", args=[moment.pk]), {"person": person.pk})


def answer(client: Client, row: ExceptionRequest, given: str) -> Any:
    return client.post(reverse("cycles:exception-answer", args=[row.pk]), {"answer": given})


def seat(moment: Moment, person: User) -> Seat:
    return Seat.objects.get(moment=moment, person=person)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.shows("planner-1")
def test_a_lead_asks_in_the_words_of_the_drawing_and_the_member_says_yes(
    cast: Cast, oogst: Moment, fatima: Client, lead: Client
):
    assert seat(oogst, cast.professional).alone
    assert ask(lead, oogst, cast.professional).status_code == 302
    words = (
        "Marieke vraagt of de Weekoogst van <strong>donderdag 16 april</strong> om 15.45 uur mag beginnen."
        " Die duurt dan tot 16.15 uur, een kwartier na je werktijd. Alleen jij kunt dit toestaan."
        " Nee zeggen mag zonder reden."
    )
    for name in ("cycles:my-week", "teams:my-data", "cycles:asked"):
        assert words in text(fatima.get(reverse(name))), name
    row = ExceptionRequest.objects.get()
    assert "Deze ene keer mag het." in text(fatima.get(answer(fatima, row, "yes").headers["Location"]))
    given = HourException.objects.get()
    assert (given.starts_at, given.ends_at) == (
        builders.local(WEEK, "do 16:00"),
        builders.local(WEEK, "do 16:15"),
    ), "only what is missing"
    mine = seat(oogst, cast.professional)
    assert (mine.alone, mine.starts_at, mine.minutes) == (False, oogst.starts_at, 30)
    (entry,) = AuditEntry.objects.filter(action="exception_given")
    assert entry.actor == cast.professional
    assert words not in text(fatima.get(reverse("cycles:my-week")))


def test_no_is_final_for_that_time_and_the_lead_reads_only_no(
    cast: Cast, oogst: Moment, fatima: Client, lead: Client
):
    ask(lead, oogst, cast.professional)
    page = reverse("cycles:moment-ask", args=[oogst.pk])
    assert "Fatima (nog niet)" in text(lead.get(page))
    answer(fatima, ExceptionRequest.objects.get(), "no")
    assert "Fatima (nee)" in text(lead.get(page))
    assert not HourException.objects.exists()
    assert seat(oogst, cast.professional).alone
    again = ask(lead, oogst, cast.professional)
    assert again.status_code == 422
    assert "Fatima zei al nee voor dit moment op deze tijd." in text(again)
    assert not AuditEntry.objects.filter(action="exception_withdrawn").exists()
    planning.move(oogst, builders.local(WEEK, "vr 15:45"), by=cast.lead)
    assert ask(lead, oogst, cast.professional).status_code == 302, "another time is another question"


def test_no_answer_is_no(cast: Cast, oogst: Moment, fatima: Client, at: Any):
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    at("2026-04-16 15:46")
    schedule.tick()
    assert answer(fatima, row, "yes").status_code == 422
    assert not HourException.objects.exists()
    assert "Mag het één keer" not in text(fatima.get(reverse("teams:my-data")))


def test_a_yes_can_be_withdrawn_until_it_begins(
    cast: Cast, oogst: Moment, fatima: Client, lead: Client, at: Any
):
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    answer(fatima, row, "yes")
    assert "Buiten je werktijd bij de Weekoogst" in text(fatima.get(reverse("cycles:asked")))
    fatima.post(reverse("cycles:exception-withdraw", args=[row.pk]))
    assert not HourException.objects.exists()
    assert seat(oogst, cast.professional).alone
    assert "Fatima (nee)" in text(lead.get(reverse("cycles:moment-ask", args=[oogst.pk])))
    exceptions.give(oogst, by=cast.professional)
    at("2026-04-16 15:45")
    assert fatima.post(reverse("cycles:exception-withdraw", args=[row.pk])).status_code == 422
    assert HourException.objects.count() == 1


@pytest.mark.parametrize("how", ["moved", "cancelled"])
def test_a_yes_ends_when_the_moment_is_not_there_any_more(cast: Cast, oogst: Moment, how: str):
    exceptions.answer(exceptions.ask(oogst, cast.professional, by=cast.lead), True, by=cast.professional)
    if how == "moved":
        planning.move(oogst, builders.local(WEEK, "do 14:00"), by=cast.lead)
    else:
        planning.cancel(oogst, "work_pressure", by=cast.lead)
    assert not HourException.objects.exists()
    assert not ExceptionRequest.objects.exists()
    late = builders.local(WEEK, "do 16:05")
    assert not calendar_of(cast.professional, WEEK.monday, WEEK.sunday).is_working(late)


def test_somebody_comes_along_by_themselves_and_takes_it_back(cast: Cast, oogst: Moment, fatima: Client):
    page = text(fatima.get(reverse("cycles:my-week")))
    assert page.count("Ik wil er toch bij zijn") == 1
    after = fatima.post(reverse("cycles:exception-give", args=[oogst.pk]))
    page = fatima.get(after.headers["Location"]).content.decode()
    assert "Je bent erbij: de Weekoogst op donderdag 16 april om 15.45 uur." in page
    assert not seat(oogst, cast.professional).alone
    fatima.post(undo_of(page))
    assert seat(oogst, cast.professional).alone
    assert not HourException.objects.exists()


@pytest.mark.shows("W6", "S10")
def test_who_is_absent_is_not_asked(cast: Cast, oogst: Moment, lead: Client, fatima: Client):
    builders.absence(cast.professional, date(2026, 4, 16))
    schedule.tick()
    answered = ask(lead, oogst, cast.professional)
    assert answered.status_code == 422
    assert not ExceptionRequest.objects.exists()
    assert fatima.post(reverse("cycles:exception-give", args=[oogst.pk])).status_code == 422
    page = text(lead.get(reverse("cycles:moment-ask", args=[oogst.pk])))
    assert f'<option value="{cast.professional.pk}">' not in page


def test_who_works_then_is_not_asked_either(cast: Cast, oogst: Moment, lead: Client):
    answered = ask(lead, oogst, cast.colleague)
    assert answered.status_code == 422
    assert "het valt binnen de werktijd van Joost" in text(answered)


def test_the_words_say_how_far_outside(cast: Cast, oogst: Moment, fatima: Client):
    known = {
        "do 15:50": "20 minuten na je werktijd",
        "vr 08:15": "met het eerste stuk van een kwartier voor je werktijd",
        "vr 16:15": "helemaal buiten je werktijd",
        "vr 12:15": "deels in je pauze",
    }
    for name in ("colleague", "lead"):
        WorkingPattern.objects.filter(person=cast.people[name]).delete()
        builders.pattern(cast.people[name], builders.shifts(start="08:00", end="18:00", breaks=()))
    WorkingPattern.objects.filter(person=cast.professional).delete()
    builders.pattern(cast.professional, builders.shifts(end="16:00", breaks=(("12:20", "12:40"),)))
    for when, words in known.items():
        planning.move(oogst, builders.local(WEEK, when), by=cast.lead)
        exceptions.ask(oogst, cast.professional, by=cast.lead)
        assert words in text(fatima.get(reverse("cycles:asked"))), when


@pytest.mark.shows("W6")
def test_one_mail_asks_in_working_time(cast: Cast, oogst: Moment, at: Any):
    at("2026-04-13 20:00")
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    at("2026-04-13 20:10")
    schedule.tick()
    assert not [m for m in mail.outbox if "werktijd" in m.subject]
    at("2026-04-14 08:31")
    schedule.tick()
    schedule.tick()
    (asked,) = [m for m in mail.outbox if "werktijd" in m.subject]
    assert asked.to == [cast.professional.email]
    assert asked.subject == "Mag de Weekoogst één keer buiten je werktijd?"
    assert "een kwartier na je werktijd" in asked.body
    exceptions.answer(row, True, by=cast.professional)
    assert exceptions.ask(oogst, cast.professional, by=cast.lead).pk == row.pk


def test_what_is_taken_back_or_answered_at_once_is_not_mailed(
    cast: Cast, oogst: Moment, lead: Client, at: Any
):
    page = lead.get(ask(lead, oogst, cast.professional).headers["Location"]).content.decode()
    lead.post(undo_of(page))
    assert not ExceptionRequest.objects.exists()
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    exceptions.answer(row, False, by=cast.professional)
    at("2026-04-13 09:30")
    schedule.tick()
    assert not [m for m in mail.outbox if "buiten je werktijd" in m.subject]


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["colleague", "manager", "administrator", "outsider", "lead_and_manager"])
def test_nobody_else_asks_answers_or_reads(cast: Cast, oogst: Moment, client_for: Clients, who: str):
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    client = client_for(cast.people[who])
    assert ask(client, oogst, cast.professional).status_code == 404
    assert client.get(reverse("cycles:moment-ask", args=[oogst.pk])).status_code == 404
    for given in ("yes", "no"):
        assert answer(client, row, given).status_code == 404
    assert client.post(reverse("cycles:exception-withdraw", args=[row.pk])).status_code == 404
    assert client.post(reverse("cycles:exception-unask", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.answer == Answer.OPEN


def test_not_even_the_lead_answers_for_somebody(cast: Cast, oogst: Moment, lead: Client):
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    assert answer(lead, row, "yes").status_code == 404
    assert lead.post(reverse("cycles:exception-withdraw", args=[row.pk])).status_code == 404


def test_an_unknown_answer_or_person_is_refused_in_words(
    cast: Cast, oogst: Moment, fatima: Client, lead: Client
):
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    wrong = answer(fatima, row, "misschien")
    assert wrong.status_code == 422
    assert "Kies ja of nee." in text(wrong)
    for typed in ("", "x", str(cast.outsider.pk), "9" * 30):
        refused = lead.post(reverse("cycles:exception-ask", args=[oogst.pk]), {"person": typed})
        assert refused.status_code == 422
        assert "Kies wie je vraagt." in text(refused)


def test_something_that_was_refused_leaves_nothing_half_done(cast: Cast, oogst: Moment):
    """Her own Leerwerkuur stands there by now: the exception would not bring her to it."""
    row = exceptions.ask(oogst, cast.professional, by=cast.lead)
    duo = Moment.objects.get(seats__person=cast.professional, kind=Kind.LEARNING_HOUR)
    Moment.objects.filter(pk=duo.pk).update(starts_at=builders.local(WEEK, "do 14:50"))
    Seat.objects.filter(moment=duo).update(starts_at=builders.local(WEEK, "do 14:50"))
    with pytest.raises(Refused):
        exceptions.answer(row, True, by=cast.professional)
    assert not HourException.objects.exists()
    row.refresh_from_db()
    assert row.answer == Answer.OPEN


def test_asking_costs_the_same_for_a_large_team_and_reading_writes_nothing(
    cast: Cast, oogst: Moment, lead: Client, safe_get: Callable[..., Any]
):
    page = reverse("cycles:moment-ask", args=[oogst.pk])
    builders.member(cast.team, kind="guest")
    exceptions.ask(oogst, cast.professional, by=cast.lead)
    safe_get(lead, page)
    with CaptureQueriesContext(connection) as few:
        lead.get(page)
    for _ in range(8):
        builders.member(cast.team)
        builders.member(cast.team, kind="guest")
    planning.reseat(oogst.cycle)
    with CaptureQueriesContext(connection) as many:
        lead.get(page)
    assert len(many) == len(few)


@pytest.mark.shows("planner-4", "planner-5")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("js", SCRIPT)
def test_a_member_gives_an_exception_in_chromium(
    cast: Cast, at: Any, open_page: Callable[..., Page], js: bool
):
    at("2026-04-13 08:40")
    oogst = prepared(cast)
    exceptions.ask(oogst, cast.professional, by=cast.lead)
    page = open_page(as_=cast.professional, js=js, viewport=PHONE)
    page.goto(reverse("teams:my-data"))
    expect(page.get_by_role("heading", name="Mag het één keer buiten je werktijd?")).to_be_visible()
    if js:
        accessible(page)
    page.get_by_role("button", name="Ja, deze ene keer").click()
    expect(page.get_by_text("Deze ene keer mag het.")).to_be_visible()
    assert not seat(oogst, cast.professional).alone
    page.goto(reverse("cycles:asked"))
    page.get_by_role("button", name="Trek in").click()
    expect(page.get_by_text("Ingetrokken. Je werktijd geldt weer.")).to_be_visible()
    page.get_by_role("button", name="Ik wil er toch bij zijn").click()
    expect(
        page.get_by_text("Je bent erbij: de Weekoogst op donderdag 16 april om 15.45 uur.")
    ).to_be_visible()
    if js:
        accessible(page)
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.get_by_role("button", name="Ik wil er toch bij zijn")).to_be_visible()
    assert not HourException.objects.exists()


def test_what_somebody_gave_by_themselves_and_withdrew_was_never_a_no(
    cast: Cast, oogst: Moment, fatima: Client, lead: Client
):
    row = exceptions.give(oogst, by=cast.professional)
    assert fatima.post(reverse("cycles:exception-withdraw", args=[row.pk])).status_code == 302
    assert not ExceptionRequest.objects.exists()
    assert ask(lead, oogst, cast.professional).status_code == 302
