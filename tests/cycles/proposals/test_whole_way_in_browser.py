"""One proposal from a draft to geborgd as its people walk it, over the moved clock: with a no and a question on the way."""

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.proposals.models import InnovationProposal, ProposalStep
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.cards.test_in_browser import OpenPage, at_page, measure, prepare
from tests.cycles.proposals.writing.test_in_browser import HOPED, IDEA, PROBLEM, press
from tests.support.browser import Complaints
from tests.support.hands import Hands

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.full,
]
State = InnovationProposal.State
Did = ProposalStep.Did


@pytest.mark.shows("proposals-1", "proposals-2", "S24", "A75")
def test_from_a_draft_to_geborgd(open_page: OpenPage, cast: Cast, at: Hands, complaints: Complaints) -> None:
    complaints.allow(r"\b422\b")
    hers, leads = open_page(as_=cast.professional), open_page(as_=cast.lead)

    declined = submit_new(hers, "Bel elke aanvrager terug.")
    answer(leads, declined, "Nee, wijs af", "Wijs af", {
        "Waarom niet?": "Daar is nu geen tijd voor.", "Wat zou er een ja van maken?": "Begin met één soort aanvraag.",
    })  # fmt: skip
    hers.goto(reverse("cycles:proposal", args=[declined.pk]))
    for words in ("Daar is nu geen tijd voor.", "Begin met één soort aanvraag."):
        expect(hers.get_by_role("region", name="Besluit").get_by_text(words)).to_be_visible()

    made = submit_new(hers, "Schrijf samen de eerste brief.")
    answer(
        leads,
        made,
        "Leg terug met een vraag",
        "Leg terug",
        {"Wat wil je eerst weten?": "Hoe vaak gebeurt dit?"},
    )
    hers.goto(at_page("write", made))
    expect(hers.get_by_text("Hoe vaak gebeurt dit?").first).to_be_visible()
    hers.get_by_label("Wat is je idee?").fill(
        "We schrijven elke eerste brief met zijn tweeën, drie keer per maand."
    )
    hers.get_by_role("button", name=re.compile("Dien opnieuw in|Dien in")).first.click()
    expect(hers.get_by_text("Ingediend bij Marieke Jansen.")).to_be_visible()

    prepare(hers, made)
    answer(leads, made, "Ja, begin een proef", "Begin deze proef", {
        "Waarom zeg je ja?": "Drie keer per maand is te overzien.", "Eerste dag van de proef": "30-3-2026",
        "Laatste dag van de proef": "26-4-2026",
    })  # fmt: skip
    at("2026-04-24 10:00")
    measure(hers, made)
    answer(
        leads, made, "Voer het in", "Voer in", {"Waarom voer je het in?": "Van drie brieven terug naar één."}
    )

    hers.goto(at_page("embed-ask", made))
    hers.get_by_role("button", name=re.compile("Vraag")).click()
    expect(hers.get_by_text("Wie het team leidt, bevestigt dat het geborgd is.").first).to_be_visible()
    leads.goto(reverse("cycles:proposal", args=[made.pk]))
    leads.get_by_role("button", name="Bevestig: dit is geborgd").click()
    expect(
        leads.get_by_text("Geborgd. Over een half jaar of later wordt het opnieuw gemeten.")
    ).to_be_visible()

    made.refresh_from_db()
    assert made.state == State.EMBEDDED
    assert [step.did for step in made.steps.order_by("pk")] == [
        Did.BEGAN, Did.SUBMITTED, Did.RETURNED, Did.SUBMITTED, Did.TRIAL, Did.RESULT, Did.ADOPTED, Did.EMBEDDING,
        Did.EMBEDDED,
    ]  # fmt: skip
    declined.refresh_from_db()
    assert declined.state == State.DECLINED


def submit_new(page: "Page", idea: str) -> InnovationProposal:
    page.goto(reverse("cycles:proposal-new"))
    page.get_by_label(PROBLEM).fill(building.TEXTS["problem"])
    page.get_by_label(IDEA).fill(idea)
    page.get_by_label(HOPED).fill(building.TEXTS["hoped"])
    page.get_by_text("Bewaard om").wait_for()
    press(page, "Dien in bij Marieke")
    expect(page.get_by_text("Ingediend bij Marieke Jansen.")).to_be_visible()
    return InnovationProposal.objects.latest("pk")


def answer(page: "Page", made: InnovationProposal, choice: str, button: str, texts: dict[str, str]) -> None:
    """As the decider, from the page of the decision."""
    page.goto(at_page("decide", made))
    page.get_by_text(choice, exact=True).click()
    form = page.get_by_role("form", name=choice)
    for label, text in texts.items():
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name=button).click()
    expect(page.get_by_text("Je antwoord staat erbij.")).to_be_visible()
