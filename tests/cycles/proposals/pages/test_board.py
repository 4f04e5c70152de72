"""The board: tabs, columns, what is late and for whom it says so, and what waits for who looks."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.models import InnovationProposal, Label, ProposalFollow
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
State = InnovationProposal.State
Clients = Callable[[User | None], Client]
URL = "/voorstellen/"


def shown(client: Client, **query: str) -> str:
    page = client.get(URL, query)
    assert page.status_code == 200
    return page.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def column(page: str, slug: str) -> str:
    found = re.search(rf'<section aria-labelledby="b-{slug}">(.*?)</section>', page, re.DOTALL)
    assert found
    return words(found[1])


def tabs(page: str) -> list[str]:
    found = re.search(r'<nav aria-label="Kies welke voorstellen".*?</nav>', page, re.DOTALL)
    assert found
    return re.findall(r"<a [^>]*>([^<]*)</a>", found[0])


def fill(cast: Cast, number: int, **fields: Any) -> list[InnovationProposal]:
    """Rows without the way to them, for how many there are."""
    now = clock.now()
    known = {
        "owner": cast.colleague,
        "team": cast.team,
        "state": State.SUBMITTED,
        "submitted_at": now,
        "answer_due": date(2026, 4, 14),
        "problem": "Een probleem.",
        "idea": "Een heel ander idee.",
    }
    return InnovationProposal.objects.bulk_create(
        InnovationProposal(
            **known | {"title": f"Voorstel {each}", "stands_since": now - timedelta(minutes=each)} | fields
        )
        for each in range(number)
    )


@pytest.mark.shows("S18")
def test_tabs_are_own_teams_own_units_and_own_ones(cast: Cast, client_for: Clients, fatima: Client) -> None:
    assert tabs(shown(fatima)) == ["Vergunningen", "Ruimte", "Van mij"]
    builders.member(cast.other_team, who=cast.professional, kind="guest")
    assert tabs(shown(fatima)) == ["Vergunningen", "Wmo-loket", "Ruimte", "Samenleving", "Van mij"]
    assert tabs(shown(client_for(cast.manager))) == ["Ruimte", "Van mij"]
    assert tabs(shown(client_for(cast.administrator))) == ["Van mij"]


@pytest.mark.parametrize("chosen", ["team-x", "dienst-", "koning", "team-999999", "\0", "team-1e9"])
def test_a_tab_that_is_none_shows_the_first(fatima: Client, cast: Cast, chosen: str) -> None:
    building.submitted(cast.professional, title="Samen schrijven")
    assert "Samen schrijven" in shown(fatima, kies=chosen)


def test_each_stands_in_its_column(cast: Cast, fatima: Client) -> None:
    made = {
        "ingediend": [
            building.submitted(cast.professional, title="Een"),
            building.returned(cast.colleague, title="Twee"),
        ],
        "proef": [
            building.in_trial(cast.professional, title="Drie"),
            building.with_result(cast.colleague, title="Vier"),
        ],
        "ingevoerd": [building.adopted(cast.professional, title="Vijf")],
        "geborgd": [building.embedded(cast.professional, title="Zes")],
    }
    building.draft(cast.professional, title="Zeven")
    building.withdrawn(cast.professional, title="Acht")
    page = shown(fatima)
    for slug, rows in made.items():
        text = column(page, slug)
        assert text.startswith(f"{slug.capitalize()} {len(rows)}")
        assert all(row.title in text for row in rows)
    assert "Teruggelegd met een vraag" in column(page, "ingediend")
    assert "Zeven" not in page
    assert "Acht" not in page
    mine = shown(fatima, kies="mij")
    assert "Zeven" in mine
    assert "Twee" not in mine


def test_a_card_says_who_with_whose_words_and_before_when(cast: Cast, joost: Client) -> None:
    made = building.submitted(
        cast.professional, title="Bellen vóór een weigering", idea="Een gesprek. En meer."
    )
    building.author(made, builders.member(cast.team, "Annelies"))
    building.author(made, builders.member(cast.team, "Bilal"), "invited")
    InnovationProposal.objects.filter(pk=made.pk).update(label=Label.REWORKED)
    assert column(shown(joost), "ingediend") == (
        "Ingediend 1 Bellen vóór een weigering Een gesprek. Fatima en Annelies Door AI bewerkt"
        " Antwoord uiterlijk 14 april"
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-01", "Begint op 6 april"),
        ("2026-04-06", "Week 1 van 4, tot en met 3 mei"),
        ("2026-04-12", "Week 1 van 4, tot en met 3 mei"),
        ("2026-04-13", "Week 2 van 4, tot en met 3 mei"),
        ("2026-05-03", "Week 4 van 4, tot en met 3 mei"),
        ("2026-05-04", "De proef is voorbij. De uitkomst komt nog."),
    ],
)
def test_a_trial_draws_its_weeks(cast: Cast, joost: Client, at: Hands, day: str, said: str) -> None:
    made = building.submitted(cast.professional)
    moving.start_trial(made, "Ja.", date(2026, 4, 6), date(2026, 5, 3), by=cast.lead)
    at(f"{day} 10:00")
    page = shown(joost)
    assert said in column(page, "proef")
    drawing = re.search(r"<svg viewBox=\"0 0 1000 64\".*?</svg>", page, re.DOTALL)
    assert drawing
    number = int(said[5]) if said.startswith("Week") else 5 if "voorbij" in said else 0
    assert drawing[0].count('class="done"') == (max(number - 1, 0) if number < 5 else 4)
    assert drawing[0].count('class="beat"') == (1 if 0 < number < 5 else 0)
    assert ('class="pencil"' in drawing[0]) == (number < 5)


def test_drawings_of_one_page_have_names_of_their_own(cast: Cast, joost: Client) -> None:
    for _each in range(3):
        building.in_trial(cast.professional)
    names = re.findall(r'<clipPath id="([^"]+)"', shown(joost))
    assert len(names) == len(set(names)) == 6


@pytest.mark.shows("S24")
def test_late_is_said_to_who_decides_manages_wrote_or_follows_only(
    cast: Cast, client_for: Clients, at: Hands
) -> None:
    made = building.submitted(cast.professional)
    author, follower = (builders.member(cast.team, name) for name in ("Annelies", "Bilal"))
    building.author(made, author)
    ProposalFollow.objects.create(proposal=made, person=follower)
    at("2026-04-14 17:00")
    assert "te laat" not in shown(client_for(cast.lead))
    at("2026-04-16 09:00")
    for person, hears in (
        (cast.professional, True),
        (author, True),
        (follower, True),
        (cast.lead, True),
        (cast.manager, True),
        (cast.colleague, False),
    ):
        page = column(shown(client_for(person)), "ingediend")
        assert ("Antwoord is 2 werkdagen te laat" in page) == hears, person.given_name
        assert ("Je volgt dit voorstel, dus je ziet dit." in page) == (person == follower)
        assert "uiterlijk" not in page


def test_what_stopped_stands_below_with_its_reason(cast: Cast, joost: Client) -> None:
    building.declined(cast.professional, title="Tekeningen lezen")
    building.stopped(cast.professional, title="Chatbot")
    page = shown(joost)
    found = re.search(r'<details class="rows-block">.*?</details>', page, re.DOTALL)
    assert found
    text = words(found[0])
    assert "Gestopt of afgewezen, met de reden (2)" in text
    assert f"Tekeningen lezen Afgewezen. Wordt een ja: {building.WOULD_BE_YES}" in text
    assert "Chatbot Gestopt. Het kostte meer tijd dan we hadden." in text


def test_teams_that_took_it_over_are_counted(cast: Cast, joost: Client) -> None:
    made = building.adopted(cast.professional)
    card, _new = PracticeCard.objects.get_or_create(
        proposal=made, defaults={"title": "x", "situation": "y", "how": "z"}
    )
    for verdict in ("adopted", "adapted", "not_suitable"):
        Adoption.objects.create(card=card, team=builders.team(), verdict=verdict, why="Daarom.")
    assert "Ook bij 2 andere teams" in column(shown(joost), "ingevoerd")


def test_what_is_in_use_says_in_one_line_what_it_brings(cast: Cast, joost: Client) -> None:
    """The first yield that can be measured, as expected; where it became something else, what it became."""
    made = building.adopted(cast.professional)
    outcome = made.yields.get()
    outcome.measurements.all().delete()
    fields = {"sentence": "Bespaart 3 uur per week", "measure": "uren aan mails", "unit": "per week"}
    YieldOutcome.objects.filter(pk=outcome.pk).update(**fields, baseline=4, target=1)
    assert "Bespaart 3 uur per week" in column(shown(joost), "ingevoerd")
    assert made.trial_from
    for value, said in ((1, "Bespaart 3 uur per week"), (2, "Uren aan mails, per week. Van 4 naar 2.")):
        Measurement.objects.create(outcome=outcome, value=value, measured_on=made.trial_from)
        assert said in column(shown(joost), "ingevoerd")
    building.in_trial(cast.professional)
    assert outcome.sentence not in column(shown(joost), "proef")
    YieldOutcome.objects.filter(pk=outcome.pk).update(measure="", target=None)
    assert "per week" not in column(shown(joost), "ingevoerd")


def test_a_column_shows_ten_and_leads_to_all_of_them(cast: Cast, joost: Client) -> None:
    fill(cast, 312)
    fill(cast, 20, state=State.RETURNED, stands_since=clock.now() - timedelta(days=3))
    fill(cast, 3, state=State.DECLINED)
    page = shown(joost)
    assert column(page, "ingediend").count("Een heel ander idee") == 10
    assert "Ingediend 332" in column(page, "ingediend")
    link = re.search(r'href="([^"]+)">Toon alle 332 in de lijst', page)
    assert link
    listed = joost.get(link[1].replace("&amp;", "&")).content.decode()
    assert "332 voorstellen" in words(listed)
    assert "Voorstel 0" in column(page, "ingediend")  # the newest first


def test_an_empty_board_says_how_one_begins(fatima: Client) -> None:
    assert "Hier is nog niets ingediend" in shown(fatima)
    assert "Je hebt nog geen voorstel" in shown(fatima, kies="mij")
    assert reverse("cycles:proposal-new") in shown(fatima)


# What waits ---------------------------------------------------------------------------------------


@pytest.mark.shows("S24")
def test_what_waits_stands_on_top_for_who_is_asked(cast: Cast, client_for: Clients, at: Hands) -> None:
    answer = building.submitted(cast.professional, title="Antwoord graag")
    result = building.with_result(cast.professional, title="Uitkomst")
    confirm = building.adopted(cast.professional, title="Borgen maar")
    moving.ask_to_embed(confirm, cast.colleague, date(2026, 10, 15), by=cast.professional)
    up = building.submitted(cast.lead, title="Van de teamleider")
    building.in_trial(cast.professional, title="Loopt nog")
    building.returned(cast.professional, title="Ligt terug")

    def queue(person: User) -> str:
        page = shown(client_for(person), kies="mij")
        found = re.search(r'<section aria-labelledby="wacht">(.*?)</section>', page, re.DOTALL)
        return found[1] if found else ""

    mine = words(queue(cast.lead))
    assert mine.startswith("Wacht op jouw antwoord 3")
    for each in ("Antwoord graag", "Uitkomst", "Borgen maar"):
        assert each in mine
    for each in (answer, result):
        assert reverse("cycles:proposal-decide", args=[each.pk]) in queue(cast.lead)
    assert "Van de teamleider" in queue(cast.manager)
    assert reverse("cycles:proposal-decide", args=[up.pk]) in queue(cast.manager)
    assert "Antwoord graag" not in queue(cast.manager)
    for person in (cast.professional, cast.colleague, cast.administrator, cast.lead_and_manager):
        assert not queue(person)
    at("2026-04-16 09:00")
    assert "2 werkdagen te laat" in words(queue(cast.lead))


@pytest.mark.shows("S24")
def test_when_the_lead_is_away_it_waits_for_the_deputy(cast: Cast, client_for: Clients, at: Hands) -> None:
    cast.lead.roles.update(deputy=cast.colleague)
    building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 3, 30), date(2026, 4, 30))
    client = client_for(cast.colleague)
    assert "Wacht op jouw antwoord" not in shown(client)
    at("2026-04-02 09:00")
    assert "Wacht op jouw antwoord" in shown(client)


@pytest.mark.shows("S24")
def test_my_week_says_it_in_one_line(cast: Cast, client_for: Clients, at: Hands) -> None:
    made = building.submitted(cast.professional, title="Samen schrijven")
    lead, other = client_for(cast.lead), client_for(cast.professional)

    def week(client: Client) -> str:
        page = client.get("/")
        assert page.status_code == 200
        return page.content.decode()

    assert "Geef antwoord op ‘Samen schrijven’" in week(lead)
    assert reverse("cycles:proposal-decide", args=[made.pk]) in week(lead)
    assert "Uiterlijk 14 april." in week(lead)
    assert "Samen schrijven" not in week(other)
    building.submitted(cast.colleague)
    assert "2 voorstellen wachten op jouw antwoord" in week(lead)
    at("2026-04-15 10:00")
    assert "Het antwoord is 1 werkdag te laat." in week(lead)


# How much it costs --------------------------------------------------------------------------------


@pytest.mark.shows("proposals-4")
@pytest.mark.parametrize("role", ["colleague", "lead", "manager"])
def test_looking_writes_nothing_and_asks_the_same_however_many_there_are(
    cast: Cast, client_for: Clients, safe_get: Any, role: str
) -> None:
    building.submitted(cast.professional)
    building.in_trial(cast.professional)
    building.adopted(cast.professional)
    building.declined(cast.professional)
    client = client_for(cast.people[role])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert safe_get(client, URL).status_code == 200
        return len(queries)

    count()
    few = count()
    for state in (State.SUBMITTED, State.RETURNED, State.DECLINED):
        for made in fill(cast, 60, state=state)[::7]:
            building.author(made, cast.professional)
    assert count() == few
    assert few <= {"colleague": 16, "lead": 26, "manager": 28}[role]
