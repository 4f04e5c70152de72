"""What comes in as evidence. Every text is the writer's own, so what was typed always stands there again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.questions.evidence.models import Attempt, Explanation, Recall, Transfer
from cycles.questions.models import LearningQuestion
from teams.accounts.models import User

TOO_LONG = _(
    "Dit zijn %(show_value)s tekens, en er passen er %(limit_value)s in. Maak je tekst korter. Hij staat er nog."
)


class Range(forms.NumberInput):
    """0 to 100 by tens, with a slider; whoever types another number may."""

    input_type = "range"

    def __init__(self) -> None:
        super().__init__({"min": 0, "max": 100, "step": 10})


def words(rows: int, required: Any) -> dict[str, Any]:
    """A text of one's own."""
    return {
        "widget": forms.Textarea(attrs={"rows": rows}),
        "error_messages": {"required": required, "max_length": TOO_LONG},
    }


def percent(label: Any) -> forms.IntegerField:
    wrong = _("Kies een getal van 0 tot en met 100.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100,
        initial=50,
        widget=Range(),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


class AttemptForm(forms.Form):
    text = forms.CharField(
        label=_("Wat is jouw antwoord?"),
        max_length=Attempt._meta.get_field("text").max_length,
        **words(5, _("Schrijf eerst wat jij zou doen of zeggen. Eén zin is genoeg.")),
    )
    confidence = percent(_("Hoe zeker ben je hiervan?"))


class ExplainForm(forms.Form):
    changed = forms.CharField(
        label=_("Wat heb je veranderd, en waarom?"),
        max_length=Explanation._meta.get_field("changed").max_length,
        help_text=_("Denk terug aan je eigen poging. Niets veranderd? Schrijf dan waarom niet."),
        **words(3, _("Schrijf wat je veranderde en waarom. Eén zin is genoeg.")),
    )
    text = forms.CharField(
        label=_("Leg het uit, alsof een collega het je vraagt"),
        max_length=Explanation._meta.get_field("text").max_length,
        help_text=_("Uit je hoofd en in je eigen woorden."),
        **words(6, _("Schrijf je uitleg. Een paar zinnen zijn genoeg.")),
    )
    confidence = percent(_("Hoe zeker ben je nu?"))


class RecallForm(forms.Form):
    text = forms.CharField(
        label=_("Wat weet je nog uit je hoofd?"),
        max_length=Recall._meta.get_field("text").max_length,
        **words(6, _("Schrijf wat je nog weet. Weet je niets meer, schrijf dat dan op.")),
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Hoe ging het?"),
        choices=Recall.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies wat het beste past."),
            "invalid_choice": _("Kies wat het beste past."),
        },
    )


class TransferForm(forms.Form):
    situation = forms.CharField(
        label=_("In welke andere situatie deed je dit?"),
        max_length=Transfer._meta.get_field("situation").max_length,
        help_text=_("Zonder namen van inwoners of klanten."),
        **words(2, _("Schrijf welke situatie het was.")),
    )
    went = forms.CharField(
        label=_("Hoe ging het daar?"),
        max_length=Transfer._meta.get_field("went").max_length,
        **words(3, _("Schrijf hoe het daar ging.")),
    )


class PeerForm(forms.Form):
    """One named colleague."""

    peer = forms.TypedChoiceField(
        label=_("Wie vraag je om te tekenen?"),
        coerce=int,
        error_messages={
            "required": _("Kies een collega."),
            "invalid_choice": _("Kies een collega uit de lijst."),
        },
    )

    def __init__(self, colleagues: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer"].choices = [("", _("Kies een collega"))] + [  # type: ignore[attr-defined]
            (person.pk, person.full_name) for person in colleagues
        ]


class OwnAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Wat is nu je antwoord op je vraag?"),
        max_length=LearningQuestion._meta.get_field("answer").max_length,
        **words(4, _("Schrijf je antwoord in je eigen woorden.")),
    )
    applied = forms.CharField(
        label=_("Waar paste je het toe?"),
        max_length=LearningQuestion._meta.get_field("applied").max_length,
        help_text=_("Zonder namen van inwoners of klanten."),
        **words(2, _("Schrijf waar je het toepaste.")),
    )
    changed = forms.CharField(
        label=_("Wat veranderde daardoor?"),
        max_length=LearningQuestion._meta.get_field("changed").max_length,
        **words(2, _("Schrijf wat er veranderde.")),
    )
