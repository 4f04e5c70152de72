"""A report is its owner's; its reader reads it once it is shared, and as long as they manage (S18)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.outcomes.models import Commitment, OutcomeReport
from teams.structure.access import Viewer, sees
from teams.structure.models import Role


@sees(OutcomeReport)
def _reports(viewer: Viewer) -> QuerySet[OutcomeReport]:
    return OutcomeReport.objects.filter(Q(owner=viewer.person) | _reads(viewer))


@sees(Commitment)
def _commitments(viewer: Viewer) -> QuerySet[Commitment]:
    """One's own, of reports that one still reads."""
    return Commitment.objects.filter(
        by=viewer.person, report__in=OutcomeReport.objects.filter(_reads(viewer))
    )


def _reads(viewer: Viewer) -> Q:
    """The same people as readers.readers() lets an owner choose from."""
    held = Role.objects.on(viewer.day).filter(kind=Role.Kind.MANAGER, person__is_active=True)
    holds = held.filter(person=viewer.person)
    near = held.filter(unit=OuterRef("team__unit")).exclude(person=OuterRef("owner"))
    manages = Exists(holds.filter(unit=OuterRef("team__unit"))) | (Exists(holds) & ~Exists(near))
    return Q(reader=viewer.person, state__in=OutcomeReport.SEEN) & Q(manages)
