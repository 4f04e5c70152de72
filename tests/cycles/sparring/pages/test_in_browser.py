"""Sparring in Chromium over a real connection: an answer that streams in, stopping, choosing, and without scripts."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from cycles.questions.models import LearningQuestion
from cycles.sparring.models import PartnerSettings, SparringSession, SuggestionChoice, Turn
from teams.accounts.models import User
from tests import builders
from tests.cycles.questions import building as questions
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages.building import NEW, allow
from tests.support.accessibility import accessible
from tests.support.browser import DESKTOP, NARROW, PHONE, Complaints
from tests.support.hands import Hands
from tests.support.partner import HINT, QUESTION, Partner, status
from tests.support.turns import SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.shows("questions-1", "house-6")]
OpenPage = Callable[..., "Page"]
SHOTS = os.environ.get("SPARRING_SHOTS", "")


@pytest.fixture
def owner(transactional_db: None) -> User:
    builders.organisation()
    return builders.member(builders.team("Vergunningen"), "Samira")


@pytest.fixture
def tried(owner: User) -> LearningQuestion:
    made = questions.active_question(owner)
    evidence.attempt(made)
    allow()  # on, and nobody read anything yet
    return made


def looks(page: "Page", name: str) -> None:
    """Clean at each width in each theme; with SPARRING_SHOTS a picture of each."""
    for viewport in (DESKTOP, PHONE, NARROW):
        for theme in ("light", "dark"):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            if SHOTS:
                path = Path(SHOTS) / f"{name}-{viewport['width']}-{theme}.png"
                page.screenshot(path=path, full_page=True, animations="disabled")
            accessible(page)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")


@pytest.mark.full
@pytest.mark.shows("AI1", "AI2", "AI8", "TP1")
def test_from_the_notice_to_the_closed_pane(
    open_page: OpenPage, tried: LearningQuestion, owner: User, partner: Partner, complaints: Complaints
) -> None:
    complaints.allow(r"\b422\b")
    page = open_page(as_=owner)
    here = reverse("cycles:question", args=[tried.pk])
    page.goto(here)
    spar = page.locator("#stap-spar")
    spar.get_by_role("link", name="Lees de basisnormen").click()
    page.get_by_role("button", name="gelezen").click()
    expect(page).to_have_url(f"{page.url.split('/leervragen')[0]}{here}")
    expect(spar.get_by_role("heading", name="Je praat straks met AI, niet met een mens")).to_be_visible()
    looks(page, "begin")
    spar.get_by_role("button", name="Gelezen. Begin met sparren").click()
    dialogue = spar.get_by_role("list", name="Gesprek")
    expect(dialogue.get_by_text(QUESTION)).to_be_visible()
    expect(dialogue.locator("[aria-busy]")).to_have_count(0)
    expect(dialogue.locator(".by").first).to_contain_text("AI")
    composer = spar.get_by_label("Je antwoord")
    composer.fill(f"Bel mij op 06-12345678. {NEW[0]}")
    spar.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", name="Dit bericht is niet verstuurd")).to_be_visible()
    expect(composer).to_have_value(f"Bel mij op 06-12345678. {NEW[0]}")
    looks(page, "blocked")
    partner.always(partner.held(HINT[: HINT.index("<option>")], HINT[HINT.index("<option>") :]))
    composer.fill(NEW[0])
    spar.get_by_role("button", name="Vraag een hint").click()
    writing = dialogue.locator("[aria-busy=true]")
    expect(writing).to_contain_text("Welke kant")
    expect(writing.get_by_text("AI is nog aan het schrijven")).to_be_visible()
    looks(page, "writing")
    page.reload()  # goes on where it was, without a second call
    expect(writing).to_contain_text("Welke kant")
    composer.fill("Alvast wat ik daarna wil zeggen.")
    partner.gate.set()
    expect(dialogue.get_by_text("Mogelijkheid:")).to_have_count(2)
    expect(composer).to_have_value("Alvast wat ik daarna wil zeggen.")
    expect(page.locator("#stap-check").get_by_text("De termijn voor bezwaar is zes weken.")).to_be_visible()
    assert len(partner.asked) == 2
    choices = page.locator("#stap-choose").get_by_role("group")
    expect(choices).to_have_count(2)
    for number, verdict in ((0, "Neem over"), (1, "Wijs af")):
        group = page.locator("#stap-choose fieldset").nth(number)
        group.get_by_label(verdict).check()
        group.get_by_label("Waarom?").fill("Omdat de aanvrager dat als eerste zoekt.")
        group.get_by_role("button", name="Bewaar je keuze").click()
        expect(page.get_by_text("Je keuze is bewaard.")).to_be_visible()
    assert SuggestionChoice.objects.count() == 2
    looks(page, "chosen")


@pytest.mark.shows("TL2")
def test_stop_works_while_it_writes(
    open_page: OpenPage, tried: LearningQuestion, owner: User, partner: Partner
) -> None:
    allow(owner)
    page = open_page(as_=owner)
    page.goto(reverse("cycles:question", args=[tried.pk]))
    partner.always(partner.held("<question>Wat ", "is het?</question>"))
    page.get_by_role("button", name="Begin met sparren").click()
    expect(page.locator("[aria-busy=true]")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Gestopt.")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    partner.always(None)
    page.get_by_role("button", name="Vraag het opnieuw").click()
    expect(page.get_by_text(QUESTION)).to_be_visible()


@pytest.mark.shows("TL1")
def test_a_partner_that_is_broken_says_so(
    open_page: OpenPage, tried: LearningQuestion, owner: User, partner: Partner
) -> None:
    allow(owner)
    page = open_page(as_=owner)
    page.goto(reverse("cycles:question", args=[tried.pk]))
    partner.always(status(500))
    page.get_by_role("button", name="Begin met sparren").click()
    expect(page.get_by_text("De sparringpartner geeft nu geen antwoord.")).to_be_visible()
    looks(page, "failed")


@pytest.mark.full
@pytest.mark.shows("AI10")
@pytest.mark.parametrize("js", SCRIPT)
def test_the_fixed_questions_answer_at_once(
    open_page: OpenPage, tried: LearningQuestion, owner: User, js: bool
) -> None:
    page = open_page(as_=owner, js=js)
    page.goto(reverse("cycles:question", args=[tried.pk]))
    spar = page.locator("#stap-spar")
    expect(spar.get_by_role("heading", name="Denk door met vaste vragen")).to_be_visible()
    if js:
        looks(page, "fixed-begin")
    spar.get_by_role("button", name="Begin met de eerste vraag").click()
    spar.get_by_label("Je antwoord").fill(NEW[0])
    spar.get_by_role("button", name="Vraag een hint").click()
    expect(spar.get_by_text("Vaste vragen, hint")).to_be_visible()
    assert SparringSession.objects.get().rung == 2
    if js:
        looks(page, "fixed")


def test_without_scripts_the_answer_comes_with_the_page(
    open_page: OpenPage, tried: LearningQuestion, owner: User, partner: Partner
) -> None:
    allow(owner)
    page = open_page(as_=owner, js=False)
    page.goto(reverse("cycles:question", args=[tried.pk]))
    page.get_by_role("button", name="Bekijk eerst wat er weggaat").click()
    expect(page.get_by_role("heading", name="Dit gaat naar de sparringpartner")).to_be_visible()
    expect(page.get_by_text(evidence.ATTEMPT)).to_be_visible()
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    partner.answer = HINT
    page.get_by_label("Je antwoord").fill(NEW[0])
    page.get_by_role("button", name="Vraag een hint").click()
    expect(page.get_by_text("Mogelijkheid:")).to_have_count(2)
    assert not Turn.objects.filter(state__in=Turn.UNFINISHED).exists()


VOICES = """(isLocal) => {
  const voice = {lang: 'nl-NL', localService: isLocal, name: 'stem'};
  const spoken = window.spoken = [];
  const speech = new EventTarget();
  Object.assign(speech, {
    speaking: false, getVoices: () => [voice], cancel() {}, speak: (words) => spoken.push([words.text, words.voice.name]),
  });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, 'speechSynthesis', {value: speech});
}"""


@pytest.mark.full
@pytest.mark.shows("S19")
@pytest.mark.parametrize("is_local", [True, False])
def test_an_answer_is_read_aloud_by_a_voice_of_the_device_only(
    open_page: OpenPage, tried: LearningQuestion, owner: User, partner: Partner, is_local: bool
) -> None:
    allow(owner)
    page = open_page(as_=owner)
    page.add_init_script(f"({VOICES})({str(is_local).lower()})")
    page.goto(reverse("cycles:question", args=[tried.pk]))
    page.get_by_role("button", name="Begin met sparren").click()
    dialogue = page.get_by_role("list", name="Gesprek")
    expect(dialogue.get_by_text(QUESTION)).to_be_visible()
    expect(dialogue.locator("[aria-busy]")).to_have_count(0)
    aloud = dialogue.get_by_role("button", name="Lees voor")
    if not is_local:
        expect(aloud).to_have_count(0)
        return
    aloud.click()
    assert page.evaluate("window.spoken") == [[QUESTION, "stem"]]


@pytest.mark.full
@pytest.mark.shows("TP1")
def test_settings_and_switches_in_every_light_and_width(
    open_page: OpenPage, tried: LearningQuestion, owner: User, partner: Partner
) -> None:
    wim = builders.administrator(given_name="Wim")
    page = open_page(as_=wim)
    page.goto(reverse("cycles:spar-settings"))
    looks(page, "settings")
    page.get_by_role("button", name="Zet uit voor Vergunningen").click()
    expect(page.get_by_text("Vergunningen leert nu zonder AI.")).to_be_visible()
    page.get_by_role("button", name="Zet aan voor Vergunningen").click()
    allow(owner)
    own = open_page(as_=owner)
    own.goto(reverse("cycles:question", args=[tried.pk]))
    own.get_by_role("button", name="Bekijk eerst wat er weggaat").click()
    looks(own, "leaving")
    own.goto(reverse("teams:my-data"))
    own.get_by_role("button", name="Liever zonder AI").click()
    own.goto(reverse("cycles:question", args=[tried.pk]))
    expect(own.get_by_role("heading", name="Denk door met vaste vragen")).to_be_visible()


@pytest.mark.shows("TI4")
@pytest.mark.parametrize("js", SCRIPT)
def test_long_after_signing_in_the_code_leads_back_to_what_was_typed(
    open_page: OpenPage, tried: LearningQuestion, partner: Partner, at: Hands, js: bool
) -> None:
    wim = builders.administrator(given_name="Wim")
    at("2026-04-01 10:00")
    page = open_page(as_=wim, js=js)
    page.goto(reverse("cycles:spar-settings"))
    at.forward(minutes=6)
    page.get_by_label("Woorden waarbij we waarschuwen").fill("project Zonsopgang")
    page.get_by_role("button", name="Bewaar instellingen").click()
    expect(page.get_by_role("heading", name="Ben jij het nog?")).to_be_visible()
    if js:
        looks(page, "again")
    code = re.search(r"code is: (\S+)", str(mail.outbox[-1].body))
    assert code
    page.get_by_label("Code uit je mail").fill(code[1])
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_label("Woorden waarbij we waarschuwen")).to_have_value("project Zonsopgang")
    assert PartnerSettings.get().warn_words == ""
    page.get_by_role("button", name="Bewaar instellingen").click()
    expect(page.get_by_text("De instellingen zijn bewaard.")).to_be_visible()
    assert PartnerSettings.get().warn_words == "project Zonsopgang"
