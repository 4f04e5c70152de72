"""A sentence for the frame: previewed, with a name or without, and without one nobody can tell whose it is (S19)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import FrameSuggestion
from cycles.questions.models import LearningQuestion
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building
from tests.cycles.questions.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("questions-1", "S19")]
SENTENCE = "Meer aandacht voor de telefoon"


@pytest.fixture
def made(cast: Cast) -> LearningQuestion:
    return building.active_question(cast.professional)


@pytest.fixture
def of_five(cast: Cast) -> None:
    """The unit has five people."""
    for _each in range(2):
        builders.member(cast.team)


def page(made: LearningQuestion) -> str:
    return reverse("cycles:question-suggest", args=[made.pk])


def frame(client: Client, of: str) -> str:
    return client.get(reverse("cycles:frame-of", args=[of])).content.decode()


def test_nothing_goes_before_it_was_shown(fatima: Client, made: LearningQuestion, of_five: None) -> None:
    shown = fatima.post(page(made), {"text": SENTENCE, "named": ""}).content.decode()
    assert "Dit gaat weg" in shown
    assert "Wie het kader van Ruimte maakt" in shown
    assert not FrameSuggestion.objects.exists()
    changed = fatima.post(page(made), {"text": SENTENCE, "named": "1", "change": "1"})
    assert changed.status_code == 200
    assert SENTENCE in changed.content.decode()


@pytest.mark.shows("questions-5")
def test_without_a_name_no_row_and_no_log_says_whose_it_is(
    fatima: Client, made: LearningQuestion, cast: Cast, of_five: None
) -> None:
    logged = AuditEntry.objects.count()
    for _press in range(2):
        fatima.post(page(made), {"text": SENTENCE, "named": "", "send": "1"})
    row = FrameSuggestion.objects.get()
    assert (row.person, row.unit, row.text) == (None, cast.unit, SENTENCE)
    assert AuditEntry.objects.count() == logged
    assert "Wat met jouw naam" not in fatima.get(page(made)).content.decode()


def test_a_small_unit_hides_nobody_so_it_goes_to_the_organisation(
    fatima: Client, made: LearningQuestion, cast: Cast
) -> None:
    shown = fatima.post(page(made), {"text": SENTENCE, "named": ""}).content.decode()
    assert "hele organisatie" in shown
    fatima.post(page(made), {"text": SENTENCE, "named": "", "send": "1"})
    fatima.post(page(made), {"text": SENTENCE, "named": "1", "send": "1"})
    found = {(row.person, row.unit) for row in FrameSuggestion.objects.all()}
    assert found == {(None, None), (cast.professional, cast.unit)}


def test_whoever_makes_the_frame_reads_it_and_nobody_else(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients, of_five: None
) -> None:
    fatima.post(page(made), {"text": SENTENCE, "named": "1", "send": "1"})
    readers = {
        role
        for role, person in cast.people.items()
        if any(SENTENCE in frame(client_for(person), of) for of in (str(cast.unit.pk), "organisatie"))
    }
    assert readers == {"manager"}
    assert "Fatima Ouali" in frame(client_for(cast.manager), str(cast.unit.pk))


def test_what_is_for_all_is_read_by_an_administrator(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    fatima.post(page(made), {"text": SENTENCE, "named": "", "send": "1"})
    shown = frame(client_for(cast.administrator), "organisatie")
    assert SENTENCE in shown
    assert "zonder naam" in shown
    assert "Fatima" not in shown
    assert SENTENCE not in frame(client_for(cast.manager), str(cast.unit.pk))


def test_what_has_a_name_can_be_taken_back_by_that_name(
    fatima: Client, made: LearningQuestion, cast: Cast, client_for: Clients
) -> None:
    fatima.post(page(made), {"text": SENTENCE, "named": "1", "send": "1"})
    row = FrameSuggestion.objects.get()
    back = reverse("cycles:question-suggest-take-back", args=[made.pk, row.pk])
    of_joost = building.active_question(cast.colleague)
    theirs = reverse("cycles:question-suggest-take-back", args=[of_joost.pk, row.pk])
    assert client_for(cast.colleague).post(theirs).status_code == 404
    assert client_for(cast.manager).post(back).status_code == 404
    fatima.post(back)
    assert not FrameSuggestion.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "w" * 301])
def test_an_empty_or_endless_sentence_is_refused(fatima: Client, made: LearningQuestion, text: str) -> None:
    answer = fatima.post(page(made), {"text": text, "named": "", "send": "1"})
    assert answer.status_code == 422
    assert not FrameSuggestion.objects.exists()


def test_a_question_of_the_frame_has_no_such_page(fatima: Client, cast: Cast) -> None:
    linked = building.active_question(cast.professional, is_own=False, development_question=_dev(cast))
    assert fatima.get(page(linked)).status_code == 404


def _dev(cast: Cast):  # type: ignore[no-untyped-def]
    return builders.frame(of=cast.unit).goals.get().questions.get()


def test_the_frame_asks_no_more_for_more_sentences(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.manager)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            frame(client, str(cast.unit.pk))
        return len(queries)

    def add(number: int) -> None:
        for _each in range(number):
            FrameSuggestion.objects.create(
                text=SENTENCE, person=cast.professional, unit=cast.unit, sent_on="2026-03-30"
            )

    add(1)
    first = count()
    add(4)
    assert count() == first
