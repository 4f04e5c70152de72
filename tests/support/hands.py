"""The clock in the hands of a test."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lerendwerken.lib import clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = "2026-04-01 10:00"


class Standstill(datetime):
    """A datetime whose now() stands still. All of ours asks lerendwerken.lib.clock, which asks this."""

    instant: datetime

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.instant


class Hands:
    """`at("2026-04-01 10:00")` puts the clock there, in Amsterdam's time, and stops it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, when: str | datetime) -> datetime:
        """The instant, in UTC. Aware values keep their own zone; text and naive values are Amsterdam's."""
        moment = datetime.fromisoformat(when) if isinstance(when, str) else when
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=AMSTERDAM)
        Standstill.instant = moment.astimezone(UTC)
        self._monkeypatch.delenv("LERENDWERKEN_CLOCK_FILE", raising=False)
        # The name inside the module, so that `default=clock.now` of the models stands still as well.
        self._monkeypatch.setattr(clock, "datetime", Standstill)
        return Standstill.instant

    def forward(self, **by: float) -> datetime:
        """`at.forward(minutes=30)`; a day is 24 hours here, also when the clock changes."""
        return self(clock.now() + timedelta(**by))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Moves and stops the clock of this process, also for the live server in its thread."""
    return Hands(monkeypatch)


@pytest.fixture
def frozen(at: Hands) -> datetime:
    """Wednesday 1 April 2026, 10.00 in Amsterdam."""
    return at(WEDNESDAY)
