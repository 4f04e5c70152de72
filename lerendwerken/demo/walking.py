"""Moves the demo's clock as time itself would: everything that is due on the way happens at its own time."""

from datetime import datetime, timedelta

from cycles.prompts import planning as prompts
from cycles.prompts.models import Prompt
from lerendwerken.example import history
from lerendwerken.lib import clock
from lerendwerken.schedule import tick
from teams.notifications import outbox
from teams.notifications.models import Notification

ROUND = 8  # hours


def next_event() -> datetime | None:
    """When the next mail goes out or the next question is asked."""
    now = clock.now()
    mail = Notification.objects.pending().filter(next_attempt_at__gt=now).order_by("next_attempt_at").first()
    prompt = Prompt.objects.filter(state=Prompt.State.PLANNED, due_at__gt=now).order_by("due_at").first()
    times = [mail.next_attempt_at if mail else None, prompt.due_at if prompt else None]
    return min((t for t in times if t), default=None)


def walk(target: datetime) -> None:
    """To a later time. Each due time on the way gets its questions and mails, every eight hours a whole round:
    weeks publish themselves, leads are reminded, and what follows from that comes at its own time too."""
    tick()
    while clock.now() < target:
        round_at = _next_round(clock.now())
        event = next_event()
        stop = min(target, round_at, event or target)
        _jump(stop)
        if stop in (round_at, target):
            tick()
        else:
            prompts.ask_due()
            outbox.send_due()


def _next_round(now: datetime) -> datetime:
    """The next whole multiple of the round's length, by the local clock: 16.00 is one of them."""
    local = now.astimezone(history.ZONE)
    start = local.replace(hour=local.hour // ROUND * ROUND, minute=0, second=0, microsecond=0)
    return start + timedelta(hours=ROUND)


def _jump(to: datetime) -> None:
    ahead = to - clock.now()
    if ahead > timedelta():
        clock.move(ahead)
