"""The frame (het kader): organisation goals and development questions, in seasons of twelve weeks."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.models import Team, Unit


class GoalQuerySet(models.QuerySet["OrganisationGoal"]):
    def open(self) -> "GoalQuerySet":
        return self.filter(ended_on=None)

    def meant_for(self, unit: Unit | None) -> "GoalQuerySet":
        """The organisation's goals, and those of a unit when one is named."""
        return self.filter(Q(unit=None) | Q(unit=unit)) if unit else self.filter(unit=None)


class OrganisationGoal(models.Model):
    """What the organisation wants to reach, in words that a colleague can check."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("dienst")
    )  # none: the whole organisation
    title = models.CharField(_("doel"), max_length=200)
    why = models.TextField(_("waarom"), max_length=1000, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class DevelopmentQuestion(models.Model):
    """What has to be learnt to reach the goal; learning questions attach to it."""

    goal = models.ForeignKey(OrganisationGoal, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("ontwikkelvraag"), max_length=300)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class SeasonQuerySet(models.QuerySet["Season"]):
    def for_unit(self, unit: Unit) -> "SeasonQuerySet":
        return self.filter(Q(unit=unit) | Q(unit=None))

    def framing(self, unit: Unit, week: IsoWeek) -> "Season | None":
        return framing(self.for_unit(unit), week)


class Season(models.Model):
    """Twelve weeks with one frame."""

    name = models.CharField(_("naam"), max_length=80)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seasons",
        verbose_name=_("dienst"),
    )
    starts_on = models.DateField(_("begint op maandag"))
    weeks = models.PositiveSmallIntegerField(
        _("aantal weken"), default=12, validators=[MinValueValidator(4), MaxValueValidator(16)]
    )
    goals = models.ManyToManyField(OrganisationGoal, related_name="seasons", verbose_name=_("doelen"))

    objects = SeasonQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="one_season_a_start"),
            models.UniqueConstraint(
                fields=["starts_on"], condition=Q(unit=None), name="one_common_season_a_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(weeks=self.weeks, days=-1)

    def number_of(self, week: IsoWeek) -> int:
        """1 for the first week; larger than `weeks` when the frame continues after its end."""
        return (week.monday - self.starts_on).days // 7 + 1

    def continues_in(self, week: IsoWeek) -> bool:
        return self.number_of(week) > self.weeks

    def is_harvest_week(self, week: IsoWeek) -> bool:
        """Maandoogst: season weeks 4, 8 and 12 (S4), and every fourth week when the frame continues."""
        return self.number_of(week) % 4 == 0


class PauseWeek(models.Model):
    """A week without a cycle for the whole organisation, such as the weeks around Christmas."""

    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    name = models.CharField(_("naam"), max_length=80)

    class Meta:
        ordering = ["year", "week"]
        constraints = [models.UniqueConstraint(fields=["year", "week"], name="one_pause_a_week")]

    def __str__(self) -> str:
        return f"{self.iso} {self.name}"

    @property
    def iso(self) -> IsoWeek:
        return IsoWeek(self.year, self.week)


class FrameDraft(models.Model):
    """A frame that is being made: its maker's alone until it is saved, and there again after a lost session.

    It holds what was typed as it was typed, also what is not right yet.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="frame_drafts")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    typed = models.JSONField(default=dict)  # number of the screen -> name of the field -> values
    touched_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit"], name="one_draft_a_unit"),
            models.UniqueConstraint(fields=["person"], condition=Q(unit=None), name="one_draft_of_the_whole"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class FrameSuggestion(models.Model):
    """A sentence for the next frame, written by somebody with an "eigen vraag" (S19). Nothing leads to that question.

    Nameless means that no name was ever stored. Whoever makes the frame reads it; its writer can take back what
    carries a name.
    """

    text = models.CharField(_("zin voor het kader"), max_length=300)
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="frame_suggestions"
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    sent_on = models.DateField()  # a day, because a time would point at somebody

    class Meta:
        ordering = ["-sent_on", "-id"]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


def framing(seasons: Iterable[Season], week: IsoWeek) -> Season | None:
    """The season of a week, from those of a unit and of everybody.

    One that has weeks left, the unit's own first: nobody puts another frame over a running one. Without one the
    newest that ended, because the last frame continues until a new one begins (S6).
    """

    def order(season: Season) -> tuple[bool, bool | date, bool | date, int]:
        own, runs = season.unit_id is not None, not season.continues_in(week)
        return (runs, own, season.starts_on, season.pk) if runs else (runs, season.starts_on, own, season.pk)

    return max((s for s in seasons if s.starts_on <= week.monday), key=order, default=None)


def team_frame(team: Team, week: IsoWeek) -> Season | None:
    """The season that frames a team's week, with a goal for that team; None means: no cycle (A84)."""
    season = Season.objects.framing(team.unit, week)
    return season if season and season.goals.open().meant_for(team.unit).exists() else None
