"""A report is its owner's until it is shared; its reader reads what was frozen then, until it is taken back (S18, 4.5)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.content import choices, content
from cycles.outcomes.models import OutcomeReport
from cycles.outcomes.readers import readers
from cycles.outcomes.views import digest
from lerendwerken.lib.refusal import Refused
from teams.audit.models import AuditEntry
from teams.structure.access import Viewer
from teams.structure.models import Membership, Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.cycles.outcomes.building import ABLE, TEXTS
from tests.cycles.outcomes.conftest import Clients
from tests.cycles.proposals import building as proposals
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("season")]
MINE = "/opbrengstverslag/"
State = OutcomeReport.State


def page(of: OutcomeReport) -> str:
    return reverse("cycles:report", args=[of.pk])


def seen(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def typed(report: OutcomeReport, **more: Any) -> dict[str, Any]:
    return {**TEXTS, "talk_at": "", "revision": str(report.revision), **more}


# Its owner ----------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_read_by_nobody_else(
    cast: Cast, fatima: Client, client_for: Clients
) -> None:
    answer = fatima.post(MINE, typed(building.now(cast.professional)), follow=True)
    assert "Je verslag is bewaard. Alleen jij leest het." in answer.content.decode()
    report = OutcomeReport.objects.get()
    assert (report.owner, report.able, report.state) == (cast.professional, ABLE, State.PREPARED)
    for person in (cast.manager, cast.lead, cast.colleague, cast.administrator, cast.lead_and_manager):
        assert client_for(person).get(page(report)).status_code == 404, person


def test_only_own_yields_can_go_along(cast: Cast, fatima: Client) -> None:
    mine = building.question_with_yield(cast.professional)
    theirs = building.question_with_yield(cast.colleague, "minuten per brief")
    report = building.now(cast.professional)
    sent = typed(report, **{f"neem-{mine.pk}": "on", f"neem-{theirs.pk}": "on"})
    fatima.post(MINE, sent)
    assert [row.outcome for row in OutcomeReport.objects.get().yields.all()] == [mine]
    assert "minuten per brief" not in seen(fatima, MINE).lower()
    with pytest.raises(Refused):
        reporting.write(report, TEXTS, {}, None, seen=0, by=cast.colleague)


def test_a_yield_goes_along_under_the_name_that_it_gets(cast: Cast, fatima: Client, dirk: Client) -> None:
    mine = building.question_with_yield(cast.professional)
    report = building.now(cast.professional)
    fatima.post(MINE, typed(report, **{f"neem-{mine.pk}": "on", f"naam-{mine.pk}": "Bellers per week"}))
    shared = building.now(cast.professional)
    reporting.share(shared, cast.manager, seen=shared.revision, by=cast.professional)
    read = seen(dirk, page(shared))
    assert "Bellers per week" in read
    assert "telefoontjes" not in read.lower()


def test_yields_of_a_proposal_go_along_from_the_trial_on(cast: Cast) -> None:
    proposals.submitted(cast.professional)
    assert building.own_yields(cast.professional) == []
    proposals.in_trial(cast.professional)
    assert building.own_yields(cast.professional) == ["Brieven die terugkomen, per maand"]


def test_a_text_that_is_too_long_says_so_and_stays(cast: Cast, fatima: Client) -> None:
    answer = fatima.post(MINE, typed(building.now(cast.professional), able="a" * 2001))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "er passen 2.000 tekens in" in said
    assert "a" * 2001 in said
    assert not OutcomeReport.objects.exists()


def test_two_tabs_of_one_owner_lose_nothing(cast: Cast, fatima: Client) -> None:
    first = typed(building.now(cast.professional))
    fatima.post(MINE, first)
    answer = fatima.post(MINE, {**first, "able": "Uit het andere tabblad."})
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Je schreef dit ergens anders verder." in said
    assert "Uit het andere tabblad." in said
    assert OutcomeReport.objects.get().able == ABLE


def test_what_is_typed_keeps_itself(cast: Cast, fatima: Client) -> None:
    answer = fatima.post(reverse("cycles:report-autosave"), typed(building.now(cast.professional)))
    assert (answer.status_code, answer.headers["X-Revision"]) == (200, "1")
    assert "Bewaard om 9.10 uur" in answer.content.decode()
    assert OutcomeReport.objects.get().able == ABLE


def test_the_preview_shows_what_is_typed_and_keeps_nothing(cast: Cast, fatima: Client) -> None:
    mine = building.question_with_yield(cast.professional)
    sent = typed(building.now(cast.professional), able="Net getypt.", **{f"neem-{mine.pk}": "on"})
    said = fatima.post(reverse("cycles:report-preview"), sent).content.decode()
    assert "Net getypt." in said
    assert "Telefoontjes na een weigering, per week" in said
    assert not OutcomeReport.objects.exists()


# Sharing ------------------------------------------------------------------------------------------


def test_what_is_shared_is_the_preview_that_was_looked_at(cast: Cast, fatima: Client) -> None:
    report = building.prepared(cast.professional)
    looked_at = digest(content(report))
    sent = typed(report, delen="1", reader=cast.manager.pk, voorbeeld=looked_at, able="Toch anders.")
    answer = fatima.post(MINE, sent)
    assert answer.status_code == 422
    assert "Kijk het voorbeeld nog eens na" in answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.able) == (State.PREPARED, "Toch anders.")
    again = typed(
        report, delen="1", reader=cast.manager.pk, voorbeeld=digest(content(report)), able="Toch anders."
    )
    assert "Dirk leest het nu." in fatima.post(MINE, again, follow=True).content.decode()
    report.refresh_from_db()
    assert (report.state, report.reader) == (State.SHARED, cast.manager)
    assert digest(report.shown or {}) == again["voorbeeld"]


@pytest.mark.parametrize("who", ["lead", "colleague", "professional", "lead_and_manager", "administrator"])
def test_it_goes_to_who_manages_the_unit_and_nobody_else(cast: Cast, fatima: Client, who: str) -> None:
    report = building.prepared(cast.professional)
    sent = typed(report, delen="1", reader=cast.people[who].pk, voorbeeld=digest(content(report)))
    answer = fatima.post(MINE, sent)
    assert answer.status_code == 422
    assert OutcomeReport.objects.get().state == State.PREPARED


def test_an_empty_report_is_not_shared(cast: Cast) -> None:
    report = building.prepared(cast.professional, **dict.fromkeys(TEXTS, ""))
    with pytest.raises(Refused) as refused:
        reporting.share(report, cast.manager, seen=report.revision, by=cast.professional)
    assert refused.value.sentence.startswith("Er staat nog niets in je verslag.")


def test_pressing_share_on_an_empty_page_says_what_is_missing(cast: Cast, fatima: Client) -> None:
    empty = dict.fromkeys(TEXTS, "")
    report = building.prepared(cast.professional, **empty)
    looked_at = digest(content(report))
    sent = typed(report, delen="1", reader=cast.manager.pk, voorbeeld=looked_at, **empty)
    answer = fatima.post(MINE, sent)
    assert answer.status_code == 422
    assert "Er staat nog niets in je verslag." in answer.content.decode()


def test_what_changes_afterwards_does_not_reach_the_reader(cast: Cast, dirk: Client) -> None:
    mine = building.question_with_yield(cast.professional)
    report = building.shared(cast.professional, cast.manager, mine)
    mine.measure, mine.target = "iets heel anders", 99
    mine.save()
    OutcomeReport.objects.filter(pk=report.pk).update(able="Later geschreven.")
    read = seen(dirk, page(report))
    assert ABLE in read
    assert "Telefoontjes na een weigering, per week" in read
    for later in ("Later geschreven.", "iets heel anders", "99"):
        assert later not in read


def test_a_manager_who_learns_too_shares_one_level_up(cast: Cast) -> None:
    """Who manages the own unit alone shares with who manages another."""
    Membership.objects.create(person=cast.manager, team=cast.team, from_date=builders.LONG_AGO)
    assert readers(cast.manager, cast.team, Viewer(cast.manager)) == [cast.lead_and_manager]
    assert readers(cast.professional, cast.team, Viewer(cast.professional)) == [cast.manager]


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.shows("S18")
def test_opening_it_is_told_to_its_owner_once_an_hour(
    cast: Cast, fatima: Client, dirk: Client, at: Hands
) -> None:
    report = building.shared(cast.professional, cast.manager)
    assert "Dirk opende het nog niet." in seen(fatima, page(report))
    for _ in range(2):
        assert dirk.get(page(report)).status_code == 200
    dirk.head(page(report))
    assert AuditEntry.objects.filter(action="report_opened").count() == 1
    assert "Dirk opende je verslag op maandag 30 maart, 9.10 uur." in seen(fatima, page(report))
    at.forward(minutes=61)
    dirk.get(page(report))
    assert AuditEntry.objects.filter(action="report_opened").count() == 2


def test_nobody_but_its_reader_reads_it(cast: Cast, client_for: Clients) -> None:
    report = building.shared(cast.professional, cast.manager)
    for person in (cast.lead, cast.colleague, cast.administrator, cast.outsider, cast.lead_and_manager):
        assert client_for(person).get(page(report)).status_code == 404, person


def test_who_stops_managing_stops_reading(cast: Cast, dirk: Client) -> None:
    report = building.shared(cast.professional, cast.manager)
    assert dirk.get(page(report)).status_code == 200
    Role.objects.filter(person=cast.manager).update(unit=cast.other_unit)
    Role.objects.filter(person=cast.lead_and_manager, kind=Role.Kind.MANAGER).update(unit=cast.unit)
    assert dirk.get(page(report)).status_code == 404


def test_taking_back_is_possible_until_both_agreed(cast: Cast, fatima: Client, dirk: Client) -> None:
    report = building.discussed(cast.professional, cast.manager)
    fatima.post(reverse("cycles:report-take-back", args=[report.pk]))
    assert dirk.get(page(report)).status_code == 404
    report.refresh_from_db()
    assert (report.state, report.shown) == (State.PREPARED, None)
    again = building.now(cast.professional)
    reporting.share(again, cast.manager, seen=again.revision, by=cast.professional)
    reporting.discuss(again, by=cast.professional)
    for person in (cast.manager, cast.professional):
        reporting.agree(again, by=person)
    said = fatima.post(reverse("cycles:report-take-back", args=[report.pk]), follow=True).content.decode()
    assert "het verslag staat op ‘Afgesproken’" in said
    report.refresh_from_db()
    assert report.state == State.AGREED


def test_it_is_agreed_once_both_say_so(cast: Cast, fatima: Client, dirk: Client) -> None:
    report = building.shared(cast.professional, cast.manager)
    agree = reverse("cycles:report-agree", args=[report.pk])
    assert "het verslag staat op ‘Gedeeld’" in dirk.post(agree, follow=True).content.decode()
    dirk.post(reverse("cycles:report-discuss", args=[report.pk]))
    for _ in range(2):
        dirk.post(agree)
        report.refresh_from_db()
        assert report.state == State.DISCUSSED
    assert "Jij bent het eens. Het wacht nog op Fatima." in seen(dirk, page(report))
    fatima.post(agree)
    report.refresh_from_db()
    assert report.state == State.AGREED


def test_either_says_how_they_see_it(cast: Cast, fatima: Client, dirk: Client) -> None:
    report = building.agreed(cast.professional, cast.manager)
    for client, words in ((dirk, "Het ging sneller dan hier staat."), (fatima, "Het bleef te druk.")):
        for _ in range(2):
            client.post(reverse("cycles:report-dissent", args=[report.pk]), {"text": words})
    assert report.dissents.count() == 2
    for client in (fatima, dirk):
        assert "Het ging sneller dan hier staat." in seen(client, page(report))
    empty = dirk.post(reverse("cycles:report-dissent", args=[report.pk]), {"text": ""})
    assert empty.status_code == 422
    assert "Schrijf hoe jij het ziet." in empty.content.decode()


@pytest.mark.parametrize("verb", ["discuss", "agree", "take-back", "promise", "dissent"])
def test_nothing_is_done_to_what_is_not_shared(cast: Cast, fatima: Client, dirk: Client, verb: str) -> None:
    report = building.prepared(cast.professional)
    sent = {"text": "Tekst", "due": "2026-05-01"}
    assert dirk.post(reverse(f"cycles:report-{verb}", args=[report.pk]), sent).status_code == 404
    fatima.post(reverse(f"cycles:report-{verb}", args=[report.pk]), sent)
    report.refresh_from_db()
    assert report.state == State.PREPARED
    assert not report.dissents.exists()
    assert not report.commitments.exists()


# Around it ----------------------------------------------------------------------------------------


def test_without_a_season_there_is_a_sentence(cast: Cast, fatima: Client, season: Season) -> None:
    season.delete()
    assert "Er loopt nu geen seizoen voor je team." in seen(fatima, MINE)


def test_without_a_manager_it_can_be_written_and_not_shared(cast: Cast, fatima: Client) -> None:
    Role.objects.filter(kind=Role.Kind.MANAGER).delete()
    said = seen(fatima, MINE)
    assert "Er is nog niemand die je verslag kan lezen." in said
    assert 'name="delen"' not in said


@pytest.mark.parametrize("many", [1, 12])
def test_queries_are_constant(cast: Cast, fatima: Client, many: int) -> None:
    for number in range(many):
        made = proposals.in_trial(cast.professional, title=f"Voorstel {number}")
        proposals.measured(made.yields.get(), 2)
    report = building.now(cast.professional)
    chosen = {f"neem-{one.outcome.pk}": "on" for one in _rows(report)}
    fatima.post(MINE, typed(report, **chosen))
    fatima.get(MINE)
    with CaptureQueriesContext(connection) as queries:
        said = seen(fatima, MINE)
    assert said.count("Brieven die terugkomen") >= many
    assert len(queries) <= 26


def _rows(report: OutcomeReport) -> list[Any]:
    return [choice.row for choice in choices(report)]
