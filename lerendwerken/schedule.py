"""Every periodic task, in the order of one round. The intervals are plain: times of people live in the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cycles.harvest import tasks as harvest
from cycles.outcomes import tasks as outcomes
from cycles.prompts import tasks as prompts
from cycles.proposals import tasks as proposals
from cycles.questions import tasks as questions
from cycles.questions.evidence import tasks as evidence
from cycles.sparring import tasks as sparring
from cycles.weekly import tasks as weekly
from teams.addresses import tasks as addresses
from teams.agenda import tasks as agenda
from teams.council import tasks as council
from teams.intake import tasks as intake
from teams.leavers import tasks as leavers
from teams.notifications import tasks as notifications
from teams.privacy import tasks as privacy

# (task, every so many seconds)
CLOCKS: list[tuple[Callable[[], Any], int]] = [
    (weekly.publish_due, 60),  # a week that nobody published publishes itself on Thursday 16.00
    (weekly.follow_changes, 60),  # seats follow absence, hours and people
    (prompts.plan, 60),  # prompts and their mails for the coming eight days
    (prompts.ask_due, 60),  # in the app a prompt is asked at its time
    (prompts.nudge, 600),  # one reminder, for who wants it
    (evidence.plan_recalls, 60),  # what somebody recalls gets its working minute, eight days ahead
    (harvest.sweep, 60),  # summaries that a crash left unfinished
    (sparring.sweep, 60),  # answers that a crash left unfinished, and budgets of a month ago
    (proposals.plan_mails, 300),  # one mail a day about what waits for an answer, and what is late
    (outcomes.plan_mails, 300),  # what a manager promised comes back to them
    (outcomes.freeze, 300),  # figures of a week and a quarter that are over, as they were then
    (questions.follow_absence, 60),  # a learning question rests in an absent week, and starts again after it
    (leavers.plan, 3600),  # who leaves within seven days is offered what is theirs
    (council.tell, 300),  # the pack for the works council is not what was recorded any more
    (questions.plan_measuring, 300),  # a yield whose day has come is measured again
    (notifications.send_due, 30),  # the outbox
    (intake.sweep, 60),  # people files whose worker was lost, and those of seven days old
    (agenda.sweep, 3600),  # addresses of calendars that leavers left behind
    (privacy.erase_due, 3600),  # who asked to be erased a week ago
    (privacy.sweep, 3600),  # what is overdue, by the terms of docs/privacy.md
    (addresses.settle_due, 300),  # another address, of which the old one heard seven days ago
    (notifications.beat, 60),  # "the tick went round", for health and the sending page
]


def beat_schedule() -> dict[str, dict[str, Any]]:
    """For Celery's beat. An unread ring is worthless after a minute, so it expires."""
    return {
        task.name: {"task": task.name, "schedule": timedelta(seconds=seconds), "options": {"expires": 55}}  # type: ignore[attr-defined]
        for task, seconds in CLOCKS
    }


def tick() -> None:
    """One round of everything, in this process; what `manage.py tick` does."""
    for task, _seconds in CLOCKS:
        task()
