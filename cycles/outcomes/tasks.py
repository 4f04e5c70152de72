"""Rings of the clock for reports; safe to run twice."""

from celery import shared_task

from cycles.outcomes import mails


@shared_task(name="cycles.outcomes.plan_mails")
def plan_mails() -> int:
    return mails.plan()
