"""The norms are everybody's to read; what somebody learnt about AI is theirs alone (AI14); what a team agrees is its own."""

from django.db.models import QuerySet

from cycles.literacy.models import BasicNorms, LiteracyEntry, TeamAgreement
from teams.structure.access import Viewer, may, sees
from teams.structure.models import Team


@sees(BasicNorms)
def _norms(viewer: Viewer) -> QuerySet[BasicNorms]:
    return BasicNorms.objects.all()


@sees(LiteracyEntry)
def _entries(viewer: Viewer) -> QuerySet[LiteracyEntry]:
    return LiteracyEntry.objects.filter(person=viewer.person)


@sees(TeamAgreement)
def _agreements(viewer: Viewer) -> QuerySet[TeamAgreement]:
    """Of the own teams, and of those one leads."""
    return TeamAgreement.objects.filter(team__in=viewer.team_ids | viewer.led_team_ids)


@may("team.agree")
def _agrees(viewer: Viewer, team: Team) -> bool:
    return team.pk in viewer.team_ids | viewer.led_team_ids
