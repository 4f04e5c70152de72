"""What a learning question brought: measured by its owner, honest about what is a feeling, and nobody else's to read."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.outcomes.content import Page, choices, content
from cycles.outcomes.models import OutcomeReport
from cycles.questions import lifecycle, measuring
from cycles.questions.evidence.trace import trace
from cycles.questions.models import LearningQuestion
from cycles.yields.measuring import NotMeasured
from cycles.yields.models import Measurement, YieldOutcome
from cycles.yields.showing import Row, rows
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.outcomes import building as reports
from tests.cycles.questions import building
from tests.cycles.questions.conftest import Clients
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("A11", "A43")]
NOTICED = "Aan de balie vragen mensen minder na."


@pytest.fixture
def question(cast: Cast) -> LearningQuestion:
    """Active since Monday 30 March; what it brings at once was counted before."""
    made = building.active_question(cast.professional)
    made.yields.filter(kind="direct").update(measure="telefoontjes", unit="per week", baseline=6, target=3)
    return made


@pytest.fixture
def direct(question: LearningQuestion) -> YieldOutcome:
    return question.yields.get(kind="direct")


@pytest.fixture
def lasting(question: LearningQuestion) -> YieldOutcome:
    """Never counted."""
    return question.yields.get(kind="sustainable")


def url(of: LearningQuestion, name: str = "measure", *more: int) -> str:
    return reverse(f"cycles:question-{name}", args=[of.pk, *more])


def enter(client: Client, outcome: YieldOutcome, **fields: str) -> Any:
    known = {"outcome": str(outcome.pk), "value": "4", "measured_on": "30-3-2026", "note": ""}
    assert outcome.question
    return client.post(url(outcome.question), known | fields)


def row_of(outcome: YieldOutcome) -> Row:
    return rows([outcome])[0]


# A number -----------------------------------------------------------------------------------------


def test_a_number_stands_beside_what_was_expected_and_can_be_taken_back_and_put_back(
    question: LearningQuestion, direct: YieldOutcome, fatima: Client
) -> None:
    assert enter(fatima, direct, value="3,5", note="Een rustige week.").status_code == 302
    made = Measurement.objects.get()
    assert (made.value, made.measured_on, made.by) == (Decimal("3.5"), date(2026, 3, 30), None)
    page = fatima.get(url(question)).content.decode()
    assert "Van 6 naar 3,5. Verwacht was 3." in page
    assert "Wat dit getal niet zegt: Een rustige week." in page
    fatima.post(url(question, "measurement-remove", made.pk))
    assert not Measurement.objects.exists()
    fatima.post(url(question, "measurement-restore", made.pk))
    again = Measurement.objects.get()
    assert (again.value, again.note) == (made.value, made.note)
    fatima.post(url(question, "measurement-restore", made.pk))
    assert Measurement.objects.count() == 1
    fatima.post(url(question, "measurement-remove", again.pk))
    answer = fatima.post(url(question, "measurement-remove", again.pk), follow=True)
    assert "Deze meting is al weg." in answer.content.decode()


def test_pressed_twice_is_one_measurement(direct: YieldOutcome, fatima: Client) -> None:
    for _press in range(2):
        enter(fatima, direct)
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize("day", ["29-3-2026", "31-3-2026", "ooit", ""])
def test_a_day_before_the_question_or_in_the_future_comes_back(
    direct: YieldOutcome, fatima: Client, day: str
) -> None:
    answer = enter(fatima, direct, measured_on=day, note="Een rustige week.")
    assert answer.status_code == 422
    assert "Een rustige week." in answer.content.decode()
    assert answer.context["form"].errors["measured_on"]
    assert not Measurement.objects.exists()


def test_a_number_without_a_beginning_is_refused_and_leads_to_where_it_is_filled_in(
    question: LearningQuestion, lasting: YieldOutcome, fatima: Client
) -> None:
    answer = enter(fatima, lasting)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hoe het eerst was, is niet geteld." in page
    assert reverse("cycles:question-edit", args=[question.pk, 4]) in page


@pytest.mark.parametrize("many", [1, 9])
def test_the_page_costs_the_same_for_one_and_for_many(
    cast: Cast, question: LearningQuestion, direct: YieldOutcome, fatima: Client, many: int
) -> None:
    for number in range(many):
        measuring.measure(direct, Decimal(number), date(2026, 3, 30), by=cast.professional)
    fatima.get(url(question))
    with CaptureQueriesContext(connection) as queries:
        page = fatima.get(url(question)).content.decode()
    assert page.count("Haal weg") == many
    assert len(queries) <= 12, len(queries)


# A feeling ----------------------------------------------------------------------------------------


def test_what_somebody_noticed_is_kept_as_a_feeling(
    question: LearningQuestion, lasting: YieldOutcome, fatima: Client
) -> None:
    assert enter(fatima, lasting, value="", note=NOTICED).status_code == 302
    shown = row_of(lasting)
    assert (shown.last, shown.actual, shown.no_number) == (None, "", "gevoel")
    assert shown.words == "Gevoel, niet gemeten."
    page = fatima.get(url(question)).content.decode()
    assert f"Gevoel, niet gemeten: {NOTICED}" in page
    assert f"Wat er te merken was: {NOTICED}" in page


def test_a_feeling_after_a_number_does_not_replace_it(direct: YieldOutcome, fatima: Client) -> None:
    enter(fatima, direct)
    enter(fatima, direct, value="", note=NOTICED)
    shown = row_of(direct)
    assert shown.actual == "4"
    assert shown.felt
    enter(fatima, direct, value="5")
    assert (row_of(direct).actual, row_of(direct).felt) == ("5", None)


@pytest.mark.parametrize("note", ["", "   ", "—"])
def test_neither_a_number_nor_words_is_nothing(lasting: YieldOutcome, fatima: Client, note: str) -> None:
    answer = enter(fatima, lasting, value="", note=note)
    assert answer.status_code == 422
    assert "schrijf op wat je merkt" in answer.content.decode()
    assert not Measurement.objects.exists()


@pytest.mark.shows("S18")
def test_in_a_report_a_feeling_says_so_and_the_words_stay_behind(
    cast: Cast, lasting: YieldOutcome, fatima: Client
) -> None:
    reports.season()
    enter(fatima, lasting, value="", note=NOTICED)
    report = reports.prepared(cast.professional, lasting)
    told = content(report)
    assert NOTICED not in json.dumps(told, ensure_ascii=False)
    (one,) = Page(told).yields
    assert (one.actual, one.no_number, one.is_noticed, one.day) == ("", "gevoel", True, "30 maart")
    assert [choice.row.felt is not None for choice in choices(report)].count(True) == 1
    page = fatima.get("/opbrengstverslag/").content.decode()
    assert "Gevoel, niet gemeten." in page
    assert NOTICED not in page
    assert OutcomeReport.objects.count() == 1


# Whose, and when ----------------------------------------------------------------------------------


@pytest.mark.shows("S18", "TA1")
@pytest.mark.parametrize("who", ["colleague", "lead", "manager", "administrator", "outsider"])
def test_it_is_its_owners_alone(
    cast: Cast, question: LearningQuestion, direct: YieldOutcome, client_for: Clients, who: str
) -> None:
    made = measuring.measure(direct, Decimal(4), date(2026, 3, 30), by=cast.professional)
    client = client_for(cast.people[who])
    assert client.get(url(question)).status_code == 404
    assert enter(client, direct).status_code == 404
    for name in ("measurement-remove", "measurement-restore"):
        assert client.post(url(question, name, made.pk)).status_code == 404
    assert client.post(url(question, "measure-days"), {"direct": ""}).status_code == 404
    assert Measurement.objects.get() == made


def test_the_log_says_that_it_happened_and_not_who_or_what(direct: YieldOutcome, fatima: Client) -> None:
    enter(fatima, direct, note=NOTICED)
    entry = AuditEntry.objects.get(action="yield_measured")
    assert entry.actor is None
    assert NOTICED not in json.dumps(entry.detail, ensure_ascii=False)


@pytest.mark.parametrize("state", ["active", "paused", "answered", "consolidated"])
def test_it_is_open_as_long_as_the_question_was_not_let_go(cast: Cast, fatima: Client, state: str) -> None:
    made = building.set_in(state, cast.professional)
    outcome = made.yields.get(kind="direct")
    assert enter(fatima, outcome, value="", note=NOTICED).status_code == 302
    assert Measurement.objects.count() == 1


def test_of_a_question_that_was_let_go_it_can_be_read(
    question: LearningQuestion, direct: YieldOutcome, fatima: Client
) -> None:
    enter(fatima, direct)
    lifecycle.drop(question, by=question.owner)
    page = fatima.get(url(question)).content.decode()
    assert "Je hebt deze vraag losgelaten." in page
    assert "Haal weg" not in page
    assert enter(fatima, direct, value="5").status_code == 422
    fatima.post(url(question, "measurement-remove", Measurement.objects.get().pk))
    assert Measurement.objects.count() == 1


def test_a_draft_leads_to_its_plan(cast: Cast, fatima: Client) -> None:
    made = building.question(cast.professional)
    assert fatima.get(url(made)).headers["Location"] == reverse("cycles:question", args=[made.pk])


def test_the_page_of_the_question_leads_there_and_its_trace_and_download_show_it(
    question: LearningQuestion, direct: YieldOutcome, lasting: YieldOutcome, fatima: Client
) -> None:
    assert url(question) in fatima.get(reverse("cycles:question", args=[question.pk])).content.decode()
    enter(fatima, direct, note="Een rustige week.")
    enter(fatima, lasting, value="", note=NOTICED)
    labels = [item.label for item in trace(question)]
    assert "Gemeten: Telefoontjes, per week, 4" in labels
    assert "Gemerkt, niet gemeten: Ik schrijf dit zonder AI in een half uur" in labels
    told = fatima.get(reverse("cycles:trace-download", args=[question.pk, "json"])).json()
    numbers, felt = told["measurements"]["entries"]
    assert numbers["Gemeten"] == "4"
    assert numbers["Wat dit getal niet zegt"] == "Een rustige week."
    assert felt["Gemeten"] == "gevoel, niet gemeten"
    assert felt["Wat er te merken was"] == NOTICED


# When again ---------------------------------------------------------------------------------------


def day_of(outcome: YieldOutcome) -> date | None:
    outcome.refresh_from_db()
    return outcome.measure_on


def test_a_question_that_becomes_active_gets_its_days(direct: YieldOutcome, lasting: YieldOutcome) -> None:
    assert day_of(direct) == date(2026, 4, 27), "four weeks"
    assert day_of(lasting) == date(2026, 6, 22), "twelve weeks"


def test_taking_it_up_again_moves_nothing(
    cast: Cast, question: LearningQuestion, direct: YieldOutcome, at: Hands
) -> None:
    lifecycle.pause(question, by=cast.professional)
    at("2026-04-08 09:00")
    lifecycle.resume(question, by=cast.professional)
    assert day_of(direct) == date(2026, 4, 27)


def test_before_its_day_measuring_leaves_the_day_and_on_it_the_next_one_comes(
    direct: YieldOutcome, fatima: Client, at: Hands
) -> None:
    enter(fatima, direct)
    assert day_of(direct) == date(2026, 4, 27)
    at("2026-04-28 09:00")
    enter(fatima, direct, measured_on="28-4-2026")
    assert day_of(direct) == date(2026, 5, 26), "four weeks later, as long as the question is in hand"
    fatima.post(url(direct.question, "measurement-remove", Measurement.objects.latest("pk").pk))  # type: ignore[arg-type]
    assert day_of(direct) == date(2026, 4, 28), "asked for again"


def test_after_the_answer_what_comes_at_once_is_done_and_what_lasts_is_asked_a_year_later(
    cast: Cast, at: Hands
) -> None:
    made = building.set_in("answered", cast.professional)
    made.yields.update(measure="brieven", baseline=6, measure_on=date(2026, 3, 30))
    for outcome in made.yields.all():
        measuring.measure(outcome, Decimal(4), date(2026, 3, 30), by=cast.professional)
    days = dict(made.yields.values_list("kind", "measure_on"))
    assert days == {"direct": None, "sustainable": date(2027, 3, 29)}


def test_its_owner_chooses_other_days_or_none(
    question: LearningQuestion, direct: YieldOutcome, lasting: YieldOutcome, fatima: Client
) -> None:
    answer = fatima.post(url(question, "measure-days"), {"direct": "4-5-2026", "sustainable": ""})
    assert answer.status_code == 302
    assert (day_of(direct), day_of(lasting)) == (date(2026, 5, 4), None)
    fatima.post(url(question, "measure-days"), {"direct": "5-5-2026"})
    assert (day_of(direct), day_of(lasting)) == (date(2026, 5, 5), None)


@pytest.mark.parametrize("typed", ["29-3-2026", "1-1-2031", "morgen"])
def test_a_day_that_cannot_be_comes_back(
    question: LearningQuestion, direct: YieldOutcome, lasting: YieldOutcome, fatima: Client, typed: str
) -> None:
    answer = fatima.post(url(question, "measure-days"), {"direct": "4-5-2026", "sustainable": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert day_of(direct) == date(2026, 4, 27), "all or nothing"


def test_a_verb_is_its_owners_too(cast: Cast, question: LearningQuestion, direct: YieldOutcome) -> None:
    for verb in (
        lambda: measuring.measure(direct, Decimal(4), date(2026, 3, 30), by=cast.colleague),
        lambda: measuring.plan(question, {direct.pk: None}, by=cast.colleague),
    ):
        with pytest.raises(PermissionError):
            verb()
    with pytest.raises(NotMeasured):
        measuring.measure(direct, None, date(2026, 3, 30), by=cast.professional)
