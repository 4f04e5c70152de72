"""Measured on the way: against a baseline, on a day of the trial, with what the number does not say (A43)."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import Forbidden
from cycles.proposals.trials import measuring
from cycles.yields.measuring import NotMeasured
from cycles.yields.models import Measurement, YieldOutcome
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.conftest import Clients
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "A43", "A75")]


@pytest.fixture
def trial(cast: Cast) -> InnovationProposal:
    """From Monday 30 March to Sunday 26 April."""
    return building.in_trial(cast.professional)


@pytest.fixture
def outcome(trial: InnovationProposal) -> YieldOutcome:
    return trial.yields.get()


def url(of: InnovationProposal, name: str = "measure", *more: int) -> str:
    return reverse(f"cycles:proposal-{name}", args=[of.pk, *more])


def enter(client: Client, outcome: YieldOutcome, **fields: str) -> Any:
    known = {"outcome": str(outcome.pk), "value": "2", "measured_on": "30-3-2026", "note": ""}
    assert outcome.proposal
    return client.post(url(outcome.proposal), known | fields)


@pytest.mark.parametrize(
    ("typed", "value"), [("3,5", "3.50"), ("3.5", "3.50"), ("0", "0.00"), (" -1 ", "-1.00")]
)
def test_a_number_is_a_number_in_either_way_of_writing(
    outcome: YieldOutcome, fatima: Client, typed: str, value: str
) -> None:
    assert enter(fatima, outcome, value=typed).status_code == 302
    assert str(Measurement.objects.get().value) == value


@pytest.mark.parametrize("typed", ["", "drie", "3,5,1", "NaN", "Infinity", "1e999", "1,234"])
def test_what_is_no_number_comes_back(outcome: YieldOutcome, fatima: Client, typed: str) -> None:
    answer = enter(fatima, outcome, value=typed, note="Rustige week.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Rustige week." in page
    assert f'value="{typed}"' in page or not typed
    assert not Measurement.objects.exists()


def test_it_stands_in_the_table_with_what_it_does_not_say(
    trial: InnovationProposal, outcome: YieldOutcome, fatima: Client
) -> None:
    enter(fatima, outcome, value="1,5", note="Het was een rustige week.", without_ai="on")
    page = fatima.get(url(trial)).content.decode()
    assert 'aria-label="Van 3 naar 1,5. Verwacht was 1."' in page
    assert "Wat dit getal niet zegt: Het was een rustige week." in page
    made = Measurement.objects.get()
    assert made.without_ai
    assert made.by == trial.owner


def test_never_without_a_baseline(trial: InnovationProposal, cast: Cast, fatima: Client) -> None:
    bare = building.outcome(trial, baseline=None, measure="telefoontjes")
    answer = enter(fatima, bare)
    assert answer.status_code == 422
    assert "Hoe het eerst was, is niet geteld." in answer.content.decode()
    assert not Measurement.objects.exists()
    assert "‘Telefoontjes, per maand’ kun je niet meten" in fatima.get(url(trial)).content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("31-3-2026", "Deze dag moet nog komen."),
        ("29-3-2026", "Meten kan vanaf 30 maart. Van daarvoor telt alleen het getal van eerst: 3."),
        ("31-2-2026", "Dit is geen datum."),
        ("", "op welke dag je mat"),
        ("morgen", "Dit is geen datum."),
    ],
)
def test_a_day_that_cannot_be_is_a_sentence(
    outcome: YieldOutcome, fatima: Client, day: str, words: str
) -> None:
    answer = enter(fatima, outcome, measured_on=day)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Measurement.objects.exists()


def test_before_the_trial_only_the_baseline_itself_counts(
    trial: InnovationProposal, outcome: YieldOutcome, fatima: Client
) -> None:
    assert enter(fatima, outcome, value="3", measured_on="2-3-2026").status_code == 302
    assert Measurement.objects.count() == 1
    assert "nog niet" in fatima.get(url(trial)).content.decode(), "it is no result"


def test_what_is_counted_after_the_last_day_counts_until_the_result_is_handed_in(
    trial: InnovationProposal, outcome: YieldOutcome, fatima: Client, at: Hands
) -> None:
    at("2026-04-28 10:00")
    assert enter(fatima, outcome, measured_on="28-4-2026").status_code == 302
    assert enter(fatima, outcome, measured_on="24-4-2026").status_code == 302
    answer = enter(fatima, outcome, measured_on="29-4-2026")
    assert answer.status_code == 422
    assert "Deze dag moet nog komen." in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("stopped", "Het voorstel staat nu op ‘Gestopt’."),
        ("with_result", "Wat er gemeten is, staat vast tot het besluit."),
    ],
)
def test_when_it_is_closed_the_page_says_why(cast: Cast, fatima: Client, state: str, words: str) -> None:
    made = getattr(building, state)(cast.professional)
    answer = enter(fatima, made.yields.get(), value="7")
    assert answer.status_code == 422
    page = fatima.get(url(made)).content.decode()
    assert words in answer.content.decode()
    assert words in page
    assert "Bewaar deze meting" not in page
    assert Measurement.objects.get().value == 1


def test_before_a_trial_it_leads_to_what_is_still_asked(cast: Cast, fatima: Client) -> None:
    made = building.submitted(cast.professional)
    answer = enter(fatima, made.yields.get())
    assert answer.headers["Location"] == url(made, "prepare")
    assert not Measurement.objects.exists()


# A mistake ----------------------------------------------------------------------------------------


def test_a_mistake_is_taken_back_and_put_back(
    trial: InnovationProposal, outcome: YieldOutcome, fatima: Client
) -> None:
    page = enter(fatima, outcome, value="11", note="Tikfout?").headers["Location"]
    made = Measurement.objects.get()
    remove = url(trial, "measurement-remove", made.pk)
    assert f'<form class="undo between" method="post" action="{remove}"' in fatima.get(page).content.decode()
    shown = fatima.post(remove, follow=True).content.decode()
    assert not Measurement.objects.exists()
    restore = url(trial, "measurement-restore", made.pk)
    assert restore in shown
    for _ in range(2):
        assert fatima.post(restore).status_code == 302
        assert fatima.post(remove).status_code == 302, "it is gone already"
    back = Measurement.objects.get()
    assert (back.value, back.measured_on, back.note) == (11, made.measured_on, "Tikfout?")


def test_every_measurement_and_removal_is_in_the_log_without_the_number(
    trial: InnovationProposal, outcome: YieldOutcome, fatima: Client
) -> None:
    enter(fatima, outcome, value="77")
    pk = Measurement.objects.get().pk
    fatima.post(url(trial, "measurement-remove", pk))
    rows = AuditEntry.objects.filter(action__startswith="yield_").order_by("pk")
    assert [(row.action, row.object_id) for row in rows] == [
        ("yield_measured", str(pk)),
        ("yield_measurement_removed", str(pk)),
    ]
    assert not [row for row in rows if "77" in str(row.detail)]


def test_what_a_decision_rests_on_stays_and_what_comes_later_may_go(
    cast: Cast, fatima: Client, at: Hands
) -> None:
    made = building.adopted(cast.professional)
    outcome = made.yields.get()
    old = Measurement.objects.get()
    at("2026-06-12 10:00")
    page = fatima.post(url(made, "measurement-remove", old.pk), follow=True).content.decode()
    assert "Die staat vast." in page
    assert enter(fatima, outcome, value="2", measured_on="12-6-2026").status_code == 302
    new = Measurement.objects.exclude(pk=old.pk).get()
    assert fatima.post(url(made, "measurement-remove", new.pk)).status_code == 302
    assert list(Measurement.objects.all()) == [old]


# Who ----------------------------------------------------------------------------------------------


def test_only_its_authors_measure(
    trial: InnovationProposal, outcome: YieldOutcome, cast: Cast, client_for: Clients
) -> None:
    building.author(trial, cast.lead)
    for name, person in cast.people.items():
        client = client_for(person)
        writes = person in (cast.professional, cast.lead)
        assert client.get(url(trial)).status_code == (200 if writes else 404), name
        assert enter(client, outcome, note=name).status_code == (302 if writes else 404), name
    assert Measurement.objects.count() == 2
    with pytest.raises(Forbidden):
        measuring.measure(outcome, Decimal(1), building.today(trial), by=cast.colleague)


def test_who_keeps_it_up_measures_again(cast: Cast, joost: Client, at: Hands) -> None:
    made = building.adopted(cast.professional)
    outcome = made.yields.get()
    assert enter(joost, outcome).status_code == 404
    InnovationProposal.objects.filter(pk=made.pk).update(process_owner=cast.colleague)
    at("2026-10-01 10:00")
    assert enter(joost, outcome, measured_on="1-10-2026").status_code == 302
    assert Measurement.objects.filter(by=cast.colleague).count() == 1
    assert joost.get(reverse("cycles:proposal-result", args=[made.pk])).status_code == 404


def test_a_yield_or_measurement_of_another_proposal_is_not_taken(
    trial: InnovationProposal, cast: Cast, fatima: Client
) -> None:
    other = building.in_trial(cast.colleague)
    theirs = other.yields.get()
    made = building.measured(theirs, 2)
    answer = fatima.post(url(trial), {"outcome": theirs.pk, "value": "1", "measured_on": "30-3-2026"})
    assert answer.status_code == 422
    fatima.post(url(trial, "measurement-remove", made.pk))
    assert list(Measurement.objects.all()) == [made]


# Twice, and how much it asks ----------------------------------------------------------------------


def test_the_same_press_twice_is_one_measurement(outcome: YieldOutcome, fatima: Client, at: Hands) -> None:
    for _ in range(2):
        enter(fatima, outcome)
    assert Measurement.objects.count() == 1
    at.forward(minutes=2)
    enter(fatima, outcome)
    assert Measurement.objects.count() == 2, "measured once more, and found the same"


def test_a_verb_says_no_with_a_sentence(outcome: YieldOutcome, cast: Cast) -> None:
    with pytest.raises(NotMeasured) as refusal:
        measuring.measure(
            outcome, Decimal(1), building.today(outcome.proposal).replace(month=5), by=cast.professional
        )  # type: ignore[arg-type]
    assert refusal.value.field == "measured_on"
    assert str(refusal.value) == "measured_on", "no words of people in a log"


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_asks_the_same_however_much_was_measured(
    trial: InnovationProposal, fatima: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        building.measured(building.outcome(trial), 2)
    with django_assert_max_num_queries(14):
        assert fatima.get(url(trial)).status_code == 200
