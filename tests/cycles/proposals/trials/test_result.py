"""The result in own words, handed in with something measured; and after adoption made to last."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.trials.reading import as_read
from cycles.questions import marking
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.conftest import Clients
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "A75")]
State = InnovationProposal.State
WORDS = "We verwachtten er hooguit één. Het werd er één, in een rustige maand."


@pytest.fixture
def trial(cast: Cast) -> InnovationProposal:
    return building.in_trial(cast.professional)


def url(of: InnovationProposal, name: str = "result") -> str:
    return reverse(f"cycles:proposal-{name}", args=[of.pk])


def send(client: Client, of: InnovationProposal, text: str = WORDS, **more: str) -> Any:
    seen = client.get(url(of)).context["form"].seen
    return client.post(url(of), {"result": text, "seen": seen} | more)


# The result ---------------------------------------------------------------------------------------


def test_it_is_kept_for_later_and_then_handed_in(
    trial: InnovationProposal, cast: Cast, fatima: Client, at: Hands
) -> None:
    at("2026-04-20 10:00")
    building.measured(trial.yields.get(), 1)
    assert send(fatima, trial).headers["Location"] == url(trial)
    trial.refresh_from_db()
    assert (trial.result, trial.result_at) == (WORDS, None)
    answer = send(fatima, trial, hand_in="1")
    assert answer.headers["Location"] == reverse("cycles:proposal", args=[trial.pk])
    trial.refresh_from_db()
    assert trial.result_at
    assert trial.answer_due == date(2026, 5, 5), "ten working days, without Koningsdag"
    page = fatima.get(url(trial)).content.decode()
    assert WORDS in page
    assert "De uitkomst is al ingeleverd." in page
    assert "<textarea" not in page


def test_without_a_measurement_it_is_not_handed_in_and_the_words_are_kept(
    trial: InnovationProposal, fatima: Client
) -> None:
    answer = send(fatima, trial, hand_in="1")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Meet minstens één opbrengst." in page
    assert WORDS in page
    trial.refresh_from_db()
    assert (trial.result, trial.result_at) == (WORDS, None)
    again = fatima.post(url(trial), {"result": "Anders.", "seen": answer.context["form"].seen})
    assert again.status_code == 302, "its own words are no conflict"


def test_a_baseline_is_no_result(trial: InnovationProposal, fatima: Client) -> None:
    building.measured(trial.yields.get(), 3, on=date(2026, 3, 2))
    assert send(fatima, trial, hand_in="1").status_code == 422


def test_handing_in_twice_is_one_step(trial: InnovationProposal, fatima: Client) -> None:
    building.measured(trial.yields.get(), 1)
    seen = fatima.get(url(trial)).context["form"].seen
    fields = {"result": WORDS, "seen": seen, "hand_in": "1"}
    assert [fatima.post(url(trial), fields).status_code for _ in range(2)] == [302, 422]
    assert ProposalStep.objects.filter(proposal=trial, did=ProposalStep.Did.RESULT).count() == 1


def test_two_authors_keep_both_texts(trial: InnovationProposal, cast: Cast, fatima: Client) -> None:
    building.author(trial, cast.colleague)
    seen = fatima.get(url(trial)).context["form"].seen
    InnovationProposal.objects.filter(pk=trial.pk).update(result="Wat Joost schrijft.")
    answer = fatima.post(url(trial), {"result": "Wat Fatima schrijft.", "seen": seen, "hand_in": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Wat Joost schrijft." in page
    assert "Wat Fatima schrijft." in page
    trial.refresh_from_db()
    assert trial.result == "Wat Joost schrijft."
    assert trial.result_at is None


def test_only_its_authors_write_it(trial: InnovationProposal, cast: Cast, client_for: Clients) -> None:
    for name, person in cast.people.items():
        client = client_for(person)
        expected = 200 if person == cast.professional else 404
        assert client.get(url(trial)).status_code == expected, name
        if expected == 404:
            assert client.post(url(trial), {"result": name, "seen": ""}).status_code == 404
    trial.refresh_from_db()
    assert trial.result == ""


@pytest.mark.shows("W8")
def test_others_read_it_once_it_is_handed_in(
    trial: InnovationProposal, cast: Cast, fatima: Client, joost: Client, marieke: Client
) -> None:
    building.measured(trial.yields.get(), 1)
    send(fatima, trial)
    page = reverse("cycles:proposal", args=[trial.pk])
    assert WORDS in fatima.get(page).content.decode()
    for client in (joost, marieke):
        assert WORDS not in client.get(page).content.decode()
    send(fatima, trial, hand_in="1")
    for client in (joost, marieke):
        assert WORDS in client.get(page).content.decode()


@pytest.mark.parametrize("state", ["stopped", "adopted"])
def test_later_it_stands_fast(cast: Cast, fatima: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    before = made.result
    answer = fatima.post(url(made), {"result": "Achteraf mooier.", "seen": ""})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.result == before


@pytest.mark.shows("S21", "proposals-3")
def test_a_result_that_ai_wrote_says_so_and_raises_the_label(
    trial: InnovationProposal, fatima: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(text: str) -> list[dict[str, Any]]:
        return [
            {"text": part, "degree": "taken_over" if "AI schreef" in part else "own", "tool": "Le Chat",
             "on": "2026-04-01", "purpose": "hint"}
            for part in text.split("\n\n")
        ]  # fmt: skip

    monkeypatch.setattr(marking, "MARKERS", [lambda people, stored: read])
    send(fatima, trial, f"{WORDS}\n\nAI schreef dit stuk voor ons.", marks="[]", label="own")
    trial.refresh_from_db()
    assert [one["degree"] for one in trial.marks["result"]] == ["own", "taken_over"]
    assert trial.label == "taken_over"
    assert fatima.get(url(trial)).content.decode().count("Van AI overgenomen.") == 1
    send(fatima, trial, WORDS)
    trial.refresh_from_db()
    assert trial.label == "own", "written anew in own words"


# Geborgd ------------------------------------------------------------------------------------------


@pytest.fixture
def adopted(cast: Cast) -> InnovationProposal:
    return building.adopted(cast.professional)


def test_the_owner_asks_and_the_lead_confirms(
    adopted: InnovationProposal, cast: Cast, fatima: Client, marieke: Client
) -> None:
    assert fatima.get(url(adopted, "embed-ask")).status_code == 200
    given = {"process_owner": str(cast.colleague.pk), "remeasure_on": "1-10-2026"}
    assert fatima.post(url(adopted, "embed-ask"), given).status_code == 302
    adopted.refresh_from_db()
    assert (adopted.process_owner, adopted.remeasure_on) == (cast.colleague, date(2026, 10, 1))
    assert adopted.state == State.ADOPTED
    read = {"gelezen": as_read(adopted)}
    assert read["gelezen"] in marieke.get(reverse("cycles:proposal", args=[adopted.pk])).content.decode()
    moving.ask_to_embed(adopted, cast.professional, date(2027, 1, 5), by=cast.professional)
    page = marieke.post(url(adopted, "embed"), read, follow=True).content.decode()
    assert "De indieners veranderden iets nadat je deze pagina opende." in page
    adopted.refresh_from_db()
    assert adopted.state == State.ADOPTED
    read = {"gelezen": as_read(adopted)}
    assert marieke.post(url(adopted, "embed"), read).status_code == 302
    adopted.refresh_from_db()
    assert adopted.state == State.EMBEDDED
    page = marieke.post(url(adopted, "embed"), read, follow=True).content.decode()
    assert "het voorstel staat nu op ‘Geborgd’" in page
    assert ProposalStep.objects.filter(proposal=adopted, did=ProposalStep.Did.EMBEDDED).count() == 1


@pytest.mark.parametrize("day", ["28-9-2026", "27-9-2026", "31-3-2028", "1-12-2149", "ooit", ""])
def test_between_half_a_year_and_two_years(
    adopted: InnovationProposal, cast: Cast, fatima: Client, day: str
) -> None:
    given = {"process_owner": str(cast.colleague.pk), "remeasure_on": day}
    answer = fatima.post(url(adopted, "embed-ask"), given)
    is_right = day == "28-9-2026"  # 182 days after 30 March
    assert answer.status_code == (302 if is_right else 422)
    adopted.refresh_from_db()
    assert bool(adopted.embedding_asked_at) is is_right
    if not is_right:
        assert f'value="{day}"' in answer.content.decode() or not day


def test_only_who_works_there_keeps_it_up(adopted: InnovationProposal, cast: Cast, fatima: Client) -> None:
    for who in (cast.outsider.pk, 0, 10**9, "x", ""):
        given = {"process_owner": str(who), "remeasure_on": "1-10-2026"}
        assert fatima.post(url(adopted, "embed-ask"), given).status_code == 422, who
    left = builders.member(adopted.team, until=building.today(adopted) - timedelta(days=1))
    page = fatima.get(url(adopted, "embed-ask")).content.decode()
    assert cast.colleague.full_name in page
    assert left.full_name not in page


def test_before_the_owner_asked_the_lead_gets_a_sentence(
    adopted: InnovationProposal, marieke: Client
) -> None:
    page = marieke.post(url(adopted, "embed"), follow=True).content.decode()
    assert "Wie het voorstel deed, kiest eerst wie het bijhoudt." in page
    adopted.refresh_from_db()
    assert adopted.state == State.ADOPTED


def test_nobody_else_asks_or_confirms(adopted: InnovationProposal, cast: Cast, client_for: Clients) -> None:
    for name, person in cast.people.items():
        client = client_for(person)
        if person != cast.professional:
            assert client.get(url(adopted, "embed-ask")).status_code == 404, name
        if person != cast.lead:
            assert client.post(url(adopted, "embed")).status_code == 404, name


@pytest.mark.parametrize("state", ["in_trial", "stopped", "embedded"])
def test_it_is_asked_of_what_was_adopted_only(cast: Cast, fatima: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    given = {"process_owner": str(cast.colleague.pk), "remeasure_on": "1-10-2026"}
    answer = fatima.post(url(made, "embed-ask"), given)
    assert answer.headers["Location"] == reverse("cycles:proposal", args=[made.pk])
    made.refresh_from_db()
    assert made.process_owner != cast.colleague
