"""Another address to sign in with: one's own, or of somebody when an administrator asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.accounts.models import User
from teams.addresses.changing import is_taken


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Nieuw e-mailadres"),
        max_length=254,
        error_messages={"required": _("Vul een e-mailadres in."), "invalid": _("Dit is geen e-mailadres.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, person: User | None, data: Any = None, **more: Any) -> None:
        self.owner = person
        super().__init__(data, **more)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        person, email = given.get("person", self.owner), given.get("email", "").lower()
        if person and email == person.email.lower():
            self.add_error("email", _("Dit is al het adres."))
        elif person and email and is_taken(email, but=person):
            self.add_error("email", _("Dit e-mailadres is al van iemand."))
        return given


class AddressOfForm(AddressForm):
    person = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Van wie"), error_messages={"required": _("Kies iemand.")}
    )
    field_order = ("person", "email")

    def __init__(self, people: Any, data: Any = None, **more: Any) -> None:
        super().__init__(None, data, **more)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
