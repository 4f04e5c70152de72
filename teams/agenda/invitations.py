"""Invitations by mail (iMIP, RFC 6047), for who does not subscribe: one mail an appointment, and only what is new.

The outbox is what a calendar was told. An entry is invited, updated or cancelled when that differs from what it
should know now; several changes within a short wait become one mail.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.agenda import feed
from teams.agenda.entries import title_of
from teams.agenda.models import AgendaChoice, AgendaEntry
from teams.hours.models import calendars
from teams.notifications.messages import CalendarPart, Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification, Preference

KIND = "agenda"
WAIT = timedelta(minutes=2)  # as long as this, a change that is taken back is not told
APART = timedelta(minutes=1)  # between the mails of one person
OFF = "off"


@dataclass(frozen=True, slots=True)
class Told:
    """What one mail says about an entry; it stands in the key of its row."""

    entry_id: int
    sequence: int
    state: str  # OFF, or from and to in seconds since 1970

    @property
    def ends_at(self) -> datetime | None:
        return None if self.state == OFF else datetime.fromtimestamp(int(self.state.split("-")[1]), UTC)

    @classmethod
    def of(cls, row: Notification) -> Self:
        _kind, entry, sequence, state = row.dedupe_key.split(":")
        return cls(int(entry), int(sequence), state)

    @property
    def key(self) -> str:
        return f"{KIND}:{self.entry_id}:{self.sequence}:{self.state}"


@dataclass(frozen=True, slots=True)
class _Due:
    """A mail to be planned, and until when it is of use."""

    entry: AgendaEntry
    key: str
    until: datetime


def ahead(person: User) -> list[AgendaEntry]:
    """What is still to come, the nearest first."""
    return list(AgendaEntry.objects.filter(person=person, starts_at__gt=clock.now()))


def follow(entries: Iterable[AgendaEntry]) -> None:
    """Plans the mails that make the calendars of these people right; nothing for what has begun."""
    now = clock.now()
    coming = sorted((e for e in entries if e.starts_at > now), key=lambda e: (e.starts_at, e.pk))
    if not coming:
        return
    people = {entry.person_id for entry in coming}
    invited = set(_invited().filter(person__in=people).values_list("person", flat=True))
    waiting, told = _outbox(coming)
    stale: list[int] = []
    due: dict[int, list[_Due]] = defaultdict(list)
    raised = []
    for entry in coming:
        state = _state(entry) if entry.person_id in invited else OFF
        last = told.get(entry.pk)
        rows = waiting[entry.pk]
        if (last.state if last else OFF) == state:
            stale += [row.pk for row in rows]
            continue
        if last and entry.sequence <= last.sequence:
            # The way into the calendar changed and not the appointment: that is news to a calendar as well.
            entry.sequence, entry.changed_at = last.sequence + 1, now
            raised.append(entry)
        wanted = Told(entry.pk, entry.sequence, state).key
        stale += [row.pk for row in rows if row.dedupe_key != wanted]
        if wanted not in {row.dedupe_key for row in rows}:
            due[entry.person_id].append(_Due(entry, wanted, _until(entry, last)))
    Notification.objects.filter(pk__in=stale).withdraw("changed_again")
    AgendaEntry.objects.bulk_update(raised, ["sequence", "changed_at"])
    _post(due, now)


def _until(entry: AgendaEntry, last: Told | None) -> datetime:
    """A first invitation is of use until the start; what corrects a calendar, until both times are over."""
    told_end = last.ends_at if last else None
    return max(told_end, entry.ends_at) if told_end else entry.starts_at


def _post(due: dict[int, list[_Due]], now: datetime) -> None:
    if not due:
        return
    last = max(one.until for mine in due.values() for one in mine)
    book = calendars(list(due), now.date() - timedelta(days=1), last.date() + timedelta(days=1))
    Notification.objects.post(
        Notification.build(
            person=person,
            kind=KIND,
            source=one.entry,
            dedupe_key=one.key,
            due_at=at,
            expires_at=one.until,
        )
        for person, mine in due.items()
        for number, one in enumerate(mine)
        if (at := book[person].next_working_minute(now + WAIT + number * APART, before=one.until))
    )


def _outbox(entries: list[AgendaEntry]) -> tuple[dict[int, list[Notification]], dict[int, Told]]:
    """By entry: the rows that wait, and the last that its calendar was told, or may have been."""
    waiting: dict[int, list[Notification]] = defaultdict(list)
    told: dict[int, Told] = {}
    label = AgendaEntry._meta.label
    rows = Notification.objects.filter(kind=KIND, source_kind=label, source_id__in=[e.pk for e in entries])
    arrived = Q(state=Notification.State.SENT) | Q(uncertain_count__gt=0) | Q(data_started_at__isnull=False)
    for row in rows.filter(arrived | Q(state=Notification.State.PENDING)).order_by("pk"):
        is_on_its_way = row.uncertain_count or row.data_started_at
        if row.state == Notification.State.PENDING:
            waiting[row.source_id].append(row)
        if row.state == Notification.State.SENT or is_on_its_way:
            told[row.source_id] = Told.of(row)
    return waiting, told


def _state(entry: AgendaEntry) -> str:
    if entry.is_cancelled:
        return OFF
    return f"{int(entry.starts_at.timestamp())}-{int(entry.ends_at.timestamp())}"


def _invited() -> Any:
    return AgendaChoice.objects.filter(way=AgendaChoice.Way.INVITATIONS)


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    told = Told.of(notification)
    entry = AgendaEntry.objects.filter(pk=told.entry_id).first()
    if entry is None:
        return Never("left")
    is_invited = _invited().filter(person=notification.person_id).exists()
    state = _state(entry) if is_invited else OFF
    if (entry.sequence, state) != (told.sequence, told.state):
        return Never("changed_again")
    person = notification.person
    until = Preference.of(person).paused_until
    if until and until >= clock.today(person.time_zone):
        # A calendar with holes is no rest: what is still to come by then is sent after the pause.
        return Later(datetime.combine(until + timedelta(days=1), time(), ZoneInfo(person.time_zone)))
    return None


def _context(notification: Notification) -> dict[str, Any]:
    entry = AgendaEntry.objects.get(pk=notification.source_id)
    told = Told.of(notification)
    return {
        "entry": entry,
        "title": title_of(entry),
        "is_off": told.state == OFF,
        "is_known": told.sequence > 0,
        "link": settings.BASE_URL + entry.link,
        "my_data": settings.BASE_URL + reverse("teams:my-data") + "#agenda",
    }


def _calendar(notification: Notification) -> CalendarPart:
    entry = AgendaEntry.objects.get(pk=notification.source_id)
    is_off = Told.of(notification).state == OFF
    method = "CANCEL" if is_off else "REQUEST"
    return CalendarPart(method, feed.write([entry], notification.person, method=method, off=is_off))


declare(
    Message(
        KIND,
        _("Uitnodiging voor je agenda"),
        "teams/agenda/email/invitation.html",
        _check,
        _context,
        optional=False,  # somebody chose this way into the calendar, and stops it there
        shown_as="prompt",  # a duo that changes its hour is among them
        calendar=_calendar,
    ),
    begun=_("is al begonnen"),  # of rows that an earlier version wrote
    left=_("doet niet meer mee"),
    changed_again=_("is daarna nog veranderd"),
)
keep_private("changed_again", "begun")
