"""The close of a season: what learning brought, and where we kept our word. Of a team, or of everybody the season is for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import Season
from teams.accounts.models import User
from teams.structure.models import Team


class SeasonClose(models.Model):
    """Who makes it writes three texts beside what is known; closing freezes both. Outcomes only: nothing in it is of a
    learning question or of one person's learning."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="closes")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="season_closes"
    )  # none: everybody the season is for
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    brought = models.TextField(_("Wat leverde leren ons op?"), max_length=2000, blank=True)
    word = models.TextField(_("Waar hielden we ons woord, en waar niet?"), max_length=2000, blank=True)
    onwards = models.TextField(_("Wat nemen we mee naar het volgende seizoen?"), max_length=2000, blank=True)
    shown = models.JSONField(null=True, blank=True)  # what its readers read; see content.py
    # What was told of promises at the first closing, which stays so: a second number beside it would be about whoever was
    # promised something in between (W9). None: it was never closed; none made: it was not told.
    promises_kept = models.PositiveIntegerField(null=True, blank=True)
    promises_made = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-season__starts_on", "team", "id"]
        constraints = [
            models.UniqueConstraint(fields=["season", "team"], name="one_close_a_team"),
            models.UniqueConstraint(fields=["season"], condition=Q(team=None), name="one_close_of_a_season"),
            models.CheckConstraint(
                condition=Q(closed_at=None, shown=None) | Q(closed_at__isnull=False, shown__isnull=False),
                name="close_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"close {self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def name(self) -> str:
        """Whose season it was."""
        if self.team:
            return _now("Team %(name)s") % {"name": self.team.name}
        return self.season.unit.name if self.season.unit else _now("De hele organisatie")
