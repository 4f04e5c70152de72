"""Mails about proposals: an answer to who made or follows one, one a day to who is asked, and late once (S24)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.proposals import daily, handing, moving
from cycles.proposals.models import InnovationProposal, ProposalFollow
from teams.accounts.models import User
from teams.notifications.channels import email
from teams.notifications.messages import MESSAGES, Never
from teams.notifications.models import Notification, Preference
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.pages.test_board import fill
from tests.support.hands import AMSTERDAM, Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-2", "S24")]
Row = tuple[str, User]


def posted(kind: str) -> list[Notification]:
    return list(Notification.objects.filter(kind=kind).select_related("person").order_by("pk"))


def to(kind: str) -> set[User]:
    return {row.person for row in posted(kind)}


def local(row: Notification) -> str:
    return row.due_at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M")


def text(row: Notification) -> str:
    """Everything of the mail as one text."""
    mail = email.build(row, MESSAGES[row.kind])
    html = "".join(str(part.content) for part in mail.alternatives)
    return f"{mail.subject}\n{mail.body}\n{html}"


def verdict(row: Notification) -> Any:
    return MESSAGES[row.kind].check(row, row.due_at)


def following(of: InnovationProposal, person: User, since: datetime | None = None) -> User:
    row = ProposalFollow.objects.create(proposal=of, person=person)
    if since:
        ProposalFollow.objects.filter(pk=row.pk).update(since=since)
    return person


# An answer ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "answer"),
    [
        (building.submitted, lambda p, by: moving.give_back(p, "Hoe vaak?", by=by)),
        (building.submitted, lambda p, by: moving.decline(p, "Nee.", "Als het kan.", by=by)),
        (
            building.submitted,
            lambda p, by: moving.start_trial(p, "Ja.", building.today(p), building.today(p), by=by),
        ),
        (building.with_result, lambda p, by: moving.adopt(p, "Goed.", by=by)),
        (building.with_result, lambda p, by: moving.stop(p, "Nee.", by=by)),
    ],
)
def test_every_answer_is_told_to_who_wrote_and_who_follows_it(
    cast: Cast, make: Callable[..., InnovationProposal], answer: Callable[[InnovationProposal, User], None]
) -> None:
    made = make(cast.professional)
    Notification.objects.all().delete()
    author, follower, invited = (builders.member(cast.team, name) for name in ("Annelies", "Bilal", "Tom"))
    building.author(made, author)
    building.author(made, invited, "invited")
    following(made, follower)
    answer(made, cast.lead)
    assert to("proposal_answer") == {cast.professional, author, follower}
    assert {local(row) for row in posted("proposal_answer")} == {"2026-03-30 09:12"}


def test_what_its_makers_do_themselves_is_told_to_nobody(cast: Cast) -> None:
    building.withdrawn(cast.professional)
    building.in_trial(cast.professional)
    Notification.objects.all().delete()
    building.with_result(cast.colleague)
    assert to("proposal_answer") == {cast.colleague}  # of the trial; not of the result that was handed in


def test_it_comes_in_ones_own_hours(cast: Cast, at: Hands) -> None:
    builders.absence(cast.professional, date(2026, 4, 1), date(2026, 4, 7))
    made = building.submitted(cast.professional)
    at("2026-03-31 17:30")
    moving.give_back(made, "Hoe vaak?", by=cast.lead)
    (row,) = posted("proposal_answer")
    assert local(row) == "2026-04-08 08:30"


def test_who_left_or_stopped_following_gets_nothing_any_more(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    following(made, cast.colleague)
    moving.give_back(made, "Hoe vaak?", by=cast.lead)
    rows = {row.person: row for row in posted("proposal_answer")}
    assert verdict(rows[cast.colleague]) is None
    made.follows.all().delete()
    assert verdict(rows[cast.colleague]) == Never("proposal_gone")
    following(made, cast.colleague)
    Membership.objects.filter(person=cast.colleague).update(until=date(2026, 3, 29))
    assert verdict(rows[cast.colleague]) == Never("proposal_gone")
    assert verdict(rows[cast.professional]) is None


@pytest.mark.shows("S17")
def test_a_new_owner_hears_of_becoming_one(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    Membership.objects.filter(person=cast.professional).update(until=date(2026, 3, 29))
    handing.appoint(made, cast.colleague, by=cast.lead)
    (row,) = posted("proposal_answer")
    assert row.person == cast.colleague
    assert "Een voorstel is nu van jou" in text(row)


# What waits ---------------------------------------------------------------------------------------


def test_what_came_in_today_is_told_tomorrow_in_the_first_minute(cast: Cast, at: Hands) -> None:
    building.submitted(cast.professional)
    assert daily.plan() == 0
    at("2026-03-31 06:00")
    assert daily.plan() == 1
    (row,) = posted("proposals_waiting")
    assert (row.person, local(row)) == (cast.lead, "2026-03-31 08:30")
    assert verdict(row) is None


def test_it_is_one_mail_a_day_however_often_the_clock_rings(cast: Cast, at: Hands) -> None:
    for _each in range(3):
        building.submitted(cast.professional)
    for time in ("2026-03-31 00:05", "2026-03-31 08:31", "2026-03-31 14:00", "2026-04-01 09:00"):
        at(time)
        daily.plan()
        daily.plan()
    assert [local(row) for row in posted("proposals_waiting")] == ["2026-03-31 08:30", "2026-04-01 09:00"]
    assert "3 voorstellen wachten op je antwoord" in text(posted("proposals_waiting")[-1])


def test_on_a_day_off_there_is_none(cast: Cast, at: Hands) -> None:
    building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 3, 31))
    for day in ("2026-03-31", "2026-04-04", "2026-04-05", "2026-04-06"):  # absent, weekend, Easter Monday
        at(f"{day} 10:00")
        assert daily.plan() == 0
    at("2026-04-07 07:00")
    assert daily.plan() == 1


def test_nothing_is_sent_when_it_was_answered_meanwhile(cast: Cast, at: Hands) -> None:
    made = building.submitted(cast.professional)
    at("2026-03-31 06:00")
    daily.plan()
    moving.give_back(made, "Hoe vaak?", by=cast.lead)
    (row,) = posted("proposals_waiting")
    assert verdict(row) == Never("nothing_waits")


def test_the_deputy_who_is_asked_now_has_it(cast: Cast, at: Hands) -> None:
    cast.lead.roles.update(deputy=cast.colleague)
    building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 3, 30), date(2026, 4, 30))
    at("2026-04-01 07:00")
    assert daily.plan() == 0
    at("2026-04-02 07:00")
    assert daily.plan() == 1
    (row,) = posted("proposals_waiting")
    assert row.person == cast.colleague
    assert verdict(row) is None
    assert "Eén voorstel wacht op je antwoord" in text(row)


def test_an_own_proposal_waits_for_the_manager(cast: Cast, at: Hands) -> None:
    building.submitted(cast.lead)
    at("2026-03-31 07:00")
    daily.plan()
    assert to("proposals_waiting") == {cast.manager}


def test_who_wrote_it_left_so_the_lead_is_asked_for_a_new_owner(cast: Cast, at: Hands) -> None:
    made = building.returned(cast.professional)
    Membership.objects.filter(person=cast.professional).update(until=date(2026, 3, 30))
    at("2026-03-31 07:00")
    daily.plan()
    (row,) = posted("proposals_waiting")
    assert row.person == cast.lead
    assert "Een nieuwe eigenaar, team Vergunningen." in text(row)
    handing.appoint(made, cast.colleague, by=cast.lead)
    assert verdict(row) == Never("nothing_waits")


# Late ---------------------------------------------------------------------------------------------


def test_late_is_told_to_the_manager_and_once_to_who_wrote_or_follows_it(cast: Cast, at: Hands) -> None:
    made = building.submitted(cast.professional)
    follower = following(made, builders.member(cast.team, "Bilal"))
    for day in ("2026-03-31", "2026-04-14"):
        at(f"{day} 07:00")
        daily.plan()
    assert to("proposals_late") == set()
    assert to("proposals_waiting") == {cast.lead}
    for day in ("2026-04-15", "2026-04-16", "2026-04-17"):
        at(f"{day} 07:00")
        daily.plan()
        daily.plan()
    assert to("proposals_waiting") == {cast.lead, cast.manager}
    assert sorted(row.person.given_name for row in posted("proposals_late")) == ["Bilal", "Fatima"]
    of_manager = [row for row in posted("proposals_waiting") if row.person == cast.manager]
    assert [local(row) for row in of_manager] == [f"2026-04-{day} 08:30" for day in (15, 16, 17)]
    words = text(of_manager[-1])
    assert "Antwoorden op voorstellen zijn te laat" in words
    assert "In je dienst is één ander antwoord te laat." in words
    assert "Het antwoord op een voorstel is te laat" in text(posted("proposals_late")[0])
    assert follower in to("proposals_late")


def test_who_follows_it_since_it_was_late_knows_that_already(cast: Cast, at: Hands) -> None:
    made = building.submitted(cast.professional)
    at("2026-04-15 07:00")
    following(made, cast.colleague)
    daily.plan()
    assert to("proposals_late") == {cast.professional}


def test_late_that_was_answered_meanwhile_is_not_sent(cast: Cast, at: Hands) -> None:
    made = building.submitted(cast.professional)
    at("2026-04-15 07:00")
    daily.plan()
    (row,) = posted("proposals_late")
    assert verdict(row) is None
    moving.give_back(made, "Hoe vaak?", by=cast.lead)
    assert verdict(row) == Never("nothing_waits")


def test_two_that_were_due_on_one_day_are_one_mail(cast: Cast, at: Hands) -> None:
    for _each in range(2):
        building.submitted(cast.professional)
    at("2026-04-15 07:00")
    daily.plan()
    (row,) = posted("proposals_late")
    assert "2 antwoorden op voorstellen zijn te laat" in text(row)


# What is in it ------------------------------------------------------------------------------------


@pytest.mark.shows("TL8")
def test_no_mail_holds_a_word_that_somebody_wrote(cast: Cast, at: Hands) -> None:
    secret = "otter-bij-de-sluis"
    made = building.submitted(cast.professional, title=secret, problem=secret, idea=secret, hoped=secret)
    at("2026-04-15 07:00")
    daily.plan()
    moving.decline(made, secret, secret, by=cast.lead)
    other = building.submitted(cast.professional, title=secret)
    InnovationProposal.objects.filter(pk=other.pk).update(answer_due=date(2026, 4, 14))
    rows = [
        row for kind in ("proposals_waiting", "proposals_late", "proposal_answer") for row in posted(kind)
    ]
    assert {row.kind for row in rows} == {"proposals_waiting", "proposals_late", "proposal_answer"}
    for row in rows:
        words = text(row)
        assert secret not in words
        assert "http" in words


@pytest.mark.parametrize("kind", ["proposal_answer", "proposals_waiting", "proposals_late"])
def test_each_kind_can_be_switched_off(cast: Cast, kind: str) -> None:
    message = MESSAGES[kind]
    assert message.optional
    assert message.for_whom(cast.lead)
    assert message.for_whom(cast.professional) == (kind != "proposals_waiting")
    preference = Preference.of(cast.lead)
    preference.switch(kind, "email", on=False)
    assert not preference.wants(kind, "email")


def test_many_that_wait_cost_the_same_queries(cast: Cast, at: Hands) -> None:
    def count(time: str) -> int:
        at(time)
        with CaptureQueriesContext(connection) as queries:
            daily.plan()
        return len(queries)

    late = {"answer_due": date(2026, 3, 20), "stands_since": datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)}
    made = fill(cast, 2, **late)
    following(made[0], cast.professional, made[0].stands_since - timedelta(days=1))
    few = count("2026-03-31 07:00")
    for one in fill(cast, 60, **late):
        following(one, cast.professional, one.stands_since - timedelta(days=1))
    assert count("2026-04-01 07:00") <= few
