"""The forms around own data."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from teams.accounts.models import User
from teams.privacy.opening import MOST_BYTES, NotOurs, Opened, opened
from teams.privacy.signing import Changed, reference


class EraseForm(forms.Form):
    """One box, so that nobody erases a year of learning with one press."""

    sure = forms.BooleanField(
        label=_("Ja, wis alles van mij"),
        error_messages={"required": _("Zet eerst het vinkje.")},
    )


class ReadForm(forms.Form):
    """Valid when the file is whole and can be read; then `opened` says what is in it and `whole` is the file."""

    opened: Opened
    whole: bytes

    file = forms.FileField(
        label=_("Je bestand"),
        allow_empty_file=True,  # the reader says it better
        error_messages={
            "required": _("Kies eerst een bestand."),
            "missing": _("Kies eerst een bestand."),
            "invalid": _("Dit formulier kwam zonder bestand aan. Kies het bestand opnieuw."),
        },
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def __init__(self, person: User, data: Any = None, files: Any = None) -> None:
        self._person = person
        super().__init__(data, files, prefix="own", use_required_attribute=False)

    def clean_file(self) -> None:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Dit bestand is te groot voor een bestand met eigen gegevens."))
        self.whole = file.read()
        try:
            self.opened = opened(self.whole)
        except NotOurs:
            raise forms.ValidationError(
                _(
                    "Dit bestand is heel, maar deze Lerendwerken kan het niet lezen. Maak daar een nieuw bestand."
                )
            ) from None
        except Changed:
            raise forms.ValidationError(
                _(
                    "Dit bestand is veranderd nadat het gemaakt is, of het komt niet uit Lerendwerken. "
                    "Kies het zip-bestand precies zoals je het kreeg."
                )
            ) from None
        if self.opened.signer.is_us and self.opened.ref != reference(self._person.email):
            raise forms.ValidationError(_("Dit bestand is voor iemand anders gemaakt."))
