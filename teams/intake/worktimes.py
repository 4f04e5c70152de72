"""When somebody works in an ordinary week: the value, two together, and what we assume without one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext_noop as _

from teams.hours.patterns import LONGEST_SHIFT, Alternation, Shift
from teams.intake import fields
from teams.intake.sentences import Refused, Sentence, say

DAY = 24 * 60
STARTS = 8 * 60 + 30
BREAK = (12 * 60 + 30, 13 * 60)
BREAK_ABOVE = 5 * 60 + 30
"""Assumed days begin at 8.30; above 5.5 hours they have the break of 12.30-13.00 that the law asks for."""
WEEKDAYS = (
    _("maandag"),
    _("dinsdag"),
    _("woensdag"),
    _("donderdag"),
    _("vrijdag"),
    _("zaterdag"),
    _("zondag"),
)


@dataclass(frozen=True, slots=True)
class WorkTimes:
    """`days` were named without times; the caller spreads the hours over them.

    `assumed`: the clock times are ours, the person is asked to confirm; `days_told`: but not the days.
    """

    shifts: tuple[Shift, ...] = ()
    alternation: Alternation = Alternation.WEEKLY
    anchor: date | None = None
    days: tuple[int, ...] = ()
    assumed: bool = False
    days_told: bool = True

    @property
    def minutes(self) -> int:
        """Net minutes a week; the average of two alternating weeks."""
        total = sum(net(shift) for shift in self.shifts)
        return total if self.alternation is Alternation.WEEKLY else total // 2

    @property
    def hours(self) -> Decimal:
        return (Decimal(self.minutes) / 60).quantize(Decimal("0.01"))


def assume(hours: Decimal, days: Sequence[int] = ()) -> WorkTimes:
    """The pattern we assume from contract hours alone, until the person confirms their own.

    The hours are spread evenly over as few days of at most eight hours as possible, from Monday on and on at
    most five days; or over the given days.
    """
    minutes = int(hours * 60)
    chosen = list(days) or list(range(min(5, -(-minutes // (8 * 60)))))
    each = minutes // len(chosen) // 5 * 5
    lengths = [each] * (len(chosen) - 1) + [minutes - each * (len(chosen) - 1)]
    shifts = tuple(assumed_shift(day, length) for day, length in zip(chosen, lengths, strict=True) if length)
    return WorkTimes(shifts, assumed=True, days_told=bool(days))


def combine(one: WorkTimes, other: WorkTimes) -> WorkTimes:
    """The times of two contracts together. Raises Refused where they overlap or alternate differently."""
    kinds = {w.alternation for w in (one, other)} - {Alternation.WEEKLY}
    anchors = {w.anchor for w in (one, other) if w.anchor}
    if len(kinds) > 1 or len(anchors) > 1:
        raise Refused(
            say(_("De roosters wisselen anders van week. Schrijf beide met oneven en even.")),
            say(_("Twee roosters die niet samengaan")),
        )
    alternation = kinds.pop() if kinds else Alternation.WEEKLY
    spans = [_span(shift) for times in (one, other) for shift in _in_weeks(times, alternation)]
    return checked(
        WorkTimes(
            tuple(shift_of(span) for span in merged(spans)),
            alternation,
            anchors.pop() if anchors else None,
            assumed=one.assumed or other.assumed,
        )
    )


def net(shift: Shift) -> int:
    """Minutes of work in a shift, breaks not counted."""
    return length_of(minute_of(shift.start), minute_of(shift.end)) - sum(
        length_of(minute_of(start), minute_of(end)) for start, end in shift.breaks
    )


def clock_words(moment: time) -> str:
    """9.30, as the product writes times."""
    return f"{moment.hour}.{moment.minute:02}"


def weekday_name(weekday: int) -> Sentence:
    return say(WEEKDAYS[weekday])


@dataclass
class Span:
    """A shift while reading, in minutes from midnight; an end after midnight is above 1440."""

    week: int
    weekday: int
    start: int
    end: int
    breaks: list[tuple[int, int]] = field(default_factory=list)

    def fits(self, start: int, end: int) -> bool:
        return self.start < start < end < self.end


def merged(spans: Sequence[Span]) -> list[Span]:
    """One shift a day where it stays short enough: a gap is a break. Raises Refused for an overlap."""
    days: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.week, s.weekday, s.start)):
        before = days[-1] if days else None
        if before and (before.week, before.weekday) == (span.week, span.weekday):
            if span.start < before.end:
                raise _overlap(
                    span.weekday,
                    f"{in_words(before.start)}-{in_words(before.end)}",
                    f"{in_words(span.start)}-{in_words(span.end)}",
                )
            if span.end - before.start <= LONGEST_SHIFT:
                gap = [(before.end, span.start)] if span.start > before.end else []
                before.breaks += gap + span.breaks
                before.end = span.end
                continue
        days.append(replace(span, breaks=list(span.breaks)))
    return days


def _span(shift: Shift) -> Span:
    start = minute_of(shift.start)
    breaks = []
    for first, last in shift.breaks:
        at = start + (minute_of(first) - start) % DAY
        breaks.append((at, at + length_of(minute_of(first), minute_of(last))))
    return Span(shift.week, shift.weekday, start, start + length_of(start, minute_of(shift.end)), breaks)


def shift_of(span: Span) -> Shift:
    breaks = sorted(span.breaks)
    for (_start, end), (start, _end) in pairwise(breaks):
        if start < end:
            raise Refused(
                say(_("Twee pauzes overlappen op %(day)s."), day=weekday_name(span.weekday)), heading()
            )
    return Shift(
        weekday=span.weekday,
        start=_time(span.start),
        end=_time(span.end),
        breaks=tuple((_time(start), _time(end)) for start, end in breaks),
        week=span.week,
    )


def checked(times: WorkTimes) -> WorkTimes:
    """The same, sorted. Refused when shifts overlap, over midnight and over the week's end too."""
    weeks = 1 if times.alternation is Alternation.WEEKLY else 2
    turn = weeks * 7 * DAY
    spans = []
    for shift in times.shifts:
        start = (shift.week * 7 + shift.weekday) * DAY + minute_of(shift.start)
        spans.append((start, start + length_of(minute_of(shift.start), minute_of(shift.end)), shift))
    spans.sort(key=lambda span: (span[0], span[1]))
    for (_start, end, one), (start, _end, other) in zip(spans, [*spans[1:], *spans[:1]], strict=True):
        if one is other:
            continue
        if start + (turn if start < _start else 0) < end:
            raise _overlap(other.weekday, _shift_words(one), _shift_words(other))
    if times.minutes > fields.MOST_HOURS * 60:
        raise Refused(
            say(_("Dit is %(hours)s uur per week. Meer dan 60 uur kan niet."), hours=plain(times.hours)),
            say(_("Te veel werktijd")),
        )
    return replace(times, shifts=tuple(span[2] for span in spans))


def _in_weeks(times: WorkTimes, alternation: Alternation) -> list[Shift]:
    """A weekly pattern written out for both weeks where the other one alternates."""
    if times.alternation is alternation:
        return list(times.shifts)
    return [replace(shift, week=week) for week in (0, 1) for shift in times.shifts]


def assumed_shift(weekday: int, length: int) -> Shift:
    pause = BREAK if length > BREAK_ABOVE else None
    end = STARTS + length + (BREAK[1] - BREAK[0] if pause else 0)
    return Shift(
        weekday=weekday,
        start=_time(STARTS),
        end=_time(end),
        breaks=((_time(pause[0]), _time(pause[1])),) if pause else (),
        week=0,
    )


def _overlap(weekday: int, one: str, other: str) -> Refused:
    return Refused(
        say(
            _("Op %(day)s overlappen %(one)s en %(other)s."),
            day=weekday_name(weekday),
            one=one,
            other=other,
        ),
        say(_("Werktijden die overlappen")),
    )


def heading() -> Sentence:
    return say(_("Deze werktijden lezen we niet"))


def on_day(weekday: int, sentence: Sentence) -> Sentence:
    return say(_("Op %(day)s: %(sentence)s"), day=weekday_name(weekday), sentence=sentence)


def _shift_words(shift: Shift) -> str:
    return f"{clock_words(shift.start)}-{clock_words(shift.end)}"


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return time(minutes % DAY // 60, minutes % 60)


def length_of(start: int, end: int) -> int:
    return (end - start) % DAY or DAY


def in_words(minutes: int) -> str:
    return clock_words(_time(minutes))


def plain(number: Decimal) -> str:
    """28.50 -> 28,5"""
    return f"{number.normalize():f}".replace(".", ",")
