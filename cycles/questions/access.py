"""Only the writer sees a Leermoment."""

from django.db.models import QuerySet

from cycles.questions.models import LogEntry
from teams.structure.access import Viewer, sees


@sees(LogEntry)
def _log_entries(viewer: Viewer) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(person=viewer.person)
