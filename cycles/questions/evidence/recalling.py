"""From memory after 1, 4 and 12 weeks, asked inside the owner's working time (E4, W1)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cycles.questions.evidence.holding import KEPT, hold
from cycles.questions.evidence.models import Recall
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.hours.calendar import HORIZON, WorkingCalendar
from teams.hours.models import calendars
from teams.notifications.models import Notification

AHEAD = timedelta(days=8)  # as far as prompts are planned
STANDS = timedelta(days=28)  # so long its mail may still go out; the recall itself waits as long as it takes
DAY = timedelta(days=1)


def begin(question: LearningQuestion, *, from_day: date) -> None:
    """Makes the three, once. They count from the first explanation."""
    Recall.objects.bulk_create(
        [
            Recall(question=question, after_weeks=weeks, due_on=from_day + timedelta(weeks=weeks))
            for weeks in Recall.WEEKS
        ],
        ignore_conflicts=True,
    )


def plan() -> int:
    """Gives what comes within eight days its minute, and moves what changed hours or absence moved.

    What was asked already stays. Constant queries, save one for each recall that changes.
    """
    now = clock.now()
    rows = list(_not_asked(now).filter(due_on__lte=(now + AHEAD).date()).select_related("question__owner"))
    if not rows:
        return 0
    starts = {row.pk: max(_morning(row), now) for row in rows}
    book = calendars(
        sorted({row.question.owner_id for row in rows}),
        min(starts.values()).date() - DAY,
        (max(starts.values()) + HORIZON).date() + DAY,
    )
    changed = []
    for row in rows:
        due = _minute(book[row.question.owner_id], starts[row.pk])
        if due != row.due_at and _not_asked(now).filter(pk=row.pk).update(due_at=due):
            row.due_at = due
            changed.append(row)
    _announce(changed)
    return len(changed)


def due(person: User) -> QuerySet[Recall]:
    """What is asked of somebody now. Once a later one of the same question came, an earlier one is not asked."""
    rows = Recall.objects.filter(question__owner=person, question__state__in=KEPT, state=Recall.State.PLANNED)
    now = clock.now()
    return (
        rows.filter(~Exists(overtaking(now)), due_at__lte=now)
        .select_related("question")
        .order_by("due_at", "pk")
    )


def overtaking(now: datetime) -> QuerySet[Recall]:
    """Later ones of the same question that were asked or done, for within a query of recalls."""
    came = Q(due_at__lte=now) | Q(state=Recall.State.DONE)
    return Recall.objects.filter(
        came, question=OuterRef("question"), after_weeks__gt=OuterRef("after_weeks")
    ).order_by()


def is_open(row: Recall) -> bool:
    """Its day has come, by the owner's clock."""
    return clock.today(row.question.owner.time_zone) >= row.due_on


@transaction.atomic
def recall(row: Recall, text: str, *, by: User) -> None:
    """Keeps what somebody still knows, before anything is looked up."""
    hold(row.question, by, KEPT)
    if not is_open(row):
        raise Refused(_("Hier is het nog te vroeg voor."))
    if not says_something(text):  # a sign that nobody sees is nothing remembered
        raise Refused(_("Schrijf wat je nog weet. Weet je niets meer, schrijf dat dan op."), "text")
    waiting = Recall.objects.filter(pk=row.pk).exclude(state=Recall.State.DONE)
    if waiting.update(state=Recall.State.DONE, text=text, done_at=clock.now()):
        Notification.objects.about(row).withdraw("recalled")
    row.refresh_from_db()
    if row.text != text:
        raise Refused(_("Dit schreef je al op, in een ander venster. Wat daar staat is bewaard."), "text")


@transaction.atomic
def judge(row: Recall, outcome: str, *, by: User) -> None:
    """The owner's own word on it, after looking back."""
    hold(row.question, by, KEPT)
    if outcome not in Recall.Outcome.values:
        raise Refused(_("Kies wat het beste past."), "outcome")
    done = Recall.objects.filter(pk=row.pk, state=Recall.State.DONE)
    if not done.update(outcome=outcome):
        raise Refused(_("Schrijf eerst op wat je nog weet."), "outcome")


@transaction.atomic
def skip(row: Recall, *, by: User) -> bool:
    """Left out by own choice; nobody hears of it."""
    hold(row.question, by, KEPT)
    waiting = Recall.objects.filter(pk=row.pk, state=Recall.State.PLANNED)
    done = bool(waiting.update(state=Recall.State.SKIPPED))
    if done:
        Notification.objects.about(row).withdraw("recall_skipped")
    return done


@transaction.atomic
def take_up(row: Recall, *, by: User) -> bool:
    """Takes back a skip. It is not mailed again; it stands on the pages of its owner."""
    hold(row.question, by, KEPT)
    skipped = Recall.objects.filter(pk=row.pk, state=Recall.State.SKIPPED)
    return bool(skipped.update(state=Recall.State.PLANNED))


def _not_asked(now: datetime) -> QuerySet[Recall]:
    return Recall.objects.filter(Q(due_at=None) | Q(due_at__gt=now)).filter(
        state=Recall.State.PLANNED, question__state__in=KEPT
    )


def _morning(row: Recall) -> datetime:
    return datetime.combine(row.due_on, time.min, ZoneInfo(row.question.owner.time_zone))


def _minute(calendar: WorkingCalendar, start: datetime) -> datetime | None:
    """None for who does not work in the coming two months; then it is asked for again each round."""
    return calendar.next_working_minute(start)


def _announce(rows: Iterable[Recall]) -> None:
    """Its one mail, at the new time. Without a working minute it waits, see recall_mail.py."""
    fresh = []
    for row in rows:
        if row.due_at is None:
            continue
        at = {"due_at": row.due_at, "next_attempt_at": row.due_at, "expires_at": row.due_at + STANDS}
        if not Notification.objects.about(row).filter(kind="recall").pending().update(**at):
            fresh.append(
                Notification.build(
                    person=row.question.owner,
                    kind="recall",
                    source=row,
                    dedupe_key=f"recall:{row.pk}",
                    due_at=row.due_at,
                    expires_at=row.due_at + STANDS,
                )
            )
    Notification.objects.post(fresh)
