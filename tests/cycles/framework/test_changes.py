"""Afterwards: other words, one more, an end and a way back, for goals, questions and seasons."""

from collections.abc import Callable
from datetime import date
from re import search
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season, team_frame
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.framework.walk import page_of, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]  # Wednesday 1 April 2026

ClientFor = Callable[[User | None], Client]
NEW = "Inwoners bellen minder vaak"


@pytest.fixture
def season(cast: Cast) -> Season:
    return builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))


@pytest.fixture
def goal(season: Season) -> OrganisationGoal:
    return season.goals.get()


@pytest.fixture
def question(goal: OrganisationGoal) -> DevelopmentQuestion:
    return goal.questions.get()


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    """Dirk, who manages Ruimte."""
    return client_for(cast.manager)


def to(name: str, *args: Any) -> str:
    return reverse(f"cycles:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def undo(client: Client, cast: Cast) -> Any:
    """Presses "Maak ongedaan" on the page that one comes back to."""
    page = client.get(page_of(cast.unit)).content.decode()
    found = search(r'class="undo between" method="post" action="([^"]+)"', page)
    assert found, "the page offers no way back"
    return client.post(found[1])


def done() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


# Goals -------------------------------------------------------------------------------------------


def test_a_goal_gets_other_words_and_its_own_back(cast: Cast, client: Client, goal: OrganisationGoal) -> None:
    answer = client.post(to("goal", goal), {"title": f" {NEW}\n ", "why": "Het is druk."})
    assert answer["Location"] == page_of(cast.unit)
    goal.refresh_from_db()
    assert (goal.title, goal.why) == (NEW, "Het is druk.")
    undo(client, cast)
    goal.refresh_from_db()
    assert (goal.title, goal.why) == (
        "Inwoners krijgen binnen vijf dagen antwoord",
        "Nu duurt het twaalf dagen.",
    )
    assert done() == ["goal_changed", "goal_changed"]


def test_the_same_words_are_no_change(client: Client, goal: OrganisationGoal) -> None:
    assert client.post(to("goal", goal), {"title": goal.title, "why": goal.why}).status_code == 302
    assert done() == []


def test_a_goal_needs_words(client: Client, goal: OrganisationGoal) -> None:
    answer = client.post(to("goal", goal), {"title": "", "why": "Omdat."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Een doel heeft woorden nodig." in page
    assert "Omdat." in page


def test_a_season_gets_one_more_goal_once(cast: Cast, client: Client, season: Season) -> None:
    fields = {"title": NEW, "why": "", "question": "Wat vragen ze?"}
    for _ in range(2):
        answer = client.post(to("goal-add", cast.unit.pk, season), fields)
        assert answer["Location"] == page_of(cast.unit)
    made = season.goals.get(title=NEW)
    assert made.unit == cast.unit
    assert [q.text for q in made.questions.all()] == ["Wat vragen ze?"]
    assert done() == ["goal_added"]
    assert client.post(to("goal-add", cast.unit.pk, season), fields | {"question": ""}).status_code == 422


def test_a_manager_adds_a_goal_of_the_unit_to_the_season_of_everybody(
    cast: Cast, client: Client, client_for: ClientFor
) -> None:
    common = builders.frame(starts_on=date(2026, 3, 2))
    fields = {"title": NEW, "question": "Wat vragen ze?"}
    client.post(to("goal-add", cast.unit.pk, common), fields)
    assert common.goals.get(title=NEW).unit == cast.unit
    assert client.post(to("goal-add", "organisatie", common), fields).status_code == 404
    assert NEW not in said(client_for(cast.outsider), reverse("cycles:frame"))


def test_a_goal_ends_and_comes_back(
    cast: Cast, client: Client, season: Season, goal: OrganisationGoal
) -> None:
    client.post(to("goal-add", cast.unit.pk, season), {"title": NEW, "question": "Wat vragen ze?"})
    for _ in range(2):  # the second time it has ended already
        assert client.post(to("goal-end", goal))["Location"] == page_of(cast.unit)
    goal.refresh_from_db()
    assert goal.ended_on == date(2026, 4, 1)
    undo(client, cast)
    goal.refresh_from_db()
    assert goal.ended_on is None
    client.post(to("goal-reopen", goal))
    assert done() == ["goal_added", "goal_ended", "goal_reopened"]


@pytest.mark.shows("A84")
def test_the_last_goal_does_not_end_because_a_team_learns_by_it(
    cast: Cast, client: Client, goal: OrganisationGoal
) -> None:
    client.post(to("goal-end", goal))
    goal.refresh_from_db()
    assert goal.ended_on is None
    assert "Dit is het laatste doel van Lente. Voeg eerst een ander doel toe." in said(
        client, page_of(cast.unit)
    )
    assert team_frame(cast.team, IsoWeek(2026, 14))


@pytest.mark.shows("A84")
def test_a_goal_of_one_unit_does_not_hold_up_the_frame_of_another(cast: Cast, client_for: ClientFor) -> None:
    """The season of everybody has one goal for all and one of Ruimte; the one for all cannot go."""
    common = builders.frame(starts_on=date(2026, 3, 2))
    everybodys = common.goals.get()
    client_for(cast.manager).post(
        to("goal-add", cast.unit.pk, common), {"title": NEW, "question": "Wat vragen ze?"}
    )
    client_for(cast.administrator).post(to("goal-end", everybodys))
    everybodys.refresh_from_db()
    assert everybodys.ended_on is None
    assert team_frame(cast.other_team, IsoWeek(2026, 14)) == common


# Development questions -----------------------------------------------------------------------------


def test_a_question_gets_other_words_and_its_own_back(
    cast: Cast, client: Client, question: DevelopmentQuestion
) -> None:
    client.post(to("development-question", question), {"text": "Wat lezen we over het hoofd?"})
    question.refresh_from_db()
    assert question.text == "Wat lezen we over het hoofd?"
    undo(client, cast)
    question.refresh_from_db()
    assert question.text == "Hoe lezen we een aanvraag in één keer goed?"
    assert "Het staat weer zoals het was." in said(client, page_of(cast.unit))


def test_a_goal_gets_one_more_question_once(cast: Cast, client: Client, goal: OrganisationGoal) -> None:
    for text in ("Wat vragen ze?", "wat vragen ze?"):
        assert client.post(to("question-add", goal), {"text": text}).status_code == 302
    assert goal.questions.filter(text__iexact="wat vragen ze?").count() == 1
    assert client.post(to("question-add", goal), {"text": " "}).status_code == 422
    answer = client.post(
        to("development-question", goal.questions.last()),
        {"text": "Hoe lezen we een aanvraag in één keer goed?"},
    )
    assert answer.status_code == 422
    assert "Deze ontwikkelvraag staat er al bij dit doel." in answer.content.decode()


def test_a_question_ends_and_comes_back_but_the_last_one_stays(
    cast: Cast, client: Client, goal: OrganisationGoal, question: DevelopmentQuestion
) -> None:
    client.post(to("question-end", question))
    assert "Dit is de laatste ontwikkelvraag bij dit doel." in said(client, page_of(cast.unit))
    client.post(to("question-add", goal), {"text": "Wat vragen ze?"})
    for _ in range(2):
        client.post(to("question-end", question))
    question.refresh_from_db()
    assert question.ended_on == date(2026, 4, 1)
    client.post(to("question-reopen", question))
    question.refresh_from_db()
    assert question.ended_on is None
    assert done() == ["question_added", "question_ended", "question_reopened"]


def test_no_question_comes_to_a_goal_that_is_over(cast: Cast, client: Client, goal: OrganisationGoal) -> None:
    OrganisationGoal.objects.filter(pk=goal.pk).update(ended_on=date(2026, 3, 20))
    client.post(to("question-add", goal), {"text": "Nog iets?"})
    assert goal.questions.count() == 1
    assert "Dit doel is beëindigd. Zet het eerst terug." in said(client, page_of(cast.unit))


# Seasons -------------------------------------------------------------------------------------------


def test_a_season_that_runs_changes_its_name_only(cast: Cast, client: Client, season: Season) -> None:
    page = client.get(to("season", season)).content.decode()
    assert 'name="name"' in page
    assert 'name="weeks"' not in page
    client.post(to("season", season), {"name": "Lente vol brieven", "starts_on": "6-4-2026", "weeks": "4"})
    season.refresh_from_db()
    assert (season.name, season.starts_on, season.weeks) == ("Lente vol brieven", date(2026, 3, 2), 12)
    undo(client, cast)
    season.refresh_from_db()
    assert season.name == "Lente"


def test_a_coming_season_moves_and_goes_back(cast: Cast, client: Client, season: Season) -> None:
    coming = Season.objects.create(unit=cast.unit, name="Zomer", starts_on=date(2026, 6, 1))
    refused = client.post(to("season", coming), {"name": "Zomer", "starts_on": "4-5-2026", "weeks": "12"})
    assert refused.status_code == 422
    assert "Dan is er al een seizoen: Lente" in refused.content.decode()
    client.post(to("season", coming), {"name": "Zomer", "starts_on": "8-6-2026", "weeks": "10"})
    coming.refresh_from_db()
    assert (coming.starts_on, coming.weeks) == (date(2026, 6, 8), 10)
    undo(client, cast)
    coming.refresh_from_db()
    assert (coming.starts_on, coming.weeks) == (date(2026, 6, 1), 12)


def test_a_coming_season_in_which_a_team_has_a_week_stays_where_it_is(
    cast: Cast, client: Client, season: Season
) -> None:
    coming = Season.objects.create(unit=cast.unit, name="Zomer", starts_on=date(2026, 6, 1))
    coming.goals.set(season.goals.all())
    builders.week(cast.team, "2026-W23", season=coming, published=False)
    moved = client.post(to("season", coming), {"name": "Zomer", "starts_on": "8-6-2026", "weeks": "12"})
    assert moved.status_code == 422
    assert "Je kunt alleen de naam nog wijzigen." in moved.content.decode()
    client.post(to("season-withdraw", coming))
    assert "Je kunt het niet meer weghalen." in said(client, page_of(cast.unit))
    coming.refresh_from_db()
    assert coming.starts_on == date(2026, 6, 1)
    client.post(to("season", coming), {"name": "Zonnig", "starts_on": "1-6-2026", "weeks": "12"})
    coming.refresh_from_db()
    assert coming.name == "Zonnig"


def test_a_coming_season_goes_and_comes_back_with_its_goals(
    cast: Cast, client: Client, season: Season
) -> None:
    coming = Season.objects.create(unit=cast.unit, name="Zomer", starts_on=date(2026, 6, 1), weeks=8)
    coming.goals.set(season.goals.all())
    client.post(to("season-withdraw", coming))
    assert not Season.objects.filter(name="Zomer").exists()
    undo(client, cast)
    back = Season.objects.get(name="Zomer")
    assert (back.unit, back.starts_on, back.weeks) == (cast.unit, date(2026, 6, 1), 8)
    assert list(back.goals.all()) == list(season.goals.all())
    client.post(to("season-withdraw", season))
    assert Season.objects.filter(pk=season.pk).exists()  # it runs


# Two at once ---------------------------------------------------------------------------------------


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_is_written_over(
    cast: Cast, client: Client, client_for: ClientFor, goal: OrganisationGoal
) -> None:
    seen = search(r'name="seen" value="(\w+)"', client.get(to("goal", goal)).content.decode())
    assert seen
    client_for(cast.administrator).post(to("goal", goal), {"title": "Anders", "why": ""})
    answer = client.post(to("goal", goal), {"title": NEW, "why": "", "seen": seen[1]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Een ander veranderde dit intussen. Nu staat er: ‘Anders’." in page
    assert NEW in page
    goal.refresh_from_db()
    assert goal.title == "Anders"
    again = search(r'name="seen" value="(\w+)"', page)
    assert again
    assert client.post(to("goal", goal), {"title": NEW, "why": "", "seen": again[1]}).status_code == 302
    goal.refresh_from_db()
    assert goal.title == NEW


def test_an_undo_does_not_take_away_what_somebody_else_wrote_since(
    cast: Cast, client: Client, client_for: ClientFor, goal: OrganisationGoal
) -> None:
    client.post(to("goal", goal), {"title": NEW, "why": ""})
    client_for(cast.administrator).post(to("goal", goal), {"title": "Anders", "why": ""})
    undo(client, cast)
    goal.refresh_from_db()
    assert goal.title == "Anders"
    assert "Een ander veranderde dit intussen." in said(client, page_of(cast.unit))


def test_an_undo_works_once_and_for_its_own_session(
    cast: Cast, client: Client, client_for: ClientFor, goal: OrganisationGoal
) -> None:
    client.post(to("goal", goal), {"title": NEW, "why": ""})
    (key,) = client.session["undo"]["frame"]
    client_for(cast.administrator).post(to("frame-undo", key))
    goal.refresh_from_db()
    assert goal.title == NEW
    client.post(to("frame-undo", key))
    client.post(to("goal", goal), {"title": NEW, "why": ""})
    assert client.post(to("frame-undo", key))["Location"] == reverse("cycles:frame")
    goal.refresh_from_db()
    assert goal.title == NEW


# Who may -------------------------------------------------------------------------------------------


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["professional", "colleague", "lead", "outsider", "lead_and_manager"])
def test_for_others_there_is_nothing_to_change(
    cast: Cast,
    client_for: ClientFor,
    season: Season,
    goal: OrganisationGoal,
    question: DevelopmentQuestion,
    who: str,
) -> None:
    other = client_for(cast.people[who])
    rows: list[tuple[str, Any]] = [("goal", goal), ("development-question", question), ("season", season)]
    pages = [to(name, row) for name, row in rows] + [to("question-add", goal)]
    pages.append(to("goal-add", cast.unit.pk, season))
    actions = [to("goal-end", goal), to("goal-reopen", goal), to("question-end", question)]
    actions += [to("question-reopen", question), to("season-withdraw", season)]
    fields = {"title": "Kwaad", "why": "", "text": "Kwaad", "name": "Kwaad", "question": "Kwaad"}
    for path in pages:
        assert other.get(path).status_code == 404
    for path in pages + actions:
        foreign, absent = other.post(path, fields), other.post("/kader/doel/999999/", fields)
        assert (foreign.status_code, absent.status_code) == (404, 404)
    assert "Kwaad" not in said(client_for(cast.manager), page_of(cast.unit))
    assert done() == []


def test_a_manager_reads_the_goals_of_everybody_and_leaves_them(cast: Cast, client: Client) -> None:
    common = builders.frame(starts_on=date(2026, 3, 2))
    goal = common.goals.get()
    for path in (to("goal", goal), to("question-add", goal), to("season", common)):
        assert client.get(path).status_code == 404
    assert client.post(to("goal-end", goal)).status_code == 404
    assert goal.title in said(client, page_of(cast.unit))


@pytest.mark.shows("TW4")
def test_looking_at_a_form_changes_nothing(
    client: Client, goal: OrganisationGoal, season: Season, safe_get: Callable[..., Any]
) -> None:
    for path in (to("goal", goal), to("season", season), to("question-add", goal)):
        assert safe_get(client, path).status_code == 200
    for path in (to("goal-end", goal), to("season-withdraw", season), to("frame-undo", "x")):
        assert safe_get(client, path).status_code == 405
