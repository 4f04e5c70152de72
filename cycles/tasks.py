"""Index of the tasks of `cycles`, which Celery discovers."""

from cycles.framework.tasks import forget_drafts
from cycles.prompts.tasks import ask_due, nudge, plan
from cycles.weekly.tasks import follow_changes, forget_old, publish_due

__all__ = ["ask_due", "follow_changes", "forget_drafts", "forget_old", "nudge", "plan", "publish_due"]
