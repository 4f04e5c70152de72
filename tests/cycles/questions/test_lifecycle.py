"""The life of a learning question: which step is there, what it asks for, and what it does to the other one."""

from datetime import timedelta
from typing import Any

import pytest

from cycles.claims.models import Claim
from cycles.questions import lifecycle
from cycles.questions.evidence.models import Explanation, PeerAttestation, Recall, Transfer
from cycles.questions.lifecycle import NoPlace, NotYet
from cycles.questions.models import LearningQuestion, QuestionStep
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.questions import building

pytestmark = pytest.mark.django_db
State = LearningQuestion.State
OWN = {
    "answer": "Eerst het besluit, dan de reden.",
    "applied": "In drie brieven.",
    "changed": "Minder telefoon.",
}


def state(question: LearningQuestion) -> str:
    return LearningQuestion.objects.get(pk=question.pk).state


def explained(question: LearningQuestion) -> None:
    Explanation.objects.create(question=question, changed="x", text="Zo zit het.", confidence=80)


def recalled(question: LearningQuestion, weeks: int = 4) -> None:
    Recall.objects.create(
        question=question,
        after_weeks=weeks,
        due_on=clock.now().date(),
        state="done",
        text="Zo zat het.",
        done_at=clock.now(),
    )


@pytest.mark.shows("questions-1")
def test_a_draft_needs_a_question_and_a_situation_only(professional: User) -> None:
    made = building.draft(professional)
    assert state(made) == State.DRAFT
    assert made.place is None
    assert list(made.steps.values_list("state", flat=True)) == [State.DRAFT]


@pytest.mark.shows("questions-1")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("task_group", ""),
        ("task_fit", ""),
        ("skill", ""),
        ("if_part", " "),
        ("then_part", ""),
        ("situation", " "),
        ("text", ""),
    ],
)
def test_without_a_part_of_its_plan_it_does_not_become_active(
    professional: User, field: str, value: str
) -> None:
    made = building.question(professional, **{field: value})
    with pytest.raises(NotYet) as refused:
        lifecycle.activate(made, by=professional)
    assert list(refused.value.missing) == [field]
    assert state(made) == State.DRAFT


def test_it_belongs_to_a_development_question_or_is_said_to_be_ones_own(professional: User) -> None:
    made = building.question(professional, is_own=False)
    with pytest.raises(NotYet) as refused:
        lifecycle.activate(made, by=professional)
    assert list(refused.value.missing) == ["frame"]


@pytest.mark.shows("questions-1")
@pytest.mark.parametrize("kind", ["direct", "sustainable"])
def test_without_both_yields_it_does_not_become_active(professional: User, kind: str) -> None:
    made = building.question(professional)
    made.yields.filter(kind=kind).delete()
    with pytest.raises(NotYet) as refused:
        lifecycle.activate(made, by=professional)
    assert list(refused.value.missing) == [kind]


def test_a_complete_draft_becomes_active_once(professional: User) -> None:
    made = building.question(professional)
    assert lifecycle.activate(made, by=professional) is None
    assert lifecycle.activate(made, by=professional) is None
    assert (state(made), made.place) == (State.ACTIVE, 1)
    assert made.steps.filter(state=State.ACTIVE).count() == 1


def test_a_second_one_puts_the_first_on_pause_and_they_change_places_at_will(professional: User) -> None:
    first, second = building.active_question(professional), building.question(professional)
    assert lifecycle.activate(second, by=professional) == first
    assert (state(first), state(second)) == (State.PAUSED, State.ACTIVE)
    assert lifecycle.resume(first, by=professional) == second
    assert (state(first), state(second)) == (State.ACTIVE, State.PAUSED)
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.place, second.place} == {1, 2}


@pytest.mark.shows("questions-1")
def test_a_third_one_hears_which_two_are_in_hand(professional: User) -> None:
    building.active_question(professional, text="Hoe houd ik het kort?")
    building.active_question(professional, text="Wanneer bel ik terug?")
    third = building.question(professional)
    with pytest.raises(NoPlace) as full:
        lifecycle.activate(third, by=professional)
    assert "Hoe houd ik het kort?" in full.value.missing[""]
    assert "Wanneer bel ik terug?" in full.value.missing[""]
    assert "Hoe houd ik het kort?" not in str(full.value), "an exception message holds no own words"
    assert state(third) == State.DRAFT
    assert LearningQuestion.objects.active().count() == 1  # type: ignore[attr-defined]


def test_dropping_one_makes_room_and_is_final(professional: User) -> None:
    first = building.active_question(professional)
    building.active_question(professional)
    third = building.question(professional)
    assert lifecycle.drop(first, by=professional)
    assert not lifecycle.drop(first, by=professional)
    lifecycle.activate(third, by=professional)
    assert state(third) == State.ACTIVE
    for verb in (lifecycle.resume, lifecycle.activate):
        with pytest.raises(NotYet):
            verb(first, by=professional)
    assert not lifecycle.pause(first, by=professional)


@pytest.mark.shows("questions-1")
def test_an_answer_needs_an_explanation_and_settled_claims(professional: User) -> None:
    made = building.active_question(professional)
    Claim.objects.create(question=made, text="De termijn is acht weken.")
    with pytest.raises(NotYet) as refused:
        lifecycle.answer(made, professional, **OWN)
    assert set(refused.value.missing) == {"explanation", "claims"}
    explained(made)
    made.claims.update(state="uncheckable", checked_at=clock.now())
    lifecycle.answer(made, professional, **OWN)
    assert (state(made), made.place, made.answer) == (State.ANSWERED, None, OWN["answer"])


@pytest.mark.parametrize("empty", list(OWN))
def test_an_answer_has_its_three_parts(professional: User, empty: str) -> None:
    made = building.active_question(professional)
    explained(made)
    with pytest.raises(NotYet) as refused:
        lifecycle.answer(made, professional, **(OWN | {empty: "  "}))
    assert list(refused.value.missing) == [empty]


def test_a_question_that_rests_is_not_answered(professional: User) -> None:
    made = building.active_question(professional)
    explained(made)
    lifecycle.pause(made, by=professional)
    with pytest.raises(NotYet):
        lifecycle.answer(made, professional, **OWN)
    assert state(made) == State.PAUSED


@pytest.mark.shows("questions-1")
def test_geborgd_needs_recall_after_four_weeks_and_somebody_or_something_else(
    professional: User, colleague: User
) -> None:
    made = building.set_in(State.ANSWERED, professional)
    recalled(made, weeks=1)
    with pytest.raises(NotYet) as refused:
        lifecycle.consolidate(made, by=professional)
    assert set(refused.value.missing) == {"recall", "shown"}
    recalled(made, weeks=4)
    asked = PeerAttestation.objects.create(question=made, peer=colleague)
    with pytest.raises(NotYet) as refused:
        lifecycle.consolidate(made, by=professional)
    assert set(refused.value.missing) == {"shown"}
    PeerAttestation.objects.filter(pk=asked.pk).update(state="signed", decided_at=clock.now())
    lifecycle.consolidate(made, by=professional)
    assert state(made) == State.CONSOLIDATED


def test_a_second_situation_does_as_well(professional: User) -> None:
    made = building.set_in(State.ANSWERED, professional)
    recalled(made, weeks=12)
    Transfer.objects.create(question=made, situation="Een ander besluit.", went="Goed.")
    lifecycle.consolidate(made, by=professional)
    assert state(made) == State.CONSOLIDATED


def test_only_an_answered_question_is_consolidated(professional: User) -> None:
    made = building.active_question(professional)
    recalled(made)
    Transfer.objects.create(question=made, situation="Een ander besluit.", went="Goed.")
    with pytest.raises(NotYet):
        lifecycle.consolidate(made, by=professional)
    assert state(made) == State.ACTIVE


def test_nobody_else_moves_a_question(professional: User, cast: Cast) -> None:
    made = building.active_question(professional)
    verbs: list[Any] = [
        lifecycle.activate,
        lifecycle.pause,
        lifecycle.resume,
        lifecycle.drop,
        lifecycle.consolidate,
    ]
    for _role, person in cast.people.items():
        if person == professional:
            continue
        for verb in verbs:
            with pytest.raises(PermissionError):
                verb(made, by=person)
        with pytest.raises(PermissionError):
            lifecycle.answer(made, person, **OWN)
    assert state(made) == State.ACTIVE


@pytest.mark.shows("questions-5")
def test_the_log_says_what_happened_and_neither_words_nor_whose(professional: User) -> None:
    made = building.active_question(professional, text="zeehond-in-de-mist")
    lifecycle.pause(made, by=professional)
    lifecycle.drop(made, by=professional)
    lines = AuditEntry.objects.filter(object_kind="cycles.LearningQuestion")
    assert set(lines.values_list("action", flat=True)) == {
        "question_started",
        "question_active",
        "question_paused",
        "question_dropped",
    }
    for line in lines:
        assert line.actor is None
        assert "zeehond" not in f"{line.detail}{line.object_id}"


def test_its_history_keeps_every_step(professional: User) -> None:
    made = building.active_question(professional)
    lifecycle.pause(made, by=professional)
    lifecycle.resume(made, by=professional)
    steps = QuestionStep.objects.filter(question=made).values_list("state", flat=True)
    assert list(steps) == [State.DRAFT, State.ACTIVE, State.PAUSED, State.ACTIVE]
    assert clock.now() - made.stands_since < timedelta(minutes=1)
