"""The question editor and the first day in Chromium: without JavaScript, and when the session is lost."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.prompts import default_set, editing
from cycles.prompts.models import PromptSet
from cycles.weekly.models import Kind
from teams.accounts.models import User
from tests.conftest import Cast
from tests.support.browser import PHONE, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
OpenPage = Callable[..., "Page"]
FIRST = "Welke werksituatie wil je deze week beter laten verlopen dan de vorige keer?"


@pytest.fixture
def house(cast: Cast) -> Cast:
    default_set.install()
    return cast


@pytest.mark.shows("house-6")
def test_questions_are_changed_published_and_taken_back_without_a_script(
    house: Cast, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE, js=False, as_=house.administrator)
    page.goto(reverse("cycles:question-sets"))
    page.get_by_role("link", name="Weekstart").click()
    page.get_by_role("button", name="Pas de vragen aan").click()
    page.get_by_role("link", name=f"Pas aan {FIRST}").click()
    page.get_by_label("De vraag in het Nederlands").fill("Wat maak je deze week beter?")
    page.get_by_role("button", name="Bewaar in het concept").click()
    page.get_by_role("button", name="Haal weg Wat weet je hier al over?").click()
    page.get_by_role("button", name="Maak ongedaan").click()
    page.get_by_role("button", name="Haal weg Wat zou je proberen").click()
    page.get_by_role("link", name="Bekijk als ontvanger").click()
    expect(page.get_by_role("heading", name="Wat maak je deze week beter?")).to_be_visible()
    page.get_by_label("Taal").select_option("en")
    page.get_by_role("button", name="Laat zien").click()
    expect(page.get_by_role("heading", name="Which work situation should go better")).to_be_visible()
    page.get_by_role("button", name="Zet deze vragen klaar").click()
    newest = editing.newest(Kind.PLANNING)
    assert newest
    texts = [q.text_nl for q in newest.questions.all()]
    assert texts[:2] == [
        "Wat maak je deze week beter?",
        "Wat weet je hier al over? Schrijf het op zonder iets op te zoeken.",
    ]
    assert len(texts) == len(default_set.SETS[Kind.PLANNING]) - 1
    page.get_by_role("button", name="Maak ongedaan").click()
    newest = editing.newest(Kind.PLANNING)
    assert newest
    assert (newest.version, newest.questions.all()[0].text_nl) == (3, FIRST)


def test_a_lost_session_costs_no_word(house: Cast, open_page: OpenPage, origin: str) -> None:
    draft = editing.begin(Kind.PLANNING, by=house.administrator)
    first = draft.questions.all()[0]
    page = open_page(as_=house.administrator)
    url = reverse("cycles:question-draft-edit", args=["planning", first.pk])
    page.goto(url)
    page.get_by_label("De vraag in het Nederlands").fill("Wat kostte mij een half uur denken?")
    page.context.clear_cookies()
    page.get_by_role("button", name="Bewaar in het concept").click()
    page.get_by_text("Je was even weg.").wait_for()
    assert (
        page.get_by_label("De vraag in het Nederlands").input_value() == "Wat kostte mij een half uur denken?"
    )
    sign_in(page.context, house.administrator, origin)
    page.goto(url)
    assert (
        "Wat kostte mij een half uur denken?" in page.get_by_label("De vraag in het Nederlands").input_value()
    )
    assert PromptSet.objects.get(pk=draft.pk).revision == 0


@pytest.mark.shows("house-6")
def test_the_first_day_is_walked_through_without_a_script(house: Cast, open_page: OpenPage) -> None:
    User.objects.filter(pk=house.professional.pk).update(welcomed=False, hours_confirmed=False)
    page = open_page(viewport=PHONE, js=False, as_=house.professional)
    page.goto("/")
    assert page.url.endswith("/welkom/")
    with page.expect_navigation():
        page.get_by_role("button", name="Dit klopt").click()
    page.get_by_role("heading", name="Je werktijden kloppen").wait_for()
    page.get_by_label("Hoe goed ken je dit werk?").select_option("starting")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar mijn keuze").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Naar Mijn week").click()
    assert urlsplit(page.url).path == "/"
    house.professional.refresh_from_db()
    assert (house.professional.welcomed, house.professional.hours_confirmed) == (True, True)
    assert house.professional.experience == "starting"
