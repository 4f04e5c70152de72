"""Puts the default questions in place where a kind of moment has none."""

from typing import Any

from django.core.management.base import BaseCommand

from cycles.prompts.default_set import install


class Command(BaseCommand):
    help = "Puts the default questions in place for every kind of moment that has none."

    def handle(self, *args: Any, **options: Any) -> None:
        made = install()
        told = f"{made} sets of questions added." if made else "Every moment has its questions already."
        self.stdout.write(told)
