"""Rings of the doorbell for conversations; safe to run twice."""

from celery import shared_task

from cycles.harvest import summarising
from cycles.harvest.models import HarvestSummary
from cycles.sparring.partner import turns
from lerendwerken.lib import clock


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
