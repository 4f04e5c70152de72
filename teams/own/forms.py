"""Who stands in for me."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.accounts.models import User
from teams.structure import deputies
from teams.structure.models import Role

DEPUTISED = (Role.Kind.TEAM_LEAD, Role.Kind.MANAGER)


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Vervanger"),
        required=False,
        empty_label=_("niemand"),
        error_messages={"invalid_choice": _("Kies iemand uit de lijst.")},
    )

    def __init__(self, role: Role, data: Any = None) -> None:
        self.role = role
        super().__init__(data, auto_id=f"id_{role.pk}_%s", initial={"deputy": role.deputy_id})
        field = self.fields["deputy"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = deputies.candidates(role)


class ChoicesForm(forms.ModelForm):  # type: ignore[type-arg]
    """For the questions only, and chosen by their owner: nothing is derived, and nothing opens (AI13)."""

    class Meta:
        model = User
        fields = ["experience", "work"]
        labels = {
            "experience": _("Hoe goed ken je dit werk?"),
            "work": _("Wat voor werk doe je zelf?"),
        }
