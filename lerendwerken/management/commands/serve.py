"""`manage.py serve`: web, worker and clock in one process, for a small installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from lerendwerken import embedded


class Command(BaseCommand):
    help = "Serves the app with its worker and its clock in one process. Migrate first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--every", type=float, help="seconds between two rounds (default: 30 to 600)")

    def handle(self, *args: Any, host: str, port: int, every: float | None, **options: Any) -> None:
        def tell() -> None:
            self.stdout.write(f"Serving {settings.BASE_URL} on {host}:{port}")
            self.stdout.flush()

        embedded.run(host, port, ready=tell, every=every)
