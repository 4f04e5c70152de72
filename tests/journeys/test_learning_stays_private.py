"""What somebody writes while learning stays theirs: a word of its own in every field, and nobody else who meets one in
what was shown, in mails, logs, rows and what leaves for a provider. The walk over every address is in tests/wall.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cycles.prompts.message import link
from cycles.questions.evidence import attesting
from cycles.questions.evidence.models import Attempt, Recall
from cycles.questions.models import LearningQuestion, QuestionShare
from cycles.sparring.models import SparringSession
from lerendwerken import schedule
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.agenda import choosing
from teams.agenda.models import AgendaChoice
from teams.audit.models import AuditEntry
from teams.notifications.models import Notification
from teams.privacy.registry import REGISTRY
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.cycles.sparring.pages.building import allow
from tests.journeys import planting
from tests.journeys.beside import Lines, broken_pages, broken_tables, elsewhere
from tests.journeys.planting import ANSWERED, RUNS, SEAGULL, SWALLOW, found_in, said
from tests.journeys.privacy import addresses
from tests.support import partner as wrong
from tests.support.hands import Hands
from tests.support.partner import Partner
from tests.wall.walker import WEEK, Walker, typed, values

pytestmark = [pytest.mark.slow, pytest.mark.walk, pytest.mark.shows("questions-5")]

Clients = Callable[[User | None], Client]
NOT_SHOWN = {
    "turn.request": "what leaves for a provider, until it has left",
    "yieldoutcome.unit": "of a proposal's yield",
    "yieldoutcome.method": "of a proposal's yield",
}
"""Fields with words in them that no page gives back, not to their owner either."""
# What a colleague reads of a question that was shown to them (product.md 7: "learning question and its yields").
SHARED = {"learningquestion.text", "learningquestion.situation"}


# Who goes round -----------------------------------------------------------------------------------


def walker_of(role: str, cast: Cast, client_for: Clients) -> Walker:
    if role == "stranger":
        return Walker(role, client_for(None))
    if role == "lead and manager":
        builders.manager(cast.unit, cast.lead)
        return Walker(role, client_for(cast.lead))
    return Walker(role, client_for(cast.people[role]))


@pytest.fixture
def scene(cast: Cast, frozen: datetime) -> dict[str, Any]:
    """Fatima with everything that she can write, in a week that her team shares; what may stand in an address."""
    builders.template(cast.team)
    week = builders.week(cast.team, WEEK)
    answered, runs = planting.moments(week, cast.professional, cast.colleague)
    prompts = planting.plant(cast.professional, answered, runs)
    secret = choosing.choose(AgendaChoice.Way.SUBSCRIPTION, by=cast.professional)
    return {
        "pk": [ANSWERED, RUNS],
        "near": sorted({cast.professional.pk, cast.team.pk, answered.pk}),
        "token": [*(urlsplit(link(prompt)).path.split("/")[2] for prompt in prompts), secret],
    }


def test_every_field_for_words_has_one_in_it(cast: Cast, scene: dict[str, Any]) -> None:
    """A model or a field that is new and that `planting` does not make fails here."""
    there = dict(planting.stored())
    bare = [name for name, text in there.items() if not said(found_in(text)) >= {name}]
    assert not bare, f"say in planting.py how these come to hold words: {bare}"
    models = {name.split(".")[0] for name in there}
    assert models >= {
        "claim",
        "turn",
        "recall",
        "logentry",
        "suggestionchoice",
        "reflection",
        "literacyentry",
    }
    assert len(there) > 25
    assert set(NOT_SHOWN) <= {*there, "yieldoutcome.unit", "yieldoutcome.method"}


# What its owner shows -----------------------------------------------------------------------------


def readable(scene: dict[str, Any], walker: Walker, *rows: Any) -> set[str]:
    """The fields that somebody meets who goes round with the numbers of what was shown to them as well."""
    walker.met, walker.taken_along = set(), set()
    walker.follow("/")
    for path in addresses(values(scene, ANSWERED, *(row.pk for row in rows))):
        walker.open(path)
    met = walker.met | walker.taken_along
    assert not found_in(" ".join(met), SWALLOW), "of a question that was shown to nobody"
    return said(met)


def of_a_share(met: set[str]) -> bool:
    """The question, the work, and all of its yields; nothing of how it was learnt."""
    yields = {name for name in planting.fields() if name.startswith("yieldoutcome.")}
    return SHARED | {"yieldoutcome.sentence", "yieldoutcome.measure"} <= met <= SHARED | yields


@pytest.mark.full
@pytest.mark.shows("S18", "W8", "AI11")
def test_what_is_shown_by_name_is_the_question_and_its_yields_for_that_one_person(
    cast: Cast, scene: dict[str, Any], client_for: Clients
) -> None:
    question = LearningQuestion.objects.get(pk=ANSWERED)
    share = questions.shared(question, with_=cast.colleague)
    assert of_a_share(readable(scene, Walker("colleague", client_for(cast.colleague)), share))
    for role in ("lead and manager", "administrator"):
        assert readable(scene, walker_of(role, cast, client_for), share) == set(), role
    QuestionShare.objects.update(taken_back_at=clock.now())
    assert readable(scene, Walker("colleague", client_for(cast.colleague)), share) == set()


@pytest.mark.full
@pytest.mark.shows("S18", "W8")
def test_what_is_shown_to_the_team_is_not_for_who_leads_or_manages_it(
    cast: Cast, scene: dict[str, Any], client_for: Clients
) -> None:
    share = questions.shared(LearningQuestion.objects.get(pk=ANSWERED), with_=cast.team)
    assert of_a_share(readable(scene, Walker("colleague", client_for(cast.colleague)), share))
    for role in ("lead and manager", "outsider"):
        assert readable(scene, walker_of(role, cast, client_for), share) == set(), role


@pytest.mark.full
@pytest.mark.shows("AI11", "S18")
def test_who_is_asked_to_sign_reads_the_question_alone(
    cast: Cast, scene: dict[str, Any], client_for: Clients
) -> None:
    row = attesting.ask(LearningQuestion.objects.get(pk=ANSWERED), cast.colleague, by=cast.professional)
    walker = Walker("colleague", client_for(cast.colleague))
    assert readable(scene, walker, row) == {"learningquestion.text"}
    assert attesting.sign(row, by=cast.colleague)
    assert readable(scene, walker, row) == {"learningquestion.text"}
    for role in ("lead and manager", "administrator"):
        assert readable(scene, walker_of(role, cast, client_for), row) == set(), role
    assert attesting.take_back(row, by=cast.professional)
    assert readable(scene, walker, row) == set()


# Beside the pages ---------------------------------------------------------------------------------


def assert_nothing_elsewhere() -> None:
    for place, text in elsewhere():
        assert not found_in(text), f"{found_in(text)} in {place}"
    for name, field in planting.fields().items():
        subject = REGISTRY[field.model].subject
        others = field.model._default_manager.exclude(**{f"{subject}__email": "fatima@lindewaard.example"})
        assert not found_in(str(list(others.values()))), f"{name} of somebody else"


@pytest.mark.shows("TA3", "TL8", "AI11")
def test_days_of_mails_and_of_work_behind_the_pages_carry_no_word(
    cast: Cast, scene: dict[str, Any], at: Hands, lines: Lines
) -> None:
    question = LearningQuestion.objects.get(pk=ANSWERED)
    Recall.objects.create(question=question, after_weeks=4, due_on=clock.today("Europe/Amsterdam"))
    attesting.ask(question, cast.colleague, by=cast.professional)
    questions.shared(question, with_=cast.team)
    for day in (1, 2, 3):
        for hour in ("08:35", "10:05", "12:05", "14:40", "15:05", "16:05"):
            at(f"2026-04-0{day} {hour}")
            schedule.tick()
    assert {"recall", "attestation", "prompt"} <= set(
        Notification.objects.filter(state="sent").values_list("kind", flat=True)
    )
    assert mail.outbox
    assert_nothing_elsewhere()
    assert not found_in(lines.text)


def test_a_word_that_would_lie_there_is_found(cast: Cast, scene: dict[str, Any], lines: Lines) -> None:
    """The search itself: one word in each place, in the form in which it would lie there."""
    one = planting.word(SEAGULL, "claim.text")
    assert not [place for place, text in elsewhere() if found_in(text)]
    mail.EmailMultiAlternatives("x", f"Dag. {one}", to=["b@example.org"]).send()
    AuditEntry.objects.create(action="week_published", detail={"text": one})
    session = Session(session_key="x" * 32, expire_date=clock.now())
    session.session_data = Session.objects.encode({"typed": one})
    session.save()
    cache.set("iets", {"typed": one})
    logging.getLogger("lerendwerken.iets").debug("typed: %s", one)
    places = {place for place, text in elsewhere() if found_in(text)}
    assert places == {"mails", "table teams_auditentry", "sessions", "cache"}
    assert found_in(lines.text) == {one}


# The log ------------------------------------------------------------------------------------------


def written(number: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form of a question, with a word in each of its boxes."""
    one = planting.word(SEAGULL, "claim.text")
    sentence = f"Dit is een hele zin van mijzelf over {one} in mijn werk."
    everything = typed(number) | dict.fromkeys(
        ("text", "reason", "source", "correction", "answer", "applied", "changed", "situation", "went"),
        sentence,
    )
    everything |= {"if_part": sentence, "then_part": sentence, "skill": "social", "direct": sentence}
    everything |= {"sustainable": sentence, "stays_human": sentence, "revision": ""}
    for name in ("log-write", "question-new", "question-one", "literacy-add"):
        yield reverse(f"cycles:{name}"), everything
    for name in (
        "attempt",
        "claim-add",
        "explain",
        "own-answer",
        "transfer",
        "question-suggest",
        "spar-begin",
    ):
        yield reverse(f"cycles:{name}", args=[number]), everything
    for name in ("claim-check", "recall", "spar-say"):
        yield reverse(f"cycles:{name}", args=[number]), everything
    yield reverse("cycles:spar-choose", args=[number, 0]), everything
    for screen in (1, 2, 3, 4):
        yield reverse("cycles:question-edit", args=[number, screen]), everything


@pytest.mark.shows("TL8", "TW7")
@pytest.mark.parametrize("how", ["as it should", "a broken page", "a broken table"])
def test_no_log_no_error_and_no_session_holds_a_word(
    cast: Cast,
    scene: dict[str, Any],
    client_for: Clients,
    lines: Lines,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    client = client_for(cast.professional)
    client.raise_request_exception = False
    pages = [reverse("cycles:question", args=[pk]) for pk in (ANSWERED, RUNS)]
    pages += [reverse(f"cycles:{name}") for name in ("my-week", "questions", "log", "literacy")]
    ways = {"a broken page": broken_pages(monkeypatch), "a broken table": broken_tables()}
    statuses = []
    with ways.get(how, nullcontext()):
        for page in pages:
            statuses.append(client.get(page).status_code)
        for number in (RUNS, ANSWERED):
            for path, data in written(number):
                with transaction.atomic():
                    answer = client.post(path, data)
                    transaction.set_rollback(how == "a broken table")
                statuses.append(answer.status_code)
                assert answer.status_code < 500 or not found_in(answer.content.decode()), path
    assert (500 in statuses) == (how != "as it should"), statuses
    assert statuses.count(500) >= (6 if how != "as it should" else 0)
    assert not found_in(lines.text)
    for place, text in elsewhere():
        assert not found_in(text), f"{found_in(text)} in {place}"
    assert not mail.outbox


@pytest.mark.shows("TL8")
def test_nothing_but_the_lines_of_the_log_tells_of_an_error() -> None:
    """No mail to who runs it, no report with the values of a form: one handler, which leaves values out."""
    assert list(settings.LOGGING["handlers"]) == ["console"]
    assert settings.LOGGING["formatters"]["line"]["()"] == "lerendwerken.logs.LineFormatter"
    assert not settings.DEBUG
    assert not settings.ADMINS
    known = [logging.getLogger(), *logging.Logger.manager.loggerDict.values()]
    handlers = [one for logger in known for one in getattr(logger, "handlers", [])]
    assert not [one for one in handlers if "AdminEmail" in type(one).__name__]


# What leaves for a provider -----------------------------------------------------------------------


@pytest.fixture
def in_tables(transactional_db: None, cast: Cast, frozen: datetime) -> None:
    """The same words, really there: an answer is made by threads of its own."""
    week = builders.week(cast.team, WEEK)
    planting.plant(cast.professional, *planting.moments(week, cast.professional, cast.colleague))


def sent(partner: Partner) -> list[str]:
    return [json.dumps([asked.path, asked.headers, asked.body]) for asked in partner.asked]


@pytest.mark.shows("TL6", "AI11")
def test_what_a_colleague_sends_holds_nothing_of_it(
    in_tables: None, cast: Cast, client_for: Clients, partner: Partner
) -> None:
    """Also when the question was shown to that colleague, who asks the same thing in the same team."""
    allow(cast.colleague)
    questions.shared(LearningQuestion.objects.get(pk=ANSWERED), with_=cast.colleague)
    attesting.ask(LearningQuestion.objects.get(pk=RUNS), cast.colleague, by=cast.professional)
    own = questions.active_question(cast.colleague)
    Attempt.objects.create(question=own, text="Ik zou eerst bellen en dan pas schrijven.", confidence=40)
    client = client_for(cast.colleague)
    partner.next(wrong.ANSWER, wrong.HINT, wrong.ANSWER)
    client.post(reverse("cycles:spar-begin", args=[own.pk]), {"mode": "analyse", "notice": "1"})
    session = own.sparring_sessions.get()
    for text, climb in (
        ("Of het mag of niet, dat is wat zij het eerst wil weten.", {"climb": "1"}),
        ("Mijn brieven beginnen nu altijd met een artikelnummer.", {}),
    ):
        client.post(reverse("cycles:spar-say", args=[session.pk]), {"text": text} | climb)
    assert [turn.state for turn in session.turns.all()] == ["done"] * 5
    requests = sent(partner)
    assert len(requests) == 3
    assert all("Ik zou eerst bellen en dan pas schrijven." in one for one in requests)
    for one in requests:
        assert not found_in(one)
        assert all(person.email not in one for person in cast.people.values())


@pytest.mark.shows("TL6", "TP1", "AI7")
def test_of_its_owner_only_the_question_the_attempt_and_the_conversation_leave(
    in_tables: None, cast: Cast, client_for: Clients, partner: Partner
) -> None:
    allow(cast.professional)
    SparringSession.objects.filter(pk=RUNS).delete()
    client = client_for(cast.professional)
    client.post(reverse("cycles:spar-begin", args=[RUNS]), {"mode": "decide", "notice": "1"})
    (one,) = sent(partner)
    assert not found_in(one, SEAGULL), "of another question of theirs"
    assert said(found_in(one)) == {
        "learningquestion.text",
        "learningquestion.situation",
        "learningquestion.stays_human",
        "attempt.text",
    }
