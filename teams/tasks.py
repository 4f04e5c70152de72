"""Index of the tasks of `teams`, which Celery discovers."""

from teams.addresses.tasks import settle_due
from teams.agenda import tasks as agenda
from teams.audit.tasks import forget_old
from teams.council.tasks import tell
from teams.hours import tasks as hours
from teams.intake import tasks as intake
from teams.leavers import tasks as leavers
from teams.notifications.tasks import beat, send_due

__all__ = ["agenda", "beat", "forget_old", "hours", "intake", "leavers", "send_due", "settle_due", "tell"]
