"""Moves the demo's clock as time itself would: everything that is due on the way happens at its own time."""

from datetime import datetime, timedelta

from cycles.prompts import planning as prompts
from cycles.prompts.models import Prompt
from lerendwerken.lib import clock
from lerendwerken.schedule import tick
from teams.notifications import outbox
from teams.notifications.models import Notification


def next_event() -> datetime | None:
    """When the next mail goes out or the next question is asked."""
    now = clock.now()
    mail = Notification.objects.pending().filter(next_attempt_at__gt=now).order_by("next_attempt_at").first()
    prompt = Prompt.objects.filter(state=Prompt.State.PLANNED, due_at__gt=now).order_by("due_at").first()
    times = [mail.next_attempt_at if mail else None, prompt.due_at if prompt else None]
    return min((t for t in times if t), default=None)


def walk(target: datetime) -> None:
    """To a later time. Each due time on the way gets its questions and mails, each half day a whole round."""
    tick()
    whole_round = clock.now()
    while (event := next_event()) and event <= target:
        _jump(event)
        prompts.ask_due()
        outbox.send_due()
        if event - whole_round >= timedelta(hours=12):
            tick()
            whole_round = event
    _jump(target)
    tick()


def _jump(to: datetime) -> None:
    ahead = to - clock.now()
    if ahead > timedelta():
        clock.move(ahead)
