"""One agreement of a team, of each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.literacy.models import TeamAgreement
from lerendwerken.lib.typed import TOO_LONG

Kind = TeamAgreement.Kind
LABELS = {
    Kind.KEEP_HUMAN: _("Welke taak geven jullie niet aan AI?"),
    Kind.NORM: _("Wat spreken jullie af over werken met AI?"),
    Kind.TALK: _("Hoe praten jullie erover?"),
}
HINTS = {
    Kind.KEEP_HUMAN: _("Ook als AI het zou kunnen. Bijvoorbeeld: het gesprek na een weigering."),
    Kind.NORM: _("Iets wat bij jullie werk hoort en niet in de basisnormen staat."),
    Kind.TALK: _("Bijvoorbeeld: wie twijfelt, zegt het. Of: we noemen geen namen."),
}


class AgreementForm(forms.Form):
    text = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf de afspraak op in één zin."), "max_length": TOO_LONG},
    )
    why = forms.CharField(
        label=_("Waarom? Mag leeg"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf waarom dit mensenwerk blijft."), "max_length": TOO_LONG},
    )
    junior_learns = forms.BooleanField(label=_("Nieuwe collega’s leren hiervan"), required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{kind}-%s")
        super().__init__(*args, **kwargs)
        self.kind = Kind(kind)
        self.fields["text"].label = LABELS[self.kind]
        self.fields["text"].help_text = HINTS[self.kind]
        if self.kind == Kind.KEEP_HUMAN:
            self.fields["why"].required = True
            self.fields["why"].label = _now("Waarom blijft dit mensenwerk?")
        else:
            del self.fields["junior_learns"]
