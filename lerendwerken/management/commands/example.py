"""`manage.py example load` and `manage.py example remove`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lerendwerken.example import load


class Command(BaseCommand):
    help = "Loads the made-up organisation Gemeente Lindewaard into an empty database, or removes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "remove"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            if what == "load":
                load.load()
                self.stdout.write("Gemeente Lindewaard is here: 27 people in four teams.")
            else:
                load.remove()
                self.stdout.write("The example is gone.")
        except load.Refused as refused:
            raise CommandError(str(refused)) from None
