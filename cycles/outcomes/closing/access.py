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
    managed = viewer.managed_unit_ids
    made = Q(team__in=viewer.led_team_ids) | Q(team__unit__in=managed)
    made |= Q(team=None, season__unit__in=managed)
    if viewer.is_administrator:
        made |= Q(team=None, season__unit=None)
    return SeasonClose.objects.filter(read | made)


@may("season.close")
def _closes_it(viewer: Viewer, close: SeasonClose) -> bool:
    if close.team:
        return can(viewer, "team.close_season", close.team)
    return can(viewer, "season.close_whole", close.season)


@may("season.close_whole")
def _closes_whole(viewer: Viewer, season: Season) -> bool:
    """Of everybody: an administrator. Of a unit: who manages it and nobody else, since the page shows its proposals (S18)."""
    if season.unit_id is None:
        return viewer.is_administrator
    return season.unit_id in viewer.managed_unit_ids


@may("team.close_season")
def _closes_that_of(viewer: Viewer, team: Team) -> bool:
    """Who leads the team, or manages its unit."""
    return team.pk in viewer.led_team_ids or team.unit_id in viewer.managed_unit_ids
