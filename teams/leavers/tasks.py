"""A ring of the clock for who leaves; safe to run twice."""

from celery import shared_task

from teams.leavers import leaving


@shared_task(name="teams.leavers.plan")
def plan() -> int:
    return leaving.plan()
