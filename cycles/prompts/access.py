"""Prompts and words belong to one person. Sharing is per item, by name or with the team (S18)."""

from django.db.models import Q, QuerySet

from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from teams.structure.access import Viewer, sees, shared_with


@sees(Prompt)
def _prompts(viewer: Viewer) -> QuerySet[Prompt]:
    return Prompt.objects.filter(person=viewer.person)


@sees(Reflection)
def _reflections(viewer: Viewer) -> QuerySet[Reflection]:
    """Own words only; what a colleague shared comes through its share."""
    return Reflection.objects.filter(prompt__person=viewer.person)


@sees(ReflectionShare)
def _shares(viewer: Viewer) -> QuerySet[ReflectionShare]:
    open_shares = ReflectionShare.objects.filter(taken_back_at=None)
    return open_shares.filter(Q(prompt__person=viewer.person) | shared_with(viewer, "prompt__person"))


@sees(PromptSet)
def _sets(viewer: Viewer) -> QuerySet[PromptSet]:
    return PromptSet.objects.all() if viewer.is_administrator else PromptSet.objects.none()


@sees(Question)
def _questions(viewer: Viewer) -> QuerySet[Question]:
    """To edit them. Whoever is asked one reads it through the own prompt."""
    return Question.objects.all() if viewer.is_administrator else Question.objects.none()
