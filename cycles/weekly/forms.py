"""Another place for a moment, and the cause class when it falls away."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.typed import ClockField
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import day_long


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


def _days(week: IsoWeek, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The days of a week that are not over; all of them for a week that is."""
    today = clock.now().astimezone(zone).date()
    left = [day for day in week.days if day >= today] or week.days
    return [(day.isoformat(), day_long(day)) for day in left]
