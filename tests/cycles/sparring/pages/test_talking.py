"""The step "spar" on the page of a question: what it shows, and what a direct request cannot do."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions.evidence import recalling
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing, switches
from cycles.sparring.models import PersonSwitch, SparringSession, Turn
from lerendwerken.lib.outbound import Endpoint
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages.building import HINT, NEW, answer, begin, fail, talk
from tests.support.hands import Hands

pytestmark = pytest.mark.shows("questions-1")
Clients = Callable[[User | None], Client]
BSN = "123456782"


@pytest.fixture
def client(owner: User, client_for: Clients) -> Client:
    return client_for(owner)


def page(client: Client, question: LearningQuestion) -> str:
    return client.get(reverse("cycles:question", args=[question.pk])).content.decode()


def say(client: Client, session: SparringSession, text: str, **more: str) -> tuple[int, str]:
    url = reverse("cycles:spar-say", args=[session.pk])
    response = client.post(url, {"text": text, "live": "1", **more})
    return response.status_code, response.content.decode()


# Beginning ----------------------------------------------------------------------------------------


@pytest.mark.shows("AI1")
def test_the_composer_is_shut_until_there_is_an_attempt(
    client: Client, question: LearningQuestion, ai: Endpoint
) -> None:
    shown = page(client, question)
    assert "Gaat open als je poging is bewaard." in shown
    assert "disabled" in shown
    response = client.post(
        reverse("cycles:spar-begin", args=[question.pk]), {"mode": "analyse", "partner": "ai", "notice": "1"}
    )
    assert response.status_code == 422
    assert not SparringSession.objects.exists()


@pytest.mark.shows("TP1")
def test_the_notice_stands_before_the_first_turn_and_a_label_at_each_answer(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    PersonSwitch.objects.all().delete()
    shown = page(client, tried)
    assert "Je praat straks met AI, niet met een mens" in shown
    assert ai.name in shown
    url = reverse("cycles:spar-begin", args=[tried.pk])
    assert client.post(url, {"mode": "analyse", "partner": "ai", "live": "1"}).status_code == 422
    assert not Turn.objects.exists()
    client.post(url, {"mode": "analyse", "partner": "ai", "notice": "1", "live": "1"})
    session = SparringSession.objects.get()
    talk(session)
    shown = page(client, tried)
    assert shown.count(f"{ai.name}, ") == 2
    assert shown.count('class="ai-words"') == 2
    assert "niet met een mens" not in shown


@pytest.mark.shows("AI14")
def test_who_did_not_read_the_norms_is_led_there_and_back(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    from cycles.literacy.models import LiteracyEntry

    LiteracyEntry.objects.all().delete()
    shown = page(client, tried)
    here = reverse("cycles:question", args=[tried.pk])
    assert f"{reverse('cycles:norms')}?next={here}" in shown
    assert "Begin met sparren" not in shown
    assert "Gebruik de vaste vragen" in shown  # without AI nobody has to read them


@pytest.mark.parametrize("mode", ["", "solve"])
def test_a_mode_that_is_none_asks_again(client: Client, tried: LearningQuestion, mode: str) -> None:
    response = client.post(reverse("cycles:spar-begin", args=[tried.pk]), {"mode": mode})
    assert response.status_code == 422
    assert "Kies" in response.content.decode()


@pytest.mark.shows("AI7")
def test_an_attempt_with_a_number_in_it_is_shown_and_not_sent(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    evidence.attempt(tried, f"Het gaat om iemand met nummer {BSN} en dat leg ik uit.")
    response = client.post(reverse("cycles:spar-begin", args=[tried.pk]), {"mode": "analyse", "live": "1"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert f"<mark>{BSN}</mark>" in shown
    assert "Je eigen poging: een burgerservicenummer" in shown
    assert not Turn.objects.exists()


# Talking ------------------------------------------------------------------------------------------


def test_a_refusal_keeps_the_words(client: Client, tried: LearningQuestion, ai: Endpoint) -> None:
    session = begin(tried)
    status, shown = say(client, session, NEW[0])  # while it writes
    assert status == 422
    assert NEW[0] in shown
    assert "schrijft nog" in shown
    answer(session)
    status, shown = say(client, session, "ja hoor", climb="1")
    assert status == 422
    assert "ja hoor" in shown
    assert "nieuwe zin" in shown
    status, shown = say(client, session, f"Bel 06-12345678. {NEW[0]}")
    assert status == 422
    assert "<mark>06-12345678</mark>" in shown
    assert f"Bel 06-12345678. {NEW[0]}" in shown
    assert session.turns.count() == 1


@pytest.mark.shows("AI7")
def test_health_words_need_a_second_press(client: Client, tried: LearningQuestion, ai: Endpoint) -> None:
    session = begin(tried)
    answer(session)
    text = "De aanvrager heeft een depressie en leest de brief niet."
    status, shown = say(client, session, text)
    assert status == 422
    assert "Toch sturen" in shown
    assert "<q>depressie</q>" in shown
    assert text in shown  # word for word what would leave
    assert session.turns.count() == 1
    status, shown = say(client, session, text, back="1")
    assert (status, session.turns.count()) == (200, 1)
    assert text in shown
    assert say(client, session, text, sure="1")[0] == 302
    assert session.turns.count() == 3


@pytest.mark.shows("AI7", "TL6")
def test_everything_that_leaves_can_be_read_first(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    url = reverse("cycles:spar-begin", args=[tried.pk])
    shown = client.post(url, {"mode": "decide", "look": "1"}).content.decode()
    for words in (evidence.ATTEMPT, tried.text, tried.situation, "Dit gaat naar de sparringpartner"):
        assert words in shown
    assert tried.owner.family_name not in shown.split("<main", 1)[1]
    assert not SparringSession.objects.exists()
    session = begin(tried)
    answer(session)
    status, shown = say(client, session, NEW[0], look="1")
    assert status == 200
    assert NEW[0] in shown
    assert session.turns.count() == 1


@pytest.mark.shows("AI5")
def test_what_ai_wrote_is_text_and_nothing_else(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    session = begin(tried)
    answer(session, {"kind": "question", "text": "<script>alert(1)</script><img src=x hx-get=/ > wat nu?"})
    shown = page(client, tried)
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_an_answer_that_failed_says_so_and_can_be_asked_again(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    session = begin(tried)
    fail(session)
    shown = page(client, tried)
    assert "geeft nu geen antwoord" in shown
    assert "Vraag het opnieuw" in shown
    assert client.post(reverse("cycles:spar-again", args=[session.pk]), {"live": "1"}).status_code == 302
    assert session.turns.filter(state=Turn.State.WAITING).count() == 1


@pytest.mark.shows("AI10")
def test_without_ai_from_here_on(client: Client, tried: LearningQuestion, ai: Endpoint) -> None:
    session = begin(tried)
    answer(session)
    switches.choose(tried.owner, off=True)
    shown = page(client, tried)
    assert "Ga verder met de vaste vragen" in shown
    assert 'name="text" rows="2"' not in shown
    client.post(reverse("cycles:spar-fixed", args=[session.pk]))
    assert SparringSession.objects.get(closed_at=None).partner == "fixed"


@pytest.mark.shows("AI11")
def test_for_everybody_else_there_is_nothing(
    tried: LearningQuestion, ai: Endpoint, cast: Cast, client_for: Clients
) -> None:
    session = begin(tried)
    turn = talk(session)
    addresses = [
        reverse("cycles:question", args=[tried.pk]),
        reverse("cycles:spar-begin", args=[tried.pk]),
        *(reverse(f"cycles:spar-{name}", args=[session.pk]) for name in ("say", "again", "fixed")),
        reverse("cycles:spar-fetch", args=[turn.pk]),
        reverse("cycles:spar-stream", args=[turn.pk]),
        reverse("cycles:spar-choose", args=[turn.pk, 0]),
    ]
    for person in cast.people.values():
        if person == tried.owner:
            continue
        other = client_for(person)
        for url in addresses:
            answers = (other.get(url), other.post(url, {"text": NEW[1], "mode": "analyse"}))
            assert {one.status_code for one in answers} <= {404, 405}, (person, url)
    assert session.turns.count() == 3


# Choosing and after -------------------------------------------------------------------------------


@pytest.mark.shows("AI8")
def test_each_option_is_chosen_with_a_reason(client: Client, tried: LearningQuestion, ai: Endpoint) -> None:
    turn = talk(begin(tried))
    shown = page(client, tried)
    assert "Kies wat je ermee doet" in shown
    assert HINT[0]["text"] in shown
    url = reverse("cycles:spar-choose", args=[turn.pk, 0])
    refused = client.post(url, {"verdict": "take_over", "reason": ""})
    assert refused.status_code == 422
    assert "Schrijf in één zin waarom." in refused.content.decode()
    refused = client.post(url, {"reason": "Omdat hij dat zoekt."})
    assert refused.status_code == 422
    assert "Omdat hij dat zoekt." in refused.content.decode()
    assert client.post(url, {"verdict": "take_over", "reason": "Omdat hij dat zoekt."}).status_code == 302
    assert '<p class="own-words">Omdat hij dat zoekt.</p>' in page(client, tried)
    assert client.post(
        reverse("cycles:spar-choose", args=[turn.pk, 3]), {"verdict": "adapt", "reason": "Ja."}
    )
    assert turn.choices.count() == 1


@pytest.mark.shows("AI8")
def test_a_shut_conversation_is_not_shown_before_the_explanation(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    session = begin(tried)
    turn = talk(session)
    for block in (0, 1):
        conversing.choose(turn, block, tried.owner, "reject", "Dat past hier niet.")
    conversing.close(session, tried.owner)
    shown = page(client, tried)
    for block in [*HINT, {"text": NEW[0]}]:
        assert block["text"] not in shown
    # Nor by another way.
    assert client.get(reverse("cycles:spar-stream", args=[turn.pk])).status_code == 404
    for kind in ("html", "json"):
        file = client.get(reverse("cycles:trace-download", args=[tried.pk, kind])).content.decode()
        assert HINT[2]["text"] not in file
    evidence.explanation(tried)
    shown = page(client, tried)
    for block in [*HINT, {"text": NEW[0]}]:
        assert block["text"] in shown
    file = client.get(reverse("cycles:trace-download", args=[tried.pk, "json"])).content.decode()
    assert HINT[2]["text"] in file
    assert f"AI, {ai.name}" in file  # the label goes along (AI5)


@pytest.mark.shows("AI8")
def test_while_a_recall_waits_the_conversation_is_not_beside_it(
    client: Client, tried: LearningQuestion, ai: Endpoint, at: Hands
) -> None:
    session = begin(tried)
    answer(session, {"kind": "question", "text": "Wat zou een zeehond hier vragen?"})
    conversing.close(session, tried.owner)
    evidence.explanation(tried)
    assert "zeehond" in page(client, tried)
    at.forward(days=9)
    recalling.plan()
    at.forward(days=7)
    assert recalling.due(tried.owner).exists()
    assert "zeehond" not in page(client, tried)


def test_the_page_asks_the_database_as_often_for_a_long_talk_as_for_a_short_one(
    client: Client, tried: LearningQuestion, ai: Endpoint
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    session = begin(tried)
    talk(session)
    with CaptureQueriesContext(connection) as few:
        page(client, tried)
    for text in NEW[1:]:
        conversing.contribute(session, tried.owner, text)
        answer(session, *HINT)
    with CaptureQueriesContext(connection) as many:
        page(client, tried)
    assert len(many) == len(few)
