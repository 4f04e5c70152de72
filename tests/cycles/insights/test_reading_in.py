"""Reading insights in from a list or a file: looked at first, wrong rows in words, nothing twice, nothing too big."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from cycles.insights import reading_in, taking_in
from cycles.insights.models import Insight, InsightImport
from teams.structure.access import Viewer
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
START, PREVIEW = "/inzichten/inlezen/", "/inzichten/inlezen/controle/"
TAKE, UNDO = "/inzichten/inlezen/overnemen/", "/inzichten/inlezen/ongedaan/"
CSV = (
    "Inzicht;Bron;Link;Datum;Betekenis;Soort;Soort bron;Methode;Termijn\r\n"
    '"Samen; en hardop";Jansen, 2021;https://example.org/a;1-2-2026;"Doe dit\nook hier";eigen werk;Onderzoek;Geteld;'
    "een jaar\r\n"
    "Tweede;;;;;;;;\r\n"
)


@pytest.fixture
def fatima(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.professional)


def one(data: bytes | str) -> reading_in.Row:
    (row,) = reading_in.read(data.encode() if isinstance(data, str) else data)
    return row


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_file_with_column_names_in_any_coat(codec: str, separator: str) -> None:
    text = separator.join(["Inzicht", "Bron"]) + "\r\n" + separator.join(["Één café", '"Ø, of; anders"'])
    row = one(text.encode(codec))
    assert (row.fields["statement"], row.fields["source"], row.number) == ("Één café", "Ø, of; anders", 2)


def test_every_column_goes_where_its_name_says() -> None:
    first, second = reading_in.read(CSV.encode())
    assert first.fields == {
        "kind": "own",
        "statement": "Samen; en hardop",
        "source": "Jansen, 2021",
        "source_url": "https://example.org/a",
        "source_date": date(2026, 2, 1),
        "meaning": "Doe dit\nook hier",
        "source_kind": "research",
        "method": "Geteld",
        "horizon": "een jaar",
    }
    assert not first.wrong
    assert (second.fields["statement"], second.fields["kind"], second.wrong) == ("Tweede", "external", [])


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "12) ", ""])
def test_a_pasted_list_is_an_insight_a_line(mark: str) -> None:
    row = one(f"\n{mark}AI helpt, soms, bij de woorden\n\n")
    assert row.fields["statement"] == "AI helpt, soms, bij de woorden"


def test_behind_a_separator_stand_source_link_date_and_meaning() -> None:
    row = one("Samen kijken | Jansen, 2021 | https://example.org | 2021 | Doe het")
    assert row.fields["source"] == "Jansen, 2021"
    assert row.fields["source_date"] == date(2021, 1, 1)
    assert row.fields["meaning"] == "Doe het"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";Bron", "Het inzicht ontbreekt."),
        ("x" * 301 + ";Bron", "Te lang: inzicht in eigen woorden. Er passen 300 tekens in."),
        ("Een;Bron;javascript:alert(1)", "Een link begint met https:// of http://"),
        ("Een;Bron;;31-2-2026", "‘31-2-2026’ is geen datum."),
        ("Een;Bron;;1066", "‘1066’ is geen datum."),
    ],
)
def test_a_wrong_row_says_so_beside_it(fatima: Client, line: str, said: str) -> None:
    fatima.post(START, {"text": f"Goed;Bron\n{line}"})
    page = fatima.get(PREVIEW).content.decode()
    assert "Rij 2" in page
    assert said in page
    assert "1 inzicht is klaar om in te lezen" in page
    assert "1 rij lezen we niet in" in page


@pytest.mark.parametrize(
    ("column", "said"),
    [("Soort", "Soort ‘raar’ kennen we niet."), ("Soort bron", "Dit soort bron kennen we niet.")],
)
def test_a_word_we_do_not_know_says_which_we_do(column: str, said: str) -> None:
    row = one(f"Inzicht;Bron;{column}\nEen;Twee;raar")
    assert [said in sentence for sentence in row.wrong] == [True]


def test_what_is_there_already_is_seen(cast: Cast, fatima: Client) -> None:
    building.insight(cast.professional, cast.team, statement="Samen terugkijken helpt!")
    building.insight(cast.outsider, cast.other_team, statement="Van een ander team")
    fatima.post(START, {"text": "SAMEN terugkijken: helpt;B\nNieuw;B\nnieuw.;B\nVan een ander team;B"})
    page = fatima.get(PREVIEW).content.decode()
    known = page.partition("Dit staat er al")[2].partition("Dit lezen we")[0]
    assert "SAMEN terugkijken: helpt" in known
    assert "nieuw." in known
    assert "Van een ander team" not in known  # whoever cannot read it does not hear that it is there
    assert "2 inzichten zijn klaar" in page


def take(client: Client, audience: str = "") -> str:
    seen = InsightImport.objects.get().at.isoformat()
    return client.post(TAKE, {"seen": seen, "audience": audience}, follow=True).content.decode()


def test_nothing_is_kept_before_it_was_looked_at_and_all_begins_unchecked(cast: Cast, fatima: Client) -> None:
    fatima.post(START, {"text": CSV})
    assert not Insight.objects.exists()
    page = take(fatima)
    assert "2 inzichten ingelezen." in page
    for made in Insight.objects.all():
        assert (made.author, made.team, made.published_at) == (cast.professional, cast.team, None)
        assert (made.check_state, made.validity) == ("unchecked", None)
        assert made.search_text.strip()
    assert not InsightImport.objects.exists()


@pytest.mark.shows("A67")
def test_for_the_team_at_once_only_with_a_source(cast: Cast, fatima: Client) -> None:
    fatima.post(START, {"text": CSV})
    assert "1 inzicht heeft geen bron." in fatima.get(PREVIEW).content.decode()
    take(fatima, str(cast.team.pk))
    shown = {made.statement: made.published_at is not None for made in Insight.objects.all()}
    assert shown == {"Samen; en hardop": True, "Tweede": False}


def test_for_another_team_is_not_offered(cast: Cast, fatima: Client) -> None:
    fatima.post(START, {"text": CSV})
    assert "Kies voor wie deze inzichten zijn." in take(fatima, str(cast.other_team.pk))
    assert not Insight.objects.exists()
    row = InsightImport.objects.get()
    with pytest.raises(PermissionError):
        taking_in.take(row, team=cast.other_team, for_team=True, by=cast.professional)
    with pytest.raises(PermissionError):
        taking_in.take(row, by=cast.colleague)


def test_taken_twice_it_is_there_once(cast: Cast, fatima: Client) -> None:
    fatima.post(START, {"text": CSV})
    row = InsightImport.objects.get()
    taking_in.take(row, by=cast.professional)
    assert taking_in.take(row, by=cast.professional) == []
    assert Insight.objects.count() == 2


def test_another_list_in_another_window_is_not_taken_for_this_one(fatima: Client, at: Hands) -> None:
    at("2026-04-01 10:00")
    fatima.post(START, {"text": CSV})
    seen = InsightImport.objects.get().at.isoformat()
    at.forward(minutes=1)
    fatima.post(START, {"text": "Heel iets anders"})
    page = fatima.post(TAKE, {"seen": seen, "audience": ""}, follow=True).content.decode()
    assert "Deze lijst is er niet meer." in page
    assert not Insight.objects.exists()


def test_undone_it_is_gone_but_for_what_somebody_worked_on(cast: Cast, fatima: Client) -> None:
    fatima.post(START, {"text": CSV})
    assert UNDO in take(fatima)
    Insight.objects.filter(statement="Tweede").update(revision=2)
    page = fatima.post(UNDO, follow=True).content.decode()
    assert "Waar iemand al aan werkte, bleef staan." in page
    assert [made.statement for made in Insight.objects.all()] == ["Tweede"]
    assert "al ongedaan gemaakt" in fatima.post(UNDO, follow=True).content.decode()


def test_thrown_away_or_old_it_waits_no_more(cast: Cast, fatima: Client, at: Hands) -> None:
    at("2026-04-01 10:00")
    fatima.post(START, {"text": CSV})
    fatima.post("/inzichten/inlezen/weg/")
    assert not InsightImport.objects.exists()
    taking_in.keep(reading_in.read(b"Een"), by=cast.colleague)
    at.forward(days=2)
    taking_in.keep(reading_in.read(b"Twee"), by=cast.professional)
    assert [row.person for row in InsightImport.objects.all()] == [cast.professional]
    assert fatima.get(PREVIEW).status_code == 200


BIG = ("regel;bron\n" * 2001).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Hier staat nog niets in."),
        (b" \n\n\t", "Hier staat nog niets in."),
        (b"PK\x03\x04rest", "Dit is een Excel-bestand."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "Dit is geen tekst die we kunnen lezen."),
        (bytes(range(1, 32)) * 50, "Dit is geen tekst die we kunnen lezen."),
        (BIG, "meer dan 2.000 rijen"),
        (b"Inzicht;Bron\n" + BIG, "meer dan 2.000 rijen"),
        (b"x" * (5 * 1024 * 1024 + 1), "groter dan 5 MB"),
        (b'Inzicht;Bron\n"Nooit dicht;' + b"regel\n" * 400, "aanhalingsteken dat niet sluit"),
    ],
    ids=["empty", "blank", "xlsx", "png", "junk", "long", "long with names", "big", "quote"],
)
def test_what_is_no_list_says_what_to_do(fatima: Client, data: bytes, said: str) -> None:
    upload = BytesIO(data)
    upload.name = "lijst.csv"
    response = fatima.post(START, {"text": "", "file": upload})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not InsightImport.objects.exists()


@pytest.mark.full
def test_just_two_thousand_rows_fit(cast: Cast) -> None:
    rows = reading_in.read(b"Inzicht\n" + b"".join(b"Inzicht %d\n" % number for number in range(2000)))
    row = taking_in.keep(rows, by=cast.professional)
    assert len(taking_in.take(row, by=cast.professional)) == 2000


def test_a_statement_read_in_is_found_by_its_words(cast: Cast, fatima: Client) -> None:
    fatima.post(START, {"text": CSV})
    take(fatima, str(cast.team.pk))
    assert "Samen; en hardop" in fatima.get(reverse("cycles:insights"), {"zoek": "hardop"}).content.decode()
    rows = reading_in.read(CSV.encode())
    reading_in.mark_known(rows, Viewer(cast.professional))
    assert [row.is_known for row in rows] == [True, True]
