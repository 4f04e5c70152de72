"""A question is shared by name or with a team, shows its yields and never how it was learnt, and is taken back (W8)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.questions.evidence.models import Attempt, Explanation
from cycles.questions.models import LearningQuestion, QuestionShare
from lerendwerken.lib import clock
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building
from tests.cycles.questions.conftest import Clients

pytestmark = pytest.mark.django_db
MARKER = "zeehond-in-de-mist"


@pytest.fixture
def made(cast: Cast) -> LearningQuestion:
    """Fatima's question, with evidence that is nobody else's."""
    question = building.active_question(cast.professional, stays_human=f"{MARKER}-mens")
    Attempt.objects.create(question=question, text=f"{MARKER}-poging", confidence=37)
    Claim.objects.create(question=question, text=f"{MARKER}-bewering")
    Explanation.objects.create(question=question, changed=MARKER, text=MARKER, confidence=73)
    return question


def page(made: LearningQuestion) -> str:
    return reverse("cycles:question-share", args=[made.pk])


def readers(share: QuestionShare, cast: Cast, client_for: Clients) -> set[str]:
    url = reverse("cycles:question-shared", args=[share.pk])
    found = {role: client_for(person).get(url) for role, person in cast.people.items()}
    assert all(answer.status_code in (200, 404) for answer in found.values())
    for role, answer in found.items():
        assert MARKER not in answer.content.decode(), role
        assert "37%" not in answer.content.decode()
    return {role for role, answer in found.items() if answer.status_code == 200}


@pytest.mark.shows("questions-1", "questions-5", "S18")
def test_by_name_that_one_colleague_reads_it(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    for _press in range(2):
        fatima.post(page(made), {"who": f"p{cast.colleague.pk}"})
    share = QuestionShare.objects.get()
    assert readers(share, cast, client_for) == {"professional", "colleague"}
    shown = (
        client_for(cast.colleague).get(reverse("cycles:question-shared", args=[share.pk])).content.decode()
    )
    for words in (made.text, made.situation, "telefoontjes per week", "half uur", "Eigen vraag", "Actief"):
        assert words in shown


@pytest.mark.shows("S18")
def test_with_the_team_its_members_read_it_and_not_who_leads_or_manages(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    fatima.post(page(made), {"who": f"t{cast.team.pk}"})
    assert readers(QuestionShare.objects.get(), cast, client_for) == {"professional", "colleague"}


@pytest.mark.shows("S18")
@pytest.mark.parametrize("gone", ["to another team", "for good"])
def test_who_led_does_not_read_it_after_its_owner_left_the_team(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients, gone: str
) -> None:
    for above in (cast.lead, cast.manager):
        if not above.memberships.filter(team=cast.team).exists():
            builders.member(cast.team, who=above)
    fatima.post(page(made), {"who": f"t{cast.team.pk}"})
    last_day = clock.today(builders.ZONE) - timedelta(days=1)
    cast.professional.memberships.update(until=last_day)
    if gone == "for good":
        cast.professional.is_active = False
        cast.professional.save()
    else:
        builders.member(builders.team(), who=cast.professional, since=last_day + timedelta(days=1))
    url = reverse("cycles:question-shared", args=[QuestionShare.objects.get().pk])
    for above in (cast.lead, cast.manager):
        assert client_for(above).get(url).status_code == 404
        assert made.text not in client_for(above).get(reverse("cycles:questions")).content.decode()
    assert client_for(cast.colleague).get(url).status_code == 200


@pytest.mark.shows("S18")
def test_who_leads_reads_it_when_named(made: LearningQuestion, cast: Cast, client_for: Clients) -> None:
    share = building.shared(made, with_=cast.lead)
    assert readers(share, cast, client_for) == {"professional", "lead"}


@pytest.mark.shows("questions-1", "W8")
def test_taken_back_nobody_reads_it_any_more(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    share = building.shared(made, with_=cast.colleague)
    back = reverse("cycles:question-share-take-back", args=[share.pk])
    assert client_for(cast.colleague).post(back).status_code == 404
    assert readers(share, cast, client_for) == {"professional", "colleague"}
    fatima.post(back)
    assert readers(share, cast, client_for) == set()
    assert fatima.post(back).status_code == 404
    fatima.post(page(made), {"who": f"p{cast.colleague.pk}"})
    assert QuestionShare.objects.filter(taken_back_at=None).count() == 1


@pytest.mark.parametrize("who", ["", "p0", "t0", "x", "p999999", "t'"])
def test_nobody_from_outside_the_list_is_shared_with(
    fatima: Client, made: LearningQuestion, who: str
) -> None:
    answer = fatima.post(page(made), {"who": who})
    assert answer.status_code == 422
    assert "Fout:" in answer.content.decode()
    assert not QuestionShare.objects.exists()


def test_a_stranger_cannot_be_named(fatima: Client, made: LearningQuestion, cast: Cast) -> None:
    assert fatima.post(page(made), {"who": f"p{cast.outsider.pk}"}).status_code == 422


def test_a_draft_is_not_shared(fatima: Client, cast: Cast) -> None:
    made = building.draft(cast.professional)
    answer = fatima.post(page(made), {"who": f"p{cast.colleague.pk}"}, follow=True)
    assert "Een concept deel je nog niet" in answer.content.decode()
    assert not QuestionShare.objects.exists()


def test_it_shows_as_it_is_now(made: LearningQuestion, cast: Cast, client_for: Clients) -> None:
    builders.frame(of=cast.unit)
    share = building.shared(made, with_=cast.colleague)
    LearningQuestion.objects.filter(pk=made.pk).update(text="Nu anders?")
    url = reverse("cycles:question-shared", args=[share.pk])
    assert "Nu anders?" in client_for(cast.colleague).get(url).content.decode()
