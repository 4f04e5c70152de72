"""Insights (inzichten) with an honest estimate of their strength, and the monthly digest they end in (4.3)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Team

POINTS = 20  # of each of the five criteria


class Insight(models.Model):
    """One statement in own words, where it comes from, and what it means for the work here."""

    class Kind(models.TextChoices):
        OWN = "own", _("Uit eigen werk")
        EXTERNAL = "external", _("Van buiten")

    class SourceKind(models.TextChoices):
        COUNT = "count", _("Eigen telling of proef")
        RESEARCH = "research", _("Onderzoek")
        REVIEW = "review", _("Meerdere onderzoeken samen")
        STATISTICS = "statistics", _("Statistiek")
        LAW = "law", _("Wet of regel")
        REPORT = "report", _("Rapport of advies")
        NEWS = "news", _("Nieuws of blog")
        EXPERIENCE = "experience", _("Ervaring van collega’s")

    class Check(models.TextChoices):
        """The claim state, as of a claim (AI4)."""

        UNCHECKED = "unchecked", _("Nog niet gecontroleerd")
        CONFIRMED = "confirmed", _("Klopt")
        REFUTED = "refuted", _("Bleek niet te kloppen")
        UNCHECKABLE = "uncheckable", _("Niet te controleren")

    class Reach(models.TextChoices):
        TEAM = "team", _("Het team")
        ORGANISATION = "organisation", _("De hele organisatie")

    CRITERIA = ("source_points", "recency_points", "method_points", "confirmation_points", "fit_points")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="insights")
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="insights"
    )
    kind = models.CharField(_("waar komt het vandaan"), max_length=8, choices=Kind)
    reach = models.CharField(max_length=12, choices=Reach, default=Reach.TEAM)
    statement = models.CharField(_("inzicht in eigen woorden"), max_length=300)
    meaning = models.TextField(_("wat betekent het voor ons werk"), max_length=1500, blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)
    source_kind = models.CharField(_("soort bron"), max_length=10, choices=SourceKind, blank=True)
    source_url = models.URLField(_("adres van de bron"), max_length=500, blank=True)
    source_date = models.DateField(_("datum van de bron"), null=True, blank=True)
    method = models.CharField(_("hoe is het onderzocht"), max_length=500, blank=True)
    horizon = models.CharField(_("voor welke termijn geldt het"), max_length=120, blank=True)
    is_job_shift = models.BooleanField(_("gaat over banen die veranderen"), default=False)
    is_figure = models.BooleanField(_("een cijfer om mee te vergelijken, geen doel"), default=False)

    # The rubric: five criteria of twenty points, set by a person; empty until somebody did.
    source_points = models.PositiveSmallIntegerField(
        _("soort bron"), null=True, blank=True, validators=[MaxValueValidator(POINTS)]
    )
    recency_points = models.PositiveSmallIntegerField(
        _("hoe recent"), null=True, blank=True, validators=[MaxValueValidator(POINTS)]
    )
    method_points = models.PositiveSmallIntegerField(
        _("methode te zien"), null=True, blank=True, validators=[MaxValueValidator(POINTS)]
    )
    confirmation_points = models.PositiveSmallIntegerField(
        _("bevestigd door anderen"), null=True, blank=True, validators=[MaxValueValidator(POINTS)]
    )
    fit_points = models.PositiveSmallIntegerField(
        _("past bij ons werk"), null=True, blank=True, validators=[MaxValueValidator(POINTS)]
    )
    rated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rated_on = models.DateField(null=True, blank=True)

    check_state = models.CharField(max_length=11, choices=Check, default=Check.UNCHECKED)
    check_note = models.CharField(_("wat vond je"), max_length=500, blank=True)
    check_source = models.CharField(_("waar keek je het na"), max_length=300, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    checked_on = models.DateField(null=True, blank=True)

    label = models.CharField(max_length=10, default="own")  # maker's mark, as of a proposal
    marks = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(
        null=True, blank=True
    )  # for its reach; before that its author's alone
    retired_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(source=""), name="published_insight_has_source"
            ),
            models.CheckConstraint(
                condition=Q(check_state="unchecked") | Q(checked_on__isnull=False),
                name="insight_check_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(check_state__in=["confirmed", "refuted"]) | ~Q(check_source=""),
                name="insight_check_has_source",
            ),
            models.CheckConstraint(
                condition=Q(
                    source_points=None,
                    recency_points=None,
                    method_points=None,
                    confirmation_points=None,
                    fit_points=None,
                    rated_on=None,
                )
                | Q(
                    source_points__lte=POINTS,
                    recency_points__lte=POINTS,
                    method_points__lte=POINTS,
                    confirmation_points__lte=POINTS,
                    fit_points__lte=POINTS,
                    rated_on__isnull=False,
                ),
                name="insight_rated_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(reach="organisation"), name="insight_of_a_team_or_of_all"
            ),
        ]
        indexes = [models.Index(fields=["team", "-made_at"], name="insight_team")]

    def __str__(self) -> str:
        return f"insight {self.pk}"

    @property
    def validity(self) -> int | None:
        """Estimated validity, 0 to 100; None until somebody rated it."""
        points = [getattr(self, name) for name in self.CRITERIA]
        return None if None in points else sum(points)


class Contradiction(models.Model):
    """Two insights whose sources say opposite things."""

    one = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="contradictions")
    other = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="contradicted_by")
    note = models.CharField(_("waarin verschillen ze"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_contradiction_a_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="contradiction_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} against {self.other_id}"


class Objection(models.Model):
    """'Klopt dit niet? Zeg het': somebody doubts an insight; whoever checks it answers."""

    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="objections")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(_("wat klopt er niet"), max_length=500)
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["insight", "at", "id"]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class MonthlyDigest(models.Model):
    """What a team learnt in a month (maandbericht): summary, conclusions, recommendations and insights."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="digests")
    month = models.DateField()  # its first day
    title = models.CharField(_("titel"), max_length=120, blank=True)
    summary = models.TextField(_("samenvatting"), max_length=2000, blank=True)
    marks = models.JSONField(default=dict, blank=True)  # of title and summary, as of a proposal
    label = models.CharField(max_length=10, default="own")
    made_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-month", "team"]
        constraints = [models.UniqueConstraint(fields=["team", "month"], name="one_digest_a_month")]

    def __str__(self) -> str:
        return f"digest {self.pk}"


class DigestInsight(models.Model):
    """An insight in a digest, as it was then: a later change of it does not change what was read."""

    digest = models.ForeignKey(MonthlyDigest, on_delete=models.CASCADE, related_name="entries")
    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="digest_entries")
    is_correction = models.BooleanField(default=False)  # 'bleek niet te kloppen'
    validity_then = models.PositiveSmallIntegerField(null=True, blank=True)
    as_read = models.JSONField(
        default=dict, blank=True
    )  # its words when the digest went out, see freezing.py
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["digest", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["digest", "insight"], name="an_insight_once_a_digest")]

    def __str__(self) -> str:
        return f"{self.insight_id} in {self.digest_id}"


class Conclusion(models.Model):
    digest = models.ForeignKey(MonthlyDigest, on_delete=models.CASCADE, related_name="conclusions")
    title = models.CharField(_("conclusie"), max_length=120)
    text = models.TextField(_("waarom"), max_length=1000, blank=True)
    marks = models.JSONField(default=dict, blank=True)  # of both, as of its digest
    label = models.CharField(max_length=10, default="own")

    class Meta:
        ordering = ["digest", "id"]

    def __str__(self) -> str:
        return f"conclusion {self.pk}"


class Recommendation(models.Model):
    """What the team recommends, who takes it up, and before when."""

    digest = models.ForeignKey(MonthlyDigest, on_delete=models.CASCADE, related_name="recommendations")
    text = models.CharField(_("aanbeveling"), max_length=200)
    owner = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="recommendations",
        verbose_name=_("wie pakt het op"),
    )
    due_on = models.DateField(_("vóór welke dag"))
    done_at = models.DateTimeField(null=True, blank=True)
    marks = models.JSONField(default=dict, blank=True)
    label = models.CharField(max_length=10, default="own")

    class Meta:
        ordering = ["digest", "id"]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"


class InsightImport(models.Model):
    """A list of insights that somebody read in and looks at before anything is kept. One a person, a day at most."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    packed = models.BinaryField()  # what was read, row by row, see reading_in.py
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"import {self.pk}"
