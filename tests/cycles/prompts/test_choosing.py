"""Which questions somebody is asked (S12), and by whom that is chosen (AI13)."""

from itertools import pairwise, product

import pytest
from django.test import Client
from django.urls import reverse

from cycles.prompts import answering, planning
from cycles.prompts.choosing import choose
from cycles.prompts.default_set import SETS, rows
from cycles.prompts.models import Prompt, PromptSet, Question
from cycles.prompts.preview import LENGTHS, preview
from cycles.weekly.models import Kind, WeekCycle
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.prompts.conftest import WEEK

AUDIENCES = list(product(User.Experience.values, User.Work.values))
WEEKS = 26


def delivered(kind: Kind) -> list[Question]:
    return rows(kind, PromptSet(pk=1, kind=kind, version=1))


def season(kind: Kind, minutes: int, experience: str, work: str) -> list[list[Question]]:
    """What one person is asked week after week."""
    asked: list[list[Question]] = []
    for turn in range(WEEKS):
        before = {q.code for q in asked[-1]} if asked else set()
        asked.append(
            choose(delivered(kind), minutes, turn=turn, before=before, experience=experience, work=work)
        )
    return asked


@pytest.mark.shows("S12")
@pytest.mark.parametrize("kind", SETS)
@pytest.mark.parametrize("minutes", [5, *LENGTHS])
def test_the_delivered_questions_fit_and_take_turns(kind: Kind, minutes: int) -> None:
    for experience, work in AUDIENCES:
        asked = season(kind, minutes, experience, work)
        for this, following in pairwise(asked):
            assert this
            assert sum(q.minutes for q in this) <= minutes or len(this) == 1
            twice = {q.code for q in this if not q.pinned} & {q.code for q in following if not q.pinned}
            assert not twice, f"{twice} two weeks running in {kind} of {minutes}"
            assert [q.position for q in this] == sorted(q.position for q in this)


@pytest.mark.shows("S12")
@pytest.mark.parametrize("kind", SETS)
def test_every_pinned_question_comes_each_week_and_every_other_one_in_its_turn(kind: Kind) -> None:
    for experience, work in AUDIENCES:
        mine = [q for q in delivered(kind) if q.is_for(experience, work)]
        asked = season(kind, 60, experience, work)
        pinned = {q.code for q in mine if q.pinned}
        assert all(pinned <= {q.code for q in week} for week in asked)
        assert {q.code for week in asked for q in week} == {q.code for q in mine}


@pytest.mark.shows("AI13")
def test_a_variant_is_only_for_who_chose_it() -> None:
    for kind, (experience, work) in product(SETS, AUDIENCES):
        for week in season(kind, 60, experience, work):
            assert all(q.for_experience in ("", experience) and q.for_work in ("", work) for q in week)
    codes = {q.code for kind in SETS for q in delivered(kind) if q.for_work or q.for_experience}
    assert codes, "the delivered set has variants to choose"


def test_one_question_that_takes_turns_alone_is_asked_again() -> None:
    alone = Question(code="alone", position=1, minutes=90, text_nl="En?")
    chosen = choose([alone], 10, turn=3, before={"alone"}, experience="experienced", work="professional")
    assert chosen == [alone]


def test_nobody_is_asked_without_questions() -> None:
    assert choose([], 10, turn=1, before=(), experience="experienced", work="professional") == []


@pytest.mark.django_db
@pytest.mark.shows("AI13")
def test_the_owner_chooses_on_mijn_gegevens_and_a_role_chooses_nothing(
    cast: Cast, fatima: Client, cycle: WeekCycle
) -> None:
    """Marieke leads the team; she is asked as a professional until she herself says otherwise."""
    assert cast.lead.work == User.Work.PROFESSIONAL
    page = fatima.get(reverse("teams:my-data")).context["preferences_form"]
    wishes = {name: page[name].value() or "" for name in page.fields}
    wishes |= {"work": "manager", "experience": "starting"}
    assert fatima.post(reverse("teams:preferences"), wishes).status_code == 302
    following = builders.week(cast.team, WEEK + 1, season=cycle.season)
    builders.moment(following, Kind.PLANNING, "ma 09:30", who=[cast.professional, cast.lead], minutes=60)
    planning.plan()
    of = {
        person: {
            q.code: q for q in answering.questions(Prompt.objects.get(moment__cycle=following, person=person))
        }
        for person in (cast.professional, cast.lead)
    }
    assert {q.for_work for q in of[cast.lead].values()} <= {"", "professional"}
    assert {q.for_work for q in of[cast.professional].values()} <= {"", "manager"}


@pytest.mark.django_db
@pytest.mark.shows("S12")
def test_the_preview_shows_what_planning_asks(cycle: WeekCycle, prompt: Prompt) -> None:
    asked = [q.text_nl for q in answering.questions(prompt)]
    shown = preview(
        list(PromptSet.objects.published().get(kind=Kind.PLANNING).questions.all()),
        lengths=(20,),
        language="nl",
        experience=prompt.person.experience,
        work=prompt.person.work,
        turn=planning.turn_of(WEEK),
    )
    assert [q.text for q in shown[0].this_week] == asked
    assert shown[0].used <= 20
