"""An insight is shown to an own team or to everybody, taken back, put out of use, and each of these undone."""

import pytest
from django.urls import reverse

from cycles.insights import digesting, publishing
from cycles.insights.models import Insight
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients
from tests.support.together import at_once

pytestmark = pytest.mark.django_db
Reach = Insight.Reach


def publish(made: Insight) -> str:
    return reverse("cycles:insight-publish", args=[made.pk])


def undo(made: Insight) -> str:
    return reverse("cycles:insight-undo", args=[made.pk])


def test_the_page_offers_the_own_teams_and_not_everybody(cast: Cast, client_for: Clients) -> None:
    made = building.draft(cast.professional, cast.team)
    page = client_for(cast.professional).get(publish(made)).content.decode()
    assert "Team Vergunningen" in page
    assert "De hele organisatie" not in page
    assert "nog niemand schatte hoe sterk het is" in page


def test_for_a_team_and_undone(cast: Cast, client_for: Clients) -> None:
    made, client = building.draft(cast.professional, cast.team), client_for(cast.professional)
    page = client.post(publish(made), {"audience": str(cast.team.pk)}, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.reach, made.team, made.published_at is None) == (Reach.TEAM, cast.team, False)
    assert undo(made) in page
    client.post(undo(made))
    made.refresh_from_db()
    assert made.published_at is None
    assert "Dit is al ongedaan gemaakt." in client.post(undo(made), follow=True).content.decode()


@pytest.mark.shows("A67")
def test_without_a_source_nobody_else_reads_it(cast: Cast, client_for: Clients) -> None:
    made = building.draft(cast.professional, cast.team, source="")
    assert "Vul de bron in" in client_for(cast.professional).get(publish(made)).content.decode()
    response = client_for(cast.professional).post(publish(made), {"audience": str(cast.team.pk)})
    assert response.status_code == 422
    assert "Zonder bron kan een ander het niet nagaan" in response.content.decode()
    made.refresh_from_db()
    assert made.published_at is None


@pytest.mark.parametrize("sent", ["organisation", "0", "x", ""])
def test_another_audience_than_is_offered_is_refused(cast: Cast, client_for: Clients, sent: str) -> None:
    made = building.draft(cast.professional, cast.team)
    assert client_for(cast.professional).post(publish(made), {"audience": sent}).status_code == 422
    made.refresh_from_db()
    assert made.published_at is None


def test_a_team_of_others_is_refused_by_the_verb_too(cast: Cast) -> None:
    made = building.draft(cast.professional, cast.team)
    with pytest.raises(Refused):
        publishing.publish(made, Reach.TEAM, cast.other_team, by=cast.professional)
    for who in (cast.professional, cast.lead, cast.administrator):
        with pytest.raises(PermissionError):
            publishing.publish(made, Reach.ORGANISATION, by=who)
    with pytest.raises(PermissionError):
        publishing.publish(made, Reach.TEAM, cast.team, by=cast.colleague)
    with pytest.raises(PermissionError):
        publishing.publish(made, Reach.ORGANISATION, by=cast.manager)  # a draft of another


@pytest.mark.shows("S1")
def test_for_the_whole_organisation_by_permission(cast: Cast, learning: User, client_for: Clients) -> None:
    for who in (learning, cast.manager):
        made = building.draft(who)
        client_for(who).post(publish(made), {"audience": "organisation"})
        made.refresh_from_db()
        assert (made.reach, made.published_at is None) == (Reach.ORGANISATION, False)


def test_a_manager_in_the_team_opens_it_to_everybody_and_back(cast: Cast, client_for: Clients) -> None:
    made = building.insight(cast.outsider, cast.other_team)
    client = client_for(cast.lead_and_manager)
    assert "Toon aan iedereen" in client.get(reverse("cycles:insight", args=[made.pk])).content.decode()
    client.post(publish(made), {"audience": "organisation"})
    made.refresh_from_db()
    assert made.reach == Reach.ORGANISATION
    client.post(undo(made))
    made.refresh_from_db()
    assert (made.reach, made.team, made.published_at is None) == (Reach.TEAM, cast.other_team, False)


def test_taken_back_and_undone(cast: Cast, client_for: Clients) -> None:
    made, client = building.insight(cast.professional, cast.team), client_for(cast.professional)
    client.post(reverse("cycles:insight-take-back", args=[made.pk]))
    made.refresh_from_db()
    assert made.published_at is None
    client.post(undo(made))
    made.refresh_from_db()
    assert (made.reach, made.team, made.published_at is None) == (Reach.TEAM, cast.team, False)


def test_out_of_use_it_leaves_the_list_and_keeps_its_page(cast: Cast, client_for: Clients) -> None:
    made, client = building.insight(cast.professional, cast.team), client_for(cast.professional)
    client.post(reverse("cycles:insight-retire", args=[made.pk]))
    reader = client_for(cast.colleague)
    assert building.STATEMENT not in reader.get(reverse("cycles:insights")).content.decode()
    assert (
        "Niet meer in gebruik sinds" in reader.get(reverse("cycles:insight", args=[made.pk])).content.decode()
    )
    client.post(undo(made))
    assert building.STATEMENT in reader.get(reverse("cycles:insights")).content.decode()


def test_what_a_digest_holds_is_not_taken_back(cast: Cast, client_for: Clients) -> None:
    made = building.insight(cast.professional, cast.team)
    digesting.publish(building.digest(cast.team, cast.lead, made), by=cast.lead)
    path = reverse("cycles:insight-take-back", args=[made.pk])
    page = client_for(cast.professional).post(path, follow=True).content.decode()
    assert "Dit inzicht staat in een maandbericht." in page
    made.refresh_from_db()
    assert made.published_at


def test_taken_back_it_leaves_a_digest_in_the_making(cast: Cast) -> None:
    made = building.insight(cast.professional, cast.team)
    digest = building.digest(cast.team, cast.lead, made)
    publishing.take_back(made, by=cast.professional)
    assert not digest.entries.exists()


@pytest.mark.parametrize("verb", [publishing.take_back, publishing.retire])
def test_twice_has_one_effect(cast: Cast, verb: object) -> None:
    made = building.insight(cast.professional, cast.team)
    assert [verb(made, by=cast.professional) for _ in range(2)] == [True, False]  # type: ignore[operator]


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("TA8")
def test_pressed_by_ten_at_once_it_is_published_once(cast: Cast) -> None:
    made = building.draft(cast.professional, cast.team)

    def press() -> bool:
        return publishing.publish(
            Insight.objects.get(pk=made.pk), Reach.TEAM, cast.team, by=cast.professional
        )

    assert sum(at_once(*[press] * 10)) == 1
    assert AuditEntry.objects.filter(action="insight_published").count() == 1
