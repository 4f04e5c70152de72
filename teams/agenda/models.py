"""The moments in somebody's own calendar, and what somebody's own calendar says about when they are busy.

What goes out is a neutral title and a time (S13). What comes in is from and to, and never a title.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User


class AgendaChoice(models.Model):
    """How the moments reach somebody's calendar: one way, or not at all (S13).

    The secret address is not kept, only what recognises it; so it is shown once, when it is made.
    """

    class Way(models.TextChoices):
        SUBSCRIPTION = "subscription", _("Ik abonneer mijn agenda")
        INVITATIONS = "invitations", _("Ik krijg uitnodigingen per mail")
        NONE = "none", _("Niet in mijn agenda")

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="agenda_choice")
    way = models.CharField(max_length=12, choices=Way, default=Way.NONE)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # SHA-256, hexadecimal
    token_tail = models.CharField(max_length=3, blank=True)  # so that its owner recognises it
    made_at = models.DateTimeField(null=True, blank=True)  # the choice, and its address

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash=None) | Q(way="subscription"), name="agenda_token_of_subscription"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.way}"


class AgendaEntry(models.Model):
    """One appointment as a calendar knows it: its UID never changes, its sequence rises with each change.

    A projection of what the packages above plan. It stays when the appointment falls away, so that a calendar
    hears that too.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="agenda_entries")
    uid = models.CharField(max_length=120, unique=True)
    source_kind = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    title = models.CharField(max_length=40)  # a code; the words come in the reader's language
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    link = models.CharField(max_length=200, blank=True)  # a path of ours, that asks for signing in
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source_kind", "source_id"], name="one_entry_a_person_and_source"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="entry_ends_after_start"),
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="agenda_entry_person")]

    def __str__(self) -> str:
        return self.uid


class ReadCalendar(models.Model):
    """An own calendar file that was read and not saved yet: only times, and gone after a day.

    Its shape is that of teams.agenda.reading.Reading. A time without a zone has none here either, until its owner
    says which; a span or a day that the calendar shows as away says so.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="read_calendar")
    made_at = models.DateTimeField(default=clock.now)
    busy = models.JSONField(default=list)  # [[from, to, shown as away]] in ISO 8601
    away = models.JSONField(default=list)  # [[first day, last day, shown as away]], both included
    skipped = models.JSONField(default=dict)  # why something was left out -> [how often, [line]]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at}"
