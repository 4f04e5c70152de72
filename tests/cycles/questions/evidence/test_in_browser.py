"""From attempt to geborgd in a browser, and a colleague who signs: every way of looking, with and without a script."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.models import LearningQuestion
from tests.conftest import Cast
from tests.cycles.framework.test_in_browser import every_way, press
from tests.cycles.questions.building import active_question
from tests.cycles.questions.evidence.building import ATTEMPT, CHANGED, EXPLANATION
from tests.support.accessibility import reflows
from tests.support.browser import Complaints, OpenPage
from tests.support.hands import Hands
from tests.support.turns import SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "De termijn voor bezwaar is acht weken."


def follow(page: "Page", name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def unfold(page: "Page", name: str) -> None:
    page.get_by_text(name, exact=True).click()


@pytest.mark.slow
@pytest.mark.shows("questions-4", "house-6")
@pytest.mark.parametrize("js", SCRIPT)
def test_from_attempt_to_geborgd(
    cast: Cast,
    open_page: OpenPage,
    complaints: Complaints,
    at: Hands,
    js: bool,
) -> None:
    complaints.allow(r"\b422\b")  # the attempt of one letter below
    at("2026-04-01 13:03")
    question = active_question(cast.professional)
    page = open_page(viewport={"width": 390, "height": 844}, js=js, as_=cast.professional)
    look: Callable[[Page], None] = every_way if js else reflows
    page.goto(reverse("cycles:question", args=[question.pk]))
    look(page)

    page.get_by_label("Wat is jouw antwoord?").fill("x")
    press(page, "Bewaar mijn poging")
    expect(page.get_by_label("Wat is jouw antwoord?")).to_have_value("x")
    look(page)
    page.get_by_label("Wat is jouw antwoord?").fill(ATTEMPT)
    page.get_by_label("Hoe zeker ben je hiervan?").fill("60")
    if js:
        expect(page.locator("output")).to_have_attribute("data-percent", "60%")
    press(page, "Bewaar mijn poging")
    expect(page.get_by_text("Je was voor 60% zeker.")).to_be_visible()

    unfold(page, "Schrijf zelf een bewering op")
    page.get_by_label("Welke bewering wil je controleren?").fill(WRONG)
    press(page, "Bewaar de bewering")
    expect(page.get_by_text("Nog niet gecontroleerd")).to_be_visible()
    look(page)
    follow(page, "Controleer deze bewering")
    look(page)
    page.get_by_label("Klopt niet").check()
    page.get_by_label("Waar keek je het na?").fill("artikel 6:7 Awb")
    page.get_by_label("Wat klopt er wel?").fill("Het is zes weken")
    press(page, "Bewaar")
    expect(page.locator("s")).to_have_text(WRONG)

    follow(page, "Begin met uitleggen")
    look(page)
    page.get_by_label("Wat heb je veranderd, en waarom?").fill(CHANGED)
    page.get_by_label("Leg het uit, alsof een collega het je vraagt").fill(EXPLANATION)
    press(page, "Bewaar mijn uitleg")

    page.get_by_label("Wat is nu je antwoord op je vraag?").fill("Begin met het besluit.")
    page.get_by_label("Waar paste je het toe?").fill("In de brief over de dakkapel.")
    page.get_by_label("Wat veranderde daardoor?").fill("Drie telefoontjes minder.")
    press(page, "Beantwoord deze vraag")
    unfold(page, "Vraag een collega om te tekenen")
    page.get_by_label("Wie vraag je om te tekenen?").select_option(label=cast.colleague.full_name)
    press(page, "Vraag")
    unfold(page, "Schrijf een andere situatie op waar je dit deed")
    look(page)

    peer = open_page(viewport={"width": 390, "height": 844}, js=js, as_=cast.colleague)
    row = PeerAttestation.objects.get()
    peer.goto(reverse("cycles:attestation", args=[row.pk]))
    look(peer)
    press(peer, "Ja, ik teken")
    look(peer)
    peer.context.close()

    at("2026-04-29 09:00")
    page.goto(reverse("cycles:recall", args=[question.recalls.get(after_weeks=4).pk]))
    look(page)
    page.get_by_label("Wat weet je nog uit je hoofd?").fill("Eerst het besluit, dan de reden.")
    press(page, "Bewaar wat ik nog weet")
    expect(page.get_by_text(EXPLANATION)).to_be_visible()
    look(page)
    page.get_by_label("Ik wist het nog").check()
    press(page, "Bewaar")
    press(page, "Borg deze vraag")
    look(page)
    assert LearningQuestion.objects.get().state == "consolidated"
