"""AI literacy (AI14): the organisation's basic norms for working with AI, and what each person learnt about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class BasicNorms(models.Model):
    """The organisation's basic norms in one version. A version that was read never changes; editing makes the next."""

    version = models.PositiveIntegerField(unique=True)
    text_nl = models.TextField(_("basisnormen in het Nederlands"), max_length=10_000, blank=True)
    text_en = models.TextField(_("basisnormen in het Engels"), max_length=10_000, blank=True)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(condition=~Q(text_nl="") | ~Q(text_en=""), name="norms_have_text"),
        ]

    def __str__(self) -> str:
        return f"basic norms v{self.version}"


class LiteracyEntry(models.Model):
    """What one person did or learnt about AI in the own role: the owner's alone, theirs to export (art. 4)."""

    class Kind(models.TextChoices):
        NORMS = "norms", _("Basisnormen gelezen")
        PRACTISED = "practised", _("Geoefend in je werk")
        LEARNT = "learnt", _("Zelf opgeschreven")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="literacy_entries")
    kind = models.CharField(max_length=9, choices=Kind)
    role = models.CharField(max_length=12, choices=User.Work)  # the work they chose, as it was then
    norms = models.ForeignKey(
        BasicNorms, on_delete=models.PROTECT, null=True, blank=True, related_name="readings"
    )
    text = models.CharField(_("wat heb je geleerd over werken met AI"), max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "norms"], condition=Q(kind="norms"), name="one_reading_a_version"
            ),
            models.CheckConstraint(
                condition=~Q(kind="norms") | Q(norms__isnull=False), name="reading_of_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"literacy entry {self.pk}"


class TeamAgreement(models.Model):
    """What a team keeps to: tasks that it does not hand to AI and why (A52), and its own norms beside the basic ones."""

    class Kind(models.TextChoices):
        KEEP_HUMAN = "keep_human", _("Dit blijft mensenwerk")
        NORM = "norm", _("Zo werken wij met AI")
        TALK = "talk", _("Afspraken voor het gesprek")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(_("afspraak"), max_length=300)
    why = models.CharField(_("waarom"), max_length=500, blank=True)
    junior_learns = models.BooleanField(_("nieuwe collega’s leren hiervan"), default=False)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["team", "kind", "made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="keep_human") | ~Q(why=""), name="kept_task_says_why"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"
