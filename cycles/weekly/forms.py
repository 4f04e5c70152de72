"""Another place for a moment, and the cause class when it falls away."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import Moment


class MoveForm(forms.Form):
    day = forms.DateField(label=_("Dag"), error_messages={"invalid": _("Kies een dag van deze week.")})
    time = forms.TimeField(
        label=_("Tijd"),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={
            "invalid": _("Schrijf de tijd als 9.30."),
            "required": _("Vul een tijd in, zoals 9.30."),
        },
    )

    def moment(self, zone: str) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], ZoneInfo(zone))


class CancelForm(forms.Form):
    cause = forms.ChoiceField(label=_("Waardoor?"), choices=Moment.Cause)
