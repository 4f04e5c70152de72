"""A report is its owner's until it is shared; its reader reads what was frozen then, until it is taken back (S18, 4.5)."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.content import choices, content, digest
from cycles.outcomes.models import Commitment, OutcomeReport
from cycles.outcomes.readers import readers
from cycles.yields.models import Measurement
from lerendwerken.lib import clock
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
KINDS = ("cycles.OutcomeReport", "cycles.Commitment", "cycles.Dissent")


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
    reporting.share(shared, cast.manager, seen=digest(content(shared)), by=cast.professional)
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


@pytest.mark.parametrize("talk_at", ["0001-01-01T00:00", "9999-12-31T23:59", "2028-01-01T10:00", "morgen"])
def test_a_talk_is_within_a_year(cast: Cast, fatima: Client, talk_at: str) -> None:
    answer = fatima.post(MINE, typed(building.now(cast.professional), talk_at=talk_at))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Kies een dag binnen een jaar." in said or "Schrijf een dag en een tijd" in said
    assert ABLE in said


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 5000])
def test_a_revision_that_nobody_gave_is_another_page(cast: Cast, fatima: Client, revision: str) -> None:
    building.prepared(cast.professional)
    sent = typed(building.now(cast.professional), revision=revision, able="Anders.")
    assert fatima.post(MINE, sent).status_code == 409
    assert OutcomeReport.objects.get().able == ABLE


def test_what_is_typed_keeps_itself(cast: Cast, fatima: Client) -> None:
    answer = fatima.post(reverse("cycles:report-autosave"), typed(building.now(cast.professional)))
    assert (answer.status_code, answer.headers["X-Revision"]) == (200, "1")
    assert "Bewaard om 9.10 uur" in answer.content.decode()
    assert OutcomeReport.objects.get().able == ABLE


@pytest.mark.parametrize("where", [MINE, "/opbrengstverslag/bewaren/"])
def test_what_is_typed_after_it_was_shared_elsewhere_stays_on_the_page(
    cast: Cast, fatima: Client, where: str
) -> None:
    sent = typed(building.now(cast.professional), able="Nog in een ander venster.")
    building.shared(cast.professional, cast.manager)
    answer = fatima.post(where, sent)
    said = answer.content.decode()
    assert answer.status_code == (409 if where == MINE else 422)
    assert "X-Compare" not in answer.headers
    assert "Je deelde dit verslag al." in said
    assert ("Nog in een ander venster." in said) == (where == MINE)
    assert OutcomeReport.objects.get().able == ABLE


def test_what_was_written_elsewhere_is_compared_on_the_page(cast: Cast, fatima: Client) -> None:
    """Keeping itself does not overwrite it; the button then leads to both."""
    stale = typed(building.now(cast.professional), able="Van hier.")
    building.prepared(cast.professional)
    answer = fatima.post(reverse("cycles:report-autosave"), stale)
    assert (answer.status_code, answer.headers["X-Compare"]) == (422, "1")
    assert "X-Revision" not in answer.headers
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
        reporting.share(report, cast.manager, seen=digest(content(report)), by=cast.professional)
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
    mine.measure, mine.target = "iets heel anders", 987654
    mine.save()
    OutcomeReport.objects.filter(pk=report.pk).update(able="Later geschreven.")
    read = seen(dirk, page(report))
    assert ABLE in read
    assert "Telefoontjes na een weigering, per week" in read
    for later in ("Later geschreven.", "iets heel anders", "987.654", "987654"):
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
    reporting.share(again, cast.manager, seen=digest(content(again)), by=cast.professional)
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
    report = building.shared(cast.professional, cast.manager)
    reporting.take_back(report, by=cast.professional)
    sent = {"text": "Tekst", "due": "2026-05-01"}
    assert dirk.post(reverse(f"cycles:report-{verb}", args=[report.pk]), sent).status_code == 404
    fatima.post(reverse(f"cycles:report-{verb}", args=[report.pk]), sent)
    report.refresh_from_db()
    assert report.state == State.PREPARED
    assert not report.dissents.exists()
    assert not report.commitments.exists()


def test_a_next_reader_does_not_read_what_was_said_to_the_one_before(cast: Cast, client_for: Clients) -> None:
    report = building.shared(cast.professional, cast.manager)
    reporting.promise(report, "Ik praat met de directie.", date(2026, 4, 20), by=cast.manager)
    reporting.dissent(report, "Dat zie ik anders.", by=cast.manager)
    reporting.take_back(report, by=cast.professional)
    Role.objects.filter(person=cast.manager).delete()
    fresh = builders.manager(cast.unit)
    again = building.now(cast.professional)
    reporting.share(again, fresh, seen=digest(content(again)), by=cast.professional)
    theirs, own = seen(client_for(fresh), page(again)), seen(client_for(cast.professional), page(again))
    for words in ("Ik praat met de directie.", "Dat zie ik anders."):
        assert words not in theirs
        assert words in own


def test_one_of_a_season_that_is_over_can_still_be_read_by_its_owner(
    cast: Cast, fatima: Client, at: Hands
) -> None:
    report = building.prepared(cast.professional)
    at("2026-04-20 09:00")
    building.season(date(2026, 4, 6))
    old = fatima.get(page(report), follow=True)
    assert old.redirect_chain == [(f"{MINE}?verslag={report.pk}", 302)]
    assert ABLE in old.content.decode()
    assert ABLE not in seen(fatima, MINE)
    fatima.post(MINE, typed(report, verslag=report.pk, able="Toch nog aangevuld."))
    report.refresh_from_db()
    assert report.able == "Toch nog aangevuld."
    sent = typed(report, verslag=report.pk, able=report.able, delen="1", voorbeeld=digest(content(report)))
    fatima.post(MINE, {**sent, "reader": cast.manager.pk})
    report.refresh_from_db()
    assert report.state == State.SHARED


@pytest.mark.parametrize("named", ["999", "x", "9" * 40])
def test_a_report_that_is_not_there_is_not_written(cast: Cast, fatima: Client, named: str) -> None:
    theirs = building.prepared(cast.colleague)
    for pk in (named, str(theirs.pk)):
        assert fatima.get(f"{MINE}?verslag={pk}").status_code == 404
        assert fatima.post(MINE, typed(theirs, verslag=pk)).status_code == 404
        assert fatima.post(reverse("cycles:report-autosave"), typed(theirs, verslag=pk)).status_code in (
            404,
            410,
        )
    theirs.refresh_from_db()
    assert theirs.revision == 1


def test_who_moved_talks_about_it_with_who_manages_them_now(cast: Cast, fatima: Client) -> None:
    report = building.prepared(cast.professional)
    Membership.objects.filter(person=cast.professional).update(team=cast.other_team)
    said = seen(fatima, MINE)
    assert "Deel met Yıldız" in said
    assert "Dirk" not in said
    sent = typed(
        report,
        delen="1",
        reader=cast.lead_and_manager.pk,
        voorbeeld=digest(content(building.now(cast.professional))),
    )
    fatima.post(MINE, sent)
    report.refresh_from_db()
    assert (report.team, report.reader) == (cast.other_team, cast.lead_and_manager)


def test_with_two_managers_the_one_that_was_chosen_stays_chosen(cast: Cast, fatima: Client) -> None:
    second = builders.manager(cast.unit)
    report = building.now(cast.professional)
    assert "Kies een manager" in seen(fatima, MINE)
    refused = fatima.post(MINE, typed(report, delen="1", reader=second.pk)).content.decode()
    assert "Kijk het voorbeeld nog eens na" in refused
    assert f'<option value="{second.pk}" selected>' in refused
    none = fatima.post(MINE, typed(building.now(cast.professional), delen="1", reader=""))
    assert "Kies met wie je het bespreekt." in none.content.decode()


def test_a_line_break_is_the_same_from_a_script_and_from_a_form(cast: Cast, fatima: Client) -> None:
    report = building.prepared(cast.professional)
    looked_at = fatima.post(
        reverse("cycles:report-preview"), typed(report, able="Een.\nTwee.")
    ).content.decode()
    (shown,) = re.findall(r'name="voorbeeld" value="(\w+)"', looked_at)
    fatima.post(MINE, typed(report, able="Een.\r\nTwee.", delen="1", reader=cast.manager.pk, voorbeeld=shown))
    report.refresh_from_db()
    assert report.state == State.SHARED


def test_what_is_ticked_is_kept_apart_from_what_is_typed(cast: Cast, fatima: Client) -> None:
    mine = building.question_with_yield(cast.professional)
    report = building.prepared(cast.professional)
    answer = fatima.post(
        reverse("cycles:report-autosave"), {f"neem-{mine.pk}": "on", "talk_at": "2026-04-14T10:00"}
    )
    assert answer.status_code == 200
    report.refresh_from_db()
    assert (report.able, report.revision) == (ABLE, 1)
    assert [row.outcome for row in report.yields.all()] == [mine]
    assert report.talk_at


def test_a_stale_page_with_a_mistake_stays_stale(cast: Cast, fatima: Client) -> None:
    stale = typed(building.now(cast.professional))
    building.prepared(cast.professional)
    building.prepared(cast.professional, able="Uit een ander venster.")
    wrong = fatima.post(MINE, {**stale, "talk_at": "morgen"}).content.decode()
    assert 'name="revision" value="0"' in wrong
    assert fatima.post(MINE, {**stale, "able": "Van hier."}).status_code == 409
    assert OutcomeReport.objects.get().able == "Uit een ander venster."


def test_of_a_question_goes_along_what_was_said_and_nothing_else(cast: Cast, dirk: Client) -> None:
    mine = building.question_with_yield(cast.professional)
    Measurement.objects.create(
        outcome=mine,
        value=4,
        measured_on=date(2026, 3, 27),
        note="Het was een rustige week.",
        by=cast.professional,
    )
    read = seen(dirk, page(building.shared(cast.professional, cast.manager, mine)))
    assert "Telefoontjes na een weigering, per week" in read
    for private in ("Het was een rustige week.", "vier weken geteld", mine.sentence):
        assert private not in read


@pytest.mark.shows("S18")
def test_no_way_to_read_it_goes_untold(cast: Cast, fatima: Client, dirk: Client, at: Hands) -> None:
    report = building.shared(cast.professional, cast.manager)
    dirk.post(reverse("cycles:report-dissent", args=[report.pk]), {"text": ""})
    assert "Dirk opende je verslag op maandag 30 maart, 9.10 uur." in seen(fatima, page(report))
    at.forward(minutes=5)
    reporting.take_back(report, by=cast.professional)
    again = building.now(cast.professional)
    reporting.share(again, cast.manager, seen=digest(content(again)), by=cast.professional)
    at.forward(minutes=5)
    assert "Dirk opende het nog niet." in seen(fatima, page(report))
    dirk.get(page(report))
    assert "Dirk opende je verslag op maandag 30 maart, 9.20 uur." in seen(fatima, page(report))


def test_what_its_owner_wrote_to_one_reader_is_not_for_the_next(cast: Cast, client_for: Clients) -> None:
    second = builders.manager(cast.unit)
    report = building.shared(cast.professional, cast.manager)
    reporting.dissent(report, "Dirk luisterde niet.", by=cast.professional)
    reporting.take_back(report, by=cast.professional)
    again = building.now(cast.professional)
    reporting.share(again, second, seen=digest(content(again)), by=cast.professional)
    assert "Dirk luisterde niet." not in seen(client_for(second), page(again))
    assert "Dirk luisterde niet." in seen(client_for(cast.professional), page(again))


def test_the_log_names_nobody_but_who_opened_it(cast: Cast, dirk: Client) -> None:
    report = building.agreed(cast.professional, cast.manager)
    reporting.dissent(report, "Anders.", by=cast.professional)
    reporting.promise(report, "Iets.", date(2026, 4, 20), by=cast.manager)
    dirk.get(page(report))
    named = AuditEntry.objects.exclude(actor=None).filter(object_kind__in=KINDS)
    assert set(named.values_list("action", flat=True)) == {"report_opened"}


def test_its_owner_reads_when_the_reader_stopped_reading(cast: Cast, fatima: Client) -> None:
    report = building.shared(cast.professional, cast.manager)
    Role.objects.filter(person=cast.manager).delete()
    builders.manager(cast.unit)
    said = seen(fatima, page(report))
    assert "Dirk is hier geen manager meer" in said
    assert "Neem het terug en deel het met wie dat nu is." in said


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


# At once ------------------------------------------------------------------------------------------


def test_what_was_ticked_otherwise_after_the_preview_is_not_shared_with_it(cast: Cast) -> None:
    """Another window keeps a tick between looking and sharing: then nothing is shared."""
    of_question = building.question_with_yield(cast.professional)
    report = building.prepared(cast.professional)
    seen = digest(content(report))
    reporting.choose(report, {of_question.pk: ""}, None, by=cast.professional)
    assert digest(content(report)) != seen
    with pytest.raises(Refused) as refused:
        reporting.share(report, cast.manager, seen=seen, by=cast.professional)
    assert "veranderd sinds je het zag" in refused.value.sentence
    assert OutcomeReport.objects.get().state == State.PREPARED


def test_a_promise_in_a_report_that_was_taken_back_is_not_ticked_off(cast: Cast) -> None:
    report = building.shared(cast.professional, cast.manager)
    day = clock.today("Europe/Amsterdam")
    made = reporting.promise(report, "Twee uur per week.", day, by=cast.manager)
    reporting.take_back(report, by=cast.professional)
    with pytest.raises(Refused):
        reporting.keep(made, by=cast.manager)
    assert Commitment.objects.get().kept_at is None
