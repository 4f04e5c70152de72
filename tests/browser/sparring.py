"""Samira spars, with AI and without, for the pages about it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.test import override_settings
from django.urls import reverse

from cycles.literacy.models import LiteracyEntry
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing
from cycles.sparring.models import PartnerSettings, PersonSwitch, SparringSession, TeamSwitch
from lerendwerken.lib.outbound import Endpoint
from teams.accounts import recently
from tests.browser.cases import FEMKE, SAMIRA, WIM, Case, at
from tests.browser.conftest import House
from tests.browser.questions import fresh
from tests.cycles.questions import building as questions
from tests.cycles.questions.evidence import building as evidence
from tests.cycles.sparring.pages import building

NOWHERE = Endpoint(name="Voorbeeld", url="http://127.0.0.1:9/v1", model="m", local=True)
Path = Callable[[House], str]
State = Callable[[House], AbstractContextManager[None]]


@contextmanager
def allowed(house: House) -> Iterator[None]:
    """This server has a model, and the organisation turned it on. Nobody read anything yet."""
    _forget()
    with override_settings(AI_ENDPOINTS=(NOWHERE,)):
        building.allow()
        yield
    fresh(house)
    _forget()


def _forget() -> None:
    """Also what the example says of who read what."""
    for model in (PartnerSettings, PersonSwitch, TeamSwitch, LiteracyEntry):
        model.objects.all().delete()


@contextmanager
def long_ago(house: House) -> Iterator[None]:
    """Wim signed in, and not just now."""
    with allowed(house), patch.object(recently, "RECENT", timedelta(seconds=-1)):
        yield


@contextmanager
def ready(house: House) -> Iterator[None]:
    """And Samira read what there is to read."""
    with allowed(house):
        building.allow(house.person("samira"))
        yield


@contextmanager
def switched_off(house: House) -> Iterator[None]:
    with allowed(house):
        PersonSwitch.objects.create(person=house.person("samira"), is_off=True)
        TeamSwitch.objects.create(team=house.team, is_off=True)
        yield


def tried(house: House) -> LearningQuestion:
    """Her question that runs, with an own attempt."""
    fresh(house)
    made = questions.active_question(house.person("samira"))
    evidence.attempt(made)
    return made


def about(house: House) -> str:
    return reverse("cycles:question", args=[tried(house).pk])


def talking(house: House) -> str:
    """A first question, a hint with two options, and one of them chosen."""
    session = building.begin(tried(house))
    if session.partner == SparringSession.Partner.AI:
        turn = building.talk(session)
        conversing.choose(turn, 0, session.question.owner, "take_over", "Omdat de aanvrager dat zoekt.")
    else:
        conversing.contribute(session, session.question.owner, building.NEW[0], climb=True)
    return reverse("cycles:question", args=[session.question_id])


def failed(house: House) -> str:
    session = building.begin(tried(house))
    building.fail(session)
    return reverse("cycles:question", args=[session.question_id])


def shut(house: House, *, explained: bool) -> str:
    session = building.begin(tried(house))
    conversing.close(session, session.question.owner)
    if explained:
        evidence.explanation(session.question)
    return reverse("cycles:question", args=[session.question_id])


def saying(house: House) -> str:
    talking(house)
    return reverse("cycles:spar-say", args=[SparringSession.objects.get(closed_at=None).pk])


def beginning(house: House) -> str:
    return reverse("cycles:spar-begin", args=[LearningQuestion.objects.of(house.person("samira")).get().pk])  # type: ignore[attr-defined]


def choosing(house: House) -> str:
    talking(house)
    turn = SparringSession.objects.get(closed_at=None).turns.order_by("number").last()
    assert turn
    return reverse("cycles:spar-choose", args=[turn.pk, 1])


PAGES = {
    "cycles:spar-settings": Case(WIM, at("cycles:spar-settings"), before=allowed),
    "cycles:spar-say": Case(SAMIRA, saying, before=ready),
}

ACTIONS = {
    "cycles:spar-begin",
    "cycles:spar-again",
    "cycles:spar-fixed",
    "cycles:spar-fetch",
    "cycles:spar-stop",
    "cycles:spar-choose",
    "cycles:spar-own-choice",
    "cycles:spar-settings-undo",
    "cycles:spar-team",
    "cycles:spar-team-off",
    "cycles:spar-team-off-undo",
}

NO_PAGES = {
    "cycles:spar-stream": "an answer as it is written, for a script",
    "account_confirm_again": "goes to Mijn week when nothing waits; with something it is a state below",
}

WITH_AI = {
    "sparring before an attempt": Case(
        SAMIRA,
        lambda house: (
            fresh(house),
            reverse("cycles:question", args=[questions.active_question(house.person("samira")).pk]),
        )[1],
        before=ready,
    ),
    "sparring before the norms are read": Case(SAMIRA, about, before=allowed),
    "sparring before it begins": Case(SAMIRA, about, before=ready),
    "sparring with AI": Case(SAMIRA, talking, before=ready),
    "sparring that failed": Case(SAMIRA, failed, before=ready),
    "sparring that is shut": Case(SAMIRA, lambda house: shut(house, explained=False), before=ready),
    "sparring read back": Case(SAMIRA, lambda house: shut(house, explained=True), before=ready),
    "sparring without a mode": Case(SAMIRA, about, {"mode": ""}, to=beginning, status=422, before=ready),
    "a message with a number in it": Case(
        SAMIRA, saying, {"text": "Bel 06-12345678 over de brief."}, status=422, before=ready
    ),
    "a message with a word to look at": Case(
        SAMIRA, saying, {"text": "De aanvrager heeft een depressie, denk ik."}, status=422, before=ready
    ),
    "a message before it goes": Case(SAMIRA, saying, {"text": building.NEW[1], "look": "1"}, before=ready),
    "a choice without a reason": Case(
        SAMIRA, talking, {"verdict": "adapt"}, to=choosing, status=422, before=ready
    ),
    "settings of sparring that cannot be": Case(
        WIM, at("cycles:spar-settings"), {"person_tokens": "veel"}, status=422, before=allowed
    ),
    "settings of sparring with a team off": Case(WIM, at("cycles:spar-settings"), before=switched_off),
    "my data with a choice": Case(SAMIRA, at("teams:my-data"), before=ready),
    "my data of a lead with the team off": Case(FEMKE, at("teams:my-data"), before=switched_off),
}

WITHOUT_AI = {
    "the fixed questions before they begin": Case(SAMIRA, about),
    "the fixed questions": Case(SAMIRA, talking),
    "the fixed questions, explained": Case(SAMIRA, lambda house: shut(house, explained=True)),
    "settings of sparring without a model": Case(WIM, at("cycles:spar-settings")),
}

AT_THE_DOOR = {
    "who somebody is, asked again": Case(
        WIM, at("cycles:spar-settings"), {"warn_words": "project Zonsopgang"}, before=long_ago
    ),
}

STATES = WITH_AI | WITHOUT_AI | AT_THE_DOOR
