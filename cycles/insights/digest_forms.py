"""What comes in with a digest: its words, a conclusion, a recommendation, an insight to put in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.insights.digest_words import capital, month_name
from cycles.insights.digesting import corrections_offered, offered, people_of
from cycles.insights.models import Conclusion, Insight, MonthlyDigest
from lerendwerken.lib import clock
from lerendwerken.lib.typed import TOO_LONG, DayField
from teams.accounts.models import User
from teams.structure.access import Viewer, visible
from teams.structure.models import Team

MONTHS_BACK = 4


class DigestForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MonthlyDigest
        fields = ["title", "summary"]
        labels = {"title": _("Titel"), "summary": _("Samenvatting")}
        help_texts = {
            "title": _("Wat deze maand het meest opleverde, in één regel."),
            "summary": _("Drie zinnen zijn genoeg. Deze tekst staat ook in de mail."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}
        error_messages = {name: {"max_length": TOO_LONG} for name in ("title", "summary")}

    def _post_clean(self) -> None:
        """The row is changed by the verb."""


class PickForm(forms.Form):
    """One insight to put in, or one that proved wrong."""

    insight = forms.ModelChoiceField(
        queryset=Insight.objects.none(),
        empty_label=_("Kies een inzicht"),
        error_messages={
            "required": _("Kies een inzicht uit de lijst."),
            "invalid_choice": _("Kies een inzicht uit de lijst."),
        },
    )

    def __init__(
        self, *args: Any, viewer: Viewer, digest: MonthlyDigest, is_correction: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "fout-%s" if is_correction else "erbij-%s")
        super().__init__(*args, **kwargs)
        choice = (corrections_offered if is_correction else offered)(digest)
        field: Any = self.fields["insight"]
        field.queryset = choice.filter(pk__in=visible(Insight, viewer).values("pk"))
        field.label_from_instance = lambda row: row.statement
        field.label = (
            _now("Wat bleek niet te kloppen?") if is_correction else _now("Welk inzicht hoort erbij?")
        )


class ConclusionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Conclusion
        fields = ["title", "text"]
        labels = {"title": _("Conclusie, in een paar woorden"), "text": _("Waarom? Mag leeg")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "title": {"required": _("Schrijf de conclusie in een paar woorden."), "max_length": TOO_LONG},
            "text": {"max_length": TOO_LONG},
        }


class RecommendationForm(forms.Form):
    text = forms.CharField(
        label=_("Wat raden jullie aan?"),
        max_length=200,
        error_messages={"required": _("Schrijf wat jullie aanraden."), "max_length": TOO_LONG},
    )
    owner = forms.ModelChoiceField(
        label=_("Wie pakt het op?"),
        queryset=User.objects.none(),
        empty_label=_("Kies een naam"),
        error_messages={
            "required": _("Kies wie het oppakt, iemand uit het team."),
            "invalid_choice": _("Kies wie het oppakt, iemand uit het team."),
        },
    )
    due_on = DayField(label=_("Vóór welke dag?"), error_messages={"required": _("Vul in vóór welke dag.")})

    def __init__(self, *args: Any, digest: MonthlyDigest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = User.objects.filter(pk__in=people_of(digest.team)).order_by(
            "given_name", "family_name"
        )
        field.label_from_instance = lambda person: person.full_name


class BeginForm(forms.Form):
    """Which team and which month: this one and a few before it."""

    team = forms.ModelChoiceField(
        label=_("Voor welk team?"),
        queryset=Team.objects.none(),
        empty_label=None,
        error_messages={"required": _("Kies een team."), "invalid_choice": _("Kies een team.")},
    )
    month = forms.ChoiceField(
        label=_("Over welke maand?"),
        error_messages={"required": _("Kies een maand."), "invalid_choice": _("Kies een maand.")},
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.queryset = teams
        months: Any = self.fields["month"]
        months.choices = [(f"{month:%Y-%m}", capital(month_name(month))) for month in recent_months()]

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


def recent_months() -> list[date]:
    """This month and a few before it, the newest first."""
    month = clock.today("Europe/Amsterdam").replace(day=1)
    found = [month]
    while len(found) < MONTHS_BACK:
        month = (month.replace(day=1) - date.resolution).replace(day=1)
        found.append(month)
    return found
