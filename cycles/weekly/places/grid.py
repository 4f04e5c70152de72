"""The quarter hours of a week, and who is free at each: what placing.judge() says of one place, for all at once. Pure.

People are bits of a whole number, because a team of two hundred has a hundred thousand answers a week.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from operator import xor
from zoneinfo import ZoneInfo

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Span, WorkingCalendar

QUARTER = 900  # seconds
DAY = timedelta(days=1)

type Stretch = tuple[float, float]  # seconds from and to


class Grid:
    """extra: starts besides the quarter hours, such as the usual time of a moment."""

    def __init__(
        self,
        week: IsoWeek,
        calendars: Mapping[int, WorkingCalendar],
        *,
        zone: str,
        extra: Iterable[datetime] = (),
    ) -> None:
        self._calendars = calendars
        self.people = sorted(calendars)
        self.bit = {person: 1 << number for number, person in enumerate(self.people)}
        self.opens, self.closes = (moment.astimezone(UTC) for moment in week.span(zone))
        first, last = int(self.opens.timestamp()), int(self.closes.timestamp())
        quarters = range(-(-first // QUARTER) * QUARTER, last, QUARTER)
        odd = {moment.timestamp() for moment in extra if self.opens <= moment < self.closes}
        self.seconds: list[float] = sorted({*quarters, *odd})
        self.starts = [datetime.fromtimestamp(second, UTC) for second in self.seconds]
        self._stretches: dict[int, list[Stretch]] = {}
        self._gaps: dict[int, list[Stretch]] = {}
        local = ZoneInfo(zone)
        self.local = [start.astimezone(local) for start in self.starts]

    def bits(self, people: Iterable[int]) -> int:
        """Who is not in the week has none."""
        return sum(self.bit.get(person, 0) for person in people)

    def named(self, bits: int) -> tuple[int, ...]:
        """Who they are."""
        return tuple(person for person in self.people if bits & self.bit[person])

    def free(self, own: Mapping[int, int]) -> list[int]:
        """Per start who is free for the whole of their own part, given in minutes; who has none is left out."""
        return self._bits(
            (bit, bisect_left(self.seconds, begin), bisect_right(self.seconds, stop - length))
            for bit, length, begin, stop in self._each(self._free, own)
        )

    def at_edge(self, own: Mapping[int, int]) -> list[int]:
        """Per start whose part, if they are free, touches the first or the last quarter hour of a stretch of work."""
        begins = self._bits(
            (bit, bisect_left(self.seconds, begin), bisect_left(self.seconds, min(begin + QUARTER, stop)))
            for bit, _length, begin, stop in self._each(self._worked, own)
        )
        ends = self._bits(
            (
                bit,
                max(bisect_left(self.seconds, begin), bisect_right(self.seconds, stop - length - QUARTER)),
                bisect_right(self.seconds, stop - length),
            )
            for bit, length, begin, stop in self._each(self._worked, own)
        )
        return [one | other for one, other in zip(begins, ends, strict=True)]

    def possible(self, person: int, minutes: int) -> int:
        """The starts at which one person is free for so many minutes, the first of the week as the lowest bit."""
        found = 0
        for begin, stop in self._free(person):
            low = bisect_left(self.seconds, begin)
            high = bisect_right(self.seconds, stop - minutes * 60)
            if low < high:
                found |= (1 << high) - (1 << low)
        return found

    def _each(
        self, spans: Callable[[int], list[Stretch]], own: Mapping[int, int]
    ) -> Iterator[tuple[int, int, float, float]]:
        """Bit and own part in seconds, with each stretch of that person."""
        for person, minutes in own.items():
            if minutes:
                for begin, stop in spans(person):
                    yield self.bit[person], minutes * 60, begin, stop

    def _bits(self, stretches: Iterable[tuple[int, int, int]]) -> list[int]:
        """Per start the bits of the stretches (bit, first, beyond the last) it lies in; those of one bit lie apart."""
        turns = [0] * (len(self.seconds) + 1)
        for bit, first, beyond in stretches:
            if first < beyond:
                turns[first] ^= bit
                turns[beyond] ^= bit
        return list(accumulate(turns[:-1], xor))

    def _worked(self, person: int) -> list[Stretch]:
        if person not in self._stretches:
            spans = self._calendars[person].intervals(self.opens - DAY, self.closes + DAY)
            self._stretches[person] = _seconds(spans)
        return self._stretches[person]

    def _free(self, person: int) -> list[Stretch]:
        if person not in self._gaps:
            spans = self._calendars[person].free(self.opens - DAY, self.closes + DAY)
            self._gaps[person] = _seconds(spans)
        return self._gaps[person]


def _seconds(spans: Iterable[Span]) -> list[Stretch]:
    return [(begin.timestamp(), stop.timestamp()) for begin, stop in spans]
