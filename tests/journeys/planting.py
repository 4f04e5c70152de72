"""A word of its own in every field where somebody's learning can stand.

The fields come from the register of data, so that one that is added tomorrow is planted tomorrow: or, where nobody
said how to make its model, fails. Two questions of one person: one that was answered, and one that runs and in which
an answer of AI is still to come.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import models

from cycles.claims.models import Claim
from cycles.literacy.models import LiteracyEntry
from cycles.prompts import default_set
from cycles.prompts.models import Prompt, PromptSet, Question, Reflection
from cycles.questions.evidence.models import Attempt, Explanation, Recall, Transfer
from cycles.questions.models import LearningQuestion, LogEntry, Skill, TaskFit, TaskGroup
from cycles.sparring.models import Mode, SparringSession, SuggestionChoice, Turn
from cycles.sparring.partner.budget import Account
from cycles.weekly.models import Kind, Moment
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.privacy.registry import REGISTRY, Data

PACKAGES = ("questions", "evidence", "claims", "yields", "literacy", "sparring", "prompts")
ANSWERED, RUNS = 700_001, 700_002  # the number of everything about the one question, and about the other
SEAGULL, SWALLOW = "meeuw", "zwaluw"  # whose words are whose: about the one, about the other
NOT_WORDS = {
    "prompt.question_ids": "numbers of questions",
    "reflection.browser": "a hash of a key of that browser",
    "turn.failure": "a code of ours, never text",
    "harvestsummary.account": "whose budget of tokens it is",
    "innovationproposal.left_out": "keys of claims",
    "proposalstep.role": "a code of ours",
    "proposalstep.touched": "codes of ours",
} | dict.fromkeys(
    (
        f"{model}.{name}"
        for model in (
            "harvestitem",
            "insight",
            "practicecard",
            "monthlydigest",
            "conclusion",
            "recommendation",
            "innovationproposal",
        )
        for name in ("label", "skill", "task_group")
    ),
    "a code of ours",
)
"""Fields that could hold words and never do."""

Field = str  # "claim.source"


@cache
def fields() -> dict[Field, Any]:
    """Every field for words of every model of this part that somebody's learning lies in."""
    found = worded(Data.PROCESS)
    return {
        name: field for name, field in found.items() if set(field.model.__module__.split(".")) & set(PACKAGES)
    }


@cache
def worded(*kinds: Data) -> dict[Field, Any]:
    """Every field for words of these kinds of data, of every model of the cycle."""
    return {
        name: field
        for model, known in sorted(REGISTRY.items(), key=lambda item: item[0]._meta.label)
        if model._meta.app_label == "cycles"
        for field in model._meta.concrete_fields
        if known.of(field.name) in kinds
        and isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)
        and not field.choices
        and (name := f"{model._meta.model_name}.{field.name}") not in NOT_WORDS
    }


def word(bird: str, name: Field) -> str:
    """`meeuw-claim-source-meeuw`: no letter in it that HTML, JSON or an address writes in another way."""
    return f"{bird}-{name.replace('.', '-').replace('_', '-')}-{bird}"


def words(*birds: str) -> dict[str, Field]:
    """Word -> the field that it was planted in."""
    return {word(bird, name): name for bird in birds for name in fields()}


def found_in(text: str, *birds: str) -> set[str]:
    """Which of these words a text holds."""
    pattern = rf"({'|'.join(birds or (SEAGULL, SWALLOW))})-[a-z-]+?-\1"
    return {hit[0] for hit in re.finditer(pattern, text)}


def said(found: Iterable[str]) -> set[Field]:
    """The fields of these words."""
    known = words(SEAGULL, SWALLOW)
    return {known[one] for one in found}


# Planting -----------------------------------------------------------------------------------------


class Planter:
    """One question of one person and all that belongs to it, every row with the same number."""

    def __init__(self, owner: User, bird: str, pk: int) -> None:
        self.owner, self.bird, self.pk = owner, bird, pk
        self.now = clock.now()
        self.fields = fields()

    def make(self, model: Any, pk: int = 0, **given: Any) -> Any:
        """A row with a word in each field for words that was not given."""
        for name, field in self.fields.items():
            if field.model is model and field.name not in given:
                given[field.name] = _shaped(field, word(self.bird, name))
        return model.objects.create(pk=pk or self.pk, **given)

    def question(self, state: str, place: int | None = None) -> LearningQuestion:
        made: LearningQuestion = self.make(
            LearningQuestion,
            owner=self.owner,
            state=state,
            place=place,
            is_own=True,
            task_group=TaskGroup.CREATIVE,
            task_fit=TaskFit.HELPS,
            skill=Skill.COMMUNICATION,
            stands_since=self.ago(days=3),
        )
        outcome = self.make(YieldOutcome, question=made, kind="direct", horizon="short", baseline=6, target=3)
        self.make(Measurement, outcome=outcome, value=4, measured_on=self.ago(days=4).date())
        tried = (
            f"{word(self.bird, 'attempt.text')}, en daarna bel ik de aanvrager zelf op."  # more than it asks
        )
        self.make(Attempt, question=made, text=tried, confidence=37, written_at=self.ago(days=9))
        self.make(
            Claim, question=made, state="refuted", origin="ai", checked_at=self.ago(days=6), made_at=self.now
        )
        self.make(Explanation, question=made, confidence=73, written_at=self.ago(days=5))
        self.make(
            Recall,
            question=made,
            after_weeks=1,
            due_on=self.ago(days=2).date(),
            due_at=self.ago(days=2),
            done_at=self.ago(days=1),
            state=Recall.State.DONE,
        )
        self.make(Transfer, question=made)
        return made

    def conversation(self, question: LearningQuestion, *, is_open: bool) -> SparringSession:
        """Own words and an answer with something to choose; open, one more answer waits to be made."""
        session: SparringSession = self.make(
            SparringSession,
            question=question,
            attempt=question.attempts.get(),
            partner="ai",
            mode=Mode.ANALYSE,
            language="nl",
            started_at=self.ago(days=8),
            closed_at=None if is_open else self.ago(days=7),
        )
        person, partner = Turn.Speaker.PERSON, Turn.Speaker.PARTNER
        end = {"rung": 2, "ended_at": self.ago(days=8)}
        self.make(
            Turn, self.pk + 10, session=session, number=1, speaker=person, rung=2, blocks=[], request=None
        )
        turn = self.make(Turn, session=session, number=2, speaker=partner, text="", request=None, **end)
        if is_open:
            request = {
                "messages": [{"role": "user", "content": word(self.bird, "turn.request")}],
                "most_tokens": 700,
                "account": Account.of(self.owner).as_json(),
            }
            waits = {"state": Turn.State.WAITING, "rung": 2, "text": "", "blocks": [], "request": request}
            self.make(Turn, self.pk + 20, session=session, number=3, speaker=partner, **waits)
        self.make(SuggestionChoice, turn=turn, block=0, verdict="adapt")
        return session

    def beside(self, moment: Moment) -> Prompt:
        """What the same person wrote that is about no question: an answer to a prompt, a log, what AI taught."""
        sets = PromptSet.objects.published().filter(kind=moment.kind)
        if not sets.exists():  # tables that were emptied
            default_set.install()
        asked = Question.objects.filter(prompt_set=sets[0]).order_by("position")[0]
        prompt: Prompt = self.make(
            Prompt,
            moment=moment,
            person=self.owner,
            question_ids=[asked.pk],
            due_at=self.ago(days=1),
            expires_at=self.now + timedelta(days=3),
            state=Prompt.State.ANSWERED,
            answered_at=self.ago(hours=3),
        )
        self.make(Reflection, prompt=prompt, question=asked)
        self.make(LogEntry, person=self.owner)
        self.make(
            LiteracyEntry, person=self.owner, kind=LiteracyEntry.Kind.LEARNT, role=User.Work.choices[0][0]
        )
        return prompt

    def ago(self, **by: float) -> Any:
        return self.now - timedelta(**by)


def plant(owner: User, answered: Moment, runs: Moment) -> list[Prompt]:
    """Everything there is, twice; gives back the prompts that it stands beside."""
    first = Planter(owner, SEAGULL, ANSWERED)
    first.conversation(first.question(LearningQuestion.State.ANSWERED), is_open=False)
    second = Planter(owner, SWALLOW, RUNS)
    second.conversation(second.question(LearningQuestion.State.ACTIVE, place=1), is_open=True)
    return [first.beside(answered), second.beside(runs)]


def moments(of: Any, *who: User) -> tuple[Moment, Moment]:
    """Two of a published week, for `plant`."""
    from tests import builders

    return (
        builders.moment(of, Kind.PLANNING, "ma 09:30", who=who),
        builders.moment(of, Kind.RETROSPECTIVE, "do 15:00", who=who, minutes=30),
    )


def stored() -> Iterator[tuple[Field, str]]:
    """Each field and what all of its rows hold, as the database has it."""
    for name, field in fields().items():
        rows = field.model._default_manager.values_list(field.name, flat=True)
        yield name, "\n".join(map(str, rows))


def _shaped(field: Any, text: str) -> Any:
    """The word as that field would hold it."""
    if not isinstance(field, models.JSONField):
        assert not field.max_length or len(text) <= field.max_length, f"{text} does not fit in {field}"
        return text.encode() if isinstance(field, models.BinaryField) else text
    if field.name.endswith("marks"):
        return [{"text": text, "degree": "reworked", "tool": text, "on": "2026-03-25", "purpose": text}]
    if field.name == "blocks":
        return [{"kind": "option", "text": text}, {"kind": "question", "text": f"Wat vind je van {text}?"}]
    return [text]
