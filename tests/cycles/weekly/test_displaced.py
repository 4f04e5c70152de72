"""Something comes over a place in the week: its owner is asked once, and nobody else can tell."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.prompts.models import Prompt
from cycles.weekly import judging, planning
from cycles.weekly.members import guests, own_place
from cycles.weekly.models import Displacement, Kind, Moment, Seat
from lerendwerken import schedule
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda.models import AgendaEntry
from teams.audit.models import AuditEntry
from teams.hours.models import BusyTime
from teams.notifications.models import Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import Clients
from tests.cycles.weekly.typed import undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.shows("planner-1")]
WEEK = IsoWeek(2026, 16)
Outcome = Displacement.Outcome


@pytest.fixture
def oogst(cast: Cast, at: Any) -> Moment:
    """Thursday 15.00, with the whole team; it is Monday morning."""
    at("2026-04-13 08:40")
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    schedule.tick()
    return cycle.moments.select_related("cycle__team", "cycle__season").get(kind=Kind.RETROSPECTIVE)


def busy(person: User, start: str, end: str) -> BusyTime:
    made = BusyTime.objects.create(
        person=person, starts_at=builders.local(WEEK, start), ends_at=builders.local(WEEK, end)
    )
    schedule.tick()
    return made


def choose(client: Client, place: Any) -> Any:
    row = Displacement.objects.get()
    if not isinstance(place, str):
        place = str(int(place.timestamp()))
    return client.post(reverse("cycles:place-choose", args=[row.pk]), {"place": place})


def seat(moment: Moment, person: User) -> Seat:
    return Seat.objects.with_choice().select_related("moment").get(moment=moment, person=person)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def outcome() -> str:
    return Displacement.objects.get().outcome


@pytest.mark.shows("W5")
def test_a_busy_time_over_a_team_moment_asks_once_for_another_place(
    cast: Cast, oogst: Moment, fatima: Client
):
    busy(cast.professional, "do 14:30", "do 15:30")
    schedule.tick()
    (row,) = Displacement.objects.all()
    assert (row.person, row.moment, row.cause, row.outcome) == (cast.professional, oogst, "busy", "")
    page = text(fatima.get(reverse("cycles:my-week")))
    assert "Waar wil je de Weekoogst deze week?" in page
    assert "In je agenda staat nu iets anders op donderdag 16 april om 15.00 uur." in page
    places = own_place.places(row)
    assert 2 <= len(places) <= 3
    assert len(set(places)) == len(places)
    choose(fatima, places[0])
    schedule.tick()
    mine = seat(oogst, cast.professional)
    assert (mine.starts_at, mine.alone, outcome()) == (places[0], True, "moved")
    assert "Waar wil je de Weekoogst" not in text(fatima.get(reverse("cycles:my-week")))
    busy(cast.professional, "vr 08:30", "vr 16:12")
    assert Displacement.objects.count() == 1, "asked once"


def test_the_places_are_free_and_in_own_time(cast: Cast, oogst: Moment):
    busy(cast.professional, "do 14:30", "do 15:30")
    row = Displacement.objects.get()
    mine = seat(oogst, cast.professional)
    others = Seat.objects.filter(person=cast.professional).exclude(moment=oogst)
    room = judging.room_of(oogst.cycle)
    for place in own_place.places(row):
        span = place, place + timedelta(minutes=mine.minutes)
        assert room.calendars[cast.professional.pk].is_free(*span)
        assert all(s.starts_at >= span[1] or s.ends_at <= span[0] for s in others)


def test_the_same_place_after_all_is_kept_by_every_round(cast: Cast, oogst: Moment, fatima: Client):
    busy(cast.professional, "do 14:30", "do 15:30")
    after = choose(fatima, "keep")
    assert "De Weekoogst blijft waar het stond." in text(fatima.get(after.headers["Location"]))
    schedule.tick()
    mine = seat(oogst, cast.professional)
    assert (mine.starts_at, mine.alone, outcome()) == (oogst.starts_at, False, "kept")


def test_not_this_week_asks_nothing_more_and_can_be_taken_back(
    cast: Cast, oogst: Moment, fatima: Client, at: Any
):
    busy(cast.professional, "do 14:30", "do 15:30")
    page = fatima.get(choose(fatima, "drop").headers["Location"]).content.decode()
    assert "Je slaat de Weekoogst deze week over. Je haalt niets in." in page
    assert "deze week niet" in page
    schedule.tick()
    prompt = Prompt.objects.get(person=cast.professional, moment=oogst)
    assert (prompt.state, outcome()) == ("skipped", "dropped")
    fatima.post(undo_of(page))
    schedule.tick()
    prompt.refresh_from_db()
    assert (prompt.state, outcome()) == ("planned", "")


def test_what_nobody_chose_is_given_up_when_the_week_ends(cast: Cast, oogst: Moment, fatima: Client, at: Any):
    busy(cast.professional, "do 14:30", "do 15:30")
    row = Displacement.objects.get()
    at("2026-04-19 23:59")
    schedule.tick()
    assert outcome() == ""
    at("2026-04-20 00:01")
    schedule.tick()
    row.refresh_from_db()
    assert (row.outcome, row.decided_at is not None) == ("given_up", True)
    assert choose(fatima, "drop").status_code == 409


def test_a_free_calendar_again_asks_nothing_more(cast: Cast, oogst: Moment):
    made = busy(cast.professional, "do 14:30", "do 15:30")
    made.delete()
    schedule.tick()
    assert not Displacement.objects.exists()
    assert not seat(oogst, cast.professional).alone


def test_who_had_it_alone_gets_another_place_and_is_told_not_asked(
    cast: Cast, oogst: Moment, fatima: Client, at: Any
):
    planning.move(oogst, None, by=cast.lead)
    mine = seat(oogst, cast.professional)
    assert mine.starts_at
    start = mine.starts_at
    BusyTime.objects.create(person=cast.professional, starts_at=start, ends_at=start + timedelta(minutes=30))
    schedule.tick()
    at.forward(minutes=10)
    schedule.tick()
    assert seat(oogst, cast.professional).starts_at != start
    page = text(fatima.get(reverse("cycles:my-week")))
    assert "hierheen, want er kwam iets tussen" in page
    assert "Waar wil je" not in page
    assert not [m for m in mail.outbox if "andere plek" in m.subject]


# The team lets it fall ----------------------------------------------------------------------------


@pytest.mark.shows("W4", "W7")
def test_what_the_team_lets_fall_can_have_an_own_place_in_the_same_week(
    cast: Cast, oogst: Moment, fatima: Client
):
    planning.cancel(oogst, "work_pressure", by=cast.lead)
    assert set(Displacement.objects.values_list("person", "cause")) == {
        (p.pk, "cancelled") for p in (cast.professional, cast.colleague, cast.lead)
    }
    page = text(fatima.get(reverse("cycles:my-week")))
    assert "Je team liet dit moment vervallen." in page
    assert "Toch op dezelfde plek" not in page
    row = Displacement.objects.get(person=cast.professional)
    place = own_place.places(row)[-1]
    assert WEEK.monday <= place.date() <= WEEK.sunday
    fatima.post(reverse("cycles:place-choose", args=[row.pk]), {"place": int(place.timestamp())})
    schedule.tick()
    mine = seat(oogst, cast.professional)
    assert (mine.starts_at, mine.is_off) == (place, False)
    assert Prompt.objects.get(person=cast.professional, moment=oogst).state == "planned"
    assert Prompt.objects.get(person=cast.colleague, moment=oogst).state == "skipped"
    planning.restore(oogst, by=cast.lead)
    assert not Displacement.objects.exists()
    assert not seat(oogst, cast.professional).alone


def test_the_prompt_of_an_own_place_is_mailed_at_its_time(cast: Cast, oogst: Moment, fatima: Client, at: Any):
    planning.cancel(oogst, "work_pressure", by=cast.lead)
    row = Displacement.objects.get(person=cast.professional)
    own_place.move(row, builders.local(WEEK, "vr 10:00"), by=cast.professional)
    schedule.tick()
    at("2026-04-17 09:31")
    schedule.tick()
    asked = Prompt.objects.filter(moment=oogst).values("pk")
    sent = Notification.objects.filter(state="sent", kind="prompt", source_id__in=asked)
    assert [row.person for row in sent] == [cast.professional]


def test_what_was_taken_back_goes_off_again(cast: Cast, oogst: Moment, fatima: Client):
    planning.cancel(oogst, "work_pressure", by=cast.lead)
    row = Displacement.objects.get(person=cast.professional)
    own_place.move(row, builders.local(WEEK, "vr 10:00"), by=cast.professional)
    fatima.post(reverse("cycles:place-undo", args=[row.pk]))
    assert seat(oogst, cast.professional).is_off


# A duo --------------------------------------------------------------------------------------------


@pytest.fixture
def duo(cast: Cast, oogst: Moment) -> Moment:
    moment = oogst.cycle.moments.filter(kind=Kind.LEARNING_HOUR).get()
    if len(moment.members) == 3:
        moment.members = sorted([cast.professional.pk, cast.colleague.pk])
        moment.save()
        moment.seats.exclude(person__in=moment.members).delete()
    return Moment.objects.select_related("cycle__team", "cycle__season").get(pk=moment.pk)


@pytest.mark.shows("S11")
def test_of_a_duo_the_one_half_is_asked_and_the_other_hears_only_of_the_move(
    cast: Cast, duo: Moment, fatima: Client, client_for: Clients, at: Any
):
    busy(cast.professional, "di 10:15", "di 11:00")
    row = Displacement.objects.get()
    assert (row.person, row.moment) == (cast.professional, duo)
    at.forward(minutes=10)
    schedule.tick()
    joost = client_for(cast.colleague)
    assert "Waar wil je" not in text(joost.get(reverse("cycles:my-week")))
    assert not [m for m in mail.outbox if m.to == [cast.colleague.email] and "plek" in m.subject]
    place = own_place.places(row)[0]
    choose(fatima, place)
    duo.refresh_from_db()
    assert (duo.starts_at, outcome()) == (place, "moved")
    assert not seat(duo, cast.colleague).alone
    at.forward(minutes=5)
    schedule.tick()
    (told,) = [m for m in mail.outbox if m.to == [cast.colleague.email] and "Jullie Leerwerkuur" in m.subject]
    assert "agenda" not in told.body


@pytest.mark.shows("S11")
def test_two_go_without_when_one_of_them_leaves_it_out(cast: Cast, duo: Moment, fatima: Client):
    busy(cast.professional, "di 10:15", "di 11:00")
    page = fatima.get(choose(fatima, "drop").headers["Location"]).content.decode()
    duo.refresh_from_db()
    assert (duo.is_cancelled, duo.cancelled_cause) == (True, "")
    fatima.post(undo_of(page))
    duo.refresh_from_db()
    assert not duo.is_cancelled


def test_a_guest_keeps_the_place_or_does_not_come(cast: Cast, oogst: Moment, client_for: Clients):
    builders.member(cast.team, who=cast.outsider, kind="guest")
    guests.answer(guests.invite(oogst, cast.outsider, by=cast.lead), True, by=cast.outsider)
    busy(cast.outsider, "do 14:30", "do 15:30")
    row = Displacement.objects.get()
    assert own_place.places(row) == []
    assert not seat(oogst, cast.outsider).alone
    assert choose(client_for(cast.outsider), "drop").status_code == 302
    assert not Seat.objects.filter(moment=oogst, person=cast.outsider).exists()


# The mail -----------------------------------------------------------------------------------------


@pytest.mark.shows("W6")
def test_at_most_one_mail_a_week_and_only_to_who_wants_prompts_by_mail(cast: Cast, oogst: Moment, at: Any):
    preference = Preference(person=cast.colleague)
    preference.switch("prompt", "email", False)
    preference.save()
    at("2026-04-13 19:00")
    for person in (cast.professional, cast.colleague):
        busy(person, "do 14:30", "do 15:30")
    assert not [m for m in mail.outbox if "andere plek" in m.subject]
    at("2026-04-14 08:31")
    schedule.tick()
    busy(cast.professional, "wo 10:30", "wo 11:30")
    at("2026-04-14 09:30")
    schedule.tick()
    (asked,) = [m for m in mail.outbox if "andere plek" in m.subject]
    assert asked.to == [cast.professional.email]
    assert "Weekoogst van donderdag 16 april om 15.00 uur kan niet op die plek." in asked.body
    assert Displacement.objects.filter(person=cast.professional, outcome="").count() == 2


# Nobody else --------------------------------------------------------------------------------------


@pytest.mark.shows("S11", "W5", "TA1", "TA2")
@pytest.mark.parametrize(
    "who", ["colleague", "lead", "manager", "administrator", "outsider", "lead_and_manager"]
)
def test_nobody_else_reads_or_chooses(cast: Cast, oogst: Moment, client_for: Clients, who: str):
    busy(cast.professional, "do 14:30", "do 15:30")
    row = Displacement.objects.get()
    client = client_for(cast.people[who])
    assert choose(client, "drop").status_code == 404
    assert client.post(reverse("cycles:place-undo", args=[row.pk])).status_code == 404
    assert "Waar wil je" not in text(client.get(reverse("cycles:asked")))
    assert outcome() == ""


PAGES = ["cycles:my-week", "cycles:asked", "teams:my-data"]


def seen_by_others(cast: Cast, client_for: Clients) -> dict[str, str]:
    """Every page on which a lead, a manager, an administrator or a colleague could learn of it."""
    found = {}
    for who in ("lead", "colleague", "manager", "administrator"):
        client = client_for(cast.people[who])
        urls = [reverse(name) for name in PAGES]
        urls += [reverse("cycles:team-week", args=[cast.team.pk, str(WEEK)])]
        urls += [reverse("teams:administration"), reverse("teams:audit-log")]
        for url in urls:
            answer = client.get(url)
            page = answer.content.decode() if answer.status_code == 200 else str(answer.status_code)
            found[f"{who} {url}"] = re.sub(r"""(value="[\w-]{64}"|nonce="[\w-]+")""", "", page)
    return found


@pytest.mark.slow
@pytest.mark.shows("S11", "W5", "W7")
@pytest.mark.parametrize("choice", ["move", "drop"])
def test_others_find_every_page_as_it_was_after_somebody_chose(
    cast: Cast, oogst: Moment, fatima: Client, client_for: Clients, choice: str, at: Any
):
    planning.cancel(oogst, "work_pressure", by=cast.lead)
    schedule.tick()
    before, logged = seen_by_others(cast, client_for), AuditEntry.objects.count()
    row = Displacement.objects.get(person=cast.professional)
    place = "drop" if choice == "drop" else str(int(own_place.places(row)[0].timestamp()))
    assert fatima.post(reverse("cycles:place-choose", args=[row.pk]), {"place": place}).status_code == 302
    after = seen_by_others(cast, client_for)
    assert [url for url in before if before[url] != after[url]] == []
    assert AuditEntry.objects.count() == logged


@pytest.mark.slow
@pytest.mark.shows("S11", "W5")
@pytest.mark.parametrize("choice", ["move", "drop"])
def test_what_somebody_chooses_for_a_busy_time_tells_nobody_more_than_the_busy_time(
    cast: Cast, oogst: Moment, fatima: Client, client_for: Clients, choice: str
):
    busy(cast.professional, "do 14:30", "do 15:30")
    before, logged = seen_by_others(cast, client_for), AuditEntry.objects.count()
    row = Displacement.objects.get()
    choose(fatima, "drop" if choice == "drop" else own_place.places(row)[0])
    after = seen_by_others(cast, client_for)
    assert [url for url in before if before[url] != after[url]] == []
    assert AuditEntry.objects.count() == logged


def test_an_old_page_or_a_strange_place_is_refused_with_the_places_of_now(
    cast: Cast, oogst: Moment, fatima: Client
):
    busy(cast.professional, "do 14:30", "do 15:30")
    for place in ("", "straks", "9" * 40):
        refused = choose(fatima, place)
        assert refused.status_code == 422
        assert "Waar wil je de Weekoogst deze week?" in text(refused)
    taken = choose(fatima, builders.local(WEEK, "do 14:45"))
    assert taken.status_code == 409
    assert "Die plek is niet meer vrij." in text(taken)
    assert choose(fatima, "drop").status_code == 302
    assert choose(fatima, "keep").status_code == 409
    assert outcome() == "dropped"


def test_what_begins_or_moves_asks_nothing_and_moving_starts_afresh(cast: Cast, oogst: Moment, at: Any):
    busy(cast.professional, "do 14:30", "do 15:30")
    own_place.keep(Displacement.objects.get(), by=cast.professional)
    planning.move(oogst, builders.local(WEEK, "do 13:30"), by=cast.lead)
    assert not Displacement.objects.exists()
    at("2026-04-16 13:35")
    busy(cast.professional, "do 13:30", "do 14:00")
    assert not Displacement.objects.exists()


def test_looking_writes_nothing_and_questions_cost_a_fixed_number(
    cast: Cast, oogst: Moment, fatima: Client, safe_get: Callable[..., Any]
):
    mine = reverse("cycles:my-week")
    safe_get(fatima, mine)
    with CaptureQueriesContext(connection) as quiet:
        fatima.get(mine)
    assert len(quiet) <= 28
    busy(cast.professional, "do 14:30", "do 15:30")
    safe_get(fatima, mine)
    safe_get(fatima, reverse("cycles:asked"))


@pytest.fixture
def guest(cast: Cast, oogst: Moment) -> Displacement:
    """Łukasz said yes to the Weekoogst, and has something else then."""
    builders.member(cast.team, who=cast.outsider, kind="guest")
    guests.answer(guests.invite(oogst, cast.outsider, by=cast.lead), True, by=cast.outsider)
    busy(cast.outsider, "do 14:30", "do 15:30")
    return Displacement.objects.get()


def opens(client: Client) -> bool:
    return all(client.get(reverse(f"cycles:{page}")).status_code == 200 for page in ("my-week", "asked"))


def test_a_guest_who_takes_not_this_week_back_comes_again(
    cast: Cast, oogst: Moment, guest: Displacement, client_for: Clients
):
    lukasz = client_for(cast.outsider)
    choose(lukasz, "drop")
    assert lukasz.post(reverse("cycles:place-undo", args=[guest.pk])).status_code == 302
    assert guests.GuestInvitation.objects.get().answer == "yes"
    assert seat(oogst, cast.outsider).starts_at == oogst.starts_at
    assert (outcome(), opens(lukasz)) == ("", True)


def test_what_was_asked_about_a_place_ends_with_it(
    cast: Cast, oogst: Moment, guest: Displacement, fatima: Client, client_for: Clients
):
    guests.answer(guests.GuestInvitation.objects.get(), False, by=cast.outsider)
    assert not Displacement.objects.exists()
    assert opens(client_for(cast.outsider))
    busy(cast.professional, "do 14:30", "do 15:30")
    row = Displacement.objects.get()
    cast.professional.memberships.update(until=date(2026, 4, 14))
    planning.reseat(oogst.cycle)
    assert opens(fatima)
    assert own_place.places(row) == []
    schedule.tick()
    assert not Displacement.objects.exists()


def test_a_guest_of_what_fell_away_is_asked_nothing(cast: Cast, oogst: Moment, guest: Displacement):
    planning.cancel(oogst, "work_pressure", by=cast.lead)
    assert not Displacement.objects.filter(person=cast.outsider).exists()
    assert Displacement.objects.filter(person=cast.professional).exists()


@pytest.mark.shows("W1")
def test_an_own_place_on_a_day_off_is_asked_again(cast: Cast, oogst: Moment):
    planning.cancel(oogst, "work_pressure", by=cast.lead)
    row = Displacement.objects.get(person=cast.professional)
    own_place.move(row, builders.local(WEEK, "vr 10:00"), by=cast.professional)
    schedule.tick()
    assert not seat(oogst, cast.professional).is_off
    builders.absence(cast.professional, date(2026, 4, 17))
    schedule.tick()
    row.refresh_from_db()
    assert row.outcome == Outcome.OPEN
    assert seat(oogst, cast.professional).is_off
    assert AgendaEntry.objects.get(person=cast.professional, source_id=oogst.pk).is_cancelled


def test_no_place_outside_its_week_and_no_instant_out_of_reach(
    cast: Cast, oogst: Moment, fatima: Client, at: Any
):
    at("2026-04-10 09:00")  # the Friday before
    busy(cast.professional, "do 14:30", "do 15:30")
    assert all(place.date() >= WEEK.monday for place in own_place.places(Displacement.objects.get()))
    assert choose(fatima, builders.local(WEEK - 1, "vr 14:30")).status_code == 409
    for place in ("253402300799", "-62135596800"):
        assert choose(fatima, place).status_code == 422
    assert outcome() == ""


@pytest.mark.shows("S11", "W1")
def test_an_own_place_gives_way_to_a_moment_of_the_team_and_the_question_opens_again(
    cast: Cast, oogst: Moment
):
    """Else the lead who moves a moment there would read that somebody is not free, and know why."""
    cycle, harvest = oogst.cycle, oogst
    planning.cancel(harvest, "work_pressure", by=cast.lead)
    row = Displacement.objects.get(moment=harvest, person=cast.professional)
    place = builders.local(cycle.iso, "do 10:00")
    own_place.move(row, place, by=cast.professional)
    check_in = cycle.moments.select_related("cycle__team").get(kind=Kind.CHECK_IN)
    planning.move(check_in, place, by=cast.lead)
    seat = Seat.objects.get(moment=check_in, person=cast.professional)
    assert (seat.alone, seat.starts_at) == (False, place)
    schedule.tick()
    schedule.tick()
    row.refresh_from_db()
    assert row.outcome == Displacement.Outcome.OPEN
