"""The frame is everybody's to read; managers make it for their unit, administrators for all."""

from django.db.models import Q, QuerySet

from cycles.framework.models import DevelopmentQuestion, FrameDraft, OrganisationGoal, PauseWeek, Season
from teams.structure.access import Viewer, may, sees, visible
from teams.structure.models import Unit


@sees(Season)
def _seasons(viewer: Viewer) -> QuerySet[Season]:
    return Season.objects.filter(Q(unit=None) | Q(unit__in=visible(Unit, viewer)))


@sees(OrganisationGoal)
def _goals(viewer: Viewer) -> QuerySet[OrganisationGoal]:
    return OrganisationGoal.objects.filter(Q(unit=None) | Q(unit__in=visible(Unit, viewer)))


@sees(DevelopmentQuestion)
def _questions(viewer: Viewer) -> QuerySet[DevelopmentQuestion]:
    return DevelopmentQuestion.objects.filter(goal__in=visible(OrganisationGoal, viewer))


@sees(PauseWeek)
def _pauses(viewer: Viewer) -> QuerySet[PauseWeek]:
    return PauseWeek.objects.all()


@sees(FrameDraft)
def _drafts(viewer: Viewer) -> QuerySet[FrameDraft]:
    """A draft is its maker's alone."""
    return FrameDraft.objects.filter(person=viewer.person)


@may("frame.change")
def _changes_frame(viewer: Viewer, unit: Unit | None) -> bool:
    """What is of one unit: its manager. What is of the whole organisation (no unit): an administrator."""
    if viewer.is_administrator:
        return True
    return unit is not None and unit.pk in viewer.managed_unit_ids
