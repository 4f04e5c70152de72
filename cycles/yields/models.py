"""Yields (opbrengsten): what learning should bring, decided beforehand, and later what it brought."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User


class YieldOutcome(models.Model):
    """One expected yield in a sentence, of a learning question or of a proposal; measure and baseline may follow (S23).

    `yield` is a Python keyword.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", _("meteen")
        SUSTAINABLE = "sustainable", _("blijvend")

    class Horizon(models.TextChoices):
        SHORT = "short", _("binnen 3 maanden")
        LONG = "long", _("over een jaar of later")

    class Level(models.TextChoices):
        PROFESSIONAL = "professional", _("voor jezelf")
        ENVIRONMENT = "environment", _("voor je werkomgeving")
        ORGANISATION = "organisation", _("voor de organisatie")
        SOCIETY = "society", _("voor de samenleving")

    class Theme(models.TextChoices):  # A23
        SHORTAGE = "shortage", _("genoeg mensen voor het werk")
        CLIMATE = "climate", _("een gezond werkklimaat")
        PRODUCTIVITY = "productivity", _("meer af met minder moeite")
        INCLUSION = "inclusion", _("iedereen kan meedoen")
        SUSTAINABILITY = "sustainability", _("goed voor later")

    question = models.ForeignKey(
        "cycles.LearningQuestion", on_delete=models.CASCADE, null=True, blank=True, related_name="yields"
    )
    proposal = models.ForeignKey(
        "cycles.InnovationProposal", on_delete=models.CASCADE, null=True, blank=True, related_name="yields"
    )
    kind = models.CharField(_("soort"), max_length=11, choices=Kind)
    horizon = models.CharField(_("termijn"), max_length=5, choices=Horizon)
    level = models.CharField(_("voor wie"), max_length=12, choices=Level, default=Level.PROFESSIONAL)
    theme = models.CharField(_("waar draagt het aan bij"), max_length=14, choices=Theme, blank=True)
    sentence = models.CharField(_("opbrengst"), max_length=300)
    measure = models.CharField(_("wat tel je"), max_length=120, blank=True)
    baseline = models.DecimalField(
        _("hoeveel is het nu"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("hoeveel moet het worden"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    unit = models.CharField(_("eenheid"), max_length=40, blank=True)  # "per week", "minuten", "van de 20"
    method = models.CharField(_("hoe meet je het"), max_length=200, blank=True)
    measure_on = models.DateField(_("meten op"), null=True, blank=True)

    class Meta:
        ordering = ["question", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, proposal=None) | Q(question=None, proposal__isnull=False),
                name="yield_of_one_thing",
            ),
            models.UniqueConstraint(fields=["question", "kind"], name="one_expected_yield_a_kind"),
            models.CheckConstraint(condition=~Q(sentence=""), name="yield_has_sentence"),
        ]

    def __str__(self) -> str:
        return f"yield {self.pk}"


class Measurement(models.Model):
    """What was measured on a day. The last one is the actual; earlier ones stay.

    Without a value it is what somebody noticed: a feeling, in the words of the note, and never shown as a number.
    """

    outcome = models.ForeignKey(YieldOutcome, on_delete=models.CASCADE, related_name="measurements")
    value = models.DecimalField(_("gemeten"), max_digits=12, decimal_places=2, null=True, blank=True)
    measured_on = models.DateField(_("gemeten op"))
    note = models.CharField(_("wat zegt dit getal niet"), max_length=300, blank=True)  # A43
    without_ai = models.BooleanField(_("zonder AI"), default=False)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["outcome", "measured_on", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(note=""), name="measurement_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"measurement {self.pk}"
