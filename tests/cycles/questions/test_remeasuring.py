"""A yield whose day has come: on Mijn week until it is done, and one mail in working time."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.questions import lifecycle, measuring
from cycles.questions.models import LearningQuestion
from cycles.questions.remeasuring import measure_again, plan
from cycles.yields.models import YieldOutcome
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.notifications import outbox
from teams.notifications.messages import MESSAGES, Never
from teams.notifications.models import Notification
from teams.structure.access import Viewer
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A11")]
DUE = "2026-04-27 07:00"  # a Monday on which nobody works: the King's day
TEXT = "Zeehonden op de balie?"


@pytest.fixture
def question(cast: Cast) -> LearningQuestion:
    """Active since 30 March; asked to measure on Monday 27 April and on Monday 22 June."""
    made = building.active_question(cast.professional, text=TEXT)
    made.yields.update(measure="zeehonden", baseline=6, target=3)
    return made


@pytest.fixture
def direct(question: LearningQuestion) -> YieldOutcome:
    return question.yields.get(kind="direct")


def mails() -> list[Notification]:
    return list(Notification.objects.filter(kind="measure_again"))


def test_until_its_day_nobody_hears_of_it(cast: Cast, question: LearningQuestion, at: Hands) -> None:
    at("2026-04-26 12:00")
    assert plan() == 0
    assert measure_again(Viewer(cast.professional)) == []


@pytest.mark.shows("W1")
def test_on_its_day_there_is_a_line_and_one_mail_in_the_first_working_minute(
    cast: Cast, question: LearningQuestion, at: Hands
) -> None:
    at(DUE)
    assert plan() == 1
    assert plan() == 0, "safe to run twice"
    (row,) = mails()
    assert (row.person, row.due_at) == (cast.professional, builders.local(IsoWeek(2026, 18), "di 08:30"))
    (line,) = measure_again(Viewer(cast.professional))
    assert line.title == f"Meet wat dit oplevert: {TEXT}"
    assert line.url == reverse("cycles:question-measure", args=[question.pk])
    assert measure_again(Viewer(cast.colleague)) == []


@pytest.mark.shows("TA3")
def test_its_mail_holds_no_private_word(question: LearningQuestion, at: Hands) -> None:
    at(DUE)
    plan()
    at("2026-04-28 08:30")
    outbox.send_due()
    (sent,) = mail.outbox
    said = f"{sent.subject} {sent.body} {sent.alternatives[0].content}"  # type: ignore[attr-defined]
    assert reverse("cycles:question-measure", args=[question.pk]) in said
    assert "eehonden" not in said
    assert MESSAGES["measure_again"].shown_as == "prompt"


def test_measured_it_is_over_and_the_next_day_asks_again(
    cast: Cast, question: LearningQuestion, direct: YieldOutcome, at: Hands
) -> None:
    at(DUE)
    plan()
    measuring.measure(direct, Decimal(4), date(2026, 4, 27), by=cast.professional)
    assert measure_again(Viewer(cast.professional)) == []
    assert MESSAGES["measure_again"].check(mails()[0], clock.now()) == Never("measured")
    at("2026-05-25 07:00")
    assert plan() == 1
    assert len(mails()) == 2


@pytest.mark.shows("W5")
def test_who_is_away_hears_of_it_when_they_are_back(
    cast: Cast, question: LearningQuestion, at: Hands
) -> None:
    builders.absence(cast.professional, date(2026, 4, 27), date(2026, 5, 1))
    at(DUE)
    plan()
    assert [row.due_at for row in mails()] == [builders.local(IsoWeek(2026, 19), "ma 08:30")]


def test_who_is_away_for_long_is_planned_later(cast: Cast, question: LearningQuestion, at: Hands) -> None:
    builders.absence(cast.professional, date(2026, 4, 27), date(2026, 7, 31))
    at(DUE)
    assert plan() == 0
    at("2026-07-31 12:00")
    assert plan() == 1, "one mail for the question, of its newest day"


@pytest.mark.parametrize("how", ["dropped", "erased", "none"])
def test_a_question_that_was_let_go_asks_nothing(
    cast: Cast, question: LearningQuestion, at: Hands, how: str
) -> None:
    at(DUE)
    plan()
    if how == "dropped":
        lifecycle.drop(question, by=cast.professional)
    elif how == "erased":
        question.delete()
    else:
        measuring.plan(
            question, dict.fromkeys(question.yields.values_list("pk", flat=True)), by=cast.professional
        )
    assert MESSAGES["measure_again"].check(mails()[0], clock.now()) == Never("measured")
    assert measure_again(Viewer(cast.professional)) == []
    assert plan() == 0


@pytest.mark.parametrize("many", [1, 6])
def test_planning_costs_the_same_for_one_and_for_many(cast: Cast, at: Hands, many: int) -> None:
    for number in range(many):
        building.active_question(builders.member(cast.team, f"Persoon{number}"))
    at(DUE)
    with CaptureQueriesContext(connection) as queries:
        assert plan() == many
    assert len(queries) <= 9, len(queries)
