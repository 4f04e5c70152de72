"""Whether the moments went on, and what stood in their way: of teams, against the organisation, never of a person (W7).

Made of frozen weeks only. A week of a team counts when there were enough people in it that week, and a unit's total when
what it tells beside its teams is about nobody or about five people or more: for each week by itself, and for each unit by
itself, since who manages two units may compare them with one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from cycles.outcomes.aggregate import Group, figures
from cycles.outcomes.figures.models import KeptWeek
from cycles.weekly.models import Moment
from lerendwerken.lib.drawing import Beat, State, week_line
from lerendwerken.lib.weeks import IsoWeek, Quarter
from teams.structure.models import Unit

MOST_WEEKS = 8
CAUSES = tuple(Moment.Cause)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one team; row is None when there was none, or when it is about too few people."""

    iso: IsoWeek
    row: KeptWeek | None

    @property
    def state(self) -> State | None:
        """A cross where moments fell away by work pressure."""
        if self.row is None or not self.row.planned:
            return None
        return "cut" if self.row.pressed else "done" if self.row.held else None


@dataclass(frozen=True, slots=True)
class Sum:
    """Moments of some weeks together."""

    held: int
    planned: int
    causes: tuple[int, ...]  # how many fell away, in the order of CAUSES

    @property
    def fallen(self) -> list[tuple[str, int]]:
        """(cause in words, how many)"""
        return [(str(cause.label), number) for cause, number in zip(CAUSES, self.causes, strict=True)]

    @classmethod
    def of(cls, rows: Iterable[KeptWeek]) -> "Sum":
        found = list(rows)
        by_cause = (sum(int(row.causes.get(cause, 0)) for row in found) for cause in CAUSES)
        return cls(sum(row.held for row in found), sum(row.planned for row in found), tuple(by_cause))


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team over some weeks. people: in the newest week that is told of."""

    pk: int
    name: str
    weeks: tuple[Week, ...]

    @property
    def told(self) -> list[KeptWeek]:
        return [week.row for week in self.weeks if week.row]

    @property
    def is_shown(self) -> bool:
        return bool(self.told)

    @property
    def people(self) -> int:
        return self.told[-1].people

    @property
    def sum(self) -> Sum:
        return Sum.of(self.told)

    @property
    def picture(self) -> SafeString:
        step = 1000 / len(self.weeks)
        beats = [
            Beat((number + 0.54) * step, 20, week.state)
            for number, week in enumerate(self.weeks)
            if week.state
        ]
        return week_line(beats, height=60, pad=10, scale=1.1, name=f"doorgegaan-{self.pk}")


@dataclass(frozen=True, slots=True)
class UnitRows:
    """The teams of one unit, and what may be told of them together."""

    name: str
    weeks: tuple[IsoWeek, ...]
    teams: tuple[TeamRow, ...]
    whole: Sum | None  # of everybody in the unit; None: it would tell of a small team
    is_small: bool  # some weeks are not told of, because too few people were there

    @property
    def total(self) -> Sum | None:
        """For the line below the teams: one team needs none."""
        return self.whole if len(self.teams) > 1 else None

    @property
    def shown(self) -> list[TeamRow]:
        return [team for team in self.teams if team.is_shown]


def weeks_before(week: IsoWeek, since: date) -> list[IsoWeek]:
    """The last eight that are over, from the season's first on."""
    found = [week - number for number in range(MOST_WEEKS, 0, -1)]
    return [one for one in found if one.monday >= since]


def kept(units: Iterable[int], weeks: Sequence[IsoWeek]) -> list[UnitRows]:
    """By unit and team, in the order of their names. Two queries, however many teams and weeks."""
    if not weeks:
        return []
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    span = set(weeks)
    years = {week.year for week in weeks}
    numbers = {week.week for week in weeks}
    found = KeptWeek.objects.filter(unit__in=names, year__in=years, week__in=numbers).select_related("team")
    rows = [row for row in found.order_by("team__name", "team", "year", "week") if row.iso in span]
    units_in_order = sorted(names, key=lambda pk: names[pk])
    return [_unit(names[pk], weeks, [row for row in rows if row.unit_id == pk]) for pk in units_in_order]


def _unit(name: str, weeks: Sequence[IsoWeek], rows: list[KeptWeek]) -> UnitRows:
    by_week = {
        week: figures(Group(row.team.name, row.people, row, row.least) for row in rows if row.iso == week)
        for week in weeks
    }
    told = {(row.team_id, row.iso): row for found in by_week.values() for row in _shown(found.groups)}
    teams = {row.team_id: row.team.name for row in rows}
    lines = tuple(
        TeamRow(pk, called, tuple(Week(week, told.get((pk, week))) for week in weeks))
        for pk, called in teams.items()
    )
    counts = [found for found in by_week.values() if found.groups]
    is_told = bool(counts) and all(found.has_total for found in counts)
    total = Sum.of(rows) if is_told else None  # with the small teams, which are five people or more together
    return UnitRows(name, tuple(weeks), lines, total, any(found.hidden for found in counts))


def _shown(groups: Iterable[Group[KeptWeek]]) -> list[KeptWeek]:
    return [group.value for group in groups if group.is_shown]


def quarters(units: Iterable[int]) -> list[Quarter]:
    """Those with a week that is over, the newest first. One query."""
    found = KeptWeek.objects.filter(unit__in=units).order_by().values_list("year", "week").distinct()
    return sorted({Quarter.of(IsoWeek(year, week)) for year, week in found}, reverse=True)
