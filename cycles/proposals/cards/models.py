"""What an adopted proposal leaves for others: a practice card, and what each other team did with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.proposals.models import InnovationProposal
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class PracticeCard(models.Model):
    """One page that another team can start with tomorrow; for the whole organisation."""

    proposal = models.OneToOneField(InnovationProposal, on_delete=models.CASCADE, related_name="card")
    title = models.CharField(_("naam"), max_length=80)
    situation = models.CharField(_("in welke situatie"), max_length=300)
    task_group = models.CharField(_("soort taak"), max_length=14, blank=True)
    skill = models.CharField(_("vaardigheid"), max_length=13, blank=True)
    how = models.TextField(_("zo doe je het"), max_length=3000)
    conditions = models.TextField(_("waar let je op"), max_length=1000, blank=True)
    marks = models.JSONField(default=dict, blank=True)  # as of a proposal
    label = models.CharField(max_length=10, default="own")  # never lower than that of its proposal
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"card {self.pk}"


class Adoption(models.Model):
    """What one other team did with a card, and why. Trying it again replaces the answer; the old one is kept."""

    class Verdict(models.TextChoices):
        ADOPTED = "adopted", _("Neemt het over")
        ADAPTED = "adapted", _("Past het aan")
        NOT_SUITABLE = "not_suitable", _("Past niet")

    card = models.ForeignKey(PracticeCard, on_delete=models.CASCADE, related_name="adoptions")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="adoptions")
    verdict = models.CharField(_("wat doen jullie ermee"), max_length=12, choices=Verdict)
    why = models.CharField(_("waarom"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["card", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "team"], condition=Q(ended_at=None), name="one_adoption_a_team"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="adoption_says_why"),
        ]

    def __str__(self) -> str:
        return f"adoption {self.pk}"
