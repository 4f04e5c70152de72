"""The innovation proposal (innovatievoorstel): what it says, who made it, and every step of its way (4.2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Membership, Role, Team


class Label(models.TextChoices):
    """The maker's mark of a whole proposal: that of its highest paragraph (S21)."""

    OWN = "own", _("Eigen woorden")
    REWORKED = "reworked", _("Door AI bewerkt")
    TAKEN_OVER = "taken_over", _("Van AI overgenomen")


WAITS = Q(state="submitted") | Q(state="trial", result_at__isnull=False)


class ProposalQuerySet(models.QuerySet["InnovationProposal"]):
    def of(self, person: User) -> "ProposalQuerySet":
        """Own ones and those somebody writes with others; constant, since a join could count one twice."""
        written = ProposalAuthor.objects.filter(person=person, state=ProposalAuthor.State.IN)
        return self.filter(Q(owner=person) | Q(pk__in=written.values("proposal")))

    def in_state(self, *states: str) -> "ProposalQuerySet":
        return self.filter(state__in=states)

    def waiting(self) -> "ProposalQuerySet":
        """For an answer: submitted, or a trial whose result was handed in."""
        return self.filter(WAITS)

    def overdue(self, today: date) -> "ProposalQuerySet":
        """Late with its answer, or with what a decision rests on: a result that its authors never handed in."""
        return self.filter(state__in=["submitted", "trial"], answer_due__lt=today)

    def without_owner(self, today: date) -> "ProposalQuerySet":
        """Still on their way, while whoever owned them has no more to do with the team (S17)."""
        state = InnovationProposal.State
        on_its_way = self.in_state(state.SUBMITTED, state.RETURNED, state.TRIAL, state.ADOPTED)
        owner = {"person": OuterRef("owner"), "person__is_active": True}
        member = Membership.objects.on(today).filter(team=OuterRef("team"), **owner)
        near = Q(team=OuterRef("team")) | Q(unit=OuterRef("team__unit"))
        return on_its_way.exclude(Exists(member) | Exists(Role.objects.on(today).filter(near, **owner)))


class InnovationProposal(models.Model):
    """One change that somebody proposes for the work: three texts to submit, the rest before a trial."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Concept")
        SUBMITTED = "submitted", _("Ingediend")
        RETURNED = "returned", _("Teruggelegd met een vraag")
        TRIAL = "trial", _("Proef")
        DECLINED = "declined", _("Afgewezen")
        ADOPTED = "adopted", _("Ingevoerd")
        STOPPED = "stopped", _("Gestopt")
        EMBEDDED = "embedded", pgettext_lazy("voorstel", "Geborgd")
        WITHDRAWN = "withdrawn", _("Ingetrokken")

    class Category(models.TextChoices):
        WAY_OF_WORKING = "way_of_working", _("Anders werken")
        TASK_REDESIGN = "task_redesign", _("Taken anders verdelen")
        SERVICE = "service", _("Betere dienst voor wie ons nodig heeft")
        TOOL = "tool", _("Een hulpmiddel slimmer gebruiken")
        LEARNING = "learning", _("Leren van elkaar")

    # Nobody reads drafts; everything else stands open for the unit (S18).
    OPEN = (
        State.SUBMITTED,
        State.RETURNED,
        State.TRIAL,
        State.DECLINED,
        State.ADOPTED,
        State.STOPPED,
        State.EMBEDDED,
    )
    MARKED = ("problem", "idea", "hoped")  # texts that carry a mark for each paragraph
    TOUCHES = ("touches_other_team", "touches_money", "touches_tool", "touches_data")

    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="proposals")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="proposals")
    question = models.ForeignKey(
        "cycles.LearningQuestion", on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals"
    )  # what it grew from; its owner's alone
    development_question = models.ForeignKey(
        "cycles.DevelopmentQuestion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("ontwikkelvraag"),
    )  # which goal it serves
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)

    title = models.CharField(_("naam"), max_length=80, blank=True)
    problem = models.TextField(_("wat speelt er in je eigen werk"), max_length=4000, blank=True)
    idea = models.TextField(_("wat is je idee"), max_length=4000, blank=True)
    hoped = models.TextField(_("wat hoop je dat het oplevert"), max_length=2000, blank=True)
    marks = models.JSONField(
        default=dict, blank=True
    )  # name of a text -> its marks, see cycles/questions/marking.py
    label = models.CharField(max_length=10, choices=Label, default=Label.OWN)
    category = models.CharField(_("waar gaat het over"), max_length=14, choices=Category, blank=True)
    task_group = models.CharField(_("soort taak"), max_length=14, blank=True)  # questions.TaskGroup
    skill = models.CharField(_("vaardigheid"), max_length=13, blank=True)  # questions.Skill

    # While it lies returned: what its authors write now. Readers keep to the texts that were submitted.
    working = models.JSONField(default=dict, blank=True)
    # Digests of claims that its authors left out; nothing brings those along again.
    left_out = models.JSONField(default=list, blank=True)

    # With one of these the manager decides instead of the team's lead (S24).
    touches_other_team = models.BooleanField(_("een ander team"), default=False)
    touches_money = models.BooleanField(_("geld"), default=False)
    touches_tool = models.BooleanField(_("een nieuw hulpmiddel"), default=False)
    touches_data = models.BooleanField(_("persoonsgegevens"), default=False)

    # Before a trial.
    gain_for = models.TextField(_("wie heeft er voordeel van"), max_length=1000, blank=True)
    loss = models.TextField(_("wat raken we kwijt"), max_length=1000, blank=True)
    keep_human = models.TextField(_("wat blijft mensenwerk"), max_length=1000, blank=True)
    junior_learning = models.TextField(_("wat leren nieuwe collega’s"), max_length=1000, blank=True)
    ethics = models.TextField(_("wie kan er last van krijgen"), max_length=1000, blank=True)
    data_used = models.TextField(_("welke gegevens gebruik je"), max_length=1000, blank=True)
    effort = models.CharField(_("wat kost het"), max_length=300, blank=True)
    needs_ai = models.BooleanField(_("er is AI voor nodig"), default=False)
    is_agentic = models.BooleanField(_("AI voert zelf stappen uit"), default=False)
    human_check = models.CharField(_("waar kijkt een mens mee"), max_length=300, blank=True)

    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # the last who asked a question back: stays among those who are asked, whatever it touches by then
    answer_due = models.DateField(null=True, blank=True)  # last day for the answer that is asked now
    trial_from = models.DateField(null=True, blank=True)
    trial_until = models.DateField(null=True, blank=True)
    result = models.TextField(_("wat leverde de proef op"), max_length=3000, blank=True)
    result_at = models.DateTimeField(null=True, blank=True)  # handed in: the decider is asked
    process_owner = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie houdt het bij"),
    )
    remeasure_on = models.DateField(_("opnieuw meten op"), null=True, blank=True)
    embedding_asked_at = models.DateTimeField(null=True, blank=True)  # the owner is ready, the lead is asked

    made_at = models.DateTimeField(default=clock.now)
    stands_since = models.DateTimeField(default=clock.now)  # in this state
    revision = models.PositiveIntegerField(default=1)  # two authors see each other
    search_text = models.TextField(blank=True, editable=False)  # folded, see lerendwerken/lib/wordsearch.py

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-stands_since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="proposal_open_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "trial"]) | Q(answer_due__isnull=False),
                name="proposal_waiting_has_due",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["trial", "adopted", "stopped", "embedded"])
                | Q(trial_from__isnull=False, trial_until__gte=F("trial_from")),
                name="proposal_trial_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state="embedded") | Q(remeasure_on__isnull=False),
                name="proposal_embedded_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state", "-stands_since"], name="proposal_board"),
            models.Index(fields=["owner", "state"], name="proposal_owner"),
            models.Index(
                fields=["answer_due"], condition=Q(state__in=["submitted", "trial"]), name="proposal_due"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def name(self) -> str:
        """Its title, or the beginning of the idea as long as nobody named it."""
        words = self.title or self.idea or self.problem
        return words if len(words) <= 80 else words[:77].rsplit(" ", 1)[0] + "…"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def touches(self) -> list[Any]:
        """The words of what takes it beyond the mandate of a team."""
        return touching(name for name in self.TOUCHES if getattr(self, name))

    @property
    def is_within_team(self) -> bool:
        """The team's own mandate: own team, no money, no new tool, no personal data (S24)."""
        return not (self.touches_other_team or self.touches_money or self.touches_tool or self.touches_data)


def touching(names: Iterable[str]) -> list[Any]:
    """The words of the fields that say what a proposal touches."""
    return [InnovationProposal._meta.get_field(name).verbose_name for name in names]  # type: ignore[union-attr]


class ProposalAuthor(models.Model):
    """Who writes along: invited by the owner, or asked to join; in once the other side said yes."""

    class State(models.TextChoices):
        INVITED = "invited", _("uitgenodigd")
        ASKED = "asked", _("wil meedoen")
        IN = "in", _("doet mee")
        OUT = "out", _("doet niet mee")

    proposal = models.ForeignKey(InnovationProposal, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="authorships")
    state = models.CharField(max_length=7, choices=State)
    at = models.DateTimeField(default=clock.now)
    # Who was in once never decides on it, whatever became of the state since (S24).
    was_in_at = models.DateTimeField(null=True, blank=True)
    asked_to_own_at = models.DateTimeField(null=True, blank=True)  # the owner wants to hand it over to them

    class Meta:
        ordering = ["proposal", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_authorship_a_person"),
            models.CheckConstraint(
                condition=~Q(state__in=["in", "out"]) | Q(was_in_at__isnull=False), name="who_is_in_was_in"
            ),
            models.CheckConstraint(
                condition=Q(asked_to_own_at=None) | Q(state__in=["invited", "in"]), name="heir_reads_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} writes {self.proposal_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Nobody is in, or out again, without having been in."""
        if self.state in (self.State.IN, self.State.OUT) and self.was_in_at is None:
            self.was_in_at = self.at
        super().save(*args, **kwargs)


class ProposalShare(models.Model):
    """A draft shown to one named colleague or to the team, until taken back or submitted (W8)."""

    proposal = models.ForeignKey(InnovationProposal, on_delete=models.CASCADE, related_name="shares")
    colleague = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    shared_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colleague__isnull=False, team=None) | Q(colleague=None, team__isnull=False),
                name="proposal_share_with_one",
            ),
            models.UniqueConstraint(
                fields=["proposal", "colleague"],
                condition=Q(taken_back_at=None, team=None),
                name="proposal_open_share_colleague",
            ),
            models.UniqueConstraint(
                fields=["proposal", "team"],
                condition=Q(taken_back_at=None, colleague=None),
                name="proposal_open_share_team",
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"


class ProposalFollow(models.Model):
    """Somebody wants to hear of every answer."""

    proposal = models.ForeignKey(InnovationProposal, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["proposal", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_follow_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.proposal_id}"


class TwoSides(models.Model):
    """What an opportunity brings with it, and what is done about it (A49)."""

    proposal = models.ForeignKey(InnovationProposal, on_delete=models.CASCADE, related_name="sides")
    opportunity = models.TextField(_("kans"), max_length=500)
    threat = models.TextField(_("bedreiging"), max_length=500)
    measure = models.CharField(_("wat doen we eraan"), max_length=300, blank=True)

    class Meta:
        ordering = ["proposal", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(opportunity="") & ~Q(threat=""), name="two_sides_are_two"),
        ]

    def __str__(self) -> str:
        return f"sides {self.pk}"


class ProposalStep(models.Model):
    """One step of the way, with who took it and why. Only ever added; every decision is one."""

    class Did(models.TextChoices):
        BEGAN = "began", _("Begonnen")
        SUBMITTED = "submitted", _("Ingediend")
        RETURNED = "returned", _("Teruggelegd met een vraag")
        TOUCHES = "touches", _("Raakt iets anders")
        TRIAL = "trial", _("Ja tegen de proef")
        DECLINED = "declined", _("Afgewezen")
        RESULT = "result", _("Uitkomst ingeleverd")
        ADOPTED = "adopted", _("Ingevoerd")
        STOPPED = "stopped", _("Gestopt")
        EMBEDDING = "embedding", _("Klaar om te borgen")
        EMBEDDED = "embedded", pgettext_lazy("voorstel", "Geborgd")
        WITHDRAWN = "withdrawn", _("Ingetrokken")
        HANDED_OVER = "handed_over", _("Overgedragen")

    DECISIONS = (Did.RETURNED, Did.TRIAL, Did.DECLINED, Did.ADOPTED, Did.STOPPED)

    proposal = models.ForeignKey(InnovationProposal, on_delete=models.CASCADE, related_name="steps")
    did = models.CharField(max_length=11, choices=Did)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=13, blank=True)  # Role.Kind in which it was decided
    as_deputy = models.BooleanField(default=False)
    in_place_of = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # whom the deputy stood in for that day
    reason = models.TextField(max_length=2000, blank=True)
    would_be_yes = models.TextField(max_length=1000, blank=True)  # what would make a no a yes
    due = models.DateField(null=True, blank=True)  # the day before which the answer was asked
    # What it came to touch and what no more, by the names of the fields: {"more": […], "less": […]}
    touched = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["proposal", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(did__in=["returned", "trial", "declined", "adopted", "stopped"]) | ~Q(reason=""),
                name="decision_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(did="declined") | ~Q(would_be_yes=""), name="no_says_what_would_be_yes"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"

    @property
    def is_decision(self) -> bool:
        return self.did in self.DECISIONS
