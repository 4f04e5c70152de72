"""The outcome report (opbrengstverslag): what somebody's learning brought in a season, in their own words and no
further than they chose. It holds outcomes, never how somebody learnt (S18)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import Season
from cycles.yields.models import YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class OutcomeReport(models.Model):
    """One a person and season. Its owner alone reads it until it is shared; from then on the reader reads what was
    frozen at that moment, and nothing that changed since."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Voorbereid")
        SHARED = "shared", _("Gedeeld")
        DISCUSSED = "discussed", _("Besproken")
        AGREED = "agreed", _("Afgesproken")

    SEEN = (State.SHARED, State.DISCUSSED, State.AGREED)  # by its reader

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outcome_reports")
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="reports")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PREPARED)

    able = models.TextField(
        _("Wat kun je nu zelfstandig wat je een seizoen geleden niet kon?"), max_length=2000, blank=True
    )
    less = models.TextField(_("Wat leverde minder op dan verwacht?"), max_length=2000, blank=True)
    next_question = models.TextField(_("Welke ontwikkelvraag is de volgende?"), max_length=1000, blank=True)
    support = models.TextField(_("Wat heb je daarvoor nodig?"), max_length=1000, blank=True)
    talk_at = models.DateTimeField(_("Wanneer is het gesprek?"), null=True, blank=True)

    reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shown = models.JSONField(null=True, blank=True)  # what the reader reads; see content.py
    shared_at = models.DateTimeField(null=True, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    owner_agreed_at = models.DateTimeField(null=True, blank=True)
    reader_agreed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-season__starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "season"], name="one_report_a_season"),
            models.CheckConstraint(
                condition=Q(state="prepared", shown=None, shared_at=None)
                | (~Q(state="prepared") & Q(shown__isnull=False, shared_at__isnull=False)),
                name="report_frozen_while_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class ReportYield(models.Model):
    """An own yield that goes along, under the name that its owner gives it there; without one under its own."""

    report = models.ForeignKey(OutcomeReport, on_delete=models.CASCADE, related_name="yields")
    outcome = models.ForeignKey(YieldOutcome, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["report", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "outcome"], name="a_yield_once_a_report")]

    def __str__(self) -> str:
        return f"yield of report {self.report_id}"


class Commitment(models.Model):
    """What the reader says they will do, and before when. It comes back to them until it is done."""

    report = models.ForeignKey(OutcomeReport, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(_("Wat zeg je toe?"), max_length=300)
    due = models.DateField(_("Vóór wanneer?"))
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments")
    made_at = models.DateTimeField(default=clock.now)
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["report", "due", "id"]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class Dissent(models.Model):
    """Where one of the two sees it otherwise; it stays beside what was agreed, and between those two."""

    report = models.ForeignKey(OutcomeReport, on_delete=models.CASCADE, related_name="dissents")
    reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("Hoe zie jij het?"), max_length=1000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["report", "at", "id"]

    def __str__(self) -> str:
        return f"dissent {self.pk}"
