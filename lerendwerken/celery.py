"""Celery: the doorbell and the pool of workers. The queue itself is the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.settings")

app = Celery("lerendwerken")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def set_clocks(sender: Celery, **_: object) -> None:
    """Reads the one place where clocks stand."""
    from lerendwerken.schedule import beat_schedule

    sender.conf.beat_schedule = beat_schedule()
