"""What a team agrees: tasks that stay human and why, own norms, and how it talks. Of that team and its lead (A52)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.literacy import agreements, default_norms
from cycles.literacy.models import TeamAgreement
from teams.audit.models import AuditEntry
from teams.structure.access import Viewer, visible
from tests import builders
from tests.conftest import Cast
from tests.cycles.literacy.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A52", "A53", "A81")]
Kind = TeamAgreement.Kind
TASK = "Het gesprek na een weigering"
WHY = "Daar telt dat iemand luistert."


def path(cast: Cast) -> str:
    return reverse("cycles:team-agreements", args=[cast.team.pk])


def add(cast: Cast, kind: str = "keep_human") -> str:
    return reverse("cycles:team-agreement-add", args=[cast.team.pk, kind])


@pytest.fixture
def row(cast: Cast) -> TeamAgreement:
    return agreements.make(cast.team, Kind.KEEP_HUMAN, TASK, WHY, junior_learns=True, by=cast.professional)


def test_a_member_writes_down_what_stays_human(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.professional)
    for _ in range(2):
        response = client.post(add(cast), {"text": TASK, "why": WHY, "junior_learns": "on"})
        assert response["Location"] == f"{path(cast)}#keep_human"
    made = TeamAgreement.objects.get()
    assert (made.text, made.why, made.junior_learns, made.made_by) == (TASK, WHY, True, cast.professional)
    page = client_for(cast.colleague).get(path(cast)).content.decode()
    assert TASK in page
    assert WHY in page
    assert "Nieuwe collega’s leren hiervan." in page


@pytest.mark.parametrize("kind", ["norm", "talk"])
def test_norms_and_ways_to_talk_need_no_reason(cast: Cast, client_for: Clients, kind: str) -> None:
    client_for(cast.lead).post(add(cast, kind), {"text": "Wie twijfelt, zegt het", "junior_learns": "on"})
    made = TeamAgreement.objects.get()
    assert (made.kind, made.why, made.junior_learns) == (kind, "", False)


def test_own_norms_stand_beside_those_of_the_organisation(cast: Cast, client_for: Clients) -> None:
    default_norms.install()
    agreements.make(cast.team, Kind.NORM, "Wij noemen AI in de kantlijn", by=cast.lead)
    page = client_for(cast.professional).get(path(cast)).content.decode()
    assert "Wij noemen AI in de kantlijn" in page
    assert "De basisnormen van de organisatie" in page
    assert "<h3>1. " in page


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("keep_human", {"text": "", "why": WHY}, "Schrijf de afspraak op in één zin."),
        ("keep_human", {"text": TASK, "why": " "}, "Schrijf waarom dit mensenwerk blijft."),
        ("norm", {"text": "x" * 301}, "er passen 300 tekens in"),
    ],
)
def test_what_cannot_be_says_why_and_keeps_the_words(
    cast: Cast, client_for: Clients, kind: str, sent: dict[str, str], said: str
) -> None:
    response = client_for(cast.professional).post(add(cast, kind), sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert all(text.strip() in response.content.decode() for text in sent.values())
    assert not TeamAgreement.objects.exists()


def test_a_kind_that_is_not_there_is_not_there(cast: Cast, client_for: Clients) -> None:
    assert client_for(cast.professional).post(add(cast, "iets"), {"text": TASK}).status_code == 404


def test_changed_by_two_at_once_nobody_is_overwritten(
    cast: Cast, row: TeamAgreement, client_for: Clients
) -> None:
    where, seen = reverse("cycles:team-agreement", args=[row.pk]), row.revision
    sent = {"text": "Eerst dit", "why": WHY, "revision": seen}
    assert client_for(cast.professional).post(where, sent).status_code == 302
    response = client_for(cast.lead).post(where, {"text": "Toen dat", "why": WHY, "revision": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Eerst dit" in page
    assert "Toen dat" in page
    assert TeamAgreement.objects.get().text == "Eerst dit"
    again = {"text": "Toen dat", "why": WHY, "revision": seen + 1}
    assert client_for(cast.lead).post(where, again).status_code == 302
    assert TeamAgreement.objects.get().text == "Toen dat"


def test_ended_it_is_gone_from_the_page_and_undone_it_is_back(
    cast: Cast, row: TeamAgreement, client_for: Clients
) -> None:
    client = client_for(cast.colleague)
    page = client.post(reverse("cycles:team-agreement-end", args=[row.pk]), follow=True).content.decode()
    assert TASK not in page
    undo = reverse("cycles:team-agreement-undo", args=[row.pk])
    assert undo in page
    assert TASK in client.post(undo, follow=True).content.decode()
    assert not agreements.take_up(row, by=cast.colleague)
    assert agreements.end(row, by=cast.colleague)
    assert not agreements.end(row, by=cast.colleague)
    gone = client.get(reverse("cycles:team-agreement", args=[row.pk]), follow=True).content.decode()
    assert "Deze afspraak is intussen beëindigd." in gone


@pytest.mark.shows("S18")
def test_it_is_of_that_team_and_its_lead(cast: Cast, row: TeamAgreement, client_for: Clients) -> None:
    team = {"professional", "colleague", "lead"}
    for name, who in cast.people.items():
        client, there = client_for(who), name in team
        assert visible(TeamAgreement, Viewer(who)).exists() == there, name
        assert (client.get(path(cast)).status_code == 200) == there, name
        assert (client.get(reverse("cycles:team-agreement", args=[row.pk])).status_code == 200) == there, name
        if not there:
            for where in (
                add(cast),
                reverse("cycles:team-agreement", args=[row.pk]),
                reverse("cycles:team-agreement-end", args=[row.pk]),
                reverse("cycles:team-agreement-undo", args=[row.pk]),
            ):
                assert client.post(where, {"text": "x", "why": "y", "revision": "1"}).status_code == 404
            with pytest.raises(PermissionError):
                agreements.end(row, by=who)
    leads = builders.lead(cast.team)
    assert client_for(leads).get(path(cast)).status_code == 200
    row.refresh_from_db()
    assert (row.text, row.ended_at) == (TASK, None)


def test_the_log_holds_no_words_and_more_asks_no_more(
    cast: Cast, row: TeamAgreement, client_for: Clients
) -> None:
    client, counts = client_for(cast.professional), []
    for number in (1, 6):
        for one in range(number):
            agreements.make(cast.team, Kind.NORM, f"Norm {number} {one}", by=cast.lead)
        client.get(path(cast))
        with CaptureQueriesContext(connection) as asked:
            client.get(path(cast))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    entries = AuditEntry.objects.filter(object_kind="cycles.TeamAgreement")
    assert entries.count() == 8
    assert {str(entry.detail) for entry in entries} <= {"{'kind': 'keep_human'}", "{'kind': 'norm'}"}


@pytest.mark.shows("proposals-2")
@pytest.mark.parametrize("nothing", ["-", "\u200b\u2060"])
def test_signs_that_say_nothing_are_no_agreement(
    cast: Cast, client_for: Clients, row: TeamAgreement, nothing: str
) -> None:
    client = client_for(cast.professional)
    change = reverse("cycles:team-agreement", args=[row.pk])
    for sent in ({"text": nothing, "why": WHY}, {"text": "Nieuw", "why": nothing}):
        assert client.post(add(cast), sent).status_code == 422
        assert client.post(change, sent | {"revision": row.revision}).status_code == 422
    assert list(TeamAgreement.objects.values_list("text", "why")) == [(TASK, WHY)]
