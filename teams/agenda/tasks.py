"""Once an hour: what is too old goes, and what leavers left behind."""

from celery import shared_task

from teams.agenda import busy, choosing, entries


@shared_task(name="teams.agenda.sweep")
def sweep() -> int:
    return choosing.forget_leavers() + entries.forget() + busy.forget()
