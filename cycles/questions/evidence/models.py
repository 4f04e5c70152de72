"""Process evidence (procesbewijs): what shows the owner that it was really learnt. The owner's alone.

Of an attestation only the date and the signature ever travel onward.
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from teams.accounts.models import User

PERCENT = [MaxValueValidator(100)]


class Attempt(models.Model):
    """What somebody would do or say before any help, and how sure they are of it (AI1)."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="attempts")
    text = models.TextField(_("je eigen poging"), max_length=10_000)
    marks = models.JSONField(default=list, blank=True)  # the maker's mark of each paragraph (S21)
    confidence = models.PositiveSmallIntegerField(_("hoe zeker ben je"), validators=PERCENT)  # percent
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["question", "written_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__lte=100), name="attempt_percent"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Explanation(models.Model):
    """What somebody can explain with the pane closed, what they changed and why, and how sure they are now (AI8)."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="explanations")
    changed = models.TextField(_("wat heb je veranderd en waarom"), max_length=5000)
    changed_marks = models.JSONField(default=list, blank=True)
    text = models.TextField(_("leg het uit zonder hulp"), max_length=10_000)
    marks = models.JSONField(default=list, blank=True)  # the maker's mark of each paragraph (S21)
    confidence = models.PositiveSmallIntegerField(_("hoe zeker ben je nu"), validators=PERCENT)  # percent
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["question", "written_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__lte=100), name="explanation_percent"),
        ]

    def __str__(self) -> str:
        return f"explanation {self.pk}"


class Recall(models.Model):
    """From memory after 1, 4 and 12 weeks: asked inside working time, answered before looking anything up (E4)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("komt nog")
        DONE = "done", _("gedaan")
        SKIPPED = "skipped", _("zelf overgeslagen")

    class Outcome(models.TextChoices):
        """The owner's own word, after looking back; nobody and nothing else judges it."""

        STILL = "still", _("Ik wist het nog")
        PARTLY = "partly", _("Ik wist een deel")
        GONE = "gone", _("Het was weg")

    WEEKS = (1, 4, 12)

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="recalls")
    after_weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()  # that many weeks after the explanation; the asking follows in working time
    due_at = models.DateTimeField(null=True, blank=True)  # a working minute of the owner's, from due_on on
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    text = models.TextField(_("wat weet je nog uit je hoofd"), max_length=10_000, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "after_weeks"]
        constraints = [
            models.UniqueConstraint(fields=["question", "after_weeks"], name="one_recall_a_time"),
            models.CheckConstraint(condition=Q(after_weeks__in=[1, 4, 12]), name="recall_weeks"),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(text="") & Q(done_at__isnull=False)),
                name="recall_done_has_text",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="planned"), name="recall_planned")]

    def __str__(self) -> str:
        return f"recall {self.pk}"


class Transfer(models.Model):
    """The same thing in a second situation, and how that went."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="transfers")
    situation = models.TextField(_("een andere situatie"), max_length=2000)
    situation_marks = models.JSONField(default=list, blank=True)  # the maker's mark of each paragraph (S21)
    went = models.TextField(_("hoe het daar ging"), max_length=5000)
    went_marks = models.JSONField(default=list, blank=True)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["question", "written_at", "id"]

    def __str__(self) -> str:
        return f"transfer {self.pk}"


class PeerAttestation(models.Model):
    """A colleague signs, on the owner's invitation, that the owner explained or did this without AI."""

    class State(models.TextChoices):
        ASKED = "asked", _("gevraagd")
        SIGNED = "signed", _("getekend")
        DECLINED = "declined", _("liever niet")
        TAKEN_BACK = "taken_back", _("teruggenomen")

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="attestations")
    peer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="attestations_asked_of_me")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "peer"],
                condition=Q(state__in=["asked", "signed"]),
                name="one_attestation_a_peer",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_at__isnull=False), name="attestation_decided_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"attestation {self.pk}"
