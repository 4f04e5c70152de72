"""How the last weeks of a team went: per moment "doorgegaan" or "vervallen", with the cause of the team.

Never who did something, and what a duo cancelled looks as if nothing happened (S10, S11).
"""

from collections.abc import Iterable
from functools import cached_property

from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Team

BACK = 4  # so many weeks back a cancellation is still mentioned
ORDER = list(Kind.values)


class Past:
    """week: the one that is looked at; this: the present one."""

    def __init__(self, team: Team, week: IsoWeek, this: IsoWeek) -> None:
        self.team, self.week, self.this = team, week, this

    @cached_property
    def _before(self) -> list[WeekCycle]:
        """The published weeks that are over, the latest first; at most a few."""
        last = min(self.week, self.this) - 1
        first = last - BACK
        found = (
            WeekCycle.objects.published()
            .filter(team=self.team, year__gte=first.year)
            .prefetch_related("moments")
            .order_by("-year", "-week")
        )
        return [cycle for cycle in found[:12] if first < cycle.iso <= last]

    @cached_property
    def went(self) -> tuple[IsoWeek, list[tuple[str, str]]] | None:
        """The last week that is over: per kind the cause why it fell away, or "" for doorgegaan."""
        if not self._before:
            return None
        cycle = self._before[0]
        causes = _causes(cycle).items()
        return cycle.iso, [(str(Kind(k).label), str(Moment.Cause(c).label) if c else "") for k, c in causes]

    @cached_property
    def fell_before(self) -> tuple[IsoWeek, list[str], str] | None:
        """The latest earlier week in which something fell away: the week, what, and the first cause in a sentence."""
        for cycle in self._before[1:]:
            fallen = [(str(Kind(kind).label), cause) for kind, cause in _causes(cycle).items() if cause]
            if fallen:
                return cycle.iso, [kind for kind, _cause in fallen], Moment.Cause(fallen[0][1]).because
        return None


def _causes(cycle: WeekCycle) -> dict[str, str]:
    """Kind -> the code of the team's cause, "" when it went on. A duo's own cancellation is not in it (S11)."""
    moments: Iterable[Moment] = cycle.moments.all()
    causes = {kind: "" for kind in ORDER if any(m.kind == kind for m in moments)}
    for moment in moments:
        if moment.cancelled_cause:
            causes[moment.kind] = moment.cancelled_cause
    return causes
