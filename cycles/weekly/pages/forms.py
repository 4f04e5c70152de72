"""What a lead types: another place for a moment, the cause when it falls away, and the rhythm of the team."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cycles.weekly.models import Form, Kind, Moment
from cycles.weekly.outlook import best, rooms_ahead
from cycles.weekly.planning import Refused
from cycles.weekly.rhythm import Rhythm, Slot
from cycles.weekly.sentences import refused
from lerendwerken.lib import clock
from lerendwerken.lib.typed import ClockField
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import day_long, weekday
from teams.structure.models import Team


class MoveForm(forms.Form):
    day = forms.ChoiceField(
        label=_("Dag"),
        error_messages={
            "required": _("Kies een dag van deze week."),
            "invalid_choice": _("Kies een dag van deze week."),
        },
    )
    time = ClockField(label=_("Begint om"), error_messages={"required": _("Vul een tijd in, zoals 9.30.")})

    def __init__(self, moment: Moment, *args: Any, **kwargs: Any) -> None:
        self.zone = ZoneInfo(moment.cycle.team.time_zone)
        at = moment.starts_at or moment.usual_at
        local = at.astimezone(self.zone) if at else None
        if local:
            kwargs.setdefault("initial", {"day": local.date().isoformat(), "time": local.time()})
        super().__init__(*args, **{"auto_id": f"m{moment.pk}_%s"} | kwargs)
        self.fields["day"].choices = _days(moment.cycle.iso, self.zone)  # type: ignore[attr-defined]

    @property
    def moment(self) -> datetime:
        day = date.fromisoformat(self.cleaned_data["day"])
        return datetime.combine(day, self.cleaned_data["time"], self.zone)


class CancelForm(forms.Form):
    cause = forms.ChoiceField(
        label=_("Waardoor vervalt het?"),
        choices=Moment.Cause,
        error_messages={
            "required": _("Kies waardoor het moment vervalt."),
            "invalid_choice": _("Kies waardoor het moment vervalt."),
        },
    )

    def __init__(self, moment: Moment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"v{moment.pk}_%s"} | kwargs)


HOW_MANY = (1, 2, 3, 4, 8)


class CarryForm(forms.Form):
    weeks = forms.TypedChoiceField(
        label=_("Naar"),
        coerce=int,
        error_messages={
            "required": _("Kies hoeveel weken."),
            "invalid_choice": _("Kies hoeveel weken."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "over_%s"} | kwargs)
        self.fields["weeks"].choices = [  # type: ignore[attr-defined]
            (
                number,
                ngettext("de volgende week", "de volgende %(number)s weken", number) % {"number": number},
            )
            for number in HOW_MANY
        ]


class SwapForm(forms.Form):
    """duos: per duo its words and its people as (id, name)."""

    one = forms.TypedChoiceField(label=_("Wissel"), coerce=int)
    other = forms.TypedChoiceField(label=_("Met"), coerce=int)

    def __init__(
        self, duos: Sequence[tuple[str, Sequence[tuple[int, str]]]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "wissel_%s"} | kwargs)
        said = _("Kies iemand uit een duo van deze week.")
        for field in self.fields.values():
            field.choices = [("", _("kies een collega")), *duos]  # type: ignore[attr-defined]
            field.error_messages |= {"required": said, "invalid_choice": said}


def _days(week: IsoWeek, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The days of a week that are not over; all of them for a week that is."""
    today = clock.now().astimezone(zone).date()
    left = [day for day in week.days if day >= today] or week.days
    return [(day.isoformat(), day_long(day)) for day in left]


# The rhythm ---------------------------------------------------------------------------------------

FORMS = {
    Kind.PLANNING: (Form.TEAM, Form.ALONE),
    Kind.LEARNING_HOUR: (Form.DUO, Form.TEAM, Form.ALONE),
    Kind.CHECK_IN: (Form.TEAM, Form.ALONE),
    Kind.RETROSPECTIVE: (Form.TEAM, Form.ALONE),
}
LEAST, MOST, STEP = 5, 120, 5


class RhythmForm(forms.Form):
    """All moments of a rhythm at once. What is switched off keeps what it had, right or wrong."""

    paused = forms.BooleanField(
        label=_("Even geen weken maken"),
        required=False,
        help_text=_("Bijvoorbeeld in een vakantie. Wat gepubliceerd is, gaat door."),
    )
    focus_mornings = forms.TypedMultipleChoiceField(
        label=_("Ochtenden die we liever vrijhouden"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bijvoorbeeld om ongestoord te werken. Een voorstel komt dan liever na 12.00 uur."),
        error_messages={"invalid_choice": _("Kies een dag uit de lijst.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, team: Team, now: Rhythm, *args: Any, **kwargs: Any) -> None:
        self.team, self.now = team, now
        kwargs.setdefault("initial", _initial(now))
        super().__init__(*args, **{"auto_id": "r_%s"} | kwargs)
        workdays = [(number, weekday(number)) for number in range(5)]
        self.fields["focus_mornings"].choices = workdays  # type: ignore[attr-defined]
        for slot in now.slots:
            self.fields |= _fields(slot.kind)

    def __iter__(self) -> Iterator[BoundField]:
        """For the summary of errors: each field says which moment it belongs to."""
        kinds = {name: slot.kind for slot in self.now.slots for name in _fields(slot.kind)}
        for name in self.fields:
            bound = copy(self[name])
            if name in kinds:
                bound.label = f"{kinds[name].label}, {str(bound.label).lower()}"
            yield bound

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [self._group(slot) for slot in self.now.slots]

    def _group(self, slot: Slot) -> dict[str, Any]:
        names = [name for name in self.fields if name.startswith(f"{slot.kind}_")]
        found: dict[str, Any] = {name.removeprefix(f"{slot.kind}_"): self[name] for name in names}
        second = [found[name] for name in ("second_weekday", "second_starts")]
        return found | {
            "kind": slot.kind,
            "slot": slot,
            "open": any(field.errors for field in second) or any(field.value() for field in second),
        }

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for slot in self.now.slots:
            if given.get(f"{slot.kind}_is_on"):
                self._check(slot.kind)
                continue
            for name in (n for n in list(self.errors) if n.startswith(f"{slot.kind}_")):
                del self.errors[name]
                given[name] = getattr(slot, name.removeprefix(f"{slot.kind}_"))
        if not any(given.get(f"{slot.kind}_is_on") for slot in self.now.slots):
            self.add_error(
                f"{self.now.slots[0].kind}_is_on",
                _("Zet minstens één moment aan. Wil je even niets? Kies dan ‘Even geen weken maken’."),
            )
        if not self.errors:
            self._check_together()
        return given

    def _check(self, kind: Kind) -> None:
        given = self.cleaned_data
        form = given.get(f"{kind}_form")
        minutes = given.get(f"{kind}_minutes")
        if minutes is not None and minutes % STEP:
            self.add_error(f"{kind}_minutes", _("Kies een aantal van 5, 10, 15 en zo verder."))
        if form and form != Form.ALONE and given.get(f"{kind}_starts", "") is None:
            self.add_error(f"{kind}_starts", _("Vul in hoe laat jullie samen beginnen, zoals 9.30."))
        day, starts = (given.get(f"{kind}_second_{part}") for part in ("weekday", "starts"))
        if f"{kind}_second_starts" in self.errors:
            return
        if day is not None and starts is None:
            self.add_error(f"{kind}_second_starts", _("Vul ook een tijd in, of kies geen dag."))
        elif starts is not None and day is None:
            self.add_error(f"{kind}_second_weekday", _("Kies ook een dag, of laat de tijd leeg."))
        elif day is not None and (day, starts) == (given.get(f"{kind}_weekday"), given.get(f"{kind}_starts")):
            said = _("Dit is dezelfde plek. Kies een andere dag of tijd, of laat beide leeg.")
            self.add_error(f"{kind}_second_starts", said)

    def _check_together(self) -> None:
        """Two team moments at once, and a time at which too few of the team work."""
        together = [s for s in self.rhythm.slots if s.is_on and s.form == Form.TEAM and s.starts is not None]
        for slot in sorted(together, key=lambda s: (s.weekday, s.starts or time.max)):
            for other in together:
                if other.kind != slot.kind and _begins_in(slot, other):
                    said = _("Dan is %(kind)s bezig. Kies een tijd daarvoor of daarna.")
                    self.add_error(f"{slot.kind}_starts", said % {"kind": other.kind.named})
        if self.errors or not together:
            return
        rooms = rooms_ahead(self.team, {s.kind: s.minutes for s in self.rhythm.slots if s.is_on})
        for slot in together:
            had = self.now.slot(slot.kind)
            if (
                had
                and had.is_on
                and (had.weekday, had.starts, had.form) == (slot.weekday, slot.starts, slot.form)
            ):
                continue  # it stood there already; the week itself says when it cannot be
            place = best(slot, rooms)
            if place and not place.is_allowed:
                why = refused(Refused("no_place", refusals=place.refusals))
                self.add_error(f"{slot.kind}_starts", why)

    @property
    def rhythm(self) -> Rhythm:
        given = self.cleaned_data
        slots = []
        for slot in self.now.slots:
            names = [n for n in Slot.__dataclass_fields__ if f"{slot.kind}_{n}" in self.fields]
            slots.append(replace(slot, **{name: given[f"{slot.kind}_{name}"] for name in names}))
        revision = given.get("revision")
        return Rhythm(
            tuple(slots),
            given["paused"],
            self.now.revision if revision is None else revision,
            tuple(given["focus_mornings"]),
        )


def _begins_in(slot: Slot, other: Slot) -> bool:
    """Whether it begins while the other one goes on; of two at the same time, the later kind does."""
    if slot.weekday != other.weekday or slot.starts is None or other.starts is None:
        return False
    begins, opens = (s.starts.hour * 60 + s.starts.minute for s in (slot, other))  # type: ignore[union-attr]
    order = list(Kind)
    return opens < begins < opens + other.minutes or (
        begins == opens and order.index(slot.kind) > order.index(other.kind)
    )


def _initial(now: Rhythm) -> dict[str, Any]:
    together = {name: getattr(now, name) for name in ("paused", "focus_mornings", "revision")}
    return together | {
        f"{slot.kind}_{name}": getattr(slot, name)
        for slot in now.slots
        for name in Slot.__dataclass_fields__
        if name != "kind"
    }


def _fields(kind: Kind) -> dict[str, forms.Field]:
    weekdays = [(number, weekday(number)) for number in range(7)]
    range_ = _now("Een moment duurt 5 tot en met 120 minuten.")
    fields: dict[str, forms.Field] = {
        "is_on": forms.BooleanField(label=_("Doen we elke week"), required=False),
        "form": forms.ChoiceField(
            label=_("Vorm"),
            choices=[(form, form.label) for form in FORMS[kind]],
            error_messages={
                "required": _("Kies een vorm."),
                "invalid_choice": _("Kies een vorm uit de lijst."),
            },
        ),
        "weekday": forms.TypedChoiceField(
            label=_("Dag"),
            choices=weekdays,
            coerce=int,
            error_messages={
                "required": _("Kies een dag."),
                "invalid_choice": _("Kies een dag uit de lijst."),
            },
        ),
        "starts": ClockField(label=_("Begint om"), required=False),
        "minutes": forms.IntegerField(
            label=_("Minuten"),
            min_value=LEAST,
            max_value=MOST,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
            error_messages={
                "required": _("Vul in hoeveel minuten het duurt."),
                "invalid": _("Vul een heel getal in, zoals 20."),
                "min_value": range_,
                "max_value": range_,
            },
        ),
        "second_weekday": forms.TypedChoiceField(
            label=_("Tweede dag"),
            choices=[("", _("geen")), *weekdays],
            coerce=int,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": _("Kies een dag uit de lijst.")},
        ),
        "second_starts": ClockField(label=_("Tweede tijd"), required=False),
        "rotates": forms.BooleanField(label=_("Wie begeleidt, wisselt elke week"), required=False),
    }
    if Form.DUO in FORMS[kind]:
        del fields["rotates"]
    return {f"{kind}_{name}": field for name, field in fields.items()}
