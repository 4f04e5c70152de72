"""Making and copying the secret address, with JavaScript and without."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import Cast
from tests.support.browser import PHONE, OpenPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("S13")]


def subscribe(page: Any) -> str:
    page.goto("/mijn-gegevens/")
    page.get_by_label("Ik abonneer mijn agenda").check()
    page.get_by_role("button", name="Bewaar je keuze").click()
    address: str = page.get_by_label("Jouw geheime adres").input_value()
    return address


def test_one_press_copies_the_address(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(as_=cast.professional, permissions=["clipboard-read", "clipboard-write"])
    address = subscribe(page)
    assert page.url.endswith("#agenda")
    page.get_by_role("button", name="Kopieer adres").click()
    page.get_by_text("Gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.goto("/mijn-gegevens/")
    masked = page.get_by_label("Jouw geheime adres").input_value()
    assert masked == address[: address.rindex("/") + 1] + "••••••••" + address[-7:]
    expect(page.get_by_role("button", name="Kopieer adres")).to_have_count(0)


def test_without_javascript_the_address_stands_in_a_field_and_a_new_one_is_asked_about(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(as_=cast.professional, js=False, viewport=PHONE)
    first = subscribe(page)
    expect(page.get_by_text("Kopieer adres")).to_be_hidden()
    expect(page.get_by_role("button", name="Maak een nieuw adres")).to_be_hidden()
    page.get_by_text("Maak een nieuw adres, het oude stopt").click()
    page.get_by_role("button", name="Maak een nieuw adres").click()
    second = page.get_by_label("Jouw geheime adres").input_value()
    assert first != second
    assert page.request.get("/" + first.split("/", 3)[3]).status == 404
    assert page.request.get("/" + second.split("/", 3)[3]).status == 200
