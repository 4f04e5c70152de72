"""Sparring: sessions and turns, what somebody did with a suggestion, and what the organisation allows.

A transcript is readable by its owner only and never used for anything else (AI11). The partner has no person, no
role and no permission: nothing here lets it change a state (AI6).
"""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class Mode(models.TextChoices):
    """What somebody wants to do better with a partner (A6)."""

    ANALYSE = "analyse", _("Beter begrijpen")
    DECIDE = "decide", _("Beter beslissen")
    PRODUCE = "produce", _("Beter maken")
    INNOVATE = "innovate", _("Iets nieuws bedenken")


class Rung(models.IntegerChoices):
    """The hint ladder (AI2): each next one needs a request and a new contribution."""

    QUESTION = 1, _("Vraag")
    HINT = 2, _("Hint")
    PARTIAL = 3, _("Deel van een voorbeeld")
    WORKED = 4, _("Heel voorbeeld")


class SparringSession(models.Model):
    """One conversation about one own attempt, with AI or with the fixed questions."""

    class Partner(models.TextChoices):
        AI = "ai", _("AI")
        FIXED = "fixed", _("vaste vragen")

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="sparring_sessions")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="sparring_sessions")
    partner = models.CharField(max_length=5, choices=Partner)
    mode = models.CharField(_("wat wil je"), max_length=8, choices=Mode, default=Mode.ANALYSE)
    language = models.CharField(max_length=2, choices=User.Language)
    model = models.CharField(max_length=80, blank=True)  # its name in the settings, for the disclosure (AI5)
    rung = models.PositiveSmallIntegerField(choices=Rung, default=Rung.QUESTION)
    checked_revision = models.PositiveIntegerField(default=0)  # of the question, as it last went along (S22)
    started_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)  # the pane is closed: explaining comes next (AI8)

    class Meta:
        ordering = ["question", "started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(closed_at=None), name="one_open_session_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"sparring session {self.pk}"


class Turn(models.Model):
    """One contribution: the person's words, or the partner's blocks that the rung allowed (S20)."""

    class Speaker(models.TextChoices):
        PERSON = "person", _("jij")
        PARTNER = "partner", _("sparringpartner")

    class State(models.TextChoices):
        WAITING = "waiting", _("wacht")  # asked for, not begun
        STREAMING = "streaming", _("is nog aan het schrijven")
        DONE = "done", _("klaar")
        STOPPED = "stopped", _("gestopt")
        HELD = "held", _("tegengehouden")  # the model kept breaking the rules of the rung
        FAILED = "failed", _("mislukt")

    UNFINISHED = (State.WAITING, State.STREAMING)

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField()
    speaker = models.CharField(max_length=7, choices=Speaker)
    state = models.CharField(max_length=9, choices=State, default=State.DONE)
    rung = models.PositiveSmallIntegerField(choices=Rung)
    text = models.TextField(blank=True, max_length=10_000)  # the person's
    asks_for_more = models.BooleanField(default=False)  # the person asked for the next rung
    blocks = models.JSONField(
        default=list, blank=True
    )  # the partner's: [{"kind", "text"}], only what was shown
    request = models.JSONField(null=True, blank=True)  # what leaves for the provider, until it has answered
    failure = models.CharField(max_length=20, blank=True)  # a code; never text of the provider
    made_at = models.DateTimeField(default=clock.now)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    watched_at = models.DateTimeField(null=True, blank=True)  # somebody still reads along
    reserved = models.PositiveIntegerField(default=0)  # tokens
    used = models.PositiveIntegerField(null=True, blank=True)  # tokens; none until it is settled

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_turn_a_number"),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state__in=["waiting", "streaming"]),
                name="one_unfinished_turn_a_session",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(state__in=["waiting", "streaming"]), name="turn_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return f"turn {self.pk}"


class SuggestionChoice(models.Model):
    """What somebody does with one option of the partner, and why (AI8)."""

    class Verdict(models.TextChoices):
        TAKE_OVER = "take_over", pgettext_lazy("mogelijkheid", "Neem over")
        ADAPT = "adapt", _("Pas aan")
        REJECT = "reject", _("Wijs af")

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="choices")
    block = models.PositiveSmallIntegerField()  # its place in the turn's blocks
    verdict = models.CharField(max_length=9, choices=Verdict)
    reason = models.CharField(_("waarom"), max_length=500)
    chosen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["turn", "block"]
        constraints = [
            models.UniqueConstraint(fields=["turn", "block"], name="one_choice_a_suggestion"),
            models.CheckConstraint(condition=~Q(reason=""), name="choice_has_reason"),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class PartnerSettings(models.Model):
    """What the organisation allows; one row. Which models there can be is the deployment's (settings)."""

    is_on = models.BooleanField(_("sparren met AI"), default=False)
    model = models.CharField(_("model"), max_length=80, blank=True)  # empty: the first that is allowed
    allowed_data = models.TextField(_("welke gegevens mogen erin"), max_length=2000, blank=True)
    warn_words = models.TextField(
        _("woorden waarbij we waarschuwen"), max_length=5000, blank=True
    )  # one a line
    person_tokens = models.PositiveIntegerField(
        _("per persoon per week"), default=60_000, validators=[MinValueValidator(1000)]
    )
    team_tokens = models.PositiveIntegerField(
        _("per team per week"), default=500_000, validators=[MinValueValidator(1000)]
    )
    organisation_tokens = models.PositiveIntegerField(
        _("voor iedereen samen per week"), default=5_000_000, validators=[MinValueValidator(1000)]
    )
    answer_tokens = models.PositiveIntegerField(
        _("per antwoord"), default=700, validators=[MinValueValidator(100), MaxValueValidator(4000)]
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="partner_settings_are_one_row")]

    def __str__(self) -> str:
        return "partner settings"

    @classmethod
    def get(cls) -> Self:
        """The one row, or an unsaved one with the defaults (off): a GET never writes."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class TeamSwitch(models.Model):
    """A team that learns without AI."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="+")
    is_off = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"switch of team {self.team_id}"


class PersonSwitch(models.Model):
    """Somebody's own choice to learn without AI, and that they read what talking to it means (TP1)."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    is_off = models.BooleanField(_("liever zonder AI"), default=False)
    notice_read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"switch of person {self.person_id}"


class Spending(models.Model):
    """Tokens of one ISO week of one person, one team, or (neither) the organisation.

    Reserved before a call, settled after it (TL3). A person reads the own one; nobody else reads either.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    reserved = models.PositiveBigIntegerField(default=0)
    used = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year", "week"], condition=Q(team=None), name="one_spending_a_person"
            ),
            models.UniqueConstraint(
                fields=["team", "year", "week"], condition=Q(person=None), name="one_spending_a_team"
            ),
            models.UniqueConstraint(
                fields=["year", "week"], condition=Q(person=None, team=None), name="one_spending_of_all"
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(team=None), name="spending_of_one"),
        ]

    def __str__(self) -> str:
        return f"spending {self.pk}"


class EndpointHealth(models.Model):
    """The breaker of one provider: after so many failures nothing is asked for a while, then one probe (TL4)."""

    name = models.CharField(max_length=80, unique=True)
    failures = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, blank=True)
    probing_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
