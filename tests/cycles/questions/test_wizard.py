"""Writing a learning question: four screens or one, what is wrong said beside its field, and nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.framework.models import DevelopmentQuestion
from cycles.prompts import answering
from cycles.prompts import planning as prompts
from cycles.prompts.models import Prompt
from cycles.questions import lifecycle, partner, planning
from cycles.questions.forms import PARTS
from cycles.questions.models import LearningQuestion
from cycles.weekly.models import Kind
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building
from tests.cycles.questions.conftest import Clients

pytestmark = pytest.mark.django_db
State = LearningQuestion.State
MARKER = "zeehond-in-de-mist"

WORK = {"situation": "De brief over de dakkapel.", "feedback": "", "text": "Hoe leg ik een weigering uit?"}
TASK = {"frame": "eigen", "task_group": "creative", "stays_human": "De afweging."}
DOING = {
    "if_part": "ik een besluit schrijf",
    "then_part": "begin ik met de uitkomst",
    "skill": "communication",
}
YIELDS = {"direct": "Minder telefoontjes.", "sustainable": "Ik schrijf dit zelf in een half uur."}
ALL = WORK | TASK | DOING | YIELDS


def screen(made: LearningQuestion, number: int) -> str:
    return reverse("cycles:question-edit", args=[made.pk, number])


def the_one(owner: User) -> LearningQuestion:
    return LearningQuestion.objects.get(owner=owner)


@pytest.fixture
def with_ai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner, "ASKED", [lambda person: True])


@pytest.mark.shows("questions-1", "S23")
def test_four_screens_and_six_things_are_all_it_asks(fatima: Client, cast: Cast) -> None:
    """What must be typed or chosen: situation, question, kind of task, the plan, and two yields."""
    assert len(PARTS) <= 4
    fatima.post(reverse("cycles:question-new"), {"situation": WORK["situation"], "text": WORK["text"]})
    made = the_one(cast.professional)
    for number, typed in ((2, {"task_group": "data"}), (3, {}), (4, YIELDS)):
        page = fatima.get(screen(made, number))
        first = {k: v for k, v in page.context["form"].initial.items() if v not in (None, "")}
        typed |= {"if_part": "x", "then_part": "y"} if number == 3 else {}
        assert fatima.post(screen(made, number), first | typed).status_code == 302
    made.refresh_from_db()
    assert made.state == State.ACTIVE
    assert (made.skill, made.task_fit, made.is_own) == ("analysis", "neutral", True)


def test_the_way_goes_forward_and_back(fatima: Client, cast: Cast) -> None:
    answer = fatima.post(reverse("cycles:question-new"), WORK)
    made = the_one(cast.professional)
    assert answer["Location"] == screen(made, 2)
    assert fatima.post(screen(made, 2), TASK)["Location"] == screen(made, 3)
    back = fatima.post(screen(made, 3), {"if_part": "alvast dit", "then_part": "", "back": "1"})
    assert back["Location"] == screen(made, 2)
    made.refresh_from_db()
    assert made.if_part == "alvast dit"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_an_empty_screen_says_what_is_missing_beside_the_field(
    fatima: Client, professional: User, number: int
) -> None:
    made = building.draft(professional)
    page = fatima.post(screen(made, number), {})
    assert page.status_code == 422
    assert "Fout:" in page.content.decode()
    made.refresh_from_db()
    assert (made.text, made.state) == (building.TEXT, State.DRAFT)


@pytest.mark.parametrize(
    ("number", "typed", "kept"),
    [
        (1, WORK | {"text": "w" * 301}, "w" * 301),
        (1, WORK | {"situation": "s" * 2001}, "s" * 2001),
        (1, WORK | {"situation": "s" * 1500, "feedback": "f" * 600}, "f" * 600),
        (2, TASK | {"task_group": "koning"}, "De afweging."),
        (2, TASK | {"frame": "999999"}, "De afweging."),
        (3, DOING | {"skill": "toveren"}, "ik een besluit schrijf"),
        (4, YIELDS | {"direct_baseline": "veel"}, "veel"),
        (4, YIELDS | {"direct_target": "NaN"}, "NaN"),
        (4, YIELDS | {"direct_target": "1e99"}, "1e99"),
    ],
)
def test_bad_input_is_kept_and_not_saved(
    fatima: Client, professional: User, number: int, typed: dict[str, str], kept: str
) -> None:
    made = building.draft(professional)
    page = fatima.post(screen(made, number), typed)
    assert page.status_code == 422
    assert kept in page.content.decode()
    made.refresh_from_db()
    assert (made.text, made.situation) == (building.TEXT, building.SITUATION)


def test_a_nul_is_refused_with_a_sentence(fatima: Client, cast: Cast) -> None:
    assert fatima.post(reverse("cycles:question-new"), WORK | {"text": "Hoe\0?"}).status_code == 422
    assert not LearningQuestion.objects.exists()


def test_pressing_twice_makes_one_draft(fatima: Client, cast: Cast) -> None:
    for _press in range(2):
        fatima.post(reverse("cycles:question-new"), WORK)
    assert LearningQuestion.objects.count() == 1


def test_what_another_noticed_becomes_part_of_the_situation_once(fatima: Client, cast: Cast) -> None:
    fatima.post(reverse("cycles:question-new"), WORK | {"feedback": "Hij belde twee keer."})
    made = the_one(cast.professional)
    assert made.situation == "De brief over de dakkapel.\n\nHij belde twee keer."
    typed = WORK | {"situation": made.situation, "autosave": "1", "feedback": "En nog eens."}
    assert fatima.post(screen(made, 1), typed).status_code == 200
    made.refresh_from_db()
    assert "En nog eens" not in made.situation, "only at Volgende"


@pytest.mark.shows("questions-1")
def test_a_question_without_yields_stays_a_draft(fatima: Client, professional: User) -> None:
    made = building.question(professional)
    made.yields.all().delete()
    page = fatima.post(screen(made, 4), {"direct": "Minder telefoontjes.", "sustainable": "  "})
    assert page.status_code == 422
    assert "Minder telefoontjes." in page.content.decode()
    made.refresh_from_db()
    assert made.state == State.DRAFT


def test_a_screen_that_was_skipped_is_where_one_ends_up(fatima: Client, professional: User) -> None:
    made = building.question(professional, task_group="")
    assert fatima.post(screen(made, 4), YIELDS)["Location"] == screen(made, 2)
    assert fatima.get(reverse("cycles:question", args=[made.pk]))["Location"] == screen(made, 2)


@pytest.mark.shows("questions-1")
def test_a_third_question_hears_which_two_are_in_hand_and_stays(fatima: Client, professional: User) -> None:
    building.active_question(professional, text="Hoe houd ik het kort?")
    building.active_question(professional, text="Wanneer bel ik terug?")
    third = building.question(professional)
    page = fatima.post(screen(third, 4), YIELDS)
    assert page.status_code == 422
    shown = page.content.decode()
    assert "Hoe houd ik het kort?" in shown
    assert "Wanneer bel ik terug?" in shown
    assert "Beantwoord er een of laat er een los" in shown
    third.refresh_from_db()
    assert third.state == State.DRAFT


def test_a_second_question_says_that_the_first_rests_and_how_to_turn_it_round(
    fatima: Client, professional: User
) -> None:
    first, second = building.active_question(professional), building.question(professional)
    page = fatima.post(screen(second, 4), YIELDS, follow=True)
    assert "Je andere vraag staat op pauze" in page.content.decode()
    assert reverse("cycles:question-resume", args=[first.pk]) in page.content.decode()


@pytest.mark.shows("questions-1")
def test_two_windows_do_not_wipe_each_other_out(fatima: Client, professional: User) -> None:
    made = building.question(professional)
    seen = made.revision
    fatima.post(screen(made, 3), DOING | {"if_part": "uit het ene venster", "revision": seen})
    late = DOING | {"if_part": "uit het andere venster", "revision": seen}
    page = fatima.post(screen(made, 3), late)
    assert page.status_code == 409
    assert "uit het andere venster" in page.content.decode()
    assert "Als uit het ene venster, dan" in page.content.decode(), "and what is kept now"
    made.refresh_from_db()
    assert made.if_part == "uit het ene venster"
    autosave = fatima.post(screen(made, 3), late | {"autosave": "1"})
    assert autosave.status_code == 409
    again = late | {"revision": page.context["question"].revision}
    assert fatima.post(screen(made, 3), again).status_code == 302
    made.refresh_from_db()
    assert made.if_part == "uit het andere venster"


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_a_broken_revision_is_no_obstacle(fatima: Client, professional: User, revision: str) -> None:
    made = building.question(professional)
    assert fatima.post(screen(made, 3), DOING | {"revision": revision}).status_code == 302


def test_a_draft_saves_what_is_right_and_empties_what_is_emptied(fatima: Client, professional: User) -> None:
    made = building.question(professional)
    typed = {"direct": "", "sustainable": "Later dit.", "direct_baseline": "veel", "autosave": "1"}
    answer = fatima.post(screen(made, 4), typed)
    assert answer.status_code == 200
    made.refresh_from_db()
    assert answer["X-Revision"] == str(made.revision)
    assert [y.sentence for y in made.yields.all()] == ["Later dit."]


@pytest.mark.shows("S23")
def test_measure_and_baseline_may_follow(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    typed = YIELDS | {
        "direct_measure": "Telefoontjes per week",
        "direct_baseline": "6",
        "direct_target": "2,5",
    }
    answer = fatima.post(screen(made, 4), typed | {"revision": made.revision})
    assert answer["Location"] == reverse("cycles:question", args=[made.pk])
    direct = made.yields.get(kind="direct")
    assert (direct.measure, direct.baseline, float(direct.target)) == ("Telefoontjes per week", 6, 2.5)
    page = fatima.get(screen(made, 4)).content.decode()
    assert 'value="2,5"' in page
    assert 'value="6"' in page


@pytest.mark.shows("A11", "A23", "A31")
def test_a_yield_says_in_what_term_for_whom_and_what_it_contributes_to_when_its_owner_wants(
    fatima: Client, professional: User
) -> None:
    made = building.question(professional)
    url = reverse("cycles:question-edit", args=[made.pk, 4])
    placed = {"direct_horizon": "long", "direct_level": "society", "direct_theme": "climate"}
    fatima.post(url, YIELDS | placed)
    direct, lasting = made.yields.order_by("kind")
    assert (direct.horizon, direct.level, direct.theme) == ("long", "society", "climate")
    assert (lasting.horizon, lasting.level, lasting.theme) == ("long", "professional", "")
    fatima.post(url, {**YIELDS, "direct": "Iets anders."})
    direct.refresh_from_db()
    assert (direct.sentence, direct.horizon) == ("Iets anders.", "long"), "a page that did not ask leaves it"
    answer = fatima.post(url, {**YIELDS, "direct_theme": "geld"})
    assert answer.status_code == 422
    assert "Kies een van deze mogelijkheden." in answer.content.decode()


def test_the_plan_of_an_active_question_is_not_emptied(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    assert fatima.post(screen(made, 3), DOING | {"if_part": ""}).status_code == 422
    assert fatima.post(screen(made, 3), DOING | {"if_part": "", "autosave": "1"}).status_code == 422
    made.refresh_from_db()
    assert made.if_part == building.PLAN["if_part"]


def test_a_question_that_is_over_is_not_written_any_more(fatima: Client, professional: User) -> None:
    made = building.active_question(professional)
    lifecycle.drop(made, by=professional)
    answer = fatima.post(screen(made, 1), WORK)
    assert answer["Location"] == reverse("cycles:question", args=[made.pk])
    made.refresh_from_db()
    assert made.text == building.TEXT


@pytest.mark.shows("questions-1", "A3")
def test_the_frame_of_the_own_team_is_offered_first(fatima: Client, cast: Cast) -> None:
    builders.frame(of=cast.unit)
    elsewhere = builders.frame(of=cast.other_unit)
    foreign = DevelopmentQuestion.objects.get(goal__seasons=elsewhere)
    own = DevelopmentQuestion.objects.exclude(pk=foreign.pk).get()
    made = building.draft(cast.professional)
    page = fatima.get(screen(made, 2))
    assert [key for key, _label in page.context["form"].fields["frame"].choices] == [str(own.pk), "eigen"]
    assert page.context["form"].initial["frame"] == str(own.pk)
    assert fatima.post(screen(made, 2), TASK | {"frame": str(foreign.pk)}).status_code == 422
    fatima.post(screen(made, 2), TASK | {"frame": str(own.pk)})
    made.refresh_from_db()
    assert (made.development_question, made.is_own) == (own, False)
    own.ended_on = "2026-03-30"
    own.save()
    assert fatima.post(screen(made, 2), TASK | {"frame": str(own.pk)}).status_code == 302, (
        "what was chosen stays"
    )


# On one screen ------------------------------------------------------------------------------------


@pytest.mark.shows("questions-1")
def test_all_on_one_screen(fatima: Client, cast: Cast) -> None:
    answer = fatima.post(reverse("cycles:question-one"), ALL)
    made = the_one(cast.professional)
    assert answer["Location"] == reverse("cycles:question", args=[made.pk])
    assert made.state == State.ACTIVE


def test_one_screen_says_all_that_is_missing_and_makes_nothing(fatima: Client, cast: Cast) -> None:
    page = fatima.post(reverse("cycles:question-one"), ALL | {"direct": "", "if_part": "", "text": MARKER})
    assert page.status_code == 422
    assert page.content.decode().count("Fout:") == 2
    assert MARKER in page.content.decode()
    assert not LearningQuestion.objects.exists()


def test_one_screen_keeps_a_draft_with_what_a_draft_needs(fatima: Client, cast: Cast) -> None:
    answer = fatima.post(reverse("cycles:question-one"), WORK | {"if_part": "alvast", "later": "1"})
    assert answer["Location"] == reverse("cycles:questions")
    made = the_one(cast.professional)
    assert (made.state, made.if_part) == (State.DRAFT, "alvast")
    edit = reverse("cycles:question-one-edit", args=[made.pk])
    assert fatima.get(edit).status_code == 200
    assert fatima.post(edit, ALL | {"revision": made.revision}).status_code == 302
    made.refresh_from_db()
    assert made.state == State.ACTIVE
    assert fatima.post(edit, ALL | {"text": "Anders?", "revision": made.revision}).status_code == 302
    made.refresh_from_db()
    assert made.text == "Anders?"


@pytest.mark.shows("questions-1", "S23", "AI9")
def test_a_question_that_runs_is_not_emptied_as_if_it_were_a_draft(fatima: Client, cast: Cast) -> None:
    made = building.active_question(cast.professional)
    edit = reverse("cycles:question-one-edit", args=[made.pk])
    answer = fatima.post(edit, WORK | {"later": "1", "revision": made.revision})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert not planning.missing(made)


# With and without AI ------------------------------------------------------------------------------


@pytest.mark.shows("AI9")
def test_whether_ai_fits_is_asked_where_there_is_ai(
    fatima: Client, professional: User, with_ai: None
) -> None:
    made = building.draft(professional)
    assert "Past AI bij deze taak?" in fatima.get(screen(made, 2)).content.decode()
    assert fatima.post(screen(made, 2), TASK).status_code == 422
    assert fatima.post(screen(made, 2), TASK | {"task_fit": "friction"}).status_code == 302
    made.refresh_from_db()
    assert made.task_fit == "friction"


@pytest.mark.shows("AI10")
def test_without_ai_no_page_says_a_word_of_it(fatima: Client, professional: User) -> None:
    made = building.question(professional, if_part="a", then_part="b")
    made.yields.update(sentence="Minder telefoontjes.")
    active = building.active_question(professional, if_part="a", then_part="b")
    active.yields.update(sentence="Minder telefoontjes.")
    paths = [screen(made, number) for number in PARTS]
    paths += [reverse("cycles:questions"), reverse("cycles:question-one"), reverse("cycles:my-week")]
    paths += [
        reverse("cycles:question", args=[active.pk]),
        reverse("cycles:question-share", args=[active.pk]),
    ]
    for path in paths:
        assert not says_ai(fatima.get(path).content.decode()), path


def says_ai(page: str) -> bool:
    return re.search(r"\bAI\b", re.sub(r"<[^>]+>", " ", page)) is not None


# From an answer -----------------------------------------------------------------------------------


@pytest.fixture
def answered(cast: Cast) -> Prompt:
    """Fatima's Weekstart, with her words in it."""
    builders.moment(builders.week(cast.team, "2026-W14"), Kind.PLANNING, "ma 09:30", who=[cast.professional])
    prompts.plan()
    prompts.ask_due()
    found = Prompt.objects.get(person=cast.professional)
    answering.write(found, answering.questions(found)[0], MARKER)
    answering.finish(found)
    return found


@pytest.mark.shows("questions-4")
def test_an_answer_becomes_the_situation_of_a_question(fatima: Client, answered: Prompt) -> None:
    link = f"{reverse('cycles:question-new')}?antwoord={answered.pk}"
    assert link in fatima.get("/").content.decode()
    assert f"{link}-1" in fatima.get(reverse("cycles:answer", args=[answered.pk])).content.decode()
    for query in (str(answered.pk), f"{answered.pk}-1"):
        page = fatima.get(reverse("cycles:question-new"), {"antwoord": query})
        assert page.context["form"].initial["situation"] == MARKER
    assert not LearningQuestion.objects.exists(), "looking makes nothing"


@pytest.mark.shows("questions-5", "AI11")
def test_nobody_else_begins_with_those_words(answered: Prompt, cast: Cast, client_for: Clients) -> None:
    for role, person in cast.people.items():
        if person != answered.person:
            page = client_for(person).get(reverse("cycles:question-new"), {"antwoord": answered.pk})
            assert page.status_code == 404, role


@pytest.mark.parametrize("query", ["", "x", "-", "5-", "99999999999999999999", "0", "1-99"])
def test_a_broken_address_begins_empty_or_is_not_there(fatima: Client, query: str) -> None:
    assert fatima.get(reverse("cycles:question-new"), {"antwoord": query}).status_code in (200, 404)


@pytest.mark.shows("questions-5")
def test_nobody_else_opens_or_writes_a_plan(professional: User, cast: Cast, client_for: Clients) -> None:
    made = building.active_question(professional, text=MARKER)
    paths: list[Any] = [screen(made, n) for n in PARTS]
    paths += [reverse(f"cycles:{name}", args=[made.pk]) for name in ("question", "question-one-edit")]
    for role, person in cast.people.items():
        if person == professional:
            continue
        client = client_for(person)
        for path in paths:
            for response in (client.get(path), client.post(path, ALL)):
                assert response.status_code in (404, 405), (role, path)
                assert MARKER not in response.content.decode()


def test_an_old_window_does_not_empty_a_plan_that_runs(professional: User) -> None:
    made = building.active_question(professional)
    with pytest.raises(planning.Closed):
        planning.write(made, professional, {"if_part": ""}, states=(State.DRAFT,))
    made.refresh_from_db()
    assert made.if_part == building.PLAN["if_part"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("ik bel", "tel ik tot drie"), "Als ik bel, dan tel ik tot drie."),
        (("Als ik bel,", "dan tel ik tot drie."), "Als ik bel, dan tel ik tot drie."),
        (("ALS … ik bel …", "Dan … tel ik"), "Als ik bel, dan tel ik."),
        (("", "tel ik"), ""),
    ],
)
def test_a_plan_reads_as_one_sentence(typed: tuple[str, str], read: str) -> None:
    assert planning.plan_sentence(LearningQuestion(if_part=typed[0], then_part=typed[1])) == read
