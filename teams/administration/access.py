"""What only an administrator sees: deliveries and the log. Neither holds a word that somebody wrote."""

from django.db.models import QuerySet

from teams.audit.models import AuditEntry
from teams.notifications.models import Notification
from teams.structure.access import Viewer, sees


@sees(AuditEntry)
def _entries(viewer: Viewer) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.all() if viewer.is_administrator else AuditEntry.objects.none()


@sees(Notification)
def _notifications(viewer: Viewer) -> QuerySet[Notification]:
    if viewer.is_administrator:
        return Notification.objects.all()
    return Notification.objects.filter(person=viewer.person)
