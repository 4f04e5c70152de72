"""The week: a team's rhythm, its week cycles and their moments."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import Season
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import HourException
from teams.structure.models import Team


class Kind(models.TextChoices):
    """The moments of the Vitale Weekcyclus; the value is the code of the glossary."""

    PLANNING = "planning", _("Weekstart")
    LEARNING_HOUR = "learning_hour", _("Leerwerkuur")
    CHECK_IN = "check_in", _("Tussenstand")
    RETROSPECTIVE = "retrospective", _("Weekoogst")
    MONTHLY_REVIEW = "monthly_review", _("Maandoogst")
    OUTCOME_REVIEW = "outcome_review", _("Opbrengstgesprek")

    @property
    def named(self) -> str:
        """With its article, for in a sentence: de Weekstart, het Leerwerkuur."""
        return str(_NAMED[self])


_NAMED = {
    Kind.PLANNING: _("de Weekstart"),
    Kind.LEARNING_HOUR: _("het Leerwerkuur"),
    Kind.CHECK_IN: _("de Tussenstand"),
    Kind.RETROSPECTIVE: _("de Weekoogst"),
    Kind.MONTHLY_REVIEW: _("de Maandoogst"),
    Kind.OUTCOME_REVIEW: _("het Opbrengstgesprek"),
}


class Form(models.TextChoices):
    TEAM = "team", _("met het hele team")
    DUO = "duo", _("in duo’s")
    ALONE = "alone", _("ieder voor zich")


class WeekTemplate(models.Model):
    """A team's weekly rhythm: what each week is made from. One per team."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="week_template")
    paused = models.BooleanField(_("even geen weken maken"), default=False)
    focus_mornings = models.JSONField(
        default=list, blank=True
    )  # weekdays, 0 = Monday: rather nothing before noon
    begun_at = models.DateTimeField(default=clock.now)  # a week before this is not made by itself
    revision = models.PositiveIntegerField(default=0)  # rises with each change, as that of a week

    def __str__(self) -> str:
        return f"rhythm of {self.team_id}"


class TemplateMoment(models.Model):
    """One moment of the rhythm. Without a start time everybody gets the prompt alone, in their own hours.

    What is off keeps its values. The second place is for weeks in which the first cannot be.
    """

    template = models.ForeignKey(WeekTemplate, on_delete=models.CASCADE, related_name="moments")
    kind = models.CharField(_("moment"), max_length=14, choices=Kind)
    form = models.CharField(_("vorm"), max_length=5, choices=Form, default=Form.TEAM)
    weekday = models.PositiveSmallIntegerField(_("dag"))  # 0 = Monday
    starts = models.TimeField(_("begint om"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minuten"))
    is_on = models.BooleanField(default=True)
    second_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    second_starts = models.TimeField(null=True, blank=True)
    rotates = models.BooleanField(default=True)  # somebody else leads it each week

    class Meta:
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["template", "kind"], name="one_moment_a_kind"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="template_weekday"),
            models.CheckConstraint(
                condition=Q(second_weekday=None, second_starts=None)
                | Q(second_weekday__lte=6, second_starts__isnull=False),
                name="template_second_place",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=120), name="template_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.weekday}"


class WeekCycleQuerySet(models.QuerySet["WeekCycle"]):
    def of_week(self, week: IsoWeek) -> "WeekCycleQuerySet":
        return self.filter(year=week.year, week=week.week)

    def published(self) -> "WeekCycleQuerySet":
        return self.exclude(published_at=None)


class WeekCycle(models.Model):
    """One team in one ISO week."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="cycles")
    frame_continues = models.BooleanField(default=False)  # the season was over, its frame went on (S6)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(
        default=0
    )  # rises with each change, so that two leads see each other

    objects = WeekCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-week", "team"]
        constraints = [
            models.UniqueConstraint(fields=["team", "year", "week"], name="one_cycle_a_week"),
            models.CheckConstraint(condition=Q(week__gte=1, week__lte=53), name="cycle_week"),
        ]

    def __str__(self) -> str:
        return f"{self.iso} of {self.team_id}"

    @property
    def iso(self) -> IsoWeek:
        return IsoWeek(self.year, self.week)

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """Monday 0.00 until Sunday 24.00 in the team's zone; the end is when the week closes (S7)."""
        return self.iso.span(self.team.time_zone)

    @property
    def closes_at(self) -> datetime:
        return self.span[1]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


_BECAUSE = {
    "work_pressure": _("door werkdruk"),
    "holiday": _("door vakantie of feestdag"),
    "other": _("om een andere reden"),
}


class MomentQuerySet(models.QuerySet["Moment"]):
    def planned(self) -> "MomentQuerySet":
        return self.filter(cancelled_at=None)


class Moment(models.Model):
    """One appointment of a week, with the people who are invited. A Leerwerkuur has one per duo."""

    class Cause(models.TextChoices):
        """Cause class of a cancellation, of the team and never of a person (W7)."""

        WORK_PRESSURE = "work_pressure", _("werkdruk")
        HOLIDAY = "holiday", _("vakantie of feestdag")
        OTHER = "other", _("anders")

        @property
        def because(self) -> str:
            """For in a sentence: door werkdruk, om een andere reden."""
            return str(_BECAUSE[self.value])

    cycle = models.ForeignKey(WeekCycle, on_delete=models.CASCADE, related_name="moments")
    kind = models.CharField(max_length=14, choices=Kind)
    form = models.CharField(max_length=5, choices=Form)
    pair = models.PositiveSmallIntegerField(default=0)  # number of the duo within its kind, 0 for the team
    starts_at = models.DateTimeField(null=True, blank=True)  # none: no common place, everybody alone (S6)
    minutes = models.PositiveSmallIntegerField()
    usual_at = models.DateTimeField(null=True, blank=True)  # where the rhythm would have it this week
    members = models.JSONField(
        default=list, blank=True
    )  # ids of the people of a duo; empty for the whole team
    facilitator = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    refusal = models.JSONField(
        default=list, blank=True
    )  # codes and data why the usual place failed, for the lead
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_cause = models.CharField(max_length=13, choices=Cause, blank=True)
    off_by_duo = models.BooleanField(default=False)  # its duo let it fall: for all others it goes on (S11)
    sequence = models.PositiveIntegerField(default=0)  # rises with each change of its place
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # the lead who changed it last, for the other lead

    objects = MomentQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", F("starts_at").asc(nulls_last=True), "kind", "pair"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind", "pair"], name="one_moment_a_kind_and_pair"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=120), name="moment_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at or 'alone'}"

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def named(self) -> str:
        return Kind(self.kind).named

    @property
    def is_cancelled(self) -> bool:
        """By the team, with a cause, or by the duo itself, without one: only the duo sees that (S11)."""
        return self.cancelled_at is not None

    @property
    def is_of_a_duo(self) -> bool:
        return self.form == Form.DUO and self.pair > 0 and len(self.members) > 1


class SeatQuerySet(models.QuerySet["Seat"]):
    def of(self, person: User) -> "SeatQuerySet":
        return self.filter(person=person)

    def with_invitation(self) -> "SeatQuerySet":
        """With whether somebody is there as a guest: see `Seat.is_of_a_guest`."""
        said_yes = GuestInvitation.objects.filter(
            moment=OuterRef("moment"), person=OuterRef("person"), answer=Answer.YES
        )
        return self.annotate(**{"is_of_a_guest": Exists(said_yes)})  # noqa: PIE804 (as with_choice)

    def with_choice(self) -> "SeatQuerySet":
        """With what this person chose when something came over their place: see `Seat.is_off`."""
        theirs = Displacement.objects.filter(moment=OuterRef("moment"), person=OuterRef("person"))
        chosen = Subquery(theirs.values("outcome")[:1])
        return self.annotate(**{"chosen": chosen})  # noqa: PIE804 (as a keyword mypy takes it for a second field)


class Seat(models.Model):
    """One person's part of a moment: with the others, or alone in own hours (S5). Nothing about attending (S11)."""

    class Reason(models.TextChoices):
        """Why somebody has no place for a moment; a skip always says why."""

        NONE = "", ""
        ABSENT_WEEK = "absent_week", _("afwezig, deze week telt niet mee")
        NO_WORKING_TIME = "no_working_time", _("geen werktijd meer in deze week")
        NO_BUDGET = "no_budget", _("past niet in de leertijd van deze week")
        NOT_YET_MEMBER = "not_yet_member", _("begint bij het volgende moment")

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        default=0
    )  # own part; shorter than the moment for a small budget
    alone = models.BooleanField(default=False)
    reason = models.CharField(max_length=16, choices=Reason, blank=True, default="")

    chosen: str | None = None  # the outcome of a displacement, see with_choice()
    is_of_a_guest: bool = False  # who said yes to an invitation, see with_invitation()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["moment", "person"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "person"], name="one_seat_a_moment"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False, reason="") | ~Q(reason=""), name="seat_or_reason"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="seat_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.moment_id}"

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def is_off(self) -> bool:
        """Nothing comes of it for this person: it fell away without a place of their own, or they left it out."""
        if self.chosen == Displacement.Outcome.DROPPED:
            return True
        has_own_place = self.chosen == Displacement.Outcome.MOVED and self.alone
        return self.moment.is_cancelled and not has_own_place


class Answer(models.TextChoices):
    OPEN = "", _("nog niet beantwoord")
    YES = "yes", _("ja")
    NO = "no", _("nee")


class GuestInvitation(models.Model):
    """A moment of another team to which somebody is asked, within their own budget (S8). No without a reason."""

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="guest_invitations")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    starts_at = models.DateTimeField(null=True, blank=True)  # of the moment when last asked or answered
    answer = models.CharField(max_length=3, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "person"], name="one_invitation_a_moment_and_guest")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as guest at {self.moment_id}"

    def is_no_to(self, starts_at: datetime | None) -> bool:
        """A no holds for its own place; an older one does not know which that was, so it holds for all."""
        return self.answer == Answer.NO and self.starts_at in (None, starts_at)


class ExceptionRequest(models.Model):
    """A lead asks whether a moment may, this once, lie outside somebody's hours. Only they can allow it (W1).

    The span is that of the question: when the moment moves, the answer holds no longer.
    """

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="exception_requests")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exception_requests")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    exception = models.OneToOneField(
        HourException, on_delete=models.SET_NULL, null=True, blank=True, related_name="request"
    )

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["moment", "person", "starts_at"], name="one_request_a_moment_person_and_time"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="request_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asked for {self.moment_id}"


class Displacement(models.Model):
    """Something came over somebody's place in the week; they are asked once for another one. Theirs alone."""

    class Cause(models.TextChoices):
        BUSY = "busy", _("je agenda heeft iets anders")
        CANCELLED = "cancelled", _("het moment van het team vervalt")

    class Outcome(models.TextChoices):
        OPEN = "", _("nog niet gekozen")
        MOVED = "moved", _("een andere plek")
        KEPT = "kept", _("toch op dezelfde plek")
        DROPPED = "dropped", _("deze week niet")
        GIVEN_UP = "given_up", _("de week is voorbij")

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="displacements")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="displacements")
    cause = models.CharField(max_length=9, choices=Cause)
    found_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["found_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "person"], name="asked_once_a_moment_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.cause} over {self.moment_id} of {self.person_id}"
