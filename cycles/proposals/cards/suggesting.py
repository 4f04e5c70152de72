"""Van een ander team: one card a month that fits the work of a team, for its Maandoogst. Never a feed.

A team's work is what it put forward itself and took over from others. What its people learn is theirs, and says
nothing here.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, Value, When

from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.models import InnovationProposal
from teams.structure.models import Team


def for_team(team: Team, day: date) -> PracticeCard | None:
    """Of what was there when the month began, so that the month keeps its card. None for a team that answered one
    this month already."""
    begin = datetime.combine(day.replace(day=1), time(), ZoneInfo(team.time_zone))
    if Adoption.objects.filter(team=team, at__gte=begin).exists():
        return None
    task_groups, skills = _work(team)
    fits = Case(
        When(Q(task_group__in=task_groups) & Q(skill__in=skills), then=Value(3)),
        When(task_group__in=task_groups, then=Value(2)),
        When(skill__in=skills, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    known = Adoption.objects.filter(team=team)
    rows = PracticeCard.objects.filter(retired_at=None, made_at__lt=begin).exclude(proposal__team=team)
    found = rows.exclude(pk__in=known.values("card")).order_by(-fits, "-made_at", "-pk")
    return found.select_related("proposal__team").first()


def _work(team: Team) -> tuple[set[str], set[str]]:
    """Kinds of tasks and skills, without the empty ones."""
    own = InnovationProposal.objects.filter(team=team, state__in=InnovationProposal.OPEN)
    taken = PracticeCard.objects.filter(
        adoptions__in=Adoption.objects.filter(team=team, ended_at=None).exclude(
            verdict=Adoption.Verdict.NOT_SUITABLE
        )
    )
    pairs = {*own.values_list("task_group", "skill"), *taken.values_list("task_group", "skill")}
    return {group for group, _skill in pairs if group}, {skill for _group, skill in pairs if skill}
