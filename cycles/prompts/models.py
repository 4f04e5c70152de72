"""Reflection prompts: versioned sets of questions, one prompt per person and moment, and the words written to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import Kind, Moment
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class PromptSetQuerySet(models.QuerySet["PromptSet"]):
    def published(self) -> "PromptSetQuerySet":
        """Newest first."""
        return self.exclude(published_at=None).order_by("-version")

    def drafts(self) -> "PromptSetQuerySet":
        return self.filter(published_at=None)


class PromptSet(models.Model):
    """The questions of one kind of moment, in one version. A used version never changes; editing makes the next."""

    kind = models.CharField(max_length=14, choices=Kind)
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)  # none: a draft that is being edited
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # of a draft: two administrators see each other

    objects = PromptSetQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_prompt_set_version"),
            models.UniqueConstraint(fields=["kind"], condition=Q(published_at=None), name="one_draft_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class Question(models.Model):
    """One question, one screen. Pinned questions come every week, the others take turns (S12)."""

    prompt_set = models.ForeignKey(PromptSet, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)  # stays the same over versions, so that turns are remembered
    minutes = models.PositiveSmallIntegerField(_("minuten"), default=3)
    pinned = models.BooleanField(_("elke week"), default=False)
    # A variant for who chose it (AI13); empty is for everybody.
    for_experience = models.CharField(max_length=12, choices=User.Experience, blank=True)
    for_work = models.CharField(max_length=12, choices=User.Work, blank=True)
    text_nl = models.CharField(_("vraag in het Nederlands"), max_length=300, blank=True)
    text_en = models.CharField(_("vraag in het Engels"), max_length=300, blank=True)
    hint_nl = models.CharField(_("hulptekst in het Nederlands"), max_length=300, blank=True)
    hint_en = models.CharField(_("hulptekst in het Engels"), max_length=300, blank=True)
    method = models.CharField(_("methode"), max_length=80, blank=True)

    class Meta:
        ordering = ["prompt_set", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["prompt_set", "code"], name="one_question_a_code"),
            models.CheckConstraint(condition=~Q(text_nl="") | ~Q(text_en=""), name="question_has_text"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=60), name="question_minutes"),
        ]

    def __str__(self) -> str:
        return self.code

    def is_for(self, experience: str, work: str) -> bool:
        return self.for_experience in ("", experience) and self.for_work in ("", work)

    def text(self, language: str) -> tuple[str, bool]:
        """The question, and whether it had to fall back to the other language."""
        wanted, other = (self.text_nl, self.text_en) if language == "nl" else (self.text_en, self.text_nl)
        return (wanted, False) if wanted else (other, True)

    def hint(self, language: str) -> str:
        return (self.hint_nl or self.hint_en) if language == "nl" else (self.hint_en or self.hint_nl)


class Prompt(models.Model):
    """One person, one moment: planned, asked, answered or skipped with a reason, each exactly once."""

    class State(models.TextChoices):
        PLANNED = "planned", _("komt nog")
        ASKED = "asked", _("gevraagd")
        ANSWERED = "answered", _("gedaan")
        SKIPPED = "skipped", _("overgeslagen, met reden")

    class Reason(models.TextChoices):
        NONE = "", ""
        ABSENT_WEEK = "absent_week", _("afwezig, deze week telt niet mee")
        NO_WORKING_TIME = "no_working_time", _("geen werktijd meer in deze week")
        NO_BUDGET = "no_budget", _("past niet in de leertijd van deze week")
        NOT_YET_MEMBER = "not_yet_member", _("begint bij het volgende moment")
        CANCELLED = "cancelled", _("het moment is vervallen")
        WEEK_CLOSED = "week_closed", _("de week was al dicht")
        LEFT = "left", _("niet meer in het team")
        OWN_CHOICE = "own_choice", _("zelf overgeslagen")

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="prompts")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="prompts")
    question_ids = models.JSONField(default=list)  # in the order of asking, fixed when planned
    due_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()  # when the week closes
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=16, choices=Reason, blank=True, default="")
    postponed = models.PositiveSmallIntegerField(default=0)  # how often "later" was chosen, for a fresh mail
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "person"], name="one_prompt_a_moment"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(state="skipped"), name="prompt_due_or_skipped"
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(reason=""), name="prompt_skip_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "due_at"], name="prompt_person"),
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="prompt_planned"),
        ]

    def __str__(self) -> str:
        return f"prompt {self.pk}"


class Reflection(models.Model):
    """Words written to one question. Private until the writer shares this one item.

    Words that come in over a mail link lie apart, per browser, so that the link never shows what was
    written elsewhere (S15). The owner, signed in, sees and edits them as one text.
    """

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="reflections")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    browser = models.CharField(
        max_length=64, blank=True, default=""
    )  # hash of that browser's key; empty: signed in
    text = models.TextField(blank=True)
    skipped = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["prompt", "question", "id"]
        constraints = [
            models.UniqueConstraint(fields=["prompt", "question", "browser"], name="one_reflection_a_browser")
        ]

    def __str__(self) -> str:
        return f"reflection {self.pk}"


class ReflectionShare(models.Model):
    """One answer, shown to one named colleague or to one team, until taken back."""

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="shares")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="shared_with_me"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    shared_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colleague__isnull=False, team=None) | Q(colleague=None, team__isnull=False),
                name="share_with_one",
            ),
            models.UniqueConstraint(
                fields=["prompt", "question", "colleague"],
                condition=Q(taken_back_at=None, team=None),
                name="one_open_share_a_colleague",
            ),
            models.UniqueConstraint(
                fields=["prompt", "question", "team"],
                condition=Q(taken_back_at=None, colleague=None),
                name="one_open_share_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"
