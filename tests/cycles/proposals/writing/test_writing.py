"""A proposal in the making: three fields, kept from the first save on, and submitted with nothing more asked."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal, ProposalStep
from lerendwerken.lib.wordsearch import search
from teams.structure.models import Membership, Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.writing.conftest import Clients

pytestmark = pytest.mark.django_db
NEW = reverse("cycles:proposal-new")
KEEP = reverse("cycles:proposal-autosave")
TYPED = building.TEXTS
State = InnovationProposal.State


def write_url(of: InnovationProposal) -> str:
    return reverse("cycles:proposal-write", args=[of.pk])


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return str(answer.content.decode())


def post(client: Client, url: str, status: int, **fields: object) -> str:
    answer = client.post(url, fields)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return str(answer.content.decode())


def the_only() -> InnovationProposal:
    return InnovationProposal.objects.get()


# The page -----------------------------------------------------------------------------------------


def test_the_heading_says_who_decides_and_until_when(cast: Cast, fatima: Client) -> None:
    """Ten working days from 1 April 2026: Easter Monday is not one of them."""
    page = text(fatima, NEW)
    assert "Drie velden, dan kan het naar Marieke" in page
    assert "Je krijgt antwoord uiterlijk donderdag 16 april" in page
    assert "Dan beslist Dirk." in page
    assert not InnovationProposal.objects.exists(), "looking makes no draft"


@pytest.mark.parametrize("box", ["other_team", "money", "tool", "data"])
def test_beyond_the_team_somebody_else_is_asked(cast: Cast, fatima: Client, box: str) -> None:
    made = building.draft(cast.professional, **{f"touches_{box}": True})
    assert "dan kan het naar Dirk" in text(fatima, write_url(made))


def test_a_lead_who_writes_is_not_asked(cast: Cast, client_for: Clients) -> None:
    assert "dan kan het naar Dirk" in text(client_for(cast.lead), NEW)


def test_without_a_team_there_is_a_sentence_and_the_text_is_kept(cast: Cast, fatima: Client) -> None:
    Membership.objects.filter(person=cast.professional).delete()
    assert "Je zit nu niet in een team." in text(fatima, NEW)
    page = post(fatima, NEW, 422, **TYPED)
    assert "Je zit nu niet in een team." in page
    assert TYPED["idea"] in page
    assert "Je zit nu niet in een team." in post(fatima, KEEP, 409, **TYPED)
    assert not InnovationProposal.objects.exists()


def test_somebody_who_leads_without_a_seat_proposes_for_the_led_team(cast: Cast, client_for: Clients) -> None:
    chief = builders.lead(cast.team)
    post(client_for(chief), NEW, 302, **TYPED)
    assert the_only().team == cast.team


# Keeping ------------------------------------------------------------------------------------------


def test_the_first_save_makes_the_draft_and_the_next_ones_the_same(cast: Cast, fatima: Client) -> None:
    answer = fatima.post(
        KEEP, {"problem": "Er komen", "idea": "", "hoped": "", "revision": "", "autosave": "1"}
    )
    assert "Bewaard om 15.41 uur" in answer.content.decode()
    stamp = answer.headers["X-Revision"]
    again = fatima.post(
        KEEP, {"problem": "Er komen brieven terug.", "idea": "Samen.", "hoped": "", "revision": stamp}
    )
    assert again.status_code == 200
    made = the_only()
    assert (made.owner, made.team, made.state) == (cast.professional, cast.team, State.DRAFT)
    assert (made.problem, made.idea) == ("Er komen brieven terug.", "Samen.")
    assert [step.did for step in made.steps.all()] == [ProposalStep.Did.BEGAN]
    typed = {"problem": "Er komen brieven terug.", "idea": "Samen.", "hoped": ""}
    page = fatima.post(NEW, typed | {"revision": again.headers["X-Revision"]})
    assert page.headers["Location"] == write_url(made)
    assert the_only() == made


def test_pressing_twice_makes_one_draft(fatima: Client) -> None:
    for _press in range(2):
        post(fatima, NEW, 302, revision="", **TYPED)
    the_only()


def test_nothing_typed_is_nothing_kept(fatima: Client) -> None:
    assert "Schrijf eerst iets op." in post(fatima, NEW, 422, problem="  ", idea="", hoped="")
    assert post(fatima, KEEP, 200, problem="", idea="", hoped="").strip() == ""
    assert not InnovationProposal.objects.exists()


def test_an_own_draft_can_be_found_back_from_the_empty_page(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional, title="Samen de eerste brief")
    building.draft(cast.colleague, title="Van Joost")
    page = text(fatima, NEW)
    assert write_url(made) in page
    assert "Van Joost" not in page


def test_a_megabyte_is_refused_with_a_sentence_and_the_rest_is_kept(fatima: Client) -> None:
    long = "brief " * 180_000
    page = post(fatima, NEW, 422, **TYPED | {"idea": long})
    assert "Dit is te lang: er passen 4000 tekens in. Je tekst staat er nog." in page
    assert long[:4100] in page
    assert (the_only().problem, the_only().idea) == (TYPED["problem"], "")
    said = post(fatima, KEEP, 422, revision=f"{the_only().pk}:", **TYPED | {"idea": long})
    assert "Niet alles is bewaard." in said


def test_search_finds_what_was_saved(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    assert list(search(InnovationProposal.objects.all(), "stempelkaart")) == []
    post(
        fatima,
        KEEP,
        200,
        revision=stamp_of(fatima, made),
        **TYPED | {"idea": "Een stempelkaart bij de koffie."},
    )
    assert list(search(InnovationProposal.objects.all(), "stempelkart koffie")) == [made]
    assert list(search(InnovationProposal.objects.all(), "samen schrijven")) == []


def stamp_of(client: Client, of: InnovationProposal) -> str:
    """What the page of a draft carries."""
    return str(client.get(write_url(of)).context["stamp"])


# Submitting ---------------------------------------------------------------------------------------


@pytest.mark.shows("S24")
def test_three_fields_and_it_is_with_the_lead(cast: Cast, fatima: Client) -> None:
    answer = fatima.post(NEW, TYPED | {"send": "1"}, follow=True)
    page = answer.content.decode()
    made = the_only()
    assert made.state == State.SUBMITTED
    assert "Ingediend bij Marieke Jansen. Je krijgt antwoord uiterlijk donderdag 16 april." in page
    assert answer.redirect_chain[-1][0] == reverse("cycles:proposal", args=[made.pk])


@pytest.mark.parametrize("name", ["problem", "idea", "hoped"])
def test_one_empty_field_is_asked_and_the_draft_stays(fatima: Client, name: str) -> None:
    sentences = {
        "problem": "Schrijf wat er speelt",
        "idea": "Schrijf je idee",
        "hoped": "Schrijf wat je hoopt",
    }
    page = post(fatima, NEW, 422, **TYPED | {name: " ", "send": "1"})
    assert sentences[name] in page
    assert all(words in page for key, words in TYPED.items() if key != name)
    assert the_only().state == State.DRAFT


def test_the_boxes_go_along_to_the_one_who_decides(cast: Cast, fatima: Client) -> None:
    answer = fatima.post(
        NEW, TYPED | {"touches": ["touches_money"], "touches_asked": "1", "send": "1"}, follow=True
    )
    assert "Ingediend bij Dirk Bos." in answer.content.decode()
    assert the_only().touches_money
    assert not the_only().touches_data


def test_where_nobody_may_answer_it_is_not_submitted_and_stays(cast: Cast, fatima: Client) -> None:
    Role.objects.all().delete()
    assert "Er is nog niemand die mag antwoorden." in text(fatima, NEW)
    assert "Er is nog niemand die mag antwoorden." in post(fatima, NEW, 422, **TYPED | {"send": "1"})
    assert the_only().state == State.DRAFT


def test_from_another_team_the_draft_is_taken_along_first(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    Membership.objects.filter(person=cast.professional).update(team=cast.other_team)
    assert "Neem dit concept mee naar Wmo-loket" in text(fatima, write_url(made))
    page = post(fatima, write_url(made), 422, revision="", **TYPED | {"send": "1"})
    assert "Je zit niet meer in team Vergunningen." in page
    post(fatima, reverse("cycles:proposal-submit", args=[made.pk]), 302)
    made.refresh_from_db()
    assert made.state == State.DRAFT
    post(fatima, reverse("cycles:proposal-take-along", args=[made.pk]), 302)
    made.refresh_from_db()
    assert made.team == cast.other_team
    assert "dan kan het naar Yıldız" in text(fatima, write_url(made))
    post(fatima, reverse("cycles:proposal-submit", args=[made.pk]), 302)
    made.refresh_from_db()
    assert made.state == State.SUBMITTED


def test_a_returned_one_shows_the_question_and_goes_back(cast: Cast, fatima: Client) -> None:
    made = building.returned(cast.professional, "Hoeveel brieven zijn het?")
    page = text(fatima, write_url(made))
    assert "Marieke vraagt" in page
    assert "Hoeveel brieven zijn het?" in page
    assert "Pas het aan, dan kan het terug naar Marieke" in page
    stamp = stamp_of(fatima, made)
    post(fatima, write_url(made), 302, revision=stamp, send="1", **TYPED | {"idea": "Zes per week."})
    made.refresh_from_db()
    assert (made.state, made.idea) == (State.SUBMITTED, "Zes per week.")


def test_what_was_submitted_meanwhile_is_not_written_and_says_so(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    stamp = stamp_of(fatima, made)
    moving.submit(made, by=cast.professional)
    new = TYPED | {"idea": "Een heel ander idee."}
    page = post(fatima, write_url(made), 409, revision=stamp, **new)
    assert "Dit voorstel is intussen ‘Ingediend’." in page
    assert "Een heel ander idee." in page
    assert "intussen ‘Ingediend’" in post(fatima, KEEP, 409, revision=stamp, **new)
    made.refresh_from_db()
    assert made.idea == TYPED["idea"]


# Name, withdrawing ---------------------------------------------------------------------------------


def test_it_gets_a_name_and_is_found_by_it(cast: Cast, fatima: Client) -> None:
    made = building.draft(cast.professional)
    url = reverse("cycles:proposal-name", args=[made.pk])
    stamp = fatima.get(url).context["stamp"]
    post(
        fatima,
        url,
        302,
        revision=stamp,
        title="Samen de brief",
        category="learning",
        task_group="creative",
        skill="",
    )
    made.refresh_from_db()
    assert (made.title, made.category, made.task_group, made.skill) == (
        "Samen de brief",
        "learning",
        "creative",
        "",
    )
    assert "samen de brief" in made.search_text
    post(fatima, url, 422, revision=stamp, title="x" * 81)
    page = post(fatima, url, 409, revision=stamp, title="Iets anders", category="", task_group="", skill="")
    assert "Iemand anders koos intussen iets anders." in page


def test_without_a_name_the_beginning_of_the_idea_is_on_the_board(cast: Cast) -> None:
    made = building.draft(cast.professional, idea="Vanaf maandag " + "schrijven wij samen " * 20)
    moving.submit(made, by=cast.professional)
    assert made.title.startswith("Vanaf maandag schrijven wij samen")
    assert len(made.title) <= 80


def test_withdrawing_asks_first(cast: Cast, fatima: Client, joost: Client) -> None:
    made = building.submitted(cast.professional)
    url = reverse("cycles:proposal-withdraw", args=[made.pk])
    assert "Dit voorstel intrekken?" in text(fatima, url)
    made.refresh_from_db()
    assert made.state == State.SUBMITTED
    for path in ("proposal-withdraw", "proposal-submit", "proposal-take-along", "proposal-share"):
        assert joost.post(reverse(f"cycles:{path}", args=[made.pk])).status_code == 404, path
    post(fatima, url, 302)
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
    post(fatima, url, 302)
    assert made.steps.filter(did="withdrawn").count() == 1


# Who may be here ------------------------------------------------------------------------------------


@pytest.mark.shows("S18")
@pytest.mark.parametrize(
    "role", ["colleague", "lead", "manager", "administrator", "outsider", "lead_and_manager"]
)
def test_a_draft_is_nobody_elses(cast: Cast, client_for: Clients, role: str) -> None:
    made = building.draft(cast.professional)
    client = client_for(cast.people[role])
    for name in ("write", "name", "share", "withdraw", "hand-over", "coauthor-invite"):
        assert client.get(reverse(f"cycles:proposal-{name}", args=[made.pk])).status_code == 404, name
    for name in (
        "write",
        "submit",
        "join",
        "coauthor-accept",
        "coauthor-refuse",
        "coauthor-leave",
        "take-along",
    ):
        assert client.post(reverse(f"cycles:proposal-{name}", args=[made.pk]), TYPED).status_code == 404, name


def test_a_stamp_of_somebody_elses_draft_writes_nothing_there(
    cast: Cast, fatima: Client, joost: Client
) -> None:
    """Nor does it become a draft of one's own, with words of others in it: a sentence says that it is not kept."""
    made = building.draft(cast.professional)
    typed = TYPED | {"idea": "Van Joost.", "revision": stamp_of(fatima, made)}
    assert "Je schrijft niet meer aan dit voorstel." in post(joost, KEEP, 409, **typed)
    page = post(joost, NEW, 409, **typed)
    assert "Van Joost." in page, "it stays on the screen"
    assert post(joost, KEEP, 409, **typed | {"revision": "999999:x"})
    assert the_only() == made
    assert the_only().idea == TYPED["idea"]
