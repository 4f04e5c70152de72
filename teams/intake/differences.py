"""Two sets of working times beside each other: are they the same, and if not, where in words."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_noop as _

from teams.hours.models import WorkingPattern
from teams.hours.patterns import Alternation, Shift
from teams.intake.sentences import Sentence, say
from teams.intake.worktimes import WorkTimes, clock_words, weekday_name

type Week = Mapping[int, tuple[Shift, ...]]


def same_times(times: WorkTimes, pattern: WorkingPattern) -> bool:
    """Whether the file says the same as a stored pattern, as far as the file says anything."""
    stored = times_of(pattern)
    if times.assumed:
        # Only the hours, or the hours and the days, come from the file; the clock times are ours.
        return not times.days_told or _days(times) == _days(stored)
    return _normal(times) == _normal(stored) and not pattern.assumed


def differences(now: WorkTimes, then: WorkTimes) -> tuple[Sentence, Sentence]:
    """What differs, on both sides, in a few words: "woensdag tot 16.00 uur" and "woensdag tot 16.30 uur"."""
    if now.alternation is not then.alternation or now.alternation is not Alternation.WEEKLY:
        return _kind(now), _kind(then)
    one, other = _week(now), _week(then)
    days = [day for day in range(7) if one.get(day) != other.get(day)]
    if len(days) != 1:
        return _kind(now), _kind(then)
    return _on_day(days[0], one, other), _on_day(days[0], other, one)


def times_of(pattern: WorkingPattern) -> WorkTimes:
    stored = pattern.as_pattern()
    return WorkTimes(stored.shifts, stored.alternation, stored.anchor, assumed=pattern.assumed)


def _normal(times: WorkTimes) -> tuple[object, ...]:
    """Equal for equal hours, however they were written."""
    anchor = None
    if times.alternation is Alternation.ANCHOR and times.anchor is not None:
        anchor = (times.anchor - date(2024, 1, 1)).days // 7 % 2
    shifts = sorted((s.week, s.weekday, s.start, s.end, tuple(sorted(s.breaks))) for s in times.shifts)
    return times.alternation, anchor, tuple(shifts)


def _days(times: WorkTimes) -> set[tuple[int, int]]:
    return {(shift.week, shift.weekday) for shift in times.shifts}


def _week(times: WorkTimes) -> Week:
    found: dict[int, tuple[Shift, ...]] = {}
    for shift in sorted(times.shifts, key=lambda shift: shift.start):
        found[shift.weekday] = (*found.get(shift.weekday, ()), shift)
    return found


def _on_day(day: int, mine: Week, other: Week) -> Sentence:
    name = weekday_name(day)
    shifts, others = mine.get(day, ()), other.get(day, ())
    if not shifts:
        return say(_("%(day)s vrij"), day=name)
    first, last = shifts[0], shifts[-1]
    if others and others[0].start == first.start and others[-1].end != last.end:
        return say(_("%(day)s tot %(time)s uur"), day=name, time=clock_words(last.end))
    if others and others[-1].end == last.end and others[0].start != first.start:
        return say(_("%(day)s vanaf %(time)s uur"), day=name, time=clock_words(first.start))
    return say(
        _("%(day)s %(start)s tot %(end)s uur"),
        day=name,
        start=clock_words(first.start),
        end=clock_words(last.end),
    )


def _kind(times: WorkTimes) -> Sentence:
    if times.alternation is not Alternation.WEEKLY:
        return say(_("wisselende weken"))
    if times.assumed and not times.days_told:
        return say(_("verdeeld over %(days)s dagen, tijden nog te bevestigen"), days=len(_days(times)))
    days = sorted({shift.weekday for shift in times.shifts})
    if not days:
        return say(_("geen werktijden"))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return say(
            _("%(first)s tot en met %(last)s"), first=weekday_name(days[0]), last=weekday_name(days[-1])
        )
    joined = weekday_name(days[0])
    for day in days[1:]:
        joined = say(_("%(days)s, %(day)s"), days=joined, day=weekday_name(day))
    return joined
