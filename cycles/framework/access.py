"""The frame is everybody's to read; managers make it for their unit, administrators for all."""

from datetime import date

from django.db.models import Q, QuerySet

from cycles.framework.models import (
    DevelopmentQuestion,
    FrameDraft,
    FrameSuggestion,
    OrganisationGoal,
    PauseWeek,
    Season,
)
from teams.accounts.models import User
from teams.structure.access import Viewer, may, sees, visible
from teams.structure.models import Role, Unit


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


@sees(FrameSuggestion)
def _suggestions(viewer: Viewer) -> QuerySet[FrameSuggestion]:
    """Whoever makes the frame they are for, and who signed one with the own name (S19)."""
    mine = Q(person=viewer.person)
    if viewer.is_administrator:
        return FrameSuggestion.objects.filter(mine | Q(unit=None))
    return FrameSuggestion.objects.filter(mine | Q(unit__in=viewer.managed_unit_ids))


@may("frame.change")
def _changes_frame(viewer: Viewer, unit: Unit | None) -> bool:
    """What is of one unit: its manager. What is of the whole organisation (no unit): an administrator."""
    if viewer.is_administrator:
        return True
    return unit is not None and unit.pk in viewer.managed_unit_ids


def makers_of(unit: Unit | None, day: date) -> list[User]:
    """Whom a team asks for a frame: the managers of its unit, and without one the administrators."""
    held = Role.objects.on(day).filter(person__is_active=True).select_related("person").order_by("pk")
    managers = held.filter(kind=Role.Kind.MANAGER, unit=unit) if unit else held.none()
    roles = managers or held.filter(kind=Role.Kind.ADMINISTRATOR)
    return list({role.person_id: role.person for role in roles}.values())
