"""Working times as people write them in one cell.

ma-do 8:30-16:00
ma,di,do 08.30-17.00 pauze 12.30-13.00
ma 8:30-12:30; wo 13-17; vr vrij
ma-wo 22:00-06:00
oneven: ma-vr 8:30-17:00 / even: ma-do 8:30-17:00
week 1 vanaf 6-4-2026: ma-vr 9-17 / week 2: ma-do 9-17
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext_noop as _

from teams.hours.patterns import Alternation
from teams.intake import fields
from teams.intake.sentences import Refused, say
from teams.intake.worktimes import (
    BREAK,
    DAY,
    Span,
    WorkTimes,
    assumed_shift,
    checked,
    heading,
    in_words,
    length_of,
    merged,
    minute_of,
    shift_of,
    weekday_name,
)

LONGEST = 14 * 60
"""Minutes in one stretch; above it somebody mixed up the begin and the end."""
ODD, EVEN = 0, 1
"""Which week of two the odd and the even weeks are, see Alternation in teams/hours/patterns.py."""


@lru_cache(maxsize=2000)  # a file of thousands has a few dozen rosters
def read(text: str) -> WorkTimes:
    """Raises Refused with the piece that was not understood."""
    reader = _Reader()
    for kind, found in _pieces(text):
        reader.take(kind, found)
    return reader.done()


_DAY_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "ma maandag maandags mon monday mondays",
            "di dinsdag dinsdags tue tues tuesday tuesdays",
            "wo woe woensdag woensdags wed wednesday wednesdays",
            "do donderdag donderdags thu thur thurs thursday thursdays",
            "vr vrij vrijdag vrijdags fri friday fridays",
            "za zaterdag zaterdags sat saturday saturdays",
            "zo zondag zondags sun sunday sundays",
        )
    )
    for word in words.split()
    if word != "vrij"
}
_D = rf"(?<![a-z])(?:{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})(?![a-z])\.?"
_HOUR = r"(?:[01]?\d|2[0-4])"
_T = rf"(?:{_HOUR}\s?[:.uh]\s?[0-5]\d(?::00)?(?:\s*uur|\s*h)?|[012]\d[0-5]\d|{_HOUR}(?:\s*uur|\s*u|\s*h)?)"
_TO = r"\s*(?:-|–|—|t/m|tot en met|tot|to|until|till)\s*"
_DATE = r"\d{1,2}[-/]\d{1,2}[-/]\d{4}|\d{4}-\d\d-\d\d"
_TOKEN = re.compile(
    rf"""(?P<week>(?:on)?even(?:\s+(?:weken|week|weeks))?\b|odd(?:\s+weeks?)?\b|week\s*[12ab]\b
            |(?:1e|2e|eerste|tweede)\s+week\b)
    |(?P<since>(?:vanaf|met\s+ingang\s+van|from|starting)\s+(?P<anchor>{_DATE}))
    |(?P<days>{_D}{_TO}{_D})
    |(?P<day>{_D})
    |(?P<all>\b(?:werkdagen|doordeweeks|weekdagen|weekdays|elke\s+werkdag)\b)
    |(?P<times>(?<![\d:.,]){_T}{_TO}{_T}(?![\d:]))
    |(?P<pause>\b(?:middagpauze|lunchpauze|pauzes?|lunch|breaks?|pause)\b)
    |(?P<minutes>\d{{1,3}}\s*(?:minuten|minutes|min\.?|m)\b)
    |(?P<hours>\d{{1,2}}(?:[.,]\d{{1,2}})?\s*(?:uren|uur|u|hours?|hrs|h)\b)
    |(?P<length>\d[:.]\d\d(?!\d))
    |(?P<off>\b(?:vrij|free|off|niet)\b)
    |(?P<stop>[;\n])
    |(?P<filler>[\s:,/&+()|.]+|\b(?:en|and|van|from|with|met|om|op|on|the|elke|iedere|every|incl|inclusief)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def _pieces(text: str) -> Iterable[tuple[str, re.Match[str]]]:
    at = 0
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            raise _not_understood(text[at : at + 30].split("\n")[0])
        kind = "since" if found.lastgroup == "anchor" else str(found.lastgroup)
        yield kind, found
        at = found.end()


class _Reader:
    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.last: list[Span] = []
        self.bare: list[tuple[int, int]] = []  # (week, day) without a time yet
        self.named: list[tuple[int, int]] = []  # every (week, day)
        self.days: list[int] = []
        self.used = False
        self.pausing = False
        self.minutes: int | None = None
        self.after_stop = False
        self.week: int | None = None
        self.weeks: set[int] = set()
        self.by_parity: bool | None = None
        self.anchor: date | None = None
        self.assumed = False  # hours without clock times

    def take(self, kind: str, found: re.Match[str]) -> None:
        text = found[0].strip()
        getattr(self, f"_{kind}")(text, found)
        if kind not in ("filler", "stop", "pause", "minutes"):
            self.after_stop = False

    def done(self) -> WorkTimes:
        if self.pausing or self.minutes is not None:
            raise Refused(say(_("Schrijf bij pauze ook van wanneer tot wanneer.")), heading())
        if self.weeks and self.weeks != {0, 1}:
            raise Refused(
                say(_("Schrijf de tijden van beide weken, bijvoorbeeld oneven en even.")), heading()
            )
        if self.by_parity is False and self.anchor is None:
            raise Refused(
                say(_("Zet bij week 1 de maandag waarop die begint, bijvoorbeeld: week 1 vanaf 6-4-2026.")),
                heading(),
            )
        if self.bare and self.spans:
            raise Refused(
                say(_("Bij %(day)s staan geen tijden."), day=weekday_name(self.bare[0][1])), heading()
            )
        if not self.spans and not self.bare:
            raise Refused(say(_("Schrijf werktijden als: ma-do 8.30-17.00 pauze 12.30-13.00.")), heading())
        alternation = (
            Alternation.WEEKLY
            if self.by_parity is None
            else (Alternation.PARITY if self.by_parity else Alternation.ANCHOR)
        )
        if self.bare:
            if alternation is not Alternation.WEEKLY:
                raise Refused(say(_("Schrijf bij wisselende weken ook de tijden.")), heading())
            return WorkTimes(days=tuple(sorted({day for _week, day in self.bare})))
        shifts = tuple(shift_of(span) for span in merged(self.spans))
        return checked(WorkTimes(shifts, alternation, self.anchor, assumed=self.assumed))

    # One method a kind of piece, named after its group in _TOKEN.

    def _week(self, text: str, _found: re.Match[str]) -> None:
        word = " ".join(text.casefold().split())
        parity = word.startswith(("oneven", "odd", "even"))
        if self.by_parity not in (None, parity) or (self.spans and not self.weeks) or self.bare:
            raise Refused(say(_("Kies één manier: oneven en even, of week 1 en week 2.")), heading())
        self.by_parity = parity
        if parity:
            self.week = EVEN if word.startswith("even") else ODD
        else:
            self.week = 1 if word.endswith(("2", "b")) or word.startswith(("2e", "tweede")) else 0
        self.weeks.add(self.week)
        self.days, self.used, self.last = [], False, []

    def _since(self, text: str, found: re.Match[str]) -> None:
        if self.by_parity is not False:
            raise _not_understood(text)
        day = fields.day(found["anchor"])
        if day.weekday() != 0:
            raise Refused(say(_("%(date)s is geen maandag."), date=found["anchor"]), heading())
        self.anchor = date.fromordinal(day.toordinal() + (7 if self.week == 1 else 0))

    def _days(self, text: str, _found: re.Match[str]) -> None:
        first, last = (
            _DAY_WORDS[word.strip(". ")]
            for word in re.split(r"\s*(?:-|–|—|t/m|tot en met|tot|to|until|till)\s*", text.casefold())
        )
        self._name([(first + n) % 7 for n in range((last - first) % 7 + 1)])

    def _day(self, text: str, _found: re.Match[str]) -> None:
        self._name([_DAY_WORDS[text.casefold().strip(". ")]])

    def _all(self, _text: str, _found: re.Match[str]) -> None:
        self._name([0, 1, 2, 3, 4])

    def _name(self, days: list[int]) -> None:
        if self.pausing:
            raise Refused(say(_("Schrijf bij pauze ook van wanneer tot wanneer.")), heading())
        if self.used:
            self.days, self.used = [], False
        self.days += days
        self.bare += [(self.week or 0, day) for day in days]
        self.named += [(self.week or 0, day) for day in days]

    def _times(self, text: str, _found: re.Match[str]) -> None:
        first, last = re.split(r"\s*(?:-|–|—|t/m|tot en met|tot|to|until|till)\s*", text.casefold())
        start, end = _clock(first), _clock(last)
        if self.pausing:
            self._pause_at(start, end)
            return
        if not self.days:
            raise Refused(say(_("Zet de dagen erbij, bijvoorbeeld ma-do %(times)s."), times=text), heading())
        length = (end - start) % DAY
        if length == 0:
            raise Refused(say(_("Bij %(times)s zijn begin en einde gelijk."), times=text), heading())
        if end < start and length > LONGEST:
            raise Refused(
                say(
                    _("Het einde %(end)s ligt voor het begin %(start)s."),
                    end=in_words(end),
                    start=in_words(start),
                ),
                say(_("Het einde ligt voor het begin")),
            )
        if length > LONGEST:
            raise Refused(say(_("%(times)s is langer dan 14 uur."), times=text), heading())
        self._add(start, length)

    def _hours(self, text: str, _found: re.Match[str]) -> None:
        if not self.days:
            raise Refused(say(_("Zet de dagen erbij, bijvoorbeeld ma-do %(times)s."), times=text), heading())
        number = fields.hours(text)
        if number > 14:
            raise Refused(say(_("%(times)s is langer dan 14 uur."), times=text), heading())
        self.assumed = True
        shift = assumed_shift(0, int(number * 60))
        self._add(minute_of(shift.start), length_of(minute_of(shift.start), minute_of(shift.end)))
        for start, end in shift.breaks:
            self._pause_at(minute_of(start), minute_of(end))

    def _add(self, start: int, length: int) -> None:
        week = self.week or 0
        self.bare = [(w, d) for w, d in self.bare if w != week or d not in self.days]
        self.last = [Span(week, day, start, start + length) for day in self.days]
        self.spans += self.last
        self.used = True
        if self.minutes is not None and self.pausing:
            self._pause_for(self.minutes)

    def _pause(self, _text: str, _found: re.Match[str]) -> None:
        self.pausing = True
        if self.minutes is not None:
            self._pause_for(self.minutes)

    def _minutes(self, text: str, _found: re.Match[str]) -> None:
        number = int(re.match(r"\d+", text)[0])  # type: ignore[index]
        if self.pausing:
            self._pause_for(number)
        else:
            self.minutes = number

    def _length(self, text: str, _found: re.Match[str]) -> None:
        if not self.pausing:
            raise _not_understood(text)
        hours, minutes = re.split("[:.]", text)
        self._pause_for(int(hours) * 60 + int(minutes))

    def _pause_at(self, start: int, end: int) -> None:
        self.pausing, self.minutes = False, None
        length = (end - start) % DAY
        chosen = [] if self.after_stop else [s for s in self.last if _moved(s, start, length)]
        chosen = chosen or [s for s in self.spans if _moved(s, start, length)]
        if not chosen or not length:
            raise Refused(
                say(
                    _("De pauze %(start)s-%(end)s valt niet binnen de werktijd."),
                    start=in_words(start),
                    end=in_words(end),
                ),
                say(_("Een pauze buiten de werktijd")),
            )
        for span in chosen:
            at = _moved(span, start, length)
            if at and at not in span.breaks:
                span.breaks.append(at)

    def _pause_for(self, number: int) -> None:
        """A break of some minutes: at 12.30 when that lies inside, else in the middle."""
        self.pausing, self.minutes = False, None
        for span in (self.spans if self.after_stop else self.last) or self.spans:
            start = BREAK[0]
            if not span.fits(start, start + number):
                start = span.start + (span.end - span.start - number) // 2 // 5 * 5
            if not span.fits(start, start + number):
                raise Refused(
                    say(_("Een pauze van %(minutes)s minuten past niet."), minutes=number), heading()
                )
            span.breaks.append((start, start + number))

    def _off(self, _text: str, _found: re.Match[str]) -> None:
        """These days are free, also when a range before named them."""
        week, days = self.week or 0, self.days
        if self.used or not days:
            raise Refused(say(_("Zet ‘vrij’ achter de dag, bijvoorbeeld: wo vrij.")), heading())
        self.spans = [s for s in self.spans if s.week != week or s.weekday not in days]
        self.bare = [(w, d) for w, d in self.bare if w != week or d not in days]
        self.used = True

    def _stop(self, _text: str, _found: re.Match[str]) -> None:
        self.after_stop = True

    def _filler(self, _text: str, _found: re.Match[str]) -> None:
        pass


def _clock(text: str) -> int:
    """Minutes from midnight."""
    if found := re.fullmatch(r"(\d{2})(\d{2})", text.strip()):
        return int(found[1]) * 60 + int(found[2])
    numbers = re.findall(r"\d+", text)
    minutes = int(numbers[0]) * 60 + (int(numbers[1]) if len(numbers) > 1 else 0)
    if minutes > DAY:
        raise _not_understood(text)
    return minutes % DAY


def _moved(span: Span, start: int, length: int) -> tuple[int, int] | None:
    """A break inside a shift, a day later when the shift runs over midnight; None when it does not fit."""
    for at in (start, start + DAY):
        if span.fits(at, at + length):
            return at, at + length
    return None


def _not_understood(piece: str) -> Refused:
    return Refused(
        say(_("We begrijpen ‘%(piece)s’ niet. Schrijf bijvoorbeeld: ma-do 8.30-17.00."), piece=piece.strip()),
        heading(),
    )
