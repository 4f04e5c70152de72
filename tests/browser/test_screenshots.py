"""The pictures of the README: `make screenshots` makes them anew, `make full` sees that they can be made."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cycles.sparring.models import SparringSession
from teams.accounts.models import User
from teams.intake.models import Intake
from teams.intake.tasks import work
from tests.browser.cases import FEMKE, NOBODY, SAMIRA, WIM, at
from tests.browser.conftest import House, Windows
from tests.browser.pages import mailed, team
from tests.support.browser import PHONE
from tests.teams.intake import files

if TYPE_CHECKING:
    from playwright.sync_api import Page

Shoot = Callable[["Page", str], Path]

pytestmark = pytest.mark.xdist_group("screenshots")

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LARGEST = 150_000  # bytes
TALL, LOW = {"width": 1280, "height": 1000}, {"width": 1280, "height": 800}


def question(house: House) -> str:
    """Samira's own, as the example leaves it: tried, and talked about."""
    talk = SparringSession.objects.filter(question__owner=house.person("samira")).latest("started_at")
    return reverse("cycles:question", args=[talk.question_id])


PICTURES = {
    "leervraag": (SAMIRA, question, TALL, "light"),
    "voorstellen": (SAMIRA, at("cycles:proposals"), LOW, "light"),
    "planner": (FEMKE, team("cycles:team-week", 1), TALL, "light"),
    "mijn-week-telefoon": (SAMIRA, at("cycles:my-week"), PHONE, "light"),
    "mijn-week": (SAMIRA, at("cycles:my-week"), TALL, "light"),
    "teamweek-donker": (FEMKE, team("cycles:team-week"), TALL, "dark"),
}
MAILBOX, ANSWER, IMPORT = "postbus", "antwoord-telefoon", "import"
WORDS = "Waarom de dakkapel niet mag: het welstandsadvies telt mee, maar ik weet niet hoe zwaar. Zeker: 60%."


@pytest.mark.full
@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small_and_the_same_each_time(windows: Windows, screenshot: Shoot, name: str) -> None:
    who, path, size, theme = PICTURES[name]
    _take(windows, screenshot, name, who, path(windows.house), size, theme)


@pytest.mark.full
@pytest.mark.usefixtures("transactional_db")
def test_an_answer_has_its_picture(windows: Windows, screenshot: Shoot) -> None:
    page = windows.of(NOBODY)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    page.goto(mailed("cycles:answer-link")(windows.house))
    page.locator("textarea").fill(WORDS)
    page.get_by_text("Bewaard om").wait_for()
    page.evaluate("document.activeElement.blur()")
    _weigh(screenshot(page, ANSWER))


@pytest.mark.full
@pytest.mark.usefixtures("transactional_db")
def test_an_import_with_three_faults_has_its_picture(windows: Windows, screenshot: Shoot) -> None:
    """The people of the example as their personnel system would export them, with one newcomer."""
    rows = [
        [
            person.staff_number,
            person.given_name,
            person.name_prefix,
            person.family_name,
            person.email,
            person.memberships.get(kind="home").team.name,
            str(person.patterns.get().contract_hours).replace(".", ","),
            "",
        ]
        for person in User.objects.exclude(memberships=None).order_by("pk")
    ]
    rows[4][7] = "31-2-2026"
    rows[11][5] = "Toezigt"
    rows[17][4] = rows[3][4]
    rows.append(["LW0028", *files.FATIMA[1:7], "7-4-2026"])
    headers = [*files.HEADERS[:7], files.HEADERS[8]]
    found = Intake.start(files.text(rows, headers), "personeel-april.csv", by=windows.house.person("wim"))
    work(found.pk)
    found.refresh_from_db()
    assert found.choose(found.columns, files.TODAY)
    work(found.pk)
    path = reverse("teams:intake", args=[found.pk])
    _take(windows, screenshot, IMPORT, WIM, path, TALL, "light")
    assert windows.of(WIM).locator("h1").inner_text() == "Drie rijen kloppen nog niet"


@pytest.mark.full
@pytest.mark.usefixtures("transactional_db")
def test_the_mailbox_has_its_picture(windows: Windows, demo: House, screenshot: Shoot) -> None:
    _take(windows, screenshot, MAILBOX, SAMIRA, "/voorbeeld/", TALL, "light")


def test_every_picture_of_the_docs_is_made_here_and_shown_somewhere() -> None:
    there = {path.stem for path in FOLDER.glob("*.png")}
    assert there == {*PICTURES, MAILBOX, ANSWER, IMPORT}, "make screenshots"
    texts = (FOLDER.parents[1] / "README.md").read_text()
    texts += "".join(path.read_text() for path in FOLDER.parent.glob("*.md"))
    assert {name for name in there if f"pictures/{name}.png" not in texts} == set()


def _take(
    windows: Windows, shoot: Shoot, name: str, who: str, path: str, size: dict[str, int], theme: str
) -> None:
    page = windows.of(who)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    made = []
    for _ in range(2):
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        page.evaluate("document.activeElement.blur()")
        made.append(shoot(page, name).read_bytes())
    assert made[0] == made[1], f"{name} differs from one time to the next"
    _weigh(shoot(page, name))


def _weigh(picture: Path) -> None:
    size = picture.stat().st_size
    assert size < LARGEST, f"{picture.name} weighs {size / 1000:.0f} kB"
