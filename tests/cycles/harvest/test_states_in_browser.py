"""Every state of a conversation in a browser: wide and narrow, light and dark, without a finding of axe."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cycles.harvest import harvesting, leading, lining, sharing, speaking, summarising
from cycles.harvest.models import HarvestItem, HarvestLine, HarvestSummary
from cycles.insights import digesting
from cycles.literacy.models import TeamAgreement
from cycles.weekly.models import Kind, Moment
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import begun, item, url
from tests.cycles.sparring.pages.building import allow
from tests.support.accessibility import axe, hittable, reflows, walkable
from tests.support.browser import OpenPage
from tests.support.hands import Hands
from tests.support.partner import Partner
from tests.support.turns import one_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.shows("proposals-5")]

SHOTS = os.environ.get("HARVEST_SHOTS", "")  # a folder: then every state leaves its pictures


def every_way(page: "Page", name: str) -> None:
    page.evaluate("document.fonts.ready")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        reflows(page)
        hittable(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            axe(page)
    if SHOTS:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{theme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})


def shared(cast: Cast, moment: Moment) -> None:
    """As in the drawing: one has the floor, two wait, one is done."""
    words = [
        (
            cast.lead,
            "Ik dacht dat iedereen het woord ‘welstand’ kent. Deze week vroegen drie aanvragers wat het betekent.",
        ),
        (cast.colleague, "Mijn brief begon met een artikelnummer. Nu begint hij met wat er niet mag."),
        (cast.professional, "‘Wat wilt u bereiken?’ Die ene vraag scheelt mij een tweede telefoontje."),
        (
            cast.colleague,
            "AI vatte een brief samen, maar liet de datum weg. Ik controleer nu altijd drie dingen.",
        ),
    ]
    rows = [item(moment, person, text) for person, text in words]
    speaking.give(moment, rows[3], by=cast.professional)
    speaking.give(moment, rows[0], by=cast.professional)
    sharing.react(moment, rows[1], "know", by=cast.professional)


def ahead(cast: Cast, moment: Moment, at: Hands) -> None:
    at("2026-04-01 10:00")


def ready(cast: Cast, moment: Moment, at: Hands) -> None:
    item(moment, cast.professional)


def recall(cast: Cast, moment: Moment, at: Hands) -> None:
    building.answer(moment, cast.professional, "Mijn brief begon met een artikelnummer.")
    begun(moment)


def in_the_round(cast: Cast, moment: Moment, at: Hands) -> None:
    at("2026-04-02 15:13")
    begun(moment, step=2)
    shared(cast, moment)
    harvesting.to_insight(
        moment, HarvestItem.objects.get(spoken_at__isnull=False),
        "AI laat bij samenvatten soms een datum of bedrag weg.", by=cast.colleague,
    )  # fmt: skip
    mine = HarvestItem.objects.get(person=cast.professional)
    harvesting.to_proposal(
        moment, mine, "Vanaf maandag kunnen wij de eerste brief van een nieuwe collega samen schrijven.",
        by=cast.professional,
    )  # fmt: skip
    at("2026-04-02 15:16:20")


def at_the_end(cast: Cast, moment: Moment, at: Hands) -> None:
    in_the_round(cast, moment, at)
    for number in (2, 3):
        leading.go(moment, number, 1, by=cast.professional)
    for kind, text in (
        ("keep", "Eerst bellen"),
        ("change", "Korter schrijven"),
        ("focus", "Vaktaal"),
        ("table", "Brief"),
    ):
        lining.add(moment, HarvestLine.Kind(kind), text, by=cast.colleague)
    TeamAgreement.objects.create(team=cast.team, kind="talk", text="We bespreken het werk, niet de persoon.")
    leading.pause(moment, by=cast.professional)


def afterwards(cast: Cast, moment: Moment, at: Hands) -> None:
    at_the_end(cast, moment, at)
    summarising.write(moment, "We schrijven korter.\n\nWe bellen eerst.", by=cast.lead)
    leading.close(moment, by=cast.professional)


@pytest.mark.parametrize("state", one_in(3, [in_the_round, ahead, ready, afterwards, recall, at_the_end]))
def test_a_weekoogst_is_for_everybody(
    cast: Cast, moment: Moment, at: Hands, open_page: OpenPage, state: Callable[..., None]
) -> None:
    state(cast, moment, at)
    page = open_page(as_=cast.professional)
    page.goto(url(moment))
    if state is in_the_round:
        page.get_by_text("Maak er een voorstel van").click()
        every_way(page, "in_the_round-open")
        page.get_by_text("Maak er een voorstel van").click()
        page.locator("summary").filter(has_text="Op tafel").click()
        walkable(page)
        page.reload()
    every_way(page, state.__name__)


@pytest.mark.full
def test_a_draft_of_ai_is_for_everybody(
    cast: Cast, moment: Moment, at: Hands, open_page: OpenPage, partner: Partner
) -> None:
    allow(cast.professional)
    at_the_end(cast, moment, at)
    page = open_page(as_=cast.professional)
    page.goto(url(moment))
    every_way(page, "ask-ai")
    HarvestSummary.objects.create(
        session=moment.harvest, state="draft", tool="Voorbeeld",  # type: ignore[attr-defined]
        text="Een brief met vaktaal roept vragen op.", drafted="Een brief met vaktaal roept vragen op.",
    )  # fmt: skip
    page.reload()
    every_way(page, "draft-of-ai")


@pytest.mark.parametrize("step", one_in(5, range(7)))
def test_a_maandoogst_is_for_everybody(
    cast: Cast, month: Moment, at: Hands, open_page: OpenPage, step: int
) -> None:
    assert month.kind == Kind.MONTHLY_REVIEW
    begun(month, step=step)
    shared_one = item(month, cast.colleague)
    if step:
        harvesting.to_insight(month, shared_one, "Vaktaal roept vragen op.", by=cast.professional)
        digest = digesting.draft_for(cast.team, month.starts_at.date(), cast.professional)  # type: ignore[union-attr]
        digesting.conclude(digest, "Schrijf zonder vaktaal", "Drie aanvragers belden.", by=cast.professional)
        digesting.recommend(
            digest, "Maak een lijst van woorden", cast.colleague, month.starts_at.date(), by=cast.professional,  # type: ignore[union-attr]
        )  # fmt: skip
    page = open_page(as_=cast.professional)
    page.goto(url(month))
    every_way(page, f"maand-{step}")
