"""Rings of the clock for learning questions; safe to run twice."""

from celery import shared_task

from cycles.questions import absence, remeasuring


@shared_task(name="cycles.questions.follow_absence")
def follow_absence() -> None:
    absence.follow()


@shared_task(name="cycles.questions.plan_measuring")
def plan_measuring() -> int:
    return remeasuring.plan()
