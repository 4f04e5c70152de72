"""The maker's mark of a proposal survives in its card: filled in, edited, laundered and printed (S21)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.cards import changing
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.merging import stamp
from cycles.proposals.models import InnovationProposal
from cycles.sparring.models import SparringSession, Turn
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.sparring import building as sparring

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-3", "S21", "AI5")]

AI = "De ervaren collega stelt alleen vragen en raakt het toetsenbord de hele tijd niet aan."
OWN = "Vanaf maandag schrijven wij de eerste brief samen, naast elkaar."
LABEL = "<strong>Deze alinea is van AI overgenomen.</strong> Le Chat, 30 maart 2026. Doel: Beter begrijpen."


@pytest.fixture
def card(cast: Cast) -> PracticeCard:
    """Of a proposal whose second paragraph AI wrote; the talk itself is gone by now."""
    session = sparring.session(cast.professional, model="Le Chat")
    Turn.objects.create(
        session=session,
        number=1,
        speaker=Turn.Speaker.PARTNER,
        rung=1,
        blocks=[{"kind": "question", "text": AI}],
    )
    made = building.draft(cast.professional, idea=f"{OWN}\n\n{AI}", **building.PREPARED)
    session.delete()
    building.sides(made)
    building.outcome(made)
    moving.submit(made, by=cast.professional)
    first = building.today(made)
    moving.start_trial(made, building.REASON, first, first + building.LONGEST, by=cast.lead)
    building.measured(made.yields.get(), 1)
    InnovationProposal.objects.filter(pk=made.pk).update(result="Eén brief.")
    moving.hand_in(made, by=cast.professional)
    moving.adopt(made, building.REASON, by=cast.lead)
    assert not SparringSession.objects.exists()
    return made.card


def url(name: str, card: PracticeCard) -> str:
    return reverse(f"cycles:{name}", args=[card.pk])


def edit(client: Client, card: PracticeCard, **fields: str) -> PracticeCard:
    seen = client.get(url("card-edit", card)).context["form"].seen
    typed = {name: getattr(card, name) for name in ("title", "situation", "how", "conditions")}
    answer = client.post(
        url("card-edit", card), typed | {"seen": seen, "marks": "{}", "label": "own"} | fields
    )
    assert answer.status_code == 302
    card.refresh_from_db()
    return card


def degrees(card: PracticeCard, name: str = "how") -> list[str]:
    return [mark["degree"] for mark in card.marks.get(name, [])]


def test_the_card_begins_with_the_marks_of_the_proposal(card: PracticeCard, fatima: Client) -> None:
    assert degrees(card) == ["own", "taken_over"]
    assert card.label == "taken_over"
    for name in ("card", "card-print"):
        page = fatima.get(url(name, card)).content.decode()
        assert page.count(LABEL) == 1
        assert page.index(AI) < page.index(LABEL)
    assert "Van AI overgenomen" in fatima.get(reverse("cycles:cards")).content.decode()


LAUNDRIES: dict[str, Callable[[str], str]] = {
    "another order": lambda text: text,
    "signs that nobody sees": lambda text: "\u200b".join(text),
    "letters that look alike": lambda text: text.replace("e", "е").replace("a", "а").replace("o", "ο"),
    "lines broken anew": lambda text: text.replace(" ", "\n"),
    "capitals and spaces": lambda text: text.upper().replace(" ", "  \u00a0 "),
    "words around it": lambda text: f"Zo doen wij dat hier al jaren met plezier: {text} En dat bevalt ons.",
}


@pytest.mark.parametrize("how", LAUNDRIES)
@pytest.mark.parametrize("field", ["how", "conditions"])
def test_what_ai_wrote_stays_marked_however_it_is_typed(
    card: PracticeCard, fatima: Client, how: str, field: str
) -> None:
    given = {"how": OWN, "conditions": "Een half uur rust."}
    edit(fatima, card, **(given | {field: f"{LAUNDRIES[how](AI)}\n\n{OWN}"}))
    assert degrees(card, field)[0] in ("reworked", "taken_over")
    assert degrees(card, field)[1] == "own"
    page = fatima.get(url("card", card)).content.decode()
    assert page.count("Le Chat, 30 maart 2026") == 1


def test_written_anew_a_paragraph_is_own_but_the_label_stays(card: PracticeCard, fatima: Client) -> None:
    edit(fatima, card, how=f"{OWN}\n\nJe kijkt mee en houdt je handen thuis.")
    assert set(degrees(card)) <= {"own"}
    assert card.label == "taken_over", "never lower than that of its proposal"


def test_taken_out_and_put_back_later_it_is_marked_again(card: PracticeCard, fatima: Client) -> None:
    edit(fatima, card, how=OWN)
    edit(fatima, card, how=f"{OWN}\n\n{AI}")
    assert degrees(card) == ["own", "taken_over"]


def test_a_card_in_own_words_has_no_label(cast: Cast, fatima: Client) -> None:
    card = building.adopted(cast.professional).card
    assert card.label == "own"
    assert "ai-label" not in fatima.get(url("card", card)).content.decode()


def test_a_name_is_marked_as_well(card: PracticeCard, fatima: Client) -> None:
    name = " ".join(AI.split()[:10])
    assert len(name) <= 80
    edit(fatima, card, title=name)
    assert degrees(card, "title") == ["taken_over"]
    for page in ("card", "card-print", "card-edit"):
        shown = fatima.get(url(page, card)).content.decode()
        assert "<strong>Van AI overgenomen.</strong> Le Chat, 30 maart 2026" in shown.split("conditions")[0]


def test_who_wrote_it_is_gone_and_its_marks_stay(cast: Cast, card: PracticeCard) -> None:
    InnovationProposal.objects.filter(pk=card.proposal_id).update(owner=None, marks={})
    typed = {"how": f"{AI}\n\n{OWN}"}
    changing.refine(card, typed, stamp(card, changing.FIELDS), by=cast.colleague)
    assert degrees(card) == ["taken_over", "own"]
