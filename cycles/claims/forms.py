"""What comes in with a claim, and with checking one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.claims.models import Claim


class ClaimForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Claim
        fields = ["text"]
        labels = {"text": _("Welke bewering wil je controleren?")}
        help_texts = {
            "text": _("Eén zin die waar is of niet. Bijvoorbeeld een termijn, een regel of een getal.")
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "text": {
                "required": _("Schrijf de bewering op. Eén zin is genoeg."),
                "max_length": _("Dit is te lang: er passen 500 tekens in. Je tekst staat er nog."),
            }
        }


class CheckForm(forms.ModelForm):  # type: ignore[type-arg]
    state = forms.ChoiceField(
        label=_("Wat vond je?"),
        choices=[
            (state, Claim.State(state).label)
            for state in (Claim.State.CONFIRMED, Claim.State.REFUTED, Claim.State.UNCHECKABLE)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat je vond."), "invalid_choice": _("Kies wat je vond.")},
    )

    class Meta:
        model = Claim
        fields = ["state", "source", "correction"]
        labels = {"source": _("Waar keek je het na?"), "correction": _("Wat klopt er wel?")}
        help_texts = {
            "source": _("Een bron die je zelf zag of sprak: een wet, een boek, een collega."),
            "correction": _("Alleen als de bewering niet klopt. Mag leeg blijven."),
        }
        error_messages = {
            name: {"max_length": _("Dit is te lang: er passen 300 tekens in. Je tekst staat er nog.")}
            for name in ("source", "correction")
        }

    @classmethod
    def of(cls, claim: Claim) -> "CheckForm":
        """To look again: with what stands there, and no answer chosen while nobody checked it."""
        was = {"source": claim.source, "correction": claim.correction}
        return cls(initial=was if claim.state == Claim.State.UNCHECKED else was | {"state": claim.state})
