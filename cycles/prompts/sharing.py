"""One answer to one colleague or one team, and taking it back (W8). What is shared is the text as it is now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cycles.prompts.answering import words
from cycles.prompts.models import Prompt, Question, Reflection, ReflectionShare
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from teams.structure.models import Membership


@dataclass(frozen=True, slots=True)
class Item:
    """One shared answer as its reader sees it."""

    by: User
    question: str
    text: str
    shared_at: datetime
    kind: str


def choices(viewer: Viewer) -> dict[str, list[Any]]:
    """With whom somebody can share: colleagues by name, and the own teams."""
    colleagues = visible(User, viewer).filter(is_active=True).exclude(pk=viewer.person.pk)
    if viewer.is_administrator:
        # An administrator sees every name in Beheer; sharing still goes to the own teams only.
        near = Membership.objects.on(viewer.day).filter(team__in=viewer.team_ids)
        colleagues = colleagues.filter(pk__in=near.values("person"))
    return {"colleagues": list(colleagues), "teams": [m.team for m in viewer.memberships]}


def share(prompt: Prompt, question: Question, **target: Any) -> ReflectionShare:
    row, _made = ReflectionShare.objects.get_or_create(
        prompt=prompt, question=question, taken_back_at=None, **target
    )
    return row


def take_back(row: ReflectionShare) -> None:
    ReflectionShare.objects.filter(pk=row.pk, taken_back_at=None).update(taken_back_at=clock.now())


def open_shares(prompt: Prompt, question: Question) -> QuerySet[ReflectionShare]:
    return ReflectionShare.objects.filter(
        prompt=prompt, question=question, taken_back_at=None
    ).select_related("colleague", "team")


def items(rows: Iterable[ReflectionShare], language: str) -> list[Item]:
    """Shared answers with their words; three queries, however many."""
    shares = list(
        ReflectionShare.objects.filter(pk__in=[r.pk for r in rows]).select_related(
            "prompt__person", "prompt__moment", "question"
        )
    )
    texts: dict[tuple[int, int], list[Reflection]] = defaultdict(list)
    for reflection in Reflection.objects.filter(prompt__in={s.prompt_id for s in shares}):
        texts[reflection.prompt_id, reflection.question_id].append(reflection)
    found = [
        Item(
            by=s.prompt.person,
            question=s.question.text(language)[0],
            text=words(texts[s.prompt_id, s.question_id]),
            shared_at=s.shared_at,
            kind=s.prompt.moment.get_kind_display(),
        )
        for s in shares
    ]
    return [item for item in found if item.text]


def words_before(prompt: Prompt, question: Question) -> str:
    """What the owner wrote the last time this question came."""
    earlier = Reflection.objects.filter(
        prompt__person=prompt.person, question__code=question.code, prompt__expires_at__lt=prompt.expires_at
    ).exclude(text="")
    last = earlier.order_by("-prompt__expires_at").first()
    return words(earlier.filter(prompt=last.prompt)) if last else ""
