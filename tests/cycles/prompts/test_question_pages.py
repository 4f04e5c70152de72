"""Beheer, Vragen: a draft is edited, looked at, published and taken back, and nobody's answers are in it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from cycles.prompts import answering, editing
from cycles.prompts.models import Prompt, PromptSet, Question
from cycles.weekly.models import Kind
from teams.audit.models import AuditEntry
from tests.conftest import Cast
from tests.cycles.prompts.conftest import MARKER, Clients

pytestmark = pytest.mark.django_db
KIND = Kind.PLANNING.value
NEW = {
    "text_nl": "Wat leerde je van een inwoner?",
    "text_en": "What did a resident teach you?",
    "minutes": "5",
}


def url(name: str, *more: Any) -> str:
    return reverse(f"cycles:{name}", args=[KIND, *more])


@pytest.fixture
def draft(cast: Cast) -> PromptSet:
    return editing.begin(Kind.PLANNING, by=cast.administrator)


def fields(question: Question, **changed: str) -> dict[str, str]:
    """What the form of a question sends."""
    given = {
        name: str(getattr(question, name))
        for name in (
            "text_nl",
            "text_en",
            "hint_nl",
            "hint_en",
            "minutes",
            "for_experience",
            "for_work",
            "method",
        )
    }
    revision = PromptSet.objects.get(pk=question.prompt_set_id).revision
    pinned = "1" if question.pinned else ""
    return given | {"pinned": pinned, "revision": str(revision), "code": question.code} | changed


def newest() -> PromptSet:
    found = editing.newest(KIND)
    assert found
    return found


def texts(of: PromptSet) -> list[str]:
    return [q.text_nl for q in of.questions.all()]


# Who may -------------------------------------------------------------------------------------------


@pytest.mark.shows("S2")
def test_only_an_administrator_comes_here(cast: Cast, client_for: Clients, draft: PromptSet) -> None:
    question = draft.questions.all()[0]
    looks = [
        reverse("cycles:question-sets"),
        url("question-set"),
        url("question-version", 1),
        url("question-preview", 1),
        url("question-draft"),
        url("question-draft-add"),
        url("question-draft-edit", question.pk),
        url("question-draft-discard"),
    ]
    acts = [
        url("question-restore", 0),
        url("question-draft-begin"),
        url("question-draft-publish"),
        url("question-put-back"),
        url("question-move", question.pk),
        url("question-remove", question.pk),
    ]
    before = list(PromptSet.objects.values()), list(Question.objects.order_by("pk").values())
    for name, person in cast.people.items():
        if name == "administrator":
            continue
        client = client_for(person)
        assert {client.get(page).status_code for page in looks} == {404}, name
        assert {client.post(page, NEW).status_code for page in [*looks, *acts]} <= {404, 405}, name
    assert client_for(None).get(looks[0]).status_code == 302
    assert (list(PromptSet.objects.values()), list(Question.objects.order_by("pk").values())) == before
    administrator = client_for(cast.administrator)
    assert {administrator.get(page).status_code for page in looks} == {200}


@pytest.mark.shows("W8", "house-2")
def test_the_pages_hold_nothing_of_what_anybody_wrote(
    noor: Client, cast: Cast, prompt: Prompt, draft: PromptSet, safe_get: Any
) -> None:
    pages = [
        reverse("cycles:question-sets"),
        url("question-set"),
        url("question-preview", 1),
        url("question-draft"),
    ]
    before = [safe_get(noor, page).content.decode() for page in pages]
    answering.write(prompt, answering.questions(prompt)[0], MARKER)
    answering.finish(prompt)
    after = [safe_get(noor, page).content.decode() for page in pages]
    assert MARKER not in "".join(after)
    assert cast.professional.full_name not in "".join(after)
    strip = [page.split("</header>")[-1].split("csrfmiddlewaretoken")[0] for page in before]
    assert [page.split("</header>")[-1].split("csrfmiddlewaretoken")[0] for page in after] == strip


# The draft -----------------------------------------------------------------------------------------


@pytest.mark.shows("S12")
def test_a_draft_asks_nothing_until_it_is_published(noor: Client, cast: Cast) -> None:
    for _ in range(2):  # beginning twice finds the same draft
        assert noor.post(url("question-draft-begin"))["Location"] == url("question-draft")
    assert PromptSet.objects.drafts().count() == 1
    draft = PromptSet.objects.drafts().get()
    assert texts(draft) == texts(newest())
    first = draft.questions.all()[0]
    saved = noor.post(
        url("question-draft-edit", first.pk), fields(first, text_nl="Wat doe je deze week anders?")
    )
    assert saved.status_code == 302
    assert "Wat doe je deze week anders?" not in texts(newest())
    draft.refresh_from_db()
    published = noor.post(url("question-draft-publish"), {"revision": draft.revision}, follow=True)
    assert "De nieuwe vragen gelden" in published.content.decode()
    assert newest().version == 2
    assert newest().published_by == cast.administrator
    assert "Wat doe je deze week anders?" in texts(newest())
    again = noor.post(url("question-draft-publish"), {"revision": draft.revision})
    assert again.status_code == 302
    assert newest().version == 2


@pytest.mark.shows("S12")
def test_an_answer_keeps_the_question_it_answered(
    noor: Client, fatima: Client, cast: Cast, prompt: Prompt, draft: PromptSet
) -> None:
    asked = answering.questions(prompt)[0]
    answering.write(prompt, asked, "Een eigen woord.")
    first = draft.questions.all()[0]
    noor.post(url("question-draft-edit", first.pk), fields(first, text_nl="Iets heel anders?"))
    draft.refresh_from_db()
    noor.post(url("question-draft-publish"), {"revision": draft.revision})
    assert newest().version == 2
    page = fatima.get(reverse("cycles:answer", args=[prompt.pk])).content.decode()
    assert asked.text_nl in page
    assert "Een eigen woord." in page
    assert "Iets heel anders?" not in page


def test_a_question_is_added_moved_and_taken_out_and_that_can_be_undone(
    noor: Client, draft: PromptSet
) -> None:
    assert noor.post(url("question-draft-add"), NEW | {"revision": "0"}).status_code == 302
    made = draft.questions.get(text_nl=NEW["text_nl"])
    assert made.code == "own-1"
    assert texts(draft)[-1] == NEW["text_nl"]
    assert noor.post(url("question-move", made.pk), {"up": "", "revision": "1"}).status_code == 302
    order = texts(draft)
    assert order[-2] == NEW["text_nl"]

    noor.post(url("question-remove", made.pk), {"revision": "2"})
    assert NEW["text_nl"] not in texts(draft)
    assert noor.post(url("question-put-back")).status_code == 302
    assert texts(draft) == order
    assert draft.questions.get(code="own-1").text_en == NEW["text_en"]
    twice = noor.post(url("question-put-back"), follow=True)
    assert "niets meer om ongedaan" in twice.content.decode()
    assert texts(draft) == order


def test_a_question_at_the_end_of_the_list_stays_there(noor: Client, draft: PromptSet) -> None:
    before = texts(draft)
    first = draft.questions.all()[0]
    noor.post(url("question-move", first.pk), {"up": "", "revision": "0"})
    assert texts(draft) == before


def test_throwing_a_draft_away_is_asked_first(noor: Client, draft: PromptSet, safe_get: Any) -> None:
    asked = safe_get(noor, url("question-draft-discard"))
    assert "Dit concept weggooien?" in asked.content.decode()
    stale = noor.post(url("question-draft-discard"), {"revision": "7"}, follow=True)
    assert "Iemand anders veranderde intussen" in stale.content.decode()
    assert PromptSet.objects.drafts().exists()
    for _ in range(2):
        assert noor.post(url("question-draft-discard"), {"revision": "0"}).status_code == 302
    assert not PromptSet.objects.drafts().exists()
    assert newest().version == 1


# Bad input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("text_nl", {"text_nl": " ", "text_en": ""}, "Schrijf de vraag in het Nederlands, of in het Engels."),
        ("text_nl", {"text_nl": "", "text_en": "", "minutes": "90"}, "Schrijf de vraag in het Nederlands,"),
        ("text_nl", {"text_nl": "x" * 301}, "Dit zijn 301 tekens, en er passen er 300 in."),
        ("minutes", {"minutes": "0"}, "Kies 1 tot en met 60 minuten."),
        ("minutes", {"minutes": "veel"}, "Kies 1 tot en met 60 minuten."),
        ("minutes", {"minutes": ""}, "Kies 1 tot en met 60 minuten."),
        ("for_work", {"for_work": "koning"}, ""),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    noor: Client, draft: PromptSet, field: str, given: dict[str, str], said: str
) -> None:
    question = draft.questions.all()[0]
    answer = noor.post(
        url("question-draft-edit", question.pk), fields(question, hint_nl="Dit typte ik net.") | given
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-fout"' in page
    assert said in page
    assert "Dit typte ik net." in page
    question.refresh_from_db()
    assert question.hint_nl != "Dit typte ik net."


@pytest.mark.shows("S12")
def test_a_missing_language_falls_back_and_says_so(
    noor: Client, cast: Cast, draft: PromptSet, prompt: Prompt, fatima: Client
) -> None:
    question = draft.questions.get(code=answering.questions(prompt)[0].code)
    saved = noor.post(url("question-draft-edit", question.pk), fields(question, text_en=""), follow=True)
    assert "Er is nog geen Engels. Wie Engels leest, krijgt het Nederlands." in saved.content.decode()
    seen = noor.get(url("question-preview", draft.version), {"language": "en"}).content.decode()
    assert "Deze vraag is nog niet vertaald." in seen
    Question.objects.filter(pk=prompt.question_ids[0]).update(text_en="")
    cast.professional.language = "en"
    cast.professional.save()
    page = fatima.get(reverse("cycles:answer", args=[prompt.pk])).content.decode()
    assert f'<label for="id_text" lang="nl">{question.text_nl}</label>' in page
    with translation.override("en"):
        assert gettext("Deze vraag is nog niet vertaald.") in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pinned": True, "minutes": 10}, "De vragen van elke week duren samen"),
        ({"pinned": False, "minutes": 40}, "duurt 40 minuten. In dit moment passen er 20"),
    ],
)
def test_what_does_not_fit_is_not_published(
    noor: Client, draft: PromptSet, change: dict[str, Any], said: str
) -> None:
    draft.questions.update(**change)
    answer = noor.post(url("question-draft-publish"), {"revision": "0"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert newest().version == 1
    assert "Zo kan het nog niet klaar" in noor.get(url("question-preview", draft.version)).content.decode()


def test_a_draft_without_questions_to_take_turns_is_not_published(noor: Client, draft: PromptSet) -> None:
    draft.questions.exclude(code="known").delete()
    assert (
        "te weinig vragen om af te wisselen"
        in noor.post(url("question-draft-publish"), {"revision": "0"}).content.decode()
    )
    draft.questions.all().delete()
    empty = noor.post(url("question-draft-publish"), {"revision": "0"})
    assert empty.status_code == 422
    assert "Voeg er minstens één toe" in empty.content.decode()


# Two at once ---------------------------------------------------------------------------------------


def test_who_saves_second_sees_the_first_and_loses_nothing(noor: Client, draft: PromptSet) -> None:
    question = draft.questions.all()[0]
    stale = fields(question, text_nl="Van de tweede.")
    noor.post(url("question-draft-edit", question.pk), fields(question, text_nl="Van de eerste."))
    refused = noor.post(url("question-draft-edit", question.pk), stale)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Iemand anders veranderde intussen dit concept" in page
    assert "Van de eerste." in page
    assert "Van de tweede." in page
    assert texts(draft)[0] == "Van de eerste."
    again = stale | {"revision": str(refused.context["revision"])}
    assert noor.post(url("question-draft-edit", question.pk), again).status_code == 302
    assert texts(draft)[0] == "Van de tweede."


def test_moving_or_taking_out_what_another_changed_is_looked_at_first(noor: Client, draft: PromptSet) -> None:
    before = texts(draft)
    question = draft.questions.all()[1]
    for name, sent in (("question-move", {"up": ""}), ("question-remove", {})):
        answer = noor.post(url(name, question.pk), sent | {"revision": "9"}, follow=True)
        assert "Iemand anders veranderde intussen" in answer.content.decode()
    gone = noor.post(url("question-remove", 0), {"revision": "0"}, follow=True)
    assert "Iemand anders veranderde intussen" in gone.content.decode()
    assert texts(draft) == before


@pytest.mark.parametrize("ended", [editing.discard, editing.publish])
def test_a_draft_that_ended_meanwhile_costs_no_word(
    noor: Client, cast: Cast, draft: PromptSet, ended: Any
) -> None:
    question = draft.questions.all()[0]
    typed = fields(question, text_nl="Mijn moeizaam bedachte vraag?")
    ended(draft, revision=0, by=cast.administrator)
    kept = noor.post(url("question-draft-edit", question.pk), typed)
    assert kept.status_code == 409
    assert "Mijn moeizaam bedachte vraag?" in kept.content.decode()
    assert "Bewaar in een nieuw concept" in kept.content.decode()
    assert noor.post(url("question-draft-edit", question.pk), typed | {"anew": "1"}).status_code == 302
    fresh = PromptSet.objects.drafts().get()
    assert texts(fresh)[0] == "Mijn moeizaam bedachte vraag?"
    assert len(texts(fresh)) == len(texts(newest()))  # in its place, not beside it


# Back to an earlier version ------------------------------------------------------------------------


def test_an_earlier_version_comes_back_as_the_newest(noor: Client, cast: Cast, draft: PromptSet) -> None:
    original = texts(newest())
    draft.questions.filter(position__gt=3).delete()
    draft.questions.update(text_nl="Anders.")
    editing.publish(draft, revision=0, by=cast.administrator)
    old = noor.get(url("question-version", 1)).content.decode()
    assert original[0] in old
    assert "Gebruik deze vragen weer" in old
    for _ in range(2):  # pressed twice: one new version
        noor.post(url("question-restore", 1), {"newest": "2"})
    assert newest().version == 3
    assert texts(newest()) == original
    undone = noor.post(f"{url('question-restore', 2)}?newest=3")
    assert undone.status_code == 302
    assert set(texts(newest())) == {"Anders."}


def test_the_delivered_questions_come_back_and_a_draft_keeps_its_work(
    noor: Client, cast: Cast, draft: PromptSet
) -> None:
    original = texts(newest())
    draft.questions.update(text_nl="Anders.")
    editing.publish(draft, revision=0, by=cast.administrator)
    editing.begin(Kind.PLANNING, by=cast.administrator)
    assert "Terug naar de geleverde vragen" in noor.get(url("question-set")).content.decode()
    noor.post(url("question-restore", 0), {"newest": "2"})
    assert (newest().version, texts(newest())) == (3, original)
    kept = PromptSet.objects.drafts().get()
    assert (kept.version, set(texts(kept))) == (4, {"Anders."})
    assert "Terug naar de geleverde vragen" not in noor.get(url("question-set")).content.decode()


def test_a_version_that_never_was_is_not_found(noor: Client, draft: PromptSet) -> None:
    assert noor.get(url("question-version", 99)).status_code == 404
    assert noor.post(url("question-restore", 99), {"newest": "1"}).status_code == 404
    assert noor.post(url("question-restore", draft.version), {"newest": "1"}).status_code == 404
    assert noor.get("/beheer/vragen/koffie/").status_code == 404
    assert newest().version == 1


# The log, and how much work a page is --------------------------------------------------------------


def test_the_log_tells_who_did_what_without_the_words(noor: Client, cast: Cast) -> None:
    noor.post(url("question-draft-begin"))
    noor.post(url("question-draft-add"), NEW | {"revision": "0"})
    noor.post(url("question-draft-publish"), {"revision": "1"})
    noor.post(url("question-restore", 1), {"newest": "2"})
    noor.post(url("question-draft-begin"))
    noor.post(url("question-draft-discard"), {"revision": "0"})
    entries = AuditEntry.objects.filter(actor=cast.administrator, action__startswith="questions_")
    assert [e.action.removeprefix("questions_") for e in entries.order_by("pk")] == [
        "begun", "changed", "published", "restored", "begun", "discarded",
    ]  # fmt: skip
    assert NEW["text_nl"] not in str(list(entries.values_list("detail", flat=True)))


def test_the_pages_do_not_ask_more_for_more(noor: Client, cast: Cast, draft: PromptSet) -> None:
    pages = [reverse("cycles:question-sets"), url("question-set"), url("question-draft")]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as seen:
                assert noor.get(page).status_code == 200
            counts.append(len(seen))
        return counts

    asked()  # what is asked once for the whole process
    before = asked()
    for _ in range(3):
        editing.publish(PromptSet.objects.drafts().get(), revision=0, by=cast.administrator)
        editing.begin(Kind.PLANNING, by=cast.administrator)
    fresh = PromptSet.objects.drafts().get()
    Question.objects.bulk_create(
        Question(prompt_set=fresh, position=50 + n, code=f"more-{n}", text_nl="Meer?") for n in range(8)
    )
    assert asked() == before
