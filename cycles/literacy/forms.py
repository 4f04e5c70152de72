"""The norms as the administrator types them, and one line of somebody's own record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.literacy.models import BasicNorms, LiteracyEntry
from cycles.literacy.recording import HOW, OWN


class NormsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = BasicNorms
        fields = ("text_nl", "text_en")
        labels = {"text_nl": _("In het Nederlands"), "text_en": _("In het Engels")}
        help_texts = {
            "text_nl": _(
                "De eerste regel is de norm in een paar woorden. Een lege regel scheidt twee normen."
            ),
            "text_en": _("Laat je dit leeg? Dan leest iedereen het Nederlands, met een zin erbij."),
        }
        widgets = {
            "text_nl": forms.Textarea(attrs={"rows": 16}),
            "text_en": forms.Textarea(attrs={"rows": 16, "lang": "en"}),
        }
        error_messages = {
            name: {"max_length": _("Dit is te lang: er passen 10.000 tekens in. Je tekst staat er nog.")}
            for name in ("text_nl", "text_en")
        }

    def clean_text_nl(self) -> str:
        return _same_ends(self.cleaned_data["text_nl"])

    def clean_text_en(self) -> str:
        return _same_ends(self.cleaned_data["text_en"])

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if not self.errors and not given.get("text_nl") and not given.get("text_en"):
            raise ValidationError(
                {"text_nl": _now("Schrijf de normen in minstens één taal. Eén norm is genoeg.")}
            )
        return given


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody did or learnt. Reading the norms is no choice here: that goes by itself."""

    field_order = ("text", "kind")
    kind = forms.ChoiceField(
        label=_("Hoe leerde je het?"),
        choices=[(kind, HOW[kind]) for kind in OWN],
        initial=LiteracyEntry.Kind.PRACTISED,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies hoe je het leerde: in het werk, of op een andere manier."),
            "invalid_choice": _("Kies hoe je het leerde: in het werk, of op een andere manier."),
        },
    )

    class Meta:
        model = LiteracyEntry
        fields = ("kind", "text")
        labels = {"text": _("Wat leerde je over werken met AI?")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required = True
        text.error_messages |= {
            "required": _now("Schrijf eerst wat je leerde. Eén zin is genoeg."),
            "max_length": _now("Dit is te lang: er passen 500 tekens in. Je tekst staat er nog."),
        }


def _same_ends(text: str) -> str:
    """A browser sends other line ends than it was given; without this the same words would seem changed."""
    return "\n".join(text.splitlines())
