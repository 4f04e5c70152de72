"""A test holds the clock, and lets go of it afterwards."""

from datetime import UTC, datetime

from lerendwerken.lib import clock
from teams.audit.models import AuditEntry


def test_text_is_local_time_in_amsterdam_and_the_clock_stands_still(at):
    assert at("2026-04-01 10:00") == datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert clock.now() == clock.now() == datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert str(clock.today("Pacific/Auckland")) == "2026-04-01"


def test_forward_moves_on_from_where_the_clock_stood(at):
    at("2026-03-29 00:30")
    at.forward(hours=2)
    assert clock.now() == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_defaults_of_models_follow_the_clock(frozen):
    assert AuditEntry(action="x").at == frozen


def test_afterwards_the_real_time_is_back():
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5
