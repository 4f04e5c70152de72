"""A colleague signs on invitation, may say no, and reads the question only; name and date travel onward."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.questions import lifecycle
from cycles.questions.evidence import attesting
from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from teams.audit.models import AuditEntry
from teams.notifications import outbox
from teams.notifications.models import Notification
from tests.conftest import Cast
from tests.cycles.questions.building import active_question
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.conftest import Clients
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI11")]


@pytest.fixture
def explained(question: LearningQuestion) -> LearningQuestion:
    building.explanation(question)
    return question


@pytest.fixture
def asked(explained: LearningQuestion, cast: Cast) -> PeerAttestation:
    return building.attestation(explained, cast.colleague)


def url(row: PeerAttestation, name: str = "cycles:attestation") -> str:
    return reverse(name, args=[row.pk])


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


@pytest.mark.shows("questions-4")
def test_asked_on_the_page_signed_on_the_own_one(
    explained: LearningQuestion, cast: Cast, fatima: Client, joost: Client
) -> None:
    ask = reverse("cycles:attestation-ask", args=[explained.pk])
    assert fatima.post(ask, {"peer": cast.colleague.pk}).status_code == 302
    assert fatima.post(ask, {"peer": cast.colleague.pk}).status_code == 302, "pressed twice"
    row = PeerAttestation.objects.get()
    assert "Fatima vraagt of je wilt tekenen" in text(joost.get(reverse("cycles:my-week")))
    page = text(joost.get(url(row)))
    assert explained.text in page
    assert "Kon Fatima dit uitleggen of doen zonder hulp" in page
    answer = joost.post(url(row, "cycles:attestation-answer"), {"answer": "sign"}, follow=True)
    assert "Getekend. Alleen de datum en je naam gaan mee." in text(answer)
    assert attesting.signature(explained) == (cast.colleague.full_name, date(2026, 4, 1))
    assert "Joost tekende dat je het zonder hulp kon" in text(
        fatima.get(reverse("cycles:question", args=[explained.pk]))
    )
    assert "vraagt of je wilt tekenen" not in text(joost.get(reverse("cycles:my-week")))


@pytest.mark.shows("questions-5", "W8")
def test_the_colleague_reads_nothing_of_how_it_was_learnt(
    explained: LearningQuestion, asked: PeerAttestation, joost: Client
) -> None:
    page = text(joost.get(url(asked)))
    for private in (
        building.ATTEMPT,
        building.EXPLANATION,
        building.CHANGED,
        explained.situation,
        "60%",
        "80%",
    ):
        assert private not in page
    for name in ("cycles:question", "cycles:explain"):
        assert joost.get(reverse(name, args=[explained.pk])).status_code == 404


@pytest.mark.shows("questions-5", "TL8")
def test_the_mail_comes_in_the_colleagues_hours_without_the_question(
    explained: LearningQuestion, asked: PeerAttestation, cast: Cast, at: Hands
) -> None:
    outbox.send_due()
    assert not mail.outbox, "taking it back at once makes it needless"
    at("2026-04-01 10:05")
    outbox.send_due()
    (letter,) = mail.outbox
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert letter.to == [cast.colleague.email]
    assert letter.subject == "Fatima vraagt of je iets wilt tekenen"
    for said in (str(letter.body), html):
        assert url(asked) in said
        assert explained.text not in said
        assert "dakkapel" not in said


def test_outside_hours_the_mail_waits(explained: LearningQuestion, cast: Cast, at: Hands) -> None:
    at("2026-04-03 18:00")
    building.attestation(explained, cast.colleague)
    outbox.send_due()
    assert not mail.outbox
    assert str(Notification.objects.get(kind="attestation").due_at) == "2026-04-07 06:30:00+00:00", (
        "after Easter"
    )


def test_no_is_without_a_reason_and_no_mail_goes_to_anybody(
    asked: PeerAttestation, explained: LearningQuestion, joost: Client, fatima: Client, at: Hands
) -> None:
    joost.post(url(asked, "cycles:attestation-answer"), {"answer": "decline"})
    assert attesting.signature(explained) is None
    assert "Tekent liever niet. Een reden hoeft niet." in text(
        fatima.get(reverse("cycles:question", args=[explained.pk]))
    )
    at("2026-04-01 11:00")
    outbox.send_due()
    assert not mail.outbox


def test_asked_again_after_a_no_the_colleague_gets_no_second_mail(
    asked: PeerAttestation, explained: LearningQuestion, cast: Cast, joost: Client, at: Hands
) -> None:
    at("2026-04-01 11:00")
    outbox.send_due()
    assert len(mail.outbox) == 1
    joost.post(url(asked, "cycles:attestation-answer"), {"answer": "decline"})
    again = building.attestation(explained, cast.colleague)
    assert again != asked
    at("2026-04-01 13:00")
    outbox.send_due()
    assert len(mail.outbox) == 1
    assert joost.get(url(again, "cycles:attestation")).status_code == 200


@pytest.mark.shows("questions-5", "S18")
def test_after_a_no_the_owner_can_take_the_question_back(
    asked: PeerAttestation, explained: LearningQuestion, joost: Client, fatima: Client
) -> None:
    joost.post(url(asked, "cycles:attestation-answer"), {"answer": "decline"})
    assert explained.text in text(joost.get(url(asked, "cycles:attestation")))
    back = url(asked, "cycles:attestation-take-back")
    assert f'action="{back}"' in text(fatima.get(reverse("cycles:question", args=[explained.pk])))
    fatima.post(back)
    assert joost.get(url(asked, "cycles:attestation")).status_code == 404
    assert joost.post(url(asked, "cycles:attestation-answer")).status_code == 404


@pytest.mark.shows("questions-5", "S18")
def test_who_was_only_asked_can_be_taken_back_when_it_is_geborgd(
    asked: PeerAttestation, explained: LearningQuestion, cast: Cast, joost: Client, fatima: Client, at: Hands
) -> None:
    signed = building.attestation(explained, cast.people["lead"])
    attesting.sign(signed, by=cast.people["lead"])
    building.answered(explained)
    at("2026-04-29 09:00")
    building.recalled(explained, 4)
    lifecycle.consolidate(explained, by=cast.professional)
    fatima.post(url(asked, "cycles:attestation-take-back"))
    assert joost.get(url(asked, "cycles:attestation")).status_code == 404
    fatima.post(url(signed, "cycles:attestation-take-back"), {"sure": "1"})
    assert attesting.signature(explained)


def test_the_colleague_may_think_again_until_something_rests_on_it(
    asked: PeerAttestation, explained: LearningQuestion, cast: Cast, joost: Client, at: Hands
) -> None:
    decide = url(asked, "cycles:attestation-answer")
    joost.post(decide, {"answer": "sign"})
    joost.post(decide)
    asked.refresh_from_db()
    assert asked.state == PeerAttestation.State.ASKED
    joost.post(decide, {"answer": "sign"})
    building.answered(explained)
    at("2026-04-29 09:00")
    building.recalled(explained, 4)
    lifecycle.consolidate(explained, by=cast.professional)
    assert "Dit staat nu vast." in text(joost.post(decide, follow=True))
    assert attesting.signature(explained) == (cast.colleague.full_name, date(2026, 4, 1))


def test_taken_back_the_colleague_sees_nothing_any_more(
    asked: PeerAttestation, explained: LearningQuestion, cast: Cast, fatima: Client, joost: Client
) -> None:
    assert fatima.post(url(asked, "cycles:attestation-take-back")).status_code == 302
    assert joost.get(url(asked)).status_code == 404
    assert joost.post(url(asked, "cycles:attestation-answer"), {"answer": "sign"}).status_code == 404
    assert not attesting.sign(asked, by=cast.colleague)
    again = building.attestation(explained, cast.colleague)
    assert again.pk != asked.pk, "and may be asked again"


def test_a_signature_is_taken_back_after_asking(
    asked: PeerAttestation, explained: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    attesting.sign(asked, by=cast.colleague)
    back = url(asked, "cycles:attestation-take-back")
    assert "De handtekening van Joost terugnemen?" in text(fatima.post(back))
    assert attesting.signature(explained)
    fatima.post(back, {"sure": "1"})
    assert attesting.signature(explained) is None


@pytest.mark.shows("AI11")
def test_only_who_was_asked_signs_and_only_the_owner_asks(
    asked: PeerAttestation, explained: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    for name in ("professional", "lead", "manager", "administrator", "outsider"):
        client = client_for(cast.people[name])
        assert client.get(url(asked)).status_code == 404, name
        answer = client.post(url(asked, "cycles:attestation-answer"), {"answer": "sign"})
        assert answer.status_code == 404, name
        with pytest.raises(PermissionError):
            attesting.sign(asked, by=cast.people[name])
    for name in ("colleague", "lead", "manager"):
        client = client_for(cast.people[name])
        ask = reverse("cycles:attestation-ask", args=[explained.pk])
        assert client.post(ask, {"peer": cast.lead.pk}).status_code == 404
        assert client.post(url(asked, "cycles:attestation-take-back"), {"sure": "1"}).status_code == 404
    assert attesting.signature(explained) is None


@pytest.mark.parametrize("who", ["professional", "outsider", "nobody"])
def test_whom_one_cannot_ask_is_no_choice(
    explained: LearningQuestion, cast: Cast, fatima: Client, who: str
) -> None:
    peer = "" if who == "nobody" else str(cast.people[who].pk)
    answer = fatima.post(reverse("cycles:attestation-ask", args=[explained.pk]), {"peer": peer})
    assert answer.status_code == 422
    assert not PeerAttestation.objects.exists()


def test_before_the_explanation_nobody_is_asked(question: LearningQuestion, cast: Cast) -> None:
    with pytest.raises(Refused):
        building.attestation(question, cast.colleague)
    with pytest.raises(Refused):
        attesting.ask(question, cast.professional, by=cast.professional)


@pytest.mark.shows("S18", "questions-5")
def test_the_audit_log_does_not_say_who_signed_what(asked: PeerAttestation, cast: Cast) -> None:
    before = AuditEntry.objects.count()
    attesting.sign(asked, by=cast.colleague)
    assert AuditEntry.objects.count() == before


def test_mijn_week_costs_the_same_for_one_and_for_many(
    asked: PeerAttestation, cast: Cast, joost: Client
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            joost.get(reverse("cycles:my-week"))
        return len(queries)

    cost()
    one = cost()
    for person in (cast.lead, cast.manager):
        made = active_question(person)
        building.explanation(made)
        building.attestation(made, cast.colleague)
    assert cost() == one
