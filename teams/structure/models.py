"""The organisation and its people: one organisation per installation (S1)."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock, tokens
from teams.accounts.models import User


class LiberationDay(models.TextChoices):
    NEVER = "never", _("Nooit vrij")
    LUSTRUM = "lustrum", _("Eens in de vijf jaar vrij")
    ALWAYS = "always", _("Elk jaar vrij")


class Organisation(models.Model):
    """One row. The numbers marked [P] in the product are settings here."""

    name = models.CharField(_("naam"), max_length=120)
    language = models.CharField(_("taal"), max_length=2, choices=User.Language, default="nl")
    time_zone = models.CharField(_("tijdzone"), max_length=60, default="Europe/Amsterdam")
    helpdesk = models.CharField(_("hulp bij aanmelden"), max_length=120, blank=True)
    is_example = models.BooleanField(default=False, editable=False)

    # W10 and S14: no real people before these are known.
    consent_on = models.DateField(_("instemming ondernemingsraad"), null=True, blank=True)
    no_works_council = models.BooleanField(_("wij hebben geen ondernemingsraad"), default=False)
    dpia_on = models.DateField(_("datum DPIA"), null=True, blank=True)

    budget_minutes = models.PositiveSmallIntegerField(
        _("leertijd bij een volle week, in minuten"),
        default=120,
        validators=[MinValueValidator(45), MaxValueValidator(480)],
    )
    budget_floor = models.PositiveSmallIntegerField(
        _("kleinste leertijd per week, in minuten"),
        default=45,
        validators=[MinValueValidator(15), MaxValueValidator(120)],
    )
    full_time_hours = models.DecimalField(
        _("volle werkweek, in uren"),
        max_digits=4,
        decimal_places=2,
        default=36,
        validators=[MinValueValidator(20), MaxValueValidator(48)],
    )
    holiday_country = models.CharField(_("feestdagen van"), max_length=2, default="NL")
    good_friday_off = models.BooleanField(_("Goede Vrijdag is een vrije dag"), default=False)
    liberation_day = models.CharField(
        _("Bevrijdingsdag"), max_length=8, choices=LiberationDay, default=LiberationDay.LUSTRUM
    )

    # Figures of groups (W9). Kept with each figure that is frozen, and not changed while a season runs.
    least_people = models.PositiveSmallIntegerField(
        _("kleinste groep in een cijfer"),
        default=5,
        validators=[MinValueValidator(5), MaxValueValidator(25)],
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="organisation_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get(cls) -> Self:
        """The one row, or an unsaved one with the defaults when the installation is new: a GET never writes."""
        return cls.objects.filter(pk=1).first() or cls(
            pk=1, name="Lerendwerken", language=settings.LANGUAGE_CODE
        )

    @classmethod
    def one_at_a_time(cls) -> None:
        """Until the end of the transaction: what changes many people at once, or counts them, waits for the other."""
        cls.objects.select_for_update().filter(pk=1).first()

    @property
    def may_hold_real_people(self) -> bool:
        return bool((self.consent_on or self.no_works_council) and self.dpia_on)

    @property
    def is_ready_for_people(self) -> bool:
        """Whether people may come in, and figures of groups be shown (W10). Made-up people need neither date."""
        return self.may_hold_real_people or self.is_example


class Unit(models.Model):
    """A dienst or afdeling: a group of teams."""

    name = models.CharField(_("naam"), max_length=120, unique=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamQuerySet(models.QuerySet["Team"]):
    def open_on(self, day: date) -> "TeamQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class Team(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams", verbose_name=_("dienst"))
    name = models.CharField(_("naam"), max_length=120)
    time_zone = models.CharField(_("tijdzone"), max_length=60, default="Europe/Amsterdam")
    closed_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="team_name_in_unit")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        return self.filter(from_date__lte=day).filter(Q(until=None) | Q(until__gte=day))

    def between(self, first: date, last: date) -> "MembershipQuerySet":
        return self.filter(from_date__lte=last).filter(Q(until=None) | Q(until__gte=first))


class Membership(models.Model):
    """Somebody learns in a team, from a date until a date (inclusive)."""

    class Kind(models.TextChoices):
        HOME = "home", _("thuisteam")
        GUEST = "guest", _("te gast")

    class Contract(models.TextChoices):
        EMPLOYEE = "employee", _("in dienst")
        EXTERNAL = "external", _("extern")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.HOME)
    contract = models.CharField(max_length=8, choices=Contract, default=Contract.EMPLOYEE)
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["from_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("from_date")), name="membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="home", until=None), name="one_open_home_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"


class RoleQuerySet(models.QuerySet["Role"]):
    def on(self, day: date) -> "RoleQuerySet":
        return self.filter(from_date__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Role(models.Model):
    """A dated role with a scope. Being a professional is a membership, not a role."""

    class Kind(models.TextChoices):
        TEAM_LEAD = "team_lead", _("teamleider")
        MANAGER = "manager", _("manager")
        ADMINISTRATOR = "administrator", _("beheerder")
        LEARNING = "learning", _("leren en ontwikkelen")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=13, choices=Kind)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    deputy = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="deputy_for"
    )
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "from_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="team_lead", team__isnull=False, unit=None)
                | Q(kind="manager", unit__isnull=False, team=None)
                | Q(kind__in=["administrator", "learning"], team=None, unit=None),
                name="role_has_its_scope",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("from_date")), name="role_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="role_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Invitation(models.Model):
    """A one-time link that signs somebody in: the first administrator, and everybody when there is no mail (S14)."""

    LIFE = timedelta(days=2)

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @classmethod
    def issue(cls, person: User) -> tuple["Invitation", str]:
        """The row and the token for the link; the token itself is stored nowhere."""
        token, digest = tokens.fresh()
        row = cls.objects.create(person=person, token_hash=digest, expires_at=clock.now() + cls.LIFE)
        return row, token

    @classmethod
    def find(cls, token: str) -> "Invitation | None":
        """The unused and unexpired invitation, without spending it."""
        return (
            cls.objects.filter(token_hash=tokens.digest(token), used_at=None, expires_at__gt=clock.now())
            .select_related("person")
            .first()
        )

    def spend(self) -> bool:
        """True for the one caller that may sign in with it."""
        now = clock.now()
        return bool(
            Invitation.objects.filter(pk=self.pk, used_at=None, expires_at__gt=now).update(used_at=now)
        )
