"""An own calendar in Chromium: chosen, looked at, saved, undone; in both themes, with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import Absence, BusyTime
from tests import builders
from tests.support.accessibility import accessible
from tests.support.browser import DESKTOP, PHONE, Complaints
from tests.teams.agenda import calendars

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.shows("planner-3", "house-6")]


@pytest.fixture
def samira(transactional_db: None) -> User:
    builders.organisation()
    return builders.member(builders.team(), "Samira")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Meetings on a clock and on none, days away, a birthday, and lines that are broken."""
    monday = IsoWeek.of(clock.today(builders.ZONE)).monday + timedelta(weeks=1)
    first = f"{monday:%Y%m%d}"
    path = tmp_path / "agenda.ics"
    path.write_bytes(
        calendars.outlook(
            calendars.timed(f"{first}T0900", f"{first}T1030", "RRULE:FREQ=WEEKLY;COUNT=30"),
            calendars.timed(f"{first}T1300", f"{first}T1400", "RRULE:FREQ=DAILY;COUNT=3", zone=""),
            calendars.timed(f"{first}T1500", f"{first}T1600", "TRANSP:TRANSPARENT"),
            calendars.event(
                f"DTSTART;VALUE=DATE:{monday + timedelta(days=8):%Y%m%d}",
                f"DTEND;VALUE=DATE:{monday + timedelta(days=12):%Y%m%d}",
                "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
            ),
            calendars.event(f"DTSTART;VALUE=DATE:{first}", "RRULE:FREQ=YEARLY"),
            calendars.event("DTSTART:ooit"),
            "dit hoort hier niet",
        )
    )
    return path


@pytest.mark.parametrize(
    ("viewport", "theme", "js"),
    [
        (DESKTOP, "light", True),
        (PHONE, "dark", False),
        pytest.param(DESKTOP, "dark", False, marks=pytest.mark.full),
        pytest.param(PHONE, "light", True, marks=pytest.mark.full),
    ],
)
def test_a_calendar_comes_in_and_goes_away_again(
    open_page: "Callable[..., Page]",
    complaints: Complaints,
    samira: User,
    file: Path,
    viewport: dict[str, int],
    theme: str,
    js: bool,
) -> None:
    complaints.allow("422")  # a form without its file
    page = open_page(viewport=viewport, theme=theme, as_=samira, js=js)

    def check() -> None:
        if js:
            accessible(page)

    page.goto("/mijn-gegevens/#bezet")
    page.get_by_role("button", name="Lees mijn agenda").click()
    expect(page.get_by_text("Kies eerst een bestand.").first).to_be_visible()
    check()
    page.get_by_label("Je agendabestand").set_input_files(file)
    page.get_by_role("button", name="Lees mijn agenda").click()
    page.get_by_role("heading", name="Dit lezen we in je agenda").wait_for()
    expect(page.get_by_text("1 datum of tijd kunnen we niet lezen. (regel")).to_be_visible()
    check()
    page.get_by_label("Andere hele dagen").select_option("away")
    page.get_by_label("Welke tijdzone geldt als je agenda er geen noemt?").select_option("Europe/London")
    page.get_by_role("button", name="Bekijk wat deze keuze doet").click()
    expect(page.get_by_label("Andere hele dagen")).to_have_value("away")
    assert not BusyTime.objects.exists()
    page.get_by_role("button", name="Bewaar deze tijden").click()
    page.get_by_text("Je bezette tijden zijn bewaard").wait_for()
    check()
    assert BusyTime.objects.count() == 33
    assert Absence.objects.count() == 3
    page.get_by_role("button", name="Haal alles weg").click()
    page.get_by_text("Wat uit je agenda kwam, is weg").wait_for()
    page.get_by_role("button", name="Maak ongedaan").click()
    page.get_by_text("staan weer zoals ze stonden").wait_for()
    assert BusyTime.objects.count() == 33
