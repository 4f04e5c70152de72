"""At most one nudge for a prompt, only to its owner, and only who asked for it."""

from datetime import timedelta

from cycles.prompts.models import Prompt
from lerendwerken.lib import clock
from teams.hours.models import calendars
from teams.notifications.models import Notification, Preference

AFTER = timedelta(hours=20)


def nudge() -> int:
    """Posts a reminder in the next working minute once a prompt has waited a day; the key keeps it to one."""
    now = clock.now()
    wanting = Preference.objects.filter(nudge=True).values("person")
    open_prompts = Prompt.objects.filter(
        state=Prompt.State.ASKED,
        person__in=wanting,
        due_at__lte=now - AFTER,
        expires_at__gt=now,
        reflections=None,
    ).select_related("person")
    waiting = list(open_prompts)
    if not waiting:
        return 0
    until = max(prompt.expires_at for prompt in waiting).date()
    books = calendars([prompt.person_id for prompt in waiting], now.date() - timedelta(days=1), until)
    rows = []
    for prompt in waiting:
        last = prompt.expires_at
        due = books[prompt.person_id].next_working_minute(now, before=last)
        if due:
            rows.append(
                Notification.build(
                    person=prompt.person,
                    kind="nudge",
                    source=prompt,
                    dedupe_key=f"nudge:{prompt.pk}",
                    due_at=due,
                    expires_at=last,
                )
            )
    return Notification.objects.post(rows)
