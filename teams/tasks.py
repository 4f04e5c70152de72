"""Index of the tasks of `teams`, which Celery discovers."""

from teams.addresses.tasks import settle_due
from teams.agenda import tasks as agenda
from teams.council.tasks import tell
from teams.intake import tasks as intake
from teams.leavers import tasks as leavers
from teams.notifications.tasks import beat, send_due
from teams.privacy import tasks as privacy

__all__ = ["agenda", "beat", "intake", "leavers", "privacy", "send_due", "settle_due", "tell"]
