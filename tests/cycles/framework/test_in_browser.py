"""A manager makes a frame in a browser: four screens, every way of looking, with and without JavaScript."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.framework.models import FrameDraft, Season
from tests import builders
from tests.conftest import Cast
from tests.cycles.framework.walk import GOAL, QUESTION, page_of, screen
from tests.support.accessibility import axe, hittable, reflows
from tests.support.browser import Complaints, OpenPage, sign_in
from tests.support.turns import SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]

SECOND = "Nieuwe collega’s schrijven na een maand zelf"


def press(page: "Page", name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def every_way(page: "Page") -> None:
    """axe on the page as it stands, wide and narrow, light and dark."""
    page.evaluate("document.fonts.ready")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        reflows(page)
        hittable(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            axe(page)
    page.set_viewport_size({"width": 390, "height": 844})


def heading(page: "Page", words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.shows("house-2", "house-6", "A84")
@pytest.mark.parametrize("js", SCRIPT)
def test_a_manager_makes_a_frame_on_a_phone(
    cast: Cast, open_page: OpenPage, complaints: Complaints, js: bool
) -> None:
    complaints.allow(r"\b422\b")  # the empty screens below
    page = open_page(viewport={"width": 390, "height": 844}, js=js, as_=cast.manager)
    look: Callable[[Page], None] = every_way if js else reflows
    page.goto(page_of(cast.unit))
    heading(page, "Er is nog geen kader")
    look(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Maak een kader").click()

    heading(page, "Wat willen jullie bereiken?")
    look(page)
    press(page, "Volgende")  # nothing typed: one press says what is missing
    assert page.locator("#id_title_0-fout").inner_text().strip() == "Fout: Schrijf minstens één doel."
    look(page)
    page.get_by_label("Doel 1", exact=True).fill(GOAL)
    page.get_by_label("Doel 2, mag leeg", exact=True).fill(SECOND)
    press(page, "Nog een doel")
    expect(page.get_by_label("Doel 2, mag leeg", exact=True)).to_have_value(SECOND)
    expect(page.get_by_label("Doel 3, mag leeg", exact=True)).to_have_count(1)
    press(page, "Volgende")

    heading(page, "Wat moeten jullie daarvoor leren?")
    look(page)
    first = page.get_by_role("group", name=GOAL)
    first.get_by_label("Ontwikkelvraag 1", exact=True).fill(QUESTION)
    press(page, "Volgende")
    assert "Schrijf minstens één ontwikkelvraag bij dit doel." in page.locator("main").inner_text()
    expect(first.get_by_label("Ontwikkelvraag 1", exact=True)).to_have_value(QUESTION)
    second = page.get_by_role("group", name=SECOND)
    second.get_by_label("Ontwikkelvraag 1", exact=True).fill("Hoe schrijven we de eerste brief samen?")
    press(page, "Volgende")

    heading(page, "Wanneer is dit seizoen?")
    look(page)
    expect(page.get_by_label("Begint op maandag")).to_have_value("6-4-2026")
    page.get_by_label("Naam van het seizoen").fill("Lente vol brieven")
    press(page, "Vorige")
    heading(page, "Wat moeten jullie daarvoor leren?")
    assert second.get_by_label("Ontwikkelvraag 1", exact=True).input_value().startswith("Hoe schrijven")
    press(page, "Volgende")
    expect(page.get_by_label("Naam van het seizoen")).to_have_value("Lente vol brieven")
    press(page, "Volgende")

    heading(page, "Klopt het zo?")
    look(page)
    assert not Season.objects.exists()
    press(page, "Bewaar het kader")
    heading(page, "Het kader begint op maandag 6 april")
    look(page)
    season = Season.objects.get()
    assert (season.name, season.goals.count()) == ("Lente vol brieven", 2)
    assert not FrameDraft.objects.exists()


def test_what_was_typed_is_there_in_another_browser(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(as_=cast.manager)
    page.goto(screen(cast.unit, 1))
    box = page.get_by_label("Doel 1", exact=True)
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        box.fill(GOAL)  # nobody presses anything: it is kept while one types
    assert kept.value.status == 200
    page.get_by_text("Bewaard om 10.00 uur").wait_for()
    later = open_page(as_=cast.manager)  # another browser
    later.goto(reverse("cycles:frame"))
    with later.expect_navigation():
        later.get_by_role("link", name="Ga verder met je concept").click()
    expect(later.get_by_label("Doel 1", exact=True)).to_have_value(GOAL)


def test_a_session_that_is_lost_while_typing_loses_no_word(
    cast: Cast, open_page: OpenPage, complaints: Complaints, origin: str
) -> None:
    complaints.allow(r"\b403\b")  # kept in the tab, because the server does not know who types
    page = open_page(as_=cast.manager)
    page.goto(screen(cast.unit, 1))
    page.context.clear_cookies()
    page.get_by_label("Doel 1", exact=True).fill(GOAL)
    page.get_by_text("Je was even weg.").wait_for()
    assert not FrameDraft.objects.exists()
    sign_in(page, cast.manager, origin)
    page.goto(screen(cast.unit, 1))
    expect(page.get_by_label("Doel 1", exact=True)).to_have_value(GOAL)
    page.get_by_text("Bewaard om 10.00 uur").wait_for()
    assert FrameDraft.objects.get().typed["1"]["title_0"] == [GOAL]


def test_a_screen_that_was_saved_while_typing_goes_on_with_one_press(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(as_=cast.manager)
    page.goto(screen(cast.unit, 1))
    page.get_by_label("Doel 1", exact=True).fill(GOAL)
    page.get_by_text("Bewaard om 10.00 uur").wait_for()
    press(page, "Volgende")
    heading(page, "Wat moeten jullie daarvoor leren?")


def test_a_wrong_word_is_taken_back_with_one_press(cast: Cast, open_page: OpenPage) -> None:
    goal = builders.frame(of=cast.unit).goals.get()
    page = open_page(as_=cast.manager)
    page.goto(reverse("cycles:goal", args=[goal.pk]))
    page.get_by_label("Doel", exact=True).fill(GOAL)
    press(page, "Bewaar")
    expect(page.get_by_role("heading", name=GOAL)).to_have_count(1)
    press(page, "Maak ongedaan")
    expect(page.get_by_role("heading", name=GOAL)).to_have_count(0)
    goal.refresh_from_db()
    assert goal.title == "Inwoners krijgen binnen vijf dagen antwoord"
