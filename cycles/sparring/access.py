"""Transcripts are readable by their owner only, administrators included in nobody (AI11)."""

from django.db.models import QuerySet

from cycles.sparring.models import PartnerSettings, SparringSession, SuggestionChoice, Turn
from teams.structure.access import Viewer, sees


@sees(SparringSession)
def _sessions(viewer: Viewer) -> QuerySet[SparringSession]:
    return SparringSession.objects.filter(question__owner=viewer.person)


@sees(Turn)
def _turns(viewer: Viewer) -> QuerySet[Turn]:
    return Turn.objects.filter(session__question__owner=viewer.person)


@sees(SuggestionChoice)
def _choices(viewer: Viewer) -> QuerySet[SuggestionChoice]:
    return SuggestionChoice.objects.filter(turn__session__question__owner=viewer.person)


@sees(PartnerSettings)
def _settings(viewer: Viewer) -> QuerySet[PartnerSettings]:
    return PartnerSettings.objects.all() if viewer.is_administrator else PartnerSettings.objects.none()
