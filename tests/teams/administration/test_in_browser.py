"""The pages of Beheer, Mijn gegevens and the public ones, as axe and a narrow screen see them."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.conftest import Cast
from tests.support.accessibility import accessible

NAMES = [
    "my-data",
    "administration",
    "settings",
    "teams-and-roles",
    "audit-log",
    "who-sees-what",
    "help",
    "accessibility",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("house-6")
@pytest.mark.full  # tests/browser/test_every_page.py looks at them in every run
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
def test_every_page_is_for_everybody(
    cast: Cast, open_page: Callable[..., Page], width: int, theme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, theme=theme, as_=cast.administrator)
    wrong = []
    for name in NAMES:
        page.goto(reverse(f"teams:{name}"))
        try:
            accessible(page)
        except AssertionError as error:
            wrong.append(f"{name}: {error}")
    assert not wrong, "\n".join(wrong)
