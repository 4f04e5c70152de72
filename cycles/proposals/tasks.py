"""Rings of the clock for proposals; safe to run twice."""

from celery import shared_task

from cycles.proposals import daily
from cycles.proposals.trials import reminding


@shared_task(name="cycles.proposals.plan_mails")
def plan_mails() -> int:
    return daily.plan() + reminding.plan()
