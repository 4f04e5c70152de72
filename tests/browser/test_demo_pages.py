"""The pages that only the demo has, for everybody: the mailbox with its clock, and the bar above all others."""

import pytest

from lerendwerken.demo import mailbox
from tests.browser.cases import Case
from tests.browser.conftest import House, Windows
from tests.browser.test_every_page import MATRIX, USUAL, look
from tests.support.accessibility import printable, reflows
from tests.support.browser import NARROW
from tests.support.turns import one_in

pytestmark = [
    pytest.mark.shows("house-6", "house-1"),
    pytest.mark.xdist_group("demo-pages"),
    pytest.mark.usefixtures("transactional_db", "demo"),
]


@pytest.mark.parametrize(
    ("who", "path"),
    one_in(
        3,
        [
            pytest.param(who, path)
            for who in ("samira", "wim", "")
            for path in ("/voorbeeld/", "/wie-ziet-wat/")
        ],
    ),
)
def test_a_page_of_the_demo_is_for_everybody(windows: Windows, who: str, path: str) -> None:
    look(windows, Case(who, lambda house: path), USUAL)


@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize("who", ["", "samira", "wim"])
@pytest.mark.parametrize("path", ["/voorbeeld/", "/voorbeeld/post/MAIL/", "/wie-ziet-wat/"])
def test_a_page_of_the_demo_is_for_everybody_in_every_light_and_width(
    windows: Windows, who: str, path: str
) -> None:
    path = path.replace("MAIL", mailbox.latest()[-1].key)
    printable(look(windows, Case(who, lambda house: path), MATRIX))


def test_without_javascript_the_mailbox_says_and_does_the_same(windows: Windows) -> None:
    words = []
    for js in (False, True):
        page = windows.of("samira", js=js)
        page.goto("/voorbeeld/")
        words.append(" ".join(page.locator("main").inner_text().split()))
    assert words[0] == words[1]
    plain = windows.of("samira", js=False)
    plain.set_viewport_size(NARROW)  # type: ignore[arg-type]
    reflows(plain)


def test_the_bar_says_the_time_and_leads_to_the_mailbox(windows: Windows) -> None:
    page = windows.of("samira")
    page.goto("/")
    bar = page.get_by_role("complementary", name="Voorbeeld")
    assert "dinsdag 31 maart, 12.41 uur" in bar.inner_text()
    bar.get_by_role("link").click()
    assert page.locator("h1").inner_text() == "Het is dinsdag 31 maart, 12.41 uur"
    assert not page.locator(".demo-bar").count()


def test_a_mail_is_read_in_its_frame_and_its_link_opens_the_question(windows: Windows, demo: House) -> None:
    page = windows.of("samira")
    page.goto("/voorbeeld/")
    letter = page.frame_locator(".mail-frame")
    with page.expect_navigation(url="**/v/**"):
        letter.get_by_role("link", name="Beantwoord de vraag").click()
    assert page.locator("textarea").count() == 1


def test_the_clock_moves_in_place_and_the_new_time_has_the_focus(
    windows: Windows, demo: House, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("LERENDWERKEN_CLOCK_FILE", str(tmp_path_factory.mktemp("clock") / "clock"))
    page = windows.of("samira")
    page.goto("/voorbeeld/")
    before = len(mailbox.latest())
    button = page.get_by_role("button", name="Ga naar")
    to = button.inner_text().removeprefix("Ga naar ").strip()
    button.click()
    page.locator("h1", has_text=f"Het is dinsdag 31 maart, {to}").wait_for()
    assert page.evaluate("document.activeElement.id") == "klok"
    assert len(mailbox.latest()) > before
    assert mailbox.latest()[0].key in page.locator(".rows a").first.get_attribute("href")
