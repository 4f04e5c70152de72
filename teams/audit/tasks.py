"""A ring of the clock for the log; safe to run twice."""

from celery import shared_task

from teams.audit.models import AuditEntry


@shared_task(name="teams.audit.forget_old")
def forget_old() -> int:
    return AuditEntry.objects.forget_old()
