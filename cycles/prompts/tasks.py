"""Rings of the doorbell for prompts; each is safe to run twice."""

from celery import shared_task

from cycles.prompts import nudging, planning


@shared_task(name="cycles.prompts.plan")
def plan() -> int:
    return planning.plan()


@shared_task(name="cycles.prompts.ask_due")
def ask_due() -> int:
    return planning.ask_due()


@shared_task(name="cycles.prompts.nudge")
def nudge() -> int:
    return nudging.nudge()
