"""Index of the tasks of `cycles`, which Celery discovers."""

from cycles.harvest.tasks import sweep as sweep_conversations
from cycles.outcomes.tasks import plan_mails as plan_report_mails
from cycles.prompts.tasks import ask_due, nudge, plan
from cycles.proposals.tasks import plan_mails
from cycles.questions.evidence.tasks import plan_recalls
from cycles.questions.tasks import follow_absence
from cycles.sparring.tasks import sweep
from cycles.weekly.tasks import follow_changes, publish_due

__all__ = [
    "ask_due",
    "follow_absence",
    "follow_changes",
    "nudge",
    "plan",
    "plan_mails",
    "plan_recalls",
    "plan_report_mails",
    "publish_due",
    "sweep",
    "sweep_conversations",
]
