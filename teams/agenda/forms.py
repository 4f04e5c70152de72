"""How the moments come into somebody's own calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.agenda.models import AgendaChoice


class WayForm(forms.Form):
    way = forms.ChoiceField(
        label=_("Hoe komen ze in je agenda?"),
        choices=AgendaChoice.Way,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies hoe de momenten in je agenda komen."),
            "invalid_choice": _("Kies een van de drie."),
        },
    )

    def __init__(self, data: Any = None, *, way: str = AgendaChoice.Way.NONE, address: str = "") -> None:
        """address: the whole secret one, only on the page that shows it for the first and last time."""
        self.address = address
        super().__init__(data, initial={"way": way}, prefix="agenda", use_required_attribute=False)
