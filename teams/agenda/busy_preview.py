"""What a calendar file would do, as its owner reads it before saving: times only, week by week."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda.reading import WEEKS, Decided, Reading, Skipped
from teams.hours.calendar import Days, Span, WorkingCalendar
from teams.hours.models import Absence, calendar_of


@dataclass(frozen=True, slots=True)
class WeekShown:
    week: IsoWeek
    busy: str  # hours within working time
    away: int  # days on which somebody would work


def weeks(person: User, decided: Decided, monday: date) -> list[WeekShown]:
    """The weeks in which the file says anything about working time."""
    shown = []
    calendar = _calendar(person, decided, monday)
    begins = [start for start, _end in decided.busy]
    for ahead in range(WEEKS):
        week = IsoWeek.of(monday) + ahead
        start, end = week.span(person.time_zone)
        worked = calendar.intervals(start, end)
        first = max(0, bisect_left(begins, start) - 1)
        minutes = _overlap(worked, decided.busy[first : bisect_left(begins, end)])
        away = sum(calendar.is_away_on(day) for day in week.days if any(day in days for days in decided.away))
        if minutes or away:
            shown.append(WeekShown(week, _hours(minutes), away))
    return shown


def _calendar(person: User, decided: Decided, monday: date) -> WorkingCalendar:
    """As it will be: what an earlier file said about absence makes room."""
    last = monday + timedelta(weeks=WEEKS)
    typed = Absence.objects.filter(person=person, first_day__lte=last, last_day__gte=monday).exclude(
        source=Absence.Source.CALENDAR
    )
    kept = [Days(absence.first_day, absence.last_day) for absence in typed]
    return calendar_of(person, monday, last).with_absences([*kept, *decided.away])


def _overlap(worked: Sequence[Span], busy: Sequence[Span]) -> int:
    """Minutes that are in both."""
    both = (_common(one, other) for one in worked for other in busy)
    return sum(both, timedelta()) // timedelta(minutes=1)


def _common(one: Span, other: Span) -> timedelta:
    return max(timedelta(), min(one[1], other[1]) - max(one[0], other[0]))


def _hours(minutes: int) -> str:
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    words = []
    if hours:
        words.append(_("%(hours)s uur") % {"hours": hours})
    if rest:
        words.append(ngettext("%(number)s minuut", "%(number)s minuten", rest) % {"number": rest})
    return " ".join(words)


# Why something was left out ---------------------------------------------------------------------------

_ON_PURPOSE = {
    "free": ngettext_lazy(
        "%(count)s afspraak staat in je agenda als vrij of als ‘elders aan het werk’.",
        "%(count)s afspraken staan in je agenda als vrij of als ‘elders aan het werk’.",
        "count",
    ),
    "cancelled": ngettext_lazy(
        "%(count)s afspraak gaat niet door.", "%(count)s afspraken gaan niet door.", "count"
    ),
    "declined": ngettext_lazy(
        "%(count)s uitnodiging sloeg je af.", "%(count)s uitnodigingen sloeg je af.", "count"
    ),
    "no_length": ngettext_lazy(
        "%(count)s afspraak heeft geen duur.", "%(count)s afspraken hebben geen duur.", "count"
    ),
    "outside": ngettext_lazy(
        "%(count)s afspraak valt buiten deze weken.", "%(count)s afspraken vallen buiten deze weken.", "count"
    ),
}
_WRONG = {
    "broken_line": ngettext_lazy(
        "%(count)s regel is geen regel van een agenda.",
        "%(count)s regels zijn geen regels van een agenda.",
        "count",
    ),
    "bad_date": ngettext_lazy(
        "%(count)s datum of tijd kunnen we niet lezen.",
        "%(count)s datums of tijden kunnen we niet lezen.",
        "count",
    ),
    "bad_end": ngettext_lazy(
        "%(count)s afspraak eindigt voor ze begint.",
        "%(count)s afspraken eindigen voor ze beginnen.",
        "count",
    ),
    "no_start": ngettext_lazy(
        "%(count)s afspraak heeft geen begin.", "%(count)s afspraken hebben geen begin.", "count"
    ),
    "bad_rule": ngettext_lazy(
        "Bij %(count)s afspraak kunnen we niet lezen hoe vaak ze terugkomt. We tellen de eerste keer.",
        "Bij %(count)s afspraken kunnen we niet lezen hoe vaak ze terugkomen. We tellen de eerste keer.",
        "count",
    ),
    "too_often": ngettext_lazy(
        "%(count)s afspraak komt vaker terug dan een agenda kan tonen. We tellen de eerste keer.",
        "%(count)s afspraken komen vaker terug dan een agenda kan tonen. We tellen de eerste keer.",
        "count",
    ),
    "from_here_on": ngettext_lazy(
        "%(count)s wijziging geldt voor alle keren daarna. We tellen haar één keer; kijk die weken na.",
        "%(count)s wijzigingen gelden voor alle keren daarna. We tellen ze één keer; kijk die weken na.",
        "count",
    ),
    "unknown_zone": ngettext_lazy(
        "%(count)s afspraak heeft een tijdzone die we niet kennen. We lezen haar als een tijd zonder tijdzone.",
        "%(count)s afspraken hebben een tijdzone die we niet kennen. We lezen ze als tijden zonder tijdzone.",
        "count",
    ),
    "cut_off": ngettext_lazy(
        "%(count)s afspraak houdt halverwege op. Misschien is het bestand niet helemaal binnengekomen.",
        "%(count)s afspraken houden halverwege op. Misschien is het bestand niet helemaal binnengekomen.",
        "count",
    ),
}


def left_out(reading: Reading) -> list[str]:
    """What is no busy time, as the owner would expect."""
    return [str(words % {"count": one.count}) for words, one in _told(_ON_PURPOSE, reading)]


def wrong(reading: Reading) -> list[str]:
    """What could not be read, and on which lines."""
    return [f"{words % {'count': one.count}} {_where(one)}" for words, one in _told(_WRONG, reading)]


def _told(known: Mapping[str, Any], reading: Reading) -> Iterable[tuple[Any, Skipped]]:
    return ((known[why], one) for why, one in reading.skipped.items() if why in known)


def _where(one: Skipped) -> str:
    places = [_place(line) for line in one.lines]
    text = ", ".join(places)
    more = one.count - len(places)
    return _("(%(lines)s en meer)") % {"lines": text} if more > 0 else f"({text})"


def _place(line: str) -> str:
    calendar, _colon, number = line.rpartition(":")
    if calendar:
        return _("bestand %(file)s, regel %(line)s") % {"file": calendar, "line": number}
    return _("regel %(line)s") % {"line": number}
