"""Rules against a naive walk over every day, and whole files against another library."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice

import icalendar
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teams.agenda.reading import merged, read
from teams.agenda.recurring import WEEKDAYS, Rule, Work
from tests.teams.agenda import calendars
from tests.teams.agenda.calendars import timed

pytestmark = pytest.mark.shows("planner-3")

FIRST = datetime(2026, 3, 30)
LAST = FIRST + timedelta(weeks=60)

numbered = st.builds(lambda n, day: f"{n or ''}{day}", st.integers(-2, 4), st.sampled_from(WEEKDAYS))


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [
        f"FREQ={freq}",
        f"INTERVAL={draw(st.integers(1, 5))}",
        f"WKST={draw(st.sampled_from(['MO', 'SU']))}",
    ]
    if draw(st.booleans()):
        days = st.sampled_from(WEEKDAYS) if freq in ("DAILY", "WEEKLY") else numbered
        parts.append("BYDAY=" + ",".join(draw(st.lists(days, min_size=1, max_size=3, unique=True))))
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        month_days = st.integers(-31, 31).filter(bool)
        parts.append("BYMONTHDAY=" + ",".join(map(str, draw(st.lists(month_days, min_size=1, max_size=3)))))
    if draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    bound = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if bound == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 400))}")
    elif bound:
        until = draw(st.datetimes(FIRST - timedelta(days=900), LAST)).replace(microsecond=0)
        parts.append(f"UNTIL={until:%Y%m%dT%H%M%S}")
    return ";".join(parts)


def naive(text: str, start: datetime) -> Iterator[datetime]:
    """Every day from the start on, one by one; the days of a period together for BYSETPOS."""
    said = dict(part.split("=") for part in text.split(";"))
    freq, interval = said["FREQ"], int(said["INTERVAL"])
    wkst = WEEKDAYS.index(said["WKST"])
    yield start
    left = int(said.get("COUNT", 10**9)) - 1
    place = int(said.get("BYSETPOS", 0))
    day = start.date() - timedelta(days=400)
    period: tuple[int, ...] = ()
    found: list[date] = []
    while day <= LAST.date() + timedelta(days=400):
        now = _period(day, freq, wkst)
        if now != period:
            for one in _placed(found, place):
                slot = datetime.combine(one, start.time())
                if slot > start:
                    if left <= 0 or ("UNTIL" in said and slot > datetime.fromisoformat(said["UNTIL"])):
                        return
                    left -= 1
                    yield slot
            period, found = now, []
        if _distance(start.date(), day, freq, wkst) % interval == 0 and _fits(day, said, freq, start.date()):
            found.append(day)
        day += timedelta(days=1)


def _placed(found: list[date], place: int) -> list[date]:
    if not place:
        return found
    index = place - 1 if place > 0 else len(found) + place
    return [found[index]] if 0 <= index < len(found) else []


def _period(day: date, freq: str, wkst: int) -> tuple[int, ...]:
    if freq == "YEARLY":
        return (day.year,)
    if freq == "MONTHLY":
        return (day.year, day.month)
    begun = day - timedelta(days=(day.weekday() - wkst) % 7) if freq == "WEEKLY" else day
    return (begun.year, begun.month, begun.day)


def _distance(start: date, day: date, freq: str, wkst: int) -> int:
    if freq == "YEARLY":
        return day.year - start.year
    if freq == "MONTHLY":
        return (day.year - start.year) * 12 + day.month - start.month
    one, other = (date(*_period(d, freq, wkst)) for d in (start, day))
    return (other - one).days // (7 if freq == "WEEKLY" else 1)


def _fits(day: date, said: dict[str, str], freq: str, start: date) -> bool:
    if "BYMONTH" in said and str(day.month) not in said["BYMONTH"].split(","):
        return False
    in_month = [d for d in _year(day.year) if d.month == day.month]
    if "BYMONTHDAY" in said:
        wanted = {int(n) for n in said["BYMONTHDAY"].split(",")}
        if not {day.day, in_month.index(day) - len(in_month)} & wanted:
            return False
    if "BYDAY" in said:
        around = in_month if freq == "MONTHLY" or "BYMONTH" in said else _year(day.year)
        like = [d for d in around if d.weekday() == day.weekday()]
        place = like.index(day)
        name = WEEKDAYS[day.weekday()]
        return bool(
            {name, f"{place + 1}{name}", f"{place - len(like)}{name}"} & set(said["BYDAY"].split(","))
        )
    if "BYMONTHDAY" in said or freq == "DAILY":
        return True
    if freq == "WEEKLY":
        return day.weekday() == start.weekday()
    if freq == "MONTHLY" or "BYMONTH" in said:
        return day.day == start.day
    return (day.month, day.day) == (start.month, start.day)


@cache
def _year(year: int) -> list[date]:
    return [d for n in range(366) if (d := date(year, 1, 1) + timedelta(days=n)).year == year]


starts = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(
    lambda d: d.replace(second=0, microsecond=0)
)


@given(rules(), starts)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_rule_is_what_a_walk_over_every_day_finds(text: str, start: datetime) -> None:
    expected = [slot for slot in naive(text, start) if FIRST <= slot < LAST]
    assert list(Rule.parse(text).moments(start, FIRST, LAST, Work())) == expected


@given(rules(), starts)
@settings(deadline=None, max_examples=60)
def test_what_a_rule_costs_is_bounded_by_the_window_and_its_past(text: str, start: datetime) -> None:
    work = Work()
    most = work.left
    found = list(Rule.parse(text).moments(start, FIRST, LAST, work))
    days = (LAST - min(start, FIRST)).days + 2 * 366
    assert most - work.left <= 2 * days + len(found)


weekly = st.builds(
    lambda day, hour, length, rule, zone: timed(
        f"202604{day:02}T{hour:02}00",
        (datetime(2026, 4, day, hour) + timedelta(minutes=length)).strftime("%Y%m%dT%H%M"),
        f"RRULE:{rule}",
        zone=zone,
        uid=f"{day}-{hour}-{length}-{zone}-{rule}",
    ),
    st.integers(1, 28),
    st.integers(0, 23),
    st.sampled_from([15, 45, 90, 600]),
    st.sampled_from(
        [
            "FREQ=DAILY;COUNT=9",
            "FREQ=WEEKLY;UNTIL=20261231T230000Z",
            "FREQ=MONTHLY;COUNT=14",
            "FREQ=WEEKLY;INTERVAL=3",
        ]
    ),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Z", "Asia/Kolkata"]),
)


@given(st.lists(weekly, min_size=1, max_size=4))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_is_what_another_library_reads_in_it(events: list[str]) -> None:
    data = calendars.calendar(*events, head=["PRODID:-//x//y//EN"])
    first, last = FIRST.replace(tzinfo=UTC) + timedelta(days=1), LAST.replace(tzinfo=UTC) - timedelta(days=1)
    theirs = merged(
        (one.start.astimezone(UTC), one.end.astimezone(UTC))
        for one in recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(first, last)
    )
    ours = read(data, FIRST.date(), "Europe/Amsterdam").busy
    assert [span for span in theirs if first < span[0] and span[1] < last] == [
        (start, end) for start, end, _away in ours if first < start and end < last
    ]


def test_the_naive_walk_itself_gives_what_is_known() -> None:
    friday = datetime.combine(date(2026, 4, 3), time(9))
    found = naive("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO,FR", friday)
    assert [slot.day for slot in islice(found, 4)] == [3, 13, 17, 27]
