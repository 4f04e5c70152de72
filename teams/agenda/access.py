"""Somebody's own calendar is theirs alone, for administrators too."""

from django.db.models import QuerySet

from teams.agenda.models import AgendaChoice, AgendaEntry, ReadCalendar
from teams.structure.access import Viewer, sees


@sees(AgendaChoice)
def _choices(viewer: Viewer) -> QuerySet[AgendaChoice]:
    return AgendaChoice.objects.filter(person=viewer.person)


@sees(AgendaEntry)
def _entries(viewer: Viewer) -> QuerySet[AgendaEntry]:
    return AgendaEntry.objects.filter(person=viewer.person)


@sees(ReadCalendar)
def _read(viewer: Viewer) -> QuerySet[ReadCalendar]:
    return ReadCalendar.objects.filter(person=viewer.person)
