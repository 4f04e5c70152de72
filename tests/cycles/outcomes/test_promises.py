"""What a manager promises comes back to them, and the page on which they see what learning brought."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.outcomes import mails, reporting
from cycles.outcomes.in_hand import to_read, to_write
from cycles.outcomes.models import Commitment, OutcomeReport
from lerendwerken.lib import clock
from teams.notifications.channels.email import build
from teams.notifications.messages import MESSAGES, Never
from teams.notifications.models import Notification
from teams.structure.access import Viewer
from teams.structure.models import Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.cycles.outcomes.conftest import Clients
from tests.cycles.proposals import building as proposals
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("season")]
WORDS = "Ik maak twee uur per week vrij om mee te luisteren."
DUE = date(2026, 4, 20)
PAGE = "/opbrengsten/"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def report(cast: Cast) -> OutcomeReport:
    return building.shared(cast.professional, cast.manager)


@pytest.fixture
def promised(cast: Cast, report: OutcomeReport) -> Commitment:
    return reporting.promise(report, WORDS, DUE, by=cast.manager)


def sent_to(person: object, kind: str) -> list[str]:
    rows = Notification.objects.filter(person=person, kind=kind).order_by("due_at")
    return [f"{row.due_at.astimezone(AMSTERDAM):%d-%m %H:%M} {row.state}" for row in rows]


def test_a_promise_stands_with_the_report(
    cast: Cast, report: OutcomeReport, fatima: Client, dirk: Client
) -> None:
    url = reverse("cycles:report-promise", args=[report.pk])
    for _ in range(2):
        dirk.post(url, {"text": WORDS, "due": "2026-04-20"})
    assert Commitment.objects.count() == 1
    for client in (fatima, dirk):
        said = client.get(reverse("cycles:report", args=[report.pk])).content.decode()
        assert WORDS in said
        assert "Vóór maandag 20 april." in said


@pytest.mark.parametrize(
    ("text", "due", "said"),
    [
        ("", "2026-04-20", "Schrijf wat je toezegt."),
        ("a" * 301, "2026-04-20", "er passen 300 tekens in"),
        (WORDS, "", "Kies een dag."),
        (WORDS, "20 april", "Schrijf een dag, zoals 10-4-2026."),
        (WORDS, "2026-03-29", "Deze dag is al voorbij."),
    ],
)
def test_what_cannot_be_promised_says_why_and_stays(
    report: OutcomeReport, dirk: Client, text: str, due: str, said: str
) -> None:
    answer = dirk.post(reverse("cycles:report-promise", args=[report.pk]), {"text": text, "due": due})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert text in page
    assert due in page
    assert not Commitment.objects.exists()


def test_only_its_reader_promises_and_only_who_promised_says_it_is_done(
    cast: Cast, promised: Commitment, fatima: Client, client_for: Clients
) -> None:
    sent = {"text": "Iets anders", "due": "2026-04-20"}
    for client in (fatima, client_for(cast.lead), client_for(cast.lead_and_manager)):
        assert (
            client.post(reverse("cycles:report-promise", args=[promised.report_id]), sent).status_code == 404
        )
        assert client.post(reverse("cycles:commitment-keep", args=[promised.pk])).status_code == 404
    promised.refresh_from_db()
    assert promised.kept_at is None


def test_done_can_be_taken_back(promised: Commitment, dirk: Client) -> None:
    dirk.post(reverse("cycles:commitment-keep", args=[promised.pk]))
    promised.refresh_from_db()
    assert promised.kept_at
    said = dirk.get(reverse("cycles:report", args=[promised.report_id])).content.decode()
    assert "Gedaan op maandag 30 maart." in said
    dirk.post(reverse("cycles:commitment-reopen", args=[promised.pk]))
    promised.refresh_from_db()
    assert promised.kept_at is None


def test_it_comes_back_a_week_before_and_on_its_day(cast: Cast, promised: Commitment, at: Hands) -> None:
    assert mails.plan() == 0
    at("2026-04-13 07:00")
    assert (mails.plan(), mails.plan()) == (1, 0)
    at("2026-04-16 10:00")
    assert mails.plan() == 0
    at("2026-04-20 07:00")
    assert (mails.plan(), mails.plan()) == (1, 0)
    assert [one[:5] for one in sent_to(cast.manager, "commitment_due")] == ["13-04", "20-04"]
    at("2026-04-24 07:00")
    assert mails.plan() == 0


def test_what_is_done_does_not_come_back(cast: Cast, promised: Commitment, at: Hands) -> None:
    reporting.keep(promised, by=cast.manager)
    at("2026-04-13 07:00")
    assert mails.plan() == 0


def test_its_reader_hears_of_a_report_in_own_hours(cast: Cast, at: Hands) -> None:
    at("2026-03-30 19:00")
    report = building.shared(cast.professional, cast.manager)
    (planned,) = sent_to(cast.manager, "report_shared")
    assert planned.endswith("pending")
    assert planned.startswith("31-03")
    reporting.take_back(report, by=cast.professional)
    assert sent_to(cast.manager, "report_shared")[0].endswith("cancelled")


# The page of who manages --------------------------------------------------------------------------


def test_the_page_shows_yields_from_the_trial_on_and_reports_that_were_shared(
    cast: Cast, dirk: Client
) -> None:
    private = building.question_with_yield(cast.colleague, "zeehonden op de balie")
    proposals.outcome(
        proposals.submitted(cast.professional, title="Nog geen proef"), measure="nog niet te zien"
    )
    proposals.measured(proposals.in_trial(cast.professional).yields.get(), 2)
    building.prepared(cast.colleague, private)
    building.shared(cast.professional, cast.manager)
    page = dirk.get(PAGE).content.decode()
    assert "Brieven die terugkomen, per maand" in page
    assert "Fatima Ouali" in page
    assert "Nog geen datum." in page
    for hidden in ("zeehonden", "nog niet te zien", "Joost van der Meer", building.ABLE):
        assert hidden not in page


@pytest.mark.parametrize("who", ["professional", "lead", "administrator", "outsider"])
def test_the_page_is_for_who_manages(cast: Cast, client_for: Clients, who: str) -> None:
    assert client_for(cast.people[who]).get(PAGE).status_code == 404


def test_a_manager_of_another_unit_sees_nothing_of_this_one(cast: Cast, client_for: Clients) -> None:
    proposals.in_trial(cast.professional)
    building.shared(cast.professional, cast.manager)
    page = client_for(cast.lead_and_manager).get(PAGE).content.decode()
    assert "Brieven die terugkomen" not in page
    assert "Fatima" not in page


def test_an_open_promise_stands_on_the_page_until_it_is_done(
    cast: Cast, promised: Commitment, dirk: Client
) -> None:
    said = f"Jij zegde toe: {WORDS} Vóór 20 april."
    assert said in dirk.get(PAGE).content.decode()
    reporting.keep(promised, by=cast.manager)
    assert said not in dirk.get(PAGE).content.decode()


def test_mijn_week_says_what_waits(cast: Cast, promised: Commitment, dirk: Client, at: Hands) -> None:
    assert [one.title for one in to_write(Viewer(cast.colleague))] == ["Schrijf je opbrengstverslag"]
    assert to_write(Viewer(cast.professional)) == []
    assert [one.title for one in to_read(Viewer(cast.manager))] == ["1 opbrengstverslag is met jou gedeeld"]
    reporting.discuss(promised.report, by=cast.manager)
    at("2026-04-20 09:00")
    assert [one.title for one in to_read(Viewer(cast.manager))] == ["Je zegde iets toe: is het gedaan?"]


@pytest.mark.parametrize("many", [1, 8])
def test_queries_are_constant(cast: Cast, dirk: Client, many: int) -> None:
    for number in range(many):
        proposals.measured(proposals.in_trial(cast.professional, title=f"Voorstel {number}").yields.get(), 2)
        person = builders.member(cast.team, f"Persoon{number}")
        building.shared(person, cast.manager)
    dirk.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        page = dirk.get(PAGE).content.decode()
    assert page.count("Nog geen datum.") == many
    assert len(queries) <= 22, len(queries)


# Their mails --------------------------------------------------------------------------------------


def test_a_mail_holds_no_word_of_the_report_and_is_not_sent_once_it_is_taken_back(
    cast: Cast, report: OutcomeReport
) -> None:
    row = Notification.objects.select_related("person").get(kind="report_shared")
    message = MESSAGES["report_shared"]
    assert message.check(row, clock.now()) is None
    mail = build(row, message)
    said = f"{mail.subject} {mail.body} {mail.alternatives[0].content}"
    assert "Fatima Ouali deelt een opbrengstverslag met jou" in said
    assert reverse("cycles:report", args=[report.pk]) in said
    assert not any(words in said for words in building.TEXTS.values())
    reporting.take_back(report, by=cast.professional)
    assert message.check(row, clock.now()) == Never("report_gone")


def test_a_reminder_is_not_sent_to_who_kept_it_or_stopped_managing(
    cast: Cast, promised: Commitment, at: Hands
) -> None:
    at("2026-04-13 07:00")
    mails.plan()
    row = Notification.objects.select_related("person").get(kind="commitment_due")
    message = MESSAGES["commitment_due"]
    assert message.check(row, clock.now()) is None
    mail = build(row, message)
    assert "Je zegde iets toe vóór 20 april" in mail.subject
    assert WORDS not in f"{mail.subject} {mail.body} {mail.alternatives[0].content}"
    reporting.keep(promised, by=cast.manager)
    assert message.check(row, clock.now()) == Never("commitment_done")
    reporting.keep(promised, by=cast.manager, is_kept=False)
    Role.objects.filter(person=cast.manager).delete()
    assert message.check(row, clock.now()) == Never("commitment_done")
