"""The one clock. Everything that asks for the time asks here, so a demo or a test can move it.

`LERENDWERKEN_CLOCK_FILE` names a file that holds an offset in seconds. Several processes that read
the same file share one moved clock. Without it this is the machine's own clock; production refuses it.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_as_if: ContextVar[datetime | None] = ContextVar("as_if", default=None)
_read: tuple[str, int, timedelta] | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _as_if.get() or datetime.now(UTC) + offset()


def today(zone: str | ZoneInfo) -> date:
    """The local date now in a time zone."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


def offset() -> timedelta:
    """How far the clock was moved; zero without a clock file. Costs one stat when there is one."""
    path = os.environ.get("LERENDWERKEN_CLOCK_FILE")
    if not path:
        return timedelta()
    global _read
    try:
        stamp = os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    if _read is None or _read[:2] != (path, stamp):
        _read = (path, stamp, timedelta(seconds=float(Path(path).read_text() or 0)))
    return _read[2]


@contextmanager
def as_if(instant: datetime) -> Generator[None]:
    """Inside, it is this instant, for this thread only: the example's past is made with the real verbs."""
    token = _as_if.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _as_if.reset(token)


def move(by: timedelta | None) -> None:
    """Moves the shared clock; None sets it back to the real time. Only where a clock file was named."""
    path = Path(os.environ["LERENDWERKEN_CLOCK_FILE"])
    moved = timedelta() if by is None else offset() + by
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(str(moved.total_seconds()))
    fresh.replace(path)
