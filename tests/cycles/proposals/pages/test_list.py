"""The list: filters, search, pages and paper, of what somebody may read."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cycles.proposals.models import InnovationProposal, Label, ProposalFollow
from lerendwerken.lib import clock
from lerendwerken.lib.wordsearch import folded
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.pages.test_board import fill
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
State = InnovationProposal.State
Clients = Callable[[User | None], Client]
URL, PAPER = "/voorstellen/lijst/", "/voorstellen/lijst/afdrukken/"


def shown(client: Client, url: str = URL, **query: str) -> str:
    page = client.get(url, query)
    assert page.status_code == 200
    return page.content.decode()


def found(client: Client, **query: str) -> set[str]:
    """The names that the list shows, the same as on paper."""
    names = set(re.findall(r'<h3><a href="/voorstellen/\d+/">([^<]*)</a>', shown(client, **query)))
    paper = set(re.findall(r'<th scope="row">([^<]*)<', shown(client, PAPER, **query)))
    assert names == paper
    return names


@pytest.fixture
def rows(cast: Cast) -> dict[str, InnovationProposal]:
    other = builders.team("Toezicht", of=cast.unit)
    elsewhere = builders.member(other, "Bilal")
    made = {
        "een": building.submitted(cast.professional, title="Een", category="service"),
        "twee": building.in_trial(cast.colleague, title="Twee", category="tool"),
        "drie": building.declined(elsewhere, title="Drie") if builders.lead(other) else None,
        "vier": building.draft(cast.professional, title="Vier"),
        "vijf": building.submitted(cast.outsider, title="Vijf"),
        "zes": building.returned(cast.professional, title="Zes"),
    }
    InnovationProposal.objects.filter(title="Twee").update(label=Label.TAKEN_OVER)
    return made  # type: ignore[return-value]


def test_all_that_somebody_may_read_and_no_more(cast: Cast, fatima: Client, joost: Client, rows: Any) -> None:
    assert found(fatima) == {"Een", "Twee", "Drie", "Vier", "Zes"}
    assert found(joost) == {"Een", "Twee", "Drie", "Zes"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"staat": "ingediend"}, {"Een", "Zes"}),
        ({"staat": "teruggelegd"}, {"Zes"}),
        ({"staat": "proef"}, {"Twee"}),
        ({"staat": "gestopt"}, {"Drie"}),
        ({"staat": "concept"}, {"Vier"}),
        ({"soort": "tool"}, {"Twee"}),
        ({"merk": "taken_over"}, {"Twee"}),
        ({"kies": "mij"}, {"Een", "Vier", "Zes"}),
        ({"kies": "team"}, {"Een", "Twee", "Vier", "Zes"}),
        ({"kies": "dienst"}, {"Een", "Twee", "Drie", "Vier", "Zes"}),
        ({"kies": "andere"}, {"Drie"}),
        ({"staat": "proef", "soort": "service"}, set()),
        (
            {"staat": "koning", "soort": "x", "merk": "y", "kies": "team-999999"},
            {"Een", "Twee", "Drie", "Vier", "Zes"},
        ),
    ],
)
def test_filters_narrow_it(
    cast: Cast, fatima: Client, rows: Any, query: dict[str, str], names: set[str]
) -> None:
    other = rows["drie"].team_id
    where = {"team": f"team-{cast.team.pk}", "dienst": f"dienst-{cast.unit.pk}", "andere": f"team-{other}"}
    given = {name: where.get(value, value) for name, value in query.items()}
    assert found(fatima, **given) == names


@pytest.mark.shows("proposals-4")
@pytest.mark.parametrize("words", ["reflectie", "reflectei", "REFLECTIES", "reflectie dakkapel", "réflectie"])
def test_search_finds_other_forms_and_a_slip_of_the_pen(cast: Cast, joost: Client, words: str) -> None:
    building.submitted(
        cast.professional, title="Korte reflecties", problem="Bij elke dakkapel bellen mensen."
    )
    building.submitted(cast.professional, title="Iets anders")
    assert found(joost, zoek=words) == {"Korte reflecties"}


@pytest.mark.shows("S24")
def test_late_is_found_by_who_hears_of_it_only(cast: Cast, client_for: Clients, at: Hands) -> None:
    made = building.submitted(cast.professional, title="Te laat")
    ProposalFollow.objects.create(proposal=made, person=cast.professional)  # wrote it too: once in the list
    follower = builders.member(cast.team, "Bilal")
    ProposalFollow.objects.create(proposal=made, person=follower)
    at("2026-04-13 09:00")
    building.submitted(cast.professional, title="Op tijd")
    at("2026-04-16 09:00")
    for person, hears in (
        (cast.professional, True),
        (follower, True),
        (cast.lead, True),
        (cast.manager, True),
        (cast.colleague, False),
    ):
        assert found(client_for(person), te_laat="1") == ({"Te laat"} if hears else set()), person.given_name


@pytest.mark.shows("S24")
def test_mine_to_decide_is_a_filter_of_who_decides(cast: Cast, marieke: Client, joost: Client) -> None:
    building.submitted(cast.professional, title="Voor Marieke")
    building.submitted(cast.lead, title="Voor Dirk")
    assert found(marieke, voor_mij="1") == {"Voor Marieke"}
    assert "voor_mij" not in shown(joost)
    assert found(joost, voor_mij="1") == {"Voor Marieke", "Voor Dirk"}


def test_pages_keep_their_filters(cast: Cast, joost: Client) -> None:
    fill(cast, 60, category="tool")
    first = shown(joost, soort="tool")
    assert first.count("<h3><a") == 25
    assert 'href="?soort=tool&amp;pagina=2"' in first
    last = shown(joost, soort="tool", pagina="3")
    assert last.count("<h3><a") == 10
    assert "Bladzijde 3 van 3" in last


@pytest.mark.parametrize(
    "query", [{"pagina": "x"}, {"pagina": "-1"}, {"zoek": "\0"}, {"zoek": "%_'\"(" * 90}, {"zoek": "("}]
)
@pytest.mark.parametrize("url", [URL, PAPER])
def test_a_broken_query_is_no_error(joost: Client, cast: Cast, query: dict[str, str], url: str) -> None:
    building.submitted(cast.professional)
    shown(joost, url, **query)


def test_on_paper_stands_what_was_chosen_and_never_more_than_200(cast: Cast, joost: Client) -> None:
    fill(cast, 205, category="tool")
    page = shown(joost, PAPER, soort="tool", staat="ingediend")
    assert page.count('<th scope="row">') == 200
    assert "Hier staan de eerste 200" in page
    assert "Ingediend, ook teruggelegd, Een hulpmiddel slimmer gebruiken" in page
    assert "205 voorstellen op 30 maart 2026" in page


@pytest.mark.shows("proposals-4")
@pytest.mark.parametrize("url", [URL, PAPER])
@pytest.mark.parametrize("query", [{}, {"zoek": "voorstel", "te_laat": "1"}])
def test_looking_asks_the_same_however_many_there_are(
    cast: Cast, marieke: Client, safe_get: Any, url: str, query: dict[str, str]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert (
                safe_get(marieke, f"{url}?{'&'.join(f'{k}={v}' for k, v in query.items())}").status_code
                == 200
            )
        return len(queries)

    fields = {"search_text": folded("voorstel"), "answer_due": date(2026, 3, 20), "submitted_at": clock.now()}
    fill(cast, 2, **fields)
    count()
    few = count()
    for made in fill(cast, 80, **fields)[::9]:
        building.author(made, cast.professional)
    assert count() == few
    assert few <= 26
