"""A team that stops on a day: what was changed for it, so that it can be taken back until then."""

from django.conf import settings
from django.db import models

from lerendwerken.lib import clock
from teams.structure.models import Team


class TeamEnding(models.Model):
    """One a team. The lists hold ids of rows, and the last day that each had before; nothing of a person."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="ending")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    memberships = models.JSONField(default=dict)  # id -> last day or None
    roles = models.JSONField(default=dict)
    made = models.JSONField(default=list)  # ids of memberships elsewhere

    def __str__(self) -> str:
        return f"ending of team {self.team_id}"
