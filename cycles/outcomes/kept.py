"""Whether the moments went on: of teams, against the organisation, never of a person (W7). Only weeks that are over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from cycles.outcomes.aggregate import Figures, Group, figures
from cycles.weekly import ledger
from cycles.weekly.ledger import Ledger, LedgerWeek
from cycles.weekly.models import Moment
from lerendwerken.lib.drawing import Beat, State, week_line
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Membership, Team

MOST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one team; None when there was no published week."""

    iso: IsoWeek
    row: LedgerWeek | None

    @property
    def held(self) -> int | None:
        return self.row.held.moments if self.row else None

    @property
    def planned(self) -> int | None:
        return self.row.planned.moments if self.row else None

    @property
    def state(self) -> State | None:
        """A cross where moments fell away by work pressure."""
        if self.row is None or not self.row.planned:
            return None
        pressed = any(entry.cause == Moment.Cause.WORK_PRESSURE for entry in self.row.entries)
        return "cut" if pressed else "done" if self.row.held else None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a team's row shows."""

    team: Team
    weeks: tuple[Week, ...]

    @property
    def held(self) -> int:
        return sum(week.held or 0 for week in self.weeks)

    @property
    def planned(self) -> int:
        return sum(week.planned or 0 for week in self.weeks)

    @property
    def picture(self) -> SafeString:
        step = 1000 / len(self.weeks)
        beats = [
            Beat((number + 0.54) * step, 20, week.state)
            for number, week in enumerate(self.weeks)
            if week.state
        ]
        return week_line(beats, height=60, pad=10, scale=1.1, name=f"doorgegaan-{self.team.pk}")


def weeks_before(week: IsoWeek, since: date) -> list[IsoWeek]:
    """The last eight that are over, from the season's first on."""
    found = [week - number for number in range(MOST_WEEKS, 0, -1)]
    return [one for one in found if one.monday >= since]


def kept(teams: Sequence[Team], weeks: Sequence[IsoWeek]) -> Figures[Kept]:
    """By team, in the order given; nothing of a team with fewer than five people in any of these weeks. Three
    queries, however many teams and weeks."""
    books = ledger.of_teams(teams, weeks)
    sizes = _least(teams, weeks)
    return figures(
        Group(team.name, sizes[team.pk], Kept(team, _weeks(books[team.pk], weeks))) for team in teams
    )


def _weeks(book: Ledger, weeks: Iterable[IsoWeek]) -> tuple[Week, ...]:
    known = {row.week: row for row in book.weeks}
    return tuple(Week(week, known.get(week)) for week in weeks)


def _least(teams: Iterable[Team], weeks: Sequence[IsoWeek]) -> dict[int, int]:
    """By team: how many were in it in the week with the fewest, home members who are there a whole week."""
    people: dict[int, list[tuple[date, date | None]]] = {team.pk: [] for team in teams}
    if not weeks:
        return dict.fromkeys(people, 0)
    home = Membership.objects.filter(team__in=people, kind=Membership.Kind.HOME).order_by()
    for team, first, last in home.values_list("team", "from_date", "until"):
        people[team].append((first, last))
    return {
        team: min(
            sum(first <= week.monday and (last is None or last >= week.days[-1]) for first, last in spans)
            for week in weeks
        )
        for team, spans in people.items()
    }
