"""Somebody writes a learning question in a browser: four screens or one, every way of looking, with and without JavaScript."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.questions.models import LearningQuestion
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building
from tests.support.accessibility import axe, hittable, reflows
from tests.support.browser import Complaints, OpenPage
from tests.support.turns import SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SHOTS = os.environ.get("QUESTION_SHOTS", "")  # a folder: then every page that is looked at leaves its picture


def every_way(page: "Page", name: str) -> None:
    """axe on the page as it stands, wide and narrow, light and dark."""
    page.evaluate("document.fonts.ready")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        reflows(page)
        hittable(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            axe(page)
    page.emulate_media(color_scheme="light")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


def press(page: "Page", name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.shows("questions-1", "S23")
@pytest.mark.parametrize("js", SCRIPT)
def test_four_screens_make_a_question_active(
    cast: Cast, open_page: OpenPage, complaints: Complaints, js: bool
) -> None:
    complaints.allow(r"\b422\b")  # the empty screen below
    builders.frame(of=cast.unit)
    page = open_page(viewport={"width": 390, "height": 844}, js=js, as_=cast.professional)

    def look(name: str) -> None:
        if js:
            every_way(page, name)

    page.goto(reverse("cycles:questions"))
    look("leeg")
    page.get_by_role("link", name="Schrijf je eerste leervraag").click()
    press(page, "Volgende")
    expect(page.get_by_text("Er klopt nog iets niet")).to_be_visible()
    look("scherm-1-fout")
    page.get_by_label("1. Kijk terug").fill(building.SITUATION)
    page.get_by_label("2. Wat merkte een ander").fill("De aanvrager belde twee keer.")
    page.get_by_label("3. Wat wil je daarvan leren").fill(building.TEXT)
    look("scherm-1")
    press(page, "Volgende")
    page.get_by_role("radio", name="Schrijven en bedenken").check()
    look("scherm-2")
    press(page, "Volgende")
    page.get_by_label("Als …").fill("Als ik een besluit ga schrijven")
    page.get_by_label("dan …").fill("zet ik eerst in één zin wat het voor de aanvrager betekent")
    look("scherm-3")
    press(page, "Volgende")
    page.get_by_label("Meteen, binnen 3 maanden").fill("Van 6 naar 3 telefoontjes per week.")
    page.get_by_label("Blijvend, over een jaar").fill("Ik schrijf dit zelf in een half uur.")
    look("scherm-4")
    press(page, "Maak deze vraag actief")
    expect(page.get_by_role("heading", level=1)).to_have_text(building.TEXT)
    look("leervraag")
    made = LearningQuestion.objects.get(owner=cast.professional)
    assert made.state == "active"
    assert made.development_question is not None
    assert made.skill == "communication"
    assert made.situation == f"{building.SITUATION}\n\nDe aanvrager belde twee keer."


@pytest.mark.full
def test_the_pages_around_it_read_well_in_every_way(cast: Cast, open_page: OpenPage) -> None:
    person = cast.professional
    for state, text in (
        ("consolidated", "Hoe zeg ik in één zin wat een besluit betekent?"),
        ("answered", "Wanneer mag een dakkapel niet?"),
        ("dropped", "Hoe werk ik sneller in het zaaksysteem?"),
        ("paused", "Hoe houd ik een overleg over bomenkap bij de kern?"),
    ):
        building.set_in(state, person, text=text)
    building.draft(person, "Hoe bel ik terug zonder dossier?", "De telefoon van dinsdag.")
    made = building.active_question(person)
    of_joost = building.active_question(cast.colleague, text="Hoe bereid ik een hoorzitting voor?")
    share = building.shared(of_joost, with_=person)
    building.shared(made, with_=cast.colleague)
    page = open_page(as_=person)
    for name, path in {
        "lijst": reverse("cycles:questions"),
        "een-scherm": reverse("cycles:question-one"),
        "pas-aan": reverse("cycles:question-edit", args=[made.pk, 4]),
        "delen": reverse("cycles:question-share", args=[made.pk]),
        "gedeeld": reverse("cycles:question-shared", args=[share.pk]),
        "kader-zin": reverse("cycles:question-suggest", args=[made.pk]),
        "loslaten": reverse("cycles:question-drop", args=[made.pk]),
        "vraag": reverse("cycles:question", args=[made.pk]),
        "mijn-week": reverse("cycles:my-week"),
    }.items():
        page.goto(path)
        every_way(page, name)


@pytest.mark.shows("questions-1")
def test_what_is_typed_in_a_draft_saves_itself(cast: Cast, open_page: OpenPage) -> None:
    made = building.draft(cast.professional)
    page = open_page(as_=cast.professional)
    page.goto(reverse("cycles:question-edit", args=[made.pk, 3]))
    page.get_by_label("Als …").fill("Als de telefoon gaat")
    page.get_by_text("Bewaard om").wait_for()
    page.get_by_label("dan …").fill("tel ik eerst tot drie")
    page.get_by_text("Bewaard om").wait_for()
    page.goto(reverse("cycles:question-edit", args=[made.pk, 3]))
    expect(page.get_by_label("Als …")).to_have_value("Als de telefoon gaat")
