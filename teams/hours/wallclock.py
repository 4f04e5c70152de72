"""From a local clock to the instant it shows, also on the nights that the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes of a day on the wall, whatever the clock does that night

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=1 << 16)  # a planning run asks for the same few thousand again and again
def instant(zone: str, day: date, minute: int) -> datetime:
    """When the clock in a zone first shows `minute` minutes past midnight of a day, or later. UTC.

    `minute` may pass 1440 and then lies in the days after. "First" decides a repeated hour, "or later"
    an hour that is skipped: 2.30 on the night that 2.00 becomes 3.00 is the moment the clock shows 3.00.
    """
    where = ZoneInfo(zone)
    local = datetime.combine(day, time(), where) + timedelta(minutes=minute)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if second < first:  # only for a time that is skipped: read by the new offset it comes out earlier
        return _change_between(second, first, where)
    return first


def _change_between(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """The instant at which a zone's offset changes."""
    old = before.astimezone(where).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if middle.astimezone(where).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
