"""What a lead asks a member, and what a member answers."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import Answer, Moment
from teams.accounts.models import User


class PersonForm(forms.Form):
    """One of those whom a lead can ask for a moment. prefix: of the field's id, for several on one page."""

    person = forms.TypedChoiceField(
        label=_("Wie vraag je?"),
        coerce=int,
        error_messages={
            "required": _("Kies wie je vraagt."),
            "invalid_choice": _("Deze collega kun je nu niet vragen. Kies een ander."),
        },
    )

    def __init__(
        self, moment: Moment, prefix: str, people: Iterable[User], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": f"{prefix}{moment.pk}_%s"} | kwargs)
        choices = [(person.pk, person.full_name) for person in people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


class YesNoForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[(Answer.YES, Answer.YES.label), (Answer.NO, Answer.NO.label)],
        error_messages={"required": _("Kies ja of nee."), "invalid_choice": _("Kies ja of nee.")},
    )

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == Answer.YES)


class PlaceForm(forms.Form):
    """An instant of those on offer, or one of the two words."""

    KEEP, LEAVE_OUT = "keep", "drop"
    place = forms.CharField(error_messages={"required": _("Kies een plek, of kies ‘deze week niet’.")})

    def clean_place(self) -> str | datetime:
        given = self.cleaned_data["place"]
        if given in (self.KEEP, self.LEAVE_OUT):
            return str(given)
        try:
            place = datetime.fromtimestamp(int(given), UTC)
            if not 2000 <= place.year < 2200:  # so that reckoning with it cannot overflow
                raise ValueError(given)
        except (ValueError, OverflowError, OSError) as error:
            raise forms.ValidationError(_("Kies een van de plekken hieronder.")) from error
        return place
