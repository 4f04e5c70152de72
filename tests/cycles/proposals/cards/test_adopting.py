"""Another team says what it does with a card, and why; a new answer replaces the old one, which is kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals.cards.models import Adoption, PracticeCard
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "A79")]


@pytest.fixture
def card(cast: Cast) -> PracticeCard:
    return building.adopted(cast.professional).card


@pytest.fixture
def lukasz(cast: Cast, client_for: Clients) -> Client:
    """A member of the other team."""
    return client_for(cast.outsider)


def answer(
    client: Client, card: PracticeCard, team: Any, verdict: str = "adapted", why: str = "Onderaan."
) -> Any:
    given = {"team": str(getattr(team, "pk", team)), "verdict": verdict, "why": why}
    return client.post(reverse("cycles:card-adopt", args=[card.pk]), given)


def page_of(client: Client, card: PracticeCard) -> str:
    return client.get(reverse("cycles:card", args=[card.pk])).content.decode()


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("adopted", "Wmo-loket neemt het over"),
        ("adapted", "Wmo-loket past het aan"),
        ("not_suitable", "Bij Wmo-loket past het niet"),
    ],
)
def test_each_answer_reads_as_drawn(
    card: PracticeCard, cast: Cast, lukasz: Client, fatima: Client, verdict: str, words: str
) -> None:
    assert "Nog geen ander team." in page_of(fatima, card)
    assert answer(lukasz, card, cast.other_team, verdict).status_code == 302
    page = page_of(fatima, card)
    assert f"<strong>{words}</strong>" in page
    assert "Onderaan." in page


def test_a_new_answer_replaces_the_earlier_one_which_is_kept(
    card: PracticeCard, cast: Cast, lukasz: Client
) -> None:
    answer(lukasz, card, cast.other_team, "adopted", "Zelfde zin.")
    again = lukasz.get(reverse("cycles:card-adopt", args=[card.pk])).content.decode()
    assert "Zelfde zin." in again
    answer(lukasz, card, cast.other_team, "not_suitable", "Toch niet.")
    now, earlier = Adoption.objects.order_by("-pk")
    assert (now.verdict, now.ended_at) == ("not_suitable", None)
    assert (earlier.verdict, bool(earlier.ended_at)) == ("adopted", True)
    page = page_of(lukasz, card)
    assert "Bij Wmo-loket past het niet" in page
    assert "Neemt het over. Zelfde zin." in page
    actions = AuditEntry.objects.filter(action__startswith="card_").values_list("action", flat=True)
    assert set(actions) == {"card_adopted", "card_not_suitable"}


def test_the_same_answer_twice_is_one(card: PracticeCard, cast: Cast, lukasz: Client) -> None:
    for _ in range(2):
        assert answer(lukasz, card, cast.other_team).status_code == 302
    assert Adoption.objects.count() == 1


@pytest.mark.parametrize(
    ("verdict", "why"), [("adopted", " "), ("", "Omdat."), ("misschien", "Omdat."), ("adopted", "w" * 501)]
)
def test_without_a_verdict_or_a_reason_it_comes_back(
    card: PracticeCard, cast: Cast, lukasz: Client, verdict: str, why: str
) -> None:
    refused = answer(lukasz, card, cast.other_team, verdict, why)
    assert refused.status_code == 422
    assert why.strip() in refused.content.decode()
    assert not Adoption.objects.exists()


def test_members_and_the_lead_of_another_team_answer_and_nobody_else(
    card: PracticeCard, cast: Cast, client_for: Clients
) -> None:
    for name, person in cast.people.items():
        client = client_for(person)
        may = person in (cast.outsider, cast.lead_and_manager)
        url = reverse("cycles:card-adopt", args=[card.pk])
        assert client.get(url).status_code == (200 if may else 404), name
        assert answer(client, card, cast.other_team, why=name).status_code == (302 if may else 404), name
        assert (url in page_of(client, card)) is may, name
    assert Adoption.objects.count() == 2


def test_the_team_it_comes_from_cannot_and_a_strangers_team_neither(
    card: PracticeCard, cast: Cast, client_for: Clients
) -> None:
    both = builders.member(cast.team, who=cast.outsider, kind="guest")
    strange = builders.team()
    for team in (cast.team, strange, 0, "x", ""):
        assert answer(client_for(both), card, team).status_code == 422, team
    assert not Adoption.objects.exists()
    assert answer(client_for(both), card, cast.other_team).status_code == 302


def test_who_leads_two_teams_chooses_one(card: PracticeCard, cast: Cast, client_for: Clients) -> None:
    third = builders.team("Burgerzaken")
    builders.lead(third, cast.lead_and_manager)
    client = client_for(cast.lead_and_manager)
    page = client.get(reverse("cycles:card-adopt", args=[card.pk])).content.decode()
    assert "Burgerzaken" in page
    assert "Wmo-loket" in page
    assert answer(client, card, third).status_code == 302
    assert Adoption.objects.get().team == third


def test_a_card_that_was_taken_back_is_not_taken_over(card: PracticeCard, cast: Cast, lukasz: Client) -> None:
    PracticeCard.objects.filter(pk=card.pk).update(retired_at=card.made_at)
    assert answer(lukasz, card, cast.other_team).status_code == 404
    assert not Adoption.objects.exists()
