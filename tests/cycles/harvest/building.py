"""A Weekoogst and a Maandoogst of Vergunningen, with the team in it and the clock in hand."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse

from cycles.harvest import leading
from cycles.harvest.models import HarvestItem, HarvestSession
from cycles.prompts.models import Prompt, PromptSet, Question, Reflection
from cycles.weekly.models import Kind, Moment
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast

WEEK = IsoWeek(2026, 14)
THURSDAY = "2026-04-02 15:00"
WORDS = "Ik dacht dat iedereen het woord welstand kent."
LIVE = {"X-Live": "1"}


def talk(
    cast: Cast,
    kind: str = Kind.RETROSPECTIVE,
    *,
    minutes: int = 30,
    who: Iterable[User] | None = None,
    week: IsoWeek = WEEK,
    **fields: Any,
) -> Moment:
    """Thursday at 15.00; facilitated by Fatima."""
    there = [cast.professional, cast.colleague, cast.lead] if who is None else list(who)
    cycle = builders.week(cast.team, week)
    fields.setdefault("facilitator", cast.professional)
    return builders.moment(cycle, kind, "do 15:00", who=there, minutes=minutes, **fields)


def begun(moment: Moment, *, step: int = 0) -> HarvestSession:
    """Begun by whoever facilitates, and on to a step."""
    by = moment.facilitator
    assert by
    leading.begin(moment, by=by)
    for number in range(step):
        leading.go(moment, number, 1, by=by)
    return HarvestSession.objects.get(moment=moment)


def item(moment: Moment, person: User, text: str = WORDS, **fields: Any) -> HarvestItem:
    session = HarvestSession.objects.get_or_create(moment=moment)[0]
    return HarvestItem.objects.create(session=session, person=person, step=session.step, text=text, **fields)


def answer(moment: Moment, person: User, text: str) -> Reflection:
    """To the question of this very moment."""
    questions, _new = PromptSet.objects.get_or_create(kind=moment.kind, version=99)
    question, _new = Question.objects.get_or_create(
        prompt_set=questions, code="aar", defaults={"position": 1, "text_nl": "Wat wilden we?"}
    )
    prompt, _new = Prompt.objects.get_or_create(
        moment=moment,
        person=person,
        defaults={
            "question_ids": [question.pk],
            "due_at": moment.starts_at,
            "expires_at": moment.cycle.closes_at,
        },
    )
    return Reflection.objects.create(prompt=prompt, question=question, text=text)


def url(moment: Moment, name: str = "harvest", *more: int) -> str:
    return reverse(f"cycles:{name}", args=[moment.pk, *more])


def post(client: Client, moment: Moment, name: str, *more: int, **fields: Any) -> Any:
    return client.post(url(moment, name, *more), fields)
