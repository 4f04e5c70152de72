"""Editing the questions of one kind of moment: in a draft, which is published as the next version (S12).

A published version never changes. Prompts that were planned keep their questions; the next ones ask the newest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.prompts import default_set
from cycles.prompts.models import PromptSet, Question
from cycles.weekly.budget import FULL_WEEK, HARVEST_WEEK
from cycles.weekly.models import Kind, TemplateMoment
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record

labels(
    questions_begun=gettext_lazy("begon een concept van de vragen"),
    questions_changed=gettext_lazy("paste een concept van de vragen aan"),
    questions_published=gettext_lazy("zette nieuwe vragen klaar"),
    questions_discarded=gettext_lazy("gooide een concept van de vragen weg"),
    questions_restored=gettext_lazy("zette eerdere vragen terug"),
)

USUAL = {Kind.OUTCOME_REVIEW: 30} | HARVEST_WEEK | FULL_WEEK
COPIED = [
    "code", "minutes", "pinned", "for_experience", "for_work",
    "text_nl", "text_en", "hint_nl", "hint_en", "method",
]  # fmt: skip


class Gone(Exception):
    """The draft was published or thrown away in the meantime."""


class Outdated(Exception):
    """Somebody else changed the draft in the meantime; `revision` is what it is now."""

    def __init__(self, revision: int) -> None:
        self.revision = revision


class Refused(Exception):
    """The draft cannot be published; `problems` say why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems


def newest(kind: str) -> PromptSet | None:
    return PromptSet.objects.published().filter(kind=kind).first()


def room(kind: str) -> int:
    """How long this moment is: the longest that a team plans, else its usual length."""
    planned = TemplateMoment.objects.filter(kind=kind).aggregate(longest=Max("minutes"))["longest"]
    return planned or USUAL[Kind(kind)]


# The draft ----------------------------------------------------------------------------------------


@transaction.atomic
def begin(kind: Kind, *, by: User) -> PromptSet:
    """The draft of a kind: the one that is there, or a copy of the newest version."""
    current = _newest_locked(kind)
    if draft := PromptSet.objects.drafts().filter(kind=kind).first():
        return draft
    draft = PromptSet.objects.create(kind=kind, version=current.version + 1 if current else 1)
    if current:
        _copy(current.questions.all(), draft)
    record("questions_begun", by=by, obj=draft, kind=kind, version=draft.version)
    return draft


@transaction.atomic
def put(draft: PromptSet, question: Question, *, revision: int, by: User) -> Question:
    """Saves a question of the draft: a changed one in its place, a new one at the end."""
    draft = _held(draft, revision)
    if question.pk is None:
        last = draft.questions.aggregate(last=Max("position"))["last"] or 0
        question.prompt_set, question.position = draft, last + 1
        question.code = question.code or _fresh_code(draft)
    elif not draft.questions.filter(pk=question.pk).exists():
        raise Gone
    question.save()
    _changed(draft, by=by, code=question.code)
    return question


@transaction.atomic
def move(draft: PromptSet, question: Question, *, up: bool, revision: int, by: User) -> bool:
    """One place up or down; False at the end of the list."""
    draft = _held(draft, revision)
    order = list(draft.questions.all())
    here = next((n for n, other in enumerate(order) if other.pk == question.pk), None)
    if here is None:
        raise Gone
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return False
    order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order, start=1):
        one.position = position
    Question.objects.bulk_update(order, ["position"])
    _changed(draft, by=by, code=question.code)
    return True


@transaction.atomic
def remove(draft: PromptSet, question: Question, *, revision: int, by: User) -> dict[str, Any]:
    """Takes a question out, and returns what puts it back."""
    draft = _held(draft, revision)
    if not draft.questions.filter(pk=question.pk).delete()[0]:
        raise Gone
    _changed(draft, by=by, code=question.code)
    return {name: getattr(question, name) for name in ["position", *COPIED]}


@transaction.atomic
def put_back(kind: Kind, removed: Mapping[str, Any], *, by: User) -> Question | None:
    """A removed question in its old place; None when the draft is gone or the question is there already."""
    draft = PromptSet.objects.select_for_update().drafts().filter(kind=kind).first()
    if draft is None or draft.questions.filter(code=removed["code"]).exists():
        return None
    draft.questions.filter(position__gte=removed["position"]).update(position=F("position") + 1)
    question = Question.objects.create(prompt_set=draft, **removed)
    _changed(draft, by=by, code=question.code)
    return question


@transaction.atomic
def discard(draft: PromptSet, *, revision: int, by: User) -> None:
    draft = _held(draft, revision)
    record("questions_discarded", by=by, obj=draft, kind=draft.kind)
    draft.delete()


@transaction.atomic
def publish(draft: PromptSet, *, revision: int, by: User) -> PromptSet:
    """Makes the draft the newest version; Refused with the reasons in words when it cannot be."""
    _newest_locked(draft.kind)
    draft = _held(draft, revision)
    wrong = problems(draft.questions.all(), room(draft.kind))
    if wrong:
        raise Refused(wrong)
    draft.published_at, draft.published_by = clock.now(), by
    draft.save(update_fields=["published_at", "published_by"])
    record("questions_published", by=by, obj=draft, kind=draft.kind, version=draft.version)
    return draft


@transaction.atomic
def restore(kind: Kind, source: PromptSet | None, *, expected: int, by: User) -> PromptSet:
    """Publishes an earlier version again as the next one; without a source the delivered questions.

    expected: the version that was in force when this was asked. Outdated when it no longer is, so that pressing
    twice, or two administrators at once, makes one version.
    """
    current = _newest_locked(kind)
    version = current.version if current else 0
    if version != expected:
        raise Outdated(version)
    version += 1
    draft = PromptSet.objects.select_for_update().drafts().filter(kind=kind).first()
    if draft:
        PromptSet.objects.filter(pk=draft.pk).update(version=version + 1)  # the draft comes after it
    made = PromptSet.objects.create(kind=kind, version=version, published_at=clock.now(), published_by=by)
    _copy(source.questions.all() if source else default_set.rows(kind, made), made)
    record(
        "questions_restored",
        by=by,
        obj=made,
        kind=kind,
        version=version,
        source=source.version if source else None,
    )
    return made


def _newest_locked(kind: str) -> PromptSet | None:
    """The version in force; whoever makes the next one waits here for the other.

    All of them lock the oldest row, which stays. Who waited on the newest one would get it back when it no longer is.
    """
    list(PromptSet.objects.select_for_update().filter(kind=kind).order_by("version")[:1])
    return newest(kind)


def _held(draft: PromptSet, revision: int) -> PromptSet:
    """The draft, locked; nobody else changes it until this transaction ends."""
    held = PromptSet.objects.select_for_update().drafts().filter(pk=draft.pk).first()
    if held is None:
        raise Gone
    if held.revision != revision:
        raise Outdated(held.revision)
    return held


def _changed(draft: PromptSet, *, by: User, code: str) -> None:
    PromptSet.objects.filter(pk=draft.pk).update(revision=F("revision") + 1)
    record("questions_changed", by=by, obj=draft, kind=draft.kind, question=code)


def _copy(questions: Iterable[Question], to: PromptSet) -> None:
    Question.objects.bulk_create(
        Question(prompt_set=to, position=position, **{name: getattr(question, name) for name in COPIED})
        for position, question in enumerate(questions, start=1)
    )


def _fresh_code(draft: PromptSet) -> str:
    """A name that no question of this kind ever had, so that turns are not mixed up."""
    used = set(Question.objects.filter(prompt_set__kind=draft.kind).values_list("code", flat=True))
    number = 1
    while f"own-{number}" in used:
        number += 1
    return f"own-{number}"


# What is wrong with a set -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audience:
    """Who chose this on Mijn gegevens."""

    experience: str
    work: str

    @property
    def label(self) -> str:
        return _("%(first)s en %(last)s") % {
            "first": f"‘{User.Experience(self.experience).label}’",
            "last": f"‘{User.Work(self.work).label}’",
        }


def audiences() -> Iterator[Audience]:
    return (Audience(*pair) for pair in product(User.Experience.values, User.Work.values))


def pinned_minutes(questions: Iterable[Question]) -> int:
    """How long the pinned questions last together, for the audience that gets most of them."""
    rows = [q for q in questions if q.pinned]
    return max(sum(q.minutes for q in rows if q.is_for(a.experience, a.work)) for a in audiences())


def too_long(pinned: int, minutes: int) -> str:
    return _(
        "De vragen van elke week duren samen %(pinned)s minuten. In dit moment passen er %(room)s. "
        "Kies minder minuten, of laat een vraag om de beurt komen."
    ) % {"pinned": pinned, "room": minutes}


def problems(questions: Iterable[Question], minutes: int) -> list[str]:
    """Why a set cannot be used, in words."""
    rows = list(questions)
    if not rows:
        return [_("Er staat geen vraag in. Voeg er minstens één toe.")]
    found = []
    if (pinned := pinned_minutes(rows)) > minutes:
        found.append(too_long(pinned, minutes))
    found += [
        _("‘%(question)s’ duurt %(long)s minuten. In dit moment passen er %(room)s, dus hij komt nooit.")
        % {"question": q.text("nl")[0], "long": q.minutes, "room": minutes}
        for q in rows
        if q.minutes > minutes and not q.pinned
    ]
    short = [a for a in audiences() if _repeats([q for q in rows if q.is_for(a.experience, a.work)])]
    if short:
        sentence: str | Promise = _(
            "Wie %(who)s koos, krijgt de ene week dezelfde vraag als de andere. "
            "Voeg een vraag toe die om de beurt komt, of laat er een elke week komen."
        ) % {"who": short[0].label}
        if len(short) == len(list(audiences())):
            sentence = _(
                "Er zijn te weinig vragen om af te wisselen. "
                "Voeg een vraag toe die om de beurt komt, of laat er een elke week komen."
            )
        found.append(str(sentence))
    return found


def _repeats(questions: list[Question]) -> bool:
    """Without a question of every week, two are needed to take turns."""
    return not any(q.pinned for q in questions) and len(questions) < 2
