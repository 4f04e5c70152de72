"""Where a moment of the week may stand, and why not. Pure: calendars in, places and reasons out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import WorkingCalendar

MARGIN = timedelta(minutes=30)  # a prompt alone likes to stand half an hour into a working stretch


class Refusal(StrEnum):
    HOLIDAY = "holiday"
    NOBODY_WORKS = "nobody_works"
    FEW_WORK = "few_work"
    PAST = "past"
    OUTSIDE_WEEK = "outside_week"
    CLASH = "clash"
    NOT_ALL = "not_all"
    THIRD_MISS = "third_miss"  # no rule against the place, but somebody would miss it too often there (W3)
    THIRD_MISS_STAYS = "third_miss_stays"  # and no other place of the week helps
    NO_PARTNER = "no_partner"  # no time in common with anybody who is not in a duo yet


@dataclass(frozen=True, slots=True)
class Place:
    """A span for a team moment and who works then."""

    starts_at: datetime
    minutes: int
    present: tuple[int, ...]
    refusals: tuple[dict[str, object], ...] = field(default=())

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_allowed(self) -> bool:
        return not self.refusals


def at(week: IsoWeek, weekday: int, starts: time, zone: str) -> datetime:
    return datetime.combine(week.days[weekday], starts, ZoneInfo(zone))


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def judge(
    starts_at: datetime,
    minutes: Mapping[int, int],
    calendars: Mapping[int, WorkingCalendar],
    *,
    zone: str,
    closed: Mapping[date, str],
    now: datetime,
    others: Sequence[tuple[datetime, datetime]] = (),
) -> Place:
    """Whether a moment may begin here. minutes: own part per person; others: the team's other moments.

    Everybody invited works during their own part (W1, S5); the moment stands where most members work (W3).
    """
    length = max(minutes.values(), default=0)
    ends_at = starts_at + timedelta(minutes=length)
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    present = tuple(
        person
        for person, own in minutes.items()
        if own and calendars[person].is_free(starts_at, starts_at + timedelta(minutes=own))
    )
    invited = sum(1 for own in minutes.values() if own)
    refusals: list[dict[str, object]] = []
    if day in closed:
        refusals.append({"code": Refusal.HOLIDAY, "day": day.isoformat(), "name": closed[day]})
    elif not present:
        refusals.append({"code": Refusal.NOBODY_WORKS, "day": day.isoformat()})
    elif len(present) * 2 < invited:
        refusals.append({"code": Refusal.FEW_WORK, "present": len(present), "of": invited})
    if starts_at <= now:
        refusals.append({"code": Refusal.PAST})
    if any(start < ends_at and starts_at < end for start, end in others):
        refusals.append({"code": Refusal.CLASH})
    return Place(starts_at, length, present, tuple(refusals))


def alone(
    minutes: int,
    calendar: WorkingCalendar,
    *,
    near: datetime,
    opens: datetime,
    closes: datetime,
    taken: Sequence[tuple[datetime, datetime]] = (),
) -> datetime | None:
    """The start, in somebody's own hours between two instants, that is nearest to a time and free; None if none is."""
    length = timedelta(minutes=minutes)
    best: datetime | None = None
    beside = [place for begin, stop in taken for place in (begin - length, stop)]
    for start, end in calendar.free(opens, closes):
        # The usual time itself, both ends of the stretch, and the places right beside what is taken.
        for candidate in (near, start, start + MARGIN, end - length, *beside):
            fits = start <= candidate and candidate + length <= end
            free = all(candidate >= stop or candidate + length <= begin for begin, stop in taken)
            if fits and free and (best is None or abs(candidate - near) < abs(best - near)):
                best = candidate
    return best
