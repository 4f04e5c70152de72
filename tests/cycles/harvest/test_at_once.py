"""Several people press or write at the very same moment: one effect, and no text is lost."""

import pytest

from cycles.harvest import harvesting, leading, lining, noting, sharing, speaking, summarising
from cycles.harvest.models import (
    HarvestItem,
    HarvestLine,
    HarvestSession,
    HarvestSummary,
    HarvestYield,
    OwnNote,
)
from cycles.insights.models import Insight
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.weekly.models import Moment
from tests.conftest import Cast
from tests.cycles.harvest.building import begun, item
from tests.support.together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_many_who_begin_make_one_page(cast: Cast, moment: Moment) -> None:
    at_once(*(lambda: leading.begin(moment, by=cast.professional) for _ in range(6)))
    assert HarvestSession.objects.get().revision == 2


def test_two_who_take_over_leave_one_who_leads(cast: Cast, moment: Moment) -> None:
    begun(moment, step=1)
    at_once(
        lambda: leading.take_over(moment, by=cast.colleague),
        lambda: leading.take_over(moment, by=cast.lead),
    )
    assert HarvestSession.objects.get().facilitator in (cast.colleague, cast.lead)


@pytest.mark.shows("proposals-1")
def test_two_who_change_one_line_keep_both_texts(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    line = lining.add(moment, HarvestLine.Kind.KEEP, "Eerst bellen", by=cast.lead)
    first = at_once(
        lambda: lining.change(moment, line, "Eerst bellen, dan schrijven", 1, by=cast.professional),
        lambda: lining.change(moment, line, "Eerst bellen, altijd", 1, by=cast.colleague),
    )
    assert sorted(first) == [False, True]
    texts = set(HarvestLine.objects.filter(removed_at=None).values_list("text", flat=True))
    assert texts == {"Eerst bellen, dan schrijven", "Eerst bellen, altijd"}


def test_a_line_that_was_removed_while_it_was_changed_comes_back(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    line = lining.add(moment, HarvestLine.Kind.KEEP, "Eerst bellen", by=cast.lead)
    lining.remove(moment, line, by=cast.lead)
    assert lining.change(moment, line, "Eerst mailen", 1, by=cast.professional) is False
    assert HarvestLine.objects.get(removed_at=None).text == "Eerst mailen"


def test_one_item_pressed_by_two_has_the_floor_once(cast: Cast, moment: Moment) -> None:
    begun(moment, step=2)
    one, other = item(moment, cast.colleague, "Een"), item(moment, cast.lead, "Twee")
    at_once(
        lambda: speaking.give(moment, one, by=cast.professional),
        lambda: speaking.give(moment, other, by=cast.professional),
    )
    assert HarvestItem.objects.filter(has_floor=True).count() == 1


def test_pressing_many_times_makes_one_draft_and_one_insight(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    at_once(
        *(lambda: harvesting.to_proposal(moment, row, "Samen.", by=cast.professional) for _ in range(5)),
        *(lambda: harvesting.to_insight(moment, row, "Woorden.", by=cast.professional) for _ in range(5)),
        *(lambda: sharing.put(moment, "Nog iets", by=cast.professional) for _ in range(5)),
    )
    assert (InnovationProposal.objects.count(), Insight.objects.count()) == (1, 1)
    assert ProposalAuthor.objects.get().person == cast.colleague
    assert HarvestYield.objects.count() == 2
    assert HarvestItem.objects.filter(text="Nog iets").count() == 1


def test_two_who_write_the_summary_lose_nothing(cast: Cast, moment: Moment) -> None:
    begun(moment, step=4)
    at_once(
        lambda: summarising.write(moment, "We leerden bellen.", by=cast.professional),
        lambda: summarising.write(moment, "Woorden doen ertoe.", by=cast.colleague),
    )
    row = HarvestSummary.objects.get()
    assert set(row.text.split("\n\n")) == {"We leerden bellen.", "Woorden doen ertoe."}


def test_two_windows_of_one_writer_keep_both_notes(cast: Cast, moment: Moment) -> None:
    at_once(
        lambda: noting.write(moment, "Een", 0, by=cast.professional),
        lambda: noting.write(moment, "Twee", 0, by=cast.professional),
    )
    assert set(OwnNote.objects.get().text.split("\n\n")) == {"Een", "Twee"}
