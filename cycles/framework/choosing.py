"""Which development question something belongs to: a learning question, or a proposal."""

from django.db.models import Q

from cycles.framework.models import DevelopmentQuestion, team_frame
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import Viewer, visible
from teams.structure.models import Team


def to_choose(viewer: Viewer, team: Team | None, chosen: int | None = None) -> list[DevelopmentQuestion]:
    """The open ones of the team's frame that this viewer reads, and the one that was chosen before, also when it is over
    by now or is somebody else's choice."""
    season = team_frame(team, IsoWeek.of(viewer.day)) if team else None
    offered = Q(pk=chosen)
    if team and season:
        goals = season.goals.open().meant_for(team.unit)
        offered |= Q(pk__in=visible(DevelopmentQuestion, viewer).filter(goal__in=goals, ended_on=None))
    return list(DevelopmentQuestion.objects.filter(offered).select_related("goal"))
