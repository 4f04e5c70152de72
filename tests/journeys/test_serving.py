"""Every shape in which the app runs: one process, a loop in place of Celery, or several rounds at the same time."""

import signal
import time
import urllib.request

import pytest
from django.db import connection

from teams.notifications.models import Heartbeat, Notification
from tests.journeys.walking import jump, local
from tests.journeys.week import monday, publish
from tests.support.processes import Child, Processes
from tests.support.smtp_sink import SmtpSink, slow

pytestmark = [
    pytest.mark.journey,
    pytest.mark.embedded,
    pytest.mark.slow,
    pytest.mark.xdist_group("processes"),
]
TICK = ["manage.py", "tick"]


def is_clean(child: Child) -> bool:
    return not any(word in child.output() for word in ("Traceback", "ERROR", "CRITICAL"))


@pytest.mark.shows("house-2", "TD14")
def test_one_process_serves_mails_and_ends_cleanly_when_asked(resting: Processes, sink: SmtpSink) -> None:
    """SIGTERM while a mail is on its way: that mail is finished and accounted for, and none is begun."""
    week = publish(resting, 12)
    serve = resting.launch_serve()
    resting._until(resting._answers, "it does not serve")
    assert f"Serving {resting.url}" in serve.output()
    resting.until(lambda: Heartbeat.objects.exists())
    sink.always(lambda mail: slow(0.5))
    monday(resting)
    sink.wait_for(2, 30)
    begun = time.monotonic()
    assert resting.end("serve") == 0
    assert time.monotonic() - begun < 9
    assert is_clean(serve), serve.output()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{resting.url}/health/live", timeout=2)
    sink.always(None)
    sent = Notification.objects.filter(state="sent").count()
    assert 2 <= sent == len(sink.messages()) < 12
    assert not Notification.objects.exclude(lease_token=None).exists(), "the rest need not wait for a lease"

    resting.launch_serve()
    resting.until(lambda: not week.left())
    week.assert_everybody_has_it_once(sink)


@pytest.mark.shows("house-2", "TD5")
def test_rounds_at_the_same_time_do_everything_once(resting: Processes, sink: SmtpSink) -> None:
    week = publish(resting, 20)
    sink.always(lambda mail: slow(0.05))
    monday(resting)
    for number in range(3):
        resting.launch(f"tick{number}", TICK)
    codes = [resting.children[f"tick{n}"].process.wait(60) for n in range(3)]
    assert codes == [0, 0, 0]
    for number in range(3):
        assert is_clean(resting.children[f"tick{number}"])
        resting.end(f"tick{number}")
    week.assert_everybody_has_it_once(sink)
    assert {row.attempts for row in week.rows()} == {1}


@pytest.mark.shows("house-2", "TD8", "TO4")
def test_a_loop_takes_the_place_of_celery(resting: Processes, sink: SmtpSink) -> None:
    week = publish(resting, 3)
    loop = resting.launch("loop", [*TICK, "--loop", "--every", "1"])
    resting.until(lambda: Heartbeat.objects.exists())
    assert not sink.messages()
    monday(resting)
    resting.until(lambda: not week.left())
    week.assert_everybody_has_it_once(sink)
    jump(resting, local("2026-03-31 09:40"))  # the Leerwerkuur
    resting.until(lambda: len(sink.messages()) > 3)
    assert resting.end("loop") == 0
    assert is_clean(loop)


@pytest.mark.full
@pytest.mark.postgres
def test_a_database_that_cuts_the_line_costs_the_loop_one_round(resting: Processes, sink: SmtpSink) -> None:
    week = publish(resting, 3)
    loop = resting.launch("loop", [*TICK, "--loop", "--every", "1"])
    resting.until(lambda: Heartbeat.objects.exists())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 1
    monday(resting)
    resting.until(lambda: not week.left())
    week.assert_everybody_has_it_once(sink)
    assert resting.end("loop", signal.SIGINT) == 0
    assert loop.output().count("Traceback") == 0
