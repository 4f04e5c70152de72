"""How fast the working-time calendar tells when prompts are due.

python tests/benchmarks/calendar.py --people 100000
"""

import sys
from pathlib import Path

# Run as a file this folder comes first in the path, and this file would pass for Python's own `calendar`.
sys.path[0] = str(Path(__file__).parents[2])

import argparse  # noqa: E402
from datetime import UTC, date, datetime, time, timedelta  # noqa: E402
from random import Random  # noqa: E402
from time import perf_counter  # noqa: E402
from zoneinfo import ZoneInfo  # noqa: E402

from lerendwerken.lib.weeks import IsoWeek  # noqa: E402
from teams.hours.calendar import Alternation, Days, Pattern, Shift, WorkingCalendar  # noqa: E402
from teams.hours.holidays import closed_days  # noqa: E402
from teams.hours.wallclock import instant  # noqa: E402

WEEK = IsoWeek(2026, 43)  # the clock goes back on its Sunday
ZONE = "Europe/Amsterdam"
LIMIT = 20 / 100_000  # seconds for one due time, its calendar made for it


def bench(people: int = 100_000) -> dict[str, float]:
    """Seconds of each part, and the first as a ratio to the bare conversion of as many local times."""
    random = Random(7)
    written = [_person(random) for _ in range(people)]
    moments = [
        [
            instant(ZONE, WEEK.days[random.randrange(5)], random.randrange(7 * 60, 18 * 60, 15))
            for _ in range(4)
        ]
        for _ in range(people)
    ]
    closed = frozenset(closed_days([2026]))

    start = perf_counter()
    due = sum(
        WorkingCalendar(patterns, leave, closed).due_before(four[0]) is not None
        for (patterns, leave), four in zip(written, moments, strict=True)
    )
    one = perf_counter() - start

    start = perf_counter()
    for (patterns, leave), four in zip(written, moments, strict=True):
        calendar = WorkingCalendar(patterns, leave, closed)
        for moment in four:
            calendar.due_before(moment)
    week = perf_counter() - start

    start = perf_counter()
    for patterns, leave in written:
        WorkingCalendar(patterns, leave, closed).budget(WEEK)
    budgets = perf_counter() - start

    where, wall = ZoneInfo(ZONE), datetime.combine(WEEK.monday, time())
    start = perf_counter()
    for minute in range(people):
        (wall + timedelta(minutes=minute % 10_080)).replace(tzinfo=where).astimezone(UTC)
    bare = perf_counter() - start

    return {
        "people": people,
        "due": due,
        "one due time each (s)": one,
        "four due times each (s)": week,
        "one budget each (s)": budgets,
        "bare conversions (s)": bare,
        "ratio": one / bare,
    }


def _person(random: Random) -> tuple[list[Pattern], list[Days]]:
    alternation = random.choices(list(Alternation), (6, 2, 2))[0]
    start, night = random.randrange(7 * 60, 10 * 60, 15), random.random() < 0.1
    if night:
        begin, end, pause = time(22), time(6), (time(2), time(2, 30))
    else:
        length = random.choice((4, 6, 8, 9)) * 60
        begin, end, pause = _clock(start), _clock(start + length), (_clock(start + 180), _clock(start + 210))
    shifts = tuple(
        Shift(day, begin, end, (pause,), which)
        for which in range(1 if alternation is Alternation.WEEKLY else 2)
        for day in range(7 if night else 5)
        if random.random() < 0.8
    )
    contract = random.choice((720, 1200, 1440, 1710, 1920, 2160))
    patterns = [Pattern(date(2025, 1, 6), contract, shifts, ZONE, alternation, date(2025, 1, 6))]
    if random.random() < 0.1:  # new hours in mid-week
        patterns.append(Pattern(WEEK.days[2], contract, shifts[1:], ZONE, alternation, date(2025, 1, 6)))
    first = WEEK.days[random.randrange(7)]
    leave = [Days(first, first + timedelta(days=random.randrange(5)))] if random.random() < 0.15 else []
    return patterns, leave


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    figures = bench(parser.parse_args().people)
    for name, figure in figures.items():
        print(f"{name:26}{figure:>12,.2f}" if isinstance(figure, float) else f"{name:26}{figure:>12,}")
    return figures["one due time each (s)"] > LIMIT * figures["people"]


if __name__ == "__main__":
    sys.exit(main())
