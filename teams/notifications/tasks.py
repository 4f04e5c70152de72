"""The doorbell's answer: send what is due. The message carries no data; losing it costs one ring."""

from celery import shared_task

from teams.notifications import outbox
from teams.notifications.models import Heartbeat


@shared_task(name="teams.notifications.send_due")
def send_due() -> int:
    return outbox.send_due().sent


@shared_task(name="teams.notifications.beat")
def beat() -> None:
    Heartbeat.beat()
