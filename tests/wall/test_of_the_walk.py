"""The tests of the walk: an address without a guard and a field that leaks each make it fail, and it says where."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches, set_urlconf

from cycles.outcomes import exporting
from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LogEntry
from teams.accounts.models import User
from teams.structure.models import Team
from tests import test_house
from tests.conftest import Cast
from tests.journeys.privacy import routes
from tests.wall.test_walk import assert_only_what_the_matrix_says, in_turn, person, side_by_side

pytestmark = [pytest.mark.walk, pytest.mark.shows("outcomes-1", "TA1", "TA3")]

Clients = Callable[[User | None], Client]


@pytest.fixture
def unguarded(settings: Any) -> Any:
    settings.ROOT_URLCONF = "tests.wall.leaking_urls"
    set_urlconf(None)
    clear_url_caches()
    yield
    clear_url_caches()


def test_an_address_without_a_guard_is_found_by_what_it_shows(
    cast: Cast, planted: dict[str, Any], client_for: Clients, unguarded: None
) -> None:
    found = [one for one in routes() if one[0].startswith("lek/")]
    assert len(found) == 1
    everybody = side_by_side(cast, client_for)
    with pytest.raises(AssertionError, match=r"attempt-text.*manager at get /lek/"):
        in_turn(everybody, planted, found)


def test_an_address_without_a_guard_is_found_by_its_missing_rule(unguarded: None) -> None:
    with pytest.raises(AssertionError, match=r"/lek/<int:pk>/"):
        test_house.test_every_address_declares_who_may_use_it()


def test_a_field_that_leaks_onto_a_page_is_found(
    cast: Cast, planted: dict[str, Any], client_for: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through something as innocent as the name of a team."""
    monkeypatch.setattr(Team, "__str__", lambda self: LogEntry.objects.all()[0].text)
    monkeypatch.setattr(User, "full_name", property(lambda self: LogEntry.objects.all()[0].text))
    walker, relation = person("manager", cast, client_for)
    walker.follow("/opbrengsten/")
    with pytest.raises(AssertionError, match=r"logentry-text.*manager at get /"):
        assert_only_what_the_matrix_says(walker, relation)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_field_that_leaks_into_a_download_is_found(
    cast: Cast, planted: dict[str, Any], client_for: Clients, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Also inside the zip that a workbook is."""
    whole = exporting.TABLES["opbrengsten"]
    words = [str(one) for one in Attempt.objects.values_list("text", flat=True)]
    monkeypatch.setitem(exporting.TABLES, "opbrengsten", lambda page: replace(whole(page), rows=[words]))
    walker, relation = person("manager", cast, client_for)
    walker.open(f"/opbrengsten/opbrengsten.{kind}")
    with pytest.raises(
        AssertionError, match=rf"attempt-text.*manager at get /opbrengsten/opbrengsten\.{kind}"
    ):
        assert_only_what_the_matrix_says(walker, relation)
