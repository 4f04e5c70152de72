"""Entries as iCalendar (RFC 5545): neutral titles and times. Two renders of the same state are the same bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from icalendar import Calendar, Event, vCalAddress, vUri

from lerendwerken.lib import clock, tokens
from teams.accounts.models import User
from teams.agenda.entries import title_of
from teams.agenda.models import AgendaChoice, AgendaEntry
from teams.agenda.vtimezone import timezone_of

BACK = timedelta(weeks=8)
REFRESH = timedelta(hours=1)
NAME = "Lerendwerken"


def find(token: str) -> AgendaChoice | None:
    """Whose secret address this is. It is looked up by its hash, so the time it takes tells nothing about it."""
    chosen = AgendaChoice.objects.select_related("person")
    return chosen.filter(token_hash=tokens.digest(token), person__is_active=True).first()


def of(choice: AgendaChoice) -> bytes:
    """The last eight weeks and all that is to come."""
    return write(list(shown(choice.person)), choice.person)


def shown(person: User) -> QuerySet[AgendaEntry]:
    return AgendaEntry.objects.filter(person=person, starts_at__gte=clock.now() - BACK)


def write(
    entries: Sequence[AgendaEntry], person: User, *, method: str = "PUBLISH", off: bool = False
) -> bytes:
    """A calendar with these entries, in the person's language and time zone.

    method: PUBLISH for a subscription; REQUEST or CANCEL for one entry in a mail (RFC 6047).
    off: the entry leaves this calendar, although the appointment may stand.
    """
    zone = ZoneInfo(person.time_zone)
    with translation.override(person.language):
        calendar = Calendar()
        calendar.add("prodid", f"-//{NAME}//{person.language.upper()}")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", method)
        if method == "PUBLISH":
            calendar.add("name", NAME)
            calendar.add("x-wr-calname", NAME)
            calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
            calendar.add("x-published-ttl", "PT1H")
        if entries and zone.key != "UTC":
            years = [at.astimezone(zone).year for entry in entries for at in (entry.starts_at, entry.ends_at)]
            calendar.add_component(timezone_of(zone.key, min(years), max(years)))
        for entry in entries:
            event = _event(entry, zone, is_off=off or entry.is_cancelled)
            if method != "PUBLISH":
                _invite(event, person)
            calendar.add_component(event)
        body: bytes = calendar.to_ical()
        return body


def _event(entry: AgendaEntry, zone: ZoneInfo, *, is_off: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", _local(entry.starts_at, zone))
    event.add("dtend", _local(entry.ends_at, zone))
    event.add("summary", title_of(entry))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("x-microsoft-cdo-busystatus", "FREE" if is_off else "BUSY")
    if entry.link:
        event.add("url", vUri(settings.BASE_URL + entry.link))
        event.add("description", settings.BASE_URL + entry.link)  # Outlook shows no URL
    return event


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """By the person's clock; in UTC in the hour that comes twice, which a local time cannot tell apart."""
    local = instant.astimezone(zone)
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return instant.astimezone(UTC) if is_twice else local


def _invite(event: Event, person: User) -> None:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = NAME
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["RSVP"] = "FALSE"  # whoever plans need not know who pressed which button
    event.add("attendee", attendee)


def etag(body: bytes) -> str:
    return f'"{tokens.digest(body.decode())[:32]}"'
