"""Taking back what one shared: its words go wherever only they stand, and the page is honest about what stays (W8)."""

from datetime import timedelta

import pytest
from django.test import Client

from cycles.harvest import harvesting, sharing, summarising
from cycles.harvest.models import HarvestSummary, HarvestYield
from cycles.insights.models import Insight
from cycles.proposals.models import InnovationProposal
from cycles.proposals.writing import authoring
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from tests.conftest import Cast
from tests.cycles.harvest.building import WORDS, begun, item, post, url
from tests.support.hands import Hands

pytestmark = pytest.mark.shows("proposals-2", "W8")
State = HarvestSummary.State


def test_what_nobody_used_is_seen_nowhere(cast: Cast, moment: Moment, fatima: Client, joost: Client) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    said = joost.post(url(moment, "harvest-take-back", row.pk), follow=True).content.decode()
    assert "Teruggenomen. Niemand ziet het hier nog." in said
    assert WORDS not in fatima.get(url(moment)).content.decode()


def test_a_draft_of_another_loses_the_words_it_began_with(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    harvesting.to_proposal(moment, row, "", by=cast.professional)
    said = joost.post(url(moment, "harvest-take-back", row.pk), follow=True).content.decode()
    assert "Niemand ziet het hier nog" not in said
    assert "Wat eruit kwam, blijft bij Fatima." in said
    made = InnovationProposal.objects.get()
    assert (made.problem, made.name) == ("", "")
    page = fatima.get(url(moment)).content.decode()
    assert WORDS not in page
    assert "De woorden waar dit mee begon, zijn teruggenomen." in page
    post(joost, moment, "harvest-put-back", row.pk)
    made.refresh_from_db()
    assert made.problem == WORDS
    assert HarvestYield.objects.get().text == WORDS


def test_off_the_page_it_is_no_hiding_place(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    made = harvesting.to_proposal(moment, row, "Vanaf maandag anders.", by=cast.professional)
    harvesting.drop(moment, made, by=cast.professional)
    sharing.take_back(moment, row, by=cast.colleague)
    kept = InnovationProposal.objects.get()
    assert (kept.problem, kept.idea) == ("", "Vanaf maandag anders.")


@pytest.mark.parametrize("used", ["changed", "submitted", "own", "written along"])
def test_what_is_in_use_stays_with_whoever_uses_it(cast: Cast, moment: Moment, used: str) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    by = cast.colleague if used == "own" else cast.professional
    proposal = harvesting.to_proposal(moment, row, "Idee", by=by).proposal
    assert proposal
    rows = InnovationProposal.objects.filter(pk=proposal.pk)
    if used == "changed":
        rows.update(problem=f"{WORDS} En dat klopt niet.")
    elif used == "submitted":
        rows.update(state="returned", submitted_at=row.put_at, answer_due=row.put_at.date())
    elif used == "written along":
        authoring.accept(proposal, by=cast.colleague)
    left = sharing.take_back(moment, row, by=cast.colleague)
    assert WORDS in rows.get().problem
    assert (left.is_mine, left.people) == (used == "own", () if used == "own" else ("Fatima",))


def test_an_insight_stays_with_its_writer_and_the_page_says_so(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    harvesting.to_insight(moment, row, "Vaktaal roept vragen op.", by=cast.professional)
    harvesting.to_insight(moment, row, WORDS, by=cast.colleague)
    left = sharing.take_back(moment, row, by=cast.colleague)
    assert sharing.take_back(moment, row, by=cast.colleague) == left, "pressed twice it says the same"
    assert (
        left.sentence
        == "Teruggenomen. Wat eruit kwam, blijft bij Fatima. Wat jij ervan maakte, blijft bij jou."
    )
    assert Insight.objects.count() == 2
    assert {one.text for one in HarvestYield.objects.all()} == {"Vaktaal roept vragen op.", ""}


def test_a_draft_of_ai_that_may_hold_it_is_laid_aside(cast: Cast, moment: Moment) -> None:
    session = begun(moment, step=3)
    row = item(moment, cast.colleague)
    draft = HarvestSummary.objects.create(session=session, state=State.DRAFT, text=WORDS, drafted=WORDS)
    later = item(moment, cast.lead, "Later gezegd.", put_at=draft.asked_at + timedelta(minutes=1))
    sharing.take_back(moment, later, by=cast.lead)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT, "what came after it is not in it"
    sharing.take_back(moment, row, by=cast.colleague)
    draft.refresh_from_db()
    assert (draft.state, draft.text) == (State.DISCARDED, "")
    summarising.write(moment, "Wij schrijven korter.", by=cast.lead)
    with pytest.raises(Refused):
        summarising.accept(moment, draft, WORDS, by=cast.professional)
    assert WORDS not in HarvestSummary.objects.get(state=State.ACCEPTED).text


def test_one_that_is_still_being_written_comes_to_nothing(cast: Cast, moment: Moment) -> None:
    session = begun(moment, step=3)
    row = item(moment, cast.colleague)
    waiting = HarvestSummary.objects.create(session=session, state=State.WAITING)
    sharing.take_back(moment, row, by=cast.colleague)
    assert summarising.end(waiting.pk, State.DRAFT, WORDS)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.text, waiting.drafted) == (State.DISCARDED, "", "")


def test_a_summary_that_people_took_over_is_named(cast: Cast, moment: Moment) -> None:
    begun(moment, step=4)
    row = item(moment, cast.colleague)
    summarising.write(moment, WORDS, by=cast.lead)
    assert (
        "In de samenvatting kan het nog staan." in sharing.take_back(moment, row, by=cast.colleague).sentence
    )


def test_after_sunday_it_is_still_theirs_to_take_back(
    cast: Cast, moment: Moment, fatima: Client, joost: Client, at: Hands
) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    at("2026-04-20 10:00")
    take_back = url(moment, "harvest-take-back", row.pk)
    assert take_back in joost.get(url(moment)).content.decode()
    assert take_back not in fatima.get(url(moment)).content.decode()
    assert post(joost, moment, "harvest-take-back", row.pk).status_code == 302
    assert WORDS not in fatima.get(url(moment)).content.decode()
    post(joost, moment, "harvest-put-back", row.pk)
    assert WORDS in fatima.get(url(moment)).content.decode()
    assert post(joost, moment, "harvest-put", text="Nog iets").status_code == 422
