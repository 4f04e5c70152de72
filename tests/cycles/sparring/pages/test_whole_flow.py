"""The whole of a question in Chromium: a prompt's answer, the four screens, attempt, sparring, claims,
choices, explaining, answer, recall, signature, geborgd. Once with AI whose answers stream in, once with the fixed questions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.claims.models import Claim
from cycles.prompts import planning as prompts
from cycles.prompts.default_set import install
from cycles.prompts.models import Prompt
from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.models import LearningQuestion
from cycles.weekly.models import Kind
from tests import builders
from tests.conftest import Cast
from tests.cycles.framework.test_in_browser import every_way, press
from tests.cycles.questions import building
from tests.cycles.questions.evidence.building import ATTEMPT, CHANGED, EXPLANATION
from tests.cycles.sparring.pages.building import NEW, allow
from tests.support.browser import DESKTOP, Complaints, OpenPage
from tests.support.hands import Hands
from tests.support.partner import HINT, QUESTION, Partner

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MIXED = f"{EXPLANATION}\n\nBegin met het besluit en leg daarna uit waarom."


@pytest.fixture
def page(cast: Cast, open_page: OpenPage, complaints: Complaints, at: Hands) -> "Page":
    complaints.allow(r"\b422\b")
    at("2026-04-01 13:03")
    return open_page(viewport=DESKTOP, as_=cast.professional)


@pytest.mark.shows("questions-4", "house-6", "AI4", "AI5", "AI8")
def test_with_ai(page: "Page", cast: Cast, partner: Partner, open_page: OpenPage, at: Hands) -> None:
    allow(cast.professional)
    question = attempted(page, cast)
    spar = page.locator("#stap-spar")
    press(page, "Begin met sparren")
    expect(spar.get_by_text(QUESTION)).to_be_visible()
    partner.answer = HINT
    spar.get_by_label("Je antwoord").fill(NEW[0])
    press(page, "Vraag een hint")
    expect(spar.get_by_text("Mogelijkheid:")).to_have_count(2)
    every_way(page)
    expect(page.locator("#stap-explain .locked-why")).to_be_visible()
    page.get_by_role("link", name="Controleer deze bewering").first.click()
    page.get_by_label("Klopt", exact=True).check()
    page.get_by_label("Waar keek je het na?").fill("artikel 6:7 Awb")
    press(page, "Bewaar")
    assert not Claim.objects.unchecked().exists()  # type: ignore[attr-defined]
    for number in (0, 1):
        group = page.locator("#stap-choose fieldset").nth(number)
        group.get_by_label("Pas aan").check()
        group.get_by_label("Waarom?").fill("Alleen de eerste zin past bij deze brief.")
        with page.expect_navigation():
            group.get_by_role("button", name="Bewaar je keuze").click()
    every_way(page)
    press(page, "Sluit het gesprek en leg uit")
    for words in (QUESTION, NEW[0], "Begin met het besluit en leg"):
        expect(page.get_by_text(words)).to_have_count(0)
    explain(page, MIXED)  # eight words of AI in it: not one's own
    expect(page.get_by_role("button", name="Bewaar mijn uitleg")).to_be_visible()
    assert not question.explanations.exists()
    explain(page, EXPLANATION)
    expect(page.get_by_text("Lees het gesprek van")).to_be_visible()
    answer_and_consolidate(page, cast, question, open_page, at)


@pytest.mark.shows("questions-4", "house-6", "AI10")
def test_without_ai(page: "Page", cast: Cast, open_page: OpenPage, at: Hands) -> None:
    question = attempted(page, cast)
    spar = page.locator("#stap-spar")
    press(page, "Begin met de eerste vraag")
    spar.get_by_label("Je antwoord").fill(NEW[0])
    press(page, "Vraag een hint")
    expect(spar.get_by_text("Vaste vragen, hint")).to_be_visible()
    every_way(page)
    press(page, "Sluit het gesprek en leg uit")
    explain(page, EXPLANATION)
    answer_and_consolidate(page, cast, question, open_page, at)


def attempted(page: "Page", cast: Cast) -> LearningQuestion:
    """From the words of a Weekstart over the four screens to an own attempt."""
    install()
    builders.frame(of=cast.unit)
    builders.moment(builders.week(cast.team, "2026-W14"), Kind.PLANNING, "wo 13:00", who=[cast.professional])
    prompts.plan()
    prompts.ask_due()
    page.goto(reverse("cycles:answer", args=[Prompt.objects.get(person=cast.professional).pk]))
    page.locator("#id_text").fill(building.SITUATION)
    page.locator("#antwoord-formulier button.primary").click()
    page.get_by_role("link", name="Vorige vraag").click()
    page.get_by_role("link", name="Maak er een leervraag van").click()
    expect(page.get_by_label("1. Kijk terug")).to_have_value(building.SITUATION)
    page.get_by_label("2. Wat merkte een ander").fill("De aanvrager belde twee keer.")
    page.get_by_label("3. Wat wil je daarvan leren").fill(building.TEXT)
    press(page, "Volgende")
    page.get_by_role("radio", name="Schrijven en bedenken").check()
    press(page, "Volgende")
    page.get_by_label("Als …").fill("ik een besluit ga schrijven")
    page.get_by_label("dan …").fill("zet ik eerst in één zin wat het voor de aanvrager betekent")
    press(page, "Volgende")
    page.get_by_label("Meteen, binnen 3 maanden").fill("Van 6 naar 3 telefoontjes per week.")
    page.get_by_label("Blijvend, over een jaar").fill("Ik schrijf dit zelf in een half uur.")
    press(page, "Maak deze vraag actief")
    question = LearningQuestion.objects.get(owner=cast.professional, state="active")
    page.get_by_label("Wat is jouw antwoord?").fill(ATTEMPT)
    page.get_by_label("Hoe zeker ben je hiervan?").fill("60")
    press(page, "Bewaar mijn poging")
    return question


def explain(page: "Page", words: str) -> None:
    page.get_by_label("Wat heb je veranderd, en waarom?").fill(CHANGED)
    page.get_by_label("Leg het uit, alsof een collega het je vraagt").fill(words)
    press(page, "Bewaar mijn uitleg")


def answer_and_consolidate(
    page: "Page", cast: Cast, question: LearningQuestion, open_page: Callable[..., "Page"], at: Hands
) -> None:
    page.get_by_label("Wat is nu je antwoord op je vraag?").fill("Het besluit komt bij mij voortaan eerst.")
    page.get_by_label("Waar paste je het toe?").fill("In de brief over de dakkapel.")
    page.get_by_label("Wat veranderde daardoor?").fill("Drie telefoontjes minder.")
    press(page, "Beantwoord deze vraag")
    page.get_by_text("Vraag een collega om te tekenen", exact=True).click()
    page.get_by_label("Wie vraag je om te tekenen?").select_option(label=cast.colleague.full_name)
    press(page, "Vraag")
    peer = open_page(as_=cast.colleague)
    peer.goto(reverse("cycles:attestation", args=[PeerAttestation.objects.get().pk]))
    press(peer, "Ja, ik teken")
    at("2026-04-29 09:00")
    page.goto(reverse("cycles:recall", args=[question.recalls.get(after_weeks=4).pk]))
    page.get_by_label("Wat weet je nog uit je hoofd?").fill("Eerst het besluit, dan de reden.")
    press(page, "Bewaar wat ik nog weet")
    page.get_by_label("Ik wist het nog").check()
    press(page, "Bewaar")
    press(page, "Borg deze vraag")
    every_way(page)
    assert LearningQuestion.objects.get().state == "consolidated"
