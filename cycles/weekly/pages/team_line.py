"""The week of a team as one line above its planner: where each moment stands, on the hours of the strips below."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from lerendwerken.lib.drawing import Beat, State, shape, week_line

if TYPE_CHECKING:
    from cycles.weekly.pages.board import Day, Row

WIDTH, HEIGHT, SCALE, PAD = 1000, 84, 0.5, 10
OPENS, CLOSES = 8, 18  # the hours of a strip


def line_of(days: Sequence["Day"], rows: Iterable["Row"], now: datetime, zone: ZoneInfo) -> SafeString:
    """What is planned is pencil, what is over is pen, and what is proposed is in the colour of now."""
    order = [day.date for day in days]
    column = WIDTH / len(days)
    found = (beat for row in rows for beat in _beats(row, order, now, zone))
    gaps = [(n * column, (n + 1) * column) for n, day in enumerate(days) if day.closed]
    return week_line(
        _apart(found),
        now=_now(order, now.astimezone(zone)),
        gaps=gaps,
        width=WIDTH,
        height=HEIGHT,
        scale=SCALE,
        pad=PAD,
        name="team",
    )


def _beats(row: "Row", order: list[date], now: datetime, zone: ZoneInfo) -> Iterable[Beat]:
    moment = row.moment
    if row.better and row.better.starts_at.astimezone(zone).date() in order:
        yield Beat(_x(order, row.better.starts_at.astimezone(zone)), row.better.minutes, "next")
    at = moment.starts_at.astimezone(zone) if moment.starts_at else None
    if at is None or at.date() not in order or row.state not in ("planned", "held", "cancelled"):
        return
    state: State = "cut" if row.state == "cancelled" else "done" if row.state == "held" else "plan"
    if state == "plan" and moment.starts_at and moment.starts_at <= now:
        state = "now"
    yield Beat(_x(order, at), moment.minutes, state)


def _x(order: list[date], local: datetime) -> float:
    """What falls before or after the drawn hours stands at the edge of its own day."""
    hour = min(max(local.hour + local.minute / 60, OPENS), CLOSES)
    return (order.index(local.date()) + (hour - OPENS) / (CLOSES - OPENS)) * WIDTH / len(order)


def _now(order: list[date], local: datetime) -> float | None:
    """None when the week is over."""
    if local.date() > order[-1]:
        return None
    return _x(order, local) if local.date() >= order[0] else 0


def _apart(beats: Iterable[Beat]) -> list[Beat]:
    """A beat is drawn far wider than its minutes: of those that would lie over each other, the longest."""
    kept: list[Beat] = []
    for beat in sorted(beats, key=lambda b: (b.x, -b.minutes)):
        last = kept[-1] if kept else None
        if last and beat.x - _half(beat) < last.x + _half(last) * 1.3:
            if (beat.state == "next", beat.minutes) > (last.state == "next", last.minutes):
                kept[-1] = beat
        else:
            kept.append(beat)
    return kept


def _half(beat: Beat) -> float:
    return shape(beat.minutes)[0] * SCALE
