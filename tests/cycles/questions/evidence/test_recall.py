"""From memory after 1, 4 and 12 weeks: in working time, before looking back, and judged by the owner only (E4)."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.questions import lifecycle
from cycles.questions.evidence import recalling
from cycles.questions.evidence.models import Recall
from cycles.questions.evidence.trace import trace
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import Absence, WorkingPattern, calendar_of
from teams.notifications import outbox
from teams.notifications.models import Notification, Preference
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.cycles.questions.evidence import building
from tests.cycles.questions.evidence.building import EXPLANATION
from tests.cycles.questions.evidence.conftest import MARKER, Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
KNEW = "Eerst het besluit, dan de reden."


@pytest.fixture
def explained(question: LearningQuestion) -> LearningQuestion:
    """On Wednesday 1 April; asked again on Wednesday 8 April, 29 April and 24 June."""
    building.explanation(question)
    return question


@pytest.fixture
def first(explained: LearningQuestion) -> Recall:
    return explained.recalls.get(after_weeks=1)


def due(row: Recall) -> datetime | None:
    row.refresh_from_db()
    return row.due_at


# When it comes ------------------------------------------------------------------------------------


@pytest.mark.shows("E4", "W1")
def test_it_gets_the_first_working_minute_of_its_day(first: Recall, cast: Cast) -> None:
    assert recalling.plan() == 1, "what is more than eight days away waits"
    assert due(first) == builders.local(IsoWeek(2026, 15), "wo 08:30")
    (row,) = Notification.objects.filter(kind="recall")
    assert (row.person, row.due_at, row.state) == (cast.professional, due(first), "pending")
    assert recalling.plan() == 0, "safe to run twice"
    assert Notification.objects.filter(kind="recall").count() == 1


@pytest.mark.shows("W1", "W5")
def test_it_follows_absence_and_hours_as_long_as_it_was_not_asked(
    first: Recall, cast: Cast, at: Hands
) -> None:
    recalling.plan()
    absence = builders.absence(cast.professional, date(2026, 4, 8), date(2026, 4, 10))
    assert recalling.plan() == 1
    monday = builders.local(IsoWeek(2026, 16), "ma 08:30")
    assert due(first) == monday
    assert Notification.objects.get(kind="recall").next_attempt_at == monday
    WorkingPattern.objects.filter(person=cast.professional).delete()
    builders.pattern(cast.professional, builders.shifts(start="10:00", end="16:00"))
    recalling.plan()
    assert due(first) == builders.local(IsoWeek(2026, 16), "ma 10:00")
    absence.delete()
    recalling.plan()
    assert due(first) == builders.local(IsoWeek(2026, 15), "wo 10:00"), "and back again"
    assert Notification.objects.get(kind="recall").due_at == due(first)


@pytest.mark.shows("W1")
def test_asked_once_it_stays_where_it_was(first: Recall, cast: Cast, at: Hands) -> None:
    recalling.plan()
    at("2026-04-08 08:40")
    builders.absence(cast.professional, date(2026, 4, 8), date(2026, 4, 10))
    before = due(first)
    recalling.plan()
    assert due(first) == before


def test_without_working_time_it_waits_and_holds_nobody_up(first: Recall, cast: Cast, at: Hands) -> None:
    recalling.plan()
    WorkingPattern.objects.filter(person=cast.professional).delete()
    recalling.plan()
    assert due(first) is None
    at("2026-04-08 09:00")
    outbox.send_due()
    assert not mail.outbox
    builders.pattern(cast.professional, builders.shifts(start="11:00"))
    recalling.plan()
    assert due(first) == builders.local(IsoWeek(2026, 15), "wo 11:00")
    at("2026-04-09 11:00")
    outbox.send_due()
    assert len(mail.outbox) == 1


def test_planning_costs_the_same_for_one_and_for_many(explained: LearningQuestion, cast: Cast) -> None:
    recalling.plan()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            recalling.plan()
        return len(queries)

    one = cost()
    for person in (cast.colleague, cast.lead, cast.manager):
        building.explanation(questions.active_question(person))
    recalling.plan()
    assert cost() == one


@pytest.mark.shows("W6")
def test_a_question_that_was_let_go_asks_nothing_more(
    explained: LearningQuestion, first: Recall, cast: Cast, at: Hands
) -> None:
    recalling.plan()
    lifecycle.drop(explained, by=cast.professional)
    at("2026-04-08 09:00")
    outbox.send_due()
    assert not mail.outbox
    assert Notification.objects.get(kind="recall").reason == "recall_gone"
    assert not recalling.due(cast.professional).exists()


# Its mail -----------------------------------------------------------------------------------------


@pytest.mark.shows("TL8", "questions-5", "W8")
def test_the_mail_says_that_one_waits_and_not_a_word_of_it(
    cast: Cast, wednesday: datetime, at: Hands
) -> None:
    asked = questions.active_question(
        cast.professional, text=f"Wat is een {MARKER}?", situation=f"Bij de {MARKER} van vorige week."
    )
    building.attempt(asked, f"Ik denk dat een {MARKER} iets is.")
    building.explanation(asked, f"Een {MARKER} is iets anders dan ik dacht.")
    recalling.plan()
    at("2026-04-08 08:29")
    outbox.send_due()
    assert not mail.outbox, "not before working time"
    at("2026-04-08 08:30")
    outbox.send_due()
    (letter,) = mail.outbox
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert letter.to == [cast.professional.email]
    for said in (letter.subject, str(letter.body), html):
        assert MARKER not in said
        assert "zeehond" not in said
    assert reverse("cycles:recall", args=[asked.recalls.get(after_weeks=1).pk]) in letter.body
    assert "Dat kost 2 minuten." in letter.body
    outbox.send_due()
    assert len(mail.outbox) == 1


@pytest.mark.shows("TD11")
def test_who_does_not_want_it_by_mail_finds_it_on_mijn_week(
    first: Recall, cast: Cast, fatima: Client, at: Hands
) -> None:
    wish = Preference.of(cast.professional)
    wish.switch("recall", "email", False)
    wish.save()
    recalling.plan()
    at("2026-04-08 08:30")
    outbox.send_due()
    assert not mail.outbox
    page = fatima.get(reverse("cycles:my-week")).content.decode()
    assert f"Leg uit je hoofd uit: {first.question.text}" in page
    assert "Een week geleden legde je het uit." in page


def test_done_before_its_mail_no_mail_comes(first: Recall, cast: Cast, at: Hands) -> None:
    recalling.plan()
    at("2026-04-08 00:10")
    recalling.recall(first, KNEW, by=cast.professional)
    at("2026-04-08 08:30")
    outbox.send_due()
    assert not mail.outbox


def test_an_administrator_reads_on_the_sending_page_no_recall(
    cast: Cast, first: Recall, client_for: Clients
) -> None:
    recalling.plan()
    page = client_for(cast.administrator).get(reverse("teams:administration")).content.decode()
    assert "Uit je hoofd" not in page


# Answering it -------------------------------------------------------------------------------------


@pytest.mark.shows("E4", "questions-1")
def test_what_was_explained_is_read_only_after_what_is_still_known_is_kept(
    first: Recall, explained: LearningQuestion, fatima: Client, at: Hands
) -> None:
    recalling.plan()
    at("2026-04-08 09:00")
    url = reverse("cycles:recall", args=[first.pk])
    assert EXPLANATION not in fatima.get(url).content.decode()
    page = fatima.get(reverse("cycles:question", args=[explained.pk])).content.decode()
    assert EXPLANATION not in page, "nor on the page of the question"
    assert "Je uitleg staat hier weer als je hebt opgeschreven wat je nog weet." in page
    judged = fatima.post(reverse("cycles:recall-judge", args=[first.pk]), {"outcome": "still"})
    assert judged.status_code == 422
    assert EXPLANATION not in judged.content.decode()
    assert EXPLANATION not in fatima.post(url, {"text": " "}).content.decode()
    assert fatima.post(url, {"text": KNEW}).headers["Location"] == url
    page = fatima.get(url).content.decode()
    assert KNEW in page
    assert EXPLANATION in page
    fatima.post(reverse("cycles:recall-judge", args=[first.pk]), {"outcome": "partly"})
    first.refresh_from_db()
    assert (first.state, first.outcome, first.text) == ("done", "partly", KNEW)


def test_a_later_explanation_is_not_what_was_explained_then(
    first: Recall, explained: LearningQuestion, fatima: Client, cast: Cast, at: Hands
) -> None:
    at("2026-04-08 09:00")
    recalling.recall(first, KNEW, by=cast.professional)
    at("2026-04-09 09:00")
    building.explanation(explained, "Een heel andere uitleg, van later.")
    assert EXPLANATION in fatima.get(reverse("cycles:recall", args=[first.pk])).content.decode()


def test_too_early_it_says_when(first: Recall, cast: Cast, fatima: Client) -> None:
    url = reverse("cycles:recall", args=[first.pk])
    assert "Dit vragen we vanaf woensdag 8 april, in je werktijd." in fatima.get(url).content.decode()
    assert fatima.post(url, {"text": KNEW}).status_code == 422
    with pytest.raises(Refused):
        recalling.recall(first, KNEW, by=cast.professional)
    assert not Recall.objects.exclude(text="").exists()


def test_two_windows_lose_nothing(first: Recall, fatima: Client, at: Hands) -> None:
    at("2026-04-08 09:00")
    url = reverse("cycles:recall", args=[first.pk])
    assert fatima.post(url, {"text": KNEW}).status_code == 302
    assert fatima.post(url, {"text": KNEW}).status_code == 302, "pressed twice"
    answer = fatima.post(url, {"text": "Iets heel anders."})
    assert answer.status_code == 422
    first.refresh_from_db()
    assert first.text == KNEW


def test_skipped_nobody_hears_and_it_can_be_undone(
    first: Recall, explained: LearningQuestion, cast: Cast, fatima: Client, at: Hands
) -> None:
    recalling.plan()
    at("2026-04-08 09:00")
    url = reverse("cycles:recall-skip", args=[first.pk])
    page = fatima.post(url, follow=True).content.decode()
    assert "Overgeslagen. Niemand hoort dit." in page
    assert f'action="{url}?undo=1"' in page
    fatima.post(url)  # pressed twice is pressed once
    outbox.send_due()
    assert not mail.outbox
    assert not recalling.due(cast.professional).exists()
    fatima.post(f"{url}?undo=1")
    first.refresh_from_db()
    assert first.state == Recall.State.PLANNED
    assert list(recalling.due(cast.professional)) == [first]


@pytest.mark.parametrize("outcome", ["", "best", "done"])
def test_an_outcome_that_is_not_there_is_refused(
    first: Recall, cast: Cast, fatima: Client, at: Hands, outcome: str
) -> None:
    at("2026-04-08 09:00")
    recalling.recall(first, KNEW, by=cast.professional)
    assert (
        fatima.post(reverse("cycles:recall-judge", args=[first.pk]), {"outcome": outcome}).status_code == 422
    )


def test_of_two_that_wait_the_last_is_asked(
    explained: LearningQuestion, cast: Cast, fatima: Client, at: Hands
) -> None:
    recalling.plan()
    at("2026-04-29 00:05")
    recalling.plan()
    at("2026-04-29 09:00")
    assert [row.after_weeks for row in recalling.due(cast.professional)] == [4]
    outbox.send_due()
    assert len(mail.outbox) == 1, "and only that one is mailed"
    assert "Vier weken geleden legde je iets uit aan jezelf." in mail.outbox[0].body
    building.recalled(explained, 4)
    assert not recalling.due(cast.professional).exists()
    page = fatima.get(reverse("cycles:question", args=[explained.pk])).content.decode()
    assert EXPLANATION in page, "and the words stand there again"
    assert [item.when for item in trace(explained) if item.state != "done"] == ["nu", "24 juni"]


@pytest.mark.shows("AI11", "questions-5")
@pytest.mark.parametrize("role", ["colleague", "lead", "manager", "administrator", "outsider"])
def test_for_everybody_else_there_is_nothing(
    first: Recall, cast: Cast, client_for: Clients, at: Hands, role: str
) -> None:
    at("2026-04-08 09:00")
    client = client_for(cast.people[role])
    assert client.get(reverse("cycles:recall", args=[first.pk])).status_code == 404
    for name in ("cycles:recall", "cycles:recall-judge", "cycles:recall-skip"):
        assert (
            client.post(reverse(name, args=[first.pk]), {"text": KNEW, "outcome": "gone"}).status_code == 404
        )
    with pytest.raises(PermissionError):
        recalling.recall(first, KNEW, by=cast.people[role])


def test_looking_writes_nothing(first: Recall, fatima: Client, safe_get: Any, at: Hands) -> None:
    assert safe_get(fatima, reverse("cycles:recall", args=[first.pk])).status_code == 200
    at("2026-04-08 09:00")
    assert safe_get(fatima, reverse("cycles:recall", args=[first.pk])).status_code == 200


@pytest.mark.shows("W1")
def test_whatever_the_pattern_it_is_asked_in_working_time(cast: Cast, at: Hands) -> None:
    """Nights, a part-time week, another zone, the night that the clock changes."""
    rosters = [
        (builders.shifts([0], start="22:00", end="06:00", breaks=()), "Europe/Amsterdam"),
        (builders.shifts([4], start="13:00", end="17:00", breaks=()), "Europe/Amsterdam"),
        (builders.shifts([6], start="02:00", end="07:00", breaks=()), "Europe/Lisbon"),
    ]
    for (shifts, zone), person in zip(rosters, (cast.professional, cast.colleague, cast.lead), strict=True):
        WorkingPattern.objects.filter(person=person).delete()
        person.time_zone = zone
        person.save()
        builders.pattern(person, shifts, hours=8, time_zone=zone)
    at("2026-03-20 12:00")
    for person in (cast.professional, cast.colleague, cast.lead):
        building.explanation(questions.active_question(person))
    Absence.objects.create(person=cast.colleague, first_day=date(2026, 3, 27), last_day=date(2026, 3, 27))
    at("2026-03-26 00:10")
    recalling.plan()
    for row in Recall.objects.filter(after_weeks=1).select_related("question__owner"):
        assert row.due_at is not None
        calendar = calendar_of(row.question.owner, date(2026, 3, 20), date(2026, 5, 1))
        assert calendar.is_working(row.due_at)
        morning = datetime.combine(row.due_on, time.min, ZoneInfo(row.question.owner.time_zone))
        assert row.due_at >= morning
