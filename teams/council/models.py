"""Packs as they were recorded: what the works council was told, and on which day."""

from typing import Self

from django.conf import settings
from django.db import models

from lerendwerken.lib import clock


class CouncilPack(models.Model):
    """One version, with all that it said. It never changes; the next one stands beside it."""

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()  # as pack.live() gives it
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"council pack {self.number}"

    @classmethod
    def latest(cls) -> Self | None:
        return cls.objects.select_related("by").first()
