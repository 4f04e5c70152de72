"""The rows of a people file: what each cell says, what is wrong with it, and the repairs that were made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_noop as _

from teams.intake import daycolumns, fields, names, timestext
from teams.intake.columns import DAYS, ColumnMapping, Field
from teams.intake.sentences import Refused, Sentence, say
from teams.intake.table import Cell, Line, Table
from teams.intake.worktimes import WorkTimes, assume, heading, plain

SKIP = "skip"
NEW_TEAM = "+"
NEEDS_NO_TEAM = frozenset({"manager"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of one row. `field` is what a repair changes; without it only skipping helps."""

    heading: Sentence
    sentence: Sentence
    field: Field | None = None
    value: str = ""  # as it stands in the file, to start the repair from
    suggestion: str = ""
    kind: str = "value"  # or "duplicate", "team", "missing", "row"

    def to_json(self) -> dict[str, Any]:
        return {
            "heading": self.heading.to_json(),
            "sentence": self.sentence.to_json(),
            "field": self.field,
            "value": self.value,
            "suggestion": self.suggestion,
            "kind": self.kind,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Problem":
        return cls(
            Sentence.from_json(stored["heading"]),
            Sentence.from_json(stored["sentence"]),
            Field(stored["field"]) if stored["field"] else None,
            stored["value"],
            stored["suggestion"],
            stored["kind"],
        )


@dataclass(frozen=True, slots=True)
class Repairs:
    """What the administrator decided about a file; plain data, so that it can be kept and applied again."""

    rows: Mapping[int, Mapping[Field, str] | str] = field(
        default_factory=dict
    )  # {row: {field: value} or SKIP}
    teams: Mapping[str, str] = field(default_factory=dict)  # {team in the file, folded: its name or NEW_TEAM}

    def to_json(self) -> dict[str, Any]:
        rows = {str(n): r if isinstance(r, str) else dict(r) for n, r in self.rows.items()}
        return {"rows": rows, "teams": dict(self.teams)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Repairs":
        rows: dict[int, Mapping[Field, str] | str] = {
            int(n): r if isinstance(r, str) else {Field(f): v for f, v in r.items()}
            for n, r in stored.get("rows", {}).items()
        }
        return cls(rows, dict(stored.get("teams", {})))

    def with_row(self, number: int, repair: Mapping[Field, str] | str) -> "Repairs":
        """The same with one more row repaired; earlier repairs of other fields of that row stay."""
        before = self.rows.get(number)
        if not isinstance(repair, str) and before is not None and not isinstance(before, str):
            repair = {**before, **repair}
        return Repairs({**self.rows, number: repair}, self.teams)

    def with_team(self, name: str, choice: str) -> "Repairs":
        return Repairs(self.rows, {**self.teams, names.folded(name): choice})


@dataclass(slots=True)
class Row:
    """One row of the file, read. What is empty in the file, or could not be read, is None here."""

    number: int
    staff_number: str | None = None
    given_name: str | None = None
    name_prefix: str | None = None
    family_name: str | None = None
    email: str | None = None
    unit: str | None = None
    team: str | None = None
    hours: Decimal | None = None
    times: WorkTimes | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    contract: str | None = None
    role: str | None = None
    language: str | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    skipped: bool = False

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.given_name, self.name_prefix, self.family_name)))

    def holds_on(self, day: date) -> bool:
        """Whether this contract runs on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or self.ends_on >= day
        )

    @property
    def who(self) -> "str | Sentence":
        """The person in words, as well as the row allows."""
        return self.name or self.email or self.staff_number or say(_("deze rij"))


def read_rows(
    table: Table, mapping: ColumnMapping, repairs: Repairs | None = None, full_time: Decimal = Decimal(36)
) -> list[Row]:
    """Every row of a table. `full_time` are the hours of 1 fte."""
    repairs = repairs or Repairs()
    return [
        read_row(line, table.headers, mapping, repairs.rows.get(line.number), full_time)
        for line in table.rows
    ]


def read_row(
    line: Line,
    headers: tuple[str, ...],
    mapping: ColumnMapping,
    repair: Mapping[Field, str] | str | None = None,
    full_time: Decimal = Decimal(36),
) -> Row:
    if repair == SKIP:
        return Row(line.number, skipped=True)
    cells: dict[Field, Cell] = {f: line.cells[c] for c, f in mapping.items() if c < len(line.cells)}
    if repair is not None:
        cells |= {f: value.strip() or None for f, value in cast(Mapping[Field, str], repair).items()}
    columns = {f: headers[c] for c, f in mapping.items() if c < len(headers)}
    return _Reading(Row(line.number), cells, columns, full_time, line.surplus).row()


class _Reading:
    """Reads one row: the name first, so that every sentence after it can say whose row it is."""

    def __init__(
        self, row: Row, cells: dict[Field, Cell], columns: dict[Field, str], full_time: Decimal, surplus: int
    ) -> None:
        self._row = row
        self._cells = cells
        self._columns = columns
        self._full_time = full_time
        self._surplus = surplus

    def row(self) -> Row:
        row = self._row
        late = list(self._read_name())
        row.staff_number = self._text(Field.STAFF_NUMBER)
        row.email = self._text(Field.EMAIL)
        for name, value, refused in late:
            self._refuse(name, value, refused)
        row.unit = self._text(Field.UNIT)
        row.team = self._text(Field.TEAM)
        row.starts_on = cast("date | None", self._value(Field.STARTS_ON))
        row.ends_on = cast("date | None", self._value(Field.ENDS_ON))
        row.contract = self._text(Field.CONTRACT)
        row.role = self._text(Field.ROLE, empty="")
        row.language = self._text(Field.LANGUAGE)
        self._read_hours()
        self._check()
        return row

    def _read_name(self) -> Iterator[tuple[Field, Cell, Refused]]:
        """Fills in the name; yields what was refused, to be told once the rest of the name is known."""
        row, name = self._row, names.Name()
        for what in (Field.FULL_NAME, Field.GIVEN_NAME, Field.NAME_PREFIX, Field.FAMILY_NAME):
            cell = self._cells.get(what)
            try:
                value = fields.read_field(what, cell)
            except Refused as refused:
                yield what, cell, refused
                continue
            if not value:
                continue
            if what is Field.FULL_NAME:
                name = cast(names.Name, value)
            elif what is Field.GIVEN_NAME:
                name = names.Name(str(value), name.prefix, name.family)
            elif what is Field.NAME_PREFIX:
                name = names.Name(name.given, str(value), name.family)
            else:
                prefix, family = names.split_prefix(str(value))
                name = names.Name(name.given, name.prefix or prefix, names.cased(family))
        row.given_name, row.name_prefix, row.family_name = (
            part or None for part in (name.given, name.prefix, name.family)
        )

    def _read_hours(self) -> None:
        row = self._row
        hours = cast("Decimal | None", self._value(Field.HOURS))
        share = cast("Decimal | None", self._value(Field.FTE))
        if hours is None and share is not None:
            hours = (share * self._full_time).quantize(Decimal("0.01"))
        times = self._times(hours)
        if any(p.field in (Field.HOURS, Field.FTE, Field.TIMES, *DAYS) for p in row.problems):
            return
        if times is not None and times.days:
            if hours is None:
                self._refuse(Field.TIMES, self._cells.get(Field.TIMES), _no_times())
                return
            times = assume(hours, times.days)
        if times is not None and hours is None:
            hours = times.hours
            if hours < fields.LEAST_HOURS:
                self._refuse(Field.TIMES, self._cells.get(Field.TIMES), _no_times())
                return
            row.notes.append(
                say(
                    _("De contracturen ontbreken. Uit de werktijden volgt %(hours)s uur."), hours=plain(hours)
                )
            )
        elif times is None and hours is not None:
            times = assume(hours)
        elif times is not None and hours is not None and abs(times.hours - hours) > 8:
            row.notes.append(
                say(
                    _("Het contract is %(hours)s uur, de werktijden tellen op tot %(times)s uur."),
                    hours=plain(hours),
                    times=plain(times.hours),
                )
            )
        row.hours, row.times = hours, times

    def _times(self, hours: Decimal | None) -> WorkTimes | None:
        cell = self._cells.get(Field.TIMES)
        if cell is not None:
            try:
                return timestext.read(str(cell)) if isinstance(cell, str) else _refuse_times(cell)
            except Refused as refused:
                self._refuse(Field.TIMES, cell, refused)
                return None
        days = [self._cells.get(day) for day in DAYS]
        if all(day is None for day in days):
            return None
        try:
            times = daycolumns.read(days, hours)
        except Refused as refused:
            self._refuse(Field.TIMES, None, refused)
            return None
        return times if times.shifts or times.days else None

    def _check(self) -> None:
        row = self._row
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            self._refuse(
                Field.ENDS_ON,
                self._cells.get(Field.ENDS_ON),
                Refused(
                    say(
                        _("De einddatum ligt voor de begindatum %(start)s."),
                        start=fields.text_of(row.starts_on),
                    ),
                    say(_("Het einde ligt voor het begin")),
                ),
            )
        if self._surplus:
            row.problems.append(
                Problem(
                    say(_("Deze rij is te lang")),
                    say(
                        _("Bij %(who)s staan meer cellen dan kolommen. Vaak staat er een komma te veel."),
                        who=row.who,
                    ),
                    kind="row",
                )
            )

    def _text(self, what: Field, empty: str | None = None) -> str | None:
        value = self._value(what)
        return str(value) if value else (empty if what in self._cells else None)

    def _value(self, what: Field) -> object:
        cell = self._cells.get(what)
        try:
            return fields.read_field(what, cell)
        except Refused as refused:
            self._refuse(what, cell, refused)
            return None

    def _refuse(self, what: Field, cell: Cell, refused: Refused) -> None:
        row = self._row
        column = self._columns.get(what)
        if column is None:
            sentence = say(_("Bij %(who)s. %(reason)s"), who=row.who, reason=refused.sentence)
        elif what in (Field.STARTS_ON, Field.ENDS_ON):
            sentence = say(
                _("Bij %(who)s staat deze datum onder ‘%(column)s’. %(reason)s"),
                who=row.who,
                column=column,
                reason=refused.sentence,
            )
        else:
            sentence = say(
                _("Bij %(who)s staat dit onder ‘%(column)s’. %(reason)s"),
                who=row.who,
                column=column,
                reason=refused.sentence,
            )
        row.problems.append(
            Problem(
                refused.heading or say(_("Deze waarde lezen we niet")),
                sentence,
                what,
                fields.text_of(cell)[:200],
                refused.suggestion,
            )
        )


def _refuse_times(cell: Cell) -> WorkTimes:
    raise Refused(
        say(
            _("Er staat ‘%(text)s’. Schrijf werktijden als: ma-do 8.30-17.00 pauze 12.30-13.00."),
            text=fields.text_of(cell),
        ),
        heading(),
    )


def _no_times() -> Refused:
    return Refused(say(_("Schrijf bij de dagen ook de tijden, of vul de contracturen in.")), heading())
