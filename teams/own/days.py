"""The hours in force as somebody reads them: day by day, drawn and in words."""

from dataclasses import dataclass
from datetime import time

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lerendwerken.lib.drawing import strip
from lerendwerken.templatetags.ui import weekday
from teams.hours.models import WorkingPattern
from teams.hours.patterns import Shift


@dataclass(frozen=True, slots=True)
class DayShown:
    name: str
    drawing: SafeString
    times: str
    breaks: str
    short: str  # 8.30–17.00


def weeks(shown: WorkingPattern | None) -> list[list[DayShown]]:
    """One list of days, or two for alternating weeks; the weekend only when it is worked."""
    if shown is None:
        return []
    shifts = shown.as_pattern().shifts
    drawn = []
    for week in (0,) if shown.alternation == "weekly" else (0, 1):
        days = []
        for day in range(7):
            today = sorted((s for s in shifts if (s.week, s.weekday) == (week, day)), key=lambda s: s.start)
            if today or day < 5:
                days.append(_day(day, today))
        drawn.append(days)
    return drawn


def _day(day: int, shifts: list[Shift]) -> DayShown:
    work = [(a / 60, b / 60) for shift in shifts for a, b in shift.stretches()]
    between = _("%(start)s tot %(end)s uur")
    return DayShown(
        name=weekday(day),
        drawing=strip(work),
        times=", ".join(between % {"start": clock_words(s.start), "end": clock_words(s.end)} for s in shifts),
        breaks=", ".join(
            between % {"start": clock_words(away), "end": clock_words(back)}
            for s in shifts
            for away, back in s.breaks
        ),
        short=", ".join(f"{clock_words(s.start)}–{clock_words(s.end)}" for s in shifts),
    )


def clock_words(moment: time) -> str:
    separator = "." if (translation.get_language() or "nl") == "nl" else ":"
    return f"{moment.hour}{separator}{moment.minute:02}"
