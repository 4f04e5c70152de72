"""The learning question (leervraag) with its life cycle, with whom it is shared, and the log it grows from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import DevelopmentQuestion
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class TaskGroup(models.TextChoices):
    """The five groups of tasks of UWV's report on AI and work."""

    CREATIVE = "creative", _("Schrijven en bedenken")
    ADMINISTRATIVE = "administrative", _("Ondersteunen en administratie")
    DATA = "data", _("Gegevens verzamelen en verwerken")
    VISUAL = "visual", _("Beeld bekijken en beoordelen")
    ADVICE = "advice", _("Adviseren en beslissen")


class TaskFit(models.TextChoices):
    """Whether AI suits the task (AI9)."""

    HELPS = "helps", _("AI helpt hier")
    NEUTRAL = "neutral", _("AI maakt hier weinig uit")
    FRICTION = "friction", _("AI zit hier in de weg")


class Material(models.TextChoices):
    """One side of the grid: what the task is made of."""

    LANGUAGE = "language", _("vooral taal")
    DATA = "data", _("vooral gegevens")


class Routine(models.TextChoices):
    """The other side of the grid: how much of it is the same every time."""

    ROUTINE = "routine", _("vaak hetzelfde")
    OWN_JUDGEMENT = "judgement", _("elke keer eigen afweging")


class Skill(models.TextChoices):
    DIGITAL = "digital", _("Digitaal vaardig")
    ANALYSIS = "analysis", _("Analyseren")
    PROMPTING = "prompting", _("AI goed vragen")
    CRITICAL = "critical", _("Kritisch controleren")
    PROBLEMS = "problems", _("Problemen oplossen")
    ETHICS = "ethics", _("Zorgvuldig afwegen")
    CREATIVITY = "creativity", _("Nieuwe ideeën bedenken")
    SOCIAL = "social", _("Omgaan met mensen")
    COMMUNICATION = "communication", _("Helder schrijven en spreken")
    COLLABORATION = "collaboration", _("Samenwerken")
    ADAPTABILITY = "adaptability", _("Meebewegen met verandering")

    @classmethod
    def offered(cls, *, with_ai: bool, chosen: str = "") -> list[tuple[str, str]]:
        """The choices. Without AI nobody is offered "AI goed vragen", unless it was chosen before (AI13)."""
        keeps = with_ai or chosen == cls.PROMPTING
        return [(value, str(label)) for value, label in cls.choices if keeps or value != cls.PROMPTING]


class LearningQuestionQuerySet(models.QuerySet["LearningQuestion"]):
    def of(self, person: User) -> "LearningQuestionQuerySet":
        return self.filter(owner=person)

    def active(self) -> "LearningQuestionQuerySet":
        return self.filter(state=LearningQuestion.State.ACTIVE)

    def in_hand(self) -> "LearningQuestionQuerySet":
        """Those that take one of somebody's two places."""
        return self.filter(state__in=LearningQuestion.IN_HAND)


class LearningQuestion(models.Model):
    """One thing that somebody wants to learn from the own work. Its owner's alone until shared, per question."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Concept")
        ACTIVE = "active", _("Actief")
        PAUSED = "paused", _("Op pauze")
        ANSWERED = "answered", _("Beantwoord")
        CONSOLIDATED = "consolidated", _("Geborgd")
        DROPPED = "dropped", _("Losgelaten")

    IN_HAND = (State.ACTIVE, State.PAUSED)
    PLACES = 2  # one runs, one rests

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="learning_questions")
    text = models.CharField(_("leervraag"), max_length=300)
    situation = models.TextField(_("werksituatie"), max_length=2000)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    place = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 or 2 while active or paused

    # None with `is_own`: an "eigen vraag", which puts nothing on anybody's agenda (S19).
    development_question = models.ForeignKey(
        DevelopmentQuestion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_questions",
    )
    is_own = models.BooleanField(_("eigen vraag"), default=False)

    task_group = models.CharField(_("soort taak"), max_length=14, choices=TaskGroup, blank=True)
    material = models.CharField(_("waar het werk uit bestaat"), max_length=8, choices=Material, blank=True)
    routine = models.CharField(_("hoe vaak het hetzelfde is"), max_length=9, choices=Routine, blank=True)
    task_fit = models.CharField(_("past AI hier"), max_length=8, choices=TaskFit, blank=True)
    stays_human = models.CharField(_("wat mensenwerk blijft"), max_length=300, blank=True)
    skill = models.CharField(_("vaardigheid"), max_length=13, choices=Skill, blank=True)
    if_part = models.CharField(_("als"), max_length=200, blank=True)
    then_part = models.CharField(_("dan"), max_length=200, blank=True)

    answer = models.TextField(_("je antwoord in eigen woorden"), max_length=5000, blank=True)
    answer_marks = models.JSONField(default=list, blank=True)  # the maker's mark of each paragraph (S21)
    applied = models.TextField(_("waar je het toepaste"), max_length=2000, blank=True)
    applied_marks = models.JSONField(default=list, blank=True)
    changed = models.TextField(_("wat er veranderde"), max_length=2000, blank=True)
    changed_marks = models.JSONField(default=list, blank=True)

    paused_by_absence = models.BooleanField(default=False)  # then it also starts again by itself
    made_at = models.DateTimeField(default=clock.now)
    stands_since = models.DateTimeField(default=clock.now)  # in this state
    revision = models.PositiveIntegerField(default=1)  # two tabs of one owner see each other

    objects = LearningQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-stands_since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(state="active"), name="one_active_question_a_person"
            ),
            models.UniqueConstraint(
                fields=["owner", "place"],
                condition=Q(state__in=["active", "paused"]),
                name="two_questions_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused"], place__in=[1, 2])
                | (~Q(state__in=["active", "paused"]) & Q(place=None)),
                name="question_in_hand_has_place",
            ),
            models.CheckConstraint(
                condition=Q(is_own=False) | Q(development_question=None), name="question_own_or_of_frame"
            ),
        ]
        indexes = [models.Index(fields=["owner", "state"], name="question_owner")]

    def __str__(self) -> str:
        return f"learning question {self.pk}"


class QuestionStep(models.Model):
    """One step of the life cycle: to which state, when, and whether it came by itself. Only ever added."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=LearningQuestion.State)
    at = models.DateTimeField(default=clock.now)
    by_absence = models.BooleanField(default=False)

    class Meta:
        ordering = ["question", "at", "id"]

    def __str__(self) -> str:
        return f"step {self.pk}"


class QuestionShare(models.Model):
    """A question and its yields, shown to one named colleague or to one team, until taken back (W8)."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="shares")
    colleague = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="questions_shared_with_me"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    shared_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colleague__isnull=False, team=None) | Q(colleague=None, team__isnull=False),
                name="question_share_with_one",
            ),
            models.UniqueConstraint(
                fields=["question", "colleague"],
                condition=Q(taken_back_at=None, team=None),
                name="question_open_share_colleague",
            ),
            models.UniqueConstraint(
                fields=["question", "team"],
                condition=Q(taken_back_at=None, colleague=None),
                name="question_open_share_team",
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"


class LogEntry(models.Model):
    """A Leermoment: two minutes, any time in working hours, readable by its writer only."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="log_entries")
    text = models.TextField(_("wat viel je op"), max_length=5000)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["person", "-written_at"], name="log_entry_person")]

    def __str__(self) -> str:
        return f"log entry {self.pk}"
