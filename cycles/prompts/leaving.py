"""Deze week even niet: nothing more is asked for the rest of a week. Private, and taken back as easily.

What was written stays, and nothing is skipped for somebody else: it is the same as leaving out each question.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from cycles.prompts.models import Prompt
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.notifications.models import Notification

State, OWN_CHOICE = Prompt.State, Prompt.Reason.OWN_CHOICE


def is_open(prompt: Prompt, now: datetime) -> bool:
    return prompt.state in (State.PLANNED, State.ASKED) and prompt.expires_at > now


def is_left_out(prompt: Prompt, now: datetime) -> bool:
    """By own choice, while it would still come."""
    is_ahead = prompt.due_at is not None and prompt.due_at > now
    return is_ahead and (prompt.state, prompt.reason) == (State.SKIPPED, OWN_CHOICE)


@transaction.atomic
def leave_out(person: User, week: IsoWeek) -> list[int]:
    """The ids of the prompts that are not asked any more, for taking it back."""
    mine = _of(person, week).filter(state__in=[State.PLANNED, State.ASKED], expires_at__gt=clock.now())
    prompts = list(mine.select_for_update(of=("self",)))
    Prompt.objects.filter(pk__in=[p.pk for p in prompts]).update(state=State.SKIPPED, reason=OWN_CHOICE)
    for prompt in prompts:
        Notification.objects.about(prompt).withdraw(OWN_CHOICE)
    return [prompt.pk for prompt in prompts]


@transaction.atomic
def come_back(person: User, week: IsoWeek, only: Iterable[int] | None = None) -> int:
    """Asks again: those of an undo, or else everything that is still to come. Returns how many."""
    now = clock.now()
    out = _of(person, week).filter(state=State.SKIPPED, reason=OWN_CHOICE, expires_at__gt=now)
    chosen = (
        out.filter(due_at__gt=now) if only is None else out.filter(pk__in=list(only), due_at__isnull=False)
    )
    prompts = list(chosen.select_for_update(of=("self",)))
    for prompt in prompts:
        assert prompt.due_at
        prompt.state, prompt.reason = State.PLANNED if prompt.due_at > now else State.ASKED, ""
        withdrawn = Notification.objects.about(prompt).filter(
            state=Notification.State.CANCELLED, reason=OWN_CHOICE
        )
        withdrawn.update(state=Notification.State.PENDING, reason="")
    Prompt.objects.bulk_update(prompts, ["state", "reason"])
    return len(prompts)


def _of(person: User, week: IsoWeek) -> QuerySet[Prompt]:
    return Prompt.objects.filter(person=person, moment__cycle__year=week.year, moment__cycle__week=week.week)
