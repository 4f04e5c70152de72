"""Claims (beweringen): what somebody leans on and did not see for themselves, until it is checked without AI (AI4)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock


class ClaimQuerySet(models.QuerySet["Claim"]):
    def unchecked(self) -> "ClaimQuerySet":
        return self.filter(state=Claim.State.UNCHECKED)


class Claim(models.Model):
    """One factual statement of a question or of a proposal, its state, and the source that is no AI."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", _("Nog niet gecontroleerd")
        CONFIRMED = "confirmed", _("Klopt")
        REFUTED = "refuted", _("Klopt niet")
        UNCHECKABLE = "uncheckable", _("Niet te controleren")

    class Origin(models.TextChoices):
        OWN = "own", _("zelf opgeschreven")
        AI = "ai", _("uit het gesprek met AI")

    question = models.ForeignKey(
        "cycles.LearningQuestion", on_delete=models.CASCADE, null=True, blank=True, related_name="claims"
    )
    proposal = models.ForeignKey(
        "cycles.InnovationProposal", on_delete=models.CASCADE, null=True, blank=True, related_name="claims"
    )
    text = models.CharField(_("bewering"), max_length=500)
    origin = models.CharField(max_length=3, choices=Origin, default=Origin.OWN)
    state = models.CharField(max_length=11, choices=State, default=State.UNCHECKED)
    source = models.CharField(_("waar heb je het nagekeken"), max_length=300, blank=True)
    correction = models.CharField(_("wat klopt er wel"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["question", "made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, proposal=None) | Q(question=None, proposal__isnull=False),
                name="claim_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="unchecked") | Q(checked_at__isnull=False), name="claim_check_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refuted"]) | ~Q(source=""),
                name="claim_check_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"
