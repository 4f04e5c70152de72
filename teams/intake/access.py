"""Who sees an import: administrators, and nobody else."""

from django.db.models import QuerySet

from teams.intake.models import Intake, IntakeRow
from teams.structure.access import Viewer, sees


@sees(Intake)
def _intakes(viewer: Viewer) -> QuerySet[Intake]:
    """Without the file itself: a page needs megabytes only when it asks for them."""
    found = Intake.objects.defer("upload", "content")
    return found if viewer.is_administrator else found.none()


@sees(IntakeRow)
def _rows(viewer: Viewer) -> QuerySet[IntakeRow]:
    return IntakeRow.objects.all() if viewer.is_administrator else IntakeRow.objects.none()
