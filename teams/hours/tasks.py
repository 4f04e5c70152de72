"""Absence and exceptions of long ago go, as docs/privacy.md says."""

from datetime import timedelta

from celery import shared_task

from lerendwerken.lib import clock
from teams.hours.models import Absence, HourException

KEEP = timedelta(days=366)  # twelve months, also over a 29th of February


@shared_task(name="teams.hours.forget_old", ignore_result=True)
def forget_old() -> None:
    """Safe to run twice."""
    since = clock.now() - KEEP
    old = Absence.objects.filter(last_day__lt=since.date()), HourException.objects.filter(ends_at__lt=since)
    for rows in old:
        if rows.exists():  # a round with nothing to do is to cost little
            rows.delete()
