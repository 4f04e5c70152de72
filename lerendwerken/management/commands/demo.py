"""`manage.py demo`: the app with the example organisation, in one process, on its own SQLite file."""

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.autoreload import run_with_reloader

from cycles.framework.models import Season
from cycles.sparring.models import PartnerSettings
from lerendwerken import embedded
from lerendwerken.demo import mailbox, partner, partner_lines
from lerendwerken.example import history, load
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.schedule import tick
from teams.notifications import outbox

PACE = 0.06  # seconds between two words of the scripted partner


class Command(BaseCommand):
    help = "Serves the app with made-up people and a clock that can be moved. Refuses real data."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        # Port and folder are read before the settings, see lerendwerken/demo/environment.py.
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--folder", default="var/demo", help="where its database, clock and mails lie")
        parser.add_argument("--reload", action="store_true", help="starts again when code changes")

    def handle(self, *args: Any, port: int, reload: bool, **options: Any) -> None:
        self._refuse_elsewhere()
        if reload:
            run_with_reloader(self._serve, port)
        else:
            self._serve(port)

    def _refuse_elsewhere(self) -> None:
        if not settings.DEMO:
            raise CommandError(
                f"The demo does not start in mode {settings.ENV.mode}. Unset LERENDWERKEN_MODE, or set it to demo."
            )
        if connection.vendor != "sqlite":
            raise CommandError(
                "The demo does not start on PostgreSQL. Unset DATABASE_URL: it brings its own SQLite."
            )

    def _prepare(self) -> None:
        """Tables, and the example of this week. Raises CommandError when there is anybody real."""
        call_command("migrate", verbosity=0, interactive=False)
        try:
            load.refuse_real_data()
        except load.Refused as refused:
            raise CommandError(f"The demo does not start here. {refused}") from None
        if load.is_loaded() and _is_of_another_week():
            self.stdout.write("The example was of another week. It is made anew.")
            load.remove()
        if not load.is_loaded():
            mailbox.empty()
            _set_clock()
            PartnerSettings.objects.update_or_create(pk=1, defaults={"is_on": True})
            load.load(deliver=outbox.send_due)
        tick()

    def _serve(self, port: int) -> None:
        # Static files come straight from the source here; nothing was collected.
        warnings.filterwarnings("ignore", message="No directory at")
        with _partner():  # also while the example is made: Samira talked with it
            self._prepare()
            embedded.run("127.0.0.1", port, ready=lambda: self._tell(port))

    def _tell(self, port: int) -> None:
        url = f"http://localhost:{port}"
        self.stdout.write(
            "\nLerendwerken runs with made-up people. No real mail goes out.\n\n"
            f"  Sign in as Samira:       {url}/voorbeeld/als/samira/\n"
            f"  Mailbox, clock, others:  {url}/voorbeeld/\n\n"
            "Ctrl-C stops it."
        )
        self.stdout.flush()


@contextmanager
def _partner() -> Generator[None]:
    """The scripted partner, unless the environment names a real one."""
    if settings.AI_ENDPOINTS:
        yield
        return
    with partner.Partner(partner_lines.line, pace=PACE) as scripted:
        settings.AI_ENDPOINTS = (scripted.endpoint(),)
        yield


def _set_clock() -> None:
    """The real time while a week is in motion; else a Tuesday noon on which it is."""
    clock.move(None)
    week = IsoWeek.of(clock.today(history.ZONE))
    if not history.at(week, 0, 9) <= clock.now() <= history.at(week, 3, 14):
        clock.move(history.at(week, 1, 12, 41) - clock.now())


def _is_of_another_week() -> bool:
    """By the real time: a visitor may have moved the clock."""
    season = Season.objects.order_by("-starts_on").first()
    week = IsoWeek.of((clock.now() - clock.offset()).astimezone(history.ZONE).date())
    return season is None or season.number_of(week) != history.WEEKS
