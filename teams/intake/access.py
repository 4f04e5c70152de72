"""Who sees an import: administrators, and nobody else."""

from django.db.models import QuerySet

from teams.intake.models import Intake, IntakeRow
from teams.structure.access import Viewer, sees


@sees(Intake)
def _intakes(viewer: Viewer) -> QuerySet[Intake]:
    return Intake.objects.all() if viewer.is_administrator else Intake.objects.none()


@sees(IntakeRow)
def _rows(viewer: Viewer) -> QuerySet[IntakeRow]:
    return IntakeRow.objects.all() if viewer.is_administrator else IntakeRow.objects.none()
