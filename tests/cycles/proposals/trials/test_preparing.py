"""Vóór een proef vragen we nog: saved per part, by the authors, until the trial begins."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving, readiness
from cycles.proposals.models import InnovationProposal
from cycles.proposals.trials.preparing import MOST
from cycles.proposals.trials.showing import prepared
from cycles.yields.models import YieldOutcome
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1")]

PEOPLE = {"gain_for": "De aanvrager.", "loss": "Een half uur.", "keep_human": "De afweging."}
CARE = {"junior_learning": "De volgorde.", "ethics": "Niemand.", "data_used": "Geen."}
COST = {"effort": "Een half uur per brief."}
PAIR = {"opportunity": "Sneller zelfstandig.", "threat": "Hij schrijft hem zelf.", "measure": "Niet typen."}
YIELD = {
    "sentence": "Er komen minder brieven terug.",
    "kind": "direct",
    "horizon": "short",
    "level": "environment",
    "measure": "brieven",
    "unit": "per maand",
    "baseline": "3,5",
    "target": "1.5",
    "method": "geteld in de map",
    "measure_on": "12-6-2026",
}
SEEN = {"seen": ""}


@pytest.fixture
def draft(cast: Cast) -> InnovationProposal:
    return building.draft(cast.professional)


def url(name: str, *args: int | str) -> str:
    return reverse(f"cycles:proposal-{name}", args=args)


def post(client: Client, name: str, *args: int | str, **fields: str) -> Any:
    return client.post(url(name, *args), fields)


def test_from_an_empty_draft_to_ready_for_a_trial(draft: InnovationProposal, fatima: Client) -> None:
    page = fatima.get(url("prepare", draft.pk)).content.decode()
    for sentence in readiness.to_try(draft).values():
        assert sentence in page
    assert post(fatima, "part", draft.pk, "mensen", **PEOPLE, **SEEN).status_code == 302
    assert post(fatima, "part", draft.pk, "zorg", **CARE, **SEEN).status_code == 302
    assert post(fatima, "part", draft.pk, "kosten", **COST, **SEEN).status_code == 302
    assert post(fatima, "side-add", draft.pk, **PAIR).status_code == 302
    assert post(fatima, "yield-add", draft.pk, **YIELD).status_code == 302
    draft.refresh_from_db()
    assert readiness.to_try(draft) == {}
    outcome = draft.yields.get()
    assert (str(outcome.baseline), str(outcome.target)) == ("3.50", "1.50")
    assert str(outcome.measure_on) == "2026-06-12"
    page = fatima.get(url("prepare", draft.pk)).content.decode()
    assert "Er mist niets meer" in page


def test_what_is_missing_leads_to_where_it_is_filled_in(draft: InnovationProposal, fatima: Client) -> None:
    page = fatima.get(url("prepare", draft.pk)).content.decode()
    for target in ("mensen-gain_for", "zorg-ethics", "kosten-effort", "kanten", "opbrengsten"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page


@pytest.mark.parametrize(("slug", "fields"), [("mensen", PEOPLE), ("zorg", CARE), ("kosten", COST)])
def test_one_part_leaves_the_others_alone(
    cast: Cast, fatima: Client, slug: str, fields: dict[str, str]
) -> None:
    made = building.ready_to_try(cast.professional)
    before = {name: getattr(made, name) for name in building.PREPARED if name not in fields}
    seen = fatima.get(url("prepare", made.pk)).context["parts"]
    stamps = {form.slug: form.seen for form in seen}
    new = {name: f"{text} Nieuw." for name, text in fields.items()}
    assert post(fatima, "part", made.pk, slug, **new, seen=stamps[slug]).status_code == 302
    made.refresh_from_db()
    assert {name: getattr(made, name) for name in new} == new
    assert {name: getattr(made, name) for name in before} == before


# Who ----------------------------------------------------------------------------------------------


def test_only_its_authors_open_it(draft: InnovationProposal, cast: Cast, client_for: Clients) -> None:
    building.author(draft, cast.colleague)
    moving.submit(draft, by=cast.professional)
    for name, person in cast.people.items():
        client = client_for(person)
        writes = person in (cast.professional, cast.colleague)
        assert client.get(url("prepare", draft.pk)).status_code == (200 if writes else 404), name
        sent = post(client, "part", draft.pk, "mensen", gain_for=f"Van {name}", **SEEN)
        assert sent.status_code in ((302, 409) if writes else (404,)), name
        assert post(client, "side-add", draft.pk, **PAIR).status_code == (302 if writes else 404), name
        assert post(client, "yield-add", draft.pk, **YIELD).status_code == (302 if writes else 404), name
    assert draft.sides.count() == draft.yields.count() == 1, "the same words twice are one"
    draft.refresh_from_db()
    assert draft.gain_for == "Van professional"


def test_a_row_of_another_proposal_is_not_there(cast: Cast, fatima: Client) -> None:
    own, other = building.draft(cast.professional), building.ready_to_try(cast.colleague)
    pair, outcome = other.sides.get(), other.yields.get()
    for name, pk in (("side", pair.pk), ("yield", outcome.pk)):
        assert fatima.get(url(f"{name}-edit", own.pk, pk)).status_code == 404
        assert post(fatima, f"{name}-remove", own.pk, pk).status_code == 404
    assert other.sides.exists()
    assert other.yields.exists()


@pytest.mark.parametrize("state", ["in_trial", "adopted", "declined", "withdrawn"])
def test_later_it_stands_fast(cast: Cast, fatima: Client, state: str) -> None:
    made = getattr(building, state)(cast.professional)
    pair = made.sides.get()
    before = made.gain_for
    for answer in (
        fatima.get(url("prepare", made.pk)),
        post(fatima, "part", made.pk, "mensen", gain_for="Anders.", **SEEN),
        post(fatima, "side-add", made.pk, **PAIR),
        post(fatima, "side-edit", made.pk, pair.pk, **PAIR),
        post(fatima, "side-remove", made.pk, pair.pk),
        post(fatima, "yield-add", made.pk, **YIELD),
        post(fatima, "yield-remove", made.pk, made.yields.get().pk),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"] == reverse("cycles:proposal", args=[made.pk])
    made.refresh_from_db()
    assert made.gain_for == before
    assert made.sides.count() == made.yields.count() == 1
    assert made.sides.get().threat == pair.threat


# Both sides, and yields ---------------------------------------------------------------------------


@pytest.mark.shows("A49")
@pytest.mark.parametrize("lacking", ["opportunity", "threat"])
def test_one_side_alone_is_not_kept_and_comes_back(
    draft: InnovationProposal, fatima: Client, lacking: str
) -> None:
    answer = post(fatima, "side-add", draft.pk, **(PAIR | {lacking: " "}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(text in page for name, text in PAIR.items() if name != lacking)
    assert not draft.sides.exists()


def test_a_pair_is_changed_taken_away_and_put_back(draft: InnovationProposal, fatima: Client) -> None:
    post(fatima, "side-add", draft.pk, **PAIR)
    pair = draft.sides.get()
    seen = fatima.get(url("side-edit", draft.pk, pair.pk)).context["form"].seen
    post(fatima, "side-edit", draft.pk, pair.pk, **(PAIR | {"measure": "Samen lezen."}), seen=seen)
    pair.refresh_from_db()
    assert pair.measure == "Samen lezen."
    page = fatima.post(url("side-remove", draft.pk, pair.pk), follow=True).content.decode()
    undo = url("side-restore", draft.pk, pair.pk)
    assert f'action="{undo}"' in page
    assert not draft.sides.exists()
    for _ in range(2):
        assert fatima.post(undo).status_code == 302
    assert draft.sides.get().measure == "Samen lezen."


def test_a_yield_is_changed_taken_away_and_put_back(draft: InnovationProposal, fatima: Client) -> None:
    post(fatima, "yield-add", draft.pk, **YIELD)
    outcome = draft.yields.get()
    seen = fatima.get(url("yield-edit", draft.pk, outcome.pk)).context["form"].seen
    post(
        fatima,
        "yield-edit",
        draft.pk,
        outcome.pk,
        **(YIELD | {"target": "0", "theme": "inclusion"}),
        seen=seen,
    )
    outcome.refresh_from_db()
    assert outcome.target == 0
    fatima.post(url("yield-remove", draft.pk, outcome.pk))
    assert not draft.yields.exists()
    fatima.post(url("yield-restore", draft.pk, outcome.pk))
    back = draft.yields.get()
    assert (back.baseline, back.target, back.measure_on) == (outcome.baseline, 0, outcome.measure_on)
    assert (outcome.theme, back.theme) == ("inclusion", "inclusion")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("baseline", "drie"),
        ("baseline", "NaN"),
        ("target", "1e400"),
        ("target", "1,234"),
        ("kind", "misschien"),
        ("horizon", ""),
        ("sentence", " "),
        ("measure_on", "31-2-2026"),
        ("sentence", "w" * 301),
        ("unit", "w" * 41),
        ("sentence", "nul\0byte"),
    ],
)
def test_a_yield_that_cannot_be_comes_back_as_it_was_typed(
    draft: InnovationProposal, fatima: Client, name: str, value: str
) -> None:
    answer = post(fatima, "yield-add", draft.pk, **(YIELD | {name: value}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert name == "kind" or value.strip().split("\0")[0] in page
    assert "geteld in de map" in page
    assert not draft.yields.exists()


def test_a_megabyte_is_refused_with_its_text(draft: InnovationProposal, fatima: Client) -> None:
    text = "w" * 1_000_000
    answer = post(fatima, "part", draft.pk, "mensen", gain_for=text, loss="tijd", **SEEN)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    draft.refresh_from_db()
    assert draft.loss == ""


def test_there_is_an_end_to_it(draft: InnovationProposal, fatima: Client) -> None:
    for number in range(MOST + 1):
        answer = post(fatima, "side-add", draft.pk, **(PAIR | {"measure": f"Nummer {number}"}))
    assert answer.status_code == 422
    assert draft.sides.count() == MOST


# AI, and two at once ------------------------------------------------------------------------------


@pytest.mark.shows("A70")
def test_ai_that_takes_steps_itself_needs_a_human_check(
    cast: Cast, fatima: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cycles.questions import partner

    monkeypatch.setattr(partner, "ASKED", [lambda person: True])
    made = building.ready_to_try(cast.professional)
    page = fatima.get(url("prepare", made.pk))
    seen = {form.slug: form.seen for form in page.context["parts"]}["kosten"]
    given = {"effort": made.effort, "needs_ai": "on", "is_agentic": "on", "human_check": ""}
    post(fatima, "part", made.pk, "kosten", **given, seen=seen)
    made.refresh_from_db()
    assert made.is_agentic
    assert "human_check" in readiness.to_try(made)
    assert 'href="#kosten-human_check"' in fatima.get(url("prepare", made.pk)).content.decode()


@pytest.mark.shows("AI10")
def test_without_ai_nothing_asks_for_it_and_what_was_said_stays(
    cast: Cast, fatima: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cycles.questions import partner

    monkeypatch.setattr(partner, "ASKED", [])
    made = building.ready_to_try(cast.professional, needs_ai=True)
    page = fatima.get(url("prepare", made.pk))
    assert "needs_ai" not in page.content.decode()
    seen = {form.slug: form.seen for form in page.context["parts"]}["kosten"]
    post(fatima, "part", made.pk, "kosten", effort="Niets.", seen=seen)
    made.refresh_from_db()
    assert (made.effort, made.needs_ai) == ("Niets.", True)


def test_two_authors_at_once_keep_both_texts(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.ready_to_try(cast.professional)
    building.author(made, cast.colleague)
    seen = {f.slug: f.seen for f in fatima.get(url("prepare", made.pk)).context["parts"]}["mensen"]
    typed = {name: getattr(made, name) for name in PEOPLE}
    post(joost, "part", made.pk, "mensen", **(typed | {"gain_for": "Wat Joost schrijft."}), seen=seen)
    answer = post(
        fatima, "part", made.pk, "mensen", **(typed | {"gain_for": "Wat Fatima schrijft."}), seen=seen
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Wat Joost schrijft." in page
    assert "Wat Fatima schrijft." in page
    made.refresh_from_db()
    assert made.gain_for == "Wat Joost schrijft."
    again = {f.slug: f.seen for f in answer.context["parts"]}["mensen"]
    post(fatima, "part", made.pk, "mensen", **(typed | {"gain_for": "Samen."}), seen=again)
    made.refresh_from_db()
    assert made.gain_for == "Samen."


def test_two_authors_at_one_pair_keep_both_texts(cast: Cast, fatima: Client) -> None:
    made = building.ready_to_try(cast.professional)
    pair = made.sides.get()
    seen = fatima.get(url("side-edit", made.pk, pair.pk)).context["form"].seen
    made.sides.update(threat="Wat Joost schrijft.")
    given = {"opportunity": pair.opportunity, "threat": "Wat Fatima schrijft.", "measure": ""}
    answer = post(fatima, "side-edit", made.pk, pair.pk, **given, seen=seen)
    assert answer.status_code == 409
    assert "Wat Joost schrijft." in answer.content.decode()
    assert "Wat Fatima schrijft." in answer.content.decode()


# What others read ---------------------------------------------------------------------------------


@pytest.mark.shows("S18")
def test_yields_are_the_authors_own_until_the_trial(cast: Cast) -> None:
    made = building.submitted(cast.professional, loss="", needs_ai=True, human_check="na stap twee")
    before = prepared(made)
    assert before.rows == []
    assert [row.outcome for row in prepared(made, for_author=True).rows] == list(YieldOutcome.objects.all())
    assert list(before.missing) == ["loss"]
    facts = {label: words for label, words, _marks in before.facts}
    assert building.PREPARED["keep_human"] in facts.values()
    assert len(facts) == len(building.PREPARED), "without what is empty, with AI"
    assert len(before.sides) == 1
    running = prepared(building.in_trial(cast.colleague))
    assert len(running.rows) == 1
    assert running.missing == {}
