"""The mail with the digest: everybody in the team, in their own hours, once, and not after it was taken back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cycles.insights import digesting
from cycles.insights.models import MonthlyDigest
from teams.accounts.models import User
from teams.notifications import outbox
from teams.notifications.models import Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A66")]


@pytest.fixture(autouse=True)
def _now(at: Hands) -> None:
    at("2026-03-27 10:00")


@pytest.fixture
def digest(cast: Cast) -> MonthlyDigest:
    return building.digest(cast.team, cast.lead, building.insight(cast.professional, cast.team))


def rows() -> dict[int, str]:
    return dict(Notification.objects.filter(kind="month").values_list("person", "state"))


def sent_to() -> set[str]:
    outbox.send_due()
    return {address for message in mail.outbox for address in message.to}


def test_everybody_else_in_the_team_gets_it(cast: Cast, digest: MonthlyDigest, at: Hands) -> None:
    digesting.publish(digest, by=cast.lead)
    assert rows().keys() == {cast.professional.pk, cast.colleague.pk}
    assert not sent_to()  # as long as it can be undone without a trace
    at.forward(minutes=3)
    assert sent_to() == {cast.professional.email, cast.colleague.email}
    message = mail.outbox[0]
    assert message.subject == "Maandbericht maart: Een zin vooraf helpt"
    assert "Inwoners bellen bijna de helft minder." in message.body
    assert "Lees verder, 1 minuut:" in message.body
    assert reverse("cycles:digest", args=[digest.pk]) in message.body


def test_a_lead_who_is_no_member_and_who_was_not_the_one_to_publish_gets_it_too(
    cast: Cast, digest: MonthlyDigest, learning: User
) -> None:
    second = builders.lead(cast.team)
    digesting.publish(digest, by=learning)
    assert rows().keys() == {cast.lead.pk, cast.professional.pk, cast.colleague.pk, second.pk}


def test_it_waits_for_working_time(cast: Cast, digest: MonthlyDigest, at: Hands) -> None:
    builders.absence(
        cast.colleague, at("2026-03-27 18:00").date(), (at("2026-03-27 18:00") + timedelta(days=4)).date()
    )
    digesting.publish(digest, by=cast.lead)
    due = {row.person_id: row.due_at for row in Notification.objects.filter(kind="month")}
    assert due[cast.professional.pk] == at("2026-03-30 08:30")
    assert due[cast.colleague.pk] == at("2026-04-01 08:30")


def test_taken_back_in_time_no_mail_goes_and_published_again_one_does(
    cast: Cast, digest: MonthlyDigest, at: Hands
) -> None:
    digesting.publish(digest, by=cast.lead)
    digesting.take_back(digest, by=cast.lead)
    at.forward(minutes=3)
    assert not sent_to()
    digesting.publish(digest, by=cast.lead)
    at.forward(minutes=3)
    sent_to()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [cast.professional.email, cast.colleague.email]
    )


def test_who_had_it_gets_it_once(cast: Cast, digest: MonthlyDigest, at: Hands) -> None:
    for _ in range(2):
        digesting.publish(digest, by=cast.lead)
        at.forward(minutes=3)
        outbox.send_due()
        digesting.take_back(digest, by=cast.lead)
    assert len(mail.outbox) == 2


def test_who_left_the_team_or_wants_none_gets_none(cast: Cast, digest: MonthlyDigest, at: Hands) -> None:
    wishes = Preference(person=cast.professional)
    wishes.switch("month", "email", False)
    wishes.save()
    digesting.publish(digest, by=cast.lead)
    cast.colleague.memberships.update(until="2026-03-26")
    at.forward(minutes=3)
    assert not sent_to()
    reasons = set(Notification.objects.filter(kind="month").values_list("reason", flat=True))
    assert reasons == {"unsubscribed", "month_elsewhere"}
