"""A whole season as people walk it: yields that are agreed beforehand, measured, put in a report, talked about with
promises, and a season that is closed. Beside it the manager, for whom nothing of how it was learnt exists."""

import re

import pytest
from playwright.sync_api import Page, expect

from cycles.framework.models import Season
from cycles.questions.models import LearningQuestion
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.journeys.privacy import LINK
from tests.support.accessibility import axe, reflows
from tests.support.browser import PHONE, Complaints, OpenPage
from tests.support.hands import Hands
from tests.wall.walker import plain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ABLE = "Ik schrijf een weigering die met het besluit begint."
NOWHERE = "799999"
PROCESS = re.compile(r"^/(leervragen|leermoment|vraag|gevraagd)/(\d+)/")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.shows("outcomes-4", "S18", "TA2", "W8")
def test_a_season_from_yields_beforehand_to_its_close(
    cast: Cast, season: Season, at: Hands, open_page: OpenPage, complaints: Complaints
) -> None:
    complaints.allow("404")
    fatima, dirk = open_page(as_=cast.professional), open_page(as_=cast.manager, viewport=PHONE)
    lead = open_page(as_=cast.lead)

    # The first week: what it should bring, before anything is learnt.
    at("2026-01-12 09:10")
    question = questions.active_question(cast.professional)
    fatima.goto(f"/leervragen/{question.pk}/scherm/4/")
    for summary in fatima.get_by_text("Hoe meet je dat? Mag later").all():
        summary.click()
    fatima.get_by_label("Wat tel je").first.fill("telefoontjes na een weigering")
    fatima.get_by_label("Hoeveel is het nu").first.fill("6")
    fatima.get_by_label("Hoeveel moet het worden").first.fill("3")
    axe(fatima)
    fatima.locator("main form button.primary").click()
    expect(fatima.get_by_text("telefoontjes na een weigering")).to_be_visible()

    # The last week: what it brought.
    at("2026-03-30 09:10")
    fatima.goto("/")
    fatima.get_by_role("link", name=re.compile("Meet")).first.click()
    direct = question.yields.get(kind="direct")
    fatima.get_by_label("Wat heb je gemeten?").select_option(str(direct.pk))
    fatima.get_by_label("Hoeveel?").fill("3,5")
    axe(fatima)
    reflows(fatima)
    press(fatima, "Bewaar deze meting")
    expect(fatima.get_by_role("row", name=re.compile("Telefoontjes")).get_by_text("3,5")).to_be_visible()
    private = pages_of(fatima, question)

    # The report, as its manager reads it.
    fatima.goto("/opbrengstverslag/")
    fatima.get_by_label(re.compile("Telefoontjes na een weigering")).first.check()
    fatima.get_by_label(re.compile("Wat kun je nu zelfstandig")).fill(ABLE)
    sheet = fatima.get_by_role("region", name="Opbrengstverslag van Fatima Ouali")
    expect(sheet).to_contain_text("Telefoontjes na een weigering")
    expect(sheet).to_contain_text(ABLE)
    expect(fatima.get_by_text("Bewaard om 9.10 uur")).to_be_visible()
    press(fatima, "Deel met Dirk")

    # The talk, with a promise.
    dirk.goto("/opbrengsten/")
    dirk.get_by_role("link", name="Fatima Ouali").click()
    expect(dirk.get_by_text("3,5")).to_be_visible()
    dirk.get_by_label("Wat zeg je toe?").fill("Twee uur per week om mee te luisteren.")
    dirk.get_by_label("Vóór wanneer?").fill("2026-04-20")
    press(dirk, "Zeg dit toe")
    press(dirk, "Het gesprek is geweest")
    press(dirk, "Ik ben het eens")
    fatima.reload()
    press(fatima, "Ik ben het eens")
    expect(fatima.get_by_role("heading", level=1)).to_have_text("Afgesproken")

    # The close.
    lead.goto("/")
    lead.get_by_role("link", name=re.compile("Sluit het seizoen van")).click()
    lead.get_by_label("Wat leverde leren ons op?").fill("Minder telefoontjes na een weigering.")
    axe(lead)
    press(lead, "Sluit af")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("is afgesloten")
    fatima.goto("/")
    fatima.get_by_role("link", name="Lees wat het seizoen opleverde").click()
    expect(fatima.get_by_text("Minder telefoontjes na een weigering.")).to_be_visible()
    axe(fatima)
    reflows(fatima)

    # For the manager none of her pages exists, then or now.
    assert len(private) > 5
    for path in sorted(private):
        theirs = dirk.request.get(dirk.url.split("/opbrengst")[0] + path)
        never = dirk.request.get(dirk.url.split("/opbrengst")[0] + PROCESS.sub(rf"/\1/{NOWHERE}/", path))
        assert (theirs.status, never.status) == (404, 404), path
        assert plain(theirs.text()) == plain(never.text()), path


def pages_of(page: Page, question: LearningQuestion) -> set[str]:
    """Every page with a number in its address that her own pages of learning lead to."""
    found = {f"/leervragen/{question.pk}/", f"/leervragen/{question.pk}/meten/"}
    for path in ("/", "/leervragen/", "/leermomenten/", *found):
        page.goto(path)
        found = found | {one.split("?")[0].split("#")[0] for one in LINK.findall(page.content())}
    theirs = {path for path in found if PROCESS.match(path)}
    return {path for path in theirs if page.request.get(page.url.split("/leer")[0] + path).status == 200}
