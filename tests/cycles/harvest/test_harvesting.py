"""What a team takes along: proposals, insights, lines, and that what AI wrote stays marked on its way through."""

from collections.abc import Callable

import pytest
from django.test import Client

from cycles.harvest import harvesting, lining, sharing
from cycles.harvest.models import HarvestLine, HarvestSession, HarvestYield
from cycles.insights.models import Insight
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.writing import drafting
from cycles.questions.models import LearningQuestion
from cycles.sparring.models import Turn
from cycles.weekly.models import Answer, GuestInvitation, Moment, Seat
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import WORDS, begun, item, post, url
from tests.cycles.sparring import building as sparring

Clients = Callable[[User | None], Client]
FROM_AI = "Een heldere brief begint altijd met het besluit en legt daarna uit waarom dat zo is."


@pytest.mark.shows("proposals-1", "A7")
def test_two_clicks_make_a_draft_of_who_presses_and_invite_who_said_it(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment, step=2)
    row = item(moment, cast.colleague, has_floor=True)
    page = fatima.get(url(moment)).content.decode()
    assert "Maak er een voorstel van" in page
    post(fatima, moment, "harvest-proposal", row.pk, idea="Vanaf maandag leggen wij het woord uit.")
    made = InnovationProposal.objects.get()
    assert (made.owner, made.team, made.state) == (cast.professional, cast.team, "draft")
    assert (made.problem, made.idea) == (WORDS, "Vanaf maandag leggen wij het woord uit.")
    author = ProposalAuthor.objects.get()
    assert (author.person, author.state) == (cast.colleague, ProposalAuthor.State.INVITED)
    assert "Voorstel in concept, van Fatima" in joost.get(url(moment)).content.decode()


@pytest.mark.shows("S18")
def test_the_page_keeps_the_words_of_then_and_shows_nothing_of_the_draft(
    cast: Cast, moment: Moment, fatima: Client, client_for: Clients
) -> None:
    begun(moment, step=3)
    made = harvesting.to_proposal(moment, item(moment, cast.professional), "", by=cast.professional)
    InnovationProposal.objects.update(title="zeehond", idea="zeehond", problem="zeehond")
    lead = client_for(cast.lead).get(url(moment)).content.decode()
    assert "zeehond" not in lead
    assert made.text == WORDS
    assert not visible(InnovationProposal, Viewer(cast.lead)).exists()


def test_own_words_invite_nobody(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    harvesting.to_proposal(moment, item(moment, cast.professional), "Idee", by=cast.professional)
    assert not ProposalAuthor.objects.exists()


def test_what_was_taken_back_meanwhile_becomes_nothing(cast: Cast, moment: Moment) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    sharing.take_back(moment, row, by=cast.colleague)
    with pytest.raises(Refused):
        harvesting.to_proposal(moment, row, "Idee", by=cast.professional)
    assert not InnovationProposal.objects.exists()


def test_an_insight_is_the_teams_to_read_with_the_talk_as_its_source(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    post(fatima, moment, "harvest-insight", row.pk, statement="Woorden als welstand zijn  vaktaal.")
    made = Insight.objects.get()
    assert made.statement == "Woorden als welstand zijn vaktaal."
    assert (made.author, made.kind, made.check_state, made.validity) == (
        cast.professional,
        "own",
        "unchecked",
        None,
    )
    assert "2 april" in made.source
    assert visible(Insight, Viewer(cast.lead)).count() == 1
    assert not visible(Insight, Viewer(cast.outsider)).exists()
    assert "Inzicht, van Fatima" in joost.get(url(moment)).content.decode()


@pytest.mark.parametrize("statement", ["", "   ", "woord " * 60])
def test_an_insight_that_is_none_keeps_what_was_typed(
    cast: Cast, moment: Moment, fatima: Client, statement: str
) -> None:
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    answer = post(fatima, moment, "harvest-insight", row.pk, statement=statement)
    assert answer.status_code == 422
    assert statement.strip() in answer.content.decode()
    assert not Insight.objects.exists()


def test_what_a_guest_takes_along_is_for_the_guests_own_team(cast: Cast, moment: Moment) -> None:
    guest = cast.outsider
    GuestInvitation.objects.create(moment=moment, person=guest, answer=Answer.YES)
    Seat.objects.create(moment=moment, person=guest, starts_at=moment.starts_at, minutes=30)
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    harvesting.to_proposal(moment, row, "Idee", by=guest)
    harvesting.to_insight(moment, row, "Inzicht", by=guest)
    assert InnovationProposal.objects.get().team == cast.other_team
    assert Insight.objects.get().published_at is None


def test_taking_a_yield_off_the_page_leaves_what_was_made(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment, step=3)
    made = harvesting.to_proposal(moment, item(moment, cast.professional), "Idee", by=cast.professional)
    assert post(joost, moment, "harvest-drop", made.pk).status_code == 404
    post(fatima, moment, "harvest-drop", made.pk)
    assert not HarvestYield.objects.exists()
    assert InnovationProposal.objects.count() == 1


def test_focus_of_last_week_is_shown_when_looking_back(cast: Cast, moment: Moment, fatima: Client) -> None:
    before = building.talk(cast, week=building.WEEK - 1)
    session = HarvestSession.objects.create(moment=before)
    HarvestLine.objects.create(session=session, kind="focus", text="Eerst bellen bij een weigering")
    HarvestLine.objects.create(session=session, kind="keep", text="Dit niet")
    begun(moment, step=1)
    page = fatima.get(url(moment)).content.decode()
    assert "Eerst bellen bij een weigering" in page
    assert "Dit niet" not in page


@pytest.mark.parametrize("kind", HarvestLine.Kind.values)
def test_lines_are_everybodys(cast: Cast, moment: Moment, fatima: Client, joost: Client, kind: str) -> None:
    begun(moment, step=4)
    post(joost, moment, "harvest-line", kind=kind, text="Eerst  bellen")
    post(joost, moment, "harvest-line", kind=kind, text="Eerst bellen")
    row = HarvestLine.objects.get()
    post(fatima, moment, "harvest-line-change", row.pk, text="Eerst mailen", revision="1")
    row.refresh_from_db()
    assert (row.text, row.revision) == ("Eerst mailen", 2)
    post(fatima, moment, "harvest-line-remove", row.pk)
    assert "Eerst mailen" not in joost.get(url(moment)).content.decode().split("<aside")[0]
    post(joost, moment, "harvest-line-put-back", row.pk)
    assert "Eerst mailen" in joost.get(url(moment)).content.decode()


@pytest.mark.parametrize("text", ["", "x" * 301, "woord " * 200_000])
def test_a_line_that_is_too_long_or_empty_is_refused_with_a_sentence(
    cast: Cast, moment: Moment, fatima: Client, text: str
) -> None:
    begun(moment, step=4)
    assert post(fatima, moment, "harvest-line", kind="keep", text=text).status_code == 422
    assert not HarvestLine.objects.exists()


def test_a_second_writer_hears_that_both_texts_stand_there(
    cast: Cast, moment: Moment, fatima: Client
) -> None:
    begun(moment, step=4)
    row = lining.add(moment, "keep", "Eerst bellen", by=cast.colleague)
    lining.change(moment, row, "Eerst mailen", 1, by=cast.colleague)
    answer = fatima.post(
        url(moment, "harvest-line-change", row.pk), {"text": "Eerst schrijven", "revision": "1"}, follow=True
    )
    page = answer.content.decode()
    assert "Beide teksten staan er nu" in page
    assert "Eerst mailen" in page
    assert "Eerst schrijven" in page


@pytest.mark.shows("S21", "proposals-3")
def test_what_ai_wrote_stays_marked_on_its_way_through_the_page(cast: Cast, moment: Moment) -> None:
    """Joost shares what AI wrote for him; Fatima makes a proposal of it, and copies it into her own text."""
    question = LearningQuestion.objects.create(owner=cast.colleague, text="Hoe?", is_own=True)
    session = sparring.session(cast.colleague, question=question)
    Turn.objects.create(
        session=session, number=1, speaker="partner", rung=1, blocks=[{"kind": "example", "text": FROM_AI}]
    )
    begun(moment, step=2)
    shared = sharing.put(moment, FROM_AI, by=cast.colleague)
    assert shared.label == "taken_over"
    harvesting.to_proposal(moment, shared, "", by=cast.professional)
    assert InnovationProposal.objects.get().label == "taken_over"
    copied = drafting.started(cast.professional, cast.team, {"problem": "", "idea": FROM_AI, "hoped": ""})
    assert copied.label == "taken_over"
    elsewhere = drafting.started(
        cast.outsider, cast.other_team, {"problem": "", "idea": FROM_AI, "hoped": ""}
    )
    assert elsewhere.label == "own"


def test_a_reaction_is_quiet_and_goes_off_again(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment, step=2)
    row = item(moment, cast.colleague)
    post(fatima, moment, "harvest-react", row.pk, kind="know")
    assert "Herken ik (1)" in joost.get(url(moment)).content.decode()
    post(fatima, moment, "harvest-react", row.pk, kind="know")
    assert "Herken ik (1)" not in joost.get(url(moment)).content.decode()
    post(joost, moment, "harvest-react", row.pk, kind="know")
    assert not row.reactions.exists()
    assert post(fatima, moment, "harvest-react", row.pk, kind="hart").status_code == 422


@pytest.mark.shows("proposals-2", "S18", "W8")
@pytest.mark.parametrize(
    "copied", [WORDS, WORDS.upper().rstrip("."), "het woord welstand kent", f"Joost: {WORDS}"]
)
def test_what_a_colleague_said_is_no_insight_of_ones_own(
    cast: Cast, moment: Moment, fatima: Client, copied: str
) -> None:
    """The team reads an insight, also who was not there."""
    begun(moment, step=3)
    row = item(moment, cast.colleague)
    page = fatima.get(url(moment)).content.decode()
    form = page.split(f'id="inzicht-vorm-{row.pk}"')[1].split("</form>")[0]
    assert f"Joost zei: ‘{WORDS}’" in form
    assert WORDS not in form.split("<textarea")[1]
    answer = post(fatima, moment, "harvest-insight", row.pk, statement=copied)
    assert answer.status_code == 422
    assert "Dit zijn de woorden van Joost." in answer.content.decode()
    assert not Insight.objects.exists()
    harvesting.to_insight(moment, row, copied, by=cast.colleague)
    assert Insight.objects.exists()


@pytest.mark.shows("proposals-2")
@pytest.mark.parametrize("nothing", ["-", "…", "\u200b\u2060", "\ufeff?"])
def test_signs_that_say_nothing_are_no_words(
    cast: Cast, moment: Moment, fatima: Client, nothing: str
) -> None:
    begun(moment, step=4)
    row = item(moment, cast.colleague)
    assert post(fatima, moment, "harvest-put", text=nothing).status_code == 422
    assert post(fatima, moment, "harvest-line", kind="keep", text=nothing).status_code == 422
    assert post(fatima, moment, "harvest-summary", text=nothing).status_code == 422
    assert post(fatima, moment, "harvest-insight", row.pk, statement=nothing).status_code == 422
    made = harvesting.to_proposal(moment, row, nothing, by=cast.professional)
    assert (made.text, InnovationProposal.objects.get().idea) == (WORDS, "")
