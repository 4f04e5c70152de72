"""A report as its owner types it, and the short forms beside it once it is shared."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.outcomes.content import TEXTS, Choice
from cycles.outcomes.models import Commitment, Dissent, OutcomeReport
from lerendwerken.lib import clock
from lerendwerken.lib.typed import Lines
from teams.accounts.models import User

NEAR = 366  # days around today for a talk


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """The four texts, when the talk is, and a line for every own yield: whether it goes along, and under which name."""

    class Meta:
        model = OutcomeReport
        fields = (*TEXTS, "talk_at")
        field_classes = dict.fromkeys(TEXTS, Lines)
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 3, "class": "ruled two"}) for name in TEXTS},
            "talk_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, report: OutcomeReport, choices: list[Choice], data: Any = None) -> None:
        super().__init__(data, instance=report)
        self.choices = choices
        for name in TEXTS:
            most = self.fields[name].max_length  # type: ignore[attr-defined]
            self.fields[name].error_messages["max_length"] = _now(
                "Dit is te lang: er passen %(most)s tekens in. Je tekst staat er nog."
            ) % {"most": f"{most:,}".replace(",", ".")}
        self.fields["talk_at"].error_messages["invalid"] = _now(
            "Schrijf een dag en een tijd, zoals 23-4-2026 10:00."
        )
        self.fields["talk_at"].input_formats = [  # type: ignore[attr-defined]
            "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y %H.%M"
        ]  # fmt: skip
        for choice in choices:
            self.fields[f"neem-{choice.pk}"] = forms.BooleanField(
                label=choice.row.name, required=False, initial=choice.is_chosen
            )
            self.fields[f"naam-{choice.pk}"] = forms.CharField(
                label=_now("Hoe noem je dit in je verslag?"),
                help_text=_now("Leeg: zoals hierboven."),
                required=False,
                max_length=120,
                initial=choice.words,
                error_messages={
                    "max_length": _now("Dit is te lang: er passen 120 tekens in. Je tekst staat er nog.")
                },
            )

    def clean_talk_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["talk_at"]
        if at and abs((at.date() - clock.now().date()).days) > NEAR:
            raise forms.ValidationError(_now("Kies een dag binnen een jaar."))
        return at

    @property
    def lines(self) -> list[tuple[Any, Any, Choice]]:
        return [(self[f"neem-{one.pk}"], self[f"naam-{one.pk}"], one) for one in self.choices]

    @property
    def typed(self) -> list[Choice]:
        """The choices as they were sent, also beside something that is not right."""
        given = self.cleaned_data
        return [
            replace(one, is_chosen=bool(given.get(f"neem-{one.pk}")), words=given.get(f"naam-{one.pk}", ""))
            for one in self.choices
        ]

    @property
    def chosen(self) -> dict[int, str]:
        """Id of a yield -> the name it gets."""
        return {one.pk: one.words for one in self.typed if one.is_chosen}


class ReaderForm(forms.Form):
    """With whom; one name needs no choice."""

    reader = forms.ModelChoiceField(
        label=_("Met wie bespreek je het?"),
        queryset=User.objects.none(),
        error_messages={
            "required": _("Kies met wie je het bespreekt."),
            "invalid_choice": _("Kies met wie je het bespreekt."),
        },
    )

    def __init__(self, readers: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reader"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in readers])  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.full_name  # type: ignore[attr-defined]
        if len(readers) > 1:
            field.empty_label = _("Kies een manager")  # type: ignore[attr-defined]


class CommitmentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Commitment
        fields = ("text", "due")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "text": {
                "required": _("Schrijf wat je toezegt. Eén zin is genoeg."),
                "max_length": _("Dit is te lang: er passen 300 tekens in. Je tekst staat er nog."),
            },
            "due": {
                "required": _("Kies een dag. Dan helpen we je eraan denken."),
                "invalid": _("Schrijf een dag, zoals 10-4-2026."),
            },
        }

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if (due - clock.now().date()).days > 2 * NEAR:
            raise forms.ValidationError(_now("Kies een dag binnen twee jaar."))
        return due


class DissentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Dissent
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "text": {
                "required": _("Schrijf hoe jij het ziet. Eén zin is genoeg."),
                "max_length": _("Dit is te lang: er passen 1.000 tekens in. Je tekst staat er nog."),
            }
        }
