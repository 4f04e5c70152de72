"""What somebody leans on is checked with a source that is no AI, or says that it cannot be (AI4)."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims import checking
from cycles.claims.models import Claim
from cycles.questions import lifecycle
from cycles.questions.evidence import explaining
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from tests.conftest import Cast
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI4")]
WRONG = "De termijn voor bezwaar is acht weken."


@pytest.fixture
def claim(question: LearningQuestion) -> Claim:
    building.attempt(question)
    return building.claim(question, WRONG)


def test_refuted_it_is_struck_through_with_what_is_right(
    claim: Claim, question: LearningQuestion, fatima: Client
) -> None:
    url = reverse("cycles:claim-check", args=[claim.pk])
    given = {"state": "refuted", "source": "artikel 6:7 Awb", "correction": "Het is zes weken"}
    answer = fatima.post(url, given)
    assert answer.headers["Location"] == reverse("cycles:question", args=[question.pk]) + "#stap-check"
    page = fatima.get(answer.headers["Location"]).content.decode()
    assert f"<s>{WRONG}</s>" in page
    assert "Het is zes weken: artikel 6:7 Awb" in page
    claim.refresh_from_db()
    assert claim.checked_at is not None


def test_checking_once_more_replaces_the_first(claim: Claim, cast: Cast) -> None:
    checking.check(claim, "refuted", source="Awb", correction="Zes", by=cast.professional)
    checking.check(claim, "confirmed", source="De jurist", correction="Zes", by=cast.professional)
    assert (claim.state, claim.source, claim.correction) == ("confirmed", "De jurist", "")
    checking.check(claim, "uncheckable", source="Awb", by=cast.professional)
    assert (claim.state, claim.source) == ("uncheckable", "")


@pytest.mark.parametrize("state", ["confirmed", "refuted"])
@pytest.mark.parametrize(
    "source",
    [
        "",
        "   ",
        "ChatGPT",
        "gevraagd aan Copilot",
        "AI",
        "De sparringpartner",
        "volgens Le Chat",
        "gpt-5",
        "ChatGPT, 12 maart 2026",
        "https://chatgpt.com/share/67a1b2",
        "Volgens ChatGPT klopt dit",
        "AI heeft het bevestigd",
        "M365 Copilot",
        "Claude Sonnet 4.5",
        "Meta AI",
        "ik vroeg het ChatGPT",
        "NotebookLM",
        "copilot.microsoft.com/chats/x1",
    ],
)
def test_without_a_source_that_is_no_ai_it_stays_unchecked(
    claim: Claim, fatima: Client, state: str, source: str
) -> None:
    answer = fatima.post(reverse("cycles:claim-check", args=[claim.pk]), {"state": state, "source": source})
    assert answer.status_code == 422
    claim.refresh_from_db()
    assert claim.state == Claim.State.UNCHECKED


@pytest.mark.parametrize(
    "source",
    [
        "Artikel 3:45 Awb",
        "Handleiding van Copilot op de site van de leverancier",
        "Aisha van Juridisch",
        "https://www.uwv.nl/ai",
        "Jan de Vries, die met ChatGPT werkt",
        "Artikel 4 van de AI-verordening",
        "openai.com/policies",
    ],
)
def test_a_source_about_ai_is_a_source(source: str) -> None:
    assert not checking.is_partner(source)


@pytest.mark.parametrize(
    "fields", [{}, {"state": "unchecked"}, {"state": "x"}, {"state": "confirmed", "source": "w" * 400}]
)
def test_bad_input_comes_back_with_what_was_typed(
    claim: Claim, fatima: Client, fields: dict[str, str]
) -> None:
    answer = fatima.post(reverse("cycles:claim-check", args=[claim.pk]), fields)
    assert answer.status_code == 422
    assert fields.get("source", "") in answer.content.decode()


def test_an_own_one_can_go_before_it_is_checked_after_asking(claim: Claim, fatima: Client) -> None:
    url = reverse("cycles:claim-remove", args=[claim.pk])
    assert "Deze bewering weghalen?" in fatima.post(url).content.decode()
    assert Claim.objects.exists()
    assert fatima.post(url, {"sure": "1"}).status_code == 302
    assert not Claim.objects.exists()
    assert fatima.post(url, {"sure": "1"}).status_code == 404


def test_what_the_partner_said_does_not_go_away(
    claim: Claim, question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    said = building.claim(question, "Mensen onthouden de eerste zin.", origin=Claim.Origin.AI)
    fatima.post(reverse("cycles:claim-remove", args=[said.pk]), {"sure": "1"})
    assert Claim.objects.filter(pk=said.pk).exists()
    assert not checking.remove(said, by=cast.professional)


def test_what_was_checked_does_not_go_away(question: LearningQuestion, cast: Cast) -> None:
    assert not checking.remove(building.checked(question), by=cast.professional)


@pytest.mark.shows("questions-1")
def test_one_unchecked_claim_keeps_explaining_and_answering_shut(
    claim: Claim, question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    with pytest.raises(Refused):
        building.explanation(question)
    page = fatima.get(reverse("cycles:explain", args=[question.pk])).content.decode()
    assert "Gaat open als je alle beweringen hebt gecontroleerd." in page
    assert "<textarea" not in page
    checking.check(claim, "uncheckable", by=cast.professional)
    assert explaining.why_locked(question) == ""
    building.explanation(question)
    building.claim(question, "Nog een bewering.")
    with pytest.raises(lifecycle.NotYet):
        building.answered(question)


def test_the_same_words_twice_are_one(question: LearningQuestion, fatima: Client) -> None:
    building.attempt(question)
    url = reverse("cycles:claim-add", args=[question.pk])
    for _time in range(2):
        assert fatima.post(url, {"text": WRONG}).status_code == 302
    assert Claim.objects.count() == 1
    answer = fatima.post(url, {"text": " "})
    assert answer.status_code == 422
    assert "Schrijf de bewering op. Eén zin is genoeg." in answer.content.decode()


def test_of_an_answered_question_claims_stand_fast(
    claim: Claim, question: LearningQuestion, cast: Cast
) -> None:
    checking.check(claim, "uncheckable", by=cast.professional)
    building.answered(question)
    with pytest.raises(Refused):
        building.claim(question, "Nog een.")
    with pytest.raises(Refused):
        checking.check(claim, "confirmed", source="Awb", by=cast.professional)


@pytest.mark.shows("AI11")
@pytest.mark.parametrize("role", ["colleague", "lead", "manager", "administrator", "outsider"])
def test_for_everybody_else_there_is_nothing(
    claim: Claim, cast: Cast, client_for: Clients, role: str
) -> None:
    client = client_for(cast.people[role])
    for name in ("cycles:claim-check", "cycles:claim-remove"):
        assert (
            client.post(reverse(name, args=[claim.pk]), {"state": "uncheckable", "sure": "1"}).status_code
            == 404
        )
    assert client.get(reverse("cycles:claim-check", args=[claim.pk])).status_code == 404
    assert (
        client.post(reverse("cycles:claim-add", args=[claim.question_id]), {"text": "x"}).status_code == 404
    )
    with pytest.raises(PermissionError):
        checking.check(claim, "uncheckable", by=cast.people[role])
    claim.refresh_from_db()
    assert claim.state == Claim.State.UNCHECKED
