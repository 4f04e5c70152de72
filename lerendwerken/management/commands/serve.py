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

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        embedded.run(
            host, port, ready=lambda: self.stdout.write(f"Serving {settings.BASE_URL} on {host}:{port}")
        )
