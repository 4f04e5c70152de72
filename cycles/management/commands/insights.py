"""Puts ten insights with public sources in place, for who asks for them."""

from typing import Any

from django.core.management.base import BaseCommand

from cycles.insights.example_set import install


class Command(BaseCommand):
    help = "Adds ten insights about AI, work and learning with public sources, unchecked and without an estimate."

    def handle(self, *args: Any, **options: Any) -> None:
        made = len(install())
        self.stdout.write(f"{made} insights added." if made else "The ten insights are here already.")
