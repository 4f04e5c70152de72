"""The forms around an own calendar file: which one, and what its whole days mean."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from teams.accounts.models import User
from teams.agenda.busy import first_monday
from teams.agenda.decoding import MAX_BYTES, TOO_LARGE, Unreadable
from teams.agenda.reading import Decided, Meaning, Reading, decide, read
from teams.notifications.forms import zones


class CalendarForm(forms.Form):
    """Valid when the file could be read; then `reading` holds its times, and nothing holds the file."""

    reading: Reading

    file = forms.FileField(
        label=_("Je agendabestand"),
        allow_empty_file=True,  # the reader says it better
        error_messages={
            "required": _("Kies eerst een bestand."),
            "missing": _("Kies eerst een bestand."),
            "invalid": _("Dit formulier kwam zonder bestand aan. Kies het bestand opnieuw."),
        },
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,.ifb,.zip,text/calendar"}),
    )

    def __init__(self, person: User, data: Any = None, files: Any = None) -> None:
        self._person = person
        super().__init__(data, files, prefix="busy", use_required_attribute=False)

    def clean_file(self) -> None:
        """Leaves nothing behind in the cleaned data: what goes on is the times alone."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE, params={"limit": MAX_BYTES // 1024 // 1024})
        person = self._person
        try:
            self.reading = read(
                file.read(), first_monday(person), person.time_zone, own={person.email.lower()}
            )
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None


class MeaningForm(forms.Form):
    """What the owner says about a file. It asks only what the file leaves open."""

    away = forms.ChoiceField(
        label=_("Hele dagen waarop je agenda ‘afwezig’ zegt"),
        choices=[
            (Meaning.AWAY, _("Ik ben dan afwezig")),
            (Meaning.BUSY, _("Ik werk dan, maar ben bezet")),
            (Meaning.NOTHING, _("Tel deze dagen niet mee")),
        ],
        initial=Meaning.AWAY,
    )
    other = forms.ChoiceField(
        label=_("Andere hele dagen"),
        help_text=_(
            "Denk aan een verjaardag of een themadag. Staat je vakantie zo in je agenda, kies dan afwezig."
        ),
        choices=[
            (Meaning.NOTHING, _("Tel deze dagen niet mee")),
            (Meaning.AWAY, _("Ik ben dan afwezig")),
            (Meaning.BUSY, _("Ik werk dan, maar ben bezet")),
        ],
        initial=Meaning.NOTHING,
    )
    zone = forms.ChoiceField(
        label=_("Welke tijdzone geldt als je agenda er geen noemt?"),
        help_text=_("Bij sommige afspraken noemt je agenda geen tijdzone."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, reading: Reading, person: User, seen: str, data: Any = None) -> None:
        self._reading, self._person = reading, person
        super().__init__(data, initial={"zone": person.time_zone, "seen": seen}, use_required_attribute=False)
        for name, is_open in (
            ("away", reading.has_away_days),
            ("other", reading.has_other_days),
            ("zone", reading.is_floating),
        ):
            if not is_open:
                del self.fields[name]
        if "zone" in self.fields:
            known = sorted({*zones(), person.time_zone})
            self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in known]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("Kies iets uit de lijst.")
            field.error_messages["required"] = _("Kies iets uit de lijst.")

    @property
    def asks(self) -> bool:
        return len(self.fields) > 1

    def decided(self, monday: date) -> Decided:
        """By what was chosen, else by what is usual."""
        return decide(
            self._reading,
            monday,
            self._said("zone", self._person.time_zone),
            away=Meaning(self._said("away", Meaning.AWAY)),
            other=Meaning(self._said("other", Meaning.NOTHING)),
        )

    def chosen(self) -> dict[str, str]:
        """What was chosen, for an address; without what is only ours to know."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "seen"}

    def _said(self, name: str, usual: str) -> str:
        return str(self.cleaned_data.get(name, usual)) if self.is_bound and name in self.fields else usual
