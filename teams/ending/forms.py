"""When a team stops, and where its people go."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib.typed import DayField
from teams.structure.models import Membership, Team


class EndingForm(forms.Form):
    """A choice for everybody, and for each member another one: closing, merging and splitting in one."""

    on = DayField(label=_("Het team stopt op"), error_messages={"required": _("Vul een dag in.")})
    to = forms.ModelChoiceField(
        queryset=Team.objects.none(), label=_("Waar gaat iedereen heen?"), required=False
    )

    def __init__(
        self, team: Team, members: list[Membership], today: date, data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.today = today
        self.people = {one.person_id: one.person for one in members if one.kind == Membership.Kind.HOME}
        others = Team.objects.open_on(today + timedelta(days=1)).exclude(pk=team.pk).select_related("unit")
        choices = [(one.pk, f"{one.name}, {one.unit.name}") for one in others]
        self._teams = {str(one.pk): one for one in others}
        everybody = self.fields["to"]
        assert isinstance(everybody, forms.ModelChoiceField)
        everybody.queryset = others
        everybody.choices = [("", _("naar geen ander team")), *choices]
        for pk, person in self.people.items():
            self.fields[f"to_{pk}"] = forms.ChoiceField(
                label=person.full_name, choices=[("", _("zoals iedereen")), *choices], required=False
            )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day <= self.today:
            raise ValidationError(_("Kies een dag na vandaag."))
        return day

    @property
    def where(self) -> dict[int, Team | None]:
        """Person -> team, of a form that is valid."""
        everybody: Team | None = self.cleaned_data["to"]
        return {pk: self._teams.get(self.cleaned_data[f"to_{pk}"], everybody) for pk in self.people}
