"""From submitted to a practice card of another team, in Chromium, over the moved clock."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.proposals import moving
from cycles.proposals.cards.models import Adoption
from cycles.proposals.models import InnovationProposal
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.accessibility import accessible
from tests.support.browser import DESKTOP, NARROW, PHONE, Complaints
from tests.support.hands import Hands

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
OpenPage = Callable[..., "Page"]
SHOTS = os.environ.get("TRIAL_SHOTS", "")


def looks(page: "Page", name: str) -> None:
    """Clean when wide in the light and narrow in the dark; with TRIAL_SHOTS a picture of each way of looking.
    `test_every_page.py` looks at the same pages in every way."""
    ways = [(DESKTOP, "light"), (NARROW, "dark")]
    if SHOTS:
        ways += [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "dark")]
    for viewport, theme in ways:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        if SHOTS:
            path = Path(SHOTS) / f"{name}-{viewport['width']}-{theme}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")
        accessible(page)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")


def at_page(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:proposal-{name}", args=[of.pk])


@pytest.mark.full
@pytest.mark.shows("proposals-1", "proposals-5", "A79", "house-6")
def test_from_submitted_to_taken_over_by_another_team(
    open_page: OpenPage, cast: Cast, at: Hands, complaints: Complaints
) -> None:
    complaints.allow(r"\b422\b")
    made = building.draft(cast.professional, title="Samen de eerste brief")
    moving.submit(made, by=cast.professional)
    page = open_page(as_=cast.professional)
    prepare(page, made)
    first = building.today(made)
    moving.start_trial(made, building.REASON, first, date(2026, 4, 26), by=cast.lead)
    at("2026-04-24 10:00")
    measure(page, made)
    moving.adopt(made, "Van drie brieven terug naar één.", by=cast.lead)
    take_over(open_page(as_=cast.outsider, viewport=PHONE), made)
    page.goto(reverse("cycles:card", args=[made.card.pk]))
    expect(page.get_by_text("Wmo-loket past het aan")).to_be_visible()
    looks(page, "kaart-gebruikt")


def prepare(page: "Page", made: InnovationProposal) -> None:
    """Every part by itself; what is missing grows shorter, and nothing typed is lost."""
    page.goto(at_page("prepare", made))
    missing = page.get_by_role("region", name="Wat er nog mist")
    expect(missing.get_by_role("listitem")).to_have_count(9)
    looks(page, "leeg")
    sides = page.get_by_role("form", name="Kans en bedreiging")
    sides.get_by_label("Kans", exact=True).fill("Nieuwe collega’s zijn sneller zelfstandig.")
    sides.get_by_role("button").click()
    expect(page.get_by_role("region", name="Er klopt nog iets niet")).to_be_focused()
    expect(sides.get_by_label("Kans", exact=True)).to_have_value("Nieuwe collega’s zijn sneller zelfstandig.")
    looks(page, "een-kant")
    sides.get_by_label("Bedreiging die erbij hoort").fill("De ervaren collega schrijft hem alsnog zelf.")
    sides.get_by_label("Wat doen we eraan?").fill("Wie ervaring heeft, typt niet.")
    sides.get_by_role("button").click()
    left = 8
    expect(missing.get_by_role("listitem")).to_have_count(left)
    for name, fields in {
        "Voor wie, en wat blijft": (
            "Wie heeft er voordeel van?",
            "Wat raken we kwijt?",
            "Wat blijft mensenwerk?",
        ),
        "Zorgvuldig": (
            re.compile("Wat leren nieuwe"),
            "Wie kan er last van krijgen?",
            "Welke gegevens gebruik je?",
        ),
        "Wat het vraagt": ("Wat kost het: tijd, geld of allebei?",),
    }.items():
        part = page.get_by_role("form", name=name)
        for label in fields:
            part.get_by_label(label).fill("Een half uur per brief.")
        part.get_by_role("button").click()
        left -= len(fields)
        expect(missing.get_by_role("listitem")).to_have_count(left)
    assert left == 1
    one = page.get_by_role("form", name="Opbrengst")
    one.get_by_label("Wat moet het opleveren?").fill("Er komen minder brieven terug.")
    one.get_by_label("meteen").check()
    one.get_by_label("binnen 3 maanden").check()
    for label, text in {
        "Wat tel je?": "brieven die terugkomen", "Per wat?": "per maand", "Hoeveel is het nu?": "3",
        "Hoeveel moet het worden?": "1", "Hoe meet je het?": "geteld in de map",
    }.items():  # fmt: skip
        one.get_by_label(label).fill(text)
    one.get_by_role("button").click()
    expect(missing.get_by_text("Er mist niets meer")).to_be_visible()
    claim = page.get_by_role("form", name="Waar steun je op?")
    claim.get_by_label("Welke bewering").fill("Een op de drie brieven komt terug.")
    claim.get_by_role("button").click()
    missing.get_by_role("link", name="Controleer eerst nog 1 bewering.").click()
    page.get_by_role("link", name=re.compile("Kijk dit na")).click()
    page.get_by_label("Klopt", exact=True).check()
    page.get_by_label("Waar keek je het na?").fill("De map van maart.")
    page.get_by_role("button", name="Bewaar").click()
    expect(missing.get_by_text("Er mist niets meer")).to_be_visible()
    looks(page, "klaar")


def measure(page: "Page", made: InnovationProposal) -> None:
    """A slip of the pen is taken back, the right number stays, and the result is handed in."""
    page.goto(at_page("measure", made))
    form = page.get_by_role("form", name="Schrijf een meting op")
    form.get_by_label("Hoeveel?").fill("drie")
    form.get_by_role("button").click()
    expect(page.get_by_role("region", name="Er klopt nog iets niet")).to_be_focused()
    expect(form.get_by_label("Hoeveel?")).to_have_value("drie")
    form.get_by_label("Hoeveel?").fill("11")
    form.get_by_role("button").click()
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.get_by_text("De meting is weg.")).to_be_visible()
    form.get_by_label("Hoeveel?").fill("1,5")
    form.get_by_label("Wat zegt dit getal niet?").fill("Het was een rustige maand.")
    form.get_by_role("button").click()
    expect(page.get_by_role("img", name="Van 3 naar 1,5. Verwacht was 1.")).to_be_visible()
    looks(page, "gemeten")
    page.get_by_role("link", name="Naar de uitkomst").click()
    page.get_by_label("Wat leverde de proef op?").fill("We verwachtten er één. Het werden er anderhalf.")
    looks(page, "uitkomst")
    page.get_by_role("button", name="Lever de uitkomst in").click()
    expect(page).to_have_url(re.compile(f"/voorstellen/{made.pk}/$"))
    made.refresh_from_db()
    assert made.result_at


def take_over(page: "Page", made: InnovationProposal) -> None:
    """Found by a word with a slip of the pen, read, and answered for the own team."""
    page.goto(reverse("cycles:cards"))
    page.get_by_label("Woorden uit de situatie").fill("breif")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_role("heading", name="1 kaart gevonden")).to_be_visible()
    looks(page, "gevonden")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("link", name="Samen de eerste brief").click()
    expect(page.get_by_text("Nog geen ander team.")).to_be_visible()
    looks(page, "kaart")
    page.get_by_role("link", name="Probeer dit in jouw team").click()
    page.get_by_label("Past het aan").check()
    page.get_by_label("Waarom?").fill("Bij ons schrijft de nieuwe collega eerst alleen.")
    looks(page, "overnemen")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Wmo-loket past het aan")).to_be_visible()
    answer = Adoption.objects.get()
    assert (answer.verdict, answer.team.name) == ("adapted", "Wmo-loket")
    page.goto(reverse("cycles:card-print", args=[made.card.pk]))
    page.emulate_media(media="print", color_scheme="light")
    expect(page.get_by_role("heading", name="Zo doe je het")).to_be_visible()
    expect(page.get_by_role("link", name="Terug naar de kaart")).to_be_hidden()
    assert page.locator("main").inner_text().count("Bij ons schrijft de nieuwe collega") == 1
