"""No trial with a claim that nobody checked, and an AI is no source (AI4)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal
from cycles.questions.lifecycle import NotYet
from tests.conftest import Cast
from tests.cycles.proposals import building

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI4", "proposals-1")]
TEXT = "Een op de drie brieven komt terug."


@pytest.fixture
def made(cast: Cast) -> InnovationProposal:
    return building.submitted(cast.professional)


@pytest.fixture
def claim(made: InnovationProposal, fatima: Client) -> Claim:
    fatima.post(reverse("cycles:proposal-claim-add", args=[made.pk]), {"text": TEXT})
    return made.claims.get()


def address(name: str, claim: Claim) -> str:
    return reverse(f"cycles:proposal-claim-{name}", args=[claim.proposal_id, claim.pk])


def start(made: InnovationProposal, cast: Cast) -> None:
    first = building.today(made)
    moving.start_trial(made, building.REASON, first, first + timedelta(days=13), by=cast.lead)


def test_an_unchecked_claim_stops_a_trial_until_a_person_checked_it(
    made: InnovationProposal, claim: Claim, cast: Cast, fatima: Client
) -> None:
    with pytest.raises(NotYet) as refusal:
        start(made, cast)
    assert list(refusal.value.missing) == ["claims"]
    answer = fatima.post(address("check", claim), {"state": "confirmed", "source": "ChatGPT"})
    assert answer.status_code == 422
    assert "ChatGPT" in answer.content.decode()
    answer = fatima.post(
        address("check", claim), {"state": "refuted", "source": "De map", "correction": "Twee"}
    )
    assert answer.headers["Location"].endswith("#beweringen")
    page = fatima.get(answer.headers["Location"]).content.decode()
    assert f"<s>{TEXT}</s>" in page
    start(made, cast)
    made.refresh_from_db()
    assert made.state == InnovationProposal.State.TRIAL


def test_it_goes_after_asking_as_long_as_it_is_not_checked(
    made: InnovationProposal, claim: Claim, fatima: Client
) -> None:
    url = address("remove", claim)
    assert "Deze bewering weghalen?" in fatima.post(url).content.decode()
    assert made.claims.exists()
    assert fatima.post(url, {"sure": "1"}).status_code == 302
    assert not made.claims.exists()
    assert fatima.post(url, {"sure": "1"}).status_code == 404


def test_what_was_checked_stays(made: InnovationProposal, claim: Claim, fatima: Client) -> None:
    fatima.post(address("check", claim), {"state": "uncheckable"})
    fatima.post(address("remove", claim), {"sure": "1"})
    assert made.claims.get().state == Claim.State.UNCHECKABLE


def test_a_claim_without_words_comes_back(made: InnovationProposal, fatima: Client) -> None:
    answer = fatima.post(reverse("cycles:proposal-claim-add", args=[made.pk]), {"text": " "})
    assert answer.status_code == 422
    assert not made.claims.exists()


def test_nobody_else_writes_or_checks_one(
    made: InnovationProposal, claim: Claim, joost: Client, marieke: Client
) -> None:
    for client in (joost, marieke):
        assert client.get(address("check", claim)).status_code == 404
        assert client.post(address("check", claim), {"state": "uncheckable"}).status_code == 404
        assert client.post(address("remove", claim), {"sure": "1"}).status_code == 404
        add = reverse("cycles:proposal-claim-add", args=[made.pk])
        assert client.post(add, {"text": "Nog een."}).status_code == 404
    claim.refresh_from_db()
    assert claim.state == Claim.State.UNCHECKED
    assert made.claims.count() == 1


def test_a_claim_of_another_proposal_is_not_there(claim: Claim, cast: Cast, fatima: Client) -> None:
    other = building.draft(cast.professional)
    assert fatima.get(reverse("cycles:proposal-claim-check", args=[other.pk, claim.pk])).status_code == 404


def test_once_the_trial_runs_claims_stand_fast(
    made: InnovationProposal, claim: Claim, cast: Cast, fatima: Client
) -> None:
    fatima.post(address("check", claim), {"state": "uncheckable"})
    start(made, cast)
    answer = fatima.post(address("check", claim), {"state": "confirmed", "source": "De map"})
    assert answer.headers["Location"] == reverse("cycles:proposal", args=[made.pk])
    assert made.claims.get().state == Claim.State.UNCHECKABLE
