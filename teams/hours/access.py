"""Who sees hours: the owner, and an administrator who reads them in (S10). Colleagues only see whether somebody is there."""

from django.db.models import QuerySet

from teams.hours.models import Absence, BusyTime, ClosedDay, WorkingPattern
from teams.structure.access import Viewer, sees


@sees(WorkingPattern)
def _patterns(viewer: Viewer) -> QuerySet[WorkingPattern]:
    if viewer.is_administrator:
        return WorkingPattern.objects.all()
    return WorkingPattern.objects.filter(person=viewer.person)


@sees(Absence)
def _absences(viewer: Viewer) -> QuerySet[Absence]:
    if viewer.is_administrator:
        return Absence.objects.all()
    return Absence.objects.filter(person=viewer.person)


@sees(BusyTime)
def _busy_times(viewer: Viewer) -> QuerySet[BusyTime]:
    """Only the owner: administrators read in no calendars."""
    return BusyTime.objects.filter(person=viewer.person)


@sees(ClosedDay)
def _closed_days(viewer: Viewer) -> QuerySet[ClosedDay]:
    return ClosedDay.objects.all()
