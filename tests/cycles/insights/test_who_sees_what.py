"""Who reads an insight, a digest and what belongs to them: every role, by the page and by the door (S18)."""

import pytest
from django.urls import reverse

from cycles.insights import digesting, judging, publishing
from cycles.insights.models import (
    Conclusion,
    Contradiction,
    DigestInsight,
    Insight,
    InsightImport,
    MonthlyDigest,
    Objection,
    Recommendation,
)
from cycles.insights.reading_in import read
from cycles.insights.taking_in import keep
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from tests import builders
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S18", "W8")]

EVERYBODY = {
    "professional",
    "colleague",
    "lead",
    "manager",
    "administrator",
    "outsider",
    "lead_and_manager",
    "learning",
}
TEAM = {"professional", "colleague", "lead"}


def people(cast: Cast, learning: User) -> dict[str, User]:
    return cast.people | {"learning": learning}


def readers(cast: Cast, learning: User, model: type, pk: int) -> set[str]:
    return {
        name
        for name, who in people(cast, learning).items()
        if visible(model, Viewer(who)).filter(pk=pk).exists()
    }


def openers(cast: Cast, learning: User, client_for: Clients, path: str) -> set[str]:
    found = {name: client_for(who).get(path).status_code for name, who in people(cast, learning).items()}
    assert set(found.values()) <= {200, 404}
    return {name for name, status in found.items() if status == 200}


def test_a_draft_is_its_authors_alone(cast: Cast, learning: User, client_for: Clients) -> None:
    made = building.draft(cast.professional, cast.team)
    assert readers(cast, learning, Insight, made.pk) == {"professional"}
    path = reverse("cycles:insight", args=[made.pk])
    assert openers(cast, learning, client_for, path) == {"professional"}
    for name, who in people(cast, learning).items():
        page = client_for(who).get(reverse("cycles:insights") + "?soort=concepten").content.decode()
        assert (building.STATEMENT in page) == (name == "professional")


def test_shown_to_a_team_it_is_of_that_team_and_its_lead(
    cast: Cast, learning: User, client_for: Clients
) -> None:
    made = building.insight(cast.professional, cast.team)
    assert readers(cast, learning, Insight, made.pk) == TEAM
    assert openers(cast, learning, client_for, reverse("cycles:insight", args=[made.pk])) == TEAM
    for name, who in people(cast, learning).items():
        for address in ("cycles:insights", "cycles:insights-print"):
            page = client_for(who).get(reverse(address), {"zoek": "terugkijken"}).content.decode()
            assert (building.STATEMENT in page) == (name in TEAM), (name, address)


def test_a_lead_who_is_no_member_reads_it_too(cast: Cast) -> None:
    made = building.insight(cast.professional, cast.team)
    leads = builders.lead(cast.team)
    assert visible(Insight, Viewer(leads)).filter(pk=made.pk).exists()


def test_published_for_all_everybody_reads_it(cast: Cast, learning: User, client_for: Clients) -> None:
    made = building.open_insight(learning)
    assert readers(cast, learning, Insight, made.pk) == EVERYBODY
    assert openers(cast, learning, client_for, reverse("cycles:insight", args=[made.pk])) == EVERYBODY
    assert client_for(None).get(reverse("cycles:insight", args=[made.pk])).status_code == 302


def test_taken_back_it_is_its_authors_again(cast: Cast, learning: User) -> None:
    made = building.insight(cast.professional, cast.team)
    publishing.take_back(made, by=cast.professional)
    assert readers(cast, learning, Insight, made.pk) == {"professional"}


def test_who_left_the_team_reads_its_insights_no_more(cast: Cast) -> None:
    made = building.insight(cast.professional, cast.team)
    cast.colleague.memberships.update(until=builders.LONG_AGO)
    assert not visible(Insight, Viewer(cast.colleague)).filter(pk=made.pk).exists()


def test_a_doubt_is_read_by_who_reads_the_insight(cast: Cast, learning: User) -> None:
    made = building.insight(cast.professional, cast.team)
    row = judging.doubt(made, "De steekproef was klein.", by=cast.colleague)
    assert readers(cast, learning, Objection, row.pk) == TEAM


def test_a_contradiction_shows_only_where_both_are_read(
    cast: Cast, learning: User, client_for: Clients
) -> None:
    wide = building.open_insight(learning, statement="Terugkijken kost alleen tijd")
    narrow = building.insight(cast.professional, cast.team)
    row = judging.contradict(narrow, wide, by=cast.professional)
    assert readers(cast, learning, Contradiction, row.pk) == TEAM
    page = client_for(cast.outsider).get(reverse("cycles:insight", args=[wide.pk])).content.decode()
    assert building.STATEMENT not in page


@pytest.fixture
def march(cast: Cast) -> MonthlyDigest:
    made = building.digest(cast.team, cast.lead, building.insight(cast.professional, cast.team))
    digesting.conclude(made, "Begin met de gevolgen", by=cast.lead)
    digesting.recommend(made, "Lees elke brief hardop", cast.colleague, building.MARCH, by=cast.lead)
    return made


@pytest.mark.parametrize("published", [False, True])
def test_a_digest_is_its_teams_and_of_who_looks_after_learning(
    cast: Cast, learning: User, march: MonthlyDigest, client_for: Clients, published: bool
) -> None:
    if published:
        digesting.publish(march, by=cast.lead)
    expected = TEAM | {"learning"}
    assert readers(cast, learning, MonthlyDigest, march.pk) == expected
    for model in (DigestInsight, Conclusion, Recommendation):
        assert readers(cast, learning, model, model.objects.get().pk) == expected
    for name in ("cycles:digest", "cycles:digest-print"):
        assert openers(cast, learning, client_for, reverse(name, args=[march.pk])) == expected


def test_a_digest_is_written_on_its_page_by_the_lead_and_who_looks_after_learning(
    cast: Cast, learning: User, march: MonthlyDigest, client_for: Clients
) -> None:
    makers = {"lead", "learning"}
    assert openers(cast, learning, client_for, reverse("cycles:digest-write", args=[march.pk])) == makers
    conclusion = reverse("cycles:conclusion", args=[Conclusion.objects.get().pk])
    assert openers(cast, learning, client_for, conclusion) == makers
    refused = {
        name
        for name, who in people(cast, learning).items()
        for path in (
            reverse("cycles:digest-publish", args=[march.pk]),
            reverse("cycles:digest-take-back", args=[march.pk]),
            reverse("cycles:digest-insight-add", args=[march.pk]),
            reverse("cycles:conclusion-add", args=[march.pk]),
            reverse("cycles:recommendation-add", args=[march.pk]),
        )
        if name not in makers and client_for(who).post(path).status_code != 404
    }
    assert not refused
    march.refresh_from_db()
    assert march.published_at is None


def test_a_list_that_waits_is_its_readers_alone(cast: Cast, learning: User) -> None:
    row = keep(read(b"Inzicht;Bron\nEen;Twee"), by=cast.professional)
    assert readers(cast, learning, InsightImport, row.pk) == {"professional"}


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("cycles:insight-edit", {"professional"}),
        ("cycles:insight-rate", TEAM),
        ("cycles:insight-check", TEAM),
        ("cycles:insight-contradict", TEAM),
        ("cycles:insight-object", TEAM),
        ("cycles:insight-publish", {"professional"}),
    ],
)
def test_who_may_do_what_to_an_insight_of_a_team(
    cast: Cast, learning: User, client_for: Clients, name: str, may: set[str]
) -> None:
    made = building.insight(cast.professional, cast.team)
    assert openers(cast, learning, client_for, reverse(name, args=[made.pk])) == may


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("cycles:insight-edit", {"learning"}),
        ("cycles:insight-rate", {"learning", "manager", "lead_and_manager"}),
        ("cycles:insight-check", {"learning", "manager", "lead_and_manager"}),
        ("cycles:insight-object", EVERYBODY),
    ],
)
def test_who_may_do_what_to_an_insight_for_all(
    cast: Cast, learning: User, client_for: Clients, name: str, may: set[str]
) -> None:
    made = building.open_insight(learning)
    assert openers(cast, learning, client_for, reverse(name, args=[made.pk])) == may


@pytest.mark.parametrize("name", ["insight-take-back", "insight-retire", "insight-restore"])
def test_nobody_else_takes_it_out_of_sight(
    cast: Cast, learning: User, client_for: Clients, name: str
) -> None:
    made = building.insight(cast.professional, cast.team)
    for role, who in people(cast, learning).items():
        if role != "professional":
            assert client_for(who).post(reverse(f"cycles:{name}", args=[made.pk])).status_code == 404
    made.refresh_from_db()
    assert made.published_at
    assert made.retired_at is None
