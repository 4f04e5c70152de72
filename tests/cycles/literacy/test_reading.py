"""The basic norms are read once a version, at first use, and lead back to where somebody was (AI14)."""

import pytest
from django.urls import reverse

from cycles.literacy import reading
from cycles.literacy.models import BasicNorms, LiteracyEntry
from cycles.literacy.publishing import publish
from teams.structure.access import Viewer, visible
from tests.conftest import Cast
from tests.cycles.literacy.conftest import Clients
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI14")]
PAGE = "/leervragen/basisnormen/"


def test_an_installation_begins_with_ten_norms_in_both_languages(norms: BasicNorms) -> None:
    dutch, english = (reading.in_language(norms, language) for language in ("nl", "en"))
    assert len(dutch.norms) == len(english.norms) == 10
    assert all(norm.title and norm.text for norm in dutch.norms + english.norms)
    assert not dutch.fell_back
    assert not english.fell_back


def test_delivered_norms_are_short_sentences(norms: BasicNorms) -> None:
    for text in (norms.text_nl, norms.text_en):
        sentences = [s for line in text.splitlines() for s in line.replace("?", ".").split(". ") if s]
        assert max(len(sentence.split()) for sentence in sentences) <= 15
        assert "!" not in text
        assert "—" not in text


def test_looking_is_not_reading(cast: Cast, norms: BasicNorms, client_for: Clients, safe_get: object) -> None:
    response = safe_get(client_for(cast.professional), PAGE)  # type: ignore[operator]
    assert response.status_code == 200
    assert "Denk eerst zelf" in response.content.decode()
    assert not reading.has_read(cast.professional)


def test_reading_is_written_once_with_the_work_of_that_day(
    cast: Cast, norms: BasicNorms, client_for: Clients, at: Hands
) -> None:
    at("2026-04-01 10:00")
    client = client_for(cast.professional)
    for _ in range(2):
        client.post(reverse("cycles:norms-read", args=[1]))
    entry = LiteracyEntry.objects.get(person=cast.professional)
    assert (entry.kind, entry.norms, entry.role) == ("norms", norms, cast.professional.work)
    assert reading.has_read(cast.professional)
    assert not reading.has_read(cast.colleague)
    assert "Gelezen op woensdag 1 april 2026" in client.get(PAGE).content.decode()


def test_a_new_version_is_read_again_and_the_old_reading_stays(cast: Cast, norms: BasicNorms) -> None:
    reading.read(norms, by=cast.professional)
    newer = publish("Anders\nDan eerst.", "", expected=1, by=cast.administrator)
    assert not reading.has_read(cast.professional)
    reading.read(newer, by=cast.professional)
    assert reading.has_read(cast.professional)
    assert LiteracyEntry.objects.filter(person=cast.professional).count() == 2


def test_whoever_reads_an_old_page_is_led_to_the_newer_version(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    publish("Anders\nDan eerst.", "", expected=1, by=cast.administrator)
    response = client_for(cast.professional).post(
        reverse("cycles:norms-read", args=[1]), {"next": "/leermomenten/"}, follow=True
    )
    assert response.redirect_chain == [(f"{PAGE}?next=%2Fleermomenten%2F", 302)]
    assert "nieuwere versie" in response.content.decode()


def test_without_norms_nobody_is_held_up(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    BasicNorms.objects.all().delete()
    assert reading.has_read(cast.professional)
    assert client_for(cast.professional).get(PAGE).status_code == 404


def test_reading_leads_on_to_where_somebody_was(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    client = client_for(cast.professional)
    page = client.get(PAGE, {"next": "/leermomenten/"}).content.decode()
    assert 'name="next" value="/leermomenten/"' in page
    assert "ga verder" in page
    response = client.post(reverse("cycles:norms-read", args=[1]), {"next": "/leermomenten/"})
    assert response["Location"] == "/leermomenten/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example/",
        "\\\\kwaad.example",
        "javascript:alert(1)",
        "///kwaad.example",
        "/\tx//kwaad.example\n",
        "/\t/kwaad.example",
        " /leermomenten/",
        "leermomenten/",
    ],
)
def test_reading_leads_nowhere_outside_the_house(
    cast: Cast, norms: BasicNorms, client_for: Clients, elsewhere: str
) -> None:
    client = client_for(cast.professional)
    assert "kwaad" not in client.get(PAGE, {"next": elsewhere}).content.decode()
    response = client.post(reverse("cycles:norms-read", args=[1]), {"next": elsewhere})
    assert response["Location"] == PAGE


def test_a_missing_translation_falls_back_and_says_so(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    publish("Alleen Nederlands\nVoorlopig.", "", expected=1, by=cast.administrator)
    cast.professional.language = "en"
    cast.professional.save()
    page = client_for(cast.professional).get(PAGE).content.decode()
    assert '<ol role="list" class="shared" lang="nl">' in page
    assert "Alleen Nederlands" in page


def test_nobody_sees_who_read_it(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    reading.read(norms, by=cast.professional)
    for name, person in cast.people.items():
        if person != cast.professional:
            assert not visible(LiteracyEntry, Viewer(person)).exists(), name
            assert "Gelezen op" not in client_for(person).get(PAGE).content.decode(), name


def test_the_pages_ask_for_sign_in_and_absent_versions_are_not_found(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    stranger, client = client_for(None), client_for(cast.professional)
    for path in (PAGE, f"{PAGE}1/", "/leervragen/werken-met-ai/", "/leervragen/werken-met-ai/meenemen/json/"):
        assert stranger.get(path).status_code == 302
    assert stranger.post(f"{PAGE}1/gelezen/").status_code == 302
    assert not LiteracyEntry.objects.exists()
    assert client.get(f"{PAGE}2/").status_code == 404
    assert client.post(f"{PAGE}2/gelezen/").status_code == 404
    assert client.get(f"{PAGE}1/gelezen/").status_code == 405
