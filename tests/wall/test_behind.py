"""Days of work behind the pages, with every word that somebody can write in the tables: mails carry what their readers may
read and nothing of learning; logs, the cache, sessions and the rows of other tables carry none (TA3, TL8)."""

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from cycles.insights import month_mail
from cycles.insights.models import MonthlyDigest
from cycles.outcomes import mails as outcome_mails
from cycles.outcomes.models import OutcomeReport
from cycles.proposals import mails as proposal_mails
from cycles.proposals.models import InnovationProposal
from cycles.questions.evidence import attesting
from cycles.questions.models import LearningQuestion
from lerendwerken import schedule
from lerendwerken.celery import app
from teams.accounts.models import User
from teams.council import pack, recording
from teams.notifications.models import Notification
from teams.own import erasing
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.journeys.beside import Lines, cached, mailed_of
from tests.journeys.planting import ANSWERED
from tests.support.database import dump
from tests.support.hands import Hands
from tests.wall import planting
from tests.wall.planting import BLACKBIRD, GREBE, OPEN
from tests.wall.relations import relations

pytestmark = [pytest.mark.slow, pytest.mark.walk, pytest.mark.shows("TA3", "TL8", "outcomes-1")]

Clients = Callable[[User | None], Client]
FROZEN = {"cycles_outcomereport"}  # what is shared holds the yields that were chosen for it
KINDS = {
    "month",
    "report_shared",
    "commitment_due",
    "proposal_answer",
    "attestation",
    "measure_again",
    "council_changed",
    "prompt",
    "erasure",
}
READERS = {
    "professional": "owner",
    "colleague": "colleague",
    "lead": "lead",
    "manager": "manager",
    "administrator": "administrator",
    "outsider": "outsider",
    "lead_and_manager": "manager of others",
}


@pytest.fixture
def days(cast: Cast, planted: dict[str, Any], at: Hands, lines: Lines) -> None:
    """Everything that is mailed about, and three days of the clock."""
    measured = LearningQuestion.objects.get(pk=ANSWERED)
    measured.yields.update(measure_on="2026-04-02")
    attesting.ask(measured, cast.colleague, by=cast.professional)
    questions.shared(measured, with_=cast.team)
    month_mail.post(
        MonthlyDigest.objects.get(pk=OPEN), [cast.professional.pk, cast.colleague.pk, cast.lead.pk]
    )
    outcome_mails.shared(OutcomeReport.objects.get(pk=OPEN))
    proposal = InnovationProposal.objects.get(pk=OPEN)
    proposal_mails.tell(proposal, proposal.steps.get(did="adopted"))
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    builders.organisation(liberation_day="always")
    erasing.ask(by=cast.outsider)
    for day in ("02", "03", "08"):
        for hour in ("08:35", "10:05", "15:20"):
            if f"{day} {hour}" > "02 15:10":
                at(f"2026-04-{day} {hour}")
                schedule.tick()


def is_opened(one: str) -> bool:
    return one.startswith((BLACKBIRD, GREBE))


def test_a_mail_tells_its_reader_no_more_than_the_matrix(cast: Cast, days: None) -> None:
    who = {getattr(cast, person).email: relations(cast)[name]() for person, name in READERS.items()}
    may = {address: planting.readable(relation) for address, relation in who.items()}
    met: set[str] = set()
    for message in mail.outbox:
        words = planting.found_in(mailed_of(message))
        for address in message.to:
            extra = words - may[address]
            assert not extra, f"{message.subject!r} to {address} tells {sorted(extra)}"
        met |= words
    assert all(is_opened(one) for one in met), "of learning, not to its owner either"
    assert met >= {"merel-monthlydigest-summary-merel"}, "what a team published does go out: the search finds"
    sent = set(Notification.objects.filter(state="sent").values_list("kind", flat=True))
    assert sent >= KINDS


def test_no_word_lies_beside_its_own_table(cast: Cast, days: None, lines: Lines) -> None:
    own: dict[str, set[str]] = {}  # table -> words that may lie in it
    for bird in planting.ALL_BIRDS:
        for one, name in planting.words(bird).items():
            own.setdefault(planting.fields()[name].model._meta.db_table, set()).add(one)
    places = {table: "\n".join(rows) for table, rows in dump().items()}
    sessions = [json.dumps(one.get_decoded(), default=str) for one in Session.objects.all()]
    places |= {"sessions": "\n".join(sessions), "the cache": cached(), "the log": lines.text}
    assert set(own) <= set(places)
    for place, text in places.items():
        extra = planting.found_in(text) - own.get(place, set())
        if place in FROZEN:
            extra = {one for one in extra if not is_opened(one)}
        assert not extra, f"{sorted(extra)} in {place}"


def test_no_task_in_the_queue_can_be_given_a_word() -> None:
    """What is asked of the workers is which row, never what is in it."""
    ours = [
        task for name, task in app.tasks.items() if name.startswith(("teams.", "cycles.", "lerendwerken."))
    ]
    assert len(ours) >= len(schedule.CLOCKS)
    for task in ours:
        kinds = {one.annotation for one in inspect.signature(task.run).parameters.values()}
        assert kinds <= {int, "int"}, task.name
