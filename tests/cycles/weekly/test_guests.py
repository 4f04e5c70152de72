"""A guest at one moment of another team: asked once, free to say no, and inside the own weekly budget."""

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
from cycles.weekly.members import guests
from cycles.weekly.models import Answer, Form, GuestInvitation, Kind, Moment, Seat, WeekCycle
from cycles.weekly.planning import Refused
from lerendwerken import schedule
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import BusyTime, HourException, WorkingPattern
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import Clients
from tests.cycles.weekly.typed import undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.shows("S8")]
WEEK = IsoWeek(2026, 16)
AT_HOME = (
    (Kind.PLANNING, Form.TEAM, 0, "13:00", 20),
    (Kind.LEARNING_HOUR, Form.DUO, 1, "13:30", 60),
    (Kind.CHECK_IN, Form.TEAM, 3, "11:00", 10),
    (Kind.RETROSPECTIVE, Form.TEAM, 4, "09:30", 30),
)


@pytest.fixture
def weeks(cast: Cast, at: Any) -> tuple[WeekCycle, WeekCycle]:
    """The week of Vergunningen and that of the Wmo-loket, where Łukasz is at home; he is a guest member here."""
    at("2026-04-13 08:40")
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    builders.template(cast.other_team, AT_HOME)
    builders.member(cast.team, who=cast.outsider, kind="guest")
    here, there = (planning.draft(team, WEEK) for team in (cast.team, cast.other_team))
    planning.publish(here, by=cast.lead)
    planning.publish(there, by=cast.lead_and_manager)
    return here, there


@pytest.fixture
def oogst(weeks: tuple[WeekCycle, WeekCycle]) -> Moment:
    """Thursday 15.00, half an hour, of Vergunningen."""
    return weeks[0].moments.select_related("cycle__team").get(kind=Kind.RETROSPECTIVE)


@pytest.fixture
def lukasz(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.outsider)


def invite(client: Client, moment: Moment, person: User) -> Any:
    return client.post(reverse("cycles:guest-invite", args=[moment.pk]), {"person": person.pk})


def answer(client: Client, given: str) -> Any:
    return answer_of(client, GuestInvitation.objects.get(), given)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def minutes(person: User) -> dict[str, int]:
    rows = Seat.objects.filter(person=person, starts_at__isnull=False)
    return {f"{s.moment.cycle.team.name} {s.moment.kind}": s.minutes for s in rows}


def test_a_guest_says_yes_and_the_own_week_gives_the_minutes(
    cast: Cast, oogst: Moment, lukasz: Client, lead: Client
):
    before = minutes(cast.outsider)
    assert sum(before.values()) == 120
    assert invite(lead, oogst, cast.outsider).status_code == 302
    page = text(lukasz.get(reverse("cycles:my-week")))
    assert (
        "Marieke nodigt je uit bij de Weekoogst van team Vergunningen, op"
        " <strong>donderdag 16 april</strong> van 15.00 tot 15.30 uur." in page
    )
    assert answer(lukasz, "yes").status_code == 302
    after = minutes(cast.outsider)
    assert after.pop("Vergunningen retrospective") == 30
    assert sum(after.values()) == 90
    assert after["Wmo-loket learning_hour"] == 30, "shortened as S4 does: the Leerwerkuur first"
    page = text(lukasz.get(reverse("cycles:my-week")))
    assert "15.00, 30 min, te gast bij Vergunningen" in page
    schedule.tick()
    prompt = Prompt.objects.get(person=cast.outsider, moment=oogst)
    assert (prompt.state, bool(prompt.question_ids)) == ("planned", True)
    assert minutes(cast.outsider)["Vergunningen retrospective"] == 30, "the tick keeps it"


def test_no_needs_no_reason_and_is_not_asked_again(cast: Cast, oogst: Moment, lukasz: Client, lead: Client):
    invite(lead, oogst, cast.outsider)
    page = reverse("cycles:moment-ask", args=[oogst.pk])
    assert "Łukasz (nog niet)" in text(lead.get(page))
    answer(lukasz, "no")
    assert "Łukasz (nee)" in text(lead.get(page))
    again = invite(lead, oogst, cast.outsider)
    assert again.status_code == 422
    assert "Łukasz zei al nee" in text(again)
    assert not Seat.objects.filter(moment=oogst, person=cast.outsider).exists()


def test_a_yes_can_be_taken_back_and_the_minutes_come_home(cast: Cast, oogst: Moment, lukasz: Client):
    before = minutes(cast.outsider)
    guests.invite(oogst, cast.outsider, by=cast.lead)
    answer(lukasz, "yes")
    answer(lukasz, "yes")
    assert Seat.objects.filter(moment=oogst, person=cast.outsider).count() == 1
    answer(lukasz, "no")
    assert minutes(cast.outsider) == before


def test_somebody_who_is_no_guest_member_cannot_be_invited(cast: Cast, oogst: Moment, lead: Client):
    refused = invite(lead, oogst, cast.colleague)
    assert refused.status_code == 422
    assert "Joost is op die dag niet te gast in dit team." in text(refused)
    assert invite(lead, oogst, cast.lead_and_manager).status_code == 422
    assert not GuestInvitation.objects.exists()


@pytest.mark.shows("planner-1")
def test_who_is_not_free_is_not_invited_and_another_moment_is_proposed(
    cast: Cast, oogst: Moment, lead: Client
):
    BusyTime.objects.create(
        person=cast.outsider,
        starts_at=builders.local(WEEK, "do 15:00"),
        ends_at=builders.local(WEEK, "do 16:00"),
    )
    refused = invite(lead, oogst, cast.outsider)
    assert refused.status_code == 422
    page = text(refused)
    assert "Łukasz is dan niet beschikbaar. Wel kan:" in page
    assert "de Tussenstand op woensdag 15 april om 11.00 uur" in page
    builders.absence(cast.outsider, date(2026, 4, 13), date(2026, 4, 15))
    assert "Een plek die wel kan: donderdag 16 april om 14.30 uur." in text(
        invite(lead, oogst, cast.outsider)
    )


@pytest.mark.shows("W1")
def test_outside_the_hours_the_question_is_the_exception_and_yes_brings_both(
    cast: Cast, oogst: Moment, lukasz: Client, lead: Client
):
    WorkingPattern.objects.filter(person=cast.outsider).delete()
    builders.pattern(cast.outsider, builders.shifts(end="15:15"), hours=32)
    refused = invite(lead, oogst, cast.outsider)
    assert refused.status_code == 422
    assert "Łukasz werkt dan niet of maar een deel. Vraag eerst of het één keer mag." in text(refused)
    lead.post(reverse("cycles:exception-ask", args=[oogst.pk]), {"person": cast.outsider.pk})
    row = cast.outsider.exception_requests.get()
    assert "een kwartier na je werktijd" in text(lukasz.get(reverse("cycles:my-week")))
    lukasz.post(reverse("cycles:exception-answer", args=[row.pk]), {"answer": "yes"})
    assert HourException.objects.get().person == cast.outsider
    assert GuestInvitation.objects.get().answer == Answer.YES
    assert Seat.objects.get(moment=oogst, person=cast.outsider).minutes == 30
    lukasz.post(reverse("cycles:exception-withdraw", args=[row.pk]))
    assert not HourException.objects.exists()
    assert not Seat.objects.filter(moment=oogst, person=cast.outsider).exists()


def test_a_guest_moment_over_another_is_refused_with_a_proposal_and_nothing_is_lost(
    cast: Cast, oogst: Moment, lukasz: Client
):
    """Invited while free; meanwhile the own team put something there."""
    row = guests.invite(oogst, cast.outsider, by=cast.lead)
    third = builders.team("Toezicht")
    builders.member(third, who=cast.outsider, kind="guest")
    theirs = builders.moment(
        builders.week(third, WEEK, season=oogst.cycle.season), Kind.CHECK_IN, "do 15:20", minutes=10
    )
    other = guests.invite(theirs, cast.outsider, by=cast.lead)
    guests.answer(other, True, by=cast.outsider)
    before = minutes(cast.outsider)
    refused = answer_of(lukasz, row, "yes")
    assert refused.status_code == 422
    assert "Op die tijd heb je al iets anders" in text(refused)
    assert "Wel kan:" in text(refused)
    row.refresh_from_db()
    assert (row.answer, minutes(cast.outsider)) == (Answer.OPEN, before)


def answer_of(client: Client, row: GuestInvitation, given: str) -> Any:
    """As from the page that shows the moment where it stands now."""
    seen = str(int(Moment.objects.get(pk=row.moment_id).starts_at.timestamp()))
    return client.post(reverse("cycles:guest-answer", args=[row.pk]), {"answer": given, "seen": seen})


@pytest.mark.shows("W2", "S4")
def test_what_does_not_fit_the_budget_is_shorter_or_refused_in_words(
    cast: Cast, oogst: Moment, lukasz: Client
):
    WorkingPattern.objects.filter(person=cast.outsider).delete()
    builders.pattern(cast.outsider, builders.shifts([0, 3]), hours=12)
    schedule.tick()
    before = minutes(cast.outsider)
    row = guests.invite(oogst, cast.outsider, by=cast.lead)
    refused = answer_of(lukasz, row, "yes")
    assert refused.status_code == 422
    assert "Dit past niet in je leertijd van deze week" in text(refused)
    assert minutes(cast.outsider) == before
    WorkingPattern.objects.filter(person=cast.outsider).delete()
    builders.pattern(cast.outsider, builders.shifts([0, 1, 3]), hours=18)
    schedule.tick()
    answer_of(lukasz, row, "yes")
    after = minutes(cast.outsider)
    assert after["Vergunningen retrospective"] == 15, "leaves earlier"
    assert sum(after.values()) == 60
    assert set(before) <= set(after) | {"Wmo-loket check_in"}


def test_when_the_moment_moves_the_guest_is_asked_again(cast: Cast, oogst: Moment, lukasz: Client, at: Any):
    row = guests.invite(oogst, cast.outsider, by=cast.lead)
    guests.answer(row, True, by=cast.outsider)
    planning.move(oogst, builders.local(WEEK, "do 13:30"), by=cast.lead)
    row.refresh_from_db()
    assert row.answer == Answer.OPEN
    assert not Seat.objects.filter(moment=oogst, person=cast.outsider).exists()
    at.forward(minutes=10)
    schedule.tick()
    assert sum(minutes(cast.outsider).values()) == 120
    asked = [m for m in mail.outbox if "te gast" in m.subject]
    assert len(asked) == 1, "the answered question of before is not mailed"
    assert "13.30" in asked[0].body


def test_the_home_lead_sees_only_that_somebody_is_not_available(
    cast: Cast, oogst: Moment, weeks: tuple[WeekCycle, WeekCycle], client_for: Clients
):
    guests.answer(guests.invite(oogst, cast.outsider, by=cast.lead), True, by=cast.outsider)
    place = judging.judge(weeks[1].moments.get(kind=Kind.PLANNING), builders.local(WEEK, "do 15:00"), None)
    assert cast.outsider.pk not in place.present
    page = text(
        client_for(cast.lead_and_manager).get(
            reverse("cycles:team-week", args=[cast.other_team.pk, str(WEEK)])
        )
    )
    assert "te gast" not in page
    assert "Weekoogst van team Vergunningen" not in page


@pytest.mark.shows("S11")
def test_a_guest_joins_a_duo_and_hears_what_the_duo_changes(
    cast: Cast, weeks: Any, client_for: Clients, at: Any
):
    duo = weeks[0].moments.filter(kind=Kind.LEARNING_HOUR, pair=1).get()
    guests.answer(guests.invite(duo, cast.outsider, by=cast.lead), True, by=cast.outsider)
    assert Seat.objects.filter(moment=duo, alone=False).count() == len(duo.members) + 1
    one = User.objects.get(pk=duo.members[0])
    client_for(one).post(reverse("cycles:duo-cancel", args=[duo.pk]), {"sequence": duo.sequence})
    at.forward(minutes=5)
    schedule.tick()
    assert [
        m for m in mail.outbox if m.to == [cast.outsider.email] and "gaat deze week niet door" in m.subject
    ]


@pytest.mark.shows("W6")
def test_one_mail_invites_in_working_time_and_taking_it_back_leaves_nothing(
    cast: Cast, oogst: Moment, lead: Client, at: Any
):
    page = lead.get(invite(lead, oogst, cast.outsider).headers["Location"]).content.decode()
    lead.post(undo_of(page))
    assert not GuestInvitation.objects.exists()
    at("2026-04-13 19:00")
    invite(lead, oogst, cast.outsider)
    schedule.tick()
    assert not [m for m in mail.outbox if "te gast" in m.subject]
    at("2026-04-14 08:31")
    schedule.tick()
    schedule.tick()
    (asked,) = [m for m in mail.outbox if "te gast" in m.subject]
    assert asked.to == [cast.outsider.email]


def test_who_leaves_or_is_absent_has_no_seat_as_a_guest(cast: Cast, oogst: Moment):
    guests.answer(guests.invite(oogst, cast.outsider, by=cast.lead), True, by=cast.outsider)
    builders.absence(cast.outsider, date(2026, 4, 16))
    schedule.tick()
    assert not Seat.objects.filter(moment=oogst, person=cast.outsider, starts_at__isnull=False).exists()


def test_an_absent_guest_cannot_be_invited(cast: Cast, oogst: Moment):
    builders.absence(cast.outsider, date(2026, 4, 16))
    with pytest.raises(Refused, match="guest_away"):
        guests.invite(oogst, cast.outsider, by=cast.lead)


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["colleague", "manager", "administrator", "lead", "lead_and_manager"])
def test_nobody_else_answers(cast: Cast, oogst: Moment, client_for: Clients, who: str):
    row = guests.invite(oogst, cast.outsider, by=cast.lead)
    assert answer_of(client_for(cast.people[who]), row, "yes").status_code == 404
    if who != "lead":
        client = client_for(cast.people[who])
        assert invite(client, oogst, cast.outsider).status_code == 404
        assert client.post(reverse("cycles:guest-uninvite", args=[row.pk])).status_code == 404


def test_mijn_week_costs_the_same_with_and_without_guest_moments(cast: Cast, oogst: Moment, lukasz: Client):
    mine = reverse("cycles:my-week")
    lukasz.get(mine)
    with CaptureQueriesContext(connection) as without:
        lukasz.get(mine)
    for moment in oogst.cycle.moments.filter(
        form=Form.TEAM, starts_at__gt=oogst.starts_at - timedelta(days=2)
    ):
        guests.answer(guests.invite(moment, cast.outsider, by=cast.lead), True, by=cast.outsider)
    with CaptureQueriesContext(connection) as with_guests:
        lukasz.get(mine)
    assert len(with_guests) == len(without)


def test_a_yes_counts_only_for_the_time_that_was_seen(cast: Cast, oogst: Moment, lukasz: Client):
    row = guests.invite(oogst, cast.outsider, by=cast.lead)
    seen = str(int(oogst.starts_at.timestamp()))
    assert f'name="seen" value="{seen}"' in text(lukasz.get(reverse("cycles:asked")))
    planning.move(oogst, builders.local(WEEK, "vr 14:00"), by=cast.lead)
    for given in ({"answer": "yes", "seen": seen}, {"answer": "yes"}):
        refused = lukasz.post(reverse("cycles:guest-answer", args=[row.pk]), given)
        assert refused.status_code == 409
        assert "<strong>vrijdag 17 april</strong> van 14.00 tot 14.30 uur" in text(refused)
    row.refresh_from_db()
    assert row.answer == Answer.OPEN


def test_a_no_is_for_its_own_time(cast: Cast, oogst: Moment, lukasz: Client, lead: Client):
    row = guests.invite(oogst, cast.outsider, by=cast.lead)
    answer(lukasz, "no")
    planning.move(oogst, builders.local(WEEK, "vr 14:00"), by=cast.lead)
    assert "Łukasz (nee)" not in text(lead.get(reverse("cycles:moment-ask", args=[oogst.pk])))
    assert invite(lead, oogst, cast.outsider).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.starts_at) == (Answer.OPEN, builders.local(WEEK, "vr 14:00"))


def test_nobody_is_a_guest_at_two_duos_at_once(cast: Cast, at: Any, lukasz: Client, lead: Client):
    at("2026-04-13 08:40")
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    builders.member(cast.team), builders.member(cast.team)
    builders.member(cast.team, who=cast.outsider, kind="guest")
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    one, other = cycle.moments.select_related("cycle__team").filter(kind=Kind.LEARNING_HOUR)[:2]
    assert one.starts_at == other.starts_at
    first, second = (guests.invite(duo, cast.outsider, by=cast.lead) for duo in (one, other))
    assert answer_of(lukasz, first, "yes").status_code == 302
    refused = answer_of(lukasz, second, "yes")
    assert refused.status_code == 422
    assert "Op die tijd heb je al iets anders, of je werkt dan niet. Wel kan:" in text(refused)
    second.delete()
    assert "Łukasz is dan niet beschikbaar." in text(invite(lead, other, cast.outsider))


def test_guest_minutes_shrink_with_the_budget(cast: Cast, weeks: tuple[WeekCycle, WeekCycle]):
    for kind in (Kind.RETROSPECTIVE, Kind.LEARNING_HOUR):
        moment = weeks[0].moments.select_related("cycle__team").filter(kind=kind)[0]
        guests.answer(guests.invite(moment, cast.outsider, by=cast.lead), True, by=cast.outsider)
    for day in (13, 15, 17):
        builders.absence(cast.outsider, date(2026, 4, day))
    schedule.tick()
    schedule.tick()
    budget = judging.room_of(weeks[1]).budgets[cast.outsider.pk]
    after = minutes(cast.outsider)
    assert after["Vergunningen learning_hour"] > 0
    assert sum(after.values()) <= budget


@pytest.mark.shows("W2", "S4")
def test_guest_minutes_in_two_teams_shrink_together(cast: Cast, weeks: tuple[WeekCycle, WeekCycle]):
    """What comes first in the week goes first, also when it is another team's."""
    third = builders.team("Toezicht")
    builders.member(third, who=cast.outsider, kind="guest")
    theirs = builders.moment(
        builders.week(third, WEEK, season=weeks[0].season), Kind.LEARNING_HOUR, "do 13:30", minutes=40
    )
    for moment in (theirs, weeks[0].moments.select_related("cycle__team").get(kind=Kind.RETROSPECTIVE)):
        guests.answer(guests.invite(moment, cast.outsider, by=cast.lead), True, by=cast.outsider)
    assert (minutes(cast.outsider)["Toezicht learning_hour"], sum(minutes(cast.outsider).values())) == (
        40,
        120,
    )
    for day in (13, 15, 17):
        builders.absence(cast.outsider, date(2026, 4, day))
    schedule.tick()
    schedule.tick()
    budget = judging.room_of(weeks[1]).budgets[cast.outsider.pk]
    after = minutes(cast.outsider)
    assert after["Toezicht learning_hour"] == 40
    assert sum(after.values()) <= budget
