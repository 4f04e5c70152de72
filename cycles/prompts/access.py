"""Prompts and words belong to one person. Sharing is per item, by name or with the team (S18)."""

from django.db.models import Q, QuerySet

from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from teams.structure.access import Viewer, sees
from teams.structure.models import Membership, Role


@sees(Prompt)
def _prompts(viewer: Viewer) -> QuerySet[Prompt]:
    return Prompt.objects.filter(person=viewer.person)


@sees(Reflection)
def _reflections(viewer: Viewer) -> QuerySet[Reflection]:
    """Own words only; what a colleague shared comes through its share."""
    return Reflection.objects.filter(prompt__person=viewer.person)


@sees(ReflectionShare)
def _shares(viewer: Viewer) -> QuerySet[ReflectionShare]:
    """By name: whoever was named. With the team: its members, except who leads or manages the owner."""
    above = Role.objects.on(viewer.day).filter(Q(person=viewer.person) | Q(deputy=viewer.person))
    led = Membership.objects.on(viewer.day).filter(team__roles__in=above.filter(kind=Role.Kind.TEAM_LEAD))
    managed = Membership.objects.on(viewer.day).filter(
        team__unit__roles__in=above.filter(kind=Role.Kind.MANAGER)
    )
    with_team = (
        Q(team__in=viewer.team_ids)
        & ~Q(prompt__person__in=led.values("person"))
        & ~Q(prompt__person__in=managed.values("person"))
    )
    open_shares = ReflectionShare.objects.filter(taken_back_at=None)
    return open_shares.filter(Q(prompt__person=viewer.person) | Q(colleague=viewer.person) | with_team)


@sees(PromptSet)
def _sets(viewer: Viewer) -> QuerySet[PromptSet]:
    return PromptSet.objects.all() if viewer.is_administrator else PromptSet.objects.none()


@sees(Question)
def _questions(viewer: Viewer) -> QuerySet[Question]:
    """To edit them. Whoever is asked one reads it through the own prompt."""
    return Question.objects.all() if viewer.is_administrator else Question.objects.none()
