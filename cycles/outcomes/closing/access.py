"""Once closed it is for everybody the season was for; before that only for who may close it."""

from django.db.models import Q, QuerySet

from cycles.framework.models import Season
from cycles.outcomes.closing.models import SeasonClose
from teams.structure.access import Viewer, can, may, sees
from teams.structure.models import Team


@sees(SeasonClose)
def _closes(viewer: Viewer) -> QuerySet[SeasonClose]:
    near = Q(team__unit__in=viewer.unit_ids) | Q(team=None, season__unit__in=viewer.unit_ids)
    read = Q(closed_at__isnull=False) & (near | Q(team=None, season__unit=None))
    made = Q(team__in=viewer.led_team_ids) | Q(team=None, season__unit__in=viewer.managed_unit_ids)
    if viewer.is_administrator:
        made |= Q(team=None)
    return SeasonClose.objects.filter(read | made)


@may("season.close")
def _closes_it(viewer: Viewer, close: SeasonClose) -> bool:
    return may_close(viewer, close.season, close.team)


def may_close(viewer: Viewer, season: Season, team: Team | None) -> bool:
    """A team's season: who leads it. That of a unit or of all: who makes its frame."""
    return team.pk in viewer.led_team_ids if team else can(viewer, "frame.change", season.unit)
