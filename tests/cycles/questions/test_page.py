"""The page of a question: its steps from every package, and what its owner can do with it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions import lifecycle, steps
from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from cycles.questions.steps import Step
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests.cycles.questions import building

pytestmark = pytest.mark.django_db
State = LearningQuestion.State


def page_of(made: LearningQuestion, name: str = "question") -> str:
    return reverse(f"cycles:{name}", args=[made.pk])


def state(made: LearningQuestion) -> str:
    return LearningQuestion.objects.get(pk=made.pk).state


def test_steps_stand_in_their_order_and_a_locked_one_says_why(
    fatima: Client, professional: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "STEPS", {})
    steps.step(order=20, key="second")(
        lambda viewer, question, forms: Step("second", "Tweede stap", "locked", why_locked="Eerst de eerste.")
    )
    steps.step(order=10, key="first")(lambda viewer, question, forms: Step("first", "Eerste stap", "now"))
    steps.step(order=5, key="none")(lambda viewer, question, forms: None)
    page = fatima.get(page_of(building.active_question(professional))).content.decode()
    assert page.index("Eerste stap") < page.index("Tweede stap")
    assert "Eerst de eerste." in page
    assert 'data-state="locked"' in page


def test_every_step_of_the_house_is_there_once(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    found = [step.key for step in fatima.get(page_of(made)).context["steps"]]
    assert found == sorted(set(found), key=found.index)
    assert {"attempt", "check", "explain"} <= set(found)


@pytest.mark.parametrize("each", [s for s in State if s != State.DRAFT])
def test_the_page_stands_in_every_state(fatima: Client, professional: User, each: str) -> None:
    made = building.set_in(each, professional)
    page = fatima.get(page_of(made))
    assert page.status_code == 200
    assert building.TEXT in page.content.decode()
    assert ("Laat deze vraag los" in page.content.decode()) == (each in LearningQuestion.IN_HAND)


def test_pause_and_take_up_again(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    paused = fatima.post(page_of(made, "question-pause"), follow=True).content.decode()
    assert state(made) == State.PAUSED
    assert "Maak ongedaan" in paused
    assert "Pak weer op" in paused
    fatima.post(page_of(made, "question-pause"))
    assert state(made) == State.PAUSED
    fatima.post(page_of(made, "question-resume"))
    assert state(made) == State.ACTIVE
    assert "loopt weer" in fatima.post(page_of(made, "question-resume"), follow=True).content.decode()


def test_taking_one_up_says_that_the_other_rests_and_turns_it_round(
    fatima: Client, professional: User
) -> None:
    first, second = building.active_question(professional), building.active_question(professional)
    page = fatima.post(page_of(first, "question-resume"), follow=True).content.decode()
    assert "Je andere vraag staat op pauze" in page
    fatima.post(page_of(second, "question-resume"))
    assert (state(first), state(second)) == (State.PAUSED, State.ACTIVE)


def test_what_is_over_does_not_run_again(fatima: Client, professional: User) -> None:
    made = building.set_in(State.ANSWERED, professional)
    page = fatima.post(page_of(made, "question-resume"), follow=True).content.decode()
    assert "Deze vraag is afgesloten" in page
    assert state(made) == State.ANSWERED


def test_letting_go_asks_first(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    assert "loslaten?" in fatima.get(page_of(made, "question-drop")).content.decode()
    assert state(made) == State.ACTIVE
    assert fatima.post(page_of(made, "question-drop"))["Location"] == reverse("cycles:questions")
    assert state(made) == State.DROPPED
    assert fatima.get(page_of(made, "question-drop"))["Location"] == page_of(made)


@pytest.mark.parametrize("name", ["question-pause", "question-resume"])
def test_looking_changes_nothing(fatima: Client, professional: User, name: str) -> None:
    assert fatima.get(page_of(building.active_question(professional), name)).status_code == 405


@pytest.mark.shows("questions-5", "TL3")
def test_nobody_else_reaches_any_of_it(professional: User, cast: Any, client_for: Any) -> None:
    made = building.active_question(professional, text="zeehond-in-de-mist", is_own=True)
    names = (
        "question",
        "question-drop",
        "question-share",
        "question-suggest",
        "question-pause",
        "question-resume",
    )
    for role, person in [*cast.people.items(), ("stranger", None)]:
        if person == professional:
            continue
        client = client_for(person)
        for name in names:
            for response in (
                client.get(page_of(made, name)),
                client.post(page_of(made, name), {"send": "1"}),
            ):
                assert response.status_code in (302, 404, 405), (role, name)
                assert response.status_code != 302 or person is None, (role, name)
                assert "zeehond" not in response.content.decode()
    assert state(made) == State.ACTIVE


def test_the_title_of_the_page_holds_no_own_words(fatima: Client, professional: User) -> None:
    made = building.active_question(professional, text="zeehond-in-de-mist")
    for name in ("question", "question-share", "question-drop"):
        page = fatima.get(page_of(made, name)).content.decode()
        assert "zeehond" not in page[page.index("<title>") : page.index("</title>")]


def test_a_draft_goes_on_where_something_is_missing(fatima: Client, professional: User) -> None:
    made = building.question(professional)
    assert fatima.get(page_of(made))["Location"].endswith("/scherm/4/")
    made.yields.all().delete()
    LearningQuestion.objects.filter(pk=made.pk).update(if_part="")
    assert fatima.get(page_of(made))["Location"].endswith("/scherm/3/")


def test_mijn_week_shows_the_question_its_plan_and_what_waits(fatima: Client, professional: User) -> None:
    assert "Er loopt nu geen leervraag" in fatima.get("/").content.decode()
    made = building.active_question(professional)
    page = fatima.get("/").content.decode()
    assert page_of(made) in page
    assert "Als ik een besluit ga schrijven, dan zet ik eerst" in page
    assert "Zeg hoe je meet wat je leervraag oplevert" in page
    made.yields.update(measure="Telefoontjes")
    assert "Zeg hoe je meet" not in fatima.get("/").content.decode()
    lifecycle.pause(made, by=professional)
    assert "Er loopt nu geen leervraag" in fatima.get("/").content.decode()


def test_leervragen_stands_in_the_menu(fatima: Client) -> None:
    page = fatima.get("/").content.decode()
    assert page.index(">Mijn week<") < page.index('href="/leervragen/"')


def test_a_refused_form_comes_back_on_the_same_page(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    page = fatima.post(reverse("cycles:attempt", args=[made.pk]), {"text": "x", "confidence": "50"})
    assert page.status_code == 422
    assert "Je leerspoor" in page.content.decode()
    assert not Attempt.objects.exists()
    assert clock.now()
