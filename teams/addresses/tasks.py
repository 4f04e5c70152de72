"""A ring of the clock for addresses; safe to run twice."""

from celery import shared_task

from teams.addresses import changing


@shared_task(name="teams.addresses.settle_due")
def settle_due() -> int:
    return changing.settle_due()
