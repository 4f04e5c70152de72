"""Rings of the clock for reports; safe to run twice."""

from celery import shared_task

from cycles.outcomes import mails
from cycles.outcomes.figures import freezing


@shared_task(name="cycles.outcomes.plan_mails")
def plan_mails() -> int:
    return mails.plan()


@shared_task(name="cycles.outcomes.freeze")
def freeze() -> int:
    return freezing.freeze()
