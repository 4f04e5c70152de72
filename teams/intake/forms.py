"""The forms of reading people in. What is wrong is said in a sentence, and what was typed stays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.intake import fields
from teams.intake.columns import DAYS, Field, is_private
from teams.intake.models import Intake, IntakeRow
from teams.intake.rows import NEW_TEAM, SKIP, Repairs
from teams.intake.sentences import Refused
from teams.intake.table import MAX_BYTES
from teams.structure.models import Organisation

LEAVE_OUT = ""


class DayField(forms.Field):
    """A date in any notation that a people file may have too."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value
        try:
            return fields.day(str(value))
        except Refused as refused:
            raise forms.ValidationError(str(refused.sentence)) from None


class ConsentForm(forms.ModelForm):  # type: ignore[type-arg]
    """S14: no real people before the works council and the DPIA."""

    consent_on = DayField(label=_("Instemming van de ondernemingsraad op"), required=False)
    dpia_on = DayField(label=_("DPIA vastgesteld op"))

    class Meta:
        model = Organisation
        fields = ("consent_on", "no_works_council", "dpia_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dpia_on"].error_messages["required"] = _("Vul in wanneer de DPIA is vastgesteld.")

    def clean_consent_on(self) -> date | None:
        return self._not_ahead(
            "consent_on", _("Die datum ligt nog voor je. Lees mensen in als de instemming er is.")
        )

    def clean_dpia_on(self) -> date | None:
        return self._not_ahead("dpia_on", _("Die datum ligt nog voor je. Lees mensen in als de DPIA er is."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        consent, none = given.get("consent_on"), given.get("no_works_council")
        if consent and none:
            self.add_error(
                "no_works_council", _("Kies één van de twee: een datum, of geen ondernemingsraad.")
            )
        elif not consent and not none and "consent_on" not in self.errors:
            self.add_error(
                "consent_on",
                _("Vul de datum van instemming in, of vink aan dat er geen ondernemingsraad is."),
            )
        return given

    def _not_ahead(self, name: str, sentence: Any) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and day > clock.today(self.instance.time_zone):
            raise forms.ValidationError(sentence)
        return day


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Je bestand"),
        allow_empty_file=True,  # the reader says it better
        error_messages={"required": _("Kies eerst een bestand."), "missing": _("Kies eerst een bestand.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("Dit bestand is groter dan %(limit)s MB. Splits het in stukken en lees die na elkaar in."),
                params={"limit": MAX_BYTES // 1024 // 1024},
            )
        return file


class ColumnsForm(forms.Form):
    """What each column becomes, and from which day the changes hold."""

    effective = DayField(label=_("Wijzigingen gelden vanaf"))

    def __init__(self, intake: Intake, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._headers: list[str] = intake.shape["headers"]
        examples: list[str] = intake.shape["examples"]
        chosen = intake.columns
        self._today = clock.today(Organisation.get().time_zone)
        self.fields["effective"].initial = intake.effective or self._today
        self.fields["effective"].error_messages["required"] = _(
            "Vul in vanaf welke dag de wijzigingen gelden."
        )
        # After the columns were chosen, the others are gone.
        gone = intake.state != Intake.State.MAPPING
        choices = [*((field.value, field.label) for field in Field), (LEAVE_OUT, _("Laat deze kolom weg"))]
        self.columns: list[tuple[str, str, Any]] = []  # (header, example, bound field or a reason in words)
        self.left_out: list[str] = []
        for number, header in enumerate(self._headers):
            if is_private(header):
                self.columns.append((header, "", _("Privé, lezen we niet")))
            elif gone and number not in chosen:
                self.columns.append((header, "", _("Laat deze kolom weg")))
            else:
                name = f"column-{number}"
                self.fields[name] = forms.ChoiceField(
                    choices=choices,
                    required=False,
                    initial=chosen.get(number, LEAVE_OUT),
                    label=header,
                    widget=forms.Select(attrs={"aria-label": _("%(column)s: wordt") % {"column": header}}),
                )
                self.columns.append((header, examples[number], self[name]))
            if number not in chosen:
                self.left_out.append(header)

    def clean_effective(self) -> date:
        day: date = self.cleaned_data["effective"]
        if day < self._today:
            raise forms.ValidationError(_("Kies vandaag of later. Wat geweest is, verandert niet."))
        if (day - self._today).days > 366:
            raise forms.ValidationError(_("Kies een dag binnen een jaar."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = list(self.mapping.values())
        for field in Field:
            columns = [self._headers[c] for c, f in self.mapping.items() if f is field]
            if len(columns) > 1:
                raise forms.ValidationError(
                    _("‘%(field)s’ staat bij twee kolommen: %(columns)s. Kies er één."),
                    params={"field": field.label, "columns": ", ".join(columns)},
                )
        if not {Field.EMAIL, Field.STAFF_NUMBER} & set(chosen):
            raise forms.ValidationError(
                _("Kies een kolom met e-mailadressen of personeelsnummers. Daaraan herkennen we mensen.")
            )
        if Field.TIMES in chosen and set(DAYS) & set(chosen):
            raise forms.ValidationError(
                _("Kies werktijden in één kolom, of een kolom per dag, niet allebei.")
            )
        return given

    @property
    def mapping(self) -> dict[int, Field]:
        return {
            int(name.removeprefix("column-")): Field(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("column-") and value
        }


def repaired(repairs: Repairs, rows: Mapping[int, IntakeRow], post: Mapping[str, Any]) -> Repairs:
    """What the administrator typed or pressed on the page with problems, added to the repairs made before.

    Fields are called `row-12-email`; buttons `skip`, `unskip` and `new_team` carry a row number, `accept` carries
    a row and a field: `12-email`.
    `rows` are the rows with problems; anything about another row is ignored.
    """
    for number, wrong in rows.items():
        for problem in wrong.in_the_way:
            if problem.field is None:
                continue
            typed = str(post.get(f"row-{number}-{problem.field}", problem.value)).strip()[:1000]
            if typed != problem.value.strip():
                repairs = _with(repairs, number, problem.field, problem.kind, problem.value, typed)
    pressed = {name: int(value) for name in _BUTTONS if (value := str(post.get(name, ""))).isdecimal()}
    skip, unskip = pressed.get("skip", 0), pressed.get("unskip", 0)
    if skip in rows:
        repairs = repairs.with_row(skip, SKIP)
    if repairs.rows.get(unskip) == SKIP:
        repairs = Repairs({n: r for n, r in repairs.rows.items() if n != unskip}, repairs.teams)
    made = rows.get(pressed.get("new_team", 0))
    for problem in made.in_the_way if made else ():
        if problem.kind == "team":
            repairs = repairs.with_team(problem.value, NEW_TEAM)
    accepted, _dash, field = str(post.get("accept", "")).partition("-")
    row = rows.get(int(accepted)) if accepted.isdecimal() else None
    for problem in row.in_the_way if row else ():
        if row and problem.suggestion and problem.field and problem.field == field:
            repairs = _with(
                repairs, row.number, problem.field, problem.kind, problem.value, problem.suggestion
            )
    return repairs


_BUTTONS = ("skip", "unskip", "new_team")


def _with(repairs: Repairs, number: int, field: Field, kind: str, value: str, typed: str) -> Repairs:
    """An unknown team is repaired for every row that names it; anything else for its own row."""
    if kind == "team" and typed:
        return repairs.with_team(value, typed)
    return repairs.with_row(number, {field: typed})
