"""How strong an insight is and whether it holds: a person's word, with a name and a date."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cycles.insights import judging
from cycles.insights.models import Contradiction, Insight, Objection
from lerendwerken.lib.refusal import Refused
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
CHECKED = {"state": "confirmed", "note": "Het staat er zo.", "source": "Het artikel zelf"}


@pytest.fixture
def made(cast: Cast) -> Insight:
    return building.insight(cast.professional, cast.team)


@pytest.fixture
def joost(cast: Cast, client_for: Clients) -> Client:
    return client_for(cast.colleague)


def at(name: str, made: Insight) -> str:
    return reverse(f"cycles:insight-{name}", args=[made.pk])


@pytest.mark.shows("A73")
def test_an_estimate_shows_its_parts_its_name_and_its_date(
    made: Insight, joost: Client, at_once: None
) -> None:
    page = joost.post(at("rate", made), building.POINTS, follow=True).content.decode()
    made.refresh_from_db()
    assert made.validity == 82
    assert "<strong>82</strong>" in page
    assert "ingeschatte validiteit" in page
    for words in (
        "Soort bron",
        "Hoe recent",
        "Methode te zien",
        "Bevestigd door anderen",
        "Past bij ons werk",
    ):
        assert f"<dt>{words}</dt>" in page
    assert "Geschat door Joost op 1 april 2026." in page
    assert 'd="M83 8h30.0"' in page  # 20 of 20 points fill the third line
    assert 'd="M43 8h21.0"' in page


@pytest.fixture
def at_once(at_hands: Hands) -> None:
    at_hands("2026-04-01 10:00")


@pytest.fixture
def at_hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(monkeypatch)


@pytest.mark.parametrize("wrong", ["-1", "21", "", "veel", "7,5"])
def test_points_are_whole_numbers_of_twenty(made: Insight, joost: Client, wrong: str) -> None:
    response = joost.post(at("rate", made), building.POINTS | {"fit_points": wrong})
    assert response.status_code == 422
    assert "Geef een getal van 0 tot en met 20." in response.content.decode()
    made.refresh_from_db()
    assert made.validity is None


def test_an_estimate_is_whole_or_not_there(made: Insight) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Insight.objects.filter(pk=made.pk).update(source_points=10)


@pytest.mark.shows("AI6")
def test_nothing_and_nobody_else_sets_it(cast: Cast, made: Insight) -> None:
    for who in (cast.manager, cast.administrator, cast.outsider):
        with pytest.raises(PermissionError):
            judging.rate(made, building.POINTS, by=who)
        with pytest.raises(PermissionError):
            judging.check(made, **CHECKED, by=who)
    with pytest.raises(PermissionError):
        judging.rate(made, building.POINTS, by=None)  # type: ignore[arg-type]


@pytest.mark.shows("AI4")
@pytest.mark.parametrize(("state", "words"), [("confirmed", "Klopt"), ("refuted", "Bleek niet te kloppen")])
def test_a_check_keeps_what_was_found_and_where(made: Insight, joost: Client, state: str, words: str) -> None:
    page = joost.post(at("check", made), CHECKED | {"state": state}, follow=True).content.decode()
    assert words in page
    assert "Het staat er zo." in page
    assert "Nagekeken bij: Het artikel zelf." in page
    assert "Joost van der Meer" in page
    assert (f"<s>{building.STATEMENT}</s>" in page) == (state == "refuted")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"source": ""}, "Schrijf waar je het nakeek."),
        ({"source": "ChatGPT"}, "Dit kan zich vergissen."),
        ({"source": "gevraagd aan Copilot"}, "Dit kan zich vergissen."),
        ({"source": "AI"}, "Dit kan zich vergissen."),
        ({"note": ""}, "Schrijf kort wat je vond."),
        ({"state": ""}, "Kies wat je vond."),
        ({"state": "unchecked"}, "Kies wat je vond."),
        ({"note": "x" * 501}, "Dit is te lang"),
    ],
)
def test_a_check_that_is_none_says_why(made: Insight, joost: Client, sent: dict[str, str], said: str) -> None:
    response = joost.post(at("check", made), CHECKED | sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    made.refresh_from_db()
    assert made.check_state == Insight.Check.UNCHECKED


def test_what_cannot_be_checked_needs_no_source(made: Insight, joost: Client) -> None:
    joost.post(at("check", made), CHECKED | {"state": "uncheckable", "source": ""})
    made.refresh_from_db()
    assert (made.check_state, made.check_source) == ("uncheckable", "")


def test_a_doubt_waits_until_somebody_checks(
    cast: Cast, made: Insight, joost: Client, client_for: Clients
) -> None:
    for _ in range(2):
        joost.post(at("object", made), {"text": "De steekproef was klein."})
    row = Objection.objects.get()
    assert (row.by, row.settled_at) == (cast.colleague, None)
    page = (
        client_for(cast.professional)
        .get(reverse("cycles:insights"), {"controle": "twijfel"})
        .content.decode()
    )
    assert "Iemand twijfelt eraan" in page
    assert "De steekproef was klein." in client_for(cast.professional).get(at("check", made)).content.decode()
    judging.check(made, **CHECKED, by=cast.professional)
    row.refresh_from_db()
    assert row.settled_at
    page = joost.get(reverse("cycles:insight", args=[made.pk])).content.decode()
    assert "Daarna nagekeken." in page


def test_a_doubt_without_words_says_so(made: Insight, joost: Client) -> None:
    response = joost.post(at("object", made), {"text": "  "})
    assert response.status_code == 422
    assert "Schrijf wat er volgens jou niet klopt." in response.content.decode()


def test_nobody_doubts_a_draft(cast: Cast, client_for: Clients) -> None:
    draft = building.draft(cast.professional, cast.team)
    assert client_for(cast.professional).post(at("object", draft), {"text": "x"}).status_code == 404
    with pytest.raises(PermissionError):
        judging.doubt(draft, "x", by=cast.professional)


def test_two_that_contradict_each_other_say_so_on_both_sides_and_are_taken_apart(
    cast: Cast, made: Insight, joost: Client
) -> None:
    other = building.insight(cast.colleague, cast.team, statement="Terugkijken kost alleen tijd")
    for one, two in ((made, other), (other, made)):
        joost.post(at("contradict", one), {"other": two.pk, "note": "Andere maat."})
    row = Contradiction.objects.get()
    pages = [joost.get(reverse("cycles:insight", args=[one.pk])).content.decode() for one in (made, other)]
    assert "Terugkijken kost alleen tijd" in pages[0]
    assert building.STATEMENT in pages[1].partition("Dit spreekt het tegen")[2]
    response = joost.post(reverse("cycles:insight-part", args=[row.pk]), {"insight": other.pk})
    assert response["Location"] == reverse("cycles:insight", args=[other.pk])
    assert not Contradiction.objects.exists()
    assert joost.post(reverse("cycles:insight-part", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("which", ["itself", "unseen", "nothing"])
def test_only_another_that_one_reads_can_contradict(
    cast: Cast, made: Insight, joost: Client, which: str
) -> None:
    unseen = building.insight(cast.outsider, cast.other_team, statement="Elders")
    sent: Any = {"itself": made.pk, "unseen": unseen.pk, "nothing": ""}[which]
    response = joost.post(at("contradict", made), {"other": sent})
    assert response.status_code == 422
    assert "Kies een inzicht uit de lijst." in response.content.decode()
    with pytest.raises((PermissionError, Refused)):
        judging.contradict(made, made if which == "itself" else unseen, by=cast.colleague)
