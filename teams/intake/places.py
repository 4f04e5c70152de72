"""Which team a row means: one we know, a new one, or one that is written differently."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

from teams.intake import names
from teams.intake.columns import Field
from teams.intake.rows import NEW_TEAM, Problem, Repairs, Row
from teams.intake.sentences import day_words, say
from teams.structure.models import Team, Unit

CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """A team in a unit. Without `team_id` it is still to be made, without `unit_id` its unit too.

    `closed_on`: the day from which the team is no more, when it is made to stop."""

    team: str
    unit: str
    team_id: int | None = None
    unit_id: int | None = None
    closed_on: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        return names.folded(self.unit), names.folded(self.team)


class Places:
    """The teams of the organisation beside those of a file. Two queries, however many rows."""

    def __init__(self, rows: Sequence[Row], repairs: Repairs, day: date, organisation: str) -> None:
        self._teams: dict[str, list[Team]] = defaultdict(list)
        for team in Team.objects.open_on(day).select_related("unit"):
            self._teams[names.folded(team.name)].append(team)
        self._units = {names.folded(unit.name): unit for unit in Unit.objects.filter(closed_on=None)}
        self._is_first = not self._teams
        self._choices = repairs.teams
        self._organisation = organisation
        self._day = day
        named = [(names.folded(row.team), row.team) for row in rows if row.team and not row.skipped]
        self._times = Counter(key for key, _name in named)
        self._written = dict(reversed(named))  # as it is written first
        units: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.team and row.unit:
                units[names.folded(row.team)].add(names.folded(row.unit))
        self._in_more_units = {key for key, found in units.items() if len(found) > 1}
        self._found: dict[tuple[str, str], Place | str | None] = {}

    def of(self, row: Row) -> Place | None:
        """The team of a row; None for a row without one, or with one that has a problem."""
        found = self._look(row) if row.team else None
        return found if isinstance(found, Place) else None

    def problem(self, row: Row) -> Problem | None:
        """What is wrong with the team of a row."""
        if not row.team:
            return None
        found = self._look(row)
        if isinstance(found, Place):
            return self._closed(row, found)
        return self._ambiguous(row) if found is None else self._unknown(row, found)

    def unit_of(self, row: Row) -> Place | None:
        """Where a manager manages: the unit of the row, else that of its team. The place has no team."""
        team = self.of(row)
        if team is not None:
            return Place("", team.unit, unit_id=team.unit_id)
        if not row.unit:
            return None
        known = self._units.get(names.folded(row.unit))
        return Place("", known.name if known else row.unit, unit_id=known.pk if known else None)

    def times(self, name: str) -> int:
        """How many rows name this team."""
        return self._times[names.folded(name)]

    def _look(self, row: Row) -> Place | str | None:
        key = names.folded(row.team or ""), names.folded(row.unit or "")
        if key not in self._found:
            self._found[key] = self._find(row.team or "", row.unit)
        return self._found[key]

    def _find(self, name: str, unit: str | None) -> Place | str | None:
        """A place; a suggestion (perhaps empty) for an unknown name; None for a name in several units."""
        choice = self._choices.get(names.folded(name), "")
        if choice == NEW_TEAM:
            return self._known(name, unit) or self._new(name, unit)
        if choice:
            name = choice
        known = self._known(name, unit)
        if known is not None:
            return known
        if (
            not choice
            and self._teams.get(names.folded(name))
            and names.folded(name) not in self._in_more_units
        ):
            return None
        if choice and names.folded(choice) in self._times:
            return self._new(choice, unit)
        suggestion = self._suggest(name)
        if self._is_first and not suggestion:
            return self._new(name, unit)
        return suggestion

    def _known(self, name: str, unit: str | None) -> Place | None:
        teams = self._teams.get(names.folded(name), [])
        inside = [team for team in teams if unit and names.folded(team.unit.name) == names.folded(unit)]
        if len(inside) == 1:
            return _place(inside[0])
        if len(teams) == 1 and not (unit and names.folded(name) in self._in_more_units):
            return _place(teams[0])
        return None

    def _new(self, name: str, unit: str | None) -> Place:
        if unit is None and len(self._units) == 1:
            unit = next(iter(self._units.values())).name
        unit = unit or self._organisation
        known = self._units.get(names.folded(unit))
        return Place(name, known.name if known else unit, unit_id=known.pk if known else None)

    def _suggest(self, name: str) -> str:
        """A team that is written nearly the same: a known one, or one named more often here. Or nothing."""
        key = names.folded(name)
        mine = self._times[key]
        others = [k for k in self._teams if k != key]
        others += [k for k, times in self._times.items() if k != key and times >= 3 * mine]
        close = difflib.get_close_matches(key, others, n=1, cutoff=CLOSE)
        if not close or _differs_in_number(key, close[0]):
            return ""
        teams = self._teams.get(close[0])
        return teams[0].name if teams else self._written[close[0]]

    def _unknown(self, row: Row, suggestion: str) -> Problem:
        others = self._times[names.folded(row.team or "")] - 1
        who = say(_("%(who)s en nog %(others)s"), who=row.who, others=others) if others else row.who
        sentence = (
            say(_("Bij %(who)s. Bedoel je %(team)s?"), who=who, team=suggestion)
            if suggestion
            else say(_("Bij %(who)s. Maak dit team, of schrijf hier het goede team."), who=who)
        )
        heading = say(_("Het team ‘%(team)s’ kennen we niet"), team=row.team or "")
        return Problem(heading, sentence, Field.TEAM, row.team or "", suggestion, kind="team")

    def _closed(self, row: Row, place: Place) -> Problem | None:
        """Only of a row that begins after the team has stopped: what began before it ends with it."""
        if place.closed_on is None or row.starts_on is None or row.starts_on < place.closed_on:
            return None
        first, last = day_words(row.starts_on, self._day), day_words(place.closed_on, self._day)
        return Problem(
            say(_("Het team ‘%(team)s’ stopt op %(day)s"), team=place.team, day=last),
            say(_("%(who)s begint daar op %(day)s. Schrijf hier een ander team."), who=row.who, day=first),
            Field.TEAM,
            row.team or "",
        )

    def _ambiguous(self, row: Row) -> Problem:
        units = sorted(team.unit.name for team in self._teams[names.folded(row.team or "")])
        return Problem(
            say(_("Het team ‘%(team)s’ bestaat in twee diensten"), team=row.team or ""),
            say(_("Bij %(who)s. Schrijf de dienst erbij: %(units)s."), who=row.who, units=", ".join(units)),
            Field.UNIT,
            row.unit or "",
            units[0],
        )


def _place(team: Team) -> Place:
    return Place(team.name, team.unit.name, team.pk, team.unit_id, team.closed_on)


def _differs_in_number(one: str, other: str) -> bool:
    """Team 1 and Team 2 look alike and are not."""
    return [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]
