"""The separate processes start, share database, broker and clock, and are gone afterwards."""

import os
import urllib.request
from datetime import timedelta

import pytest

from lerendwerken.lib import clock
from teams.notifications.models import Heartbeat
from tests.support.processes import Processes

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("processes")]


def test_all_run_on_one_database_and_one_clock_and_leave_nothing(processes: Processes):
    with urllib.request.urlopen(f"{processes.url}/health/live", timeout=5) as answer:
        assert answer.status == 200
    processes.forward(timedelta(days=3))
    # Only the worker writes this row, when it has heard the ring; its clock is the one that we moved.
    processes.until(lambda: Heartbeat.objects.filter(at__gte=clock.now() - timedelta(minutes=1)).exists())
    processes.check_alive()
    pids = [child.process.pid for child in processes.children.values()]
    processes.stop()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    processes.children.clear()


def test_a_process_that_ended_by_itself_fails_the_test(processes: Processes):
    child = next(iter(processes.children.values()))
    child.stop()
    with pytest.raises(AssertionError, match="ended too early"):
        processes.check_alive()
    processes.children.pop(child.name)
