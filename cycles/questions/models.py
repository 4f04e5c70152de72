"""What somebody writes down on the way. Learning questions come here too; this is the log they grow from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User


class LogEntry(models.Model):
    """A Leermoment: two minutes, any time in working hours, readable by its writer only."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="log_entries")
    text = models.TextField(_("wat viel je op"), max_length=5000)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["person", "-written_at"], name="log_entry_person")]

    def __str__(self) -> str:
        return f"log entry {self.pk}"
