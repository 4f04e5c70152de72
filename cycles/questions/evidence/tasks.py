"""Rings of the clock for evidence; safe to run twice."""

from celery import shared_task

from cycles.questions.evidence import recalling


@shared_task(name="cycles.questions.plan_recalls")
def plan_recalls() -> int:
    return recalling.plan()
