"""The administrator changes the norms: looked at first, the next version, and an old one never changes."""

import pytest
from django.urls import reverse

from cycles.literacy import publishing
from cycles.literacy.models import BasicNorms
from cycles.literacy.publishing import Outdated, publish
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.literacy.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("AI14")]
EDIT = "/leervragen/basisnormen/wijzigen/"
NEW = {"text_nl": "Denk zelf\nAltijd eerst.", "text_en": "Think\nAlways first.", "seen": "1"}


def test_looking_at_it_first_makes_no_version(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    client = client_for(cast.administrator)
    page = client.post(EDIT, NEW | {"preview": "1"}).content.decode()
    assert "Voorbeeld van versie 2" in page
    assert "Altijd eerst." in page
    assert "Always first." in page
    assert BasicNorms.objects.count() == 1


def test_publishing_is_the_next_version_and_the_old_one_stays(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    client = client_for(cast.administrator)
    response = client.post(EDIT, NEW | {"publish": "1"}, follow=True)
    made = BasicNorms.objects.get(version=2)
    assert (made.text_nl, made.published_by) == (NEW["text_nl"], cast.administrator)
    assert "Versie 2 van de basisnormen geldt nu." in response.content.decode()
    old = client.get(reverse("cycles:norms-version", args=[1])).content.decode()
    assert "Denk eerst zelf" in old
    assert "Dit gold eerder" in old
    assert "Altijd eerst." not in old


def test_the_log_says_that_and_not_what(cast: Cast, norms: BasicNorms) -> None:
    publish("Denk zelf", "", expected=1, by=cast.administrator)
    entry = AuditEntry.objects.get(action="norms_published")
    assert entry.actor == cast.administrator
    assert entry.detail == {"version": 2}


def test_the_same_words_again_make_no_version(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    client = client_for(cast.administrator)
    for _ in range(2):
        client.post(EDIT, NEW | {"publish": "1"})
    assert BasicNorms.objects.count() == 2


def test_line_ends_of_a_browser_are_no_other_words(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    sent = {name: getattr(norms, name).replace("\n", "\r\n") for name in ("text_nl", "text_en")}
    page = client_for(cast.administrator).post(EDIT, sent | {"seen": "1", "preview": "1"}).content.decode()
    assert "dezelfde woorden als nu" in page
    assert 'name="publish"' not in page


def test_going_back_from_the_preview_keeps_what_was_typed(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    page = client_for(cast.administrator).post(EDIT, NEW | {"again": "1"}).content.decode()
    assert "Altijd eerst." in page
    assert 'name="seen" value="1"' in page


def test_a_version_of_somebody_else_is_shown_and_nothing_typed_is_lost(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    publish("Van een ander", "", expected=1, by=cast.lead)
    client = client_for(cast.administrator)
    response = client.post(EDIT, NEW | {"publish": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Iemand anders maakte intussen een nieuwe versie" in page
    assert "Altijd eerst." in page
    assert 'name="seen" value="2"' in page
    client.post(EDIT, NEW | {"seen": "2", "publish": "1"})
    assert BasicNorms.objects.get(version=3).text_nl == NEW["text_nl"]


def test_of_two_at_the_same_instant_the_second_hears_it(
    cast: Cast, norms: BasicNorms, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("Van een ander", "", expected=1, by=cast.lead)
    monkeypatch.setattr(publishing, "current", lambda: norms)  # read just before the other one was stored
    with pytest.raises(Outdated) as refused:
        publish("Van mij", "", expected=1, by=cast.administrator)
    assert refused.value.newest.text_nl == "Van een ander"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text_nl": " ", "text_en": ""}, "Schrijf de normen in minstens één taal."),
        ({"text_nl": "a" * 10_001, "text_en": "Think"}, "Dit is te lang"),
    ],
)
def test_what_cannot_be_says_why_beside_the_field(
    cast: Cast, norms: BasicNorms, client_for: Clients, sent: dict[str, str], said: str
) -> None:
    response = client_for(cast.administrator).post(EDIT, sent | {"seen": "1", "publish": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert sent["text_en"] in page
    assert BasicNorms.objects.count() == 1


def test_an_earlier_version_is_a_beginning_for_the_next(
    cast: Cast, norms: BasicNorms, client_for: Clients
) -> None:
    publish("Anders", "", expected=1, by=cast.administrator)
    client = client_for(cast.administrator)
    page = client.get(EDIT, {"version": "1"}).content.decode()
    assert "Denk eerst zelf" in page
    assert 'name="seen" value="2"' in page
    for absent in ("9", "x", "1" * 30):
        assert client.get(EDIT, {"version": absent}).status_code == 404


def test_only_an_administrator_comes_here(cast: Cast, norms: BasicNorms, client_for: Clients) -> None:
    for name, person in cast.people.items():
        if person != cast.administrator:
            client = client_for(person)
            assert client.get(EDIT).status_code == 404, name
            assert client.post(EDIT, NEW | {"publish": "1"}).status_code == 404, name
            assert EDIT not in client.get("/leervragen/basisnormen/").content.decode(), name
    assert BasicNorms.objects.count() == 1
