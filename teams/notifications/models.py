"""The outbox. The database is the queue: a row is planned, claimed, sent and accounted for (TD1 to TD12)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def pending(self) -> "NotificationQuerySet":
        return self.filter(state=Notification.State.PENDING)

    def due(self, now: datetime) -> "NotificationQuerySet":
        """Pending, its time has come, and nobody holds it."""
        return (
            self.pending()
            .filter(next_attempt_at__lte=now)
            .filter(Q(lease_until=None) | Q(lease_until__lt=now))
        )

    def about(self, source: models.Model) -> "NotificationQuerySet":
        return self.filter(source_kind=source._meta.label, source_id=source.pk)

    def withdraw(self, reason: str) -> int:
        """Cancels what was not sent yet; the reason stays readable."""
        return self.pending().update(state=Notification.State.CANCELLED, reason=reason, lease_token=None)

    def new[T](self, wanted: dict[str, T]) -> dict[str, T]:
        """What is wanted under a dedupe key that is not in the outbox yet."""
        if not wanted:
            return {}
        there = set(self.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True))
        return {key: one for key, one in wanted.items() if key not in there}

    def post(self, rows: Iterable["Notification"]) -> int:
        """Puts rows into the outbox; the ones whose dedupe key is there already stay as they are."""
        posted = self.bulk_create(list(rows), ignore_conflicts=True, batch_size=500)
        return len(posted)


class Notification(models.Model):
    """One message to one person over one channel. It holds no private text: only what to render and when."""

    class State(models.TextChoices):
        PENDING = "pending", _("wacht op zijn tijd")
        SENT = "sent", _("verstuurd")
        DEAD = "dead", _("niet aangekomen")
        CANCELLED = "cancelled", _("niet verstuurd, met reden")

    class Medium(models.TextChoices):
        EMAIL = "email", _("mail")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Medium, default=Medium.EMAIL)
    dedupe_key = models.CharField(max_length=120, unique=True)
    source_kind = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=60, blank=True)  # a code, see REASONS of the kind
    message_id = models.CharField(max_length=120, unique=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    data_started_at = models.DateTimeField(null=True, blank=True)
    uncertain_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "sent", "dead", "cancelled"]), name="notification_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notification_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(state="pending"), name="notification_due"
            ),
            models.Index(fields=["source_kind", "source_id"], name="notification_source"),
            models.Index(fields=["person", "due_at"], name="notification_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"

    @classmethod
    def build(
        cls,
        *,
        person: User | int,
        kind: str,
        source: models.Model,
        dedupe_key: str,
        due_at: datetime,
        expires_at: datetime,
    ) -> "Notification":
        """An unsaved row for `post()`; its Message-ID never changes, so that a duplicate can be recognised."""
        host = settings.BASE_URL.split("//", 1)[-1].split(":")[0]
        return cls(
            person_id=person if isinstance(person, int) else person.pk,
            kind=kind,
            source_kind=source._meta.label,
            source_id=source.pk,
            dedupe_key=dedupe_key,
            due_at=due_at,
            next_attempt_at=due_at,
            expires_at=expires_at,
            message_id=f"<{uuid.uuid4().hex}@{host}>",
        )


class DeliveryAttempt(models.Model):
    """What happened on one try: append-only, so that a dead letter can be explained."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("aangenomen")
        TEMPORARY = "temporary", _("later opnieuw")
        UNCERTAIN = "uncertain", _("misschien aangekomen")
        REFUSED = "refused", _("geweigerd")

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=9, choices=Outcome)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.CharField(max_length=200, blank=True)  # the server's words, never ours or the person's

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.notification_id} {self.outcome}"


class Channel(models.Model):
    """A switch per medium: sending waits after a wrong password, and after a restored backup (TO1)."""

    name = models.CharField(max_length=10, unique=True)
    on_hold = models.BooleanField(default=False)
    hold_reason = models.CharField(max_length=60, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def is_open(cls, name: str, now: datetime) -> bool:
        row = cls.objects.filter(name=name).first()
        return row is None or not row.on_hold or (row.retry_at is not None and row.retry_at <= now)

    @classmethod
    def hold(cls, name: str, reason: str, retry_after: timedelta | None = None) -> None:
        retry_at = clock.now() + retry_after if retry_after else None
        cls.objects.update_or_create(
            name=name, defaults={"on_hold": True, "hold_reason": reason, "retry_at": retry_at}
        )

    @classmethod
    def release(cls, name: str) -> None:
        cls.objects.filter(name=name).update(on_hold=False, hold_reason="", retry_at=None)


class Heartbeat(models.Model):
    """When the periodic tick last went round, for /health/ready and the sending page."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"

    @classmethod
    def beat(cls, name: str = "tick") -> None:
        cls.objects.update_or_create(name=name, defaults={"at": clock.now()})


class Preference(models.Model):
    """What somebody wants to receive. No row means the default: loose mails on, one nudge off."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="preference")
    # kind -> channels that were switched off: {"prompt": ["email"]}
    off = models.JSONField(default=dict, blank=True)
    digest = models.BooleanField(default=False)  # one mail at the first working minute of the day
    nudge = models.BooleanField(default=False)
    paused_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"preference of {self.person_id}"

    @classmethod
    def of(cls, person: User) -> "Preference":
        """The row, or an unsaved one with the defaults: a GET never writes."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    def wants(self, kind: str, channel: str) -> bool:
        return channel not in self.off.get(kind, [])

    def switch(self, kind: str, channel: str, on: bool) -> None:
        """Changes one wish; saving is the caller's."""
        channels: set[Any] = set(self.off.get(kind, []))
        channels = channels - {channel} if on else channels | {channel}
        self.off = {k: v for k, v in (self.off | {kind: sorted(channels)}).items() if v}
