"""Figures of groups as they were when their week or quarter was over. Nothing is worked out again afterwards, so that who
joins or leaves shows in no figure of before (W9)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek, Quarter
from teams.accounts.models import User
from teams.structure.models import Team, Unit


class KeptWeek(models.Model):
    """What became of one team's moments in a week that is over."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="kept_weeks")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")  # in which it was that week
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()  # at home in it, from the first day of that week to the last
    least = models.PositiveSmallIntegerField()  # from how many people a figure was told
    planned = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField()
    causes = models.JSONField(default=dict)  # Moment.Cause -> how many moments fell away by it
    frozen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["year", "week", "team"]
        constraints = [models.UniqueConstraint(fields=["team", "year", "week"], name="one_kept_week")]
        indexes = [models.Index(fields=["unit", "year", "week"], name="kept_week_unit")]

    def __str__(self) -> str:
        return f"{self.iso} of {self.team_id}"

    @property
    def iso(self) -> IsoWeek:
        return IsoWeek(self.year, self.week)

    @property
    def pressed(self) -> int:
        return int(self.causes.get(Moment.Cause.WORK_PRESSURE, 0))


class Band(models.TextChoices):
    """Contract hours a week; the values say from where on, and are never shown."""

    LITTLE = "0", _("minder dan 16 uur")
    HALF = "16", _("16 tot 24 uur")
    MOST = "24", _("24 tot 32 uur")
    FULL = "32", _("32 uur of meer")

    @classmethod
    def of(cls, hours: float) -> "Band":
        return max((band for band in cls if float(band.value) <= hours), key=lambda band: float(band.value))


class BandFigure(models.Model):
    """Whether people with so many contract hours got their moments, in a quarter that is over."""

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=2, choices=Band)
    people = models.PositiveIntegerField()  # who are counted; 0 when there are too few
    least = models.PositiveSmallIntegerField()
    wanted = models.PositiveIntegerField(default=0)  # parts of moments that were theirs
    placed = models.PositiveIntegerField(default=0)  # of those: got a place within working time
    minutes = models.PositiveIntegerField(default=0)
    weeks = models.PositiveIntegerField(default=0)  # of people: one for each in which somebody was there
    tried = models.PositiveIntegerField(
        null=True
    )  # people of whom a proposal got a trial; none: not to be told
    frozen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["year", "quarter", "band"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter", "band"], name="one_figure_a_band"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="figure_quarter"),
        ]

    def __str__(self) -> str:
        return f"band {self.band} in {self.when}"

    @property
    def when(self) -> Quarter:
        return Quarter(self.year, self.quarter)


class BandMember(models.Model):
    """Who is counted in a band in a year, and in which block: see aggregate.carried. Nobody reads it."""

    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=2, choices=Band)
    block = models.PositiveIntegerField()
    until = models.PositiveSmallIntegerField(
        null=True
    )  # the quarter from which on they are not counted any more

    class Meta:
        ordering = ["year", "band", "block", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="counted_in_one_band_a_year"),
        ]

    def __str__(self) -> str:
        return f"counted {self.pk}"
