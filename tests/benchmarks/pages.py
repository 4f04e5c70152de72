"""Mijn week beside a bare view of thirty rows, in the same process and with the same middleware."""

from datetime import UTC, datetime

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cycles.prompts import planning as prompts
from cycles.weekly import planning
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests.benchmarks import organisation
from tests.benchmarks.measured import Counted, Measured, in_pairs
from tests.benchmarks.organisation import THURSDAY, WEEK

TUESDAY = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
TIMES = 10  # requests in one measurement


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    with clock.as_if(THURSDAY):
        for team in organisation.make(int(60 * scale) or 1, in_team=30):
            planning.publish(planning.draft(team, WEEK), by=None)
        prompts.plan()
    with clock.as_if(TUESDAY), override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        prompts.ask_due()
        client = Client()
        client.force_login(User.objects.earliest("pk"))

        def opened(address: str) -> HttpResponse:
            answer = client.get(address)
            assert answer.status_code == 200
            return answer

        assert "Weekstart" in opened("/").content.decode()
        pairs = in_pairs(
            lambda: [opened("/") for _ in range(TIMES)],
            lambda: [opened("/bare/") for _ in range(TIMES)],
            rounds=rounds * 2,
        )
        with CaptureQueriesContext(connection) as queries:
            opened("/")
    return [
        Measured("page: Mijn week beside a bare view of thirty rows", pairs, 5),
        Counted("page: Mijn week", len(queries), 26, "queries"),
    ]
