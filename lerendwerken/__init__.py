"""Wiring: settings, addresses, clocks and commands. Celery's app is loaded with the project."""

from lerendwerken.celery import app as celery_app

__all__ = ["celery_app"]
