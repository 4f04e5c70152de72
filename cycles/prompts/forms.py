"""What comes in with an answer, with sharing one, and with a question of a set."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cycles.prompts.answering import MOST
from cycles.prompts.models import Question
from teams.accounts.models import User
from teams.structure.models import Team


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="",
        required=False,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"class": "ruled", "rows": 6}),
        error_messages={
            "max_length": _(
                "Dit zijn %(show_value)s tekens, en er passen er %(limit_value)s in. Maak je tekst korter. Hij staat nog hieronder."
            )
        },
    )
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class LaterForm(forms.Form):
    at = forms.IntegerField()  # seconds since 1970, one of the offered times

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.cleaned_data["at"], UTC)


class ShareForm(forms.Form):
    """With one named colleague, or with one of my teams."""

    who = forms.ChoiceField(label=_("Met wie deel je dit antwoord?"))

    def __init__(self, *args: Any, colleagues: list[User], teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *((f"t{t.pk}", _("Mijn team %(team)s") % {"team": t.name}) for t in teams),
            *((f"p{p.pk}", p.full_name) for p in colleagues),
        ]

    def target(self) -> dict[str, int]:
        chosen = self.cleaned_data["who"]
        return {"team_id" if chosen[0] == "t" else "colleague_id": int(chosen[1:])}


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """One question of a draft. One language is enough: the other falls back to it, and says so (S12)."""

    pinned = forms.TypedChoiceField(
        label=_("Wanneer komt deze vraag?"),
        choices=[("", _("Om de beurt, nooit twee weken achter elkaar")), ("1", _("Elke week"))],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
    )

    class Meta:
        model = Question
        fields = [
            "text_nl", "hint_nl", "text_en", "hint_en", "minutes", "pinned", "for_experience", "for_work", "method",
        ]  # fmt: skip
        labels = {
            "text_nl": _("De vraag in het Nederlands"),
            "hint_nl": _("Hulp eronder, in het Nederlands"),
            "text_en": _("De vraag in het Engels"),
            "hint_en": _("Hulp eronder, in het Engels"),
            "minutes": _("Hoeveel minuten kost het antwoord?"),
            "for_experience": _("Voor wie, naar ervaring?"),
            "for_work": _("Voor wie, naar werk?"),
            "method": _("Waar komt de vraag vandaan?"),
        }
        help_texts = {
            "text_nl": _("Eén vraag, zoals je hem hardop stelt."),
            "text_en": _("Zonder Engels leest iedereen het Nederlands, met de zin dat de vertaling mist."),
            "for_experience": _("Iedereen kiest dit zelf, op Mijn gegevens."),
            "for_work": _("Ook dit kiest iedereen zelf. Het zegt niets over wat iemand mag zien."),
            "method": _("Alleen voor wie vragen maakt, bijvoorbeeld ‘kata’. Mag leeg blijven."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("text_nl", "hint_nl", "text_en", "hint_en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["pinned"] = "1" if self.instance.pinned else ""
        everybody = [("", _("Iedereen"))]
        self.fields["for_experience"].choices = [*everybody, *User.Experience.choices]  # type: ignore[attr-defined]
        self.fields["for_work"].choices = [*everybody, *User.Work.choices]  # type: ignore[attr-defined]
        for name in ("text_nl", "hint_nl", "text_en", "hint_en", "method"):
            self.fields[name].error_messages["max_length"] = _(
                "Dit zijn %(show_value)s tekens, en er passen er %(limit_value)s in. Maak het korter."
            )
            for validator in self.fields[name].validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = self.fields[name].error_messages["max_length"]
        minutes = self.fields["minutes"]
        assert isinstance(minutes, forms.IntegerField)
        too_few_or_many = _("Kies 1 tot en met 60 minuten.")
        minutes.min_value, minutes.max_value = 1, 60
        minutes.validators = [MinValueValidator(1, too_few_or_many), MaxValueValidator(60, too_few_or_many)]
        minutes.error_messages |= {"invalid": too_few_or_many, "required": too_few_or_many}
        minutes.widget.attrs |= {"class": "short", "min": 1, "max": 60}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        is_empty = not given.get("text_nl") and not given.get("text_en")
        if is_empty and not {"text_nl", "text_en"} & self.errors.keys():
            self.add_error("text_nl", _("Schrijf de vraag in het Nederlands, of in het Engels."))
        return given


class PreviewForm(forms.Form):
    """For whom, and how long the moment is."""

    language = forms.ChoiceField(label=_("Taal"), choices=User.Language)
    experience = forms.ChoiceField(label=_("Hoe goed kent iemand dit werk?"), choices=User.Experience)
    work = forms.ChoiceField(label=_("Wat voor werk doet iemand?"), choices=User.Work)
    minutes = forms.TypedChoiceField(label=_("Duur van het moment"), coerce=int)

    def __init__(self, lengths: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (n, ngettext("%(number)s minuut", "%(number)s minuten", n) % {"number": n}) for n in lengths
        ]
