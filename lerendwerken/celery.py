"""Celery: the doorbell and the pool of workers. The queue itself is the database."""

import os

from celery import Celery
from celery.signals import worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.settings")

app = Celery("lerendwerken")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def set_clocks(sender: Celery, **_: object) -> None:
    """Reads the one place where clocks stand."""
    from lerendwerken.schedule import beat_schedule

    sender.conf.beat_schedule = beat_schedule()


@worker_shutting_down.connect
def stop_sending(**_: object) -> None:
    """A worker of threads ends after the mail on its way, not after the whole round."""
    from teams.notifications import outbox

    outbox.STOPPING.set()
