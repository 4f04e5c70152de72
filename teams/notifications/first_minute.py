"""Mails that go out in the first working minute of whoever reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from teams.hours.models import calendars
from teams.notifications.models import Notification

DAY = timedelta(days=1)
TAKE_BACK = timedelta(minutes=2)  # as long as this, taking back what it tells makes a mail needless


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that somebody should get, unless it went out under this key before."""

    key: str
    person: int  # id
    source: models.Model
    until: datetime  # who does not work before this does not get it


def post(kind: str, mails: Iterable[Mail], *, after: datetime) -> int:
    """Puts rows into the outbox, due in each reader's first working minute from `after` on; how many there are new.

    Safe to run twice. A known key costs one query and no calendar.
    """
    fresh = list(Notification.objects.new({mail.key: mail for mail in mails}).values())
    if not fresh:
        return 0
    first, last = (after - DAY).date(), (max(mail.until for mail in fresh) + DAY).date()
    books = calendars(sorted({mail.person for mail in fresh}), first, last)
    return Notification.objects.post(
        Notification.build(
            person=mail.person,
            kind=kind,
            source=mail.source,
            dedupe_key=mail.key,
            due_at=due,
            expires_at=mail.until,
        )
        for mail in fresh
        if (due := books[mail.person].next_working_minute(after, before=mail.until))
    )
