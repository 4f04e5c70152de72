"""Rings of the doorbell for conversations; safe to run twice."""

from datetime import timedelta

from celery import shared_task

from cycles.harvest import summarising
from cycles.harvest.models import HarvestSession, HarvestSummary
from cycles.sparring.partner import turns
from lerendwerken.lib import clock

KEEP = timedelta(days=366)  # twelve months, also over a 29th of February


@shared_task(name="cycles.harvest.sweep")
def sweep() -> int:
    """Ends drafts that nobody finishes any more, such as after a crash."""
    lost = HarvestSummary.objects.filter(
        state=HarvestSummary.State.WAITING, asked_at__lt=clock.now() - turns.LOST
    )
    return sum(
        summarising.end(pk, HarvestSummary.State.FAILED, used=reserved)
        for pk, reserved in lost.values_list("pk", "reserved")
    )


@shared_task(name="cycles.harvest.forget_old")
def forget_old() -> int:
    """What was put on a page a year ago. Proposals and insights that came of it are their authors', and stay."""
    old = HarvestSession.objects.filter(moment__starts_at__lt=clock.now() - KEEP)
    count = old.count()
    old.delete()
    return count
