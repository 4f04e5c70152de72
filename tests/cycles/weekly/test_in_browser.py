"""A lead chooses a rhythm and decides about a week in Chromium, with and without scripts; and a duo on a phone."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cycles.weekly import planning
from cycles.weekly.models import Kind, Moment, TemplateMoment, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from tests import builders
from tests.conftest import Cast
from tests.support.accessibility import accessible
from tests.support.browser import PHONE
from tests.support.turns import SCRIPT

EASTER, PLAIN = IsoWeek(2026, 15), IsoWeek(2026, 16)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("house-6")]
OpenPage = Callable[..., Page]


@pytest.fixture
def rhythm(cast: Cast, frozen: Any) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)


def looks(page: Page) -> None:
    for width, theme in ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        accessible(page)


@pytest.mark.parametrize("js", SCRIPT)
def test_a_lead_chooses_a_rhythm_is_corrected_and_takes_it_back(
    cast: Cast, rhythm: None, open_page: OpenPage, complaints: Any, js: bool
):
    complaints.allow(r"\b422\b")
    page = open_page(as_=cast.lead, js=js)
    page.goto(reverse("cycles:team-rhythm", args=[cast.team.pk]))
    start = page.get_by_role("group", name="Weekstart")
    start.get_by_label("Begint om").fill("9.45")
    start.get_by_label("Minuten").fill("7")
    page.get_by_role("button", name="Bewaar het ritme").click()
    expect(start.get_by_label("Minuten")).to_have_value("7")
    expect(start.get_by_label("Begint om")).to_have_value("9.45")
    expect(start.get_by_label("Minuten")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("link", name="Weekstart, minuten: Kies een aantal van 5, 10, 15").click()
    expect(start.get_by_label("Minuten")).to_be_focused()
    if js:
        looks(page)
        page.set_viewport_size({"width": 1280, "height": 800})
    start.get_by_label("Minuten").fill("25")
    page.get_by_role("button", name="Bewaar het ritme").click()
    expect(page.get_by_text("Het ritme is bewaard.")).to_be_visible()
    assert TemplateMoment.objects.get(kind=Kind.PLANNING).starts == time(9, 45)
    if js:
        looks(page)
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(start.get_by_label("Begint om")).to_have_value("9.30")
    assert TemplateMoment.objects.get(kind=Kind.PLANNING).minutes == 20


@pytest.mark.parametrize("js", SCRIPT)
def test_a_lead_decides_about_a_holiday_and_publishes(
    cast: Cast, rhythm: None, open_page: OpenPage, js: bool
):
    page = open_page(as_=cast.lead, js=js)
    page.goto(reverse("cycles:team-week", args=[cast.team.pk, str(EASTER)]))
    page.get_by_role("button", name="Maak week 15").click()
    expect(page.get_by_role("heading", name="De Weekstart kan niet op maandag om 9.30 uur")).to_be_visible()
    expect(page.get_by_role("button", name="Publiceer week 15")).to_be_disabled()
    if js:
        looks(page)
        page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Verplaats naar dinsdag 9.30").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 15 is klaar om te publiceren")
    page.get_by_role("button", name="Publiceer week 15").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 15 is gepubliceerd")
    assert WeekCycle.objects.get().published_by == cast.lead
    page.locator("li", has_text="Weekoogst").get_by_text("Laat deze keer vervallen").click()
    oogst = page.locator("li", has_text="Weekoogst")
    oogst.get_by_label("Waardoor vervalt het?").select_option("work_pressure")
    oogst.get_by_role("button", name="Laat vervallen").click()
    expect(page.get_by_text("De Weekoogst vervalt deze week.")).to_be_visible()
    if js:
        looks(page)
    page.get_by_role("button", name="Maak ongedaan").click()
    assert not Moment.objects.exclude(cancelled_at=None).exists()


@pytest.mark.shows("S11")
@pytest.mark.parametrize("js", SCRIPT)
def test_a_duo_cancels_from_mijn_week_on_a_phone(
    cast: Cast, rhythm: None, open_page: OpenPage, at: Any, js: bool
):
    planning.publish(planning.draft(cast.team, PLAIN), by=cast.lead)
    at("2026-04-13 09:00")
    page = open_page(as_=cast.professional, js=js, viewport=PHONE)
    page.goto(reverse("cycles:my-week"))
    page.get_by_role("link", name="Andere tijd of afzeggen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Je Leerwerkuur is dinsdag 14 april")
    if js:
        looks(page)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Zeg af voor deze week").click()
    expect(page.get_by_text("Je Leerwerkuur gaat deze week niet door.")).to_be_visible()
    assert Moment.objects.get(kind=Kind.LEARNING_HOUR).is_cancelled
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.get_by_role("link", name="Andere tijd of afzeggen")).to_be_visible()
    assert not Moment.objects.get(kind=Kind.LEARNING_HOUR).is_cancelled
