"""An adopted proposal becomes a card in the same transaction; its authors refine it, and they or the lead take it back."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.cards.making import card as make
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal
from cycles.questions.models import Skill, TaskGroup
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "A79")]
TYPED = {
    "title": "Samen de eerste brief",
    "situation": "Een nieuwe collega schrijft zijn eerste brief.",
    "task_group": "creative",
    "skill": "communication",
    "how": "Ga naast elkaar zitten.\n\nDe ervaren collega typt niet.",
    "conditions": "Een half uur rust.",
}


@pytest.fixture
def card(cast: Cast) -> PracticeCard:
    return building.adopted(cast.professional, task_group=TaskGroup.CREATIVE, skill=Skill.COMMUNICATION).card


def url(name: str, card: PracticeCard) -> str:
    return reverse(f"cycles:{name}", args=[card.pk])


def send(client: Client, card: PracticeCard, **fields: str) -> Any:
    page = client.get(url("card-edit", card))
    seen = page.context["form"].seen if page.status_code == 200 else ""
    return client.post(url("card-edit", card), TYPED | {"seen": seen} | fields)


def test_it_says_what_the_proposal_said(card: PracticeCard) -> None:
    proposal = card.proposal
    assert card.title == proposal.name
    assert card.situation == proposal.problem
    assert card.how == proposal.idea
    assert building.PREPARED["keep_human"] in card.conditions
    assert (card.task_group, card.skill) == (TaskGroup.CREATIVE, Skill.COMMUNICATION)
    assert card.label == "own"


def test_there_is_none_before_and_only_one_after(cast: Cast) -> None:
    made = building.with_result(cast.professional)
    assert not PracticeCard.objects.exists()
    moving.adopt(made, building.REASON, by=cast.lead)
    assert make(made).pk == PracticeCard.objects.get().pk
    building.stopped(cast.colleague)
    assert PracticeCard.objects.count() == 1


def test_no_adoption_without_a_card_and_no_card_without_an_adoption(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = building.with_result(cast.professional)

    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(moving, "_followers", [*moving._followers, broken])
    with pytest.raises(RuntimeError), transaction.atomic():
        moving.adopt(made, building.REASON, by=cast.lead)
    made.refresh_from_db()
    assert made.state == InnovationProposal.State.TRIAL
    assert not PracticeCard.objects.exists()


def test_what_does_not_fit_is_cut_between_words(cast: Cast) -> None:
    long = "woord " * 660
    card = building.adopted(cast.professional, problem=long, idea=long, keep_human="zin " * 240).card
    assert len(card.situation) <= 300
    assert len(card.how) <= 3000
    assert len(card.conditions) <= 1000
    assert card.situation.endswith("woord…")
    card.full_clean(exclude=["conditions", "task_group", "skill"])


# Refined ------------------------------------------------------------------------------------------


def test_its_authors_refine_it(card: PracticeCard, cast: Cast, fatima: Client, joost: Client) -> None:
    assert send(fatima, card).status_code == 302
    card.refresh_from_db()
    assert {name: getattr(card, name) for name in TYPED} == TYPED
    assert " naast elkaar zitten " in card.search_text
    building.author(card.proposal, cast.colleague)
    assert send(joost, card, title="Van Joost").status_code == 302
    card.refresh_from_db()
    assert card.title == "Van Joost"
    assert AuditEntry.objects.filter(action="card_changed").count() == 2
    assert send(joost, card, title="Van Joost").status_code == 302
    assert AuditEntry.objects.filter(action="card_changed").count() == 2, "nothing changed"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "w" * 81),
        ("situation", " "),
        ("how", ""),
        ("how", "w" * 3001),
        ("skill", "x"),
        ("task_group", "x"),
        ("conditions", "w" * 1001),
        ("how", "w" * 1_000_000),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(
    card: PracticeCard, fatima: Client, name: str, value: str
) -> None:
    answer = send(fatima, card, **{name: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Een half uur rust." in page or name == "conditions"
    assert value in page
    before = card.title
    card.refresh_from_db()
    assert card.title == before


def test_two_authors_keep_both_texts(card: PracticeCard, fatima: Client) -> None:
    seen = fatima.get(url("card-edit", card)).context["form"].seen
    PracticeCard.objects.filter(pk=card.pk).update(how="Wat Joost schrijft.")
    answer = fatima.post(url("card-edit", card), TYPED | {"how": "Wat Fatima schrijft.", "seen": seen})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Wat Joost schrijft." in page
    assert "Wat Fatima schrijft." in page
    again = TYPED | {"how": "Samen.", "seen": answer.context["form"].seen}
    assert fatima.post(url("card-edit", card), again).status_code == 302
    card.refresh_from_db()
    assert card.how == "Samen."


def test_nobody_else_writes_it(card: PracticeCard, cast: Cast, client_for: Clients) -> None:
    for name, person in cast.people.items():
        if person != cast.professional:
            client = client_for(person)
            assert client.get(url("card-edit", card)).status_code == 404, name
            assert send(client, card, title=name).status_code == 404, name
    title = card.title
    card.refresh_from_db()
    assert card.title == title


# Read, and taken back -----------------------------------------------------------------------------


def test_the_whole_organisation_reads_it_and_its_result(
    card: PracticeCard, cast: Cast, client_for: Clients
) -> None:
    for name, person in cast.people.items():
        client = client_for(person)
        for address in ("card", "card-print"):
            page = client.get(url(address, card)).content.decode()
            assert card.how in page, name
            assert 'aria-label="Van 3 naar 1. Verwacht was 1."' in page, name
            assert card.proposal.result in page, name
        page = client.get(url("card", card)).content.decode()
        in_unit = person in (cast.professional, cast.colleague, cast.lead, cast.manager)
        assert (reverse("cycles:proposal", args=[card.proposal_id]) in page) is in_unit, name
    assert client_for(None).get(url("card", card)).status_code == 302


def test_authors_and_lead_take_it_back_with_a_way_back(
    card: PracticeCard, cast: Cast, client_for: Clients
) -> None:
    for person in (cast.professional, cast.lead):
        client = client_for(person)
        page = client.post(url("card-retire", card), follow=True).content.decode()
        assert f'action="{url("card-put-back", card)}"' in page
        assert card.title not in client.get(reverse("cycles:cards")).content.decode()
        assert "Deze kaart geldt niet meer" in client.get(url("card", card)).content.decode()
        assert client_for(cast.outsider).get(url("card", card)).status_code == 404
        assert client.get(url("card-edit", card)).status_code == 404
        assert client.post(url("card-put-back", card)).status_code == 302
        assert client_for(cast.outsider).get(url("card", card)).status_code == 200


def test_nobody_else_takes_it_back(card: PracticeCard, cast: Cast, client_for: Clients) -> None:
    for name, person in cast.people.items():
        if person not in (cast.professional, cast.lead):
            client = client_for(person)
            assert client.post(url("card-retire", card)).status_code == 404, name
            assert client.post(url("card-put-back", card)).status_code == 404, name
    card.refresh_from_db()
    assert card.retired_at is None


def test_a_card_without_its_author_still_reads(card: PracticeCard, cast: Cast, client_for: Clients) -> None:
    InnovationProposal.objects.filter(pk=card.proposal_id).update(owner=None)
    page = client_for(cast.outsider).get(url("card", card)).content.decode()
    assert f"Uit {card.proposal.team.name}." in page
