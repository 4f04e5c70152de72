"""How fast the working-time calendar tells when prompts are due."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import process_time
from zoneinfo import ZoneInfo

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import Alternation, Days, Pattern, Shift, WorkingCalendar
from teams.hours.holidays import closed_days
from teams.hours.wallclock import instant
from tests.benchmarks.measured import Counted, Measured, in_pairs

WEEK = IsoWeek(2026, 43)  # the clock goes back on its Sunday
ZONE = "Europe/Amsterdam"
PEOPLE = 100_000
SECONDS = 20  # for as many due times, on one core


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    """100,000 due times, a calendar made for each; and the parts beside as many bare conversions of local times."""
    random, people = Random(7), int(PEOPLE * scale)
    written = [_person(random) for _ in range(people)]
    moments = [
        [
            instant(ZONE, WEEK.days[random.randrange(5)], random.randrange(7 * 60, 18 * 60, 15))
            for _ in range(4)
        ]
        for _ in range(people)
    ]
    closed = frozenset(closed_days([2026]))

    def one_each(few: int = people) -> int:
        return sum(
            WorkingCalendar(patterns, leave, closed).due_before(four[0]) is not None
            for (patterns, leave), four in zip(written[:few], moments[:few], strict=True)
        )

    start = process_time()
    due = one_each()
    seconds = (process_time() - start) * PEOPLE / people
    assert people * 0.2 < due < people, "the people drawn work at some of their moments"

    few = people // 20

    def four_each() -> None:
        for (patterns, leave), four in zip(written[:few], moments[:few], strict=True):
            calendar = WorkingCalendar(patterns, leave, closed)
            for moment in four:
                calendar.due_before(moment)

    def budgets() -> None:
        for patterns, leave in written[:few]:
            WorkingCalendar(patterns, leave, closed).budget(WEEK)

    where, wall = ZoneInfo(ZONE), datetime.combine(WEEK.monday, time())

    def bare() -> None:
        for minute in range(few):
            (wall + timedelta(minutes=minute % 10_080)).replace(tzinfo=where).astimezone(UTC)

    return [
        Counted("calendar: 100,000 due times of a week, one core", seconds, SECONDS, "s"),
        Measured(
            "calendar: one due time, its calendar made",
            in_pairs(lambda: one_each(few), bare, rounds=rounds),
            100,
        ),
        Measured("calendar: four due times, one calendar", in_pairs(four_each, bare, rounds=rounds), 250),
        Measured("calendar: one week's budget", in_pairs(budgets, bare, rounds=rounds), 250),
    ]


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
