"""The own record: written, taken away and taken along by its owner, and read by nobody else (AI14)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.literacy import reading, recording
from cycles.literacy.models import BasicNorms, LiteracyEntry
from cycles.literacy.roles import IDEAS
from cycles.questions import partner
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from tests.conftest import Cast
from tests.cycles.literacy.conftest import MARKER, Clients
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI14")]
PAGE = "/leervragen/werken-met-ai/"
ADD = f"{PAGE}erbij/"
PRACTISED = LiteracyEntry.Kind.PRACTISED


@pytest.fixture
def entry(cast: Cast) -> LiteracyEntry:
    recording.write(PRACTISED, MARKER, by=cast.professional)
    return LiteracyEntry.objects.get()


def file(kind: str) -> str:
    return reverse("cycles:literacy-file", args=[kind])


def test_writing_keeps_the_work_of_that_day(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.professional)
    client.post(ADD, {"text": MARKER, "kind": "practised"})
    User.objects.filter(pk=cast.professional.pk).update(work=User.Work.LEAD)
    page = client.get(PAGE).content.decode()
    assert MARKER in page
    assert "Geoefend in het werk" in page
    assert "Je werk toen: Ik doe zelf het vakwerk" in page
    assert "Je koos: Ik leid een team" in page


@pytest.mark.parametrize("work", User.Work.values)
def test_the_questions_fit_the_work_that_was_chosen(cast: Cast, client_for: Clients, work: str) -> None:
    User.objects.filter(pk=cast.professional.pk).update(work=work)
    page = client_for(cast.professional).get(PAGE).content.decode()
    for one, ideas in IDEAS.items():
        assert [str(idea) in page for idea in ideas] == [one == work] * 3


def test_the_same_button_twice_is_one_line(cast: Cast, client_for: Clients, at: Hands) -> None:
    now = at("2026-04-01 10:00")
    client = client_for(cast.professional)
    for _ in range(2):
        client.post(ADD, {"text": MARKER, "kind": "learnt"})
    assert LiteracyEntry.objects.count() == 1
    at(now + timedelta(minutes=2))
    client.post(ADD, {"text": MARKER, "kind": "learnt"})
    assert LiteracyEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "", "kind": "learnt"}, "Schrijf eerst wat je leerde."),
        ({"text": MARKER + "a" * 500, "kind": "learnt"}, "er passen 500 tekens in"),
        ({"text": MARKER, "kind": ""}, "Kies hoe je het leerde"),
        ({"text": MARKER, "kind": "norms"}, "Kies hoe je het leerde"),
    ],
)
def test_what_cannot_be_says_why_and_keeps_the_words(
    cast: Cast, client_for: Clients, sent: dict[str, str], said: str
) -> None:
    response = client_for(cast.professional).post(ADD, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert sent["text"] in page
    assert not LiteracyEntry.objects.exists()


def test_taking_away_asks_first(cast: Cast, entry: LiteracyEntry, client_for: Clients) -> None:
    client, path = client_for(cast.professional), reverse("cycles:literacy-remove", args=[entry.pk])
    assert MARKER in client.post(path).content.decode()
    assert LiteracyEntry.objects.exists()
    client.post(path, {"sure": "1"})
    assert not LiteracyEntry.objects.exists()
    assert client.post(path, {"sure": "1"}).status_code == 404


def test_a_reading_is_not_taken_away_by_hand(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    reading.read(norms, by=cast.professional)
    pk = LiteracyEntry.objects.get().pk
    client = client_for(cast.professional)
    assert client.post(f"{PAGE}{pk}/weg/", {"sure": "1"}).status_code == 404
    assert reading.has_read(cast.professional)
    with pytest.raises(ValueError, match="by hand"):
        recording.write(LiteracyEntry.Kind.NORMS, "x", by=cast.professional)


@pytest.mark.shows("questions-5")
def test_nobody_else_reads_or_changes_a_line(
    cast: Cast, entry: LiteracyEntry, client_for: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    pages = (
        PAGE,
        f"{PAGE}?page=2",
        file("json"),
        file("html"),
        reverse("teams:my-data"),
        f"{PAGE}{entry.pk}/weg/",
    )
    for name, person in cast.people.items():
        if person == cast.professional:
            continue
        client = client_for(person)
        assert not visible(LiteracyEntry, Viewer(person)).exists(), name
        for path in pages:
            assert MARKER not in client.get(path).content.decode(), (name, path)
        assert client.post(f"{PAGE}{entry.pk}/weg/", {"sure": "1"}).status_code == 404, name
    assert LiteracyEntry.objects.filter(pk=entry.pk).exists()
    assert MARKER not in caplog.text


def test_the_owner_takes_it_along_for_machines(
    cast: Cast, norms: BasicNorms, entry: LiteracyEntry, client_for: Clients
) -> None:
    reading.read(norms, by=cast.professional)
    recording.write(PRACTISED, "van een ander", by=cast.colleague)
    response = client_for(cast.professional).get(file("json"))
    assert response["Content-Disposition"].startswith('attachment; filename="werken-met-ai-')
    assert response["Cache-Control"] == "no-store"
    found = json.loads(response.content)
    assert found["person"] == {"name": "Fatima Ouali", "email": cast.professional.email}
    read, written = found["entries"]
    assert read["norms"] == {"version": 1, "nl": norms.text_nl, "en": norms.text_en}
    assert (written["text"], written["kind"], written["work"]) == (MARKER, "practised", "professional")
    assert "van een ander" not in response.content.decode()


def test_the_owner_takes_it_along_to_read(
    cast: Cast, norms: BasicNorms, client_for: Clients, safe_get: Any
) -> None:
    reading.read(norms, by=cast.professional)
    recording.write(PRACTISED, "<script>alert(1)</script>", by=cast.professional)
    response = safe_get(client_for(cast.professional), file("html"))
    page = response.content.decode()
    assert response["Content-Disposition"].endswith('.html"')
    assert "&lt;script&gt;" in page
    assert "Denk eerst zelf" in page
    for elsewhere in ("<script", "http", "src=", "style="):
        assert elsewhere not in page


def test_there_are_two_kinds_of_file(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.professional)
    assert "Nog niets" in client.get(file("html")).content.decode()
    assert json.loads(client.get(file("json")).content)["entries"] == []
    assert client.get(file("exe")).status_code == 404


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}meenemen/json/"])
def test_more_lines_are_no_more_queries(
    cast: Cast, norms: BasicNorms, client_for: Clients, path: str
) -> None:
    client = client_for(cast.professional)
    reading.read(norms, by=cast.professional)
    client.get(path)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    few = queries()
    LiteracyEntry.objects.bulk_create(
        LiteracyEntry(person=cast.professional, kind="learnt", role="professional", text=f"regel {n}")
        for n in range(30)
    )
    assert queries() == few


def test_a_long_record_goes_by_pages(cast: Cast, client_for: Clients) -> None:
    LiteracyEntry.objects.bulk_create(
        LiteracyEntry(
            person=cast.professional,
            kind="learnt",
            role="professional",
            text=f"regel-{n}.",
            at=clock.now() - timedelta(days=n),
        )
        for n in range(60)
    )
    client = client_for(cast.professional)
    first, second = (client.get(PAGE, {"page": n}).content.decode() for n in (1, 2))
    assert "regel-0." in first
    assert "regel-55." not in first
    assert "regel-55." in second


@pytest.mark.shows("AI10")
def test_the_menu_names_it_only_for_who_works_with_ai(
    cast: Cast, client_for: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f'href="{PAGE}"'
    for has_ai in (False, True):
        monkeypatch.setattr(partner, "ASKED", [lambda person, answer=has_ai: answer])
        for person in (cast.professional, cast.manager):
            page = client_for(person).get(reverse("cycles:log")).content.decode()
            assert (link in page) is has_ai


@pytest.mark.shows("AI10")
def test_my_data_names_it_once_there_is_something(cast: Cast, client_for: Clients) -> None:
    client, path = client_for(cast.professional), reverse("teams:my-data")
    assert "Je overzicht" not in client.get(path).content.decode()
    recording.write(PRACTISED, MARKER, by=cast.professional)
    page = client.get(path).content.decode()
    assert 'id="overzicht"' in page
    assert MARKER not in page


def test_who_sees_what_says_that_only_you_do(client_for: Clients) -> None:
    page = client_for(None).get(reverse("teams:who-sees-what")).content.decode()
    assert "Je eigen overzicht van wat je leerde" in page
