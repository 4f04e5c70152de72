"""What a trial asks for carries its maker's mark as the other texts of a proposal do (S21, AI5)."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal, TwoSides
from cycles.proposals.trials import preparing
from cycles.proposals.trials.forms import CarePart, PeoplePart
from cycles.sparring.models import SparringSession, Turn
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.writing.conftest import Clients
from tests.cycles.sparring import building as sparring

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-3", "S21", "AI5")]

AI = "Inwoners die een nee krijgen, weten voortaan binnen een dag wat zij nog wel kunnen doen."
OWN = "Vooral wie slecht leest. En wij: minder terugbellen."
LABEL = "<strong>Van AI overgenomen.</strong> Le Chat, 30 maart 2026"


@pytest.fixture
def talk(cast: Cast) -> SparringSession:
    session = sparring.session(cast.professional, model="Le Chat")
    Turn.objects.create(
        session=session, number=1, speaker=Turn.Speaker.PARTNER, rung=1, blocks=[{"kind": "example", "text": AI}]
    )  # fmt: skip
    return session


def fill(proposal: InnovationProposal, by: User, part: type[PeoplePart | CarePart], **texts: str) -> None:
    form = part(proposal)
    names = list(form.names)
    typed = {name: texts.get(name, getattr(proposal, name)) for name in names}
    preparing.write(proposal, typed, names, form.seen, by=by)


def degrees(proposal: InnovationProposal) -> dict[str, str]:
    proposal.refresh_from_db()
    return {name: marks[0]["degree"] for name, marks in proposal.marks.items() if marks}


def test_each_part_is_marked_and_the_proposal_takes_the_highest_label(
    cast: Cast, talk: SparringSession
) -> None:
    made = building.draft(cast.professional)
    fill(made, cast.professional, PeoplePart, gain_for=AI, loss=OWN)
    found = degrees(made)
    assert (found["gain_for"], found["loss"]) == ("taken_over", "own")
    assert made.label == "taken_over"
    fill(made, cast.professional, PeoplePart, gain_for=OWN)
    assert degrees(made)["gain_for"] == "own"
    assert made.label == "own"


def test_a_mark_stays_when_the_talk_is_gone_or_another_part_is_saved(
    cast: Cast, talk: SparringSession
) -> None:
    made = building.draft(cast.professional)
    fill(made, cast.professional, PeoplePart, gain_for=AI)
    talk.delete()
    fill(made, cast.professional, CarePart, ethics=OWN)
    assert degrees(made)["gain_for"] == "taken_over"
    moving.submit(made, by=cast.professional)
    assert degrees(made)["gain_for"] == "taken_over"


def test_words_that_go_on_in_the_next_text_mark_both(cast: Cast, talk: SparringSession) -> None:
    words = AI.split()
    made = building.draft(cast.professional)
    fill(made, cast.professional, PeoplePart, gain_for=" ".join(words[:7]), loss=" ".join(words[7:]))
    found = degrees(made)
    assert found["gain_for"] != "own"
    assert found["loss"] != "own"


def test_both_sides_are_marked_until_they_are_written_anew_or_taken_away(
    cast: Cast, talk: SparringSession
) -> None:
    made = building.draft(cast.professional)
    sides = {"opportunity": OWN, "threat": AI, "measure": ""}
    pair = preparing.add_sides(made, sides, by=cast.professional)
    assert degrees(made)[f"side-{pair.pk}-threat"] == "taken_over"
    assert degrees(made)[f"side-{pair.pk}-opportunity"] == "own"
    assert made.label == "taken_over"
    preparing.remove_sides(pair, by=cast.professional)
    assert not TwoSides.objects.filter(proposal=made).exists()
    assert not [name for name in degrees(made) if name.startswith("side-")]
    assert made.label == "own"


def test_the_mark_stands_on_both_pages(cast: Cast, client_for: Clients, talk: SparringSession) -> None:
    made = building.draft(cast.professional)
    fill(made, cast.professional, PeoplePart, gain_for=AI)
    preparing.add_sides(made, {"opportunity": AI, "threat": OWN, "measure": ""}, by=cast.professional)
    mine: Client = client_for(cast.professional)
    assert mine.get(reverse("cycles:proposal-prepare", args=[made.pk])).content.decode().count(LABEL) == 2
    moving.submit(made, by=cast.professional)
    other = client_for(cast.colleague)
    assert other.get(reverse("cycles:proposal", args=[made.pk])).content.decode().count(LABEL) == 2


def test_own_words_say_nothing(cast: Cast, client_for: Clients) -> None:
    made = building.draft(cast.professional)
    fill(made, cast.professional, PeoplePart, gain_for=OWN)
    page = client_for(cast.professional).get(reverse("cycles:proposal-prepare", args=[made.pk]))
    assert "ai-label" not in page.content.decode()
