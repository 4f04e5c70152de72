"""The planner in Chromium: Easter week by keyboard alone, a moment by its arrow keys, and a moment dragged."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from cycles.weekly import planning
from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from tests import builders
from tests.conftest import Cast
from tests.support.accessibility import accessible
from tests.support.browser import PHONE
from tests.support.turns import SCRIPT, full

EASTER, PLAIN = IsoWeek(2026, 15), IsoWeek(2026, 16)
WIDE = {"width": 1280, "height": 900}
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("planner-4", "planner-5")]
OpenPage = Callable[..., Page]


@pytest.fixture
def rhythm(cast: Cast, frozen: Any) -> None:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    builders.member(cast.team, "Aisha")


def go(page: Page, cast: Cast, week: IsoWeek, name: str = "team-week") -> None:
    page.goto(reverse(f"cycles:{name}", args=[cast.team.pk, str(week)]))


def stands(kind: Kind, week: IsoWeek) -> datetime | None:
    return Moment.objects.get(kind=kind, cycle__week=week.week).starts_at


def tab_to(page: Page, target: Locator) -> None:
    """With Tab alone, as somebody without a mouse."""
    for _ in range(150):
        if target.count() == 1 and target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


@pytest.mark.parametrize(
    ("viewport", "js"),
    [
        pytest.param(WIDE, True, id="1280-with-a-script"),
        pytest.param(PHONE, False, id="390-without"),
        full(pytest.param(WIDE, False, id="1280-without")),
        full(pytest.param(PHONE, True, id="390-with-a-script")),
    ],
)
def test_a_lead_plans_and_publishes_easter_week_by_keyboard_only(
    cast: Cast, rhythm: None, open_page: OpenPage, viewport: dict[str, int], js: bool
):
    page = open_page(as_=cast.lead, js=js, viewport=viewport)
    go(page, cast, EASTER)
    press(page, page.get_by_role("button", name="Maak week 15"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 15 heeft nog één besluit nodig")
    notice = page.get_by_role("region", name="De Weekstart kan niet op maandag om 9.30 uur")
    expect(notice).to_contain_text("Maandag 6 april is Tweede paasdag.")
    press(page, page.get_by_role("button", name="Verplaats naar dinsdag 9.30"))
    expect(page.get_by_text("De Weekstart staat nu op dinsdag 7 april om 9.30 uur.")).to_be_visible()
    harvest = page.locator(".queue > li", has_text="Weekoogst")
    press(page, harvest.get_by_text("Verander", exact=True))
    press(page, harvest.get_by_role("button", name="Een kwartier eerder"))
    expect(page.get_by_text("De Weekoogst staat nu op donderdag 9 april om 14.45 uur.")).to_be_visible()
    press(page, harvest.get_by_text("Verander", exact=True))
    tab_to(page, harvest.get_by_label("Dag"))
    page.keyboard.press("ArrowDown")
    tab_to(page, harvest.get_by_label("Begint om"))
    page.keyboard.press("Control+a")
    page.keyboard.type("11.00")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De Weekoogst staat nu op vrijdag 10 april om 11.00 uur.")).to_be_visible()
    press(page, page.get_by_role("button", name="Publiceer week 15"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 15 is gepubliceerd")
    assert WeekCycle.objects.get().published_by == cast.lead
    assert stands(Kind.PLANNING, EASTER) == builders.local(EASTER, "di 09:30")
    assert stands(Kind.RETROSPECTIVE, EASTER) == builders.local(EASTER, "vr 11:00")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "390"])
def test_arrow_keys_try_a_place_in_words_enter_keeps_it_and_escape_puts_it_back(
    cast: Cast, rhythm: None, open_page: OpenPage, viewport: dict[str, int]
):
    planning.draft(cast.team, PLAIN)
    page = open_page(as_=cast.lead, viewport=viewport)
    go(page, cast, PLAIN)
    block, status = page.get_by_role("slider", name="Weekstart"), page.locator("#proefplek")
    tab_to(page, block)
    expect(block).to_have_attribute("aria-valuetext", "maandag 13 april 9.30")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(block).to_be_focused()
    expect(block).to_have_attribute("aria-valuetext", "dinsdag 14 april 9.15")
    expect(status).to_have_text(
        "De Weekstart kan op dinsdag 14 april van 9.15 tot 9.35 uur. Dan werken alle 4 collega’s."
    )
    accessible(page)
    page.keyboard.press("Escape")
    expect(block).to_have_attribute("aria-valuetext", "maandag 13 april 9.30")
    expect(status).to_have_text("Het moment staat weer op zijn plek.")
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    expect(status).to_contain_text("kan niet op maandag 13 april om 8.15 uur. Dan werkt er niemand.")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Dan werkt er niemand.")
    assert stands(Kind.PLANNING, PLAIN) == builders.local(PLAIN, "ma 09:30"), "nothing was sent"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De Weekstart staat nu op dinsdag 14 april om 9.15 uur.")).to_be_visible()
    expect(block).to_be_focused()
    assert stands(Kind.PLANNING, PLAIN) == builders.local(PLAIN, "di 09:15")


def test_a_moment_is_dragged_with_a_mouse_to_another_day_and_time(
    cast: Cast, rhythm: None, open_page: OpenPage
):
    planning.draft(cast.team, PLAIN)
    page = open_page(as_=cast.lead, viewport=WIDE)
    go(page, cast, PLAIN)
    block = page.get_by_role("slider", name="Weekstart")
    box, column = block.bounding_box(), page.locator("td[data-day='2026-04-14']").bounding_box()
    assert box
    assert column
    x, y = box["x"] + 10, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + column["width"] / 2, y, steps=5)
    page.mouse.move(x + column["width"] * 2 - column["width"] / 10, y, steps=5)
    expect(block).to_have_attribute("aria-valuetext", "woensdag 15 april 8.30")
    expect(page.locator(".guide")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_text("De Weekstart staat nu op woensdag 15 april om 8.30 uur.")).to_be_visible()
    assert stands(Kind.PLANNING, PLAIN) == builders.local(PLAIN, "wo 08:30")
    box = block.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] - 30, box["y"] + 10, steps=5)
    page.mouse.up()
    expect(page.locator("#proefplek")).to_contain_text("kan niet op")
    expect(block).to_have_attribute("aria-valuetext", "woensdag 15 april 8.30")
    assert stands(Kind.PLANNING, PLAIN) == builders.local(PLAIN, "wo 08:30"), "what cannot be is put back"


@pytest.mark.full
def test_a_moment_is_dragged_with_a_finger_on_a_phone(cast: Cast, rhythm: None, open_page: OpenPage):
    planning.draft(cast.team, PLAIN)
    page = open_page(as_=cast.lead, viewport=PHONE, has_touch=True, is_mobile=True)
    go(page, cast, PLAIN)
    block = page.get_by_role("slider", name="Weekstart")
    block.scroll_into_view_if_needed()
    friday = page.locator("td[data-day='2026-04-17']").bounding_box()
    box = block.bounding_box()
    assert box
    assert friday
    touch = page.context.new_cdp_session(page)
    x = box["x"] + 10
    for name, y in (
        ("touchStart", box["y"] + 10),
        ("touchMove", box["y"] + 40),
        ("touchMove", friday["y"] + 5),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_text("De Weekstart staat nu op vrijdag 17 april om 9.30 uur.")).to_be_visible()
    assert stands(Kind.PLANNING, PLAIN) == builders.local(PLAIN, "vr 09:30")


def test_the_form_says_what_a_place_means_while_it_is_filled_in(
    cast: Cast, rhythm: None, open_page: OpenPage
):
    planning.draft(cast.team, PLAIN)
    page = open_page(as_=cast.lead)
    go(page, cast, PLAIN)
    start = page.locator(".queue > li", has_text="Weekstart")
    start.get_by_text("Verander", exact=True).click()
    start.get_by_label("Dag").select_option("2026-04-14")
    start.get_by_label("Begint om").fill("8.45")
    start.get_by_label("Begint om").blur()
    expect(start.locator("[data-words]")).to_contain_text("Dan werken alle 4 collega’s.")


@pytest.mark.parametrize("js", SCRIPT)
def test_a_lead_swaps_two_people_and_looks_over_the_season(
    cast: Cast, rhythm: None, open_page: OpenPage, js: bool
):
    planning.draft(cast.team, PLAIN)
    page = open_page(as_=cast.lead, js=js)
    go(page, cast, PLAIN)
    page.get_by_role("link", name="Duo’s wisselen").click()
    groups = page.get_by_label("Wissel", exact=True).locator("optgroup")
    one = groups.nth(0).locator("option").nth(0).get_attribute("value")
    other = groups.nth(1).locator("option").nth(0).get_attribute("value")
    page.get_by_label("Wissel", exact=True).select_option(one)
    page.get_by_label("Met", exact=True).select_option(other)
    page.get_by_role("button", name="Wissel", exact=True).click()
    expect(page.locator("form.undo")).to_contain_text("leren samen op dinsdag 14 april om 10.00 uur.")
    page.get_by_role("button", name="Maak ongedaan").click()
    page.get_by_role("link", name="Naar de teamweek").click()
    page.get_by_role("link", name="Het hele seizoen").click()
    expect(page.get_by_role("row", name="Week 16")).to_contain_text("4 van 4")
