"""Rings of the doorbell for sparring; safe to run twice."""

from celery import shared_task

from cycles.sparring.partner import turns


@shared_task(name="cycles.sparring.sweep")
def sweep() -> int:
    return turns.sweep()
