"""The pages in Chromium: accessible in every step, whole without JavaScript, and the check swaps in place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from teams.accounts.models import User
from teams.intake.models import Intake
from tests.support.accessibility import accessible
from tests.support.browser import DESKTOP, NARROW, Complaints, sign_in
from tests.support.turns import SCRIPT
from tests.teams.intake import files, house

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.shows("house-4", "house-6")]

JAN = {
    "PERS.NR": "1",
    "ROEPNAAM": "Jan",
    "VOORV.": "",
    "NAAM": "VISSER",
    "E-MAIL": "j.visser@lindewaard.example",
}
SAMIRA = {
    "PERS.NR": "7",
    "ROEPNAAM": "Samira",
    "VOORV.": "",
    "NAAM": "HADDOU",
    "E-MAIL": "s@lindewaard.example",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Nine columns and one too many; three rows that are wrong in the ways of the drawing, one that is not."""
    rows = [
        files.row(JAN),
        files.row(JAN | {"PERS.NR": "2", "ROEPNAAM": "Jolanda"}),
        files.row({"IN DIENST": "31-2-2026"}),
        [*files.FATIMA[:5], "Toezigt", *files.FATIMA[6:]],
        files.row(SAMIRA),
        files.LUKASZ,
    ]
    path = tmp_path / "personeel-april.csv"
    path.write_bytes(
        files.text([[*row, "9"] for row in rows], [*files.HEADERS, "SCHAAL"], below=[";" * 9] * 4)
    )
    return path


@pytest.fixture
def admin(transactional_db: None) -> User:
    house.organisation()
    for team in ("Toezicht", "Vergunningen", "Burgerzaken"):
        house.team(team)
    samira = house.person("Samira Haddou", number="7", email="s@lindewaard.example")
    house.pattern(samira, "28.5", "ma,di,do 8:30-16:00; wo 8:30-15:30", date(2026, 2, 1), "own")
    house.person("Peter Kuipers", number="9")
    return house.administrator()


@pytest.mark.parametrize(
    ("viewport", "theme"), [(NARROW, "dark"), pytest.param(DESKTOP, "light", marks=pytest.mark.full)]
)
def test_every_step_is_accessible(
    open_page: "Callable[..., Page]",
    complaints: Complaints,
    admin: User,
    file: Path,
    viewport: dict[str, int],
    theme: str,
) -> None:
    complaints.allow("422")  # a form without its file
    house.organisation(dpia_on=None)
    page = open_page(viewport=viewport, theme=theme, as_=admin)
    page.goto("/beheer/mensen/")
    accessible(page)
    page.get_by_label("DPIA vastgesteld op").fill("2026-01-05")
    page.get_by_role("button", name="Bewaar en kies een bestand").click()
    page.get_by_role("heading", name="Lees mensen in uit een bestand").wait_for()
    accessible(page)
    page.get_by_role("button", name="Lees dit bestand").click()
    page.get_by_text("Kies eerst een bestand.").first.wait_for()
    accessible(page)
    page.get_by_label("Je bestand").set_input_files(file)
    page.get_by_role("button", name="Lees dit bestand").click()
    page.get_by_role("heading", name="Zo lezen we je kolommen").wait_for()
    accessible(page)
    page.get_by_role("button", name="Kijk de rijen na").click()
    page.get_by_role("heading", name="Drie rijen kloppen nog niet").wait_for()
    accessible(page)
    for heading in ("Twee rijen kloppen nog niet", "Eén rij klopt nog niet", "Alle rijen kloppen"):
        page.get_by_role("button", name="Laat rij weg").first.click()
        page.get_by_role("heading", name=heading).wait_for()
    accessible(page)
    page.get_by_role("button", name="Neem 3 rijen over").click()
    page.get_by_role("heading", name="De mensen zijn ingelezen").wait_for()
    accessible(page)


def test_a_repair_swaps_the_check_in_place_and_moves_the_focus_to_its_heading(
    open_page: "Callable[..., Page]", admin: User, file: Path
) -> None:
    page = open_page(as_=admin)
    go_to_check(page, file)
    page.evaluate("document.body.dataset.same = 'page'")
    page.get_by_label("Adres van Jolanda Visser").fill("jolanda@lindewaard.example")
    page.get_by_role("button", name="Ja, Toezicht").click()
    page.get_by_role("heading", name="Eén rij klopt nog niet").wait_for()
    assert page.evaluate("document.body.dataset.same") == "page"
    assert page.evaluate("document.activeElement.id") == "kop"
    # Enter in a field checks again; it does not press the first "Laat rij weg".
    page.get_by_label("In dienst vanaf").last.fill("28-2-2026")
    page.get_by_label("In dienst vanaf").last.press("Enter")
    page.get_by_role("heading", name="Alle rijen kloppen").wait_for()


def test_the_whole_way_without_javascript(no_js: "Page", admin: User, file: Path, origin: str) -> None:
    sign_in(no_js, admin, origin)
    go_to_check(no_js, file)
    no_js.get_by_label("Adres van Jolanda Visser").fill("jolanda@lindewaard.example")
    no_js.locator("[name='row-4-starts_on']").fill("28-2-2026")
    no_js.get_by_role("button", name="Kijk opnieuw na").click()
    no_js.get_by_role("button", name="Ja, Toezicht").click()
    no_js.get_by_role("button", name="Neem 6 rijen over").click()
    no_js.get_by_role("heading", name="De mensen zijn ingelezen").wait_for()
    assert User.objects.get(given_name="Jolanda").email == "jolanda@lindewaard.example"


@pytest.mark.parametrize("js", SCRIPT)
def test_a_file_that_is_at_work_shows_how_far_it_is_and_comes_back_by_itself(
    open_page: "Callable[..., Page]", admin: User, file: Path, js: bool
) -> None:
    intake = house.uploaded(file.read_bytes(), by=admin)
    intake.choose(intake.columns, files.TODAY)
    assert intake.claim()
    intake.advance(3, 12)
    page = open_page(js=js, as_=admin)
    page.goto(f"/beheer/mensen/{intake.pk}/")
    page.get_by_text("3 van 12 stappen klaar.").wait_for()
    if js:
        accessible(page)
    Intake.objects.filter(pk=intake.pk).update(lease_until=None)
    house.work(intake.pk)
    page.get_by_role("heading", name="Drie rijen kloppen nog niet").wait_for()
    expect(page.locator("header.site-header")).to_have_count(1)


def go_to_check(page: "Page", file: Path) -> Any:
    page.goto("/beheer/mensen/")
    page.get_by_label("Je bestand").set_input_files(file)
    page.get_by_role("button", name="Lees dit bestand").click()
    page.get_by_role("button", name="Kijk de rijen na").click()
    page.get_by_role("heading", name="Drie rijen kloppen nog niet").wait_for()
