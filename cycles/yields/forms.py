"""A measurement as it is typed, at a proposal and at a learning question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib.typed import DayField, Number, Sentence


class MeasureForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=_("Wat heb je gemeten?"),
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies welke opbrengst je mat.")),
    )
    value = Number(label=_("Hoeveel?"))
    measured_on = DayField(
        label=_("Op welke dag?"),
        error_messages={"required": _("Vul in op welke dag je mat, bijvoorbeeld 1-2-2026.")},
    )
    note = Sentence(
        300,
        label=_("Wat zegt dit getal niet?"),
        help_text=_("Bijvoorbeeld: het was een rustige week."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    without_ai = forms.BooleanField(required=False)

    def __init__(
        self,
        outcomes: Sequence[tuple[int, str]],
        data: Any = None,
        *,
        with_ai: bool = True,
        may_feel: bool = False,
        **kwargs: Any,
    ) -> None:
        """`may_feel`: words without a number are kept too, as what somebody noticed."""
        super().__init__(data, auto_id="meting-%s", **kwargs)
        known = [(str(pk), name) for pk, name in outcomes]
        choices = known if len(known) == 1 else [("", _("Kies een opbrengst")), *known]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        self.fields["without_ai"].label = _("Dit lukte zonder AI") if with_ai else _("Dit lukte zonder hulp")
        value, note = self.fields["value"], self.fields["note"]
        if may_feel:
            note.label = _("Wat zegt dit getal niet? Of wat merk je, zonder getal?")
            note.help_text = _(
                "Laat het getal leeg als je niet telde. Dan staat erbij dat het een gevoel is."
            )
        else:
            value.required = True
            value.error_messages["required"] = _("Vul in wat je mat. Nul is ook een getal.")
