"""The forms around own data."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from teams.accounts.models import User
from teams.privacy.bringing import SomebodyElses, refuse_of_others
from teams.privacy.opening import MOST_BYTES, NotOurs, Opened, TooBig, opened
from teams.privacy.signing import Changed


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
            raise forms.ValidationError(refusal(TooBig()))
        self.whole = file.read()
        try:
            self.opened = opened(self.whole)
            refuse_of_others(self.opened, self._person)
        except (Changed, SomebodyElses) as error:
            raise forms.ValidationError(refusal(error)) from None


def refusal(error: Changed | SomebodyElses) -> str:
    """Why a file cannot come in, in a sentence that says what to do."""
    if isinstance(error, SomebodyElses):
        # An address of before is kept nowhere, so a file from before it became another cannot be told from a stranger's.
        return _now(
            "Dit bestand is voor iemand anders gemaakt. Kreeg je daarna een ander e-mailadres? "
            "Maak dan hier een nieuw bestand."
        )
    if isinstance(error, TooBig):
        return _now("Dit bestand is te groot voor een bestand met eigen gegevens.")
    if isinstance(error, NotOurs):
        return _now(
            "Dit bestand is heel, maar deze Lerendwerken kan het niet lezen. Maak daar een nieuw bestand."
        )
    return _now(
        "Dit bestand is veranderd nadat het gemaakt is, of het komt niet uit Lerendwerken. "
        "Kies het zip-bestand precies zoals je het kreeg."
    )
