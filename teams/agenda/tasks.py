"""Once an hour: the secret addresses that leavers left behind."""

from celery import shared_task

from teams.agenda import choosing


@shared_task(name="teams.agenda.sweep")
def sweep() -> int:
    return choosing.forget_leavers()
