"""From what somebody chooses to what two people agreed, as they walk it, with a script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from cycles.outcomes.models import OutcomeReport
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.support.accessibility import axe, reflows
from tests.support.browser import PHONE, Complaints, OpenPage

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.usefixtures("season"),
]


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("js", [pytest.param(True, id="with"), pytest.param(False, id="without")])
def test_a_report_goes_from_prepared_to_agreed(
    cast: Cast, open_page: OpenPage, complaints: Complaints, js: bool
) -> None:
    complaints.allow("422")

    def look(page: Page) -> None:
        if js:  # axe is a script
            axe(page)
            reflows(page)

    building.question_with_yield(cast.professional)
    fatima = open_page(as_=cast.professional, js=js)
    dirk = open_page(as_=cast.manager, js=js, viewport=PHONE, has_touch=True, is_mobile=True)

    fatima.goto("/")
    fatima.get_by_role("link", name="Schrijf je opbrengstverslag").click()
    sheet = fatima.get_by_role("region", name="Opbrengstverslag van Fatima Ouali")
    fatima.get_by_label("Telefoontjes na een weigering, per week").check()
    fatima.get_by_label(re.compile("Wat kun je nu zelfstandig")).fill(building.ABLE)
    if js:
        expect(sheet).to_contain_text(building.ABLE)
        expect(sheet).to_contain_text("Telefoontjes na een weigering, per week")
        expect(fatima.get_by_text("Bewaard om 9.10 uur")).to_be_visible()
    else:
        press(fatima, "Deel met Dirk")
        expect(fatima.get_by_text("Kijk het voorbeeld nog eens na")).to_be_visible()
        expect(sheet).to_contain_text(building.ABLE)
    look(fatima)
    dirk.goto("/opbrengsten/")
    expect(dirk.get_by_text("Fatima Ouali")).to_have_count(0)
    press(fatima, "Deel met Dirk")
    expect(fatima.get_by_role("heading", level=1)).to_have_text("Je verslag is gedeeld")
    expect(fatima.get_by_text("Dirk opende het nog niet.")).to_be_visible()

    dirk.reload()
    dirk.get_by_role("link", name="Fatima Ouali").click()
    expect(dirk.get_by_text(building.ABLE)).to_be_visible()
    look(dirk)
    dirk.get_by_label("Wat zeg je toe?").fill("Twee uur per week om mee te luisteren.")
    dirk.get_by_label("Vóór wanneer?").fill("2026-04-20")
    press(dirk, "Zeg dit toe")
    expect(dirk.get_by_text("Vóór maandag 20 april.")).to_be_visible()
    press(dirk, "Het gesprek is geweest")

    fatima.reload()
    expect(fatima.get_by_text("Dirk opende je verslag op maandag 30 maart, 9.10 uur.")).to_be_visible()
    expect(fatima.get_by_text("Twee uur per week om mee te luisteren.")).to_be_visible()
    press(fatima, "Ik ben het eens")
    expect(fatima.get_by_text("Het wacht nog op Dirk.")).to_be_visible()
    dirk.reload()
    press(dirk, "Ik ben het eens")
    expect(dirk.get_by_role("heading", level=1)).to_have_text("Afgesproken")
    look(dirk)
    assert OutcomeReport.objects.get().state == OutcomeReport.State.AGREED
