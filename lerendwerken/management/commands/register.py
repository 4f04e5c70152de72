"""`manage.py register`: prints the register of personal data as Markdown; docs/privacy.md holds the same table."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from teams.privacy.register import as_map, as_markdown


class Command(BaseCommand):
    help = "Prints what is stored about people, how long, and who reads it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fields", action="store_true", help="every single field (docs/data-map.md)")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_map() if options["fields"] else as_markdown(), ending="")
