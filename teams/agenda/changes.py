"""A plain mail when a moment of the coming 48 hours changes, for whose calendar asks only now and then (S13).

For what the team changes. What a duo changes among themselves they tell each other (S11), and what follows from
somebody's own hours is no news to them.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.agenda.entries import Change, title_of
from teams.agenda.models import AgendaChoice, AgendaEntry
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification, NotificationQuerySet

KIND = "agenda_change"
SOON = timedelta(hours=48)
WAIT = timedelta(minutes=2)  # what is taken back by then needs no mail
NOWHERE = "-"


def tell(changes: Iterable[Change], *, makers: Container[int | None]) -> None:
    """Plans the mails for what some people changed for others. What was known before counts, not what was in between."""
    now = clock.now()
    told = {c.entry.pk: c for c in changes if not c.is_new and c.entry.person_id not in makers}
    if not told:
        return
    about = _about(told).pending()
    known = {row.source_id: _known(row) for row in about.order_by("-pk")}
    about.withdraw("changed_again")
    by_mail = set(
        AgendaChoice.objects.filter(
            person__in={c.entry.person_id for c in told.values()}, way=AgendaChoice.Way.INVITATIONS
        ).values_list("person", flat=True)
    )
    news = []
    for pk, change in told.items():
        was_at = known.get(pk, change.was_at)
        stands_at = _stands_at(change.entry)
        near = [at for at in (was_at, stands_at) if at and now < at <= now + SOON]
        if near and was_at != stands_at and change.entry.person_id not in by_mail:
            news.append((change.entry, was_at))
    _post(news, now)


def _post(news: list[tuple[AgendaEntry, datetime | None]], now: datetime) -> None:
    first_minute.post(
        KIND,
        (
            first_minute.Mail(
                f"{KIND}:{entry.pk}:{entry.sequence}:{_written(was_at)}",
                entry.person_id,
                entry,
                entry.starts_at,
            )
            for entry, was_at in news
        ),
        after=now + WAIT,
    )


def _about(entries: Iterable[int]) -> NotificationQuerySet:
    return Notification.objects.filter(
        kind=KIND, source_kind=AgendaEntry._meta.label, source_id__in=list(entries)
    )


def _written(was_at: datetime | None) -> str:
    return str(int(was_at.timestamp())) if was_at else NOWHERE


def _known(row: Notification) -> datetime | None:
    """What somebody knew before this change."""
    was_at = row.dedupe_key.rsplit(":", 1)[1]
    return None if was_at == NOWHERE else datetime.fromtimestamp(int(was_at), UTC)


def _stands_at(entry: AgendaEntry) -> datetime | None:
    return None if entry.is_cancelled else entry.starts_at


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    entry = AgendaEntry.objects.filter(pk=notification.source_id).first()
    if entry is None:
        return Never("left")
    if _known(notification) == _stands_at(entry):
        return Never("changed_again")
    together = Notification.objects.filter(
        person=notification.person_id,
        kind=KIND,
        state=Notification.State.SENT,
        sent_at__gte=notification.due_at,
    )
    return Never("told_together") if together.exists() else None


@dataclass(frozen=True, slots=True)
class Line:
    """One change as it stands in the mail."""

    entry: AgendaEntry
    title: str
    was_at: datetime | None


def _context(notification: Notification) -> dict[str, Any]:
    lines = _lines(notification)
    return {"lines": lines, "link": settings.BASE_URL + lines[0].entry.link}


def _lines(notification: Notification) -> list[Line]:
    """What the mail is about, and all else that is due for this person, in one mail."""
    rows = Notification.objects.pending().filter(
        person=notification.person_id, kind=KIND, due_at__lte=clock.now()
    )
    known = {row.source_id: _known(row) for row in (*rows, notification)}
    return [
        Line(entry, title_of(entry), known[entry.pk])
        for entry in AgendaEntry.objects.filter(pk__in=known)
        if entry.pk == notification.source_id or _stands_at(entry) != known[entry.pk]
    ]


declare(
    Message(
        KIND,
        _("Een moment van de komende twee dagen verandert"),
        "teams/agenda/email/change.html",
        _check,
        _context,
    ),
    told_together=_("stond al in een andere mail"),
)
