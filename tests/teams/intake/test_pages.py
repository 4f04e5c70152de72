"""The pages of reading people in: four steps, without JavaScript, for administrators only."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.intake import tasks, views
from teams.intake.models import Intake
from teams.structure.models import Organisation
from tests.teams.intake import files, house

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-4")]

JAN = {
    "PERS.NR": "1",
    "ROEPNAAM": "Jan",
    "VOORV.": "",
    "NAAM": "Visser",
    "E-MAIL": "j.visser@lindewaard.example",
}


@pytest.fixture
def admin() -> Client:
    house.organisation()
    client = Client()
    client.force_login(house.administrator())
    return client


def upload(client: Client, data: bytes, name: str = "personeel-april.csv") -> HttpResponse:
    return client.post(reverse("teams:intake-start"), {"file": SimpleUploadedFile(name, data)})


def url(name: str = "intake", pk: int | None = None) -> str:
    return reverse(f"teams:{name}", args=[pk or Intake.objects.latest("pk").pk])


def columns_of(page: HttpResponse) -> dict[str, str]:
    form = page.context["columns_form"]
    return {field.html_name: str(field.value() or "") for field in form}


def to_review(client: Client, data: bytes) -> HttpResponse:
    """Uploads, takes the columns as guessed, and gives the page of the check."""
    upload(client, data)
    page = client.get(url())
    answer = client.post(url("intake-columns"), columns_of(page))
    assert answer.status_code == 302
    return client.get(url())


def text(page: HttpResponse) -> str:
    """The page as one line of text, without its tags."""
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_file_goes_in_by_four_steps(admin: Client) -> None:
    start = admin.get(reverse("teams:intake-start"))
    assert "Stap 1 van 4: bestand" in text(start)
    answer = upload(admin, files.text([files.row(ROEPNAAM="Zoë"), files.FATIMA], encoding="cp1252"))
    assert answer["Location"] == url()
    columns = admin.get(url())
    assert "Stap 2 van 4: kolommen" in text(columns)
    assert "Windows-1252" in text(columns)
    assert "puntkomma" in text(columns)
    admin.post(url("intake-columns"), columns_of(columns))
    review = admin.get(url())
    assert "Stap 3 van 4: controle" in text(review)
    assert "Alle rijen kloppen" in text(review)
    assert not User.objects.filter(staff_number="004217").exists()
    admin.post(url("intake-take"))
    done = admin.get(url())
    assert "Stap 4 van 4: klaar" in text(done)
    assert User.objects.filter(staff_number="004217").exists()


def test_three_rows_that_are_wrong_are_repaired_one_by_one(admin: Client) -> None:
    house.team("Toezicht")
    house.team("Vergunningen")
    data = files.text(
        [
            files.row(JAN),
            files.row(JAN | {"PERS.NR": "2", "ROEPNAAM": "Jolanda"}),
            files.row({"IN DIENST": "31-2-2026"}),
            [*files.FATIMA[:5], "Toezigt", *files.FATIMA[6:]],
        ]
    )
    review = to_review(admin, data)
    assert "Drie rijen kloppen nog niet" in text(review)
    assert "De andere één is klaar." in text(review)
    assert "Rij 3 Twee mensen, één adres" in text(review)
    assert "Rij 4 31-2-2026 bestaat niet" in text(review)
    assert "Februari 2026 heeft 28 dagen." in text(review)
    assert "Rij 5 Het team ‘Toezigt’ kennen we niet Bij Fatima Ouali. Bedoel je Toezicht?" in text(review)
    assert "disabled" in review.content.decode()

    admin.post(
        url("intake-repair"), {"row-3-email": "jolanda@lindewaard.example", "row-4-starts_on": "28-2-2026"}
    )
    assert "Eén rij klopt nog niet" in text(admin.get(url()))
    admin.post(url("intake-repair"), {"accept": "5-team"})
    assert "Alle rijen kloppen" in text(admin.get(url()))
    admin.post(url("intake-take"))
    assert User.objects.get(given_name="Jolanda").email == "jolanda@lindewaard.example"
    assert User.objects.get(given_name="Fatima").memberships.get().team.name == "Toezicht"


def test_a_row_can_be_left_out_and_taken_back(admin: Client) -> None:
    to_review(admin, files.text([files.row({"IN DIENST": "31-2-2026"}), files.FATIMA]))
    admin.post(url("intake-repair"), {"skip": "2"})
    page = admin.get(url())
    assert "Neem rij 2 toch mee" in text(page)
    assert "Neem 1 rij over" in text(page)
    admin.post(url("intake-repair"), {"unskip": "2"})
    assert "Eén rij klopt nog niet" in text(admin.get(url()))


def test_an_unknown_team_is_asked_once_and_made_for_all_its_rows(admin: Client) -> None:
    house.team("Toezicht")
    page = to_review(admin, files.text([files.row(JAN, AFDELING="Bodem"), files.row(AFDELING="Bodem")]))
    assert text(page).count("Het team ‘Bodem’ kennen we niet") == 1
    assert "Bij Jan Visser en nog 1." in text(page)
    admin.post(url("intake-repair"), {"new_team": "2"})
    page = admin.get(url())
    assert "Alle rijen kloppen" in text(page)
    assert "Nieuwe teams Bodem, Leefomgeving 2" in text(page)


def test_a_file_that_cannot_be_read_says_why_and_asks_another(admin: Client) -> None:
    upload(admin, b"", "leeg.csv")
    page = admin.get(url())
    assert "leeg.csv Dit bestand is leeg. Maak de export opnieuw en kies dat bestand." in text(page)
    assert 'type="file"' in page.content.decode()


def test_no_file_and_a_file_that_is_too_large(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = admin.post(reverse("teams:intake-start"), {})
    assert answer.status_code == 422
    assert "Kies eerst een bestand." in text(answer)
    monkeypatch.setattr("teams.intake.forms.MAX_BYTES", 1024 * 1024)
    answer = upload(admin, b"a" * 1024 * 1024 * 2)
    assert answer.status_code == 422
    assert "groter dan 1 MB" in text(answer)
    assert not Intake.objects.exists()


def test_a_column_chosen_twice_is_refused(admin: Client) -> None:
    upload(admin, files.text())
    chosen = columns_of(admin.get(url()))
    answer = admin.post(url("intake-columns"), chosen | {"column-1": "family_name"})
    assert answer.status_code == 422
    assert "‘Achternaam’ staat bij twee kolommen: ROEPNAAM, NAAM. Kies er één." in text(answer)
    answer = admin.post(url("intake-columns"), chosen | {"column-0": "", "column-4": ""})
    assert "Kies een kolom met e-mailadressen of personeelsnummers." in text(answer)


def test_changes_cannot_hold_from_a_day_that_is_past(admin: Client) -> None:
    upload(admin, files.text())
    chosen = columns_of(admin.get(url()))
    yesterday = clock.today("Europe/Amsterdam") - timedelta(days=1)
    answer = admin.post(url("intake-columns"), chosen | {"effective": yesterday.isoformat()})
    assert "Kies vandaag of later." in text(answer)
    answer = admin.post(url("intake-columns"), chosen | {"effective": "31-2-2026"})
    assert "Februari 2026 heeft 28 dagen." in text(answer)


def test_columns_that_are_left_out_are_not_kept(admin: Client) -> None:
    data = files.text([[*files.JOOST, "SCHAALMARKER", "999999990"]], [*files.HEADERS, "SCHAAL", "BSN"])
    upload(admin, data)
    assert "999999990" not in str(Intake.objects.get().table)
    page = to_review(admin, data)
    assert "SCHAAL, BSN: die kolommen gebruiken we niet. We slaan ze niet op." in text(page)
    stored = Intake.objects.latest("pk")
    assert "SCHAALMARKER" not in str(stored.table)
    assert "SCHAALMARKER" not in str(stored.shape)


@pytest.mark.shows("S14")
def test_the_first_import_asks_for_consent_and_dpia(admin: Client) -> None:
    Organisation.objects.update(consent_on=None, no_works_council=False, dpia_on=None)
    assert "Eerst twee afspraken" in text(admin.get(reverse("teams:intake-start")))
    upload(admin, files.text())
    assert not Intake.objects.exists()
    consent = reverse("teams:intake-consent")
    today = clock.today("Europe/Amsterdam")
    ahead = (today + timedelta(days=1)).isoformat()
    answer = admin.post(consent, {"consent_on": ahead, "dpia_on": ahead})
    assert answer.status_code == 422
    assert "Die datum ligt nog voor je. Lees mensen in als de instemming er is." in text(answer)
    assert "Die datum ligt nog voor je. Lees mensen in als de DPIA er is." in text(answer)
    answer = admin.post(consent, {"dpia_on": "2026-01-05"})
    assert "Vul de datum van instemming in" in text(answer)
    answer = admin.post(
        consent, {"consent_on": "2026-01-05", "no_works_council": "on", "dpia_on": "2026-01-05"}
    )
    assert "Kies één van de twee" in text(answer)
    assert not Organisation.get().may_hold_real_people
    assert admin.post(consent, {"no_works_council": "on", "dpia_on": "5-1-2026"}).status_code == 302
    organisation = Organisation.get()
    assert (organisation.no_works_council, organisation.dpia_on) == (True, date(2026, 1, 5))
    assert AuditEntry.objects.filter(action="consent_recorded").count() == 1
    upload(admin, files.text())
    assert Intake.objects.exists()


def test_only_administrators_find_these_pages(admin: Client) -> None:
    to_review(admin, files.text())
    pk = Intake.objects.get().pk
    lead = house.person("Karin Hoekstra", number="9")
    outsider = Client()
    outsider.force_login(lead)
    for name in ("intake-columns", "intake-repair", "intake-take", "intake-drop", "intake"):
        assert outsider.get(reverse(f"teams:{name}", args=[pk])).status_code == 404
        assert outsider.post(reverse(f"teams:{name}", args=[pk])).status_code == 404
        assert Client().post(reverse(f"teams:{name}", args=[pk])).status_code == 302
    assert outsider.get(reverse("teams:intake-start")).status_code == 404
    assert outsider.post(reverse("teams:intake-consent")).status_code == 404
    assert Intake.objects.get().state == Intake.State.REVIEW


def test_reading_a_page_changes_nothing(admin: Client) -> None:
    to_review(admin, files.text())
    for name in ("intake-columns", "intake-repair", "intake-take", "intake-drop"):
        assert admin.get(url(name)).status_code == 405
    before = Intake.objects.values().get()
    for _again in range(3):
        admin.get(url())
    assert Intake.objects.values().get() == before


def test_taking_over_twice_has_one_effect(admin: Client) -> None:
    to_review(admin, files.text())
    admin.post(url("intake-take"))
    admin.post(url("intake-take"))
    assert User.objects.filter(staff_number="004217").count() == 1
    assert AuditEntry.objects.filter(action="people_imported").count() == 1


def test_stopping_removes_what_was_read(admin: Client) -> None:
    to_review(admin, files.text())
    admin.post(url("intake-drop"))
    intake = Intake.objects.get()
    assert (intake.state, intake.content, intake.rows.count()) == (Intake.State.DROPPED, None, 0)
    assert admin.post(url("intake-drop")).status_code == 404


def test_another_file_replaces_the_one_that_was_not_finished(admin: Client) -> None:
    to_review(admin, files.text())
    upload(admin, files.text())
    assert list(Intake.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "mapping"]


def test_a_repair_by_htmx_gets_the_check_back_and_nothing_around_it(admin: Client) -> None:
    to_review(admin, files.text([files.row({"IN DIENST": "31-2-2026"}), files.FATIMA]))
    answer = admin.post(url("intake-repair"), {"skip": "2"}, headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert answer.status_code == 200
    assert body.strip().startswith('<header class="page-head">')
    assert "<html" not in body


def test_a_large_file_is_left_to_the_worker_and_shows_how_far_it_is(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(views, "ring", lambda intake: rung.append(intake.pk))
    monkeypatch.setattr(views, "INLINE_BYTES", 0)
    monkeypatch.setattr(views, "INLINE_ROWS", 0)
    upload(admin, files.text())
    page = admin.get(url())
    assert "We lezen je bestand" in text(page)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.content.decode()
    tasks.work(rung[-1])
    admin.post(url("intake-columns"), columns_of(admin.get(url())))
    intake = Intake.objects.get()
    assert intake.claim()
    intake.advance(1, 4)
    fragment = admin.get(url(), headers={"HX-Request": "true"})
    assert "1 van 4 stappen klaar." in text(fragment)
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]
    page = admin.get(url())
    assert "We kijken de rijen na" in text(page)
    assert "1 van 4 stappen klaar." in text(page)
    assert 'value="1"' in page.content.decode()
    Intake.objects.update(lease_until=None)
    tasks.work(intake.pk)
    answer = admin.get(url(), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_the_check_asks_the_database_as_often_for_two_people_as_for_two_hundred(admin: Client) -> None:
    few, many = [], []
    for n in range(200):
        row = files.row(
            {"PERS.NR": f"{n}", "E-MAIL": f"p{n}@lindewaard.example", "NAAM": f"Meer{chr(97 + n % 26)}"}
        )
        many.append([row[0], f"{row[1]}{chr(97 + n // 26)}", *row[2:]])
    few = many[:2]
    counts = []
    for rows in (few, many):
        to_review(admin, files.text(rows))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = admin.get(url())
        counts.append(len(queries))
        assert page.content.decode().count('<th scope="row">R') <= views.PAGE + 20
    assert counts[0] == counts[1]


def test_two_hundred_changes_are_shown_a_hundred_at_a_time(admin: Client) -> None:
    rows = [
        files.row(
            {
                "PERS.NR": f"{n}",
                "E-MAIL": f"p{n}@l.example",
                "NAAM": f"Meer{chr(97 + n // 26)}{chr(97 + n % 26)}",
            }
        )
        for n in range(150)
    ]
    page = to_review(admin, files.text(rows))
    assert len(page.context["changes"].object_list) == 100
    assert "Bladzijde 1 van 2" in text(page)
    assert len(admin.get(url() + "?lijst=2").context["changes"].object_list) == 50
