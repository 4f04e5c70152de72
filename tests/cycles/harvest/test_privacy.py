"""Who is not in the conversation finds nothing behind any of its addresses, whoever they are (S18)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from cycles.harvest import harvesting, lining, sharing, urls
from cycles.harvest.models import (
    HarvestItem,
    HarvestLine,
    HarvestSession,
    HarvestSummary,
    HarvestYield,
    OwnNote,
)
from cycles.insights import digesting
from cycles.weekly.models import Moment
from teams.accounts.models import User
from teams.privacy.registry import REGISTRY, Data
from teams.structure.access import Viewer, visible
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import begun

Clients = Callable[[User | None], Client]
MARKER = "zeehond-in-de-mist"
MODELS = (HarvestSession, HarvestItem, HarvestLine, HarvestYield, HarvestSummary, OwnNote)


@pytest.fixture
def full(cast: Cast, month: Moment) -> Moment:
    """Everything there can be on the page of a Maandoogst."""
    session = begun(month, step=2)
    row = sharing.put(month, MARKER, by=cast.colleague)
    lining.add(month, "table", MARKER, by=cast.colleague)
    harvesting.to_proposal(month, row, MARKER, by=cast.professional)
    OwnNote.objects.create(session=session, person=cast.colleague, text=MARKER)
    HarvestSummary.objects.create(session=session, state="draft", text=MARKER, drafted=MARKER)
    assert month.starts_at
    digest = digesting.draft_for(cast.team, month.starts_at.date(), cast.professional)
    digesting.conclude(digest, MARKER, by=cast.professional)
    digesting.recommend(digest, MARKER, cast.lead, month.starts_at.date(), by=cast.professional)
    return month


def addresses(moment: Moment) -> Iterator[tuple[str, bool]]:
    """Each of them with rows that are really there, and whether it only takes a POST."""
    rows: dict[str, Any] = {
        "harvest-drop": HarvestYield.objects.get(),
        "harvest-conclusion-drop": None,
        "harvest-recommendation-drop": None,
    }
    for pattern in urls.of_one:
        assert isinstance(pattern, URLPattern)
        name = str(pattern.name)
        more: list[int] = []
        if "<int:pk>" in str(pattern.pattern):
            kind = HarvestLine if "-line" in name else HarvestSummary if "-summary" in name else HarvestItem
            found = rows[name] if name in rows else kind.objects.get()  # type: ignore[attr-defined]
            more = [found.pk if found else 1]
        yield reverse(f"cycles:{name}", args=[moment.pk, *more]), name not in ("harvest", "harvest-news")


@pytest.mark.shows("S18", "TA1")
@pytest.mark.parametrize("who", ["manager", "administrator", "outsider", "lead_and_manager"])
def test_every_address_is_one_that_is_not_there(
    cast: Cast, full: Moment, client_for: Clients, who: str
) -> None:
    client = client_for(cast.people[who])
    before = [list(model.objects.values()) for model in MODELS]  # type: ignore[attr-defined]
    tried = 0
    for url, is_action in addresses(full):
        answer = client.post(url, {"text": "x", "kind": "know"}) if is_action else client.get(url)
        assert answer.status_code == 404, url
        assert MARKER not in answer.content.decode()
        tried += 1
    assert tried == len(urls.of_one)
    assert [list(model.objects.values()) for model in MODELS] == before  # type: ignore[attr-defined]


def test_a_stranger_goes_to_sign_in(full: Moment, client: Client) -> None:
    for url, is_action in addresses(full):
        answer = client.post(url) if is_action else client.get(url)
        assert answer.status_code == 302
        assert "aanmelden" in answer["Location"] or "login" in answer["Location"]


@pytest.mark.parametrize("who", ["manager", "administrator", "outsider", "lead_and_manager"])
def test_the_one_door_shows_them_no_row(cast: Cast, full: Moment, who: str) -> None:
    for model in MODELS:
        assert not visible(model, Viewer(cast.people[who])).exists()


def test_what_stands_on_one_page_is_not_reached_through_another(
    cast: Cast, full: Moment, fatima: Client
) -> None:
    """Fatima is in both conversations; the ids of one do nothing at the other."""
    other = building.talk(cast, week=building.WEEK - 1)
    row = HarvestItem.objects.get()
    for name in ("harvest-react", "harvest-floor", "harvest-proposal", "harvest-take-back"):
        url = reverse(f"cycles:{name}", args=[other.pk, row.pk])
        assert fatima.post(url, {"kind": "know"}).status_code == 404
    line = HarvestLine.objects.get()
    assert fatima.post(reverse("cycles:harvest-line-remove", args=[other.pk, line.pk])).status_code == 404


def test_pages_are_not_kept_by_a_browser(full: Moment, fatima: Client) -> None:
    assert fatima.get(building.url(full))["Cache-Control"] == "no-store"
    seen = HarvestSession.objects.get().revision
    quiet = fatima.get(building.url(full, "harvest-news"), {"sinds": seen})
    assert quiet["Cache-Control"] == "no-store"


def test_what_people_put_there_is_process(cast: Cast) -> None:
    for model in MODELS:
        if model is not HarvestSession:  # which step a conversation is in
            assert REGISTRY[model].default is Data.PROCESS


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "javascript:alert(1)", "{{ settings }}"])
def test_what_is_typed_is_text(cast: Cast, moment: Moment, fatima: Client, joost: Client, text: str) -> None:
    begun(moment, step=2)
    building.post(joost, moment, "harvest-put", text=text)
    page = fatima.get(building.url(moment)).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("text", ["woord " * 200_000, "\x00\x00", "​" * 500])
def test_bad_input_gets_a_sentence_and_leaves_nothing(
    cast: Cast, moment: Moment, joost: Client, text: str
) -> None:
    begun(moment, step=2)
    answer = building.post(joost, moment, "harvest-put", text=text)
    assert answer.status_code in (400, 422)
    assert not HarvestItem.objects.exists()


def test_nothing_of_others_is_even_asked_for_while_recalling(
    cast: Cast, moment: Moment, fatima: Client
) -> None:
    begun(moment)
    sharing.put(moment, MARKER, by=cast.colleague)
    with CaptureQueriesContext(connection) as asked:
        page = fatima.get(building.url(moment)).content.decode()
    assert MARKER not in page
    assert all("harvestyield" not in query["sql"] for query in asked.captured_queries)
