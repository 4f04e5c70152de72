"""The live Weekoogst and Maandoogst: what a team puts on its shared page, and what it takes along (S3)."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.insights.models import Insight
from cycles.prompts.models import Reflection
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team


class HarvestSession(models.Model):
    """One team's conversation at one moment. Which step it is in is the same for everybody."""

    moment = models.OneToOneField(Moment, on_delete=models.CASCADE, related_name="harvest")
    facilitator = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)  # place in its agenda, see agenda.py
    step_began_at = models.DateTimeField(default=clock.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)  # of this step, before the pause that runs now
    opened_at = models.DateTimeField(default=clock.now)  # somebody put the first thing on it
    begun_at = models.DateTimeField(null=True, blank=True)  # the conversation itself; before it no clock runs
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # rises with everything that others should see
    wrote_digest = models.BooleanField(default=False)  # its words are in the digest of the month

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"harvest {self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_running(self) -> bool:
        return self.begun_at is not None and self.paused_at is None and self.closed_at is None

    def spent(self, now: datetime) -> timedelta:
        """On this step, pauses left out."""
        if self.begun_at is None:
            return timedelta()
        until = self.closed_at or self.paused_at or now
        return max(until - self.step_began_at - timedelta(seconds=self.paused_seconds), timedelta())


class HarvestItem(models.Model):
    """What somebody chose to put on the page: typed there, or one of their own answers. Only that is shared."""

    session = models.ForeignKey(HarvestSession, on_delete=models.CASCADE, related_name="items")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="harvest_items")
    step = models.PositiveSmallIntegerField()
    text = models.TextField(_("wat deel je"), max_length=2000)
    reflection = models.ForeignKey(
        Reflection, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # the answer that it is
    label = models.CharField(max_length=10, default="own")  # maker's mark (S21)
    marks = models.JSONField(
        default=list, blank=True
    )  # of its paragraphs, as they were when it was put there
    put_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    spoken_at = models.DateTimeField(null=True, blank=True)  # had its turn
    has_floor = models.BooleanField(default=False)  # has its turn now

    class Meta:
        ordering = ["session", "put_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(has_floor=True), name="one_item_has_the_floor"
            ),
            models.UniqueConstraint(
                fields=["session", "reflection"],
                condition=Q(taken_back_at=None, reflection__isnull=False),
                name="an_answer_once_a_harvest",
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class Reaction(models.Model):
    """A quiet answer to an item; no counts of people are shown anywhere but on that page."""

    class Kind(models.TextChoices):
        KNOW = "know", _("Herken ik")
        HELPS = "helps", _("Hier heb ik wat aan")
        ASK = "ask", _("Ik wil iets vragen")

    item = models.ForeignKey(HarvestItem, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person", "kind"], name="one_reaction_a_kind"),
        ]

    def __str__(self) -> str:
        return f"reaction {self.pk}"


class HarvestLine(models.Model):
    """One line that the team writes together. Each is a row of its own, so two who write lose nothing."""

    class Kind(models.TextChoices):
        TABLE = "table", _("Op tafel")
        KEEP = "keep", _("Dit houden we vast")
        CHANGE = "change", _("Dit doen we anders")
        FOCUS = "focus", _("Waar we volgende week op letten")

    session = models.ForeignKey(HarvestSession, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["session", "kind", "at", "id"]

    def __str__(self) -> str:
        return f"line {self.pk}"


class HarvestYield(models.Model):
    """What came of the conversation: a draft of a proposal, or an insight, with the item it grew from."""

    session = models.ForeignKey(HarvestSession, on_delete=models.CASCADE, related_name="yields")
    item = models.ForeignKey(
        HarvestItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="yields"
    )
    proposal = models.OneToOneField(
        InnovationProposal, on_delete=models.CASCADE, null=True, blank=True, related_name="harvested"
    )
    insight = models.OneToOneField(
        Insight, on_delete=models.CASCADE, null=True, blank=True, related_name="harvested"
    )
    text = models.CharField(
        max_length=300, blank=True
    )  # as it was said here: what becomes of it is its author's
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["session", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, insight=None) | Q(proposal=None, insight__isnull=False),
                name="harvest_yields_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"yield {self.pk}"


class HarvestSummary(models.Model):
    """A summary of what was put on the page. What AI drafted is labelled, and nothing until a person accepts it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wordt geschreven")
        DRAFT = "draft", _("voorstel van AI")
        ACCEPTED = "accepted", _("overgenomen")
        DISCARDED = "discarded", _("weggelegd")
        FAILED = "failed", _("niet gelukt")

    session = models.ForeignKey(HarvestSession, on_delete=models.CASCADE, related_name="summaries")
    text = models.TextField(_("samenvatting"), max_length=3000, blank=True)
    drafted = models.TextField(blank=True)  # the words of AI, against which the mark is made
    tool = models.CharField(max_length=80, blank=True)
    marks = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    reserved = models.PositiveIntegerField(default=0)  # tokens, as long as it is being written
    account = models.JSONField(null=True, blank=True)  # whose budget that is

    class Meta:
        ordering = ["session", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state__in=["waiting", "draft"]), name="one_open_summary"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_by__isnull=False), name="a_person_accepts"
            ),
        ]

    def __str__(self) -> str:
        return f"summary {self.pk}"


class OwnNote(models.Model):
    """What somebody writes from memory before anything is looked up: theirs alone."""

    session = models.ForeignKey(HarvestSession, on_delete=models.CASCADE, related_name="notes")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("wat weet je nog"), max_length=3000, blank=True)
    at = models.DateTimeField(default=clock.now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["session", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_note_a_person")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class TrialChoice(models.Model):
    """A proposal, or a card of another team, that a team wants to begin with: its advice of that month, and no more
    than that, for whoever is asked decides (S24). Of the month, as the digest it stands in: of all its conversations."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    proposal = models.ForeignKey(
        InnovationProposal, on_delete=models.CASCADE, null=True, blank=True, related_name="wanted"
    )
    card = models.ForeignKey(
        PracticeCard, on_delete=models.CASCADE, null=True, blank=True, related_name="wanted"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["team", "month", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, card=None) | Q(proposal=None, card__isnull=False),
                name="one_thing_to_begin_with",
            ),
            models.UniqueConstraint(fields=["team", "month", "proposal"], name="a_proposal_once_a_month"),
            models.UniqueConstraint(fields=["team", "month", "card"], name="a_card_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"
