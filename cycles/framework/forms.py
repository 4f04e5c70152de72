"""What a maker of the frame types. A wrong value gets a sentence beside its field and stays as it was typed."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.framework import making
from cycles.framework.making import Refused
from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, PauseWeek, Season
from cycles.framework.sentences import refused, week_in_words
from lerendwerken.lib.typed import TOO_LONG, DayField
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Unit

MOST_GOALS = 5  # new ones at once; more than a team can keep in mind
MOST_QUESTIONS = 5  # new ones at one goal
TITLE, WHY, QUESTION, NAME = 200, 1000, 300, 80


class Sentence(forms.CharField):
    """One sentence, typed in a box that shows all of it; on a phone it does not fit on one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


def _text(
    label: Any,
    longest: int,
    *,
    required: Any = "",
    lines: int = 0,
    hint: Any = "",
    kind: type[forms.CharField] = forms.CharField,
) -> forms.CharField:
    """One text; `required` is the sentence for an empty one. The browser does not cut off: we say it is too long."""
    kept = (
        forms.Textarea(attrs={"rows": lines, "class": "ruled two"})
        if lines
        else forms.TextInput(attrs={"autocomplete": "off"})
    )
    made = kind(
        label=label,
        max_length=longest,
        required=bool(required),
        widget=kept,
        help_text=hint,
        error_messages={"required": required, "max_length": TOO_LONG},
    )
    made.widget.attrs.pop("maxlength", None)
    return made


def _title(number: int | None = None, required: Any = "", label: Any = "") -> forms.CharField:
    label = label or _("Doel")
    hint = _("Wat wil je bereiken? Schrijf het zo dat een collega het kan nagaan.")
    first = number in (None, 1)
    return _text(label, TITLE, required=required, lines=2, hint=hint if first else "", kind=Sentence)


def _why(number: int | None = None) -> forms.CharField:
    label = _now("Waarom doel %(number)s?") % {"number": number} if number else _("Waarom? Mag later")
    return _text(label, WHY, lines=2)


def _question(label: Any, *, required: Any) -> forms.CharField:
    hint = _("Wat moeten we leren om dit doel te halen?")
    return _text(label, QUESTION, required=required, lines=2, hint=hint, kind=Sentence)


# The screens -----------------------------------------------------------------------------------


class GoalsForm(forms.Form):
    """Screen 1: goals that go on, and new ones with why."""

    def __init__(self, offered: Iterable[OrganisationGoal], rows: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {goal.pk: goal for goal in offered}
        self.numbers = range(rows)
        if self.offered:
            self.fields["carry"] = forms.TypedMultipleChoiceField(
                label=_("Welke doelen gaan door?"),
                help_text=_("Hun ontwikkelvragen gaan mee."),
                choices=[(pk, goal.title) for pk, goal in self.offered.items()],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Dit doel is er niet meer. Kies opnieuw.")},
            )
        for number in self.numbers:
            self.fields[f"title_{number}"] = _title(number + 1, label=self._label(number))
            self.fields[f"why_{number}"] = _why(number + 1)

    def _label(self, number: int) -> str:
        if self.offered:
            return _now("Nieuw doel %(number)s, mag leeg") % {"number": number + 1}
        if number:
            return _now("Doel %(number)s, mag leeg") % {"number": number + 1}
        return _now("Doel 1")

    @property
    def may_have_more(self) -> bool:
        return len(self.numbers) < MOST_GOALS

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"title_{n}"], self[f"why_{n}"]) for n in self.numbers]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        seen = {self.offered[pk].title.casefold() for pk in given.get("carry", [])}
        for number in self.numbers:
            name = f"title_{number}"
            title = given.get(name, "")
            if not title and given.get(f"why_{number}") and name not in self.errors:
                self.add_error(name, _now("Je schreef waarom, maar nog niet welk doel. Vul het doel in."))
            if title and title.casefold() in seen:
                self.add_error(name, _now("Dit doel staat er al. Maak het anders of laat het leeg."))
            seen.add(title.casefold())
        if not self.errors and not self.goals and not self.carried:
            words = _now("Schrijf minstens één doel.")
            if self.offered:
                words = _now("Schrijf minstens één doel, of kies een doel dat doorgaat.")
            self.add_error("title_0", words)
        return given

    @property
    def goals(self) -> list[tuple[int, str, str]]:
        """(row, title, why) of the new goals."""
        given = self.cleaned_data
        return [
            (n, given[f"title_{n}"], given.get(f"why_{n}", ""))
            for n in self.numbers
            if given.get(f"title_{n}")
        ]

    @property
    def carried(self) -> list[OrganisationGoal]:
        return [self.offered[pk] for pk in self.cleaned_data.get("carry", [])]


class QuestionsForm(forms.Form):
    """Screen 2: what has to be learnt for each goal."""

    def __init__(
        self, goals: GoalsForm, unit: Unit | None, rows: dict[str, int], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups: list[dict[str, Any]] = []
        for goal in goals.carried:
            there = [q.text for q in goal.questions.all() if not q.ended_on]
            # Who makes the frame of a unit adds nothing to a goal of the whole organisation.
            own = goal.unit_id == (unit.pk if unit else None)
            self._group(f"c{goal.pk}", goal.title, there, rows if own else None)
        for number, title, _why_not in goals.goals:
            self._group(f"n{number}", title, [], rows)

    def _group(self, key: str, title: str, there: list[str], rows: dict[str, int] | None) -> None:
        count = 0 if rows is None else rows.get(key, 1 if there else 2)
        names = [f"q_{key}_{n}" for n in range(count)]
        for number, name in enumerate(names):
            label = _now("Ontwikkelvraag %(number)s") % {"number": len(there) + number + 1}
            if there or number:
                label = _now("%(label)s, mag leeg") % {"label": label}
            self.fields[name] = _text(label, QUESTION, lines=2, kind=Sentence)
        more = rows is not None and count < MOST_QUESTIONS
        self.groups.append({"key": key, "title": title, "there": there, "names": names, "more": more})

    @property
    def shown(self) -> list[dict[str, Any]]:
        return [group | {"fields": [self[name] for name in group["names"]]} for group in self.groups]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for group in self.groups:
            seen = {text.casefold() for text in group["there"]}
            for name in group["names"]:
                text = given.get(name, "").casefold()
                if text and text in seen:
                    self.add_error(
                        name, _now("Deze ontwikkelvraag staat er al. Maak hem anders of laat hem leeg.")
                    )
                seen.add(text)
            names = group["names"]
            if names and not seen - {""} and not any(name in self.errors for name in names):
                self.add_error(names[0], _now("Schrijf minstens één ontwikkelvraag bij dit doel."))
        return given

    def questions(self, key: str) -> tuple[str, ...]:
        names = next(group["names"] for group in self.groups if group["key"] == key)
        return tuple(self.cleaned_data[name] for name in names if self.cleaned_data.get(name))


class SeasonForm(forms.Form):
    """Screen 3, and later on its own: name, the Monday it begins, and its weeks."""

    name = _text(
        _("Naam van het seizoen"),
        NAME,
        required=_("Geef het seizoen een naam, bijvoorbeeld ‘Lente 2026’."),
        hint=_("Deze naam staat op ieders Mijn week."),
    )
    starts_on = DayField(
        label=_("Begint op maandag"),
        help_text=_("dag-maand-jaar"),
        error_messages={"required": _("Kies de maandag waarop het seizoen begint.")},
    )
    weeks = forms.IntegerField(
        label=_("Aantal weken"),
        min_value=4,
        max_value=16,
        help_text=_("Meestal 12. In week 4, 8 en 12 is er een Maandoogst."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
        error_messages={
            "required": _("Vul in hoeveel weken het seizoen duurt. Meestal 12."),
            "invalid": _("Vul een heel getal in, van 4 tot en met 16."),
            "min_value": _("Een seizoen duurt minstens 4 weken."),
            "max_value": _("Een seizoen duurt hoogstens 16 weken."),
        },
    )

    def __init__(
        self, unit: Unit | None, today: date, *args: Any, season: Season | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.today, self.season = unit, today, season
        if season and not making.is_coming(season, today):
            del self.fields["starts_on"], self.fields["weeks"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "starts_on" in given and "weeks" in given:
            try:
                making.check_dates(
                    self.unit, given["starts_on"], given["weeks"], today=self.today, but=self.season
                )
            except Refused as refusal:
                self.add_error("starts_on", refused(refusal))
        return given


def suggested_start(unit: Unit | None, today: date) -> date:
    """The Monday after the last season of the unit; without one, next Monday."""
    ends = [season.ends_on for season in Season.objects.filter(unit=unit)]
    return max([IsoWeek.of(today).monday + timedelta(weeks=1), *(end + timedelta(days=1) for end in ends)])


def suggested_name(starts_on: date) -> str:
    """By the season of the year in which the middle of its twelve weeks lies."""
    middle = starts_on + timedelta(weeks=6)
    names = [_now("Winter"), _now("Lente"), _now("Zomer"), _now("Herfst")]
    return f"{names[middle.month % 12 // 3]} {middle.year}"


# Afterwards ------------------------------------------------------------------------------------


class GoalForm(forms.Form):
    """Other words for a goal."""

    title = _title(required=_("Een doel heeft woorden nodig. Wil je het niet meer? Beëindig het dan."))
    why = _why()


class NewGoalForm(GoalForm):
    """One more goal, with its first development question."""

    question = _question(
        _("Eerste ontwikkelvraag"), required=_("Schrijf minstens één ontwikkelvraag bij dit doel.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = _("Schrijf welk doel je wilt toevoegen.")


class QuestionForm(forms.Form):
    text = _question(_("Ontwikkelvraag"), required=_("Schrijf de ontwikkelvraag op."))

    def __init__(
        self,
        goal: OrganisationGoal,
        *args: Any,
        question: DevelopmentQuestion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goal, self.question = goal, question

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        others = self.goal.questions.filter(ended_on=None, text__iexact=text)
        if self.question and others.exclude(pk=self.question.pk).exists():
            raise forms.ValidationError(_now("Deze ontwikkelvraag staat er al bij dit doel."))
        return text


class PauseForm(forms.Form):
    week = forms.ChoiceField(
        label=_("Welke week?"),
        error_messages={
            "required": _("Kies een week."),
            "invalid_choice": _("Deze week kan geen pauzeweek worden. Kies een week uit de lijst."),
        },
    )
    name = _text(
        _("Naam"),
        NAME,
        required=_("Geef de pauze een naam, bijvoorbeeld ‘Kerst’."),
        hint=_("Deze naam leest iedereen, bijvoorbeeld ‘Kerst’."),
    )

    def __init__(
        self, weeks: Sequence[IsoWeek], taken: Iterable[PauseWeek], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taken = {str(row.iso): row.name for row in taken}
        free = [(str(week), week_in_words(week)) for week in weeks if str(week) not in self.taken]
        field = self.fields["week"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Kies een week")), *free]

    def clean(self) -> dict[str, Any]:
        chosen = self.data.get(self.add_prefix("week"), "")
        if chosen in self.taken:
            del self.errors["week"]
            self.add_error(
                "week", _now("Deze week is al een pauzeweek: %(name)s.") % {"name": self.taken[chosen]}
            )
        return self.cleaned_data

    @property
    def chosen(self) -> IsoWeek:
        return IsoWeek.parse(self.cleaned_data["week"])
