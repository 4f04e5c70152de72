"""Claims what is due and sends it. At least once, at most one duplicate per crash, and every doubt is counted.

No transaction is open while a mail server is spoken to. A row is held by a lease; whoever lost the lease can
no longer write its end. See docs/decisions/0002-the-database-is-the-queue.md.
"""

import logging
import random
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.hours.models import calendars
from teams.notifications.channels import email
from teams.notifications.messages import MESSAGES, REASONS, Later, Message, Never
from teams.notifications.models import (
    Channel,
    DeliveryAttempt,
    Notification,
    NotificationQuerySet,
    Preference,
)

logger = logging.getLogger("lerendwerken.outbox")

BATCH = 25
LEASE = timedelta(minutes=2)
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360)]
RESTORED_HOLD = "restored"
# Set when this process is asked to end: the mail on its way is finished, and the rest is given back.
STOPPING = threading.Event()
# One more when an earlier try was broken off: that mail may have arrived.
DOUBT = Case(When(data_started_at=None, then=Value(0)), default=Value(1))

REASONS.update(
    expired=_("de tijd was voorbij"),
    unsubscribed=_("wil dit niet per mail"),
    paused=_("heeft berichten op pauze"),
    inactive=_("doet niet meer mee"),
    no_working_time=_("geen werktijd meer voor het einde"),
    no_address=_("geen adres"),
    gave_up=_("het lukte niet voor het einde"),
    put_away=_("weggelegd door een beheerder"),
)


@dataclass
class Round:
    """What one round did, in counts."""

    sent: int = 0
    later: int = 0
    cancelled: int = 0
    failed: int = 0


def send_due(limit: int = 500) -> Round:
    """Sends what is due until nothing is left or the limit is reached. Safe to run in many processes at once."""
    total = Round()
    now = clock.now()
    if not Channel.is_open("email", now):
        return total
    with email.Connection() as mailer:
        done = 0
        while done < limit:
            batch = claim(min(BATCH, limit - done))
            if not batch:
                break
            for number, notification in enumerate(batch, start=1):
                _deliver_or_fail(notification, mailer, total)
                if not mailer.usable or STOPPING.is_set():
                    _give_back(batch[number:])
                    return total
            done += len(batch)
    return total


def claim(limit: int = BATCH) -> list[Notification]:
    """Takes a batch of due rows under a fresh lease; nobody else gets them until it runs out."""
    now, token = clock.now(), uuid.uuid4()
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = (
            Notification.objects.due(now)
            .order_by("next_attempt_at", "id")
            .select_for_update(skip_locked=skip)
        )
        ids = list(due.values_list("pk", flat=True)[:limit])
        # The condition is repeated: SQLite has no row locks, there the update itself decides.
        Notification.objects.due(now).filter(pk__in=ids).update(
            lease_token=token,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            uncertain_count=F("uncertain_count") + DOUBT,
        )
    held = Notification.objects.filter(pk__in=ids, lease_token=token).select_related("person")
    return list(held.order_by("next_attempt_at", "id"))


def _not_tried() -> dict[str, object]:
    """Takes back what the claim counted, for a row that was not tried after all."""
    return {"attempts": F("attempts") - 1, "uncertain_count": F("uncertain_count") - DOUBT}


def _give_back(batch: list[Notification]) -> None:
    """The mail server cannot be reached, or we are to end: the rest need not wait for its lease to run out."""
    for notification in batch:
        _end(notification, **_not_tried())


def _deliver_or_fail(notification: Notification, mailer: email.Connection, total: Round) -> None:
    """One row that cannot be rendered may not hold up the others: it waits like any other failure (TD9)."""
    try:
        deliver(notification, mailer, total)
    except DatabaseError:
        raise
    except Exception as error:
        # Only the class: the message of an error may quote what somebody wrote.
        logger.error(
            "notification %s of kind %s failed: %s", notification.pk, notification.kind, type(error).__name__
        )
        _failed(
            notification, email.Outcome(DeliveryAttempt.Outcome.TEMPORARY, None, type(error).__name__), total
        )


def deliver(notification: Notification, mailer: email.Connection, total: Round) -> None:
    """One message: check once more, render, mark the start, send, mark the end."""
    message = MESSAGES.get(notification.kind)
    verdict = _last_check(notification, message, clock.now())
    if isinstance(verdict, Never):
        if verdict.reason == "expired" and notification.tries.exists():
            # It was tried until its end and never got through: somebody should see that.
            _end(notification, state=Notification.State.DEAD, reason="gave_up")
            total.failed += 1
            return
        _end(notification, state=Notification.State.CANCELLED, reason=verdict.reason)
        total.cancelled += 1
        return
    if isinstance(verdict, Later):
        # Not an attempt: the person does not work now.
        _end(notification, next_attempt_at=verdict.at, **_not_tried())
        total.later += 1
        return
    assert message
    try:
        mail = email.build(notification, message)
    except Exception as error:
        # One message that cannot be written must not hold up the others. It is tried again after a repair.
        logger.exception("message %s of kind %s cannot be written", notification.pk, notification.kind)
        _failed(
            notification, email.Outcome(DeliveryAttempt.Outcome.TEMPORARY, None, type(error).__name__), total
        )
        return
    if not mailer.open():
        _failed(notification, mailer.outcome, total)
        return
    started = {"data_started_at": clock.now(), "lease_until": clock.now() + LEASE}
    if not _held(notification).update(**started):
        return  # the lease ran out while this process stood still; another has the row
    outcome = mailer.send(mail)
    if outcome.kind == DeliveryAttempt.Outcome.SENT:
        DeliveryAttempt.objects.create(notification=notification, outcome=outcome.kind)
        _end(notification, state=Notification.State.SENT, sent_at=clock.now(), reason="")
        total.sent += 1
        if total.sent == 1:
            # A hold for a wrong password is over once a mail went through.
            Channel.objects.filter(name="email", on_hold=True, retry_at__lte=clock.now()).update(
                on_hold=False, hold_reason="", retry_at=None
            )
    else:
        _failed(notification, outcome, total)


def _last_check(notification: Notification, message: Message | None, now: datetime) -> Later | Never | None:
    """What was true when it was planned is asked again: people leave, fall ill and unsubscribe (TD11)."""
    person = User.objects.filter(pk=notification.person_id).first()  # none: erased since it was claimed
    if person is None or not person.is_active:
        return Never("inactive")
    if notification.expires_at <= now:
        return Never("expired")
    if message is None:
        # Planned by a newer version, which runs beside this one for a while: it will send it.
        raise LookupError(notification.kind)
    preference = Preference.of(person)
    if message.optional:
        if not preference.wants(notification.kind, notification.channel):
            return Never("unsubscribed")
        if preference.paused_until and preference.paused_until >= clock.today(person.time_zone):
            return Never("paused")
    verdict = message.check(notification, now)
    if verdict is not None:
        return verdict
    last = notification.expires_at
    calendar = calendars([person.pk], now.date() - timedelta(days=1), last.date() + timedelta(days=1))[
        person.pk
    ]
    minute = calendar.next_working_minute(now, before=last)
    if minute is None:
        return Never("no_working_time")
    return Later(minute) if minute > now else None


def _held(notification: Notification) -> NotificationQuerySet:
    """The row, only while this process still holds its lease."""
    return Notification.objects.pending().filter(pk=notification.pk, lease_token=notification.lease_token)


def _end(notification: Notification, **changes: object) -> bool:
    return bool(_held(notification).update(lease_token=None, lease_until=None, **changes))


def _failed(notification: Notification, outcome: email.Outcome, total: Round) -> None:
    """Temporary: later again, further apart each time. Refused for good: a dead letter an administrator can retry."""
    DeliveryAttempt.objects.create(
        notification=notification, outcome=outcome.kind, code=outcome.code, detail=outcome.detail[:200]
    )
    total.failed += 1
    if outcome.kind == DeliveryAttempt.Outcome.REFUSED:
        _end(notification, state=Notification.State.DEAD, reason="refused", data_started_at=None)
        return
    wait = BACKOFF[min(notification.attempts, len(BACKOFF)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311
    certain = outcome.kind == DeliveryAttempt.Outcome.TEMPORARY
    changes: dict[str, object] = {"next_attempt_at": clock.now() + wait}
    if certain:
        changes["data_started_at"] = None  # this one surely did not arrive
    if outcome.pauses_channel:
        changes["attempts"] = F("attempts") - 1
        Channel.hold("email", "authentication", retry_after=timedelta(minutes=5))
    _end(notification, **changes)


def retry(notification: Notification, *, by: User) -> bool:
    """An administrator sends a dead letter once more."""
    again = Notification.objects.filter(pk=notification.pk, state=Notification.State.DEAD)
    return bool(
        again.update(state=Notification.State.PENDING, reason="", next_attempt_at=clock.now(), attempts=0)
    )


def put_away(notification: Notification, *, by: User) -> bool:
    """An administrator has seen a dead letter and leaves it at that."""
    letter = Notification.objects.filter(pk=notification.pk, state=Notification.State.DEAD)
    return bool(letter.update(state=Notification.State.CANCELLED, reason="put_away"))
