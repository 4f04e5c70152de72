"""The page of a Weekoogst: who is in it, what stands there in which step, and what asking for news costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.harvest import agenda, harvesting, leading, lining, sharing
from cycles.harvest.models import HarvestLine, HarvestSession, OwnNote
from cycles.prompts.models import ReflectionShare
from cycles.proposals.models import InnovationProposal
from cycles.weekly.models import Answer, GuestInvitation, Moment, Seat
from teams.accounts.models import User
from teams.privacy import retention
from tests import builders
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import WORDS, begun, item, post, url
from tests.support.hands import Hands

Clients = Callable[[User | None], Client]


def text(client: Client, moment: Moment) -> str:
    answer = client.get(url(moment))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.shows("S3")
@pytest.mark.parametrize(("minutes", "each"), [(30, [5, 8, 10, 5, 2]), (60, [10, 16, 20, 10, 4]), (15, None)])
def test_the_steps_fill_the_length_of_the_moment(minutes: int, each: list[int] | None) -> None:
    spread = agenda.lengths(agenda.WEEKLY, minutes)
    assert sum(spread) == minutes
    assert min(spread) >= 1
    assert each is None or spread == each
    assert sum(agenda.lengths(agenda.MONTHLY, 60)) == 60


@pytest.mark.shows("S18", "A7")
def test_members_and_guests_who_said_yes_are_in_it_and_nobody_else(
    cast: Cast, moment: Moment, client_for: Clients
) -> None:
    guest, doubting = builders.member(cast.other_team), builders.member(cast.other_team)
    for person, said in ((guest, Answer.YES), (doubting, Answer.OPEN)):
        GuestInvitation.objects.create(moment=moment, person=person, answer=said)
    Seat.objects.create(moment=moment, person=guest, starts_at=moment.starts_at, minutes=30)
    for person in (cast.professional, cast.colleague, cast.lead, guest):
        assert client_for(person).get(url(moment)).status_code == 200
    for person in (doubting, cast.manager, cast.administrator, cast.outsider, cast.lead_and_manager):
        assert client_for(person).get(url(moment)).status_code == 404
        assert client_for(person).get(url(moment, "harvest-news")).status_code == 404


@pytest.mark.shows("S18")
def test_a_manager_of_the_team_does_not_get_in_with_a_seat_or_as_its_lead(
    cast: Cast, moment: Moment, client_for: Clients
) -> None:
    builders.member(cast.team, who=cast.manager)
    Seat.objects.create(moment=moment, person=cast.manager, starts_at=moment.starts_at, minutes=30)
    builders.lead(cast.team, cast.manager)
    assert client_for(cast.manager).get(url(moment)).status_code == 404


@pytest.mark.shows("S18")
def test_a_lead_who_has_no_seat_and_a_colleague_who_left_read_nothing(
    cast: Cast, moment: Moment, client_for: Clients
) -> None:
    Seat.objects.filter(person=cast.lead).delete()
    assert client_for(cast.lead).get(url(moment)).status_code == 404
    cast.colleague.memberships.update(until=builders.LONG_AGO)
    assert client_for(cast.colleague).get(url(moment)).status_code == 404


@pytest.mark.parametrize("change", ["cancelled", "draft", "alone", "other kind"])
def test_there_is_no_page_without_a_common_moment(
    cast: Cast, moment: Moment, fatima: Client, change: str, at: Hands
) -> None:
    if change == "cancelled":
        Moment.objects.update(cancelled_at=moment.starts_at, cancelled_cause="other")
    elif change == "draft":
        type(moment.cycle).objects.update(published_at=None)
    elif change == "alone":
        Moment.objects.update(starts_at=None)
    else:
        Moment.objects.update(kind="planning")
    assert fatima.get(url(moment)).status_code == 404


def test_before_its_day_the_page_says_when_and_takes_nothing(
    cast: Cast, moment: Moment, fatima: Client, at: Hands
) -> None:
    at("2026-04-01 23:00")
    assert "donderdag" in text(fatima, moment) or "morgen" in text(fatima, moment)
    assert post(fatima, moment, "harvest-put", text=WORDS).status_code == 422
    assert not HarvestSession.objects.exists()
    at("2026-04-02 00:10")
    assert post(fatima, moment, "harvest-put", text=WORDS).status_code == 302


def test_looking_makes_nothing(moment: Moment, fatima: Client) -> None:
    text(fatima, moment)
    assert fatima.get(url(moment, "harvest-news")).status_code == 200
    assert not HarvestSession.objects.exists()


@pytest.mark.shows("E4", "S18")
def test_recall_comes_before_anything_of_others(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment)
    sharing.put(moment, WORDS, by=cast.colleague)
    lining.add(moment, HarvestLine.Kind.TABLE, "De brief over de dakkapel", by=cast.colleague)
    assert WORDS not in text(fatima, moment)
    assert "dakkapel" not in text(fatima, moment)
    assert WORDS in text(joost, moment)
    leading.go(moment, 0, 1, by=cast.professional)
    assert WORDS in text(fatima, moment)
    assert "dakkapel" in text(fatima, moment)


@pytest.mark.shows("S18")
def test_a_note_is_its_writers_alone(cast: Cast, moment: Moment, fatima: Client, joost: Client) -> None:
    begun(moment)
    post(fatima, moment, "harvest-note", note="zeehond-in-de-mist", revision="0")
    leading.go(moment, 0, 1, by=cast.professional)
    assert "zeehond-in-de-mist" in text(fatima, moment)
    assert "zeehond-in-de-mist" not in text(joost, moment)


def test_two_windows_of_one_writer_keep_both_notes(moment: Moment, fatima: Client) -> None:
    post(fatima, moment, "harvest-note", note="Eerst.", revision="0")
    saved = post(fatima, moment, "harvest-note", note="Elders.", revision="0", autosave="1")
    assert saved.headers["X-Revision"] == "2"
    assert OwnNote.objects.get().text == "Eerst.\n\nElders."


@pytest.mark.shows("S11")
def test_no_page_says_who_is_there_or_who_shared_nothing(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    """Joost only looks; nobody's page changes by it, and no row holds it."""
    begun(moment, step=2)
    before, rows = text(fatima, moment), HarvestSession.objects.values().get()
    joost.get(url(moment))
    joost.get(url(moment, "harvest-news"))
    after = text(fatima, moment)
    assert HarvestSession.objects.values().get() == rows
    assert not OwnNote.objects.exists()
    assert "Joost" not in before.split("Hoofdmenu")[1].split("afspraken")[0]
    assert "Joost" not in after.split("Hoofdmenu")[1].split("afspraken")[0]


@pytest.mark.shows("S18", "W8")
def test_only_the_writer_chooses_from_the_own_answers(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    mine = building.answer(moment, cast.professional, "Mijn brief begon met een artikelnummer.")
    begun(moment, step=2)
    assert "artikelnummer" in text(fatima, moment)
    assert "artikelnummer" not in text(joost, moment)
    assert post(joost, moment, "harvest-put-answer", answer=mine.pk).status_code == 422
    post(fatima, moment, "harvest-put-answer", answer=mine.pk)
    post(fatima, moment, "harvest-put-answer", answer=mine.pk)
    assert text(joost, moment).count("artikelnummer") == 1
    assert not ReflectionShare.objects.exists()
    row = HarvestSession.objects.get().items.get()
    post(fatima, moment, "harvest-take-back", row.pk)
    assert "artikelnummer" not in text(joost, moment)
    post(fatima, moment, "harvest-put-back", row.pk)
    assert "artikelnummer" in text(joost, moment)


def test_nobody_takes_back_what_a_colleague_shared(cast: Cast, moment: Moment, joost: Client) -> None:
    begun(moment, step=2)
    row = item(moment, cast.professional)
    assert post(joost, moment, "harvest-take-back", row.pk).status_code == 404
    row.refresh_from_db()
    assert row.taken_back_at is None


@pytest.mark.shows("S11")
def test_the_page_of_a_full_talk_asks_as_much_as_that_of_an_empty_one(
    cast: Cast, moment: Moment, fatima: Client
) -> None:
    begun(moment, step=3)
    item(moment, cast.colleague)
    lining.add(moment, HarvestLine.Kind.KEEP, "Eerst bellen", by=cast.colleague)
    text(fatima, moment)
    with CaptureQueriesContext(connection) as few:
        text(fatima, moment)
    for number in range(12):
        row = item(moment, cast.colleague, f"{WORDS} {number}")
        sharing.react(moment, row, "know", by=cast.lead)
        lining.add(moment, HarvestLine.Kind.KEEP, f"Regel {number}", by=cast.colleague)
        building.answer(moment, cast.lead, f"Antwoord {number}") if number == 0 else None
    with CaptureQueriesContext(connection) as many:
        text(fatima, moment)
    assert len(many) <= len(few)


def test_asking_for_news_is_cheap_while_nothing_changes(
    cast: Cast, moment: Moment, fatima: Client, django_assert_max_num_queries: Any
) -> None:
    begun(moment, step=1)
    seen = HarvestSession.objects.get().revision
    with django_assert_max_num_queries(3):
        quiet = fatima.get(url(moment, "harvest-news"), {"sinds": seen}, headers=building.LIVE)
    assert (quiet.status_code, quiet.content) == (204, b"")
    sharing.put(moment, WORDS, by=cast.colleague)
    news = fatima.get(url(moment, "harvest-news"), {"sinds": seen}, headers=building.LIVE)
    assert news.status_code == 200
    assert WORDS in news.content.decode()
    assert "<html" not in news.content.decode()


def test_mijn_week_and_the_team_week_lead_there_from_its_day_on(
    cast: Cast, moment: Moment, client_for: Clients, at: Hands
) -> None:
    week = reverse("cycles:team-week", args=[cast.team.pk, str(building.WEEK)])
    at("2026-04-01 10:00")
    assert url(moment) not in client_for(cast.lead).get(week).content.decode()
    at("2026-04-02 09:00")
    for person in (cast.professional, cast.lead):
        assert url(moment) in client_for(person).get(reverse("cycles:my-week")).content.decode()
        assert url(moment) in client_for(person).get(week).content.decode()


def test_a_year_later_the_page_is_gone_and_the_proposal_stays(cast: Cast, moment: Moment, at: Hands) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    harvesting.to_proposal(moment, row, "Samen schrijven.", by=cast.professional)
    at("2027-03-30 12:00")
    retention.sweep()
    assert HarvestSession.objects.count() == 1
    at("2027-04-08 12:00")
    retention.sweep()
    assert not HarvestSession.objects.exists()
    assert InnovationProposal.objects.count() == 1
