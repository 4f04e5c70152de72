"""`manage.py tick`: one round of everything periodic; with --loop every 30 seconds, in place of Celery."""

import logging
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from lerendwerken.schedule import tick
from teams.notifications import outbox

logger = logging.getLogger("lerendwerken.tick")


class Command(BaseCommand):
    help = "Does one round of everything periodic: weeks, prompts and mails. It may run twice without harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="goes on until SIGTERM or Ctrl-C")
        parser.add_argument("--every", type=int, default=30, help="seconds between two rounds of the loop")

    def handle(self, *args: Any, loop: bool, every: int, **options: Any) -> None:
        if not loop:
            tick()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: outbox.STOPPING.set())
        while not outbox.STOPPING.is_set():
            close_old_connections()
            try:
                tick()
            except Exception:  # one bad round, such as a database that restarts, must not end the loop
                logger.exception("a round failed; the next one follows")
            outbox.STOPPING.wait(every)
