"""`manage.py register`: prints the register of personal data as Markdown; docs/privacy.md holds the same table."""

from typing import Any

from django.core.management.base import BaseCommand

from teams.privacy.register import as_markdown


class Command(BaseCommand):
    help = "Prints what is stored about people, how long, and who reads it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown(), ending="")
