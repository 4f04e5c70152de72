"""Drafts of a frame that nobody came back to go, as docs/privacy.md says."""

from datetime import timedelta

from celery import shared_task

from cycles.framework.models import FrameDraft
from lerendwerken.lib import clock

KEEP = timedelta(days=90)  # after the last change


@shared_task(name="cycles.framework.forget_drafts", ignore_result=True)
def forget_drafts() -> None:
    FrameDraft.objects.filter(touched_at__lt=clock.now() - KEEP).delete()
