"""Two administrators at the same instant: one version comes of it, and nothing of either is lost."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from cycles.prompts import default_set, editing
from cycles.prompts.editing import Gone, Outdated
from cycles.prompts.models import PromptSet, Question
from cycles.weekly.models import Kind
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.support import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
KIND = Kind.PLANNING
at_once = partial(together.at_once, refused=(Gone, Outdated))


@pytest.fixture
def two(cast: Cast) -> tuple[User, User]:
    default_set.install()
    return cast.administrator, builders.administrator()


def refused(found: list[Any]) -> list[type]:
    return [type(one) for one in found if isinstance(one, Gone | Outdated)]


def test_both_begin_the_same_draft(two: tuple[User, User]) -> None:
    found = at_once(*(lambda who=who: editing.begin(KIND, by=who) for who in two))
    assert len({draft.pk for draft in found}) == 1
    assert PromptSet.objects.drafts().get().questions.count() == len(default_set.SETS[KIND])


def test_of_two_who_save_one_question_the_second_is_told(two: tuple[User, User]) -> None:
    draft = editing.begin(KIND, by=two[0])

    def save(who: User, text: str) -> Callable[[], Any]:
        question = Question.objects.filter(prompt_set=draft)[0]
        question.text_nl = text
        return lambda: editing.put(draft, question, revision=0, by=who)

    found = at_once(save(two[0], "Van de een?"), save(two[1], "Van de ander?"))
    assert refused(found) == [Outdated]
    kept = next(one for one in found if isinstance(one, Question))
    assert draft.questions.all()[0].text_nl == kept.text_nl


def test_of_two_who_publish_one_version_comes(two: tuple[User, User]) -> None:
    draft = editing.begin(KIND, by=two[0])
    found = at_once(*(lambda who=who: editing.publish(draft, revision=0, by=who) for who in two))
    assert refused(found) == [Gone]
    assert [s.version for s in PromptSet.objects.published().filter(kind=KIND)] == [2, 1]


def test_of_two_who_go_back_one_version_comes(two: tuple[User, User]) -> None:
    editing.publish(editing.begin(KIND, by=two[0]), revision=0, by=two[0])
    first = PromptSet.objects.get(kind=KIND, version=1)
    found = at_once(*(lambda who=who: editing.restore(KIND, first, expected=2, by=who) for who in two))
    assert refused(found) == [Outdated]
    assert [s.version for s in PromptSet.objects.published().filter(kind=KIND)] == [3, 2, 1]


def test_a_draft_begun_while_another_goes_back_comes_after_it(two: tuple[User, User]) -> None:
    at_once(
        lambda: editing.begin(KIND, by=two[0]),
        lambda: editing.restore(KIND, None, expected=1, by=two[1]),
    )
    versions = dict(PromptSet.objects.filter(kind=KIND).values_list("version", "published_at"))
    assert sorted(versions) == [1, 2, 3]
    assert versions[3] is None


def test_of_who_publishes_and_who_goes_back_neither_is_in_the_way(two: tuple[User, User]) -> None:
    draft = editing.begin(KIND, by=two[0])
    found = at_once(
        lambda: editing.publish(draft, revision=0, by=two[0]),
        lambda: editing.restore(KIND, None, expected=1, by=two[1]),
    )
    assert refused(found) in ([], [Outdated])
    published = [s.version for s in PromptSet.objects.published().filter(kind=KIND)]
    assert published in ([2, 1], [3, 2, 1])
    assert not PromptSet.objects.drafts().exists()
