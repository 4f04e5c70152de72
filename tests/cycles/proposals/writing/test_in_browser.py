"""Fatima writes a proposal in a browser and submits it, with and without JavaScript; Joost writes along."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.proposals.models import InnovationProposal
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.writing.test_marks import SAID, said_to
from tests.support.accessibility import axe, hittable, reflows
from tests.support.browser import Complaints, OpenPage
from tests.support.turns import SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SHOTS = os.environ.get("PROPOSAL_SHOTS", "")  # a folder: then every page that is looked at leaves its picture
PROBLEM, IDEA, HOPED = (
    "1. Wat speelt er in je eigen werk?",
    "2. Wat is je idee?",
    "3. Wat hoop je dat het oplevert?",
)


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
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for theme in ("light", "dark") if SHOTS else ():
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{theme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


def press(page: "Page", name: str, *, exact: bool = True) -> None:
    page.wait_for_load_state("networkidle")  # what saves itself may put a new button in place of this one
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


@pytest.mark.shows("proposals-1", "proposals-3")
@pytest.mark.parametrize("js", SCRIPT)
def test_from_new_to_submitted(cast: Cast, open_page: OpenPage, complaints: Complaints, js: bool) -> None:
    complaints.allow(r"\b422\b")  # the empty field below
    said_to(cast.professional)
    building.in_trial(
        cast.colleague, title="Weigering hardop voorlezen", idea="Samen een brief hardop nalezen."
    )
    page = open_page(js=js, as_=cast.professional)
    page.goto(reverse("cycles:proposal-new"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Drie velden, dan kan het naar Marieke")
    page.get_by_label(PROBLEM).fill(building.TEXTS["problem"])
    page.get_by_label(IDEA).fill(f"{building.TEXTS['idea']}\n\n{SAID} Daarna lezen we de brief hardop voor.")
    if js:
        page.get_by_text("Bewaard om").wait_for()
        assert InnovationProposal.objects.filter(owner=cast.professional).count() == 1
        page.get_by_text("Alinea 2: door AI bewerkt.").wait_for()
    else:
        press(page, "Zoek voorstellen die hierop lijken")
        expect(page.get_by_text("Alinea 2: door AI bewerkt.")).to_be_visible()
    page.get_by_text("Eén voorstel lijkt hierop").wait_for()
    press(page, "Doe hieraan mee", exact=False)
    expect(page.get_by_text("Joost ziet dat je mee wilt doen")).to_be_visible()
    page.get_by_label("Geld").check()
    if js:
        page.get_by_role("button", name="Dien in bij Dirk").wait_for()
        page.get_by_role("heading", name="Drie velden, dan kan het naar Dirk").wait_for()
    press(page, "Kies een andere naam")
    page.get_by_label("Hoe heet je voorstel?").fill("Samen de eerste brief")
    press(page, "Bewaar")
    expect(page.get_by_label("Geld")).to_be_checked()
    if js:
        every_way(page, "schrijven")
        page.reload()  # looking leaves empty style attributes behind, which a swap would carry over
    page.get_by_label("Geld").uncheck()
    if js:
        page.get_by_role("button", name="Dien in bij Marieke").wait_for()
    else:
        press(page, "Bewaar als concept")
    press(page, "Dien in bij Marieke")
    expect(page.get_by_text("Schrijf wat je hoopt dat het oplevert.").first).to_be_visible()
    page.get_by_label(HOPED).fill(building.TEXTS["hoped"])
    press(page, "Dien in bij Marieke")
    expect(page.get_by_text("Ingediend bij Marieke Jansen.")).to_be_visible()
    made = InnovationProposal.objects.get(owner=cast.professional)
    assert (made.state, made.title, made.label) == ("submitted", "Samen de eerste brief", "reworked")
    assert not made.touches_money


def test_two_who_type_at_once_lose_nothing(cast: Cast, open_page: OpenPage) -> None:
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    url = reverse("cycles:proposal-write", args=[made.pk])
    hers, his = open_page(as_=cast.professional), open_page(as_=cast.colleague)
    hers.goto(url)
    his.goto(url)
    hers.get_by_label(PROBLEM).fill("Van Fatima.")
    hers.get_by_text("Bewaard om").wait_for()
    hers.get_by_label(IDEA).fill("Ook van Fatima.")
    hers.wait_for_function("!document.querySelector('[data-status]').textContent.includes('Bezig')")
    hers.wait_for_timeout(1500)
    his.get_by_label(IDEA).fill("Van Joost.")
    his.get_by_text("Beide teksten staan er.").wait_for()
    expect(his.get_by_label(PROBLEM)).to_have_value("Van Fatima.")
    expect(his.get_by_label(IDEA)).to_have_value("Ook van Fatima.\n\nVan Joost.")
    made.refresh_from_db()
    assert (made.problem, made.idea) == ("Van Fatima.", "Ook van Fatima.\n\nVan Joost.")
    press(hers, "Bewaar als concept")
    expect(hers.get_by_label(IDEA)).to_have_value("Ook van Fatima.\n\nVan Joost.")


@pytest.mark.full
def test_the_pages_around_it_read_well_in_every_way(cast: Cast, open_page: OpenPage) -> None:
    made = building.submitted(cast.professional)
    building.author(made, cast.colleague, "asked")
    draft = building.draft(cast.professional, title="Samen de eerste brief")
    building.author(draft, cast.colleague, "invited")
    building.shared(draft, with_=cast.team)
    page = open_page(as_=cast.professional)
    for name, path in {
        "nieuw": reverse("cycles:proposal-new"),
        "naam": reverse("cycles:proposal-name", args=[draft.pk]),
        "delen": reverse("cycles:proposal-share", args=[draft.pk]),
        "mensen": reverse("cycles:proposal-coauthor-invite", args=[made.pk]),
        "overdragen": reverse("cycles:proposal-hand-over", args=[made.pk]),
        "intrekken": reverse("cycles:proposal-withdraw", args=[made.pk]),
    }.items():
        page.goto(path)
        every_way(page, name)
