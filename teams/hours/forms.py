"""The forms of Mijn gegevens about time. What is wrong stands beside its field, and what was typed stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from lerendwerken.lib.typed import ClockField, DayField
from lerendwerken.templatetags.ui import weekday
from teams.accounts.models import User
from teams.hours.calendar import Alternation, Pattern, PatternProblem, Problem, Shift
from teams.hours.models import Absence, WorkingPattern

RHYTHMS = [
    (Alternation.WEEKLY.value, _("Elke week hetzelfde")),
    (Alternation.ANCHOR.value, _("Om de week, vanaf een maandag die ik kies")),
    (Alternation.PARITY.value, _("Om de week, oneven en even weken")),
]
PARTS = ("start", "end", "away", "back")

SENTENCES: dict[Problem, Any] = {
    Problem.ENDS_BEFORE_IT_BEGINS: _("De laatste dag ligt voor de eerste dag."),
    Problem.CONTRACT: _("Vul in hoeveel uur je per week werkt. Bijvoorbeeld 28 of 28,5."),
    Problem.ZONE: _("Deze tijdzone kennen we niet."),
    Problem.ANCHOR_MISSING: _("Kies de maandag waarop week 1 begint."),
    Problem.ANCHOR_NOT_MONDAY: _("Dit is geen maandag. Kies een maandag."),
    Problem.WEEKDAY: _("Deze dag kennen we niet."),
    Problem.WEEK: _("Je weken zijn gelijk. Vul alleen week 1 in."),
    Problem.SECONDS: _("Schrijf een tijd zonder seconden."),
    Problem.NO_LENGTH: _("Je eindigt op de tijd dat je begint. Verander een van de twee."),
    Problem.TOO_LONG: _("Dit is meer dan 16 uur achter elkaar. Kijk begin en einde na."),
    Problem.OVERLAP: _("Deze dag loopt door in de volgende. Kijk begin en einde na."),
    Problem.BREAK_NO_LENGTH: _("De pauze eindigt op de tijd dat hij begint."),
    Problem.BREAK_OUTSIDE: _("De pauze valt buiten je werktijd."),
    Problem.BREAKS_OVERLAP: _("Twee pauzes overlappen."),
}
# On which control of its day a problem is shown.
PLACES = {
    Problem.BREAK_NO_LENGTH: "away",
    Problem.BREAK_OUTSIDE: "away",
    Problem.BREAKS_OVERLAP: "away",
    Problem.NO_LENGTH: "end",
    Problem.TOO_LONG: "end",
    Problem.OVERLAP: "end",
}
FRAME = {
    Problem.CONTRACT: "contract_hours",
    Problem.ZONE: "time_zone",
    Problem.ANCHOR_MISSING: "anchor",
    Problem.ANCHOR_NOT_MONDAY: "anchor",
    Problem.ENDS_BEFORE_IT_BEGINS: "valid_from",
}


class HoursField(forms.DecimalField):
    """28,5 and 28.5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


@dataclass(frozen=True, slots=True)
class DayRow:
    """One weekday of the form: its name and its four controls."""

    name: str
    controls: list[forms.BoundField]

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(c.id_for_label, str(e)) for c in self.controls for e in c.errors]


class HoursForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("Hoe gaan je weken?"), choices=RHYTHMS)
    anchor = DayField(label=_("Week 1 begint op maandag"), required=False)
    contract_hours = HoursField(
        label=_("Uren per week in je contract"),
        min_value=Decimal("0.5"),
        max_value=60,
        max_digits=4,
        decimal_places=2,
        error_messages={
            "required": SENTENCES[Problem.CONTRACT],
            "invalid": SENTENCES[Problem.CONTRACT],
            "min_value": SENTENCES[Problem.CONTRACT],
            "max_value": _("Meer dan 60 uur per week kan hier niet."),
        },
    )
    valid_from = DayField(
        label=_("Geldt vanaf"), error_messages={"required": _("Vul in vanaf welke dag dit geldt.")}
    )

    def __init__(self, person: User, shown: WorkingPattern | None, *args: Any, **kwargs: Any) -> None:
        self.person = person
        self.zone = shown.time_zone if shown else person.time_zone
        kwargs.setdefault("initial", _typed(shown, clock.today(person.time_zone)))
        super().__init__(*args, **kwargs)
        self.pattern: Pattern | None = None
        # The form has one shift a day and one break. A day with more keeps them as long as it is left as it is.
        self._more = _more_than_fits(shown)
        labels = {"start": _("Begin"), "end": _("Einde"), "away": _("Pauze van"), "back": _("Pauze tot")}
        for week in (0, 1):
            for day in range(7):
                for part in PARTS:
                    self.fields[_name(week, day, part)] = ClockField(
                        label=f"{WEEKDAYS[day]}, {labels[part]}", required=False
                    )
                    name = f"{WEEKDAYS[day]}, {labels[part]}"
                    self.fields[_name(week, day, part)].widget.attrs["aria-label"] = (
                        f"{name}, week {week + 1}" if week else name
                    )

    @property
    def days_with_more(self) -> list[str]:
        return [weekday(day) for _week, day in sorted(self._more)]

    @property
    def weeks(self) -> list[list[DayRow]]:
        return [list(self._rows(week)) for week in (0, 1)]

    def _rows(self, week: int) -> Iterator[DayRow]:
        for day in range(7):
            yield DayRow(weekday(day), [self[_name(week, day, part)] for part in PARTS])

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        away = abs((day - clock.today(self.person.time_zone)).days)
        if away > 366:
            raise forms.ValidationError(_("Kies een dag binnen een jaar van vandaag."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        rhythm = Alternation(given.get("rhythm", Alternation.WEEKLY))
        shifts = [s for week in range(1 if rhythm is Alternation.WEEKLY else 2) for s in self._shifts(week)]
        if self.errors:
            return given
        if not shifts:
            self.add_error(_name(0, 0, "start"), _("Vul minstens één werkdag in."))
            return given
        pattern = Pattern(
            valid_from=given["valid_from"],
            contract_minutes=int(given["contract_hours"] * 60),
            shifts=tuple(shifts),
            zone=self.zone,
            alternation=rhythm,
            anchor=given.get("anchor") if rhythm is Alternation.ANCHOR else None,
        )
        for problem in pattern.problems():
            self.add_error(_place(problem), SENTENCES[problem.code])
        self.pattern = pattern
        return given

    def _shifts(self, week: int) -> Iterator[Shift]:
        for day in range(7):
            start, end, away, back = (self.cleaned_data.get(_name(week, day, part)) for part in PARTS)
            if any(_name(week, day, part) in self.errors for part in PARTS):
                continue
            if (week, day) in self._more and self._is_untouched(week, day):
                yield from self._more[week, day]
                continue
            if (start is None) != (end is None):
                missing = "start" if start is None else "end"
                self.add_error(_name(week, day, missing), _("Vul begin en einde in, of laat beide leeg."))
            elif (away is None) != (back is None):
                missing = "away" if away is None else "back"
                self.add_error(_name(week, day, missing), _("Vul begin en einde van je pauze in."))
            elif start is not None and end is not None:
                pauses = ((away, back),) if away is not None and back is not None else ()
                yield Shift(weekday=day, start=start, end=end, breaks=pauses, week=week)
            elif away is not None:
                self.add_error(_name(week, day, "start"), _("Er staat een pauze zonder werktijd."))

    def _is_untouched(self, week: int, day: int) -> bool:
        names = (_name(week, day, part) for part in PARTS)
        return all(self.cleaned_data.get(name) == self.initial.get(name) for name in names)


class AbsenceForm(forms.Form):
    """From and to. There is no field for why, and there will not be one (W5)."""

    first_day = DayField(label=_("Van"), error_messages={"required": _("Vul de eerste dag in.")})
    last_day = DayField(label=_("Tot en met"), error_messages={"required": _("Vul de laatste dag in.")})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("De laatste dag ligt voor de eerste dag."))
        elif first and last and last - first > timedelta(days=3 * 366):
            self.add_error("last_day", _("Dit is langer dan drie jaar. Kijk het jaar na."))
        return given

    @property
    def absence(self) -> Absence:
        return Absence(first_day=self.cleaned_data["first_day"], last_day=self.cleaned_data["last_day"])


def _name(week: int, day: int, part: str) -> str:
    return f"w{week + 1}d{day + 1}_{part}"


def _place(problem: PatternProblem) -> str:
    if problem.code in FRAME:
        return FRAME[problem.code]
    shift = problem.shifts[0]
    return _name(shift.week, shift.weekday, PLACES.get(problem.code, "start"))


def _typed(shown: WorkingPattern | None, today: date) -> dict[str, Any]:
    if shown is None:
        return {"rhythm": "weekly", "valid_from": today}
    pattern = shown.as_pattern()
    filled: dict[str, Any] = {
        "rhythm": shown.alternation,
        "anchor": shown.anchor,
        "contract_hours": shown.contract_hours,
        "valid_from": max(today, shown.valid_from),
    }
    for shift in reversed(pattern.shifts):
        filled[_name(shift.week, shift.weekday, "start")] = shift.start
        filled[_name(shift.week, shift.weekday, "end")] = shift.end
        away, back = shift.breaks[0] if shift.breaks else (None, None)
        filled[_name(shift.week, shift.weekday, "away")] = away
        filled[_name(shift.week, shift.weekday, "back")] = back
    return filled


def _more_than_fits(shown: WorkingPattern | None) -> dict[tuple[int, int], list[Shift]]:
    """(week, day) -> the shifts of a day that has more than one, or more than one break."""
    days: dict[tuple[int, int], list[Shift]] = {}
    for shift in shown.as_pattern().shifts if shown else ():
        days.setdefault((shift.week, shift.weekday), []).append(shift)
    return {at: held for at, held in days.items() if len(held) > 1 or len(held[0].breaks) > 1}
