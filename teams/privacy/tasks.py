"""Rings of the doorbell for own data; each is safe to run twice."""

from celery import shared_task

from teams.privacy import erase, retention


@shared_task(name="teams.privacy.sweep", ignore_result=True)
def sweep() -> None:
    """What is overdue goes."""
    retention.sweep()


@shared_task(name="teams.privacy.erase_due", ignore_result=True)
def erase_due() -> None:
    """Who asked to be erased a week ago, and did not call it off."""
    erase.erase_due()
