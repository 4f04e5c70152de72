"""The list of insights: where they come from, what a check said, words, pages and paper."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cycles.insights import digesting, judging
from cycles.insights.models import Insight
from cycles.questions.models import LearningQuestion
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients

pytestmark = pytest.mark.django_db
LIST = "/inzichten/"


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


def shown(client: Client, path: str = LIST, **query: str) -> str:
    return client.get(path, query).content.decode()


def test_by_where_it_comes_from(cast: Cast, fatima: Client) -> None:
    building.insight(cast.professional, cast.team, kind="own", statement="Zelf geteld")
    building.insight(cast.professional, cast.team, statement="Elders gelezen")
    for tab, there in (
        ("", {"Zelf", "Elders"}),
        ("eigen-werk", {"Zelf"}),
        ("van-buiten", {"Elders"}),
        ("x", {"Zelf", "Elders"}),
    ):
        page = shown(fatima, soort=tab)
        assert {word for word in ("Zelf", "Elders") if f"{word} ge" in page} == there, tab


def test_own_drafts_have_a_tab_of_their_own(cast: Cast, fatima: Client, client_for: Clients) -> None:
    assert "Je concepten" not in shown(fatima)
    building.draft(cast.professional, cast.team, statement="Nog niet klaar")
    assert "Nog niet klaar" not in shown(fatima)
    assert "Nog niet klaar" in shown(fatima, soort="concepten")
    assert "Nog niet klaar" not in shown(client_for(cast.colleague), soort="concepten")


@pytest.mark.parametrize(
    ("slug", "state"),
    [("klopt", "confirmed"), ("klopt-niet", "refuted"), ("niet-te-controleren", "uncheckable")],
)
def test_by_what_a_check_said(cast: Cast, fatima: Client, slug: str, state: str) -> None:
    checked = building.insight(cast.professional, cast.team, statement="Wel nagekeken")
    building.insight(cast.professional, cast.team, statement="Nooit nagekeken")
    judging.check(checked, state, note="Zo is het", source="De wet", by=cast.professional)
    page = shown(fatima, controle=slug)
    assert "Wel nagekeken" in page
    assert "Nooit nagekeken" not in page
    page = shown(fatima, controle="niet-gecontroleerd")
    assert "Wel nagekeken" not in page
    assert "Nooit nagekeken" in page


@pytest.mark.shows("insights-4")
@pytest.mark.parametrize("words", ["reflectie", "REFLECTIES", "reflektie", "refelctie", "keiser reflectie"])
def test_words_are_found_with_another_ending_and_one_slip(cast: Cast, fatima: Client, words: str) -> None:
    building.insight(cast.professional, cast.team, statement="Gezamenlijke reflecties helpen")
    building.insight(cast.professional, cast.team, statement="Iets over verlof")
    page = shown(fatima, zoek=words)
    assert "Gezamenlijke reflecties helpen" in page
    assert "Iets over verlof" not in page


def test_nothing_found_says_so_and_leads_back(fatima: Client) -> None:
    page = shown(fatima, zoek="walvis\0")
    assert "Niets gevonden." in page
    assert "Toon alles weer" in page


def test_a_page_at_a_time(cast: Cast, fatima: Client) -> None:
    for number in range(21):
        building.insight(cast.professional, cast.team, statement=f"Bevinding {number:02} hiervan")
    first, second = shown(fatima, zoek="bevinding"), shown(fatima, zoek="bevinding", pagina="2")
    assert ("Bevinding 00" in first, "Bevinding 00" in second) == (False, True)
    assert "zoek=bevinding&amp;pagina=2" in first
    assert "Bevinding 20" in shown(fatima, pagina="veel")


def test_on_paper_every_part_is_written_out(cast: Cast, fatima: Client) -> None:
    made = building.insight(cast.professional, cast.team, source_url="https://example.org/artikel")
    judging.rate(made, building.POINTS, by=cast.professional)
    page = shown(fatima, "/inzichten/afdrukken/")
    assert "<details open>" in page
    assert "<dt>Past bij ons werk</dt><dd>14</dd>" in page
    assert "https://example.org/artikel" in page


@pytest.mark.parametrize("path", [LIST, "/inzichten/afdrukken/"])
def test_more_insights_ask_no_more_of_the_database(cast: Cast, fatima: Client, path: str) -> None:
    counts = []
    for number in range(2, 12, 9):
        for one in range(number):
            made = building.insight(cast.professional, cast.team, statement=f"Inzicht {number} {one}")
            judging.rate(made, building.POINTS, by=cast.colleague)
            judging.doubt(made, "Hm", by=cast.colleague)
        fatima.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            fatima.get(path, {"zoek": "inzicht"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_newest_digest_of_the_own_team_stands_on_top(
    cast: Cast, fatima: Client, client_for: Clients
) -> None:
    made = building.insight(cast.professional, cast.team)
    wrong = building.insight(cast.professional, cast.team, statement="Sneller met AI")
    february = building.digest(cast.team, cast.lead, wrong, month=date(2026, 2, 1), title="Februari hier")
    digesting.publish(february, by=cast.lead)
    judging.check(wrong, "refuted", note="Eerst 40, nu 42.", source="Eigen telling", by=cast.professional)
    march = building.digest(cast.team, cast.lead, made)
    digesting.add_insight(march, wrong, is_correction=True, by=cast.lead)
    digesting.conclude(march, "Begin met de gevolgen", by=cast.lead)
    digesting.recommend(march, "Lees brieven hardop", cast.colleague, date(2026, 5, 1), by=cast.lead)
    assert "Februari hier" in shown(fatima)
    digesting.publish(march, by=cast.lead)
    page = " ".join(shown(fatima).split())
    assert "Maandbericht maart, 1 minuut lezen" in page
    assert "Eén inzicht, één conclusie, één aanbeveling. Eén inzicht bleek niet te kloppen." in page
    assert "Joost, vóór 1 mei" in page
    assert "Februari hier" not in page
    assert "Maandbericht maart" not in shown(client_for(cast.outsider))


@pytest.mark.shows("A3")
def test_it_becomes_a_learning_question_with_its_words(
    cast: Cast, fatima: Client, client_for: Clients
) -> None:
    made = building.insight(cast.professional, cast.team)
    assert f"/leervragen/nieuw/?inzicht={made.pk}" in shown(fatima)
    words = f"Hoe gebruik ik dit in mijn werk: {building.STATEMENT}?"
    for path in ("/leervragen/nieuw/", "/leervragen/op-een-scherm/"):
        assert words in shown(fatima, path, inzicht=str(made.pk))
    fatima.post("/leervragen/nieuw/", {"situation": "De brief.", "text": words})
    assert LearningQuestion.objects.get().text == words
    assert client_for(cast.outsider).get("/leervragen/nieuw/", {"inzicht": made.pk}).status_code == 404
    assert client_for(cast.outsider).get("/leervragen/nieuw/", {"inzicht": "x"}).status_code == 200


def test_the_longest_insight_still_fits_a_question(cast: Cast, fatima: Client) -> None:
    made = building.insight(cast.professional, cast.team, statement="woord " * 49 + "eind.")
    page = shown(fatima, "/leervragen/nieuw/", inzicht=str(made.pk))
    assert "Hoe gebruik ik dit in mijn werk: woord" in page
    typed = page.partition("Hoe gebruik ik")[2].partition("</textarea>")[0]
    assert len(f"Hoe gebruik ik{typed}") <= 300
    assert Insight.objects.count() == 1
