"""The forms of Beheer. A wrong value gets a sentence beside its field, and stays as it was typed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import DayField
from teams.accounts.models import User
from teams.administration import locked
from teams.hours.holidays import countries
from teams.hours.models import ClosedDay
from teams.notifications.forms import zones
from teams.structure.closing import last_day, too_late
from teams.structure.models import Membership, Organisation, Role, Team, Unit


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Every setting says what it changes."""

    consent_on = DayField(
        label=_("Instemming van de ondernemingsraad op"),
        required=False,
        help_text=_("Zonder deze datum komen er geen echte mensen in. Dag-maand-jaar."),
    )
    dpia_on = DayField(
        label=_("DPIA vastgesteld op"),
        required=False,
        help_text=_("Deze datum lees je ook bij Wie ziet wat."),
    )
    good_friday_off = forms.TypedChoiceField(
        label=_("Goede Vrijdag is een vrije dag"),
        choices=[("", _("Nee")), ("1", _("Ja"))],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
        help_text=_("Bij ‘ja’ plannen we die dag niets."),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "helpdesk",
            "language",
            "time_zone",
            "budget_minutes",
            "budget_floor",
            "full_time_hours",
            "holiday_country",
            "good_friday_off",
            "liberation_day",
            "least_people",
            "consent_on",
            "no_works_council",
            "dpia_on",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row: Organisation = self.instance
        self.initial["good_friday_off"] = "1" if row.good_friday_off else ""
        # 36 or 37.5, never 36.00 or 4E+1
        self.initial["full_time_hours"] = Decimal(f"{Decimal(row.full_time_hours).normalize():f}")
        hints: dict[str, Any] = {
            "name": _("Staat onder elke pagina en in elke mail."),
            "helpdesk": _("Staat bij aanmelden en bij Hulp."),
            "language": _("Voor nieuwe mensen. Iedereen kiest daarna zelf."),
            "time_zone": _("Hierin tellen we de dagen van de organisatie."),
            "budget_minutes": _now(
                "Wie 28 uur werkt, krijgt %(some)s minuten. Bij 20 uur is dat %(few)s minuten."
            )
            % {"some": example_budget(row, 28), "few": example_budget(row, 20)},
            "budget_floor": _("Niemand met een hele week krijgt minder dan dit."),
            "full_time_hours": _("Bij zoveel uur hoort de hele leertijd."),
            "holiday_country": _("Op feestdagen van dit land plannen we niets."),
            "liberation_day": _("Op een vrije 5 mei plannen we niets."),
            "least_people": _(
                "Over een kleinere groep tonen we geen cijfers. Vast tot zes weken na een seizoen."
            ),
            "no_works_council": _("Alleen als jullie er geen hebben."),
        }
        for name, hint in hints.items():
            self.fields[name].help_text = hint
        for name, choices in (
            ("time_zone", [(z, z.replace("_", " ")) for z in sorted({*zones(), row.time_zone})]),
            ("holiday_country", countries(get_language() or "nl")),
        ):
            field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=field.label, choices=choices, help_text=field.help_text, initial=field.initial
            )
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}-hint"

    def clean_least_people(self) -> int:
        given: int = self.cleaned_data["least_people"]
        if given != self.initial["least_people"] and (why := locked.why("least_people")):
            raise ValidationError(why)
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        today = clock.today(self.instance.time_zone)
        for name in ("consent_on", "dpia_on"):
            if given.get(name) and given[name] > today:
                self.add_error(name, _("Die datum ligt nog voor je. Vul hem in als het zover is."))
        if given.get("consent_on") and given.get("no_works_council"):
            self.add_error(
                "no_works_council", _("Kies één van de twee: een datum, of geen ondernemingsraad.")
            )
        full, floor = given.get("budget_minutes"), given.get("budget_floor")
        if full and floor and floor > full:
            self.add_error("budget_floor", _("Dit is meer dan de leertijd bij een volle week."))
        return given


class ClosedDayForm(forms.ModelForm):  # type: ignore[type-arg]
    day = DayField(label=_("Dag"), error_messages={"required": _("Vul in welke dag.")})

    class Meta:
        model = ClosedDay
        fields = ("day", "name")
        error_messages = {"name": {"required": _("Vul in hoe deze dag heet.")}}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if ClosedDay.objects.filter(day=day).exists():
            raise ValidationError(_("Deze dag staat er al."))
        return day


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Unit
        fields = ("name",)
        error_messages = {"name": {"required": _("Vul een naam in."), "unique": _("Deze dienst is er al.")}}


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Team
        fields = ("unit", "name")
        error_messages = {
            "unit": {"required": _("Kies een dienst.")},
            "name": {"required": _("Vul een naam in.")},
            "__all__": {"unique_together": _("Dit team is er al in deze dienst.")},
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        unit, name = given.get("unit"), given.get("name")
        if unit and name and Team.objects.filter(unit=unit, name__iexact=name).exists():
            self.add_error("name", _("Dit team is er al in deze dienst."))
        return given


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody new; with a team, that is the home team from a date on."""

    team = forms.ModelChoiceField(queryset=Team.objects.none(), label=_("Thuisteam"), required=False)
    from_date = DayField(label=_("Vanaf"), error_messages={"required": _("Vul de eerste dag in.")})

    class Meta:
        model = User
        fields = ("given_name", "name_prefix", "family_name", "email")
        error_messages = {
            "given_name": {"required": _("Vul een roepnaam in.")},
            "email": {
                "required": _("Vul een e-mailadres in."),
                "invalid": _("Dit is geen e-mailadres."),
            },
        }

    def __init__(self, teams: "Any", today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["team"], teams)
        self.fields["from_date"].initial = today

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("Dit e-mailadres is al van iemand."))
        return email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _within_team(self, given)
        return given


class MembershipForm(forms.Form):
    person = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Wie"), error_messages={"required": _("Kies iemand.")}
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(), label=_("Team"), error_messages={"required": _("Kies een team.")}
    )
    kind = forms.ChoiceField(label=_("Hoe"), choices=Membership.Kind)
    contract = forms.ChoiceField(label=_("Contract"), choices=Membership.Contract)
    from_date = DayField(label=_("Vanaf"), error_messages={"required": _("Vul de eerste dag in.")})
    until = DayField(label=_("Tot en met"), required=False)

    def __init__(self, people: "Any", teams: "Any", today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["person"], people)
        _choose(self.fields["team"], teams)
        self.fields["from_date"].initial = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _in_order(self, given)
        last = _within_team(self, given)
        person, team, start = given.get("person"), given.get("team"), given.get("from_date")
        if self.errors or not (person and team and start):
            return given
        held = Membership.objects.between(start, last or date.max).filter(person=person)
        if held.filter(team=team).exists():
            self.add_error("team", _("Deze persoon zit in die tijd al in dit team."))
        elif given["kind"] == Membership.Kind.HOME and held.filter(kind=Membership.Kind.HOME).exists():
            self.add_error(
                "kind", _("In die tijd is er al een thuisteam. Sluit dat eerst af, of kies ‘te gast’.")
            )
        return given


class RoleForm(forms.Form):
    person = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Wie"), error_messages={"required": _("Kies iemand.")}
    )
    kind = forms.ChoiceField(label=_("Rol"), choices=Role.Kind)
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(), label=_("Team, voor een teamleider"), required=False
    )
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), label=_("Dienst, voor een manager"), required=False
    )
    deputy = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Vervanger"), required=False, empty_label=_("niemand")
    )
    from_date = DayField(label=_("Vanaf"), error_messages={"required": _("Vul de eerste dag in.")})
    until = DayField(label=_("Tot en met"), required=False)

    def __init__(
        self, people: "Any", teams: "Any", units: "Any", today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("person", people), ("deputy", people), ("team", teams), ("unit", units)):
            _choose(self.fields[name], choices)
        self.fields["from_date"].initial = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _in_order(self, given)
        kind = given.get("kind")
        # A scope that does not belong to the role is left out; one that is missing is asked for.
        if kind != Role.Kind.TEAM_LEAD:
            given["team"] = None
        elif not given.get("team") and "team" not in self.errors:
            self.add_error("team", _("Kies het team dat deze persoon leidt."))
        if kind != Role.Kind.MANAGER:
            given["unit"] = None
        elif not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Kies de dienst van deze manager."))
        last = _within_team(self, given)
        if given.get("deputy") and given["deputy"] == given.get("person"):
            self.add_error("deputy", _("Kies iemand anders als vervanger."))
        if not self.errors and self._is_held(given, last or date.max):
            self.add_error("kind", _("Deze persoon heeft die rol in die tijd al."))
        return given

    @staticmethod
    def _is_held(given: dict[str, Any], last: date) -> bool:
        held = Role.objects.filter(
            person=given["person"], kind=given["kind"], team=given["team"], unit=given["unit"]
        ).filter(from_date__lte=last)
        return any(r.until is None or r.until >= given["from_date"] for r in held)


class EndForm(forms.Form):
    until = DayField(label=_("Tot en met"), error_messages={"required": _("Vul de laatste dag in.")})

    def __init__(self, row: Membership | Role, *args: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day < self.row.from_date:
            raise ValidationError(_("De laatste dag ligt voor de eerste dag."))
        if self.row.team and self.row.team.closed_on and day >= self.row.team.closed_on:
            raise ValidationError(too_late(self.row.team.closed_on))
        return day


def example_budget(organisation: Organisation, hours: int) -> int:
    """Minutes for a whole week of so many hours (W2), for the hint beside the setting."""
    share = organisation.budget_minutes * Decimal(hours) / organisation.full_time_hours
    kept = min(max(share, Decimal(organisation.budget_floor)), Decimal(organisation.budget_minutes))
    return int(kept / 5 + Decimal("0.5")) * 5


def _choose(field: forms.Field, choices: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = choices


def _in_order(form: forms.Form, given: dict[str, Any]) -> None:
    start, end = given.get("from_date"), given.get("until")
    if start and end and end < start:
        form.add_error("until", _("De laatste dag ligt voor de eerste dag."))


def _within_team(form: forms.Form | forms.ModelForm, given: dict[str, Any]) -> date | None:  # type: ignore[type-arg]
    """The last day there, when the team may stop. Without a typed one nothing is said: it ends with the team."""
    team, start, until = given.get("team"), given.get("from_date"), given.get("until")
    if not team or not start:
        return until
    try:
        last = last_day(team.closed_on, start, until)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return until
    if until and until != last:
        form.add_error("until", too_late(team.closed_on))
    return last
