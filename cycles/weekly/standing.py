"""How many teams published a week: told to the frame below, which does not know weeks."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from cycles.framework.pausing import counts_published
from cycles.weekly.models import WeekCycle
from lerendwerken.lib.weeks import IsoWeek


@counts_published
def teams_by_week(weeks: Iterable[IsoWeek]) -> dict[IsoWeek, int]:
    wanted = reduce(or_, (Q(year=week.year, week=week.week) for week in weeks))
    rows = WeekCycle.objects.filter(wanted, published_at__isnull=False)
    return {
        IsoWeek(year, week): teams
        for year, week, teams in rows.values_list("year", "week").annotate(teams=Count("team")).order_by()
    }
