"""What stands around every page: the menu by role, and the pages for what went wrong."""

from html.parser import HTMLParser

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from lerendwerken import errors
from tests.conftest import Cast


class Frame(HTMLParser):
    """The texts of the links in the main menu, and what is folded under Meer."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside, self.link, self.items, self.more = "", False, list[str](), list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "nav" and names.get("class") == "site-nav":
            self.inside = "menu"
        elif tag == "details" and self.inside:
            self.inside = "more"
        if tag == "a":
            self.link = bool(self.inside)

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self.inside = ""
        self.link = False if tag == "a" else self.link

    def handle_data(self, data: str) -> None:
        if self.link and data.strip():
            (self.more if self.inside == "more" else self.items).append(data.strip())


@pytest.fixture
def menu(cast: Cast, client_for):
    def of(role: str) -> Frame:
        return Frame(client_for(cast.people[role]).get("/").content.decode())

    return of


def test_everybody_has_the_four_of_learning_and_each_role_adds_its_own(menu):
    assert menu("professional").items == ["Mijn week", "Leervragen", "Voorstellen", "Inzichten"]
    assert "Team" in menu("lead").items
    assert "Kader" in menu("manager").items
    assert "Beheer" in menu("administrator").items
    both = menu("lead_and_manager").items
    assert {"Team", "Kader"} <= set(both)
    assert "Beheer" not in both


def test_at_most_four_stand_in_the_bar_of_a_phone_and_the_rest_under_more(menu, monkeypatch):
    assert menu("professional").more == []
    assert menu("lead_and_manager").more == ["Inzichten", "Opbrengsten", "Kader", "Team"]
    monkeypatch.setattr("lerendwerken.navigation.FITS", 2)
    frame = menu("lead_and_manager")
    assert frame.items == ["Mijn week", *frame.more]
    assert len(frame.more) == 6


def test_the_page_where_one_is_says_so(cast: Cast, client_for):
    page = client_for(cast.professional).get("/").content.decode()
    assert '<a href="/" aria-current="page">' in page


def test_a_stranger_sees_no_menu(cast: Cast):
    page = Client().get("/aanmelden/").content.decode()
    assert Frame(page).items == []
    assert "Afmelden" not in page


def test_the_chosen_language_and_look_stand_on_the_page(cast: Cast, client_for):
    person = cast.professional
    person.language, person.theme = "en", "donker"
    person.save()
    page = client_for(person).get("/").content.decode()
    assert '<html lang="en" data-theme="donker">' in page


@pytest.mark.shows("TA2")
def test_foreign_and_absent_are_the_same_page_for_everybody(cast: Cast, client_for):
    absent = Client().get("/bestaat-niet/")
    foreign = client_for(cast.professional).get(reverse("teams:administration"))
    assert (absent.status_code, foreign.status_code) == (404, 404)
    assert absent.content == foreign.content
    assert b"nonce" not in absent.content
    assert b"csrf" not in absent.content


def test_the_pages_for_what_went_wrong_need_no_database_and_no_request_context():
    request = RequestFactory().get("/")  # no viewer, no user, no session
    for view, status in (
        (errors.server_error, 500),
        (errors.bad_request, 400),
        (errors.not_found, 404),
        (errors.csrf_failure, 403),
    ):
        answer = view(request)
        assert answer.status_code == status
        assert b"<h1>" in answer.content
        assert b'lang="' in answer.content


def test_the_page_of_building_blocks_is_for_developers_only(cast: Cast, settings):
    assert not settings.PRODUCTION
    assert Client().get("/bouwstenen/").status_code == 200
