"""What somebody types or chooses while sparring, and what an administrator sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.sparring.models import Mode, PartnerSettings, SuggestionChoice
from cycles.sparring.partner import endpoints


class BeginForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("Wat wil je?"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies wat je wilt."),
            "invalid_choice": _("Kies een van de vier."),
        },
    )


class ContributionForm(forms.Form):
    """The text is judged by the verb, so that a refusal keeps it."""

    text = forms.CharField(label=_("Je antwoord"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ChoiceForm(forms.Form):
    """One option: take over, adapt or reject, and why."""

    verdict = forms.ChoiceField(
        choices=SuggestionChoice.Verdict.choices,
        error_messages={
            "required": _("Kies: overnemen, aanpassen of afwijzen."),
            "invalid_choice": _("Kies: overnemen, aanpassen of afwijzen."),
        },
    )
    reason = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("Schrijf in één zin waarom."),
            "max_length": _("Dit is te lang. Hooguit 500 tekens."),
        },
    )


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the organisation allows. Which models there are to choose from is the server's own setting."""

    class Meta:
        model = PartnerSettings
        fields = [
            "is_on",
            "model",
            "allowed_data",
            "warn_words",
            "answer_tokens",
            "person_tokens",
            "team_tokens",
            "organisation_tokens",
        ]
        labels = {
            "is_on": _("Sparren met AI staat aan"),
            "model": _("Model"),
            "allowed_data": _("Welke gegevens mogen erin?"),
            "warn_words": _("Woorden waarbij we waarschuwen"),
            "answer_tokens": _("Tokens per antwoord"),
            "person_tokens": _("Tokens per persoon per week"),
            "team_tokens": _("Tokens per team per week"),
            "organisation_tokens": _("Tokens voor iedereen samen per week"),
        }
        help_texts = {
            "is_on": _("Uit: overal antwoorden de vaste vragen. Niemand ziet dan nog iets over AI."),
            "model": _("Deze modellen laat je server toe. Alles gaat naar dit ene model."),
            "allowed_data": _("Dit leest iedereen voordat het eerste bericht weggaat."),
            "warn_words": _(
                "Een woord of naam per regel. Wie er een gebruikt, kiest zelf of het bericht weggaat."
            ),
            "answer_tokens": _("Zo lang mag een antwoord hooguit zijn. 700 tokens is ongeveer 500 woorden."),
            "person_tokens": _("Is het op, dan kan het maandag weer. De vaste vragen werken altijd."),
        }
        widgets = {
            "allowed_data": forms.Textarea(attrs={"rows": 3}),
            "warn_words": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.name, one.name) for one in endpoints.allowed()]
        first = _("het eerste van de lijst")
        self.fields["model"] = forms.ChoiceField(
            label=self.fields["model"].label,
            help_text=self.fields["model"].help_text,
            choices=[("", first), *names],
            required=False,
            error_messages={"invalid_choice": _("Kies een model uit de lijst.")},
        )
        for field in self.fields.values():
            field.error_messages |= WRONG


WRONG = {
    "required": _("Vul dit in."),
    "invalid": _("Vul een getal in."),
    "max_length": _("Dit is te lang."),
}
