"""The monthly digest: made by the lead, by who looks after learning or by the team, published, read and taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.insights import digesting, judging, publishing, writing
from cycles.insights.digest_words import shown
from cycles.insights.models import Conclusion, Insight, MonthlyDigest, Recommendation
from cycles.insights.reading_time import reading_minutes
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.notifications.models import Notification
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients
from tests.cycles.insights.marked import WORDS, ai_wrote
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A66")]
MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _now(at: Hands) -> None:
    at("2026-03-27 10:00")


@pytest.fixture
def made(cast: Cast) -> Insight:
    return building.insight(cast.professional, cast.team)


@pytest.fixture
def femke(cast: Cast, client_for: Clients) -> Client:
    """The lead."""
    return client_for(cast.lead)


def page_of(client: Client, name: str, digest: MonthlyDigest) -> str:
    return " ".join(client.get(reverse(f"cycles:{name}", args=[digest.pk])).content.decode().split())


def test_the_lead_makes_one_on_its_page(cast: Cast, made: Insight, femke: Client) -> None:
    response = femke.post(reverse("cycles:digest-begin"), {"team": cast.team.pk, "month": "2026-03"})
    digest = MonthlyDigest.objects.get()
    assert response["Location"] == reverse("cycles:digest-write", args=[digest.pk])

    def send(name: str, pk: int = digest.pk, **fields: object) -> int:
        return int(femke.post(reverse(f"cycles:{name}", args=[pk]), fields).status_code)

    assert send("digest-write", title="Een zin vooraf helpt", summary="Minder bellen.", revision=1) == 302
    assert send("digest-insight-add", insight=made.pk) == 302
    assert send("conclusion-add", title="Begin met de gevolgen", text="Kort.") == 302
    assert send("recommendation-add", text="Lees hardop", owner=cast.colleague.pk, due_on="1-5-2026") == 302
    assert send("digest-publish") == 302
    digest.refresh_from_db()
    assert (digest.published_by, digest.published_at is None) == (cast.lead, False)
    page = page_of(femke, "digest", digest)
    for words in (
        "Maandbericht maart 2026, team Vergunningen, 1 minuut lezen",
        "Een zin vooraf helpt",
        "Minder bellen.",
        "Lees hardop",
        "Joost, vóór 1 mei",
        "Begin met de gevolgen",
        "Eén inzicht",
        building.STATEMENT,
        "nog niet geschat",
        "Nog niet gecontroleerd.",
        f"{building.SOURCE}. {building.METHOD}",
    ):
        assert words in page, words


def test_there_is_one_a_month_whoever_begins_it(cast: Cast, learning: User) -> None:
    first = digesting.draft_for(cast.team, date(2026, 3, 14), cast.lead)
    for who in (learning, cast.professional, cast.lead):  # a member: in the Maandoogst
        assert digesting.draft_for(cast.team, building.MARCH, who) == first
    for who in (cast.outsider, cast.manager, cast.administrator):
        with pytest.raises(PermissionError):
            digesting.draft_for(cast.team, building.MARCH, who)
    with pytest.raises(Refused):
        digesting.draft_for(cast.team, MAY, cast.lead)


@pytest.mark.parametrize("month", ["2026-05", "2020-01", "", "maart"])
def test_a_month_that_is_not_offered_is_refused(cast: Cast, femke: Client, month: str) -> None:
    response = femke.post(reverse("cycles:digest-begin"), {"team": cast.team.pk, "month": month})
    assert response.status_code == 422
    assert "Kies een maand." in response.content.decode()
    assert not MonthlyDigest.objects.exists()


def test_a_member_begins_none_on_the_page(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.professional)
    response = client.post(reverse("cycles:digest-begin"), {"team": cast.team.pk, "month": "2026-03"})
    assert response.status_code == 422
    assert "Maak een maandbericht" not in client.get(reverse("cycles:digests")).content.decode()


def test_the_team_makes_it_together_in_the_maandoogst(cast: Cast, made: Insight) -> None:
    digest = building.digest(cast.team, cast.professional, made)
    digesting.conclude(digest, "Begin met de gevolgen", by=cast.colleague)
    digesting.recommend(digest, "Lees hardop", cast.lead, MAY, by=cast.professional)
    assert digesting.publish(digest, by=cast.colleague)
    with pytest.raises(PermissionError):
        digesting.take_back(digest, by=cast.outsider)


def test_only_what_the_whole_team_reads_goes_in(cast: Cast, learning: User, femke: Client) -> None:
    digest = building.digest(cast.team, cast.lead)
    draft = building.draft(cast.lead, cast.team, statement="Nog alleen van Marieke")
    elsewhere = building.insight(cast.outsider, cast.other_team, statement="Van een ander team")
    for one in (draft, elsewhere):
        with pytest.raises(Refused):
            digesting.add_insight(digest, one, by=cast.lead)
        path = reverse("cycles:digest-insight-add", args=[digest.pk])
        assert femke.post(path, {"insight": one.pk}).status_code == 422
    wide = building.open_insight(learning, statement="Voor iedereen")
    assert digesting.add_insight(digest, wide, by=cast.lead)
    page = page_of(femke, "digest-write", digest)
    assert "Van een ander team" not in page
    assert "Nog alleen van Marieke" not in page


def test_who_looks_after_learning_is_offered_no_insights_of_a_team(
    cast: Cast, made: Insight, learning: User, client_for: Clients
) -> None:
    digest = building.digest(cast.team, cast.lead)
    assert building.STATEMENT not in page_of(client_for(learning), "digest-write", digest)


def test_what_proved_wrong_is_struck_out_with_the_month_that_said_it(
    cast: Cast, made: Insight, femke: Client
) -> None:
    wrong = building.insight(cast.professional, cast.team, statement="Met AI kost een besluit minder tijd")
    february = building.digest(cast.team, cast.lead, wrong, month=date(2026, 2, 1))
    digesting.publish(february, by=cast.lead)
    march = building.digest(cast.team, cast.lead, made)
    with pytest.raises(Refused):  # nobody found it wrong yet
        digesting.add_insight(march, wrong, is_correction=True, by=cast.lead)
    judging.check(wrong, "refuted", note="Eerst 40 minuten, nu 42.", source="Geteld", by=cast.lead)
    path = reverse("cycles:digest-insight-add", args=[march.pk])
    femke.post(path, {"insight": wrong.pk, "correction": "1"})
    digesting.publish(march, by=cast.lead)
    said = "<s>Met AI kost een besluit minder tijd.</s> Dat schreven we in februari. Eerst 40 minuten, nu 42."
    for name in ("digest", "digest-print"):
        assert said in page_of(femke, name, march)
    # The digest of February still says what was read then.
    assert "<s>" not in page_of(femke, "digest", february)


def test_a_published_digest_stays_as_it_was_read(cast: Cast, made: Insight, femke: Client) -> None:
    judging.rate(made, building.POINTS, by=cast.colleague)
    digest = building.digest(cast.team, cast.lead, made)
    digesting.publish(digest, by=cast.lead)
    judging.rate(made, dict.fromkeys(Insight.CRITERIA, 1), by=cast.colleague)
    writing.write(made, {"statement": "Heel iets anders"}, by=cast.professional)
    publishing.retire(made, by=cast.professional)
    page = page_of(femke, "digest", digest)
    assert building.STATEMENT in page
    assert "<strong>82</strong> van 100" in page
    assert "Heel iets anders" not in page
    assert digest.entries.get().validity_then == 82


def test_published_it_is_closed_until_taken_back(cast: Cast, made: Insight, femke: Client) -> None:
    digest = building.digest(cast.team, cast.lead, made)
    assert digesting.publish(digest, by=cast.lead)
    assert not digesting.publish(digest, by=cast.lead)
    row = digest.entries.get()
    for verb in (
        lambda: digesting.write(digest, title="x", summary="y", by=cast.lead),
        lambda: digesting.remove_insight(digest, made, by=cast.lead),
        lambda: digesting.conclude(digest, "x", by=cast.lead),
        lambda: digesting.recommend(digest, "x", cast.lead, MAY, by=cast.lead),
    ):
        with pytest.raises(Refused):
            verb()
    page = femke.post(reverse("cycles:digest-insight-remove", args=[row.pk]), follow=True).content.decode()
    assert "al gepubliceerd" in page
    assert digest.entries.exists()
    femke.post(reverse("cycles:digest-take-back", args=[digest.pk]))
    digest.refresh_from_db()
    assert digest.published_at is None
    digesting.conclude(digest, "Nu wel", by=cast.lead)


@pytest.mark.parametrize(("title", "summary", "said"), [("", "Iets", "een titel"), ("Iets", "", "een titel")])
def test_without_words_it_is_not_published(
    cast: Cast, made: Insight, femke: Client, title: str, summary: str, said: str
) -> None:
    digest = building.digest(cast.team, cast.lead, made, title=title, summary=summary)
    page = femke.post(reverse("cycles:digest-publish", args=[digest.pk]), follow=True).content.decode()
    assert said in page
    digest.refresh_from_db()
    assert digest.published_at is None


def test_an_empty_one_is_not_published(cast: Cast) -> None:
    with pytest.raises(Refused):
        digesting.publish(building.digest(cast.team, cast.lead), by=cast.lead)


def test_what_was_taken_out_of_sight_meanwhile_holds_it_up(cast: Cast, made: Insight) -> None:
    digest = building.digest(cast.team, cast.lead, made)
    Insight.objects.filter(pk=made.pk).update(published_at=None)
    with pytest.raises(Refused):
        digesting.publish(digest, by=cast.lead)


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("conclusion-add", {"title": ""}, "Schrijf de conclusie in een paar woorden."),
        ("recommendation-add", {"text": ""}, "Schrijf wat jullie aanraden."),
        ("recommendation-add", {"text": "Doen", "due_on": "1-5-2026"}, "Kies wie het oppakt"),
        ("recommendation-add", {"text": "Doen", "owner": "{me}", "due_on": "ooit"}, "Dit is geen datum."),
        ("recommendation-add", {"text": "Doen", "owner": "{me}", "due_on": "1-1-2026"}, "ligt vóór de maand"),
        ("digest-write", {"title": "x" * 121, "summary": "bewaar mij"}, "er passen 120 tekens in"),
        ("digest-insight-add", {"insight": ""}, "Kies een inzicht uit de lijst."),
    ],
)
def test_what_cannot_be_says_why_and_keeps_the_words(
    cast: Cast, femke: Client, name: str, sent: dict[str, str], said: str
) -> None:
    digest = building.digest(cast.team, cast.lead)
    fields = {key: value.replace("{me}", str(cast.lead.pk)) for key, value in sent.items()}
    response = femke.post(reverse(f"cycles:{name}", args=[digest.pk]), fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert sent.get("summary", "") in page
    assert not Conclusion.objects.exists()
    assert not Recommendation.objects.exists()


def test_an_owner_is_somebody_of_the_team(cast: Cast) -> None:
    digest = building.digest(cast.team, cast.lead)
    with pytest.raises(Refused):
        digesting.recommend(digest, "Doen", cast.outsider, MAY, by=cast.lead)


def test_two_who_write_see_each_other(cast: Cast, femke: Client) -> None:
    digest = building.digest(cast.team, cast.lead)
    path, seen = reverse("cycles:digest-write", args=[digest.pk]), digest.revision
    assert femke.post(path, {"title": "Eerst", "summary": "Dit", "revision": seen}).status_code == 302
    response = femke.post(path, {"title": "Daarna", "summary": "Dat", "revision": seen})
    assert response.status_code == 409
    assert {"Eerst", "Daarna"} <= set(
        response.content.decode().replace("<", " ").replace('"', " ").replace(">", " ").split()
    )
    digest.refresh_from_db()
    assert digest.title == "Eerst"


def test_a_recommendation_is_done_by_its_owner_or_the_lead(
    cast: Cast, made: Insight, client_for: Clients
) -> None:
    digest = building.digest(cast.team, cast.lead, made)
    row = digesting.recommend(digest, "Lees hardop", cast.colleague, MAY, by=cast.lead)
    digesting.publish(digest, by=cast.lead)
    path = reverse("cycles:recommendation-finish", args=[row.pk])
    assert client_for(cast.professional).post(path).status_code == 404
    page = client_for(cast.colleague).post(path, follow=True).content.decode()
    assert "Toch nog niet gedaan" in page
    row.refresh_from_db()
    assert row.done_at
    client_for(cast.lead).post(path, {"undo": "1"})
    row.refresh_from_db()
    assert row.done_at is None


def test_a_conclusion_gets_other_words_and_goes(cast: Cast, femke: Client) -> None:
    row = digesting.conclude(building.digest(cast.team, cast.lead), "Kort", by=cast.lead)
    path = reverse("cycles:conclusion", args=[row.pk])
    assert femke.post(path, {"title": ""}).status_code == 422
    femke.post(path, {"title": "Korter", "text": "Omdat."})
    row.refresh_from_db()
    assert (row.title, row.text) == ("Korter", "Omdat.")
    femke.post(reverse("cycles:conclusion-remove", args=[row.pk]))
    assert not Conclusion.objects.exists()


@pytest.mark.shows("A24")
@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (180, 1), (200, 2), (900, 5)])
def test_the_reading_time_counts_two_hundred_words_a_minute(cast: Cast, words: int, minutes: int) -> None:
    digest = digesting.draft_for(cast.team, building.MARCH, cast.lead)
    MonthlyDigest.objects.filter(pk=digest.pk).update(title="Een titel", summary="woord " * words)
    digest.refresh_from_db()
    assert reading_minutes(digest) == minutes
    assert shown(digest).minutes == minutes


@pytest.mark.shows("AI5", "S21")
def test_a_summary_that_ai_wrote_for_one_of_the_team_says_so(
    cast: Cast, made: Insight, femke: Client
) -> None:
    ai_wrote(cast.professional, WORDS)
    digest = building.digest(cast.team, cast.lead, made, summary=f"Dus {WORDS}")
    digesting.publish(digest, by=cast.lead)
    for name in ("digest", "digest-print"):
        page = page_of(femke, name, digest)
        assert "Deze samenvatting is van AI overgenomen." in page
        assert "Marieke las na en publiceerde." in page
    assert digest.label == "taken_over"


def test_a_mark_that_comes_with_a_draft_is_kept(cast: Cast, made: Insight, femke: Client) -> None:
    digest = building.digest(cast.team, cast.lead, made)
    mark = {
        "text": "Kort.",
        "degree": "reworked",
        "tool": "Le Chat",
        "on": "2026-03-27",
        "purpose": "Inkorten",
    }
    digesting.write(digest, title="Een", summary="Kort.", marks={"summary": [mark]}, by=cast.lead)
    page = page_of(femke, "digest", digest)
    assert "Deze samenvatting is door AI bewerkt.</strong> Le Chat, 27 maart 2026. Doel: inkorten." in page


def test_what_proved_wrong_is_no_insight_of_a_digest(cast: Cast, made: Insight) -> None:
    digest = building.digest(cast.team, cast.lead, made)
    judging.check(made, "refuted", note="Nee", source="Geteld", by=cast.colleague)
    with pytest.raises(Refused):  # found out between putting it in and publishing
        digesting.publish(digest, by=cast.lead)
    digesting.remove_insight(digest, made, by=cast.lead)
    with pytest.raises(Refused):
        digesting.add_insight(digest, made, by=cast.lead)
    digesting.add_insight(digest, made, is_correction=True, by=cast.lead)
    assert digesting.publish(digest, by=cast.lead)


def test_more_in_it_asks_no_more_of_the_database(cast: Cast, femke: Client) -> None:
    counts = []
    digest = building.digest(cast.team, cast.lead)
    for number in (2, 8):
        digesting.take_back(digest, by=cast.lead)
        for one in range(number):
            made = building.insight(cast.professional, cast.team, statement=f"Inzicht {number} {one}")
            digesting.add_insight(digest, made, by=cast.lead)
            digesting.conclude(digest, f"Conclusie {number} {one}", by=cast.lead)
            digesting.recommend(digest, f"Raad {number} {one}", cast.colleague, MAY, by=cast.lead)
        digesting.publish(digest, by=cast.lead)
        for name in ("digest", "digest-print"):
            femke.get(reverse(f"cycles:{name}", args=[digest.pk]))
            with CaptureQueriesContext(connection) as asked:
                page_of(femke, name, digest)
            counts.append((name, len(asked)))
    assert counts[:2] == counts[2:]


def test_the_list_names_months_and_teams(
    cast: Cast, made: Insight, femke: Client, learning: User, client_for: Clients
) -> None:
    digesting.publish(building.digest(cast.team, cast.lead, made), by=cast.lead)
    assert "maart 2026, team Vergunningen" in femke.get(reverse("cycles:digests")).content.decode()
    page = client_for(learning).get(reverse("cycles:digests")).content.decode()
    assert "Wmo-loket" in page  # may begin one for every team
    assert Notification.objects.filter(kind="month").exists()


@pytest.mark.shows("proposals-2", "AI5", "S21")
def test_title_conclusion_and_recommendation_say_what_ai_wrote(
    cast: Cast, made: Insight, femke: Client
) -> None:
    ai_wrote(cast.professional, WORDS)
    digest = building.digest(cast.team, cast.lead, made, title=WORDS, summary="In eigen woorden.")
    row = digesting.conclude(digest, "Kort", WORDS, by=cast.lead)
    advice = digesting.recommend(digest, WORDS, cast.colleague, MAY, by=cast.lead)
    assert (digest.label, row.label, advice.label) == ("taken_over", "taken_over", "taken_over")
    for name in ("digest", "digest-print"):
        page = page_of(femke, name, digest)
        assert "Deze titel is van AI overgenomen." in page
        assert "Deze samenvatting is" not in page
        assert page.count("<strong>Van AI overgenomen.</strong>") == 2
    assert page_of(femke, "digest-write", digest).count("Van AI overgenomen.") == 2
    digesting.change_conclusion(row, "Kort", "In eigen woorden.", by=cast.lead)
    row.refresh_from_db()
    assert row.label == "own"


@pytest.mark.shows("proposals-2", "AI5", "S21")
def test_who_wrote_it_left_and_its_mark_stays(cast: Cast, made: Insight) -> None:
    turn = ai_wrote(cast.professional, WORDS)
    digest = building.digest(cast.team, cast.lead, made, summary=f"{WORDS}.")
    turn.delete()
    cast.professional.memberships.all().delete()
    digesting.write(digest, by=cast.lead, title="Een", summary=f"{WORDS}.\n\nEn meer.")
    assert [mark["degree"] for mark in digest.marks["summary"]] == ["taken_over", "own"]
    assert digesting.conclude(digest, "Dus", WORDS, by=cast.lead).label == "taken_over"


@pytest.mark.shows("proposals-2", "AI5")
def test_an_insight_in_a_digest_says_that_ai_wrote_it(cast: Cast, femke: Client) -> None:
    ai_wrote(cast.professional, WORDS)
    digest = building.digest(
        cast.team, cast.lead, building.insight(cast.professional, cast.team, meaning=WORDS)
    )
    digesting.publish(digest, by=cast.lead)
    for name in ("digest", "digest-print"):
        assert "Van AI overgenomen." in page_of(femke, name, digest)


@pytest.mark.parametrize("nothing", ["-", "\u200b", "…"])
def test_signs_that_say_nothing_are_no_words(cast: Cast, made: Insight, nothing: str) -> None:
    digest = building.digest(cast.team, cast.lead, made, title=nothing)
    for verb in (
        lambda: digesting.conclude(digest, nothing, by=cast.lead),
        lambda: digesting.recommend(digest, nothing, cast.lead, MAY, by=cast.lead),
        lambda: digesting.publish(digest, by=cast.lead),
    ):
        with pytest.raises(Refused):
            verb()
